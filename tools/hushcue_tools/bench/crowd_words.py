"""What the bench of a full house says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "help_operators": ("people signed in, each with the live page", "已登录的操作员人数，各有一个实时连接"),
        "help_talking": ("how many of them talk, over WebRTC", "其中通过 WebRTC 讲话的人数"),
        "help_hosts": ("bodypacks, each with its own stream", "腰包数量，每个有自己的音频流"),
        "help_seconds": ("how long is measured", "测量时长（秒）"),
        "help_packet": ("of an operator's Opus packets", "操作员 Opus 包的时长（毫秒）"),
        "help_settle": ("left alone before measuring", "测量前的稳定时间（秒）"),
        "not_ready": ("{name} did not come up: {reason}", "{name} 未能启动：{reason}"),
        "load": (
            "{operators} people signed in, {talking} talking over WebRTC ({packet_ms} ms packets), {hosts} bodypacks, "
            "{seconds} s on {processors} processors",
            "{operators} 人已登录，{talking} 人通过 WebRTC 讲话（{packet_ms} 毫秒一包），{hosts} 个腰包，"
            "{processors} 个处理器，测量 {seconds} 秒",
        ),
        "ticks": (
            "ticks: {ticks}, not done when the next was due: {overruns}; some began more than 5 ms late in "
            "{late_seconds} of {seconds} s; lateness p99 {p99} ms, most {max} ms",
            "节拍 {ticks} 次，未按时完成 {overruns} 次；{seconds} 秒中有 {late_seconds} 秒出现超过 5 毫秒的延迟；"
            "延迟 p99 {p99} 毫秒，最大 {max} 毫秒",
        ),
        "streams": (
            "bodypacks: {flowing} of {hosts} streams, {packets} packets, {lost} lost, longest pause {gap} ms",
            "腰包：{flowing}/{hosts} 路音频流，收到 {packets} 个包，丢失 {lost} 个，最长停顿 {gap} 毫秒",
        ),
        "people": (
            "people: {people} live, {talking} on air, a press answered in p50 {p50} ms, most {max} ms",
            "操作员：{people} 人在线，{talking} 人正在讲话，按键应答 p50 {p50} 毫秒，最长 {max} 毫秒",
        ),
        "col_process": ("process", "进程"),
        "col_cpu": ("% of one processor", "单核占用 %"),
        "col_memory": ("memory, MiB", "内存 MiB"),
        "col_own": ("its own, MiB", "独占 MiB"),
    }
)
