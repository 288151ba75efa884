"""The words beside a number that tell what it counts, in each language. Pure tables.

after, before: kind -> regular expression of the words behind a number, and in front of one. A word that counts several
kinds stands under each of them. tight: in front of a number with nothing between, and surer than what is behind it.
rate: "a minute" of "180 a minute", which is no time. usual: how it is at other times.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from .kinds import Kind


@dataclass(frozen=True, slots=True)
class CountWords:
    """See the module."""

    after: Mapping[Kind, str]
    before: Mapping[Kind, str]
    tight: Mapping[Kind, str]
    rate: str
    usual: str


_ZH = CountWords(
    after={
        "slot": "号|號",
        "pieces": "件|个|個|双|雙|套|份|瓶|盒|包|条|條|只|隻|台|支|片|袋",
        "people": "人|位|名|个|個",
        "orders": "单|單|笔|筆|件|个|個",
        "clicks": "次",
        "comments": "条|條|则|則|个|個",
        "time": "分钟|分鐘|分|秒|[个個]?多?小[时時]",
        "percent": "%|个点|個點|成",
        "times": "倍",
        "money": "元|块|塊|美元|美金|刀",
    },
    before={
        "pieces": "剩下?|库存|庫存|最后|最後",
        "people": "在线|在線|线上|線上|人数|人數",
        "orders": "订单|訂單|成交|[单單]量|出了",
        "clicks": "点击|點擊",
        "comments": "评论|評論|弹幕|彈幕|留言",
        "percent": "转化率|轉化率|点击率|點擊率",
        "money": "价格?|價格?|卖|賣",
    },
    tight={"slot": "(?<![号號])(?:链接|連結|编号|編號)", "percent": "百分之", "money": "¥|\\$"},
    rate="每分[钟鐘]|每秒",
    usual="平时|平時|平常|平日|平均|通常|一般|往常|以往|之前|此前|原来|原來|正常",
)
_WORDS: Mapping[str, CountWords] = {
    "zh-Hans": _ZH,
    "zh-Hant": _ZH,
    "ja": CountWords(
        after={
            "slot": "番|号",
            "pieces": "点|個|着|枚|本|足|箱|袋|台|つ",
            "people": "人|名",
            "orders": "件|個|点",
            "clicks": "回|クリック",
            "comments": "件|コメント",
            "time": "分|秒|時間",
            "percent": "%|パーセント|割",
            "times": "倍",
            "money": "円",
        },
        before={
            "pieces": "残り|あと|のこり|在庫|ラスト",
            "people": "視聴者|人数",
            "orders": "注文|受注",
            "clicks": "クリック",
            "comments": "コメント",
            "percent": "率",
            "money": "価格|値段",
        },
        tight={"slot": "リンク|番号", "money": "¥"},
        rate="毎分",
        usual="普段|ふだん|通常|いつも|平均|以前|前回",
    ),
    "th": CountWords(
        after={
            "pieces": "ชิ้น|อัน|ตัว|ใบ|กล่อง|คู่|ชุด|ขวด",
            "people": "คน|ท่าน|ราย(?!การ)",
            "orders": "ออเดอร์|คำสั่งซื้อ|รายการ|บิล|ชิ้น",
            "clicks": "คลิก|ครั้ง",
            "comments": "ข้อความ|คอมเมนต์|ความคิดเห็น|คำถาม",
            "time": "นาที|วินาที|ชั่วโมง",
            "percent": "%|เปอร์เซ็นต์",
            "times": "เท่า",
            "money": "บาท",
        },
        before={
            "pieces": "เหลือ(?:แค่|เพียง|อีก)?|สต็อก|สต๊อก",
            "people": "คนดู|ผู้ชม",
            "orders": "ออเดอร์|สั่ง(?:แค่)?",
            "clicks": "คลิก",
            "comments": "คอมเมนต์|ข้อความ",
            "money": "ราคา",
        },
        tight={"slot": "ตะกร้า(?:ที่)?|ลิงก์(?:ที่)?|หมายเลข|รหัส", "money": "฿"},
        rate="นาทีละ|ต่อนาที",
        usual="ปกติ|เฉลี่ย|ก่อนหน้า|เดิม",
    ),
    "en": CountWords(
        after={
            "slot": "link",
            "pieces": "left|pieces?|units?|items?|in stock|remain(?:ing|s)?|to go|sold",
            "people": "viewers?|people|persons?|users?|fans|folks|friends|shoppers?|customers?|watching|ask(?:ing|ed)?",
            "orders": "orders?|ordered|sales|sold|purchases?|bought",
            "clicks": "clicks?|clicked|taps?|views?|visits?|times",
            "comments": "comments?|messages?|questions?",
            "time": "minutes?|mins?|seconds?|secs?|hours?",
            "percent": "%|percent|per cent",
            "times": "times|x|fold",
            "money": "dollars?|bucks|yuan|rmb|euros?|pounds?|yen|cents?",
        },
        before={
            "pieces": "stock|left|remaining|inventory",
            "people": "viewers?|audience|watching",
            "orders": "orders?|sales|sold",
            "clicks": "clicks?|views?",
            "comments": "comments?|chat|messages?",
            "percent": "conversion|rate",
            "money": "prices?|priced|costs?|worth",
        },
        tight={"slot": "links?|item|product|number|no\\.|slot", "money": "\\$|¥|€|£"},
        rate="(?:a|per|each|every) (?:minute|second|hour)",
        usual="usual(?:ly)?|normal(?:ly)?|typical(?:ly)?|average|before|previous(?:ly)?|earlier|(?:up|down) from",
    ),
    "es": CountWords(
        after={
            "pieces": "unidad(?:es)?|piezas?|restantes?|disponibles?|vendid[oa]s",
            "people": "personas?|usuari[oa]s?|espectador(?:es|as)?|viendo|conectad[oa]s|amig[oa]s|seguidor(?:es|as)"
            "|clientes?|preguntan|preguntando",
            "orders": "pedidos?|ventas?|órdenes|compras?|compraron|vendid[oa]s",
            "clicks": "clics?|clicks?|visitas?|toques",
            "comments": "comentarios?|mensajes?|preguntas?",
            "time": "minutos?|min|segundos?|horas?",
            "percent": "%|por ciento",
            "times": "veces",
            "money": "euros?|pesos?|dólares|soles|céntimos|centavos",
        },
        before={
            "pieces": "quedan?|restan?|stock|existencias|últim[oa]s?",
            "people": "espectadores|usuarios|audiencia|personas",
            "orders": "pedidos|ventas",
            "clicks": "clics",
            "comments": "comentarios|chat",
            "percent": "conversión",
            "money": "precio|cuestan?|valen?",
        },
        tight={"slot": "producto|enlace|link|número|artículo", "money": "\\$|€"},
        rate="(?:por|al|cada) (?:minuto|segundo|hora)",
        usual="normal(?:mente)?|habitual(?:mente)?|suel[eo]n?|usual|promedio|antes|anterior",
    ),
    "pt": CountWords(
        after={
            "pieces": "unidades?|peças?|restantes?|sobrando|vendid[oa]s",
            "people": "pessoas?|usuári[oa]s?|espectador(?:es|as)?|assistindo|online|amig[oa]s|seguidor(?:es|as)"
            "|clientes?|perguntando|perguntam|perguntaram",
            "orders": "pedidos?|vendas?|compras?|compraram|vendid[oa]s",
            "clicks": "cliques?|clicks?|visitas?|toques",
            "comments": "comentários?|mensagens|mensagem|perguntas?",
            "time": "minutos?|min|segundos?|horas?",
            "percent": "%|por cento",
            "times": "vezes",
            "money": "reais|real|centavos|euros?|dólares",
        },
        before={
            "pieces": "rest[ao]m?|sobr[ao]m?|estoque|últim[oa]s?",
            "people": "audiência|espectadores|pessoas",
            "orders": "pedidos|vendas",
            "clicks": "cliques",
            "comments": "comentários|chat",
            "percent": "conversão",
            "money": "preço|custam?",
        },
        tight={"slot": "produto|link|número|item", "money": "r\\$|\\$|€"},
        rate="(?:por|a cada|cada) (?:minuto|segundo|hora)",
        usual="normal(?:mente)?|costum[ae]|habitual|média|antes|anterior",
    ),
    "id": CountWords(
        after={
            "pieces": "pcs|buah|biji|potong|unit|item|barang|tersisa|terjual",
            "people": "orang|penonton|viewers?|kakak|pembeli|pelanggan|yang (?:nonton|tanya)",
            "orders": "pesanan|order|orderan|transaksi|checkout|pembelian|terjual",
            "clicks": "klik|kali klik|kali|kunjungan",
            "comments": "komentar|komen|chat|pertanyaan",
            "time": "menit|detik|jam",
            "percent": "%|persen",
            "times": "kali(?! klik)(?: lipat)?|x",
            "money": "rupiah",
        },
        before={
            "pieces": "tinggal|sisa|stok|tersisa",
            "people": "penonton",
            "orders": "pesanan|order",
            "clicks": "(?:di)?klik",
            "comments": "komentar|chat",
            "money": "harga(?:nya)?",
        },
        tight={"slot": "etalase|link|nomor|no\\.|keranjang|produk", "money": "rp"},
        rate="(?:per|tiap|setiap) (?:menit|detik|jam)|semenit",
        usual="biasanya|biasa|normalnya|rata-rata|sebelumnya|tadinya",
    ),
    "vi": CountWords(
        after={
            "pieces": "cái|chiếc|sản phẩm|món|bộ|hộp|chai|gói|đôi",
            "people": "người|bạn|khách|anh chị|mắt xem",
            "orders": "đơn|lượt mua|lượt chốt",
            "clicks": "lượt bấm|lượt click|lượt nhấp|lượt xem|click",
            "comments": "bình luận|tin nhắn|comment|câu hỏi",
            "time": "phút|giây|tiếng|giờ",
            "percent": "%|phần trăm",
            "times": "lần",
            "money": "đồng",
        },
        before={
            "pieces": "còn(?: đúng)?|tồn kho",
            "people": "người xem",
            "orders": "đơn|chốt",
            "clicks": "bấm",
            "comments": "bình luận",
            "money": "giá",
        },
        tight={"slot": "mã(?: số)?|link(?: số)?|sản phẩm số", "money": "₫"},
        rate="(?:mỗi|một|1) (?:phút|giây|giờ)",
        usual="bình thường|thường|mọi khi|trung bình|lúc trước|trước đó",
    ),
}
SOLID = frozenset({"zh-Hans", "zh-Hant", "ja", "th"})
"""Written without spaces between words."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The words of a language as they are looked for."""

    after: Mapping[Kind, re.Pattern[str]]
    before: Mapping[Kind, re.Pattern[str]]
    tight: Mapping[Kind, re.Pattern[str]]
    rate: re.Pattern[str]
    usual: re.Pattern[str]


@cache
def signs_of(language: str) -> Signs:
    """language: of LANGUAGES."""
    words, whole = _WORDS[language], language not in SOLID

    def sign(pattern: str, end: str = "") -> re.Pattern[str]:
        pattern = unicodedata.normalize("NFKC", pattern)
        return re.compile(f"(?<!\\w)(?:{pattern})(?!\\w){end}" if whole else f"(?:{pattern}){end}")

    close = r"[\s#:：.]*$"
    return Signs(
        {kind: sign(pattern) for kind, pattern in words.after.items()},
        {kind: sign(pattern) for kind, pattern in {**words.before, **words.tight}.items()},
        {kind: re.compile(f"(?:{unicodedata.normalize('NFKC', each)}){close}") for kind, each in words.tight.items()},
        sign(words.rate),
        sign(words.usual),
    )
