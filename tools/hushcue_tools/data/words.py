"""What ``hushcue data`` says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "help_what": (
            "demo: a made-up show; stop: end it; replay: a recorded file, at its pace; send: a file at once; watch: "
            "what is added to the files of a folder; tiktok: comments, viewers and pinned product of a TikTok LIVE",
            "demo：演示数据；stop：结束演示；replay：按原节奏重放文件；send：一次发送文件；watch：持续发送文件夹中新增的内容；"
            "tiktok：TikTok 直播的评论、在线人数和讲解商品",
        ),
        "help_from": (
            "replay, send: file of documents, one a line, - is the standard input; watch: folder; tiktok: @NAME",
            "replay、send：每行一个文档的文件，- 为标准输入；watch：文件夹；tiktok：@用户名",
        ),
        "help_show": ("the show they are about", "所属场次"),
        "help_config": ("the gateway's configuration: where it is and its token", "网关配置文件（地址与令牌）"),
        "help_gateway": ("the gateway's address", "网关地址"),
        "help_token": (
            "its token, or an API token that may enter show data (or the environment's HUSHCUE_TOKEN)",
            "网关令牌，或有“可录入节目数据”权限的接口令牌（也可用环境变量 HUSHCUE_TOKEN）",
        ),
        "help_ca": ("certificate of the authority behind an https address", "https 地址所用证书颁发机构的证书文件"),
        "help_speed": ("demo, replay: so many times as fast, 1 to 120", "demo、replay：倍速，1 至 120"),
        "help_seed": ("demo: the same number makes the same show", "demo：相同数字生成相同的演示"),
        "help_minutes": ("demo: how long the show is", "demo：演示的时长（分钟）"),
        "help_live": (
            "replay: as if it happened now, not marked as a demonstration",
            "replay：当作正在发生的数据，不标记为演示",
        ),
        "help_sign_key": (
            "tiktok: key of Euler Stream, which signs the connection (or the environment's EULER_API_KEY)",
            "tiktok：签名服务 Euler Stream 的密钥（也可用环境变量 EULER_API_KEY）",
        ),
        "needs_from": ("{what} needs to know what: {like}", "{what} 需要指定来源：{like}"),
        "needs_nothing": ("{what} takes nothing more", "{what} 不需要其他参数"),
        "bad_speed": ("--speed: from {low} to {high}", "--speed：{low} 至 {high}"),
        "no_show": ("name the show with --show", "请用 --show 指定场次"),
        "no_file": ("{path} cannot be read: {reason}", "无法读取 {path}：{reason}"),
        "no_folder": ("there is no folder {path}", "没有文件夹 {path}"),
        # as it goes
        "playing": (
            "a made-up show is played at {speed} times its speed; end it with: hushcue data stop",
            "正在以 {speed} 倍速播放演示数据；结束请运行：hushcue data stop",
        ),
        "stopped": ("it is over", "已结束"),
        "connected": ("connected to {url}", "已连接 {url}"),
        "waiting": (
            "the gateway is away ({reason}); tried again in {seconds} s; documents that wait: {count}",
            "网关断开（{reason}）；{seconds} 秒后重试，{count} 条数据等待发送",
        ),
        "refused_line": ("refused: line {line}: {said}", "被拒绝：第 {line} 行：{said}"),
        "refused_document": ("refused: {said}", "被拒绝：{said}"),
        "refused": ("refused: line {line}, {field}: {said}", "被拒绝：第 {line} 行，{field}：{said}"),
        "refused_field": ("refused: {field}: {said}", "被拒绝：{field}：{said}"),
        "not_taken": ("not taken ({count}): {said}", "{count} 条数据未被采纳：{said}"),
        "left_out": (
            "left out ({count}): the gateway was away too long",
            "有 {count} 条数据被丢弃：网关断开过久",
        ),
        "told": (
            "{accepted} taken, {doubled} known before, {refused} refused",
            "采纳 {accepted}，重复 {doubled}，拒绝 {refused}",
        ),
        "not_a_row": ("{file}, line {line}: {reason}", "{file} 第 {line} 行：{reason}"),
        "watching": ("watches {path}; end with Ctrl+C", "正在监视 {path}；按 Ctrl+C 结束"),
        # TikTok
        "tiktok_absent": (
            "this needs TikTokLive, which is not part of hushcue: pip install TikTokLive. Its licence is a modified "
            "AGPL-3.0, it is no product of TikTok, and Euler Stream signs its connections",
            "需要 TikTokLive，它不是 hushcue 的一部分：pip install TikTokLive。其许可证为修改版 AGPL-3.0，"
            "并非 TikTok 官方产品，连接由 Euler Stream 签名",
        ),
        "tiktok_offline": (
            "@{name} is not live; looked for again in {seconds} s",
            "@{name} 未开播；{seconds} 秒后再试",
        ),
        "tiktok_unknown": ("there is no LIVE of @{name}", "找不到 @{name} 的直播"),
        "tiktok_failed": (
            "TikTok: {reason}; tried again in {seconds} s",
            "TikTok：{reason}；{seconds} 秒后重试",
        ),
        "tiktok_on": ("@{name} is live", "@{name} 正在直播"),
        "tiktok_over": ("the LIVE of @{name} is over", "@{name} 的直播已结束"),
    }
)
