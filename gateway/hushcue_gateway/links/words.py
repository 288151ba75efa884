"""What is said about links."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        # how a link is
        "link_off": ("not set up", "未配置"),
        "link_connecting": ("connecting", "连接中"),
        "link_waiting": ("waits for the first message", "等待第一条消息"),
        "link_connected": ("connected", "已连接"),
        # files
        "csv_waits": (
            "a demonstration or replay is running: rows that are added meanwhile are told when it is over",
            "正在演示或回放：期间新增的行将在结束后读入",
        ),
        # Shopify
        "shopify_off": ("no shop is linked to this show", "该场次没有接入店铺"),
        "shopify_not_signed": (
            "the webhook is not signed with the secret of this shop",
            "webhook 签名与店铺密钥不符",
        ),
        "shopify_other_shop": ("the webhook is of another shop", "webhook 来自另一家店铺"),
        "shopify_busy": ("too many webhooks at a time; send it again", "webhook 过多，请稍后重发"),
        "shopify_unreadable": (
            "Shopify: {topic} cannot be read: {field}; it was left out",
            "Shopify：{topic} 无法读取：{field}，已忽略",
        ),
        "shopify_away": (
            "the shop {shop} cannot be reached: {reason}; it is tried again",
            "无法连接店铺 {shop}：{reason}；正在重试",
        ),
        "shopify_token": (
            "the shop {shop} does not accept the token; make a new one in its admin (Apps) and put it into [shopify]",
            "店铺 {shop} 不接受访问令牌；请在店铺后台（应用）重新生成并填入 [shopify]",
        ),
        "shopify_scope": (
            "the token may not read {what} of the shop: it needs read_orders, read_products and read_inventory",
            "访问令牌无权读取店铺的 {what}：需要 read_orders、read_products、read_inventory 权限",
        ),
        "shopify_slow": (
            "the shop {shop} asks for patience: its limit of requests is used up for {seconds} s",
            "店铺 {shop} 请求次数已达上限，{seconds} 秒后重试",
        ),
        "shopify_refuses": (
            "the shop {shop} refuses the question: {reason}",
            "店铺 {shop} 拒绝查询：{reason}",
        ),
        # OBS
        "obs_away": (
            "OBS at {url} cannot be reached: {reason}; is it running, with its WebSocket server on (Tools menu)?",
            "无法连接 {url} 的 OBS：{reason}；请确认 OBS 已启动并在“工具”菜单中开启 WebSocket 服务器",
        ),
        "obs_password": (
            "OBS at {url} does not accept the password; it stands in OBS under Tools, WebSocket server settings",
            "{url} 的 OBS 不接受密码；密码见 OBS“工具”菜单的 WebSocket 服务器设置",
        ),
        "obs_version": (
            "OBS at {url} speaks another protocol: obs-websocket 5 is needed (OBS 28 or newer)",
            "{url} 的 OBS 协议不符：需要 obs-websocket 5（OBS 28 或更新版本）",
        ),
        "obs_sent_away": (
            "OBS at {url} ended the connection by hand; restart the gateway to link it again",
            "OBS（{url}）手动断开了连接；重启网关后可重新连接",
        ),
        "obs_scenes": (
            "no scene in OBS is called {scenes} (any more): name it so again, or change scenes in [obs]",
            "OBS 中（已）没有名为 {scenes} 的场景：请改回原名，或修改 [obs] 的 scenes",
        ),
        "link_not_taken": ("{name} told something that was not taken: {reason}", "{name} 的数据未被采纳：{reason}"),
        "link_mistake": (
            "the link {name} failed by a mistake of ours and begins anew: {reason}",
            "接入 {name} 因程序错误中断，正在重新开始：{reason}",
        ),
    }
)
