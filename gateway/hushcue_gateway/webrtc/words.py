"""Why a session did not come about, in both languages."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "offer_too_large": ("the offer is longer than {most} bytes", "SDP offer 超过 {most} 字节"),
        "offer_bad": ("this is no SDP offer that WebRTC can answer", "这不是 WebRTC 能应答的 SDP offer"),
        "offer_no_audio": ("the offer has no audio", "SDP offer 中没有音频"),
        "offer_no_opus": ("the offer does not know Opus (opus/48000/2)", "SDP offer 不支持 Opus（opus/48000/2）"),
        "offer_sends_nothing": (
            "the offer does not send: talking needs sendonly",
            "SDP offer 不发送音频：讲话须为 sendonly",
        ),
        "offer_takes_nothing": (
            "the offer does not receive: listening needs recvonly",
            "SDP offer 不接收音频：收听须为 recvonly",
        ),
        "webrtc_slow": ("the connection could not be prepared within {seconds} s", "未能在 {seconds} 秒内完成连接准备"),
        "webrtc_full": ("there are {most} WebRTC sessions already", "WebRTC 会话已达上限 {most} 个"),
        "webrtc_ring": ("the source was removed meanwhile", "声源已被移除"),
        "webrtc_off": (
            "WebRTC is switched off ([webrtc] enabled = false)",
            "WebRTC 已关闭（[webrtc] enabled = false）",
        ),
        "webrtc_away": ("WebRTC is being restarted, try again in a second", "WebRTC 正在重启，请稍后重试"),
        "webrtc_yours": ("you have {most} sessions already, close one first", "您已有 {most} 个会话，请先关闭一个"),
        "unknown_webrtc": ("there is no such session", "没有这个会话"),
        "not_sdp": ("send the offer as application/sdp", "请以 application/sdp 发送 offer"),
        "no_offer": ("the body holds no offer", "请求体中没有 offer"),
        "sdp_not_accepted": (
            "the answer is application/sdp, which Accept leaves out",
            "应答为 application/sdp，而 Accept 不含此类型",
        ),
        "no_trickle": (
            "candidates come in the offer, all of them: neither trickle ICE nor a restart is supported",
            "候选地址须全部写在 offer 中：不支持 trickle ICE，也不支持 ICE 重启",
        ),
        "hear_what": ("hear= is host:ID or programme:SOURCE", "hear= 须为 host:ID 或 programme:SOURCE"),
    }
)
