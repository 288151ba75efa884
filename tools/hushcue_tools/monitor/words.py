"""What the monitor says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "help_port": (
            "the serial port of the board (default: the only one that is connected)",
            "板子的串口（默认：唯一连接的那块）",
        ),
        "help_id": ("the bodypack, over the network", "通过网络查看该编号的腰包"),
        "help_config": ("the studio's file: says where the gateway is", "演播室配置文件：用于找到网关"),
        "help_gateway": ("address of the gateway's API (default: from --config)", "网关接口地址（默认取自 --config）"),
        "help_token_env": ("environment variable that holds the API token", "存放接口令牌的环境变量"),
        "help_ca": ("certificate of the gateway's authority, for https", "网关的 CA 证书（https 时使用）"),
        "help_seconds": ("end after so long", "运行多少秒后结束"),
        "help_json": ("one JSON object a line", "每行一个 JSON 对象"),
        "help_restart": ("start the board anew first, to see its start", "先重启板子，以便看到启动过程"),
        "one_of_two": ("say either --port or --id", "--port 与 --id 只能选一个"),
        "watching": ("{what}: Ctrl-C ends this", "{what}：按 Ctrl-C 结束"),
        "cable_gone": (
            "the cable is out, or the board is off; waiting for it to come back",
            "线被拔出或板子断电；等待恢复",
        ),
        "cable_back": ("the board is back at {port}", "板子已恢复：{port}"),
        "garbled": (
            "this does not look like text. Is it a board with MicroPython (else: hushcue flash), and is no other "
            "program at the port?",
            "内容不像文字：这是装有 MicroPython 的板子吗（没有请运行 hushcue flash）？是否有其他程序占用串口？",
        ),
        "port_taken": (
            "{port} cannot be opened: {reason}. Close other programs that hold it (Thonny, Arduino, another monitor)",
            "无法打开 {port}：{reason}。请关闭占用它的程序（Thonny、Arduino、另一个监视器）",
        ),
        "gateway_gone": ("the gateway does not answer; trying again: {reason}", "网关没有应答，正在重试：{reason}"),
        "gateway_back": ("the gateway is back", "网关已恢复"),
        "not_known": (
            'the gateway has no bodypack "{id}"; it has: {ids}. hushcue provision adds one',
            "网关中没有腰包“{id}”；现有：{ids}。可用 hushcue provision 添加",
        ),
        "figures": (
            "{playout}, {level} dBFS, {dbm} dBm, +{received} ({repaired} repaired, {lost} lost, {concealed} bridged, "
            "{underruns} underruns), jitter {jitter} ms, buffer {buffer} ms, battery {battery}, heap {heap} kB",
            "{playout}，{level} dBFS，{dbm} dBm，+{received}（修复 {repaired}，丢失 {lost}，补偿 {concealed}，"
            "断流 {underruns}），抖动 {jitter} 毫秒，缓冲 {buffer} 毫秒，电池 {battery}，堆 {heap} kB",
        ),
        "state": ("the bodypack is {state}", "腰包状态：{state}"),
        "restarted": ("it has started anew (hushcue {firmware})", "已重新启动（hushcue {firmware}）"),
        "session": ("session {session}", "会话 {session}"),
        "fault": ("fault: {fault}", "故障：{fault}"),
        "fault_over": ("the fault is over", "故障已消除"),
        "pressed_acknowledge": ("button: heard", "按键：已听到"),
        "pressed_call": ("button: call me", "按键：请呼叫我"),
    }
)
