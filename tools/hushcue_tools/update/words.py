"""What ``hushcue update`` says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "help_what": (
            "bundle: build the firmware of one board; status, start, pause, resume, stop, undo: the roll-out",
            "bundle：编译某块板子的固件包；status、start、pause、resume、stop、undo：查看与控制升级",
        ),
        "help_hosts": ("which bodypacks, in this order; none named: all", "要升级的腰包，按此顺序；不写则为全部"),
        "help_config": ("the gateway's configuration: where it is and its token", "网关配置文件（地址与令牌）"),
        "help_gateway": ("the gateway's address", "网关地址"),
        "help_token": ("its token (or the environment's HUSHCUE_TOKEN)", "令牌（也可用环境变量 HUSHCUE_TOKEN）"),
        "help_ca": ("certificate of the authority behind an https address", "https 地址所用证书颁发机构的证书文件"),
        "help_canary": ("the bodypack that is updated first, alone", "最先单独升级的腰包"),
        "help_at_once": ("how many at a time", "同时升级的数量"),
        "help_older": ("go back to an older version too", "允许退回较旧的版本"),
        "help_json": ("for programs", "供程序读取"),
        "help_watch": ("stay until it is over", "一直显示直到结束"),
        "bundle_needs": ("bundle needs --board and --out", "bundle 需要 --board 和 --out"),
        "bundle_made": (
            "{count} files, {size} bytes for {board} ({machine}) are in {folder}: {digest}",
            "{board}（{machine}）的 {count} 个文件共 {size} 字节，位于 {folder}：{digest}",
        ),
        "nothing": ("nothing was rolled out yet; this PC has {version}", "尚未升级过；本机版本：{version}"),
        "state_running": ("firmware {version}: rolling out", "固件 {version}：升级中"),
        "state_paused": (
            "firmware {version}: paused; go on with: hushcue update resume",
            "固件 {version}：已暂停；继续：hushcue update resume",
        ),
        "state_stopped": (
            "firmware {version}: stopped; go on with: hushcue update resume, go back with: hushcue update undo",
            "固件 {version}：已停止；继续：hushcue update resume，退回：hushcue update undo",
        ),
        "state_done": ("firmware {version}: done", "固件 {version}：已完成"),
        "runs": ("{id}: {version}", "{id}：{version}"),
    }
)
