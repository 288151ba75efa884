"""The sentences about effect."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        # --- one rule's moments, said in parts ----------------------------------------------------------------------
        "moments": (
            "Comparable moments: {n}. A coin chose to speak at {n_sent}, to stay silent at {n_held}.",
            "在 {n} 个可比的时刻由抛硬币决定：提词 {n_sent} 次，对照组 {n_held} 次不提词。",
        ),
        "moments_none": (
            "There is no comparable moment yet.",
            "还没有可比的时刻。",
        ),
        "spoken": (
            "Of the {n_sent}, {n_spoken} were heard to the end; the others count all the same.",
            "其中 {n_sent} 次应提词，完整播出 {n_spoken} 次；其余同样计入。",
        ),
        "per_clicks": (
            "Orders per 100 clicks: {sent} spoken, {held} silent.",
            "每百次点击的订单：提词 {sent}，不提词 {held}。",
        ),
        "per_viewer_minutes": (
            "Orders per 1000 viewer-minutes: {sent} spoken, {held} silent.",
            "每千观众分钟的订单：提词 {sent}，不提词 {held}。",
        ),
        "per_moments": (
            "Orders per moment: {sent} spoken, {held} silent.",
            "每个时刻的订单：提词 {sent}，不提词 {held}。",
        ),
        "effect": (
            "Effect ×{ratio}, plausible range {low} to {high}",
            "效果 ×{ratio}，可信范围 {low} 至 {high}",
        ),
        "effect_open": (
            "Effect not known, plausible range from {low} up",
            "效果未知，可信范围 {low} 以上",
        ),
        "no_effect": ("Effect not known", "效果未知"),
        "helps": ("it helps", "有帮助"),
        "hurts": ("it hurts", "有害"),
        "unknown": ("not enough evidence yet", "证据不足"),
        "too_few": (
            "Not enough evidence yet: it takes {least} moments, and {in_arm} of each kind",
            "证据不足：至少需要 {least} 个时刻，每组至少 {in_arm} 个",
        ),
        "unknown_more": (
            "not enough evidence yet (about {more} more moments would show an effect of ×1.25)",
            "证据不足（大约再有 {more} 个时刻才能看出 ×1.25 的效果）",
        ),
        "unknown_most": (
            "not enough evidence yet (it would take more than {more} moments to show an effect of ×1.25)",
            "证据不足（要看出 ×1.25 的效果，还需 {more} 个以上的时刻）",
        ),
        "all_counted": (
            "Pins, prices or people moved more often in one arm than in the other, so every moment is counted as the "
            "coin chose.",
            "两组中商品置顶、改价或人工干预的次数不一致，因此所有时刻都按硬币的决定计入。",
        ),
        # --- what was left out ----------------------------------------------------------------------------------------
        "never_held": (
            "always spoken: no coin is tossed for what a host must not miss",
            "必须提词：主播不能错过的事不抛硬币",
        ),
        "asked": ("a person asked for it", "由人工发起"),
        "nobody_to_tell": ("there was no host to tell", "没有可提词的主播"),
        "too_many_suggestions": ("too many suggestions waited for a person", "等待人工处理的建议过多"),
        "forced": ("a person had it spoken though the coin said silence", "硬币决定不提词，但有人要求播出"),
        "another_cue": ("another cue lay in the five minutes", "五分钟内还有另一条提词"),
        "pin_changed": ("the product was pinned or unpinned in the five minutes", "五分钟内商品置顶有变化"),
        "price_changed": ("price or offer changed in the five minutes", "五分钟内价格或优惠有变化"),
        "off_air": ("the show went off the air", "直播中断"),
        "airing_ended": ("the airing ended before the five minutes were over", "五分钟未到直播已结束"),
        "no_orders": ("no source tells orders", "没有数据源提供订单"),
        "no_clicks": ("no source told clicks then", "当时没有数据源提供点击"),
        "no_viewer_minutes": ("no source told viewers then", "当时没有数据源提供在线人数"),
        "not_counted": ("the gateway did not run when it was to be counted", "统计时网关未在运行"),
        # --- people's cues --------------------------------------------------------------------------------------------
        "caveat": (
            "One moment cannot show cause: prices, traffic and chance also move this.",
            "单独一个时刻说明不了因果：价格、流量和偶然都会影响这些数字。",
        ),
        "indicative": ("indicative only", "仅供参考"),
        # --- rules ----------------------------------------------------------------------------------------------------
        "rule_stock_low": ("stock is low", "库存告急"),
        "rule_sold_out": ("sold out", "已售罄"),
        "rule_viewers_peak": ("most viewers so far", "在线人数新高"),
        "rule_slow_product": ("many look, few buy", "点击高、转化低"),
        "rule_comment_spike": ("burst of comments", "评论激增"),
        "rule_question": ("frequent question", "高频提问"),
        "rule_order_surge": ("surge of orders", "订单激增"),
        "rule_order_slump": ("slump of orders", "订单骤降"),
        "rule_deadline": ("offer ends", "优惠即将结束"),
        "rule_source_stale": ("source is silent", "数据源中断"),
    }
)
