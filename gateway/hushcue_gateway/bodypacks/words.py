"""What is said about registering, configuring and retiring bodypacks."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "declared_in_file": (
            'the bodypack "{id}" stands in the configuration file: take it out there and start the gateway again',
            "腰包“{id}”写在配置文件中：请从文件里删除，再重新启动网关",
        ),
        "retire_instead": (
            '"{id}" is a bodypack: an owner retires it on the page Bodypacks',
            "“{id}”是腰包：请由所有者在“腰包”页面将其停用",
        ),
        "secret_in_the_clear": (
            "the answer holds a key and passwords: ask for it over https, or on the gateway's own machine",
            "返回内容包含密钥和密码：请通过 https 访问，或在网关所在的电脑上操作",
        ),
        "broker_not_heard": (
            'bodypacks cannot reach the broker, it listens to this machine alone: write listen = "0.0.0.0" under '
            "[broker] in the configuration file and start the gateway again",
            '腰包连不上 MQTT 服务器，它只监听本机：请在配置文件的 [broker] 下写 listen = "0.0.0.0"，然后重新启动网关',
        ),
        "broker_password_needed": (
            'your own broker keeps its accounts itself: make one there with the name "{id}", and say its password here',
            "账号由您自己的 MQTT 服务器管理：请在那里创建名为“{id}”的账号，并在此填写其密码",
        ),
        "broker_password_ours": (
            "the gateway's own broker gets a new password for this bodypack: leave broker_password out",
            "网关自带的 MQTT 服务器会为这个腰包生成新密码：请不要填写 broker_password",
        ),
        "bad_ssid": (
            "ssid: a Wi-Fi network's name has 1 to {most} bytes, all printable",
            "ssid：Wi-Fi 名称须为 1 到 {most} 个字节的可见字符",
        ),
        "bad_wifi_password": (
            "wifi_password: must be empty (an open network) or 8 to 63 ASCII characters",
            "wifi_password：须为空（开放网络）或 8 到 63 个 ASCII 字符",
        ),
        "bad_gateway_place": (
            "gateway: must be the name or address of this machine, such as 192.168.1.10",
            "gateway：须为本机的主机名或地址，例如 192.168.1.10",
        ),
        "bad_country": (
            "country: must be two capital letters, such as CN",
            "country：须为两个大写字母，例如 CN",
        ),
        "bad_board": (
            "board: must be the name of a board file, such as esp32_s3, or empty",
            "board：须为板型文件名，例如 esp32_s3，或留空",
        ),
        "bodypack_registered": ("{id}: registered", "{id}：已登记"),
        "bodypack_configured": (
            "{id}: has a new device key ({key}) and a new password; what it had before is worth nothing",
            "{id}：已换用新设备密钥（{key}）和新密码，之前的均已失效",
        ),
        "bodypack_retired": (
            "{id}: retired; its device key and its account are gone",
            "{id}：已停用，设备密钥和账号已删除",
        ),
        "wrong_key": (
            "it holds another device key ({key}) than the gateway ({ours}): connect it by USB and write its identity "
            "anew",
            "设备密钥（{key}）与网关的（{ours}）不一致：请用 USB 连接并重新写入身份",
        ),
        "live_lagging": (
            "{name}: the page Bodypacks did not keep up and was disconnected; it comes back by itself",
            "{name}：“腰包”页面跟不上更新，已断开，会自动重连",
        ),
        # lower ceilings
        "ceiling_only_lowers": (
            "{id}: its ceiling is {now} dB; from here it can only be lowered. To raise it, provision it by cable",
            "{id}：当前上限为 {now} dB，此处只能调低；如需调高，请用数据线重新写入配置",
        ),
        "ceiling_out_of_range": (
            "a ceiling lies between {low} and 0 dB; for less, turn the volume down",
            "上限须在 {low} 至 0 dB 之间；如需更小声，请调低音量",
        ),
        "ceiling_wanted": ("{id}: is to lower its ceiling to {ceiling_db} dB", "{id}：上限将调低至 {ceiling_db} dB"),
    }
)
