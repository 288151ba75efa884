"""What the embedded broker says to people."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "broker_absent": (
            "the MQTT broker program mosquitto is not found. {how} Or use a broker of your own: "
            'broker.mode = "external" in the configuration.',
            '找不到 MQTT 服务器程序 mosquitto。{how}也可以使用已有的服务器：在配置中设置 broker.mode = "external"。',
        ),
        "install_debian": (
            "Install it with: sudo apt-get install mosquitto",
            "安装命令：sudo apt-get install mosquitto。",
        ),
        "install_macos": ("Install it with: brew install mosquitto", "安装命令：brew install mosquitto。"),
        "install_windows": (
            "Install it with: winget install EclipseFoundation.Mosquitto",
            "安装命令：winget install EclipseFoundation.Mosquitto。",
        ),
        "broker_no_program": (
            "broker.program: {path} is not a program that can be started",
            "broker.program：{path} 不是可以启动的程序",
        ),
        "broker_port_taken": (
            "broker.port: {listen}:{port} is in use by another program (another MQTT broker?); stop that or choose "
            "another port",
            "broker.port：{listen}:{port} 已被其他程序占用（是否有另一个 MQTT 服务器？）；请关闭它或换一个端口",
        ),
        "broker_port_refused": (
            "broker.port: this account may not listen on {listen}:{port}",
            "broker.port：当前账户无权监听 {listen}:{port}",
        ),
        "broker_no_address": (
            "broker.listen: {listen} is no address of this machine",
            "broker.listen：{listen} 不是本机地址",
        ),
        "broker_no_start": (
            "the MQTT broker does not start: {reason}",
            "MQTT 服务器无法启动：{reason}",
        ),
        "broker_started": (
            "MQTT broker on {listen}:{port}, process {pid}",
            "MQTT 服务器已启动：{listen}:{port}，进程 {pid}",
        ),
        "broker_died": (
            "the MQTT broker ended ({exit_code}); the sound goes on, it is started again in {wait_s:.1f} s",
            "MQTT 服务器退出（{exit_code}）；声音不受影响，{wait_s:.1f} 秒后重新启动",
        ),
        "broker_hangs": (
            "the MQTT broker (process {pid}) runs and does not answer; it is replaced",
            "MQTT 服务器（进程 {pid}）在运行但没有响应，正在替换",
        ),
        "broker_says": ("MQTT broker: {text}", "MQTT 服务器：{text}"),
    }
)
