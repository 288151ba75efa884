"""Numbers in Indonesian. Pure."""

from __future__ import annotations

from typing import ClassVar

from .reader import Noun, Reader

_ONES = "nol satu dua tiga empat lima enam tujuh delapan sembilan".split()
_GROUPS = ("", "ribu", "juta", "miliar", "triliun")


class Indonesian(Reader):
    language = "id"
    digit_words = tuple(_ONES)
    point = "koma"
    minus = "minus"
    percent_word = "persen"
    up_to = "sampai"
    signs: ClassVar = {"&": "dan", "+": "tambah", "=": "sama dengan", "@": "at", "#": "nomor", "×": "kali"}
    comma_is_point = True
    hour_forms = "jam"
    minute_forms = "menit"
    second_forms = "detik"
    multiples: ClassVar = {"k": 1000, "rb": 1000, "jt": 10**6}

    def whole(self, number: int) -> str:
        if number == 0:
            return _ONES[0]
        words = []
        for place in range(4, -1, -1):
            group = number // 1000**place % 1000
            if group == 1 and place == 1:
                words.append("seribu")
            elif group:
                words.append(self.join(_below_thousand(group), _GROUPS[place]))
        return " ".join(words)

    def over(self, number: int, forms: str) -> str:
        return self.join("lebih dari", self.cardinal(number), Noun.of(forms).many)

    def clock(self, hour: int, minute: int) -> str:
        hours = self.whole(hour)
        return f"{hours} tepat" if minute == 0 else f"{hours} lewat {self.whole(minute)}"


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = []
    if hundreds:
        words.append("seratus" if hundreds == 1 else f"{_ONES[hundreds]} ratus")
    tens, ones = divmod(rest, 10)
    if rest == 10:
        words.append("sepuluh")
    elif rest == 11:
        words.append("sebelas")
    elif tens == 1:
        words.append(f"{_ONES[ones]} belas")
    else:
        words += [f"{_ONES[tens]} puluh"] * bool(tens) + [_ONES[ones]] * bool(ones)
    return " ".join(words)
