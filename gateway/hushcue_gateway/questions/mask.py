"""What of a viewer's comment other people may read: no names, no numbers to call, no links, no rude words."""

from __future__ import annotations

import re
import unicodedata

from .normalise import INVISIBLE, LINK, MAX_CHARS

SHOWN_CHARS = 80
"""Of an example on a screen."""
MASK = "***"
"""Stays what it is when masked once more."""

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_MENTION = re.compile(r"@[^\s@]{1,40}")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w.-]{2,64}")
_DIGITS = re.compile(r"\+?\d(?:[ \-.()]{0,2}\d){6,}")
_CONTACT = re.compile(r"(?i)(?:wechat|weixin|微信|薇信|whats ?app|telegram|line ?id|vx|qq)[ :：]*[\w.-]{3,}")
_MARKUP = re.compile(r"[<>{}\[\]|`\\@]+")
_RUDE = re.compile(
    r"(?i)\b(?:f+u+c+k\w*|shit\w*|bitch\w*|cunt\w*|nigg\w*|whore|slut|puta|puto|mierda|caralho|porra|"
    r"merda|anjing|bangsat|kontol|memek|đụ|địt|lồn|cặc|đm|vcl)\b|"
    "傻逼|傻屄|操你|草泥马|妈的|他妈|狗屎|婊子|贱人|賤人|幹你|死ね|くそ|クソ|เหี้ย|สัตว์|ควย|เย็ด"
)


def masked(raw: str) -> str:
    """At most SHOWN_CHARS on one line, without what leads to a person or elsewhere; "" where nothing is left."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", raw[:MAX_CHARS])[:MAX_CHARS])
    text = _CONTROLS.sub(" ", text)
    for pattern in (_MAIL, LINK, _MENTION, _CONTACT, _DIGITS):
        text = pattern.sub(MASK, text)
    text = " ".join(_MARKUP.sub(" ", text).split())
    if not any(char.isalnum() for char in text):
        return ""
    return text if len(text) <= SHOWN_CHARS else text[: SHOWN_CHARS - len(MASK)] + MASK


def rude(text: str) -> bool:
    """A word in it that no screen shows as an example."""
    return _RUDE.search(text) is not None
