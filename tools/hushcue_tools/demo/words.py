"""What the demo says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "help_seconds": ("length of the show (15)", "演示时长，秒（15）"),
        "help_headless": ("no sound card, no microphone, no table", "不用声卡、麦克风和表格"),
        "help_json": ("one JSON object as the last line", "最后一行输出一个 JSON 对象"),
        "help_no_microphone": ("leave the microphone of this PC closed", "不打开本机麦克风"),
        "help_keep": ("keep recordings and logs in this folder", "把录音和日志保存到此文件夹"),
        "help_no_keep_awake": (
            "let idle processors of a virtual machine sleep",
            "允许虚拟机的空闲处理器休眠",
        ),
        "bad_seconds": ("--seconds: {value} is not from 1 to 3600", "--seconds：{value} 不在 1 至 3600 之间"),
        "bad_folder": ("--keep: {path} cannot be used: {reason}", "--keep：无法使用 {path}：{reason}"),
        "gateway_ended": ("the gateway did not start: {reason}", "网关未能启动：{reason}"),
        "gateway_not_ready": ("the gateway was not ready within {seconds} s", "网关在 {seconds} 秒内未就绪"),
        "gateway_refused": ("the gateway refused {path}: {reason}", "网关拒绝了 {path}：{reason}"),
        "gateway_silent": ("the gateway does not answer: {reason}", "网关没有响应：{reason}"),
        "bodypack_absent": (
            "no sound reached {ids} within {seconds} s; is UDP on this machine blocked?",
            "{seconds} 秒内 {ids} 未收到声音；本机 UDP 是否被拦截？",
        ),
        "child_ended": ("{name} has ended by itself ({code}): {reason}", "{name} 意外退出（{code}）：{reason}"),
        "nothing_said": ("it said nothing", "没有任何提示"),
        "starting": (
            "starting gateway, broker and {count} bodypacks ...",
            "正在启动网关、MQTT 服务器和 {count} 个腰包……",
        ),
        "awake": (
            "this is a virtual machine: the gateway keeps its processors awake while the demo runs",
            "本机为虚拟机：演示期间网关会让处理器保持唤醒",
        ),
        "audible": ("you hear what {id} hears", "你现在听到的就是 {id} 听到的"),
        "not_audible": (
            "no sound card here: the bodypacks play into recordings only",
            "本机没有声卡：腰包只录音，不发声",
        ),
        "says": ("{at} s  to {to}: {text}", "{at} 秒  对 {to}：{text}"),
        "everyone": ("everyone", "所有人"),
        "microphone_open": (
            "the microphone of this PC is now OPEN to all bodypacks for {seconds} s: speak (and mind the loudspeakers)",
            "本机麦克风现已对所有腰包开放 {seconds} 秒：请讲话（注意扬声器啸叫）",
        ),
        "interrupted": ("interrupted: ending everything", "已中断，正在结束所有程序"),
        "title": ("hushcue demo", "hushcue 演示"),
        "comparing": ("comparing what was heard with what was said ...", "正在比对听到的与说过的……"),
        "playout_idle": ("idle", "待机"),
        "playout_priming": ("priming", "缓冲中"),
        "playout_playing": ("playing", "播放中"),
        "playout_concealing": ("concealing", "补偿中"),
        "playout_silent": ("silent", "断声"),
        "col_bodypack": ("bodypack", "腰包"),
        "col_state": ("playout", "播放"),
        "col_level": ("level dBFS", "电平 dBFS"),
        "col_received": ("received", "收到"),
        "col_lost": ("lost", "丢失"),
        "col_buffer": ("buffer ms", "缓冲 毫秒"),
        "col_target": ("delay ms", "延迟 毫秒"),
        "col_jitter": ("jitter ms", "抖动 毫秒"),
        "col_underruns": ("underruns", "断流"),
        "col_cues": ("cues", "提词"),
        "media_line": (
            "media engine: {ticks} ticks, {overruns} overruns, tick lateness p99 {late} ms",
            "媒体引擎：{ticks} 次节拍，{overruns} 次超时，节拍延迟 p99 {late} 毫秒",
        ),
        "heard_line": (
            "{id}: heard {heard} % of {cues} cues, lost {lost} %, mouth to ear p50 {p50} p95 {p95} p99 {p99} ms, "
            "{underruns} underruns, loudest of what was not for it {unmeant} dBFS",
            "{id}：{cues} 条提词听到 {heard} %，丢失 {lost} %，嘴到耳 p50 {p50} p95 {p95} p99 {p99} 毫秒，"
            "断流 {underruns} 次，非本人内容最高 {unmeant} dBFS",
        ),
        "legend": (
            "level of what left each DAC, and below it each cue: - heard, ~ concealed, ! missing",
            "上行为每个 DAC 输出的电平，下行为各条提词：- 听到，~ 补偿，! 缺失",
        ),
        "late_line": (
            "this machine woke a sleeping program late by p50 {p50}, p99 {p99}, at most {max} ms",
            "本机唤醒休眠程序的延迟：p50 {p50}，p99 {p99}，最大 {max} 毫秒",
        ),
        "bound_held": ("{name} {measured} within {limit}", "{name} {measured}，在 {limit} 以内"),
        "bound_broken": ("{name} {measured} breaks the bound {limit}", "{name} {measured}，超出上限 {limit}"),
        "bound_machine": (
            "{name} {measured} breaks the bound {limit}; this machine woke or ran the programs too late for it",
            "{name} {measured}，超出上限 {limit}；本机唤醒或运行程序过晚所致",
        ),
        "good": ("every word arrived", "每个字都听到了"),
        "not_good": ("not everything was heard", "有内容没有听到"),
    }
)
