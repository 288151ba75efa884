"""What a back office says in Japanese. ``spoken`` is kana, words apart, particles as they sound (は is わ): the smallest
voice reads no kanji."""

from __future__ import annotations

from ..line import Pack, Template

CUES = {
    "stock_low": (
        Template(
            "{it}、残り{stock:点}です。お早めにとご案内をお願いします。",
            "{it}、 のこり {stock:てん} です。 おはやめにと ごあんないを おねがいします。",
            least={"stock": 1},
        ),
        Template(
            "{it}、あと{stock:点}、{minutes_left:分}ほどで完売です。ひと押しお願いします。",
            "{it}、 あと {stock:てん}、 {minutes_left:ふん} ほどで かんばいです。 ひとおし おねがいします。",
            least={"stock": 1, "minutes_left": 1},
        ),
        Template(
            "{it}、在庫が少なくなりました。ラスト{stock:点}です。",
            "{it}、 ざいこが すくなく なりました。 らすと {stock:てん} です。",
            least={"stock": 1},
        ),
    ),
    "sold_out": (
        Template("{it}、完売しました。{next}に移りましょう。", "{it}、 かんばい しました。 {next}に うつりましょう。"),
        Template(
            "{it}は売り切れです。次は{next}をお願いします。", "{it}わ うりきれです。 つぎわ {next}を おねがいします。"
        ),
        Template(
            "{it}、完売です。ご案内は止めて、次の商品へお願いします。",
            "{it}、 かんばいです。 ごあんないわ とめて、 つぎの しょうひんえ おねがいします。",
            rank=1,
        ),
        Template(
            "{it}は売り切れました。次の商品へ進みましょう。",
            "{it}わ うりきれました。 つぎの しょうひんえ すすみましょう。",
            rank=1,
        ),
    ),
    "viewers_peak": (
        Template(
            "視聴者が{viewers>人}、これまでの最高です。目玉商品を出しましょう。",
            "しちょうしゃが {viewers>にん}、 これまでの さいこうです。 めだましょうひんを だしましょう。",
            least={"viewers": 2},
        ),
        Template(
            "いま{viewers>人}が見ています。初めての方にもごあいさつをお願いします。",
            "いま {viewers>にん}が みています。 はじめての かたにも ごあいさつを おねがいします。",
            least={"viewers": 2},
        ),
        Template(
            "視聴者数が最高を更新、{viewers>人}です。いちおしの商品をどうぞ。",
            "しちょうしゃすうが さいこうを こうしん、 {viewers>にん}です。 いちおしの しょうひんを どうぞ。",
            least={"viewers": 2},
        ),
    ),
    "slow_product": (
        Template(
            "{it}、見る方が多く、注文は少なめです。もう少し説明をお願いします。",
            "{it}、 みる かたが おおく、 ちゅうもんわ すくなめです。 もうすこし せつめいを おねがいします。",
        ),
        Template(
            "{it}、クリック{clicks>回}、注文は{orders:件}です。疑問に答えてみましょう。",
            "{it}、 くりっく {clicks>かい}、 ちゅうもんわ {orders:けん} です。 ぎもんに こたえてみましょう。",
            least={"orders": 1},
        ),
        Template(
            "{it}、見ている方は多いです。価格と返品の話もお願いします。",
            "{it}、 みている かたわ おおいです。 かかくと へんぴんの はなしも おねがいします。",
        ),
    ),
    "comment_spike": (
        Template(
            "コメントが増えています。1分に{per_min>件}です。少し見てみましょう。",
            "こめんとが ふえています。 いっぷんに {per_min>けん} です。 すこし みてみましょう。",
            least={"per_min": 2},
        ),
        Template(
            "コメントが盛り上がっています。少しお話ししてみましょう。",
            "こめんとが もりあがっています。 すこし おはなし してみましょう。",
        ),
    ),
    "question": (
        Template(
            "{it}の{topic}について{users:人}から質問です。説明をお願いします。",
            "{it}の {topic}に ついて、 {users:にん}から しつもんです。 せつめいを おねがいします。",
            least={"users": 2},
        ),
        Template(
            "{it}の{topic}をよく聞かれています。もう一度お願いします。",
            "{it}の {topic}を よく きかれています。 もういちど おねがいします。",
            least={"users": 3},
        ),
        Template(
            "{topic}について{users:人}から質問です。説明をお願いします。",
            "{topic}に ついて、 {users:にん}から しつもんです。 せつめいを おねがいします。",
            least={"users": 2},
            rank=1,
        ),
        Template(
            "{topic}をよく聞かれています。もう一度お願いします。",
            "{topic}を よく きかれています。 もういちど おねがいします。",
            least={"users": 3},
            rank=1,
        ),
        Template(
            "{users:人}から同じ質問が来ています。コメントをご覧ください。",
            "{users:にん}から おなじ しつもんが きています。 こめんとを ごらんください。",
            least={"users": 2},
            rank=2,
        ),
    ),
    "order_surge": (
        Template(
            "{it}、{minutes:分}で{orders:件}の注文です。この調子でお願いします。",
            "{it}、 {minutes:ふん}で {orders:けん}の ちゅうもんです。 この ちょうしで おねがいします。",
            least={"orders": 2, "minutes": 1},
        ),
        Template(
            "{it}、とても売れています。もうひと押しお願いします。",
            "{it}、 とても うれています。 もう ひとおし おねがいします。",
        ),
        Template(
            "{minutes:分}で{orders:件}の注文です。とてもいい流れです。",
            "{minutes:ふん}で {orders:けん}の ちゅうもんです。 とても いい ながれです。",
            least={"orders": 2, "minutes": 1},
            rank=1,
        ),
        Template(
            "注文が増えています。とてもいい流れです。この調子で。",
            "ちゅうもんが ふえています。 とても いい ながれです。 この ちょうしで。",
            rank=1,
        ),
    ),
    "order_slump": (
        Template(
            "この{minutes:分}の注文は{orders:件}、普段は{usual:件}ほどです。切り口を変えてみましょう。",
            "この {minutes:ふん}の ちゅうもんわ {orders:けん}、 ふだんわ {usual:けん} ほどです。 "
            "きりくちを かえて みましょう。",
            least={"orders": 1, "usual": 2},
        ),
        Template(
            "注文が落ち着いてきました。あせらず、特典をもう一度ご案内ください。",
            "ちゅうもんが おちついて きました。 あせらず、 とくてんを もういちど ごあんないください。",
        ),
    ),
    "deadline": (
        Template(
            "{it}の特典はあと{seconds_left~}で終わります。ご案内をお願いします。",
            "{it}の とくてんわ、 あと {seconds_left~}で おわります。 ごあんないを おねがいします。",
            least={"seconds_left": 6},
        ),
        Template(
            "あと{seconds_left~}で{it}の特典が終わります。最後のご案内をどうぞ。",
            "あと {seconds_left~}で、 {it}の とくてんが おわります。 さいごの ごあんないを どうぞ。",
            least={"seconds_left": 6},
        ),
    ),
    "source_stale": (
        Template(
            "{src}から{silent_s~}データが来ていません。画面の数字は古いかもしれません。",
            "でーたが {silent_s~} きていません。 がめんの すうじわ ふるいかも しれません。",
            least={"silent_s": 1},
        ),
    ),
}

