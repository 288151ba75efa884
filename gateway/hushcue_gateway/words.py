"""What the gateway says to people. The rooms below have their own: ``capture/words.py``, ``broker/words.py``."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        # --- configuration: the first word is always the key ---------------------------------------------------------
        "config_no_file": (
            "{path}: there is no such file; make one with: hushcue gateway --new-config {path}",
            "{path}：没有这个文件；可用此命令生成：hushcue gateway --new-config {path}",
        ),
        "config_unreadable": ("{path}: cannot be read: {reason}", "{path}：无法读取：{reason}"),
        "config_too_long": ("{path}: is longer than {most} bytes", "{path}：超过 {most} 字节"),
        "config_not_utf8": ("{path}: is not UTF-8 text", "{path}：不是 UTF-8 文本"),
        "config_not_toml": ("{path}: is not TOML: {reason}", "{path}：不是有效的 TOML：{reason}"),
        "config_not_table": ("{key}: must be a table", "{key}：必须是一个表（table）"),
        "config_not_tables": (
            "{key}: must be written as [[{name}]], at most 1024 times",
            "{key}：必须写成 [[{name}]]，最多 1024 个",
        ),
        "config_missing": ("{key}: is missing", "{key}：缺少此项"),
        "config_unknown_key": ("{key}: there is no such key{hint}", "{key}：没有这个配置项{hint}"),
        "did_you_mean": ("; did you mean {value}?", "；是不是想写 {value}？"),
        "config_not_text": (
            "{key}: must be text of at most {most} printable characters, in quotes",
            "{key}：必须是带引号的文本，最多 {most} 个可见字符",
        ),
        "config_bad_secret": (
            "{key}: must be text of {least} to 128 printable ASCII characters",
            "{key}：必须是 {least} 到 128 个可见 ASCII 字符",
        ),
        "config_bad_name": (
            '{key}: "{value}" must be 1 to 32 characters a-z 0-9 -, not starting with -',
            "{key}：“{value}”必须是 1 到 32 个字符（a-z、0-9、-），且不能以 - 开头",
        ),
        "config_osc_address": (
            '{key}: "{value}" is no IP address of a machine or network',
            "{key}：“{value}”不是 IP 地址或网段",
        ),
        "config_osc_role": (
            "{key}: with a secret and no token, whose rights does a message have? name a role",
            "{key}：仅有口令而无令牌时，请指定消息使用的角色",
        ),
        "config_reserved_name": (
            '{key}: the name "{value}" is taken by the gateway itself',
            "{key}：名称“{value}”为网关保留",
        ),
        "config_not_names": (
            '{key}: must be a list of names in quotes, such as ["host-1"]',
            '{key}：必须是带引号的名称列表，例如 ["host-1"]',
        ),
        "config_not_pairs": (
            '{key}: must be a table of at most {most} texts, such as {{ "Break" = "quiet" }}',
            '{key}：必须是最多 {most} 项文本的表，例如 {{ "Break" = "quiet" }}',
        ),
        "config_not_address": (
            '{key}: "{value}" is no address such as "{like}"',
            "{key}：“{value}”不是 {like} 形式的地址",
        ),
        "config_not_scene": (
            '{key}: the scene "{scene}" can mean "quiet" or "product:ID", not "{value}"',
            '{key}：场景“{scene}”只能设为 "quiet" 或 "product:商品编号"，不能是“{value}”',
        ),
        "config_not_choice": (
            '{key}: must be one of {choices}, not "{value}"{hint}',
            "{key}：必须是 {choices} 之一，不能是“{value}”{hint}",
        ),
        "config_not_whole": (
            "{key}: must be a whole number from {low} to {high}, not {value}",
            "{key}：必须是 {low} 到 {high} 的整数，不能是 {value}",
        ),
        "config_not_number": (
            "{key}: must be a number from {low} to {high}, not {value}",
            "{key}：必须是 {low} 到 {high} 的数，不能是 {value}",
        ),
        "config_not_flag": ("{key}: must be true or false, not {value}", "{key}：必须是 true 或 false，不能是 {value}"),
        "config_not_device": (
            "{key}: must be a device's number or a part of its name, not {value}",
            "{key}：必须是设备编号或设备名称的一部分，不能是 {value}",
        ),
        "config_duplicate": ('{key}: "{value}" is already taken by {other}', "{key}：“{value}”已被 {other} 使用"),
        "config_unknown_target": (
            '{key}: "{value}" is no bodypack, no group of a bodypack and not "all"',
            '{key}：“{value}”不是腰包、不是腰包所属的组，也不是 "all"',
        ),
        "config_not_ice_url": (
            '{key}: "{value}" is no address such as stun:HOST:3478 or turn:HOST:3478?transport=udp',
            "{key}：“{value}”不是 stun:HOST:3478 或 turn:HOST:3478?transport=udp 形式的地址",
        ),
        "config_not_network": (
            '{key}: "{value}" is no network such as 192.168.1.0/24',
            "{key}：“{value}”不是 192.168.1.0/24 形式的网段",
        ),
        "config_turn_account": (
            "{key}: a TURN server needs webrtc.username and webrtc.credential",
            "{key}：TURN 服务器需要 webrtc.username 和 webrtc.credential",
        ),
        "webrtc_restarted": (
            "the WebRTC process {reason} and is back after {silent_ms:.0f} ms; sessions that ended with it: {sessions}",
            "WebRTC 进程异常（{reason}），{silent_ms:.0f} 毫秒后恢复；随之中断的会话：{sessions}",
        ),
        "config_unknown_show": (
            '{key}: there is no show "{value}"; write one as [[shows]] with that id',
            "{key}：没有场次“{value}”；请添加 [[shows]] 并写上该 id",
        ),
        "config_unknown_owner": ('{key}: there is no bodypack "{value}"', "{key}：没有腰包“{value}”"),
        "config_group_is_bodypack": (
            '{key}: the group "{value}" has the name of a bodypack',
            "{key}：组名“{value}”与某个腰包同名",
        ),
        "config_open_to_nobody": (
            "{key}: an open microphone needs somebody to talk to",
            "{key}：常开的麦克风必须指定收听对象",
        ),
        "config_http_remote": (
            "{key}: {host} can be reached by other machines, and the interface speaks plain HTTP; "
            "to allow it, set http.allow_remote = true",
            "{key}：其他机器可以访问 {host}，而接口使用明文 HTTP；如确要允许，请设置 http.allow_remote = true",
        ),
        "config_external_host": (
            "{key}: an external broker needs its host",
            "{key}：使用外部 MQTT 服务器时必须填写其主机地址",
        ),
        "config_other_mode": (
            '{key}: belongs to broker.mode = "{mode}" only',
            '{key}：仅在 broker.mode = "{mode}" 时可用',
        ),
        "config_no_such_file": ("{key}: there is no file {path}", "{key}：没有文件 {path}"),
        "config_bad_ca": (
            "{key}: {path} is no certificate authority that can be used: {reason}",
            "{key}：{path} 不是可用的 CA 证书：{reason}",
        ),
        "config_needs_both": (
            "{key}: certificate and key belong together; set both or neither",
            "{key}：certificate 和 key 必须同时填写或都不填",
        ),
        "config_not_url": (
            "{key}: must be an https address (http only on this machine)",
            "{key}：必须是 https 地址（http 仅限本机）",
        ),
        "config_not_rule": (
            '{key}: "{value}" must be written GROUP=SHOW/ROLE',
            "{key}：“{value}”必须写成 组=场次/角色",
        ),
        "config_oidc_everybody": (
            "{key}: say who may come in: oidc.domains, oidc.roles or oidc.owners",
            "{key}：必须指定谁可以登录：oidc.domains、oidc.roles 或 oidc.owners",
        ),
        "config_no_secret_file": ("{key}: {path} cannot be read: {reason}", "{key}：无法读取 {path}：{reason}"),
        "config_good": (
            "{path}: good (studio {studio}, sources: {sources}, bodypacks: {bodypacks})",
            "{path}：检查通过（演播室 {studio}，声源 {sources} 个，腰包 {bodypacks} 个）",
        ),
        "config_written": (
            "{path}: written, with new passwords in it; start with: hushcue gateway --config {path}",
            "{path}：已写好，内含新生成的密码；启动命令：hushcue gateway --config {path}",
        ),
        "config_exists": (
            "{path}: is there already and is left as it is; name another file",
            "{path}：文件已存在，未作改动；请换一个文件名",
        ),
        "config_unwritable": ("{path}: cannot be written: {reason}", "{path}：无法写入：{reason}"),
        "state_dir_unwritable": (
            "state_dir: {path} cannot be used: {reason}",
            "state_dir：无法使用 {path}：{reason}",
        ),
        # --- device keys ---------------------------------------------------------------------------------------------
        "keys_unreadable": ("{path}: the device keys cannot be read: {reason}", "{path}：无法读取设备密钥：{reason}"),
        "keys_broken": (
            "{path}: is damaged; restore it from a backup, or remove it and provision every bodypack again",
            "{path}：已损坏；请从备份恢复，或删除后重新为每个腰包写入密钥",
        ),
        "keyring_absent": (
            'keys: "keyring" needs the library keyring (pip install "hushcue[keyring]")',
            'keys："keyring" 需要 keyring 库（pip install "hushcue[keyring]"）',
        ),
        "keyring_unusable": (
            'keys: the system\'s keyring cannot be used ({reason}); unlock it, or set keys = "file"',
            'keys：无法使用系统钥匙串（{reason}）；请先解锁，或改为 keys = "file"',
        ),
        "key_description": (
            "Write a bodypack's device key into its file, or make it a new one. The key itself is never shown.",
            "把腰包的设备密钥写入它的配置文件，或换一把新密钥。密钥本身不会显示。",
        ),
        "key_help_id": ("the bodypack, as in the configuration", "腰包的 id，与配置中一致"),
        "key_help_into": (
            "the bodypack's config.json; the key is written into it",
            "腰包的 config.json；密钥会写入其中",
        ),
        "key_help_new": (
            "make a new key; the old one is void at once",
            "生成新密钥；旧密钥立即作废",
        ),
        "key_help_json": ("one JSON object: the public number of the key", "输出一个 JSON 对象：密钥的公开编号"),
        "key_replaced": (
            "{id}: has the new key {name}; its bodypack is silent until it has it too",
            "{id}：已换成新密钥 {name}；腰包写入新密钥之前没有声音",
        ),
        "key_written": ("{id}: key {name} is written into {path}", "{id}：密钥 {name} 已写入 {path}"),
        "key_named": (
            "{id}: has the key {name}; write it into its file with --into FILE",
            "{id}：密钥编号 {name}；用 --into 文件 可写入腰包的配置文件",
        ),
        "key_no_document": ("{path}: cannot be read: {reason}", "{path}：无法读取：{reason}"),
        "key_not_json": ("{path}: is no config.json of a bodypack", "{path}：不是腰包的 config.json"),
        "key_of_another": (
            '{path}: its id is not "{id}"; a key belongs to one bodypack alone',
            "{path}：其中的 id 不是“{id}”；密钥只属于一个腰包",
        ),
        # --- command line --------------------------------------------------------------------------------------------
        "cli_description": (
            "Mix the operators' microphones and stream them to the bodypacks.",
            "混合后台人员的麦克风，并把声音实时传给各个腰包。",
        ),
        "cli_config": ("the configuration, a TOML file", "配置文件（TOML）"),
        "cli_new_config": (
            "write a commented start configuration with new passwords, and stop",
            "写出一份带注释、含新密码的初始配置，然后退出",
        ),
        "cli_check": ("check the configuration and stop", "只检查配置，然后退出"),
        "cli_language": ("language of messages: en, zh or auto", "提示语言：en、zh 或 auto"),
        "cli_json_ready": (
            "print one line of JSON on standard output when everything is up",
            "全部就绪后在标准输出打印一行 JSON",
        ),
        "cli_log_json": ("log one JSON object a line", "日志每行输出一个 JSON 对象"),
        "cli_log_level": ("least level that is logged", "记录日志的最低级别"),
        "cli_nothing": (
            "say which configuration: --config FILE, or make one with --new-config FILE",
            "请指定配置：--config 文件，或用 --new-config 文件 生成一份",
        ),
        # --- life ----------------------------------------------------------------------------------------------------
        "ready": (
            "ready: HTTP on {http}, MQTT at {broker}, {bodypacks} bodypacks known",
            "已就绪：HTTP {http}，MQTT {broker}，已登记腰包 {bodypacks} 个",
        ),
        "token_kept": ("the API token is kept in {path}", "API 令牌保存在 {path}"),
        "stopping": ("stopping ({reason})", "正在停止（{reason}）"),
        "stopped": ("stopped", "已停止"),
        "our_mistake": (
            "a mistake of our own in {where}: {reason}",
            "程序自身出错（{where}）：{reason}",
        ),
        "child_started": ("{child} process {pid} is at work", "{child} 进程 {pid} 已开始工作"),
        "child_failed": (
            "the {child} process does not start: {reason}",
            "{child} 进程无法启动：{reason}",
        ),
        "media_restarted": (
            "the media process {reason} and is back after {silent_ms:.0f} ms (restart {restarts})",
            "媒体进程异常（{reason}），{silent_ms:.0f} 毫秒后恢复（第 {restarts} 次重启）",
        ),
        "listener_renewed": (
            "listener {id}: has a new key, its player needs the new description",
            "监听者 {id}：已更换密钥，播放端需要重新获取 SDP",
        ),
        "capture_restarted": (
            "the capture process {reason} and is back after {silent_ms:.0f} ms (restart {restarts})",
            "采集进程异常（{reason}），{silent_ms:.0f} 毫秒后恢复（第 {restarts} 次重启）",
        ),
        "source_opened": (
            "{source}: microphone open: {device}, {rate_hz:.0f} Hz",
            "{source}：麦克风已打开：{device}，{rate_hz:.0f} Hz",
        ),
        "source_lost": (
            "{source}: not heard: {why}; it is tried again until it is there",
            "{source}：没有声音：{why}；会一直重试",
        ),
        "cue_started": ("cue {cue}: {source} to {to}", "提词 {cue}：{source} → {to}"),
        "cue_ended": ("cue {cue}: over ({reason})", "提词 {cue}：结束（{reason}）"),
        "cue_refused": ("cue {cue}: cannot be said: {why}", "提词 {cue}：无法播出：{why}"),
        "receipt": (
            "{id}: heard {heard:g} % of cue {cue}{why}",
            "{id}：听到了提词 {cue} 的 {heard:g}%{why}",
        ),
        "receipt_why": ("; {text}", "；{text}"),
        "queue_full": (
            "the {child} process takes no more commands",
            "{child} 进程的命令队列已满",
        ),
        # --- MQTT ----------------------------------------------------------------------------------------------------
        "mqtt_connected": ("MQTT broker {broker}: connected", "MQTT 服务器 {broker}：已连接"),
        "mqtt_lost": (
            "MQTT broker {broker}: connection lost ({reason}); the sound goes on, trying again",
            "MQTT 服务器 {broker}：连接断开（{reason}）；声音不受影响，正在重连",
        ),
        "mqtt_unreachable": (
            "MQTT broker {broker}: cannot be reached ({reason}); trying again",
            "MQTT 服务器 {broker}：无法连接（{reason}）；正在重试",
        ),
        "mqtt_not_admitted": (
            "MQTT broker {broker}: refuses us ({reason}); check broker.username and broker.password",
            "MQTT 服务器 {broker}：拒绝登录（{reason}）；请检查 broker.username 和 broker.password",
        ),
        "mqtt_flood": (
            "more MQTT documents come than can be read; {count} were dropped",
            "收到的 MQTT 文档过多；已丢弃 {count} 份",
        ),
        # --- HTTP ----------------------------------------------------------------------------------------------------
        "http_port_taken": (
            "http.port: {host}:{port} is in use by another program; stop that or choose another port",
            "http.port：{host}:{port} 已被其他程序占用；请关闭它或换一个端口",
        ),
        "http_port_refused": (
            "http.port: this account may not listen on {host}:{port}",
            "http.port：当前账户无权监听 {host}:{port}",
        ),
        "https_port_taken": (
            "https.port: {host}:{port} is in use by another program; stop that or choose another port",
            "https.port：{host}:{port} 已被其他程序占用；请关闭它或换一个端口",
        ),
        "https_port_refused": (
            "https.port: this account may not listen on {host}:{port}",
            "https.port：当前账户无权监听 {host}:{port}",
        ),
        "https_no_address": (
            "https.host: {host} is no address of this machine",
            "https.host：{host} 不是本机地址",
        ),
        "https_bad_certificate": (
            "https.certificate: {path} and its key cannot be used: {reason}",
            "https.certificate：无法使用 {path} 及其密钥：{reason}",
        ),
        "https_certificate_made": (
            "a new certificate for {names}, good until {until}; browsers trust it once they trust {ca}",
            "已生成新证书，适用于 {names}，有效期至 {until}；浏览器信任 {ca} 后即信任此证书",
        ),
        "http_no_address": (
            "http.host: {host} is no address of this machine",
            "http.host：{host} 不是本机地址",
        ),
        "unauthorized": (
            "sign in first; a program sends the header: Authorization: Bearer TOKEN",
            "请先登录；程序请使用请求头：Authorization: Bearer TOKEN",
        ),
        "bad_host": ("this server does not answer to that host name", "本服务不响应该主机名"),
        "no_such_place": ("there is nothing at this address", "此地址没有内容"),
        "wrong_method": ("this address does not take that method", "此地址不支持该请求方法"),
        "bad_request": ("{place}: {reason}", "{place}：{reason}"),
        "too_large": ("the request is longer than {most} bytes", "请求超过 {most} 字节"),
        "too_many": ("there are {most} {what} already; end one first", "已有 {most} 个 {what}；请先结束一个"),
        "unknown_bodypack": ('there is no bodypack "{id}"', "没有腰包“{id}”"),
        "unknown_source": ('there is no microphone "{id}"', "没有麦克风“{id}”"),
        "unknown_target": (
            '"{id}" is no bodypack, no group and not "all"',
            '“{id}”不是腰包、不是组，也不是 "all"',
        ),
        "unknown_cue": ('there is no cue "{id}" going on', "没有正在进行的提词“{id}”"),
        "nothing_said": (
            'there is nothing that could be said to "{id}" again',
            "没有可以对“{id}”重播的提词",
        ),
        "cue_not_over": ('the cue "{cue}" is not over, or was never heard', "提词“{cue}”尚未结束，或从未播出"),
        "nothing_known": (
            'what "{id}" heard of the cue "{cue}" is not known (any longer)',
            "已无法得知“{id}”听到了提词“{cue}”的哪些部分",
        ),
        "nothing_missed": ('"{id}" missed nothing of the cue "{cue}"', "“{id}”完整听到了提词“{cue}”"),
        "unknown_listener": ('there is no listener "{id}"', "没有监听者“{id}”"),
        "unknown_file": (
            'there is no sound file "{file}" in the cue folder',
            "提词文件夹里没有声音文件“{file}”",
        ),
        "file_or_source": (
            'say one of "source", "file" and "phrase"',
            "“source”、“file”、“phrase”只能填一个",
        ),
        "library": ("{library}: {text}", "{library}：{text}"),
        "bodypack_away": ('the bodypack "{id}" is not connected', "腰包“{id}”未连接"),
        "gateway_busy": ("the gateway is busy; try again", "网关正忙；请重试"),
        "server_mistake": (
            "a mistake of the gateway itself; its log says more",
            "网关自身出错；详情见日志",
        ),
    }
)
