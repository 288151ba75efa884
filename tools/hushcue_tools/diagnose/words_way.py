"""Sentences for the way from the chip to the gateway. ``X`` is what was seen, ``X_do`` what to do."""

WAY = {
    "wifi": ('"{ssid}", {dbm} dBm, channel {channel}, address {ip}', "“{ssid}”，{dbm} dBm，信道 {channel}，地址 {ip}"),
    "wifi_weak": (
        '"{ssid}": {dbm} dBm is weak (channel {channel}, address {ip})',
        "“{ssid}”：{dbm} dBm 偏弱（信道 {channel}，地址 {ip}）",
    ),
    "wifi_weak_do": (
        "Bring the access point nearer, or give it a free channel; -67 dBm or better is good. Is the antenna covered "
        "by "
        "a battery or by a body?",
        "请把接入点移近或换空闲信道；-67 dBm 以上为好。天线是否被电池或身体遮挡？",
    ),
    "wifi_poor": (
        '"{ssid}": {dbm} dBm is too weak for sound (channel {channel}, address {ip})',
        "“{ssid}”：{dbm} dBm 太弱，无法保证声音（信道 {channel}，地址 {ip}）",
    ),
    "wifi_poor_do": (
        "An access point within sight of the host, 2.4 GHz, a channel of its own. Is the antenna free?",
        "请在主播视线内放置 2.4 GHz 接入点，独占一个信道；天线不要被遮挡",
    ),
    "wifi_no_level": (
        '"{ssid}", address {ip}; the strength could not be read',
        "“{ssid}”，地址 {ip}；无法读取信号强度",
    ),
    "wifi_password": ('"{ssid}" is there, but the password is refused', "“{ssid}”存在，但密码被拒绝"),
    "wifi_password_do": (
        "hushcue provision with the right password. It counts capitals and blanks",
        "用正确的密码运行 hushcue provision；注意大小写与空格",
    ),
    "wifi_not_there": (
        'no network "{ssid}" in sight ({networks} others)',
        "找不到网络“{ssid}”（周围有 {networks} 个其他网络）",
    ),
    "wifi_not_there_do": (
        "Is it 2.4 GHz? The chip does not see 5 GHz. Is the name right, capitals too? Channels 12 and 13 need the "
        "right "
        "wifi.country",
        "是 2.4 GHz 吗？芯片看不到 5 GHz。名称（含大小写）正确吗？12、13 信道需要正确的 wifi.country",
    ),
    "wifi_alone": ('no network at all in sight, not only not "{ssid}"', "周围看不到任何网络（包括“{ssid}”）"),
    "wifi_alone_do": (
        "The antenna: is its plug on, is this a board for an external antenna without one?",
        "检查天线：插头是否接好？是否为外接天线版本却没有接天线？",
    ),
    "wifi_far": ('"{ssid}" is in sight at {nearest} dBm, too weak to join', "“{ssid}”信号 {nearest} dBm，太弱无法加入"),
    "wifi_far_do": ("Bring the access point nearer, and look at the antenna", "请把接入点移近，并检查天线"),
    "wifi_security": (
        '"{ssid}" wants a way of signing in that the chip does not know',
        "“{ssid}”使用了芯片不支持的加密方式",
    ),
    "wifi_security_do": ("Set the access point to WPA2-Personal (AES)", "请把接入点设为 WPA2-个人版（AES）"),
    "wifi_no_link": (
        'no link to "{ssid}" within the time (the driver says {status})',
        "规定时间内未能连接“{ssid}”（驱动状态 {status}）",
    ),
    "wifi_no_link_do": (
        "Does the access point let it in (list of allowed devices, full)? Restart the access point, then try again",
        "接入点是否限制了设备（白名单、数量已满）？请重启接入点后再试",
    ),
    "power_save_off": ("off, as it must be", "已关闭，正确"),
    "power_save_on": ("on: packets come late and in bunches", "已开启：数据包会成批迟到"),
    "power_save_on_do": (
        "The firmware switches it off: does another program run on the chip? hushcue flash --keep-image",
        "固件本会关闭它：芯片上是否有其他程序？运行 hushcue flash --keep-image",
    ),
    "broker": ("{host}:{port} took the account, after {ms} ms", "{host}:{port} 接受登录，用时 {ms} 毫秒"),
    "broker_slow": (
        "{host}:{port} took the account, but only after {ms} ms",
        "{host}:{port} 接受登录，但用了 {ms} 毫秒",
    ),
    "broker_slow_do": (
        "A busy channel, or a PC in another network: connect the studio PC by cable to the same access point",
        "信道拥挤，或电脑在另一个网络：请用网线把演播室电脑接到同一接入点",
    ),
    "broker_name": ('nobody knows the name "{host}"', "无法解析名称“{host}”"),
    "broker_name_do": (
        "Write the studio PC's address as a number: hushcue provision --gateway 192.168.x.x",
        "请直接写演播室电脑的 IP：hushcue provision --gateway 192.168.x.x",
    ),
    "broker_refused": ("{host} is there, and refuses port {port}", "{host} 存在，但拒绝端口 {port}"),
    "broker_refused_do": (
        'Does the gateway run? Does it listen for others: [broker] listen = "0.0.0.0" in the studio\'s file?',
        '网关在运行吗？演播室配置中 [broker] listen 是否为 "0.0.0.0"？',
    ),
    "broker_timeout": ("{host}:{port} does not answer at all", "{host}:{port} 完全没有应答"),
    "broker_timeout_do": (
        "The firewall of the studio PC (allow TCP {port} in private networks), client isolation in the access point, "
        "or an "
        "address that has changed",
        "检查：演播室电脑防火墙（允许专用网络 TCP {port}）、接入点的客户端隔离、电脑 IP 是否变了",
    ),
    "broker_unreached": ("{host}:{port} cannot be reached (error {errno})", "无法到达 {host}:{port}（错误 {errno}）"),
    "broker_unreached_do": (
        "Are bodypack and studio PC in one network? Compare the first three numbers of their addresses",
        "腰包与演播室电脑在同一网络吗？请比较两者地址的前三段",
    ),
    "broker_password": ("{host}:{port} refuses the account", "{host}:{port} 拒绝登录"),
    "broker_password_do": (
        "Restart the gateway, if this bodypack was added since its start; else hushcue provision writes password and "
        "key "
        "anew",
        "若腰包是网关启动后新加的，请重启网关；否则用 hushcue provision 重新写入密码和密钥",
    ),
    "broker_version": ("{host}:{port} does not speak MQTT 3.1.1", "{host}:{port} 不支持 MQTT 3.1.1"),
    "broker_version_do": ("Another program has taken the port of the broker", "MQTT 端口被其他程序占用"),
    "broker_id": ("{host}:{port} refuses the id", "{host}:{port} 拒绝该编号"),
    "broker_id_do": ("hushcue provision with another id", "请换一个编号重新运行 hushcue provision"),
    "broker_unavailable": ("{host}:{port} is not ready", "{host}:{port} 尚未就绪"),
    "broker_unavailable_do": ("Wait a minute, then try again", "请稍后重试"),
    "broker_silent": (
        "something answers at {host}:{port}, but no broker",
        "{host}:{port} 有程序应答，但不是 MQTT 服务器",
    ),
    "broker_silent_do": (
        "Another program has taken the port: on Debian and Ubuntu often a second mosquitto",
        "端口被其他程序占用；Debian、Ubuntu 上常是系统自带的另一个 mosquitto",
    ),
    "gateway": ("it is there", "在线"),
    "gateway_none": ("the broker works, but no gateway has ever been at it", "MQTT 服务器正常，但没有网关连接过"),
    "gateway_none_do": (
        'Is it the gateway\'s broker, and is "studio" the same on both sides?',
        "这是网关所用的 MQTT 服务器吗？两边的 studio 是否一致？",
    ),
    "gateway_hidden": ("the broker does not let this account see the gateway", "该账号无权看到网关状态"),
    "gateway_hidden_do": (
        "With a broker of your own: give the account read access to hushcue/1/STUDIO/gateway/status",
        "使用自建 MQTT 服务器时：请为该账号开放 hushcue/1/STUDIO/gateway/status 的读权限",
    ),
    "gateway_offline": ("it has gone; the broker still runs", "网关已离线，MQTT 服务器仍在运行"),
    "gateway_offline_do": ("Start the gateway", "请启动网关"),
    "link_traced": (
        "{lost} % of {sent} packets lost; later than the fastest: half {p50} ms, 99 of 100 {p99} ms, worst {worst} ms",
        "{sent} 个包丢失 {lost} %；比最快的晚：一半在 {p50} 毫秒内，99 % 在 {p99} 毫秒内，最差 {worst} 毫秒",
    ),
    "link_bad": (
        "{lost} % of {sent} packets lost; later than the fastest: half {p50} ms, 99 of 100 {p99} ms, worst {worst} ms",
        "{sent} 个包丢失 {lost} %；比最快的晚：一半在 {p50} 毫秒内，99 % 在 {p99} 毫秒内，最差 {worst} 毫秒",
    ),
    "link_bad_do": (
        "Words are still repaired, with more delay. Give the studio a channel of its own and leave WMM on; other "
        "heavy users "
        "of the same channel are the usual cause",
        "声音仍可修复，但延迟变大。请独占一个信道并保持 WMM 开启；同信道的大流量设备是常见原因",
    ),
    "link_silent": ("no packet of the test stream came", "没有收到测试数据包"),
    "link_silent_do": (
        "UDP is blocked between the studio PC and the bodypack: firewall of the PC, client isolation in the access "
        "point",
        "演播室电脑与腰包之间的 UDP 被拦截：检查电脑防火墙和接入点的客户端隔离",
    ),
}
