"""The sentences for what can go wrong with a microphone or a file: every code of ``messages``."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "no_microphone": (
            "this machine has no microphone; plug one in, or take this source out of the configuration",
            "本机没有麦克风；请插上一支，或从配置中去掉这路声源",
        ),
        "no_device": (
            "no microphone called “{device}” (an empty name is the default one); this machine has: {known}",
            "没有名为“{device}”的麦克风（名称为空表示系统默认）；本机可用的有：{known}",
        ),
        "device_ambiguous": (
            "“{device}” fits several microphones: {known}; write more of its name or its number",
            "“{device}”对应多个麦克风：{known}；请写得更完整，或改用编号",
        ),
        "device_busy": (
            "microphone “{device}” is in use by another program, or the system does not let it be opened",
            "麦克风“{device}”被其他程序占用，或系统不允许打开",
        ),
        "device_failed": ("microphone “{device}” cannot be opened: {detail}", "无法打开麦克风“{device}”：{detail}"),
        "device_gone": (
            "microphone “{device}” was unplugged or its driver stopped",
            "麦克风“{device}”被拔出或驱动已停止",
        ),
        "device_silent": (
            "microphone “{device}” has delivered nothing for {silent_ms} ms: unplugged, or its driver hangs",
            "麦克风“{device}”已 {silent_ms} 毫秒没有声音数据：可能被拔出或驱动卡住",
        ),
        "portaudio_missing": (
            "microphones need the PortAudio library (package libportaudio2), and it is not there: {detail}",
            "使用麦克风需要 PortAudio 库（软件包 libportaudio2），但未找到：{detail}",
        ),
        "file_missing": ("sound file {path} is not there", "找不到声音文件 {path}"),
        "file_unreadable": (
            "sound file {path} cannot be read (WAV, FLAC and OGG can): {detail}",
            "无法读取声音文件 {path}（支持 WAV、FLAC、OGG）：{detail}",
        ),
        "file_too_large": (
            "sound file {path} has {size_bytes} bytes; at most {limit_bytes} are taken",
            "声音文件 {path} 有 {size_bytes} 字节，上限为 {limit_bytes} 字节",
        ),
        "file_too_long": (
            "sound file {path} lasts {duration_s} s; at most {limit_s} s are taken",
            "声音文件 {path} 长 {duration_s} 秒，上限为 {limit_s} 秒",
        ),
        "file_empty": ("sound file {path} holds no sound", "声音文件 {path} 没有声音内容"),
        "too_many": (
            "at most {limit} microphones and files can be open at once",
            "最多同时打开 {limit} 个麦克风和文件",
        ),
    }
)
