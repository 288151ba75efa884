"""What a report says beside its numbers."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "title": ("Show report", "直播报告"),
        "untitled": ("Live show", "直播"),
        "running": ("still on the air", "直播进行中"),
        "demo": (
            "Demo numbers: nobody sold any of this.",
            "演示数据：并非真实销售。",
        ),
        "replay": (
            "A replay: these numbers are of another day.",
            "回放：这些数据来自另一天。",
        ),
        "times_in": ("times in {zone}", "时间为 {zone}"),
        # --- sections -------------------------------------------------------------------------------------------------
        "head_room": ("The room", "全场"),
        "head_timeline": ("How it went", "全程走势"),
        "head_effect": ("Did the cues work?", "提词有没有用？"),
        "head_products": ("Products", "商品"),
        "head_questions": ("What viewers asked", "观众提问"),
        "head_cues": ("What was said", "提词"),
        "head_manual": ("Around people's cues", "人工提词前后"),
        "head_missing": ("What is missing", "缺少的数据"),
        "head_method": ("How this was counted", "统计方法"),
        # --- figures --------------------------------------------------------------------------------------------------
        "gmv_minor": ("sales (GMV)", "成交额"),
        "orders": ("orders", "订单数"),
        "units": ("units", "件数"),
        "viewers_peak": ("most viewers at once", "最高在线人数"),
        "viewers_mean": ("viewers on average", "平均在线人数"),
        "comments": ("comments", "评论数"),
        "cvr": ("conversion (CVR)", "转化率"),
        "ctr": ("click-through (CTR)", "点击率"),
        "aov_minor": ("average order", "客单价"),
        "gpm_minor": ("sales per 1000 views", "千次观看成交额"),
        "views": ("views", "观看次数"),
        "follows": ("new followers", "新增关注"),
        "likes": ("likes", "点赞数"),
        "shares": ("shares", "分享数"),
        "refunds": ("refunds", "退款数"),
        "formula_viewers_mean": (
            "viewers on average = the mean of the number of viewers, taken every ten seconds",
            "平均在线人数 = 每十秒取一次在线人数的平均值",
        ),
        # --- timeline -------------------------------------------------------------------------------------------------
        "axis_viewers": ("viewers", "在线人数"),
        "axis_orders": ("orders in {minutes} min", "每 {minutes} 分钟订单"),
        "axis_comments": ("comments in {minutes} min", "每 {minutes} 分钟评论"),
        "chart": (
            "Viewers, orders and comments over the show, with its cues",
            "直播期间的在线人数、订单和评论，以及提词的时刻",
        ),
        "by_assistant": ("the assistant's cue", "助手的提词"),
        "by_person": ("a person's cue", "人工提词"),
        "no_timeline": ("No source told numbers over time.", "没有数据源提供随时间变化的数据。"),
        # --- tables ---------------------------------------------------------------------------------------------------
        "col_figure": ("figure", "指标"),
        "col_value": ("value", "数值"),
        "col_product": ("product", "商品"),
        "col_price": ("price", "价格"),
        "col_impressions": ("impressions", "曝光"),
        "col_clicks": ("clicks", "点击"),
        "col_orders": ("orders", "订单"),
        "col_units": ("units", "件数"),
        "col_gmv": ("sales", "成交额"),
        "col_ctr": ("CTR", "点击率"),
        "col_cvr": ("CVR", "转化率"),
        "col_stock": ("left in stock", "剩余库存"),
        "col_spark": ("orders over time", "订单走势"),
        "col_topic": ("topic", "话题"),
        "col_users": ("viewers", "人数"),
        "col_example": ("for example", "例如"),
        "col_first": ("first at", "首次"),
        "col_told": ("host was told", "已告知主播"),
        "col_time": ("time", "时间"),
        "col_who": ("who", "谁"),
        "col_what": ("what", "内容"),
        "col_heard": ("heard", "听到"),
        "col_before": ("before", "之前"),
        "col_after": ("after", "之后"),
        "col_rule": ("rule", "规则"),
        "col_found": ("found here", "本场触发"),
        "yes": ("yes", "是"),
        "no": ("no", "否"),
        "assistant": ("assistant", "助手"),
        "operator": ("operator", "操作员"),
        "spoken_live": ("spoken live", "现场口播"),
        "private": ("private: what was said is not shown", "私密通话，内容不显示"),
        "heard_unknown": ("not known", "未知"),
        "no_products": ("No product was told of.", "没有商品数据。"),
        "no_questions": ("No question was asked by enough viewers at once.", "没有多人同时提出的问题。"),
        "no_cues": ("Nothing was said.", "没有提词。"),
        "no_rules": ("The assistant's rules found nothing.", "助手的规则没有触发。"),
        # --- effect ---------------------------------------------------------------------------------------------------
        "effect_lead": (
            "Each time a rule found its moment, a coin decided whether to speak or to stay silent. Only so can one "
            "tell what a cue does: moments in which people choose to speak are special by themselves.",
            "每当规则发现一个时刻，就抛硬币决定提词还是不提词。只有这样才能看出提词的作用："
            "由人挑选的时刻，本身就与众不同。",
        ),
        "here": ("This airing", "本场直播"),
        "pool": ("All live airings so far ({count})", "至今全部直播（{count} 场）"),
        "never_held": (
            "Always spoken: no coin is tossed for what a host must not miss, so what it does cannot be told.",
            "必须提词：主播不能错过的事不抛硬币，因此无法得知其效果。",
        ),
        "left_out": ("Not compared: {reasons}", "未计入比较：{reasons}"),
        "reason": ("{count} × {reason}", "{count} 次{reason}"),
        "beside": (
            "Per viewer-minute instead: ×{ratio}, {low} to {high}.",
            "按观众分钟计：×{ratio}，{low} 至 {high}。",
        ),
        "manual_lead": (
            "What was counted in the room in the five minutes before and after each cue that a person gave; indicative "
            "only.",
            "人工提词前后各五分钟的全场计数，仅供参考。",
        ),
        # --- method ---------------------------------------------------------------------------------------------------
        "method_window": (
            "What follows a moment is counted for five minutes from the moment itself, whether it was spoken or not.",
            "每个时刻之后统计五分钟，从该时刻起算，无论是否提词。",
        ),
        "method_assigned": (
            "A moment counts as the coin chose, even where the cue was skipped or cut off.",
            "每个时刻按硬币的决定计入，即使提词被跳过或打断。",
        ),
        "method_range": (
            "The range allows for orders that come in bursts (over-dispersion). An airing that is over is looked at "
            "once, and judged by a 95 % range; what runs, and the pool of all airings, which is looked at again and "
            "again, by a 99.5 % range.",
            "可信范围考虑了订单的聚集（过度离散）。已结束的单场直播只判断一次，用 95 % 范围；"
            "进行中的直播和全部直播的汇总会被反复查看，用 99.5 % 范围。",
        ),
        "method_formulas": ("Formulas", "公式"),
        # --- missing --------------------------------------------------------------------------------------------------
        "missing_none": ("Nothing that this report asks for.", "本报告所需的数据齐全。"),
        "missing_orders": (
            "No source told orders: no sales, no conversion, and no way to say whether cues worked.",
            "没有数据源提供订单：无法统计成交额和转化率，也无法判断提词是否有用。",
        ),
        "missing_clicks": (
            "No source told clicks: no conversion; cues are judged by orders per viewer-minute.",
            "没有数据源提供点击：无法统计转化率；提词的效果按每观众分钟的订单判断。",
        ),
        "missing_viewers": ("No source told the number of viewers.", "没有数据源提供在线人数。"),
        "missing_views": (
            "No source told views: no sales per 1000 views.",
            "没有数据源提供观看次数：无法统计千次观看成交额。",
        ),
        "missing_stock": ("No source told stock.", "没有数据源提供库存。"),
        "missing_beyond": (
            "{count} facts were of more products than are kept; they count for the room alone.",
            "有 {count} 条数据属于超出上限的商品，只计入全场。",
        ),
        "missing_source": (
            "The source {src} had been silent for {minutes} min at the end.",
            "结束时，数据源 {src} 已有 {minutes} 分钟没有更新。",
        ),
        "missing_end": ("The airing is not over: numbers will change.", "直播尚未结束：数字还会变化。"),
        "missing_people": (
            "People's cues are not shown: they were not given at the time of this replay's numbers.",
            "人工提词不显示：它们与回放数据不在同一时间。",
        ),
        "missing_comments": (
            "What viewers wrote is no longer kept; counts are.",
            "观众的评论原文已不再保存，仅保留计数。",
        ),
        "footer": ("Made by hushcue on {when}.", "由 hushcue 生成于 {when}。"),
    }
)
