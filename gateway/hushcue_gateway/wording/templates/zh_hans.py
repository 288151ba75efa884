"""What a back office says in 简体中文."""

from __future__ import annotations

from ..line import Pack, Template

CUES = {
    "stock_low": (
        Template("{it}库存只剩{stock:件}了，引导一下抓紧下单。", least={"stock": 1}),
        Template(
            "{it}还剩{stock:件}，大概{minutes_left:分钟}就卖完了，催一下单。", least={"stock": 1, "minutes_left": 1}
        ),
        Template("提醒一下，{it}快没货了，最后{stock:件}。", least={"stock": 1}),
    ),
    "sold_out": (
        Template("{it}卖完了，接着讲{next}吧。"),
        Template("{it}没库存了，可以转到{next}。"),
        Template("{it}已经售罄，先别推了，换下一款吧。", rank=1),
        Template("{it}卖完了，可以讲下一款了。", rank=1),
    ),
    "viewers_peak": (
        Template("现在{viewers>人}在线，本场最高，把福利款放出来吧。", least={"viewers": 2}),
        Template("刚冲到{viewers>人}在线，跟新进来的朋友打个招呼。", least={"viewers": 2}),
        Template("在线人数新高，{viewers>人}，适合上主推款。", least={"viewers": 2}),
    ),
    "slow_product": (
        Template("{it}点的人多，下单的少，再补充讲一下细节吧。"),
        Template("{it}最近有{clicks>次}点击，只成交{orders:单}，讲讲顾虑吧。", least={"orders": 1}),
        Template("很多人点开{it}还没下单，可以说说价格和售后。"),
    ),
    "comment_spike": (
        Template("评论区热起来了，一分钟{per_min>条}，看一眼大家在聊什么。", least={"per_min": 2}),
        Template("评论一下子多了，跟大家互动一下吧。"),
    ),
    "question": (
        Template("{users:个人}在问{it}的{topic}，详细讲一下吧。", least={"users": 2}),
        Template("评论区好几个人问{it}的{topic}，麻烦解答一下。", least={"users": 3}),
        Template("评论区有{users:个人}在问{topic}，解答一下吧。", least={"users": 2}, rank=1),
        Template("评论区好几个人在问{topic}，麻烦再讲一遍。", least={"users": 3}, rank=1),
        Template("有{users:个人}在问同一个问题，看一眼评论区。", least={"users": 2}, rank=2),
    ),
    "order_surge": (
        Template("{it}这{minutes:分钟}出了{orders:单}，趁热再推一把。", least={"orders": 2, "minutes": 1}),
        Template("{it}卖得正火，保持节奏，再催一下单。"),
        Template("这{minutes:分钟}出了{orders:单}，势头很好，继续。", least={"orders": 2, "minutes": 1}, rank=1),
        Template("下单的人多起来了，节奏很好，接着讲。", rank=1),
    ),
    "order_slump": (
        Template(
            "这{minutes:分钟}只有{orders:单}，平时有{usual:单}左右，换个角度讲讲。", least={"orders": 1, "usual": 2}
        ),
        Template("现在下单慢了，别急，可以再提一下福利。"),
    ),
    "deadline": (
        Template("{it}的优惠还有{seconds_left~}结束，提醒大家下单。", least={"seconds_left": 6}),
        Template("还剩{seconds_left~}，{it}的优惠就没了，最后催一下。", least={"seconds_left": 6}),
    ),
    "source_stale": (Template("数据源{src}已经{silent_s~}没有更新，看板上的数字可能不准。", least={"silent_s": 1}),),
}

CARDS = {
    "stock_low": (
        Template(
            "{it}现在只剩{stock:件}，按现在的速度约{minutes_left:分钟}卖完。喜欢的朋友抓紧下单。", least={"stock": 1}
        ),
        Template("{it}现在只剩{stock:件}。喜欢的朋友抓紧下单。", least={"stock": 1}),
    ),
    "sold_out": (
        Template("{it}已经卖完，没抢到的朋友别着急，我们马上看{next}。"),
        Template("{it}已经卖完，没抢到的朋友别着急，我们来看下一款。"),
    ),
    "viewers_peak": (
        Template(
            "现在直播间有{viewers>人}，是本场最高（之前最高{was:人}）。欢迎刚进来的朋友，点个关注。", least={"was": 1}
        ),
        Template("现在直播间有{viewers>人}，是本场最高。欢迎刚进来的朋友，点个关注。"),
    ),
    "slow_product": (
        Template(
            "{it}最近{minutes:分钟}：点击{clicks:次}，下单{orders:单}，转化率{cvr}，平时{usual_cvr}。可以补充：细节和用法、价格和优惠、发货和售后。"
        ),
    ),
    "comment_spike": (
        Template("评论现在每分钟{per_min:条}，平时{usual_per_min:条}左右。挑几条念出来，回应一下大家。"),
    ),
    "question": (
        Template("{users:位}观众在问{it}的{topic}。请详细回答一遍，再问问大家听清楚了没有。"),
        Template("{users:位}观众在问{topic}。请详细回答一遍，再问问大家听清楚了没有。"),
    ),
    "order_surge": (
        Template("{it}最近{minutes:分钟}成交{orders:单}，是之前的{times}倍。感谢下单的朋友，还没下单的朋友跟上。"),
        Template("最近{minutes:分钟}成交{orders:单}，是之前的{times}倍。感谢下单的朋友，还没下单的朋友跟上。"),
    ),
    "order_slump": (
        Template("最近{minutes:分钟}成交{orders:单}，平时约{usual:单}。可以重提优惠、换个卖点，或者先聊聊大家的问题。"),
    ),
    "deadline": (Template("{it}的优惠还有{seconds_left~}就结束了。想要的朋友现在下单。"),),
    "source_stale": (Template("数据源{src}已经{silent_s~}没有更新。请检查连接，在恢复之前不要照着看板上的数字讲。"),),
}

TOPICS = {
    "price": "价格", "discount": "优惠", "size": "尺码", "colour": "颜色", "material": "面料材质",
    "quality": "质量", "stock": "库存", "shipping": "发货", "payment": "付款方式", "returns": "退换和保修",
    "authenticity": "真伪", "how_to_buy": "下单方式", "use": "用法", "suits": "适合人群", "contents": "规格和成分",
    "expiry": "保质期", "gift": "赠品", "show_it": "上身效果", "difference": "款式区别",
}  # fmt: skip

PACK = Pack(
    language="zh-Hans",
    voice_language="zh-CN",
    slot="{n}号链接",
    over="{n}多{noun}",
    gap="",
    scripts=("LATIN", "CJK"),
    chars_per_s=5.6,
    cues=CUES,
    cards=CARDS,
    topics={topic: (name, name) for topic, name in TOPICS.items()},
)
