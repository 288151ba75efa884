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

[https]                         # what browsers elsewhere use: they give a microphone only to https pages
# enabled = true                # 浏览器仅允许 https 页面使用麦克风
# host = "0.0.0.0"
# port = 8543
# certificate = "studio.crt"    # your own; else one of our own authority, see docs/accounts.md / 自备证书
# key = "studio.key"

[sign_in]
# idle_hours = 12               # signed out when not seen for so long / 闲置多久后自动退出
# longest_days = 30
# invitation_days = 7
# attempts = 10                 # wrong passwords a minute from one address / 每个地址每分钟允许的错误密码次数
# requests_per_second = 100

[oidc]                          # accounts of the house: pip install "hushcue[oidc]" / 企业账号登录
# issuer = "https://id.example"
# client_id = "hushcue"
# client_secret_file = "oidc.secret"
# name = "SSO"
# domains = ["example.com"]     # who may come in: verified e-mail addresses / 允许的邮箱域名
# claim = "groups"
# roles = ["crew=main/director", "*=main/support"]
# owners = ["it"]

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
# spares = true                 # processes that stand by in case one dies / 备用进程，故障时立即接替

[webrtc]                        # browsers and encoders talk in and listen / 浏览器与编码器接入
# enabled = true
# stun = ["stun:stun.example:3478"]       # needed only where people are elsewhere / 仅异地接入时需要
# turn = ["turn:turn.example:3478?transport=udp"]
# username = "hushcue"          # of TURN / TURN 账户
# credential = ""
# networks = ["192.168.1.0/24"] # which of this machine's addresses are offered; none: all / 对外提供的本机网段
# target_ms = 3                 # the de-jitter buffer never waits less / 抗抖动缓冲下限
# most_sessions = 128
# most_per_person = 8

[updates]                       # firmware over the air / 无线升级
# host = "0.0.0.0"              # bodypacks fetch here, only while a roll-out goes on / 仅升级期间开放
# port = 8590
# address = ""                  # what bodypacks are told; "": found out / 告知腰包的地址，留空自动判断
# at_once = 1                   # bodypacks at a time / 同时升级的数量
# rate_kb = 200                 # kB in a second for all together / 总下载速率上限

[osc]                           # keys of OSC programs: Bitfocus Companion, TouchOSC / OSC 遥控
# enabled = false
# listen = "127.0.0.1"
# port = 8581
# allow = ["127.0.0.1"]         # who may speak / 允许的地址
# secret = ""                   # first argument of every message / 每条消息的第一个参数
# role = ""                     # whose rights a message without an API token has / 无令牌消息的角色
# reply_port = 0                # 0: back to where it came from / 0 表示回到来源端口
# hold_s = 60                   # no key is held longer / 按键最长保持时间

[mqtt_control]                  # keys and buttons over MQTT / MQTT 遥控
# enabled = false
# password = ""                 # of the account "controller" / 账户 controller 的密码
# hold_s = 60

[shopify]                       # orders and stock of a shop, see docs/links.md / 店铺订单与库存
# secret = ""                   # of its webhooks / webhook 签名密钥
# host = "hooks.example.com"    # under which a tunnel brings them here / 隧道域名
# shop = "name.myshopify.com"
# token = ""                    # of the Admin API: the shop is asked too / 访问令牌，用于主动查询
# poll_s = 15
# products = ""                 # which are on the board: "tag:live"; all / 进入看板的商品，留空为全部

[obs]                           # OBS Studio: on the air, and its scenes / 直播状态与场景
# url = "ws://127.0.0.1:4455"
# password = ""
# scenes = {{ "Break" = "quiet", "Dress" = "product:SKU3" }}

[showdata]                      # sales, stock, viewers, comments / 节目数据：销量、库存、观看人数、评论
# watch = "tables"              # a CSV file that grows, or a folder of them / 持续写入的 CSV 文件或文件夹
# show = "main"                 # whose tables they are / 所属场次
# mqtt = false                  # also over MQTT / 也通过 MQTT 接收
# mqtt_password = ""            # of the account "feeder" / 账户 feeder 的密码

[cues]
# folder = "cues"               # recorded cues: WAV, FLAC, OGG / 预录提词
# private_tone = true           # two soft pips tell a host that a talk is private / 私密通话开头给主播两声轻提示音

[recordings]                    # each show switches recording on for itself / 各场次自行开启录音
# max_mb = 20000                # of all recordings; the oldest go first / 录音总容量，超出先删最旧
# min_free_mb = 500             # with less left on the disk nothing is recorded / 磁盘剩余低于此值时不录音

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
