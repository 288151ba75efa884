"""What the bench of the first sound says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "help_board": ("the board that is flashed", "要刷写的板子"),
        "help_new_bodypack": (
            "the studio's file does not know the bodypack yet: the gateway has to be started anew for it",
            "演播室配置中尚无此腰包：需要为它重启网关",
        ),
        "no_gateway": ("the gateway did not start: {reason}", "网关未能启动：{reason}"),
        "step_failed": ("hushcue {step} failed: {reason}", "hushcue {step} 失败：{reason}"),
        "too_slow": (
            "not reached within {seconds} s: {step}. The board's last words: {reason}",
            "{seconds} 秒内未完成：{step}。板子最后的输出：{reason}",
        ),
        "nothing_heard": (
            "the cue was said, and nothing left the I2S pins. The board's last words: {reason}",
            "提示已发出，但 I2S 引脚没有声音。板子最后的输出：{reason}",
        ),
        "step_flash": ("hushcue flash: compiled, sent, compared", "hushcue flash：编译、发送、校验"),
        "step_provision": (
            "hushcue provision: password, device key, config.json",
            "hushcue provision：密码、设备密钥、config.json",
        ),
        "step_boot": ("the bodypack starts from its slot", "腰包从固件槽启动"),
        "step_gateway": ("the gateway, started anew, is ready", "网关重启完毕"),
        "step_session": ("the bodypack has its session", "腰包已建立会话"),
        "step_cue": ("a cue is asked for", "请求播放提示"),
        "step_sound": ("its first sample leaves the I2S pins", "第一个采样离开 I2S 引脚"),
        "col_step": ("step", "步骤"),
        "col_took": ("took, s", "用时（秒）"),
        "col_at": ("since the start, s", "累计（秒）"),
        "col_what": ("on the cable", "经过数据线"),
        "col_to_board": ("bytes to it", "发送（字节）"),
        "col_from_board": ("bytes back", "返回（字节）"),
        "col_baud": ("computed, {baud} baud, s", "计算值，{baud} 波特（秒）"),
        "total": (
            "From `hushcue flash` to sound: {total} s. {heard_percent} % of the cue was heard as it was said, "
            "{delay_ms} ms after the mouth",
            "从 hushcue flash 到出声：{total} 秒。提示中 {heard_percent} % 与原声一致，比讲话晚 {delay_ms} 毫秒",
        ),
        "install": (
            "Of `hushcue flash`, sending and comparing took {install_s} s; the rest is Python's start and "
            "the compiling",
            "hushcue flash 中，发送与校验占 {install_s} 秒，其余为 Python 启动与编译",
        ),
        "sent": (
            "The firmware of {board}: {files} files, {bytes} bytes; on the cable it is base64 with its commands",
            "{board} 的固件：{files} 个文件，{bytes} 字节；在数据线上以 base64 加命令传输",
        ),
        "included": (
            "Included: both commands from start to exit, with Python's own start and the compiling; the start of "
            "MicroPython and of the firmware, Wi-Fi (emulated: 150 ms), broker, session; with --new-bodypack the "
            "restart of the gateway; the cue's way to the pins.",
            "计入：两条命令从启动到退出（含 Python 启动和编译）；MicroPython 与固件启动、Wi-Fi（模拟，150 毫秒）、"
            "MQTT 登录、会话建立；使用 --new-bodypack 时的网关重启；提示到达引脚的过程。",
        ),
        "left_out": (
            "Left out: writing MicroPython itself (it is on the board already), the cable (a pseudo-terminal takes no "
            "time: add the computed seconds at most; a chip with USB of its own is faster than any of them), the flash "
            "of a real chip, its processor (the VM runs the same modules without machine code), a real radio, and all "
            "that people do: plugging in, typing, reading.",
            "未计入：写入 MicroPython 本身（板上已有）、数据线（伪终端不耗时，最多再加上计算出的秒数；"
            "自带 USB 的芯片比这些都快）、真实芯片的闪存与处理器（虚拟机运行同样的模块，但不含机器码）、"
            "真实无线网络，以及人的操作：插线、输入、阅读。",
        ),
    }
)
