"""What the loss bench says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "help_seed": ("of the dice", "随机种子"),
        "help_speech": ("a sound file to say instead of the demo's cues", "用这个声音文件代替演示提词"),
        "help_trace": (
            "a recorded network: CSV or JSON of send_ms, delay_ms or lost; alone unless --channels is given too",
            "录制的网络：含 send_ms、delay_ms 或 lost 的 CSV 或 JSON；不写 --channels 时只测它",
        ),
        "help_channels": ("only these, separated by commas: {names}", "只测这些信道，用逗号分隔：{names}"),
        "help_loss": (
            "percents of loss, separated by commas, of the channels that lose",
            "丢包率（百分比），用逗号分隔，用于会丢包的信道",
        ),
        "help_minutes": ("of active speech in each row (60 at most)", "每行的有效语音时长（分钟，最多 60）"),
        "help_clock": (
            "how much faster the bodypack's clock is than the gateway's, in millionths",
            "腰包时钟比网关时钟快多少（百万分之几）",
        ),
        "help_mode": (
            "elastic: as the bodypack plays; fixed: everything at one deadline, as other systems do, for comparison",
            "elastic：腰包的实际方式；fixed：固定时限播放（其他系统的方式），供对比",
        ),
        "help_deadline": ("of a fixed playout, from arrival to playing", "固定播放的时限（毫秒），从到达到播放"),
        "out_of_range": (
            "minutes are 0 to 60, a deadline 10 to 1000 ms",
            "时长为 0 到 60 分钟，时限为 10 到 1000 毫秒",
        ),
        "not_percents": ("{text}: percents are 0 to less than 100", "{text}：百分比为 0 到 100（不含 100）"),
        "no_channel": ("there is no channel {name}: {names}", "没有信道 {name}：{names}"),
        "progress": (
            "{number} of {count}: {channel} {loss} %, {s} s",
            "第 {number} / {count} 行：{channel} {loss} %，用时 {s} 秒",
        ),
        "col_channel": ("channel", "信道"),
        "col_loss": ("loss", "丢包"),
        "col_mode": ("playout", "播放"),
        "col_lost": ("lost", "未听到"),
        "col_p99": ("p99 ms", "p99 毫秒"),
        "col_stall": ("stalled", "停顿"),
        "col_down": ("packets/s", "包/秒"),
        "col_up": ("back/s", "回传/秒"),
        "col_goal": ("goal", "目标"),
        "goal_reached": ("reached", "达到"),
        "goal_missed": ("MISSED", "未达到"),
        "legend": (
            "lost: active frames whose own sound never came out. Delay: from the gateway's packet to the bodypack's "
            "DAC taking the first sample of the frame.",
            "未听到：自身声音从未播出的有效帧。延迟：从网关发包到腰包的数模转换取走该帧第一个采样。",
        ),
        "no_stalled": (
            "no PESQ, no STOI where speech stalled: neither is defined for that",
            "语音有停顿的行没有 PESQ 和 STOI：两者对停顿没有定义",
        ),
        "no_library_pesq": (
            "no PESQ: pip install pesq (needs a C compiler)",
            "没有 PESQ：pip install pesq（需要 C 编译器）",
        ),
        "no_library_pystoi": ("no STOI: pip install pystoi", "没有 STOI：pip install pystoi"),
        "no_clip": ("no PESQ, no STOI: no clip is 2 s long", "没有 PESQ 和 STOI：没有长达 2 秒的片段"),
    }
)
