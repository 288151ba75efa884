"""What a back office says in 繁體中文, as in Taiwan: 連結, 留言, 線上人數."""

from __future__ import annotations

from ..line import Pack, Template

CUES = {
    "stock_low": (
        Template("{it}庫存只剩{stock:件}囉，帶大家趕快下單。", least={"stock": 1}),
        Template(
            "{it}還有{stock:件}，大概{minutes_left:分鐘}就會賣完，催一下。", least={"stock": 1, "minutes_left": 1}
        ),
        Template("提醒一下，{it}快沒貨了，剩最後{stock:件}。", least={"stock": 1}),
    ),
    "sold_out": (
        Template("{it}賣完了，接著介紹{next}吧。"),
        Template("{it}沒庫存了，可以換{next}。"),
        Template("{it}已經完售，先不要再推了，換下一款吧。", rank=1),
        Template("{it}賣完了，可以介紹下一款了。", rank=1),
    ),
    "viewers_peak": (
        Template("現在線上{viewers>人}，這場最高，可以把優惠款放出來。", least={"viewers": 2}),
        Template("剛剛衝到{viewers>人}在線上，跟新進來的朋友打聲招呼。", least={"viewers": 2}),
        Template("線上人數創新高，{viewers>人}，很適合介紹主打款。", least={"viewers": 2}),
    ),
    "slow_product": (
        Template("{it}點的人多，下單的少，再補充一下細節吧。"),
        Template("{it}最近有{clicks>次}點擊，只成交{orders:單}，聊聊顧慮吧。", least={"orders": 1}),
        Template("很多人點開{it}還沒下單，可以說說價格跟售後。"),
    ),
    "comment_spike": (
        Template("留言熱起來了，一分鐘{per_min>則}，看一下大家在聊什麼。", least={"per_min": 2}),
        Template("留言一下子變多了，跟大家互動一下吧。"),
    ),
    "question": (
        Template("{users:個人}在問{it}的{topic}，仔細講一下吧。", least={"users": 2}),
        Template("留言區好幾個人問{it}的{topic}，幫忙解答一下。", least={"users": 3}),
        Template("留言區有{users:個人}在問{topic}，解答一下吧。", least={"users": 2}, rank=1),
        Template("留言區好幾個人在問{topic}，麻煩再講一次。", least={"users": 3}, rank=1),
        Template("有{users:個人}在問同一個問題，看一下留言區。", least={"users": 2}, rank=2),
    ),
    "order_surge": (
        Template("{it}這{minutes:分鐘}出了{orders:單}，趁熱再推一下。", least={"orders": 2, "minutes": 1}),
        Template("{it}賣得正好，保持節奏，再催一下單。"),
        Template("這{minutes:分鐘}出了{orders:單}，氣勢很好，繼續。", least={"orders": 2, "minutes": 1}, rank=1),
        Template("下單的人變多了，節奏很好，繼續講。", rank=1),
    ),
    "order_slump": (
        Template(
            "這{minutes:分鐘}只有{orders:單}，平常大約{usual:單}，換個角度講講看。", least={"orders": 1, "usual": 2}
        ),
        Template("現在下單變慢了，別急，可以再提一下優惠。"),
    ),
    "deadline": (
        Template("{it}的優惠再{seconds_left~}就結束，提醒大家下單。", least={"seconds_left": 6}),
        Template("還剩{seconds_left~}，{it}的優惠就沒了，最後催一下。", least={"seconds_left": 6}),
    ),
    "source_stale": (Template("資料來源{src}已經{silent_s~}沒有更新，看板上的數字可能不準。", least={"silent_s": 1}),),
}

CARDS = {
    "stock_low": (
        Template(
            "{it}現在只剩{stock:件}，照現在的速度大約{minutes_left:分鐘}賣完。喜歡的朋友趕快下單。", least={"stock": 1}
        ),
        Template("{it}現在只剩{stock:件}。喜歡的朋友趕快下單。", least={"stock": 1}),
    ),
    "sold_out": (
        Template("{it}已經賣完，沒搶到的朋友別急，我們馬上看{next}。"),
        Template("{it}已經賣完，沒搶到的朋友別急，我們來看下一款。"),
    ),
    "viewers_peak": (
        Template(
            "現在直播間有{viewers>人}，是這場最高（之前最高{was:人}）。歡迎剛進來的朋友，按個追蹤。", least={"was": 1}
        ),
        Template("現在直播間有{viewers>人}，是這場最高。歡迎剛進來的朋友，按個追蹤。"),
    ),
    "slow_product": (
        Template(
            "{it}最近{minutes:分鐘}：點擊{clicks:次}，下單{orders:單}，轉換率{cvr}，平常{usual_cvr}。可以補充：細節和用法、價格和優惠、出貨和售後。"
        ),
    ),
    "comment_spike": (
        Template("留言現在每分鐘{per_min:則}，平常大約{usual_per_min:則}。挑幾則念出來，回應一下大家。"),
    ),
    "question": (
        Template("{users:位}觀眾在問{it}的{topic}。請仔細回答一次，再問問大家聽清楚了沒有。"),
        Template("{users:位}觀眾在問{topic}。請仔細回答一次，再問問大家聽清楚了沒有。"),
    ),
    "order_surge": (
        Template("{it}最近{minutes:分鐘}成交{orders:單}，是之前的{times}倍。謝謝下單的朋友，還沒下單的朋友跟上。"),
        Template("最近{minutes:分鐘}成交{orders:單}，是之前的{times}倍。謝謝下單的朋友，還沒下單的朋友跟上。"),
    ),
    "order_slump": (
        Template(
            "最近{minutes:分鐘}成交{orders:單}，平常大約{usual:單}。可以再提優惠、換個賣點，或者先聊聊大家的問題。"
        ),
    ),
    "deadline": (Template("{it}的優惠再{seconds_left~}就結束了。想要的朋友現在下單。"),),
    "source_stale": (Template("資料來源{src}已經{silent_s~}沒有更新。請檢查連線，恢復之前不要照著看板上的數字講。"),),
}

TOPICS = {
    "price": "價格", "discount": "優惠", "size": "尺寸", "colour": "顏色", "material": "布料材質",
    "quality": "品質", "stock": "庫存", "shipping": "出貨", "payment": "付款方式", "returns": "退換貨和保固",
    "authenticity": "真偽", "how_to_buy": "下單方式", "use": "用法", "suits": "適合對象", "contents": "規格和成分",
    "expiry": "保存期限", "gift": "贈品", "show_it": "上身效果", "difference": "款式差別",
}  # fmt: skip

PACK = Pack(
    language="zh-Hant",
    voice_language="zh-TW",
    slot="{n}號連結",
    over="{n}多{noun}",
    gap="",
    scripts=("LATIN", "CJK"),
    chars_per_s=5.4,
    cues=CUES,
    cards=CARDS,
    topics={topic: (name, name) for topic, name in TOPICS.items()},
)
