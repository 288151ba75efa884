"""Numbers in Vietnamese: hai mươi mốt, mười lăm, một nghìn không trăm lẻ năm. Pure."""

from __future__ import annotations

from typing import ClassVar

from .reader import Noun, Reader

_ONES = "không một hai ba bốn năm sáu bảy tám chín".split()
_GROUPS = ("", "nghìn", "triệu")
_BILLION = "tỷ"


class Vietnamese(Reader):
    language = "vi"
    digit_words = tuple(_ONES)
    point = "phẩy"
    minus = "âm"
    percent_word = "phần trăm"
    up_to = "đến"
    signs: ClassVar = {"&": "và", "+": "cộng", "=": "bằng", "@": "a còng", "#": "số", "×": "nhân"}
    comma_is_point = True
    hour_forms = "tiếng"
    minute_forms = "phút"
    second_forms = "giây"
    multiples: ClassVar = {"k": 1000, "tr": 10**6}

    def whole(self, number: int) -> str:
        if number == 0:
            return _ONES[0]
        high, low = divmod(number, 10**9)
        words = [self.whole(high), _BILLION] if high else []
        for place in (2, 1, 0):
            group = low // 1000**place % 1000
            if group:
                words += [_below_thousand(group, full=bool(words)), _GROUPS[place]]
        return self.join(*words)

    def over(self, number: int, forms: str) -> str:
        return self.join("hơn", self.cardinal(number), Noun.of(forms).many)

    def clock(self, hour: int, minute: int) -> str:
        return self.join(self.whole(hour), "giờ", f"{self.whole(minute)} phút" if minute else "")


def _below_thousand(number: int, *, full: bool) -> str:
    """full: something stands before it, so the hundreds are told even where they are nought."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [f"{_ONES[hundreds]} trăm"] if hundreds or full else []
    if tens == 0:
        if ones:
            words.append(f"lẻ {_ONES[ones]}" if words else _ONES[ones])
        return " ".join(words)
    words.append("mười" if tens == 1 else f"{_ONES[tens]} mươi")
    if ones == 5:
        words.append("lăm")
    elif ones == 1 and tens > 1:
        words.append("mốt")
    elif ones:
        words.append(_ONES[ones])
    return " ".join(words)
