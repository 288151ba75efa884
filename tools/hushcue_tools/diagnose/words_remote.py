"""Sentences for what the gateway knows of a bodypack. ``X`` is what was seen, ``X_do`` what to do."""

REMOTE = {
    "remote_online": ("heard {seconds} s ago, {playout}", "{seconds} 秒前有消息，{playout}"),
    "remote_never": ("the gateway has not heard of it since its own start", "网关启动以来没有收到它的消息"),
    "remote_never_do": (
        "Is it switched on? Its light tells how far it came (see the manual). Over USB: hushcue diagnose --port",
        "开机了吗？指示灯会说明卡在哪一步（见手册）。也可接 USB 运行 hushcue diagnose --port",
    ),
    "remote_away": ("{state}; last heard {seconds} s ago", "{state}；上次消息在 {seconds} 秒前"),
    "remote_away_do": (
        "Switched off, out of reach, or its battery is empty",
        "可能已关机、超出范围或电池耗尽",
    ),
    "remote_no_session": ("it is there, but the gateway has given it no session", "在线，但网关没有为它建立会话"),
    "remote_no_session_do": (
        "See the line on the device key. Else: the log of the gateway says why",
        "请看“设备密钥”一行；否则查看网关日志",
    ),
    "remote_firmware": ("hushcue {version} on {board}", "hushcue {version}（{board}）"),
    "remote_firmware_other": (
        "hushcue {version} on {board}; the gateway is {ours}",
        "hushcue {version}（{board}）；网关为 {ours}",
    ),
    "remote_firmware_other_do": (
        "Update it from the console, or with hushcue flash",
        "请在控制台升级，或用 hushcue flash",
    ),
    "remote_key": (
        "it holds {key}, the gateway {ours}: no sound will come",
        "腰包持有 {key}，网关为 {ours}：不会有声音",
    ),
    "remote_key_do": ("hushcue provision --id {id}", "运行 hushcue provision --id {id}"),
    "remote_key_good": ("the same on both sides", "双方一致"),
    "remote_fault": ("it reports: {fault}", "腰包报告：{fault}"),
    "remote_fault_do": (
        "hushcue monitor --port shows where it comes from; a restart often helps for the moment",
        "用 hushcue monitor --port 查看来源；重启通常可暂时解决",
    ),
    "remote_no_telemetry": ("no figures have come yet", "尚无数据"),
    "remote_radio": ("{dbm} dBm", "{dbm} dBm"),
    "remote_no_level": ("it does not tell the strength", "未报告信号强度"),
    "remote_weak": ("{dbm} dBm is weak", "{dbm} dBm，偏弱"),
    "remote_weak_do": ("Bring the access point nearer; -67 dBm or better is good", "请把接入点移近；-67 dBm 以上为好"),
    "remote_poor": ("{dbm} dBm is too weak for sound", "{dbm} dBm，太弱，无法保证声音"),
    "remote_poor_do": (
        "An access point within sight, 2.4 GHz, on a channel of its own; the antenna must not be covered",
        "视线内放置 2.4 GHz 接入点并独占信道；天线不要被遮挡",
    ),
    "remote_link": (
        "{percent} % of packets were missing and repaired, jitter {jitter} ms, buffer {buffer} ms, there and back "
        "{rtt} ms",
        "{percent} % 的包缺失（已修复），抖动 {jitter} 毫秒，缓冲 {buffer} 毫秒，往返 {rtt} 毫秒",
    ),
    "remote_link_bad": (
        "{percent} % of packets were missing ({repaired} repaired), jitter {jitter} ms, buffer {buffer} ms, there "
        "and back "
        "{rtt} ms",
        "{percent} % 的包缺失（修复 {repaired} 个），抖动 {jitter} 毫秒，缓冲 {buffer} 毫秒，往返 {rtt} 毫秒",
    ),
    "remote_link_bad_do": (
        "A channel of its own for the studio, WMM on, the studio PC by cable; look for downloads on the same channel",
        "演播室独占信道、开启 WMM、电脑接网线；排查同信道的大流量下载",
    ),
    "remote_untraced": ("there is no link trace: {reason}", "没有链路记录：{reason}"),
    "remote_nothing": ("no packet of sound arrives", "没有收到任何音频包"),
    "remote_nothing_do": (
        "UDP is blocked: firewall of the studio PC, client isolation in the access point, another subnet",
        "UDP 被拦截：检查电脑防火墙、接入点客户端隔离、是否在不同子网",
    ),
    "remote_sound": ("whole; loudest {level} dBFS", "完整；最响 {level} dBFS"),
    "remote_gaps": (
        "{lost} frames were lost for good, {concealed} were bridged",
        "{lost} 帧彻底丢失，{concealed} 帧被补偿",
    ),
    "remote_gaps_do": ("See the lines on Wi-Fi and link", "请看 Wi-Fi 与网络链路两行"),
    "remote_underruns": ("the DAC ran dry {underruns} times", "DAC 断流 {underruns} 次"),
    "remote_underruns_do": (
        "The chip is too slow or is disturbed: hushcue diagnose --port measures it",
        "芯片太慢或受干扰：用 hushcue diagnose --port 测量",
    ),
    "remote_battery": ("{percent} %, {mv} mV", "{percent} %，{mv} mV"),
    "remote_battery_low": ("{percent} %, {mv} mV", "{percent} %，{mv} mV"),
    "remote_battery_low_do": ("Charge it before the show", "请在直播前充电"),
    "remote_heap": ("{kb} kB free after {hours} h", "运行 {hours} 小时后剩余 {kb} kB"),
    "remote_heap_low": ("only {kb} kB free after {hours} h", "运行 {hours} 小时后仅剩 {kb} kB"),
    "remote_heap_low_do": (
        "Restart it in a pause of the show, and please report it with the output of hushcue diagnose --json",
        "请在间歇时重启，并把 hushcue diagnose --json 的输出反馈给我们",
    ),
    "remote_hot": ("{celsius} °C", "{celsius} °C"),
    "remote_hot_do": ("Give it air; a charging cell beside it warms it", "请注意散热；旁边充电的电池会加热它"),
    "remote_forged": (
        "{forged} packets were not the gateway's, {replayed} came again",
        "{forged} 个包不是网关发出的，{replayed} 个重复",
    ),
    "remote_forged_do": (
        "Two gateways in one network, or somebody plays with it: both are refused, the sound goes on",
        "可能有两个网关，或有人试图注入：均已拒绝，声音不受影响",
    ),
    "remote_documents": ("all in order", "全部正常"),
    "remote_malformed": ("{count} of its messages were refused by the gateway", "网关拒绝了它的 {count} 条消息"),
    "remote_malformed_do": (
        "Give it the gateway's version: hushcue update start, or hushcue flash",
        "请升级到网关的版本：hushcue update start 或 hushcue flash",
    ),
    "remote_studio": (
        "broker connected, sound in time (latest {late} ms)",
        "MQTT 已连接，声音准时（最晚 {late} 毫秒）",
    ),
    "remote_no_broker": ("the gateway has no broker", "网关没有连接 MQTT 服务器"),
    "remote_no_broker_do": ("Look into the gateway's log: it says why", "请查看网关日志，其中有原因"),
    "remote_overruns": (
        "sound was late {overruns} times (latest {late} ms)",
        "声音迟到 {overruns} 次（最晚 {late} 毫秒）",
    ),
    "remote_overruns_do": (
        "The studio PC is too busy: close other programs; on Linux see real-time rights in the manual",
        "演播室电脑太忙：关闭其他程序；Linux 请参阅手册中的实时权限",
    ),
}
