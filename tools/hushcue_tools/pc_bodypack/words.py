"""What a PC bodypack says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "help_config": (
            "a config.json; options on the line count more",
            "腰包的 config.json；命令行选项优先",
        ),
        "help_id": ("its id: a-z 0-9 -", "腰包编号：a-z 0-9 -"),
        "help_studio": ("the studio's name", "直播间名称"),
        "help_label": ("a name for people", "显示名称"),
        "help_broker": ("where the MQTT broker is", "MQTT 服务器地址"),
        "help_password_env": ("environment variable with the password", "存放密码的环境变量"),
        "help_password_file": ("file whose first line is the password", "首行为密码的文件"),
        "help_key_env": ("environment variable with the device key", "存放设备密钥的环境变量"),
        "help_key_file": ("file whose first line is the device key", "首行为设备密钥的文件"),
        "help_port": ("UDP port for audio (0: any free one)", "接收音频的 UDP 端口（0 为自动选择）"),
        "help_ceiling": ("hearing protection: no sample is louder, dBFS (-6)", "听力保护上限，dBFS（-6）"),
        "help_descriptors": (
            "length of the DAC's ring, 3 to 8, 5.3 ms each (4)",
            "DAC 环形缓冲长度，3 至 8，每个 5.3 毫秒（4）",
        ),
        "help_wav": ("record what leaves the DAC, and play on a clock", "把 DAC 输出录成文件，由时钟驱动播放"),
        "help_device": (
            "sound card, name or number (with --wav: listen along)",
            "声卡名称或编号（与 --wav 同用则监听）",
        ),
        "help_seconds": ("end after so long", "运行多少秒后结束"),
        "help_ack_key": ("Enter is the bodypack's button, c Enter a long press", "回车键当作腰包按钮，c 加回车为长按"),
        "help_stdin": ("end when standard input closes", "标准输入关闭时结束"),
        "bad_setting": ("{reason}", "{reason}"),
        "bad_section": ("{key} must be an object", "{key} 须为对象"),
        "bad_seconds": ("--seconds: {value} is not a useful time", "--seconds：{value} 不是有效时长"),
        "bad_broker": ("--broker: {value} is not HOST:PORT", "--broker：{value} 不是“主机:端口”"),
        "no_config": ("{path} cannot be read: {reason}", "无法读取 {path}：{reason}"),
        "not_json": ("{path} is not a JSON object", "{path} 不是 JSON 对象"),
        "no_secret_env": ("the environment has no variable {name}", "环境变量 {name} 不存在"),
        "no_secret_file": ("{path} cannot be read: {reason}", "无法读取 {path}：{reason}"),
        "no_portaudio": (
            "no sound: PortAudio is missing ({reason}); install libportaudio2, or use --wav FILE",
            "无法发声：缺少 PortAudio（{reason}）；请安装 libportaudio2，或使用 --wav 文件",
        ),
        "no_sound_card": (
            "the sound card {device} cannot be opened ({reason}); choose another with --device, or use --wav FILE",
            "无法打开声卡 {device}（{reason}）；请用 --device 选择其他声卡，或使用 --wav 文件",
        ),
        "default_device": ("of this machine", "（系统默认）"),
        "wav_unwritable": ("{path} cannot be written: {reason}", "无法写入 {path}：{reason}"),
        "port_taken": (
            "UDP port {port} is taken ({reason}); choose another with --port, or 0 for any free one",
            "UDP 端口 {port} 已被占用（{reason}）；请用 --port 选择其他端口，0 为自动选择",
        ),
        "started": ("{id}: listening for audio on UDP port {port}", "{id}：在 UDP 端口 {port} 等待音频"),
        "broker_up": ("{id}: connected to the broker {host}:{port}", "{id}：已连接 MQTT 服务器 {host}:{port}"),
        "broker_down": (
            "{id}: no connection to the broker {host}:{port} ({reason}); the sound goes on, trying again",
            "{id}：与 MQTT 服务器 {host}:{port} 断开（{reason}）；声音不受影响，正在重试",
        ),
        "session_begun": ("{id}: session {session}", "{id}：会话 {session}"),
        "session_ended": ("{id}: the session has ended", "{id}：会话结束"),
        "restarting": ("{id}: restarting, as the gateway asked", "{id}：应网关要求重新启动"),
        "card_lost": ("{id}: the sound card is gone; trying again", "{id}：声卡已断开，正在重试"),
        "card_back": ("{id}: the sound card is back", "{id}：声卡已恢复"),
        "ended": (
            "{id}: received {received}, lost {lost}, late {late}, concealed {concealed}, underruns {underruns}",
            "{id}：收到 {received}，丢失 {lost}，迟到 {late}，补偿 {concealed}，断流 {underruns}",
        ),
    }
)
