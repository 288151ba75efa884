"""What ``hushcue flash`` says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "help_port": (
            "the board's serial port, or any address that pyserial opens (default: the board that is found)",
            "板子的串口，或 pyserial 支持的地址（默认自动查找）",
        ),
        "help_board": (
            "the board's file in boards/ (default: what the chip's config.json says, else by the chip)",
            "boards/ 中的板子文件（默认取芯片上 config.json 的设置，否则按芯片型号）",
        ),
        "help_machine": (
            "the processor, for a board file of your own: rv32imc (ESP32-C3), xtensawin (ESP32, ESP32-S3)",
            "自备板子文件时指定处理器：rv32imc（ESP32-C3）、xtensawin（ESP32、ESP32-S3）",
        ),
        "help_image": ("MicroPython's file, to be written anew", "要重新写入的 MicroPython 文件"),
        "help_keep_image": (
            "never write MicroPython: what is on the board has to do",
            "不写入 MicroPython，使用板上已有的版本",
        ),
        "help_any_image": (
            "write the file even where its hash is not the one known for its name",
            "即使文件的哈希与其名称对应的已知值不符也写入",
        ),
        "help_erase": (
            "erase everything before, config.json too (a bare board is always erased)",
            "先清空全部内容，包括 config.json（空板总会清空）",
        ),
        "help_yes": ("ask nothing", "不询问，直接执行"),
        "help_json": ("the outcome as JSON on standard output", "以 JSON 格式输出结果"),
        "help_offer": (
            "write nothing: print as JSON which boards there are and which MicroPython file each needs",
            "不写入，只以 JSON 列出支持的板子及各自所需的 MicroPython 文件",
        ),
        "which_machine": (
            "which processor is the board {board} for? Say --machine xtensawin (ESP32, ESP32-S3) or rv32imc (ESP32-C3)",
            "板子 {board} 使用哪种处理器？请指定 --machine xtensawin（ESP32、ESP32-S3）或 rv32imc（ESP32-C3）",
        ),
        "both_images": (
            "--keep-image cannot go with --image or --erase",
            "--keep-image 不能与 --image 或 --erase 同时使用",
        ),
        "unknown_board": (
            "there is no board file {board}; there are: {boards}",
            "没有板子文件 {board}，可选：{boards}",
        ),
        "no_esptool": (
            'the library {name} is missing; pip install "hushcue[flash]" brings it',
            '缺少程序库 {name}；运行 pip install "hushcue[flash]" 可安装',
        ),
        "port_is": ("Board at {port}", "板子位于 {port}"),
        "micropython_is": ("MicroPython {version} on {machine}", "MicroPython {version}，{machine}"),
        "micropython_old": (
            "MicroPython {version} is older than {oldest}: a newer one is written, your files stay",
            "MicroPython {version} 低于 {oldest}：将写入新版本，文件保留",
        ),
        "looking": ("Looking at the chip …", "正在检测芯片……"),
        "chip_is": ("{description}, flash {flash}, PSRAM {psram}", "{description}，闪存 {flash}，PSRAM {psram}"),
        "unknown_size": ("unknown", "未知"),
        "size_mb": ("{count} MB", "{count} MB"),
        "no_such_chip": (
            "this is an {chip}, and the firmware runs on ESP32, ESP32-S3 and ESP32-C3: take a board with one of those",
            "当前芯片是 {chip}，固件只支持 ESP32、ESP32-S3 和 ESP32-C3：请换一块板子",
        ),
        "small_flash": (
            "this chip has {count} MB of flash; MicroPython and two firmwares need 4 MB: take another board",
            "该芯片只有 {count} MB 闪存；MicroPython 和两份固件至少需要 4 MB：请换一块板子",
        ),
        "no_image": (
            "MicroPython has to be written, and its file is not here. Get this one:\n"
            "  {file}\n"
            "  {address}\n"
            "  (other versions: {page} - {oldest} or newer, the .bin under Releases{variant})\n"
            "and put it into {folder}, or name it: --image FILE",
            "需要写入 MicroPython，但没有找到文件。请下载：\n"
            "  {file}\n"
            "  {address}\n"
            "  （其他版本：{page}，{oldest} 或更新，选 Releases 下的 .bin{variant}）\n"
            "放到 {folder}，或用 --image 文件 指定",
        ),
        "variant_psram": (
            "; for a WROVER module with PSRAM take {file} instead",
            "；带 PSRAM 的 WROVER 模组请改用 {file}",
        ),
        "no_file": ("{name} cannot be read: {reason}", "无法读取 {name}：{reason}"),
        "image_is": (
            "{name}: MicroPython {version} for {chip}, SHA-256 {digest}",
            "{name}：{chip} 的 MicroPython {version}，SHA-256 {digest}",
        ),
        "image_known": ("its hash is the one known for this file", "哈希与该文件的已知值一致"),
        "image_unknown": (
            "no hash is known for this file; its own checksums are right",
            "没有该文件的已知哈希；文件自带的校验值正确",
        ),
        "image_other_hash": (
            "{name} is damaged or not what its name says. SHA-256 {found}, but should be {expected}. "
            "Download it again: {address}  (--any-image writes it all the same)",
            "{name} 已损坏，或与名称不符。SHA-256 为 {found}，应为 {expected}。"
            "请重新下载：{address}（--any-image 可强制写入）",
        ),
        "image_other_chip": (
            "{name} is for {found}, and the board has an {chip}. Get the file for {chip}",
            "{name} 适用于 {found}，而板子是 {chip}。请下载 {chip} 对应的文件",
        ),
        "image_no_magic": (
            "{name} is no image for a chip. The file ends in .bin; .uf2, .elf and .app-bin are something else",
            "{name} 不是芯片镜像。应使用 .bin 文件，而不是 .uf2、.elf 或 .app-bin",
        ),
        "image_short": (
            "{name} has only {count} bytes: the download broke off. Get it again",
            "{name} 只有 {count} 字节，下载不完整，请重新下载",
        ),
        "image_no_table": (
            "{name} holds no partition table where one has to be: it is an update (.app-bin) or cut off. "
            "Get the .bin under Releases",
            "{name} 中没有分区表：它是升级包（.app-bin）或文件不完整。请下载 Releases 下的 .bin",
        ),
        "image_broken": ("{name} is damaged ({reason}). Get it again", "{name} 已损坏（{reason}），请重新下载"),
        "image_other_project": (
            "{name} holds the program {project}, not MicroPython. Get MicroPython's file",
            "{name} 中的程序是 {project}，不是 MicroPython。请下载 MicroPython 的文件",
        ),
        "image_old": (
            "{name} is MicroPython {version}; the firmware needs {oldest} or newer. Get a newer file",
            "{name} 是 MicroPython {version}，固件需要 {oldest} 或更新版本。请下载新版文件",
        ),
        "ask_erase": (
            "Everything on this board is erased, then MicroPython is written. Go on? (y/n) ",
            "将清空这块板子上的全部内容，然后写入 MicroPython。继续？(y/n) ",
        ),
        "ask_write": (
            "MicroPython is written anew; files on the board stay. Go on? (y/n) ",
            "将重新写入 MicroPython，板上的文件会保留。继续？(y/n) ",
        ),
        "say_yes": (
            "MicroPython would be written now, and nobody is here to be asked: --yes",
            "即将写入 MicroPython，但当前无法询问，请加上 --yes",
        ),
        "stopped": ("stopped; nothing was written", "已停止，未写入任何内容"),
        "stage_erase": ("Erasing (up to a minute)", "清空中（最长一分钟）"),
        "stage_write": ("Writing MicroPython", "写入 MicroPython"),
        "stage_hash": ("Looking at the files on the board", "检查板上的文件"),
        "stage_send": ("Sending the firmware", "发送固件"),
        "stage_verify": ("Comparing", "校验"),
        "chip_connect": (
            "the chip at {port} does not enter its boot loader ({reason}). Hold BOOT, press RESET once, let go of "
            "BOOT, and run the same command again",
            "{port} 上的芯片没有进入下载模式（{reason}）。请按住 BOOT，按一下 RESET，松开 BOOT，然后再次运行同一命令",
        ),
        "chip_unknown": (
            "the chip at {port} answers, but nobody here knows it ({reason}). The firmware runs on ESP32, ESP32-S3 and "
            "ESP32-C3",
            "{port} 上的芯片有应答，但无法识别（{reason}）。固件支持 ESP32、ESP32-S3 和 ESP32-C3",
        ),
        "chip_look": (
            "the chip at {port} answers, but its flash does not ({reason}). Press RESET and try again; where that does "
            "not help the board is broken",
            "{port} 上的芯片有应答，但闪存无应答（{reason}）。请按 RESET 后重试；若无效，板子可能已损坏",
        ),
        "chip_write": (
            "MicroPython was not written at {port} ({reason}). Nothing is lost: run the same command again, with a "
            "shorter cable or straight at the PC where it fails twice",
            "未能在 {port} 写入 MicroPython（{reason}）。可以再次运行同一命令；若再次失败，请换短线或直接插到电脑上",
        ),
        "chip_start": (
            "MicroPython is written, but the board at {port} was not started ({reason}): press RESET",
            "MicroPython 已写入，但 {port} 上的板子没有启动（{reason}）：请按 RESET",
        ),
        "chip_lost": (
            "the board at {port} was lost ({reason}). Plug the cable in again and run the same command",
            "与 {port} 上的板子断开（{reason}）。请重新插好线并再次运行同一命令",
        ),
        "waiting_prompt": ("Waiting for MicroPython's first start …", "等待 MicroPython 首次启动……"),
        "no_start": (
            "MicroPython is written, but does not answer at {port}. Press RESET on the board and run the same command "
            "again",
            "MicroPython 已写入，但 {port} 没有应答。请按一下板子的 RESET，再次运行同一命令",
        ),
        "other_machine": (
            "the firmware is built for {machine}, and this MicroPython runs {found}. Is --board right?",
            "固件为 {machine} 编译，而当前 MicroPython 运行在 {found} 上。请检查 --board",
        ),
        "other_mpy": (
            "this MicroPython ({version}) reads compiled files of version {found}, the firmware's are of version "
            "{mpy}. Leave --keep-image out, so that a fitting one is written",
            "该 MicroPython（{version}）只支持版本 {found} 的编译文件，固件为版本 {mpy}。"
            "请去掉 --keep-image 以写入合适的版本",
        ),
        "too_old": (
            "MicroPython {version} is on the board, and the firmware needs {oldest} or newer. Leave --keep-image out",
            "板上是 MicroPython {version}，固件需要 {oldest} 或更新版本。请去掉 --keep-image",
        ),
        "no_room": (
            "the firmware needs {needed} kB on the board's flash, and {free} kB are free. Remove files of your own, or "
            "begin anew with --erase",
            "固件需要 {needed} kB 空间，板上只剩 {free} kB。请删除自己的文件，或用 --erase 重新开始",
        ),
        "small_heap": (
            "Careful: this MicroPython has only {count} kB of memory. Beside Wi-Fi that is too little for the "
            "firmware: the board will most likely stop while it starts. A board with PSRAM does; or freeze the "
            "firmware into MicroPython (firmware/README.md) and leave the rest as it is",
            "注意：该 MicroPython 只有 {count} kB 内存，启用 Wi-Fi 后很可能不够，板子会在启动时停止。"
            "请使用带 PSRAM 的板子，或把固件冻结进镜像（见 firmware/README.md）",
        ),
        "building": ("Building the firmware for {board} …", "正在为 {board} 编译固件……"),
        "not_as_sent": (
            "{path} on the board at {port} is not what was sent, twice. Use another cable; where that does not help "
            "the board's flash is worn out",
            "{port} 上的 {path} 两次与发送内容不符。请换一根线；若无效，板子的闪存可能已损坏",
        ),
        "up_to_date": (
            "Firmware {version} is there already, whole; nothing was sent",
            "固件 {version} 已在板上且完整，未发送任何内容",
        ),
        "repaired": (
            "Firmware {version}: {count} files put right, in {seconds} s",
            "固件 {version}：修复了 {count} 个文件，用时 {seconds} 秒",
        ),
        "installed": (
            "Firmware {version} ({board}) is installed: {sent} files sent ({sent_kb} kB), {copied} taken over on the "
            "chip, {kept} there already, in {seconds} s",
            "固件 {version}（{board}）已安装：发送 {sent} 个文件（{sent_kb} kB），芯片内复制 {copied} 个，"
            "已有 {kept} 个，用时 {seconds} 秒",
        ),
        "next_provision": (
            "Next, its identity: hushcue provision --port {port} --config STUDIO.toml",
            "下一步，写入身份：hushcue provision --port {port} --config 演播室.toml",
        ),
        "next_ready": (
            "config.json is there already: the board starts with it now",
            "已有 config.json，板子将按其启动",
        ),
    }
)
