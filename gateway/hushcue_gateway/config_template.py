"""The start configuration that ``--new-config`` writes: commented, in both languages, with passwords of its own."""

import os
import secrets
from pathlib import Path

from .words import WORDS

PASSWORD_BYTES = 18

TEMPLATE = """\
# hushcue gateway: configuration. Every key that is commented out shows its default.
# hushcue 网关配置。被注释掉的项目即为默认值。
# Check it with / 检查: hushcue gateway --config FILE --check

studio = "studio"               # a-z 0-9 - ; part of every MQTT topic / 演播室名称，用于 MQTT 主题
# language = "auto"             # auto, en, zh: what messages are written in / 提示语言
# state_dir = "state"           # token, keys, broker files; beside this file / 运行状态文件夹
# keys = "file"                 # "keyring": device keys in the system's keyring / 设备密钥存入系统钥匙串

[http]                          # API, /health, /metrics
# host = "127.0.0.1"            # this machine only / 仅本机可访问
# port = 8580                   # 0: any free one / 0 表示自动选择
token = "{token}"
# allow_remote = false          # plain HTTP: open it to other machines knowingly / 明文 HTTP，谨慎开放

[broker]                        # MQTT
# mode = "embedded"             # "embedded": our own Mosquitto; "external": yours / 内置或外部 MQTT 服务器
listen = "0.0.0.0"              # bodypacks reach it over Wi-Fi; every account has a password / 腰包通过 Wi-Fi 连接
# port = 1883
# For mode = "external" / 外部服务器:
# host = "broker.example"
# username = "gateway"
# password = ""
# tls_ca = "ca.pem"

[media]
# frame_ms = 10                 # 5, 10, 20
# encoding = "L16"              # L16: best; PCMU: half the bytes / L16 音质最佳，PCMU 流量减半
# min_delay_ms = 10             # a bodypack never buffers less / 腰包最小缓冲
# lookahead_ms = 2.0            # how early the limiter sees a peak / 限幅器预读
# dscp = 46                     # EF (RFC 3246); 0 leaves packets unmarked
# keep_awake = false            # true on a virtual machine that wakes late (Linux) / 虚拟机唤醒慢时设为 true

[cues]
# folder = "cues"               # recorded cues: WAV, FLAC, OGG / 预录提词

[ducking]                       # how far speech dims what lies under it / 说话时压低其他声音
# programme = -18               # dB: 0, -6, -12, -18, -24 or "mute": the programme under speech / 讲话时的节目声
# speech = -12                  # direct talk under an announcement / 广播通话时的单独讲话
# attack_ms = 20
# hold_ms = 300
# release_ms = 400
# by = "key"                    # "activity": only while the talker is louder than threshold_db / 仅在有人声时压低
# threshold_db = -45

[[sources]]
id = "director"
kind = "microphone"             # or "programme": the programme feed / 或 "programme"：节目声
# device = "USB"                # number or part of its name; none: the system's default / 设备编号或名称片段
# channel = 0                   # 1, 2, ...; 0: the mean of all / 声道；0 为所有声道的平均
gain_db = 0
to = ["all"]                    # bodypacks, groups, "all" / 收听对象
open = false                    # true: talks from the start, no key / true：一启动就常开
# owner = "host-1"              # whose own microphone it is: never heard there / 该麦克风属于谁，其本人听不到
priority = "direct"             # emergency, announcement, direct, assistant

[[bodypacks]]
id = "host-1"
password = "{password_1}"
groups = ["hosts"]
label = "Host 1"
volume_db = 0
# max_volume_db = 12            # nobody can turn it up further / 音量上限
# encoding = "PCMU"             # for this one alone / 仅此腰包使用的编码

[[bodypacks]]
id = "host-2"
password = "{password_2}"
groups = ["hosts"]
label = "Host 2"
volume_db = 0
"""


def start_config() -> str:
    """The text, with a token and passwords nobody has seen."""
    names = ("token", "password_1", "password_2")
    return TEMPLATE.format(**{name: secrets.token_urlsafe(PASSWORD_BYTES) for name in names})


def write_start_config(path: Path) -> None:
    """Make the file, readable by its owner alone. Raises Trouble where it exists or cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="utf-8") as file:
            file.write(start_config())
    except FileExistsError:
        raise WORDS.trouble("config_exists", path=path) from None
    except OSError as error:
        raise WORDS.trouble("config_unwritable", path=path, reason=error.strerror or error) from None
