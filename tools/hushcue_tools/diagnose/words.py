"""What the diagnosis says: headings here, the sentences of the checks in the files beside."""

from hushcue_words import Catalogue

from .words_chip import CHIP
from .words_remote import REMOTE
from .words_way import WAY

COMMAND = {
    "help_port": (
        "the serial port of the board (default: the only one that is connected)",
        "板子的串口（默认：唯一连接的那块）",
    ),
    "help_id": (
        "the bodypack, over the network: what the gateway knows of it",
        "通过网络检查该编号的腰包：网关所知的情况",
    ),
    "help_config": (
        "the studio's file: compares keys, and says where the gateway is",
        "演播室配置文件：用于核对密钥、找到网关",
    ),
    "help_gateway": ("address of the gateway's API (default: from --config)", "网关接口地址（默认取自 --config）"),
    "help_token_env": ("environment variable that holds the API token", "存放接口令牌的环境变量"),
    "help_ca": ("certificate of the gateway's authority, for https", "网关的 CA 证书（https 时使用）"),
    "help_json": ("one JSON object", "输出一个 JSON 对象"),
    "help_no_sound": ("no tone in the earpiece", "不播放测试音"),
    "help_quick": ("no tone, no questions, no benchmark", "快速检查：不放音、不提问、不测速"),
    "help_no_questions": ("nobody is there to press the button or to listen", "无人值守：不要求按键、不询问是否听到"),
    "help_trace": (
        "record for 60 s when each packet of a stream comes, over the cable or, with --id, while it plays; "
        "hushcue bench link --trace FILE plays that network again",
        "记录 60 秒内每个数据包的到达时间（经数据线；加 --id 则在播放中测量）；"
        "可用 hushcue bench link --trace 文件 重现该网络",
    ),
    "help_seconds": ("how long the trace is, or how long the network is watched", "轨迹或网络观察的时长（秒）"),
    "help_keep": ("leave the board at its prompt instead of starting it again", "结束后停在命令提示符，不重启板子"),
    "one_of_two": ("say either --port or --id", "--port 与 --id 只能选一个"),
    "looking": ("Looking at {what} ...", "正在检查：{what} ……"),
    "title_port": ("Bodypack {id} at {port}", "腰包 {id}（{port}）"),
    "title_id": ("Bodypack {id}, over the network", "腰包 {id}（通过网络）"),
    "do": ("do: ", "处理："),
    "said_beside": ("The board also said:", "板子还输出了："),
    "probe_failed": ("this check failed on the chip: {reason}", "此项检查在芯片上失败：{reason}"),
    "probe_failed_do": (
        "Run hushcue flash, which puts every file right, and try again. If it stays, please report it",
        "请先运行 hushcue flash 修复文件后重试；若仍出现，请反馈给我们",
    ),
    "not_asked": ("not checked", "未检查"),
    "needs_network": ("not checked: there is no network", "未检查：没有网络"),
    "needs_config": ("not checked: config.json has to be put right first", "未检查：请先修正 config.json"),
    "needs_firmware": ("not checked: there is no firmware that runs", "未检查：没有可运行的固件"),
    "summary_ok": ("All is well.", "一切正常。"),
    "summary_warn": ("It works. Worth a look: {warned}.", "可以使用；有 {warned} 处需要留意。"),
    "summary_wrong": (
        "Wrong: {wrong}, worth a look: {warned}. Begin with: {first}.",
        "{wrong} 处有问题，{warned} 处需要留意。请先处理：{first}。",
    ),
    "ask_heard": (
        "Put the earpiece in. A tone and a rising sweep come now. Heard them? [y/n] ",
        "请戴上耳机。现在播放一段音和一组升调音，听到了吗？[y/n] ",
    ),
    "ask_light": ("Watch the light on the bodypack: does it blink? [y/n] ", "请看腰包上的灯：在闪吗？[y/n] "),
    "press_now": (
        "Press the button on the bodypack now (within {seconds} s) ...",
        "请现在按一下腰包上的按键（{seconds} 秒内）……",
    ),
    "tracing": ("Recording the network for {seconds} s ...", "正在记录网络 {seconds} 秒……"),
    "traced": (
        "{file}: {sent} packets in {seconds} s, {lost} % lost; hushcue bench link --trace {file} plays it again",
        "{file}：{seconds} 秒 {sent} 个包，丢失 {lost} %；用 hushcue bench link --trace {file} 可重现",
    ),
    "trace_no_gateway": (
        "a trace needs the gateway to send: name it with --config FILE (the studio's), or with --gateway and "
        "--token-env",
        "记录轨迹需要网关发送数据：请用 --config 指定演播室配置，或用 --gateway 与 --token-env",
    ),
    "trace_unwritable": ("{file} cannot be written: {reason}", "无法写入 {file}：{reason}"),
    "gateway_silent": (
        "the gateway does not answer at {url}: {reason}. Does it run, on this PC?",
        "网关 {url} 没有应答：{reason}。网关在本机运行吗？",
    ),
    "gateway_refuses": ("the gateway refuses ({url}): {reason}", "网关拒绝请求（{url}）：{reason}"),
    "gateway_token": (
        "the gateway wants a token: name the studio's file with --config, or an environment variable with --token-env",
        "网关需要令牌：请用 --config 指定演播室配置，或用 --token-env 指定环境变量",
    ),
    "gateway_where": (
        "say where the gateway is: --config FILE or --gateway URL",
        "请指定网关：--config 文件 或 --gateway 地址",
    ),
    "not_known": (
        'the gateway has no bodypack "{id}"; it has: {ids}. hushcue provision adds one',
        "网关中没有腰包“{id}”；现有：{ids}。可用 hushcue provision 添加",
    ),
    "no_such_env": ("the environment variable {name} is not set", "未设置环境变量 {name}"),
}

CHECKS = {
    "check_micropython": ("MicroPython", "MicroPython"),
    "check_firmware": ("firmware", "固件"),
    "check_start": ("last start", "上次启动"),
    "check_memory": ("memory", "内存与存储"),
    "check_files": ("files", "文件完整性"),
    "check_config": ("settings", "配置"),
    "check_key": ("device key", "设备密钥"),
    "check_wifi": ("Wi-Fi", "Wi-Fi"),
    "check_power_save": ("Wi-Fi power saving", "Wi-Fi 省电"),
    "check_broker": ("broker", "MQTT 服务器"),
    "check_gateway": ("gateway", "网关"),
    "check_dac": ("DAC", "DAC 音频输出"),
    "check_earpiece": ("earpiece", "耳机"),
    "check_button": ("button", "按键"),
    "check_light": ("light", "指示灯"),
    "check_battery": ("battery", "电池"),
    "check_speed": ("speed", "处理速度"),
    "check_heap": ("heap", "堆内存"),
    "check_link": ("link", "网络链路"),
    "check_online": ("connection", "在线状态"),
    "check_sound": ("sound", "声音"),
    "check_fault": ("fault", "故障"),
    "check_temperature": ("temperature", "温度"),
    "check_documents": ("messages", "消息"),
    "check_studio": ("studio PC", "演播室电脑"),
}

WORDS = Catalogue({**COMMAND, **CHECKS, **CHIP, **WAY, **REMOTE})
