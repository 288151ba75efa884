"""Words that turn a cue into its opposite: "do not mention it", "nobody asks". Pure.

No number and no claim is in them, and a host would do the contrary of what the numbers say. Templates hardly need such
words; so a line that has one where its template has none is refused. What only looks like it ("don't forget") is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

_ZH_HARMLESS = (
    r"[别別](?:急|慌|怕|忘|担心|擔心|着急|著急|错过|錯過|客气|客氣|[的人致墅处處扭])|[特分区區级級类類性个個告识識差派辨鉴鑑][别別]"
    r"|不[要用必](?:急|慌|怕|忘|担心|擔心|着急|著急|错过|錯過)|要不要|用不用"
)
_ZH = r"[别別甭勿]|不[要用必]|[无無][需须須]|停止|跳过|跳過|略过|略過|忽略|没有?人|沒有?人"
_HARMLESS: Mapping[str, str] = {
    "zh-Hans": _ZH_HARMLESS,
    "zh-Hant": _ZH_HARMLESS,
    "en": r"(?:don't|do not|never) (?:forget|worry|rush|panic|hesitate|miss)\b"
    r"|no (?:rush|hurry|worries|problem|need to (?:rush|hurry|worry))\b|non[- ]?stop",
    "es": r"\bno (?:te |se |os )?(?:olvid|preocup|apur|pierd|dud)\w+|\bsin parar",
    "pt": r"\bnão (?:se |te )?(?:esqueç|preocup|apress|perc|deixe)\w*|\bsem parar",
    "id": r"\bjangan (?:lupa|khawatir|ragu|lewatkan|sampai|buru|terburu|panik)",
    "vi": r"(?:đừng|không cần) (?:quên|lo|ngại|vội|bỏ lỡ|để lỡ)",
    "th": r"(?:อย่า|ห้าม)(?:ลืม|พลาด|รอ|กังวล)|ไม่ต้อง(?:กังวล|รีบ|ห่วง)|วันหยุด",
    "ja": r"(?:忘れ|逃さ|慌て|心配し|焦ら)ないで|お?見逃しなく",
}
_OPPOSITES: Mapping[str, str] = {
    "zh-Hans": _ZH,
    "zh-Hant": _ZH,
    "en": r"\b(?:don't|do not|never|stop|quit|skip|ignore|avoid|forget|nobody|no one|no-one|none)\b",
    "es": r"\b(?:no|nunca|nadie|deja de|dejen de|evita\w*|omit\w+|ignor\w+|sáltate\w*)\b",
    "pt": r"\b(?:não|nunca|ninguém|pare|parem|evit\w+|omit\w+|ignor\w+|pule|pulem)\b",
    "id": r"\b(?:jangan|berhenti|hentikan|lewati|abaikan|(?:tidak|nggak|gak|tak) ada yang)\b",
    "vi": r"\b(?:đừng|không được|không cần|dừng|ngừng|bỏ qua|không ai|chẳng ai)\b",
    "th": r"อย่า(?!ง)|ห้าม|ไม่ต้อง|หยุด|ข้าม|ไม่มีใคร",
    "ja": r"ないで|ないように|やめ[てる]|止めて|飛ばし|無視|誰も",
}


def opposite_in(text: str, language: str) -> str | None:
    """The first such word, None where there is none. language: of LANGUAGES."""
    harmless, opposite = _patterns(language)
    found = opposite.search(harmless.sub(" ", text.lower().replace("’", "'")))
    return found[0] if found else None


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_HARMLESS[language]), re.compile(_OPPOSITES[language])
