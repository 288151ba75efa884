"""The sentences about remote controls."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "remote_malformed": ("{place}: {reason}", "{place}：{reason}"),
        "remote_needs_source": (
            "name a microphone of the studio (source=...): this show has {count}",
            "请指定演播室的麦克风（source=...）：本场次有 {count} 个",
        ),
        "remote_not_admitted": (
            "no API token, or one that is not known",
            "没有 API 令牌，或令牌无效",
        ),
        "osc_listening": ("OSC: listening on {address}", "OSC：正在监听 {address}"),
        "osc_port_taken": (
            "osc.port: {address} is in use: {reason}",
            "osc.port：{address} 已被占用：{reason}",
        ),
        "osc_refused": (
            "OSC: a message of {address} is refused: {place}: {reason}",
            "OSC：拒绝了来自 {address} 的消息：{place}：{reason}",
        ),
        "osc_stranger": (
            "OSC: {address} is not allowed to speak; add it to osc.allow",
            "OSC：{address} 不在允许列表；请加入 osc.allow",
        ),
        "mqtt_control_refused": (
            "MQTT: a command of {client} is refused: {place}: {reason}",
            "MQTT：拒绝了 {client} 的命令：{place}：{reason}",
        ),
    }
)
