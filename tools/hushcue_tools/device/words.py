"""What is said about boards and cables."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "none": ("none", "无"),
        "no_board": (
            "no board found (other serial ports: {others}). Check, in this order:\n"
            "  1. The cable: many only charge. Take one that you have copied files with.\n"
            "  2. {checks}\n"
            "  3. The board is off, or its program keeps the USB port away: hold BOOT, press RESET once, "
            "let go of BOOT.\n"
            "Then try again, or name the port: --port NAME",
            "没有找到板子（其他串口：{others}）。请依次检查：\n"
            "  1. 数据线：很多线只能充电，请换一根传过文件的线。\n"
            "  2. {checks}\n"
            "  3. 板子没有上电，或程序占用了 USB：按住 BOOT，按一下 RESET，再松开 BOOT。\n"
            "然后重试，或用 --port 名称 指定串口",
        ),
        "check_linux": (
            "Your account may open serial ports: sudo usermod -aG dialout $USER, then sign in again. "
            "Does `sudo dmesg | tail` show the board when you plug it in? Where it says that brltty took it: "
            "sudo apt remove brltty",
            "当前账户要有串口权限：执行 sudo usermod -aG dialout $USER 后重新登录。插上板子时 `sudo dmesg | tail` "
            "有反应吗？若显示被 brltty 占用：sudo apt remove brltty",
        ),
        "check_macos": (
            "The port is called /dev/cu.usbserial-… or /dev/cu.usbmodem…. For a CH340 or CP210x that macOS does not "
            "show, install its maker's driver (WCH, Silicon Labs) and allow it in System Settings, Privacy & Security",
            "串口名形如 /dev/cu.usbserial-… 或 /dev/cu.usbmodem…。若 macOS 不显示 CH340 或 CP210x，请安装厂商驱动"
            "（沁恒、Silicon Labs），并在“系统设置 - 隐私与安全性”中允许",
        ),
        "check_windows": (
            "Device Manager, Ports (COM & LPT): a yellow mark or an unknown device wants its maker's driver "
            "(CP210x: Silicon Labs, CH340: WCH). Close other programs that hold the port (Thonny, Arduino)",
            "打开“设备管理器 - 端口 (COM 和 LPT)”：黄色标记或未知设备需要安装厂商驱动（CP210x：Silicon Labs，"
            "CH340：沁恒）。请关闭占用串口的程序（Thonny、Arduino）",
        ),
        "which_board": (
            "several boards are connected: {ports}. Say which one: --port NAME",
            "连接了多块板子：{ports}。请用 --port 名称 指定",
        ),
        "ask_board": ("Which board? (1 to {last}) ", "选择哪块板子？（1 到 {last}）"),
        "no_library": (
            'the library {name} is missing; pip install "hushcue[flash]" brings it',
            '缺少程序库 {name}；运行 pip install "hushcue[flash]" 可安装',
        ),
        "no_port": (
            "{port} cannot be opened ({reason}). Is it the right one, and does no other program hold it "
            "(a monitor, Thonny, Arduino)?",
            "无法打开 {port}（{reason}）。请确认串口名，并关闭占用它的程序（监视器、Thonny、Arduino）",
        ),
        "no_prompt": (
            "no MicroPython answers at {port}. A bare board: run hushcue flash. Else press RESET on the board and try "
            "again",
            "{port} 上没有 MicroPython 应答。空板请先运行 hushcue flash；否则请按一下板子的 RESET 后重试",
        ),
        "gone": (
            "the board at {port} stopped answering. Plug the cable in again and run the same command: it goes on where "
            "it stopped, and the board starts as before until then",
            "{port} 上的板子不再应答。请重新插好线并再次运行同一命令：会从中断处继续，在此之前板子仍按原样启动",
        ),
        "refused": (
            "the board at {port} says: {reason}. Press RESET on it and run the same command again; where that does "
            "not help, hushcue flash puts the firmware right",
            "{port} 上的板子报告：{reason}。请按一下 RESET 后再次运行同一命令；若无效，用 hushcue flash 修复固件",
        ),
        "no_space": (
            "the flash of the board at {port} is full. Remove files of your own from it, or erase it: "
            "hushcue flash --erase",
            "{port} 上的板子闪存已满。请删除自己的文件，或用 hushcue flash --erase 清空",
        ),
    }
)
