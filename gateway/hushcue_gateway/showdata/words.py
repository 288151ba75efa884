"""What is said about show data."""

from __future__ import annotations

from hushcue_words import Catalogue, Trouble

from .documents import Malformed

WORDS = Catalogue(
    {
        # what is wrong with a document
        "data_not_json": ("this line is no JSON", "这一行不是 JSON"),
        "data_not_utf8": ("this line is not in UTF-8", "这一行不是 UTF-8 编码"),
        "data_not_an_object": ("a document is a JSON object", "每条数据必须是一个 JSON 对象"),
        "data_too_many_fields": ("at most {most} fields", "字段过多（最多 {most} 个）"),
        "data_missing": ("{field}: missing", "{field}：缺少此字段"),
        "data_unknown_field": ("{field}: no document of this type has it", "{field}：此类数据没有这个字段"),
        "data_unknown_type": (
            "type: comment, order, gauge, counter, pin, product or on_air",
            "type：必须是 comment、order、gauge、counter、pin、product 或 on_air",
        ),
        "data_unknown_version": ("v: 1", "v：必须是 1"),
        "data_unknown_state": (
            "state: created, paid, cancelled or refunded",
            "state：必须是 created、paid、cancelled 或 refunded",
        ),
        "data_unknown_mode": ("mode: delta or total", "mode：必须是 delta 或 total"),
        "data_empty": ("{field}: empty", "{field}：不能为空"),
        "data_not_text": ("{field}: text is needed", "{field}：必须是文字"),
        "data_too_long": ("{field}: at most {most} characters", "{field}：最多 {most} 个字符"),
        "data_not_a_name": (
            "{field}: a-z, 0-9 and . _ - only",
            "{field}：只能包含 a-z、0-9 和 . _ -",
        ),
        "data_not_a_language": (
            '{field}: a language tag such as "th" or "zh-Hant"',
            "{field}：语言代码，如 th、zh-Hant",
        ),
        "data_not_a_number": ("{field}: a whole number is needed", "{field}：必须是整数"),
        "data_out_of_range": ("{field}: 0 to {most}", "{field}：范围为 0 到 {most}"),
        "data_not_a_currency": (
            "{field}: three capital letters (ISO 4217), such as USD",
            "{field}：三位大写货币代码（ISO 4217），如 CNY",
        ),
        "data_not_words": ("{field}: a list of words", "{field}：必须是词语列表"),
        "data_too_many_words": ("{field}: at most {most} short words", "{field}：最多 {most} 个短词"),
        "data_not_a_time": (
            "{field}: ISO 8601 with a zone, or milliseconds since 1970",
            "{field}：带时区的 ISO 8601 时间，或 1970 年以来的毫秒数",
        ),
        "data_time_without_zone": ("{field}: a time with its zone is needed", "{field}：时间必须带时区"),
        "data_not_true_or_false": ("{field}: true or false", "{field}：必须是 true 或 false"),
        # what cannot be done
        "unknown_airing": ("there is no such airing", "没有这场直播"),
        "unknown_product": ('there is no product "{id}"', "没有商品“{id}”"),
        "airing_running": ("an airing of this show is on", "这个场次正在直播"),
        "nothing_plays": ("no demonstration or replay is running", "没有正在进行的演示或回放"),
        "airing_none": ("no airing of this show is on", "这个场次没有正在进行的直播"),
        "airing_over": ("this airing has ended", "这场直播已结束"),
        "airing_going_on": ("end this airing first", "请先结束这场直播"),
        "airing_empty": ("nothing is kept of this airing that could be played", "这场直播没有可回放的数据"),
        "demo_in_live": (
            "a live airing is on: demonstration data is not mixed into it",
            "正在直播：演示数据不能混入真实直播",
        ),
        "live_in_replay": (
            "a demonstration or replay is running: stop it first, then tell this again",
            "正在演示或回放：请先停止，然后重新发送",
        ),
        # what was taken back
        "undone": ("taken back: {what}", "已撤销：{what}"),
        "undone_and": (", ", "、"),
        "undone_of": ("{product}: {what}", "{product}：{what}"),
        "told_viewers": ("viewers {value}", "在线人数 {value}"),
        "told_stock": ("stock {value}", "库存 {value}"),
        "told_impressions": ("impressions {value}", "曝光 {value}"),
        "told_clicks": ("clicks {value}", "点击 {value}"),
        "told_carts": ("added to carts {value}", "加购 {value}"),
        "told_views": ("views {value}", "观看次数 {value}"),
        "told_likes": ("likes {value}", "点赞 {value}"),
        "told_shares": ("shares {value}", "分享 {value}"),
        "told_follows": ("follows {value}", "关注 {value}"),
        "told_order": ("an order of {value}", "订单 {value} 件"),
        "told_pin": ("shown now", "讲解"),
        "told_no_pin": ("nothing shown", "取消讲解"),
        "told_on_air": ("on the air", "直播中"),
        "told_off_air": ("off the air", "未直播"),
        "told_product": ("product details", "商品资料"),
        "told_comment": ("a comment", "评论"),
        "nothing_to_undo": ("nothing that was entered by hand is left to undo", "没有可撤销的手动录入"),
        "ingest_busy": (
            "at most {most} requests and WebSockets of one token at a time; send it again",
            "同一令牌最多同时 {most} 个请求与 WebSocket；请稍后重发",
        ),
        "products_full": ("at most {most} products", "商品最多 {most} 个"),
        # what happened
        "airing_began": ("{show}: an airing began ({kind})", "{show}：直播数据开始记录（{kind}）"),
        "airing_ended": ("{show}: the airing ended", "{show}：直播数据记录结束"),
        "airing_resumed": ("{show}: the airing goes on after a restart", "{show}：重启后继续记录直播数据"),
        "csv_refused": (
            "{file}, line {line}: {why}",
            "{file} 第 {line} 行：{why}",
        ),
        "csv_bad_cell": ("{column}: a number is needed", "{column}：必须是数字"),
        "csv_no_column": (
            "its first row names no column that is known",
            "首行没有可识别的列名",
        ),
        "csv_unreadable": ("{file}: cannot be read ({why})", "{file}：无法读取（{why}）"),
        "mqtt_data_too_long": ("at most {most} bytes at a time", "每次最多 {most} 字节"),
        "mqtt_data_refused": ("show data over MQTT for {show}: {why}", "{show} 的 MQTT 数据：{why}"),
    }
)


def trouble_of(malformed: Malformed) -> Trouble:
    """The sentence for it."""
    return WORDS.trouble(f"data_{malformed.why}", exit_code=0, field=malformed.field or "-", most=malformed.most)
