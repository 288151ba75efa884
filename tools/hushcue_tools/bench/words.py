"""What the benches say."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "help_name": ("what to measure: {names}", "测量项目：{names}"),
        "help_rest": ("what to tell it: NAME --help says more", "它的选项：NAME --help 查看说明"),
        "help_chip": ("what a packet costs the chip", "芯片处理每个数据包的开销"),
        "help_path": ("the demo's show in virtual time", "虚拟时间中的完整链路"),
        "help_loss": (
            "what is lost, how late it is, how it sounds, over networks that lose and delay",
            "在丢包和延迟的网络上：丢了多少、晚多少、音质如何",
        ),
        "help_link": ("a bad network between real programs: a UDP proxy", "放在真实程序之间的坏网络：UDP 代理"),
        "help_console": (
            "a full house: people signed in and talking, bodypacks, ticks that come in time",
            "满员测试：登录和讲话的操作员、腰包、节拍是否准时",
        ),
        "help_browser": (
            "from a browser's microphone to a bodypack's samples: how long it takes",
            "从浏览器话筒到腰包采样：需要多久",
        ),
        "help_leak": (
            "whom the leak guard names where several earpieces are near one microphone",
            "多副耳机靠近同一支话筒时，漏音监测指出的是谁",
        ),
        "help_first-sound": (
            "from a bare board to the first sound: flash, provision, session, cue",
            "从空板到第一声：刷写、写入身份、会话、提示",
        ),
        "help_assistant": (
            "how soon a number is a word in an ear, and how soon a person's key silences it",
            "数据多久变成耳边的一句话，按下通话键后助手多久静音",
        ),
        "help_rules": (
            "false alarms of the assistant's rules, what they find and how late, what a look costs",
            "助手规则的误报、检出率和延迟，以及每次检查的开销",
        ),
        "help_effect": (
            'what the answer to "did it work?" is worth: coverage, false claims, power',
            "“提词有没有用”的结论有多可靠：覆盖率、误判率、把握",
        ),
        "help_questions": (
            "how fast viewers' comments are read, and how often rightly on a labelled set",
            "读取观众评论的速度，以及在带标注数据上的准确程度",
        ),
        "help_json": ("one JSON object", "输出一个 JSON 对象"),
        "no_such_bench": ("there is no bench {name}: {names}", "没有测量项目 {name}：{names}"),
        "no_bench": ("say what to measure: {names}", "请指定测量项目：{names}"),
        "help_seconds": ("length of the show", "演示时长（秒）"),
        "help_encoding": ("of every stream", "音频编码"),
        "help_frame": ("length of a frame", "帧长（毫秒）"),
        "help_min_delay": ("a bodypack never buffers less", "腰包最小缓冲（毫秒）"),
        "help_loss_percent": ("datagrams lost at random", "随机丢包率（百分比）"),
        "help_jitter": ("datagrams delayed at random by up to so much", "随机延迟上限（毫秒）"),
        "help_seed": ("of the dice", "随机种子"),
        "trace_unread": ("{file} cannot be read: {reason}", "无法读取 {file}：{reason}"),
        "trace_wrong": (
            "{file} is no trace of send_ms, delay_ms or lost: {reason}",
            "{file} 不是由 send_ms、delay_ms 或 lost 组成的轨迹文件：{reason}",
        ),
        "speech_unread": ("{file} cannot be read as sound: {reason}", "无法将 {file} 读作声音：{reason}"),
        "speech_silent": ("nobody speaks in {file}", "{file} 中没有人说话"),
        "path_row": (
            "{id}: heard {heard} %, mouth to ear p50 {p50} ms p99 {p99} ms, underruns {underruns}, "
            "datagrams dropped {dropped}, frames concealed {concealed}, not meant for it {leak} dBFS",
            "{id}：听到 {heard} %，嘴到耳 p50 {p50} 毫秒 p99 {p99} 毫秒，断流 {underruns}，"
            "丢包 {dropped}，补偿帧 {concealed}，非本人内容 {leak} dBFS",
        ),
    }
)
