"""What provisioning says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "help_id": ("the bodypack: a-z 0-9 -", "腰包编号：a-z 0-9 -"),
        "help_config": (
            "the studio's file (gateway.toml); the bodypack is entered there",
            "演播室配置文件（gateway.toml）；腰包会登记在其中",
        ),
        "help_port": (
            "the serial port of the board (default: the only one that is connected)",
            "板子的串口（默认：唯一连接的那块）",
        ),
        "help_out": (
            "write config.json there instead of to a board; with --csv a folder",
            "把 config.json 写到文件而不是板子；与 --csv 同用时为文件夹",
        ),
        "help_csv": (
            "many at once: a table with the columns {columns}",
            "批量：含以下列的表格 {columns}",
        ),
        "help_name": ("the name that people see", "显示名称"),
        "help_groups": ("groups it belongs to", "所属分组"),
        "help_show": ("the show it belongs to", "所属场次"),
        "help_board": (
            "the board's file in boards/ (default: what the chip looks like)",
            "boards/ 中的板子文件（默认按芯片判断）",
        ),
        "help_gateway": ("the studio PC's address, as the bodypack reaches it", "腰包访问演播室电脑所用的地址"),
        "help_wifi": ("name of the Wi-Fi network (2.4 GHz)", "Wi-Fi 名称（2.4 GHz）"),
        "help_wifi_password_env": ("environment variable with its password", "存放 Wi-Fi 密码的环境变量"),
        "help_wifi_password_file": ("file whose first line is its password", "首行为 Wi-Fi 密码的文件"),
        "help_country": ("two letters: which channels are allowed (CN)", "两个字母的国家代码：决定可用信道（CN）"),
        "help_ceiling": ("hearing protection: no sample is louder, dBFS (-6)", "听力保护上限，dBFS（-6）"),
        "help_new_password": (
            "a new broker password too; the gateway has to be started anew",
            "同时更换 MQTT 密码；需要重启网关",
        ),
        "help_label": (
            "print a label with QR code, name and id: FILE.png or FILE.pdf",
            "生成带二维码、名称和编号的标签：文件.png 或 文件.pdf",
        ),
        "help_font": (
            "font file for the label (needed only where none is found)",
            "标签使用的字体文件（仅在找不到字体时需要）",
        ),
        "help_json": ("one JSON object", "输出一个 JSON 对象"),
        "ask_id": ("Which bodypack is this? (id: a-z 0-9 -)", "腰包编号（a-z 0-9 -）"),
        "ask_wifi": ("Wi-Fi network (2.4 GHz)", "Wi-Fi 名称（2.4 GHz）"),
        "ask_wifi_password": ("Wi-Fi password (not shown)", "Wi-Fi 密码（不显示）"),
        "ask_gateway": ("Address of the studio PC", "演播室电脑的地址"),
        "as_before": ("as before", "沿用原密码"),
        "colon": (": ", "："),
        "say_it": ("missing: {what}; say it with {option}", "缺少：{what}；请用 {option} 指定"),
        "connect_next": (
            "Connect the board for {id} ({name}), then press Enter; s leaves it out",
            "请接上 {id}（{name}）的板子后按回车；输入 s 跳过",
        ),
        "left_out": ("{id}: left out", "{id}：已跳过"),
        "id_or_csv": (
            "say which bodypack: --id ID, or many with --csv FILE",
            "请指定腰包：--id 编号，或用 --csv 文件 批量处理",
        ),
        "csv_needs_out": (
            "--csv asks for one board after the other, and nobody is there to change them: say --out FOLDER",
            "--csv 会逐块要求更换板子，但当前无人应答：请用 --out 指定文件夹",
        ),
        "done": ("{id}: written to {place}; device key {key}", "{id}：已写入 {place}；设备密钥编号 {key}"),
        "registered": ("{id}: stands in {path}", "{id}：已登记在 {path}"),
        "restart_gateway": (
            "If the gateway runs, start it anew now: it learns of new bodypacks and passwords at its start",
            "若网关正在运行，请立即重启：新的腰包和密码在启动时生效",
        ),
        "old_key_void": (
            "{id}: an older copy of its config.json no longer works",
            "{id}：旧的 config.json 副本已失效",
        ),
        "no_firmware_yet": (
            "{place}: there is no firmware on this board yet: hushcue flash",
            "{place}：板子上还没有固件，请运行 hushcue flash",
        ),
        "not_heard": (
            'the gateway\'s broker listens to this PC alone: write listen = "0.0.0.0" below [broker] in {path}',
            '网关的 MQTT 服务器只在本机监听：请在 {path} 的 [broker] 下写 listen = "0.0.0.0"',
        ),
        "labelled": ("labels written to {path}: {count}", "标签已写入 {path}：{count} 张"),
        "label_ending": ("{path}: a label is a .png or a .pdf file", "{path}：标签文件须为 .png 或 .pdf"),
        "label_unwritable": ("{path}: cannot be written: {reason}", "{path}：无法写入：{reason}"),
        "label_no_font": (
            'no font has all characters of "{text}": install {font}, or name a font file with --font',
            "没有字体包含“{text}”的全部字符：请安装 {font}，或用 --font 指定字体文件",
        ),
        "font_unread": ("{path}: cannot be read as a font: {reason}", "{path}：无法作为字体读取：{reason}"),
        "no_pillow": (
            'labels need the library Pillow; pip install "hushcue[flash]" brings it',
            '生成标签需要 Pillow；运行 pip install "hushcue[flash]" 可安装',
        ),
        "bad_setting": ("{id}: {reason}", "{id}：{reason}"),
        "board_lost": (
            "the board at {port} was lost while config.json was written ({reason}). The gateway has the new key "
            "already: "
            "plug the board in again and run the same command once more",
            "写入 config.json 时与 {port} 上的板子失去连接（{reason}）。网关已启用新密钥：请重新接好板子，"
            "再运行一次同一命令",
        ),
        "out_unread": ("{path}: cannot be read: {reason}", "{path}：无法读取：{reason}"),
        "out_unwritable": ("{path}: cannot be written: {reason}", "{path}：无法写入：{reason}"),
        "no_secret_file": ("{path}: cannot be read: {reason}", "{path}：无法读取：{reason}"),
        "no_such_env": ("the environment variable {name} is not set", "未设置环境变量 {name}"),
        "studio_no_file": (
            "{path}: no such file; hushcue gateway --new-config FILE writes one",
            "{path}：文件不存在；可用 hushcue gateway --new-config 文件 生成",
        ),
        "studio_unread": ("{path}: cannot be read: {reason}", "{path}：无法读取：{reason}"),
        "studio_unwritable": ("{path}: cannot be written: {reason}", "{path}：无法写入：{reason}"),
        "studio_wrong": ("{path}: is not a studio's file: {reason}", "{path}：不是演播室配置文件：{reason}"),
        "studio_refused": (
            "the gateway's program refuses; {path} is as it was:\n  {reason}",
            "网关程序拒绝，{path} 未改动：\n  {reason}",
        ),
        "program_slow": (
            "hushcue {program} does not come to an end, and nothing was written to the board. Try again when this PC "
            "is less busy",
            "hushcue {program} 长时间没有结束，板子未改动。请在电脑空闲时重试",
        ),
        "csv_unread": ("{path}: cannot be read: {reason}", "{path}：无法读取：{reason}"),
        "csv_mistake": ("{path}, line {line}: {what}", "{path} 第 {line} 行：{what}"),
        "csv_empty": ("there is no bodypack in it", "没有任何腰包"),
        "csv_column": ('nobody knows the column "{value}"', "未知的列“{value}”"),
        "csv_no_id": ("there is no column id", "缺少 id 列"),
        "csv_line_no_id": ("the id is missing", "缺少编号"),
        "csv_twice": ('"{value}" stands there twice', "“{value}”重复出现"),
        "csv_number": ('"{value}" is not a number', "“{value}”不是数字"),
        "csv_long": ("more than {value} lines", "超过 {value} 行"),
    }
)
