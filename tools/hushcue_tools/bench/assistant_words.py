"""What ``hushcue bench assistant`` says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "help_trials": ("how many numbers become words", "测量多少次"),
        "help_awake": ("let idle processors of a virtual machine sleep", "允许虚拟机的空闲处理器休眠"),
        "never_said": ("nothing was said about {product}", "没有播报 {product}"),
        "col_what": ("what", "项目"),
        "col_p50": ("p50, ms", "p50 毫秒"),
        "col_p95": ("p95, ms", "p95 毫秒"),
        "col_most": ("most, ms", "最大，毫秒"),
        "col_trials": ("heard", "听到"),
        "col_goal": ("goal", "目标"),
        "of_word": ("stock count → first sample at I2S", "库存数据 → I2S 第一个采样"),
        "of_silence": ("a person's key → assistant silent", "按下通话键 → 助手静音"),
        "in_word": (
            "the way in (WebSocket), the rule, its words, eSpeak NG, player, mixer, SRTP, the buffer and DMA of a PC "
            "bodypack; loopback, no air",
            "含数据接入（WebSocket）、规则、话术、eSpeak NG、播放、混音、SRTP、电脑腰包的缓冲和 DMA；"
            "经本机回环，无无线",
        ),
        "in_silence": (
            "the request of the key (HTTP), the engine's tick, the limiter's look-ahead, to the last audible sample of "
            "the assistant in the stream that leaves the gateway",
            "含按键请求（HTTP）、引擎节拍、限幅器前瞻，到离开网关的音频流中助手最后一个可闻采样",
        ),
    }
)
