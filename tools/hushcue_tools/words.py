"""What the command line says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "about": (
            "A quiet cue in the host's ear: operators speak, hosts on camera hear, the audience notices nothing.",
            "主播耳边的一句悄悄话：后台说，主播听，观众毫无察觉。",
        ),
        "usage": ("usage: ", "用法："),
        "commands": ("commands", "命令"),
        "options": ("options", "选项"),
        "arguments": ("arguments", "参数"),
        "more": (
            "hushcue COMMAND --help says more. Exit codes: 0 well, 1 our mistake, 2 wrong use or configuration, "
            "3 something outside is missing.",
            "hushcue 命令 --help 查看详情。退出码：0 正常，1 程序自身错误，2 用法或配置有误，3 缺少外部条件。",
        ),
        "help_help": ("say this and exit", "显示本说明并退出"),
        "help_version": ("say the version and exit", "显示版本并退出"),
        "help_language": (
            "language of everything said to you (default: that of this machine)",
            "界面语言（默认与本机一致）",
        ),
        "help_gateway": ("the studio's gateway: mixes and sends to every bodypack", "直播间网关：混音并发送给每个腰包"),
        "help_key": ("writes a bodypack's device key into its file, or replaces it", "为腰包写入或更换设备密钥"),
        "help_account": (
            "lets people in when nobody can sign in: a new owner, or a new password",
            "无人能登录时使用：新增所有者或重设密码",
        ),
        "help_demo": (
            "a whole studio on this PC: gateway, broker, two bodypacks, cues; says what each host heard",
            "在本机演示整个直播间：网关、MQTT 服务器、两个腰包和提词，并报告每位主播听到了什么",
        ),
        "help_bodypack": (
            "a bodypack on this PC: the firmware, sound card or WAV",
            "在本机运行腰包：同一套固件，声卡或 WAV 输出",
        ),
        "help_firmware": (
            "what has to lie on a board's chip, compiled for it, in a folder",
            "为指定板子编译固件，把要放到芯片上的文件写入文件夹",
        ),
        "help_flash": (
            "makes a bare ESP32 a bodypack over USB: MicroPython, then the firmware; repairs and updates one",
            "通过 USB 把空白 ESP32 变成腰包：写入 MicroPython 和固件；也用于修复和更新",
        ),
        "help_provision": (
            "gives a bodypack its identity: network, gateway, name, device key; prints its label",
            "为腰包写入身份：网络、网关、名称、设备密钥；可打印标签",
        ),
        "help_diagnose": (
            "says what is wrong with a bodypack and what to do, over USB or over the network",
            "通过 USB 或网络检查腰包，说明问题和处理办法",
        ),
        "help_monitor": (
            "what a bodypack says, live: its log over USB, its figures over the network",
            "实时查看腰包：USB 日志或网络状态",
        ),
        "help_data": (
            "brings sales, stock, viewers and comments to the gateway: files, folders, TikTok, a made-up show",
            "把销售、库存、在线人数和评论送入网关：文件、文件夹、TikTok、演示数据",
        ),
        "help_update": (
            "brings new firmware to every bodypack over the air, one first, then the others",
            "通过无线为所有腰包升级固件：先升级一个，再升级其余",
        ),
        "help_board": ("the file in boards/ that fits your board", "boards/ 中与板子对应的文件"),
        "help_chip": (
            "the processor, for a board file of your own: rv32imc (ESP32-C3), xtensawin (ESP32, ESP32-S3)",
            "自备板子文件时指定处理器：rv32imc（ESP32-C3）、xtensawin（ESP32、ESP32-S3）",
        ),
        "help_out": (
            "where to; what an earlier build left there is replaced",
            "输出文件夹；上一次生成的内容会被替换",
        ),
        "firmware_built": (
            "{count} modules for {machine}, with boot.py and main.py, are in {folder}",
            "已生成 {count} 个 {machine} 模块以及 boot.py、main.py，位于 {folder}",
        ),
        "no_compiler": (
            'MicroPython\'s compiler is missing; pip install "hushcue[flash]" brings it',
            '缺少 MicroPython 编译器；运行 pip install "hushcue[flash]" 可安装',
        ),
        "not_ours_to_replace": (
            "{folder} holds files that no build has put there; name another folder",
            "{folder} 中有不属于生成结果的文件，请指定其他文件夹",
        ),
        "which_chip": (
            "which processor does {board} have? Say it with --chip",
            "{board} 用的是哪种处理器？请用 --chip 指定",
        ),
        "does_not_compile": ("{module} does not compile: {reason}", "{module} 无法编译：{reason}"),
        "not_assembled": (
            'the compiler refuses {module}: {reason}; pip install "hushcue[flash]" brings one that knows it',
            '编译器不接受 {module}：{reason}；运行 pip install "hushcue[flash]" 可安装合适的版本',
        ),
        "no_token": (
            "the gateway wants a token: name its configuration with --config, or --token",
            "网关需要令牌：请用 --config 指定配置文件，或用 --token",
        ),
        "no_config": ("{path} cannot be used: {reason}", "无法使用 {path}：{reason}"),
        "no_ca": ("{path} is no certificate: {reason}", "{path} 不是证书：{reason}"),
        "gateway_away": ("no gateway at {url}: {reason}; is it running?", "{url} 没有网关：{reason}；它在运行吗？"),
        "gateway_refuses": ("the gateway says: {said}", "网关答复：{said}"),
        "help_bench": ("measurements: the chip's budget, the whole path", "测量：芯片开销、整条链路"),
        "no_command": ("say what to do: {commands}", "请指定命令：{commands}"),
        "unknown_command": ("there is no command {name}: {commands}", "没有命令 {name}：{commands}"),
        "unknown_command_near": (
            "there is no command {name}; did you mean {near}?",
            "没有命令 {name}，是否想用 {near}？",
        ),
        "bad_use": ("{reason} ({program} --help says more)", "{reason}（{program} --help 查看说明）"),
        "use_required": ("missing: {names}", "缺少：{names}"),
        "use_unrecognized": ("not understood: {names}", "无法识别：{names}"),
        "use_not_a_number": ("{name}: {value} is not a number", "{name}：{value} 不是数字"),
        "use_one_value": ("{name} needs a value", "{name} 需要一个值"),
        "use_choice": ("{name}: {value} is not one of {choices}", "{name}：{value} 不在可选范围内：{choices}"),
        "use_exclusive": ("{name} cannot go with {other}", "{name} 不能与 {other} 同时使用"),
        "no_library": (
            "the library {name} is missing; pip install hushcue brings everything",
            "缺少程序库 {name}；运行 pip install hushcue 可安装全部依赖",
        ),
        "no_flash_library": (
            'the library {name} is missing; pip install "hushcue[flash]" brings it',
            '缺少程序库 {name}；运行 pip install "hushcue[flash]" 可安装',
        ),
        "no_firmware": (
            "the firmware's files are not there ({folder}); install hushcue again",
            "找不到固件文件（{folder}），请重新安装 hushcue",
        ),
    }
)
