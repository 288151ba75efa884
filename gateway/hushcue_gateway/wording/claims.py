"""What nobody may say of goods unless it is among the facts: a table of each language, and each shop's own. Pure.

Laws and platforms forbid superlatives, guarantees, cures and promises of gifts or prices; which ones exactly differs
from market to market. So the table is only where a shop begins. A claim that stands in the facts themselves (viewers
ask about "赠品") may be repeated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

_ZH = (
    r"最低价|最低價|史低|全网|全網|第一|唯一|国家级|國家級|最高级|最高級|最好|最佳|最优|最優|最便宜|顶级|頂級|极品|極品|绝对|絕對|永久|万能|萬能"
    r"|保证|保證|包退|包治|根治|治愈|治癒|治疗|治療|疗效|療效|药效|藥效|减肥|減肥|美白|祛斑|抗癌|无副作用|無副作用|百分之百|100\s?%"
    r"|半价|半價|[\d零一二三四五六七八九]折|打折|降价|降價|原价|原價|特价|特價|免单|免單|免费|免費|包邮|免運|白送|买一送|買一送|赠品|贈品|赠送|贈送|返现|返現|抽奖|抽獎|红包|紅包"
    r"|假一赔|假一賠|仅此一次|僅此一次|再也没有|再也沒有|以后不会|以後不會|绝版|絕版"
)
_EN = (
    r"lowest price|best price|cheapest|number one|no\.? ?1|#1|the best|world'?s|guarantee|guaranteed|promise|100\s?%"
    r"|cure|cures|heal|heals|treats? |medical|clinically|proven|risk.free|side effects?|miracle|lose weight|whitening"
    r"|free gift|for free|free shipping|half.price|half off|percent off|% off|discount|giveaway|cash ?back"
    r"|refund|lottery"
    r"|never again|last chance ever|only today|today only|limited edition|waterproof|authentic|original price"
)
_ES = (
    r"precio más bajo|mejor precio|más barat[oa]|número uno|el mejor|la mejor|garantiza\w*|garantizad[oa]|100\s?%"
    r"|cura\b|curan|sana\b|milagro\w*|sin riesgo|efectos secundarios|bajar de peso|gratis|regalo|mitad de precio"
    r"|descuento|rebaja|sorteo|reembolso|nunca más|solo hoy|sólo hoy|edición limitada|impermeable|precio original"
)
_PT = (
    r"menor preço|melhor preço|mais barat[oa]|número um|o melhor|a melhor|garanti\w+|100\s?%|cura\b|curam|milagre\w*"
    r"|sem risco|efeitos colaterais|emagrece\w*|grátis|de graça|brinde|metade do preço|desconto|sorteio|reembolso"
    r"|nunca mais|só hoje|edição limitada|frete grátis|prova d'água|preço original"
)
_ID = (
    r"harga terendah|paling murah|termurah|nomor satu|terbaik|dijamin|garansi uang|jaminan|100\s?%|menyembuhkan|obat"
    r"|ampuh|ajaib|tanpa efek samping|melangsingkan|memutihkan|gratis|hadiah|setengah harga|diskon|potongan|undian"
    r"|uang kembali|cuma hari ini|hanya hari ini|edisi terbatas|anti air|harga asli|bonus"
)
_VI = (
    r"rẻ nhất|giá thấp nhất|số một|tốt nhất|duy nhất|cam kết|đảm bảo|bảo đảm|100\s?%|chữa|trị bệnh|điều trị|thần kỳ"
    r"|không tác dụng phụ|giảm cân|trắng da|miễn phí|tặng|quà|nửa giá|giảm giá|khuyến mãi|bốc thăm|hoàn tiền"
    r"|chỉ hôm nay|phiên bản giới hạn|chống nước|giá gốc"
)
_TH = (
    r"ถูกที่สุด|ราคาต่ำสุด|อันดับหนึ่ง|อันดับ\s?1|ดีที่สุด|รับประกัน|การันตี|100\s?%|รักษา|หายขาด|ปาฏิหาริย์|ไม่มีผลข้างเคียง"
    r"|ลดน้ำหนัก|ผิวขาว|ฟรี|ของแถม|แถม|ครึ่งราคา|ลดราคา|ส่วนลด|จับรางวัล|คืนเงิน|วันนี้วันเดียว|รุ่นลิมิเต็ด|กันน้ำ|ราคาเต็ม"
)
_JA = (
    r"最安|最低価格|日本一|世界一|一番安|ナンバーワン|最高級|最高の|絶対|必ず|保証|完全|100\s?%|百パーセント|治る|治り|治療|効果|痩せ|美白|副作用"
    r"|無料|タダ|プレゼント|おまけ|半額|割引|値引|値下|送料無料|抽選|返金|二度と|本日限り|今日だけ|限定|防水|定価"
)

CLAIMS: Mapping[str, str] = {
    "zh-Hans": _ZH,
    "zh-Hant": _ZH,
    "en": _EN,
    "es": _ES,
    "id": _ID,
    "th": _TH,
    "vi": _VI,
    "pt": _PT,
    "ja": _JA,
}
"""By language: what a shop begins with. Patterns, any case."""
_APART = re.compile(r"[\s·・_\-]+")


def claims_in(text: str, language: str, own: tuple[str, ...] = (), allowed: tuple[str, ...] = ()) -> list[str]:
    """The claims in ``text`` that ``own`` or the table forbid and ``allowed`` does not lift. own, allowed: words."""
    text = _together(text, language)
    found = [match[0].strip() for match in _pattern(language).finditer(text)]
    found += [word for word in own if word and _together(word, language) in text]
    lifted = [_together(word, language) for word in allowed]
    return [claim for claim in found if not any(_together(claim, language) in word for word in lifted)]


def _together(text: str, language: str) -> str:
    """Without what only spreads a word out: "最 低 · 价", "free  -  gift"."""
    return _APART.sub("" if _solid(language) else " ", text.lower())


def _solid(language: str) -> bool:
    return language.startswith("zh") or language in ("th", "ja")


@cache
def _pattern(language: str) -> re.Pattern[str]:
    claims = CLAIMS[language]
    return re.compile(claims if _solid(language) else rf"(?<!\w)(?:{claims})(?!\w)", re.IGNORECASE)
