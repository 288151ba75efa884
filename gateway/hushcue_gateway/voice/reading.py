"""Prices, shares and times as words: what eSpeak NG reads wrongly when it is given the signs. Pure.

Mandarin loses the point of "2.4%", the currency of "¥99.9" and reads "10:30" as one number; in other languages "$19.99"
becomes "dollar nineteen". Whole numbers, and everything else, are read well and stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_MOST_DIGITS = 8
"""Longer runs are numbers of an order or a telephone: those are read digit by digit by the voice itself."""

CURRENCIES: Mapping[str, Mapping[str, str]] = {
    "zh": {"¥": "元", "￥": "元", "$": "美元", "€": "欧元", "R$": "雷亚尔"},
    "en": {"¥": "yuan", "￥": "yuan", "$": "dollars", "€": "euros", "R$": "reais"},
    "es": {"¥": "yuanes", "￥": "yuanes", "$": "dólares", "€": "euros", "R$": "reales"},
    "pt": {"¥": "yuans", "￥": "yuans", "$": "dólares", "€": "euros", "R$": "reais"},
    "id": {"¥": "yuan", "￥": "yuan", "$": "dolar", "€": "euro", "R$": "real"},
    "vi": {"¥": "tệ", "￥": "tệ", "$": "đô la", "€": "ơ rô", "R$": "real"},
}

_NUMBER = r"(\d+(?:,\d{3})*(?:\.\d+)?)"
_PRICE = re.compile(rf"(R\$|[¥￥$€])\s*{_NUMBER}")
_PERCENT = re.compile(rf"{_NUMBER}\s*[%％]")
_TIME = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:：]([0-5]\d)(?![\d:：])")
_DECIMAL = re.compile(r"(?<![\d.])(\d+)\.(\d+)(?![\d.])")


def as_words(text: str, language: str) -> str:
    """``text`` as it is given to the voice of ``language``: no control characters, one line, signs as words."""
    text = unicodedata.normalize("NFC", text)
    text = " ".join("".join(" " if unicodedata.category(char)[0] == "C" else char for char in text).split())
    primary = language.lower().partition("-")[0]
    names = CURRENCIES.get(primary, {})
    if primary != "zh":
        return _PRICE.sub(lambda match: f"{match[2]} {names[match[1]]}" if match[1] in names else match[0], text)
    text = _PRICE.sub(lambda match: f"{_mandarin(match[2])}{names[match[1]]}", text)
    text = _PERCENT.sub(lambda match: f"百分之{_mandarin(match[1])}", text)
    text = _TIME.sub(lambda match: _time(match[1], match[2]), text)
    return _DECIMAL.sub(lambda match: _mandarin(match[0]), text)


def _time(hours: str, minutes: str) -> str:
    if minutes == "00":
        return f"{_whole(hours)}点整"
    return f"{_whole(hours)}点{'零' if minutes[0] == '0' else ''}{_whole(minutes.lstrip('0'))}分"


def _mandarin(number: str) -> str:
    whole, _, part = number.replace(",", "").partition(".")
    spoken = _whole(whole)
    return spoken + ("点" + "".join(_DIGITS[int(digit)] for digit in part) if part else "")


def _whole(digits: str) -> str:
    digits = digits.lstrip("0") or "0"
    if len(digits) > _MOST_DIGITS:
        return digits
    high, low = digits[:-4], digits[-4:]
    if not high:
        return _below_ten_thousand(low)
    rest = "" if int(low) == 0 else ("零" if low[0] == "0" else "") + _below_ten_thousand(low.lstrip("0"))
    return _below_ten_thousand(high) + "万" + rest


def _below_ten_thousand(digits: str) -> str:
    if digits == "0":
        return _DIGITS[0]
    words, gap = "", False
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit == "0":
            gap = True
            continue
        words += ("零" if gap and words else "") + _DIGITS[int(digit)] + _UNITS[place]
        gap = False
    return words.removeprefix("一") if words.startswith("一十") else words