CARDS = {
    "stock_low": (
        Template(
            "{it}は残り{stock:点}、このペースだとあと{minutes_left:分}ほどです。気になる方はお早めにどうぞ。",
            least={"stock": 1},
        ),
        Template("{it}は残り{stock:点}です。気になる方はお早めにどうぞ。", least={"stock": 1}),
    ),
    "sold_out": (
        Template("{it}は完売しました。間に合わなかった方、ありがとうございます。次は{next}をご紹介します。"),
        Template("{it}は完売しました。間に合わなかった方、ありがとうございます。次の商品をご紹介します。"),
    ),
    "viewers_peak": (
        Template(
            "いま{viewers>人}が見ています。この配信の最高です（これまでは{was:人}）。新しい方を歓迎して、フォローをお願いしましょう。",
            least={"was": 1},
        ),
        Template("いま{viewers>人}が見ています。この配信の最高です。新しい方を歓迎して、フォローをお願いしましょう。"),
    ),
    "slow_product": (
        Template(
            "{it}、この{minutes:分}：クリック{clicks:回}、注文{orders:件}、購入率{cvr}（普段は{usual_cvr}）。補うなら：詳細と使い方、価格と特典、配送と返品。"
        ),
    ),
    "comment_spike": (
        Template("コメントは1分に{per_min:件}、普段は{usual_per_min:件}ほどです。いくつか読み上げて答えましょう。"),
    ),
    "question": (
        Template("{it}の{topic}について{users:人}から質問です。丁寧に答えて、伝わったか確かめましょう。"),
        Template("{topic}について{users:人}から質問です。丁寧に答えて、伝わったか確かめましょう。"),
    ),
    "order_surge": (
        Template(
            "{it}、この{minutes:分}で{orders:件}の注文、前の{times}倍のペースです。お礼を伝えて、まだの方にもご案内しましょう。"
        ),
        Template(
            "この{minutes:分}で{orders:件}の注文、前の{times}倍のペースです。お礼を伝えて、まだの方にもご案内しましょう。"
        ),
    ),
    "order_slump": (
        Template(
            "この{minutes:分}の注文は{orders:件}、普段は{usual:件}ほどです。特典をもう一度話す、切り口を変える、質問に答える、のどれかを。"
        ),
    ),
    "deadline": (Template("{it}の特典はあと{seconds_left~}で終わります。ご希望の方は今どうぞ。"),),
    "source_stale": (
        Template(
            "{src}から{silent_s~}データが来ていません。接続を確認してください。戻るまで画面の数字は使わないでください。"
        ),
    ),
}

TOPICS = {
    "price": ("価格", "かかく"), "discount": ("割引", "わりびき"), "size": ("サイズ", "さいず"),
    "colour": ("色", "いろ"), "material": ("素材", "そざい"), "quality": ("品質", "ひんしつ"),
    "stock": ("在庫", "ざいこ"), "shipping": ("発送", "はっそう"), "payment": ("支払い方法", "しはらい ほうほう"),
    "returns": ("返品と保証", "へんぴんと ほしょう"), "authenticity": ("正規品かどうか", "せいきひんかどうか"),
    "how_to_buy": ("注文方法", "ちゅうもん ほうほう"), "use": ("使い方", "つかいかた"),
    "suits": ("どんな人に合うか", "どんな ひとに あうか"), "contents": ("内容と成分", "ないようと せいぶん"),
    "expiry": ("使用期限", "しよう きげん"), "gift": ("おまけ", "おまけ"), "show_it": ("着た感じ", "きた かんじ"),
    "difference": ("違い", "ちがい"),
}  # fmt: skip

PACK = Pack(
    language="ja",
    voice_language="ja",
    slot="{n}番",
    slot_spoken="{n}ばん",
    over="{n}{noun}以上",
    group=",",
    gap="",
    durations=("時間", "分", "秒"),
    scripts=("HIRAGANA", "KATAKANA", "HALFWIDTH"),
    chars_per_s=9.7,
    cues=CUES,
    cards=CARDS,
    topics=TOPICS,
)
