"""Sentences for what is on the chip and soldered to it. ``X`` is what was seen, ``X_do`` what to do."""

CHIP = {
    "micropython": ("{version}, {machine}, {mhz} MHz", "{version}，{machine}，{mhz} MHz"),
    "micropython_old": (
        "{version} is too old for this firmware ({machine})",
        "{version} 对本固件来说太旧（{machine}）",
    ),
    "micropython_old_do": (
        "hushcue flash puts {least} or newer on the board",
        "运行 hushcue flash，写入 {least} 或更新的版本",
    ),
    "firmware": ("hushcue {version}", "hushcue {version}"),
    "firmware_none": ("none that runs. {reason}", "没有可运行的固件。{reason}"),
    "firmware_none_do": ("hushcue flash", "运行 hushcue flash"),
    "firmware_older": ("hushcue {version}; this PC has {ours}", "hushcue {version}；本机为 {ours}"),
    "firmware_older_do": (
        "hushcue flash, or an update from the console, brings {ours}",
        "运行 hushcue flash，或在控制台升级到 {ours}",
    ),
    "firmware_newer": ("hushcue {version} is newer than this PC's {ours}", "hushcue {version} 比本机的 {ours} 新"),
    "firmware_newer_do": ("Update hushcue on this PC: pip install -U hushcue", "请更新本机：pip install -U hushcue"),
    "start": ("well ({cause})", "正常（{cause}）"),
    "start_failed": ("{failed} starts in a row have failed", "连续 {failed} 次启动失败"),
    "start_failed_do": (
        "Watch a start with hushcue monitor: it prints what stops it. After three failed starts safe mode waits for "
        "you",
        "用 hushcue monitor 观察一次启动，会显示失败原因；连续三次失败后进入安全模式等待处理",
    ),
    "start_watchdog": ("the watchdog had to restart it", "由看门狗重新启动"),
    "start_watchdog_do": (
        "Once is nothing. If it comes again: a weak battery or a bad cable first, then hushcue monitor during a show",
        "偶尔一次无妨。若反复出现：先查电池与线缆，再在使用时用 hushcue monitor 观察",
    ),
    "memory": ("heap {heap_kb} kB free, flash {flash_kb} kB free", "堆内存剩余 {heap_kb} kB，闪存剩余 {flash_kb} kB"),
    "memory_heap": ("only {heap_kb} kB of heap are free", "堆内存仅剩 {heap_kb} kB"),
    "memory_heap_do": (
        "Restart the board and try again. If it stays, this MicroPython is not the one for this board: hushcue flash",
        "重启板子再试；若仍如此，写入的 MicroPython 镜像不合适，请运行 hushcue flash",
    ),
    "memory_flash": (
        "only {flash_kb} kB of flash are free; an update over the air needs {least_kb}",
        "闪存仅剩 {flash_kb} kB；无线升级需要 {least_kb} kB",
    ),
    "memory_flash_do": (
        "Remove files of your own from the board, or begin anew with hushcue flash --erase",
        "请删除板子上自己的文件，或用 hushcue flash --erase 重新开始",
    ),
    "files": (
        "slot {slot}, version {version}: all {good} files are as they were made",
        "固件槽 {slot}，版本 {version}：{good} 个文件全部完好",
    ),
    "files_bad": (
        "slot {slot}: {bad} broken or missing: {names}",
        "固件槽 {slot}：{bad} 个文件损坏或缺失：{names}",
    ),
    "files_bad_do": (
        "hushcue flash --keep-image copies only what is broken",
        "运行 hushcue flash --keep-image，只重写损坏的文件",
    ),
    "files_manifest": ("slot {slot}: its list of files is cut off", "固件槽 {slot}：文件清单不完整"),
    "files_manifest_do": ("hushcue flash --keep-image", "运行 hushcue flash --keep-image"),
    "files_trial": (
        "the firmware in slot {slot} is still on trial",
        "固件槽 {slot} 中的固件仍在试运行",
    ),
    "files_trial_do": (
        "Let it run: after 30 s with its gateway it is kept. Every check over USB uses up one of its starts",
        "让它正常运行：与网关保持联系 30 秒后即生效。每次 USB 检查会用掉一次试启动机会",
    ),
    "files_old": ("copied by hand, without a list to check against", "由手工拷贝，没有清单可供核对"),
    "files_old_do": (
        "hushcue flash --keep-image replaces it by one that can be checked, repaired and updated over the air",
        "运行 hushcue flash --keep-image，换成可校验、可修复、可无线升级的版本",
    ),
    "files_none": ("there is no firmware on this board", "板子上没有固件"),
    "files_none_do": ("hushcue flash", "运行 hushcue flash"),
    "loaders_missing": ("missing: {names}; the firmware will not start", "缺少 {names}，固件无法启动"),
    "loaders_missing_do": ("hushcue flash --keep-image", "运行 hushcue flash --keep-image"),
    "config": ('"{id}" of studio "{studio}"', "“{id}”，演播室“{studio}”"),
    "config_missing": ("there is no config.json: this board does not know who it is", "没有 config.json：板子没有身份"),
    "config_missing_do": ("hushcue provision", "运行 hushcue provision"),
    "config_not_json": ("config.json is damaged", "config.json 已损坏"),
    "config_not_json_do": ("hushcue provision writes a new one", "运行 hushcue provision 重新写入"),
    "config_wrong": ("{reason}", "{reason}"),
    "config_wrong_do": (
        "hushcue provision --id {id} writes it anew",
        "运行 hushcue provision --id {id} 重新写入",
    ),
    "key": ("{key}, the same as the gateway's", "{key}，与网关一致"),
    "key_unknown": (
        "{key}; not compared (name the studio's file with --config)",
        "{key}；未核对（可用 --config 指定演播室配置）",
    ),
    "key_other": ("{key}, but the gateway has {ours}: no sound will come", "{key}，而网关的是 {ours}：不会有声音"),
    "key_other_do": (
        "hushcue provision --id {id} gives both the same new key",
        "运行 hushcue provision --id {id}，双方写入同一把新密钥",
    ),
    "key_stranger": ('the studio\'s file knows no bodypack "{id}"', "演播室配置中没有腰包“{id}”"),
    "key_stranger_do": ("hushcue provision --id {id}", "运行 hushcue provision --id {id}"),
    "key_studio": (
        'it belongs to the studio "{studio}", the file to "{ours}"',
        "腰包属于演播室“{studio}”，配置文件属于“{ours}”",
    ),
    "key_studio_do": (
        "hushcue provision --id {id} moves it to this studio",
        "运行 hushcue provision --id {id}，把它移到本演播室",
    ),
    "dac": ("clock {rate} Hz at pins {pins}", "时钟 {rate} Hz，引脚 {pins}"),
    "dac_clock": (
        "its clock runs at {rate} Hz instead of 48000 (pins {pins})",
        "时钟为 {rate} Hz，应为 48000（引脚 {pins}）",
    ),
    "dac_clock_do": (
        'Is "board" in config.json the board that this is? Else another program holds the I2S: press RESET, try again',
        "请核对 config.json 中的 board 是否就是这块板；否则按 RESET 后重试",
    ),
    "dac_silent": ("the sound driver took nothing (pins {pins})", "音频驱动没有接收数据（引脚 {pins}）"),
    "dac_silent_do": ("Press RESET on the board and try again", "请按板子的 RESET 后重试"),
    "earpiece": ("heard", "已听到"),
    "earpiece_silent": ("nothing was heard", "没有听到"),
    "earpiece_silent_do": (
        "Look at the three wires to the DAC (BCK, LRCK, DIN at pins {pins}): two of them exchanged is the usual "
        "mistake. "
        "PCM5102A: SCK to ground, XSMT high. Then the earpiece itself, on another device",
        "检查到 DAC 的三根线（BCK、LRCK、DIN，引脚 {pins}）：最常见的是接反。PCM5102A：SCK 接地，XSMT 接高电平。"
        "再换一台设备试耳机",
    ),
    "button": ("at rest (pin {pin})", "未按下，正常（引脚 {pin}）"),
    "button_stuck": ("it is closed although nobody presses it (pin {pin})", "无人按下却一直闭合（引脚 {pin}）"),
    "button_stuck_do": (
        "A button that is closed at the start means safe mode, without sound. Look for a short to ground at pin {pin}",
        "启动时按键闭合会进入安全模式而没有声音。检查引脚 {pin} 是否对地短路",
    ),
    "button_noisy": ("its contact flickers (pin {pin})", "触点抖动（引脚 {pin}）"),
    "button_noisy_do": ("A loose wire: solder it again", "接线松动，请重新焊接"),
    "button_pressed": ("pressed and let go", "按下并松开，正常"),
    "button_missing": ("no press came", "没有检测到按键"),
    "button_missing_do": (
        "Was it pressed? Then look at its two wires: the pin of the board's file, and ground",
        "确实按了吗？若是，请检查按键的两根线：板子文件中的引脚与地",
    ),
    "light": ("seen (pin {pin})", "已看到（引脚 {pin}）"),
    "light_told": ("it was told to blink (pin {pin}); nobody was asked", "已让灯闪烁（引脚 {pin}）；未询问"),
    "light_dark": ("it stays dark (pin {pin})", "灯不亮（引脚 {pin}）"),
    "light_dark_do": (
        "An LED has a direction: turn it round. It also needs its resistor",
        "LED 有方向，请反过来接；并确认串有电阻",
    ),
    "battery": ("{percent} %, {mv} mV", "{percent} %，{mv} mV"),
    "battery_low": ("{percent} %, {mv} mV: not enough for a show", "{percent} %，{mv} mV：不够一场直播"),
    "battery_low_do": ("Charge it", "请充电"),
    "battery_noisy": ("{mv} mV, jumping by {spread_mv} mV", "{mv} mV，跳动 {spread_mv} mV"),
    "battery_noisy_do": (
        "A bad contact at the cell or the divider; a small capacitor (100 nF) at the pin helps",
        "电池或分压电阻接触不良；在引脚处加一个 100 nF 电容有帮助",
    ),
    "battery_none": ("no cell at pin {pin} ({mv} mV): powered by USB", "引脚 {pin} 没有电池（{mv} mV）：USB 供电"),
    "battery_no_pin": ("this board measures none", "此板不测量电池"),
    "speed": (
        "{total} µs for a packet of 10 ms, {percent} % of a core (receive {receive}, of it tag {authenticate} and "
        "key "
        "stream {keystream}; play {play}; worst {worst}; limit {limit}; the loops' own budget {budget})",
        "每个 10 毫秒的包用时 {total} 微秒，占单核 {percent} %（接收 {receive}，其中认证 {authenticate}、密钥流 "
        "{keystream}；"
        "播放 {play}；最差 {worst}；上限 {limit}；循环本身的预算 {budget}）",
    ),
    "speed_slow": (
        "{total} µs for a packet of 10 ms, {percent} % of a core; {limit} µs is the limit (receive {receive}, play "
        "{play}, "
        "budget of the loops {budget})",
        "每个 10 毫秒的包用时 {total} 微秒，占单核 {percent} %；上限 {limit} 微秒（接收 {receive}，播放 {play}，"
        "循环预算 {budget}）",
    ),
    "speed_slow_do": (
        "Is the firmware compiled for this board? hushcue flash --keep-image puts machine code there",
        "固件是为这块板编译的吗？运行 hushcue flash --keep-image 写入机器码版本",
    ),
    "speed_too_slow": (
        "{total} µs for a packet of 10 ms ({percent} % of a core): sound will break up (receive {receive}, play "
        "{play}, "
        "budget of the loops {budget}, limit {limit})",
        "每个 10 毫秒的包用时 {total} 微秒（占单核 {percent} %）：声音会断续（接收 {receive}，播放 {play}，循环预算 "
        "{budget}，上限 {limit}）",
    ),
    "speed_too_slow_do": (
        "hushcue flash --keep-image; the sources as they are, without machine code, are too slow for this chip",
        "运行 hushcue flash --keep-image；未编译成机器码的源文件对此芯片太慢",
    ),
    "speed_refused": (
        "of {sent} test packets the receiver took {taken}: its arithmetic is wrong",
        "{sent} 个测试包中只接受了 {taken} 个：运算有误",
    ),
    "speed_refused_do": (
        "hushcue flash --keep-image; if it stays, please report it",
        "运行 hushcue flash --keep-image；若仍如此请反馈",
    ),
    "speed_other": (
        "not measured: the chip runs another version than this PC",
        "未测量：芯片上的版本与本机不同",
    ),
    "heap": (
        "longest collection {ms} ms; {used_kb} kB used, {free_kb} kB free with the receiver loaded",
        "最长回收 {ms} 毫秒；加载接收器后已用 {used_kb} kB，剩余 {free_kb} kB",
    ),
    "heap_pause": (
        "a collection takes {ms} ms; the DAC bridges {patience} ms ({used_kb} kB used, {free_kb} kB free)",
        "一次内存回收 {ms} 毫秒；DAC 只能撑 {patience} 毫秒（已用 {used_kb} kB，剩余 {free_kb} kB）",
    ),
    "heap_pause_do": (
        "Collections come in silence only, as long as nothing else runs on the chip. audio.descriptors 6 to 8 in "
        "config.json bridges more",
        "只要没有其他程序，回收只在静音时进行。把 config.json 的 audio.descriptors 设为 6 至 8 可撑更久",
    ),
    "heap_pause_long": (
        "a collection takes {ms} ms: packets would be lost in it (the DAC bridges {patience} ms; {used_kb} kB used, "
        "{free_kb} kB free)",
        "一次内存回收 {ms} 毫秒：期间会丢包（DAC 可撑 {patience} 毫秒；已用 {used_kb} kB，剩余 {free_kb} kB）",
    ),
    "heap_pause_long_do": (
        "Remove programs and data of your own from the chip; see the heap with hushcue monitor",
        "请从芯片上移除自己的程序与数据；用 hushcue monitor 观察堆内存",
    ),
    "heap_grows": ("a packet leaves {bytes} bytes of garbage behind", "每个包留下 {bytes} 字节垃圾"),
    "heap_grows_do": (
        "The firmware allocates nothing per packet: hushcue flash --keep-image puts it right. If it stays, please "
        "report it",
        "固件本不应为每个包分配内存：运行 hushcue flash --keep-image；若仍如此请反馈",
    ),
}
