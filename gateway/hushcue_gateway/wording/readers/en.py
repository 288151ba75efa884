"""Numbers in English. Pure."""

from __future__ import annotations

from typing import ClassVar

from .reader import Noun, Reader

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = " . twenty thirty forty fifty sixty seventy eighty ninety".split(" ")
_GROUPS = ("", "thousand", "million", "billion", "trillion")


class English(Reader):
    language = "en"
    digit_words = tuple(_ONES[:10])
    point = "point"
    minus = "minus"
    percent_word = "percent"
    up_to = "to"
    signs: ClassVar = {"&": "and", "+": "plus", "=": "equals", "@": "at", "#": "number", "×": "times"}
    hour_forms = "hour/hours"
    minute_forms = "minute/minutes"
    second_forms = "second/seconds"
    multiples: ClassVar = {"k": 1000}

    def whole(self, number: int) -> str:
        if number == 0:
            return _ONES[0]
        words: list[str] = []
        for place in range(4, -1, -1):
            group = number // 1000**place % 1000
            if group:
                said = "and " if place == 0 and group < 100 and words else ""
                words.append(said + self.join(_below_thousand(group), _GROUPS[place]))
        return " ".join(words)

    def over(self, number: int, forms: str) -> str:
        return self.join("over", self.cardinal(number), Noun.of(forms).many)

    def clock(self, hour: int, minute: int) -> str:
        half = "a m" if hour < 12 else "p m"
        told = "" if minute == 0 else (f"oh {_ONES[minute]}" if minute < 10 else _below_thousand(minute))
        return self.join(_ONES[hour % 12 or 12], told, half)


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    head = f"{_ONES[hundreds]} hundred" if hundreds else ""
    tail = ""
    if rest:
        tail = _ONES[rest] if rest < 20 else _TENS[rest // 10] + (f"-{_ONES[rest % 10]}" if rest % 10 else "")
    return f"{head} and {tail}" if head and tail else head or tail
