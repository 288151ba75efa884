"""Which product a comment is about: its number in the list, or what viewers call it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .normalise import Text, normalise

MAX_SLOT = 999
_SLOT = re.compile(
    r"(?:\b(?:link|no|number|item|nomor|nmr|etalase|keranjang|số|mã|mã số|mã sp|numero|número|num|"
    r"produto|producto|código|codigo|enlace|ma|so|ma so)\b\.? ?#?|#|№|เบอร์ ?|ตะกร้า(?:ที่)? ?|"
    r"รหัส ?|ลำดับ ?|第|[链鏈连連]接 ?|リンク ?|商品)(\d{1,3})(?!\d|[.,]\d| ?(?:cm|kg|ml|円|元|%|k\b))|"
    r"(?<![\d.])(\d{1,3}) ?(?:[号號](?!码|碼)|番(?!目)|番目)"
)
_CHINESE = re.compile("([一二三四五六七八九十]{1,3})[号號](?:[链鏈]接|連結|品|款)?(?!码|碼)")
_DIGITS = {letter: number for number, letter in enumerate("一二三四五六七八九", 1)}


def slot_of(text: Text) -> int | None:
    """The number in the list that a comment names ("3号", "link 3", "#3"), None where it names none."""
    found = _SLOT.search(text.plain)
    if found:
        slot = int(found.group(1) or found.group(2))
        return slot if 0 < slot <= MAX_SLOT else None
    if text.solid:
        written = _CHINESE.search(text.plain)
        return _chinese_number(written.group(1)) if written else None
    return None


def _chinese_number(letters: str) -> int | None:
    """1 to 99: 三, 十, 十二, 三十, 二十五."""
    tens, ten, ones = letters.partition("十")
    if not ten:
        return _DIGITS.get(letters)
    if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
        return None
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


class Shelf:
    """The products of an airing as comments name them."""

    def __init__(self, slots: Mapping[int, str], names: Mapping[str, tuple[str, ...]]):
        """slots: number in the list -> product. names: product -> what viewers call it."""
        self._slots = dict(slots)
        pairs = [(normalise(word), product) for product, words in names.items() for word in words]
        self._solid = {text.folded: product for text, product in pairs if text.solid and len(text.folded) > 1}
        self._spaced = {text.words: product for text, product in pairs if not text.solid and text.words}

    def product_of(self, text: Text, pinned: str) -> str:
        """What it names, else what is pinned; "" is none. A number that no product has names nothing."""
        slot = slot_of(text)
        if slot is not None and slot in self._slots:
            return self._slots[slot]
        for word, product in self._solid.items():
            if text.solid and word in text.folded:
                return product
        for words, product in self._spaced.items():
            if any(text.words[at : at + len(words)] == words for at in range(len(text.words) - len(words) + 1)):
                return product
        return pinned
