"""Numbers in Thai: ยี่สิบเอ็ด, หนึ่งร้อยเอ็ด, สองหมื่นหนึ่งพัน. Pure."""

from __future__ import annotations

from typing import ClassVar

from .reader import Noun, Reader

_ONES = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
_MILLION = "ล้าน"


class Thai(Reader):
    language = "th"
    gap = ""
    digit_words = _ONES
    point = "จุด"
    minus = "ลบ"
    percent_word = "เปอร์เซ็นต์"
    up_to = "ถึง"
    signs: ClassVar = {"&": "และ", "+": "บวก", "=": "เท่ากับ", "@": "แอท", "#": "เบอร์", "×": "คูณ"}
    hour_forms = "ชั่วโมง"
    minute_forms = "นาที"
    second_forms = "วินาที"
    multiples: ClassVar = {"k": 1000}

    def whole(self, number: int) -> str:
        if number == 0:
            return _ONES[0]
        high, low = divmod(number, 10**6)
        head = self.whole(high) + _MILLION if high else ""
        return head + _below_million(low, more=bool(head))

    def over(self, number: int, forms: str) -> str:
        return "กว่า" + self.cardinal(number) + Noun.of(forms).many

    def clock(self, hour: int, minute: int) -> str:
        return self.whole(hour) + "นาฬิกา" + (self.whole(minute) + "นาที" if minute else "")


def _below_million(number: int, *, more: bool) -> str:
    words = ""
    for place in range(5, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            continue
        if place == 0 and digit == 1 and (words or more):
            words += "เอ็ด"
        elif place == 1 and digit <= 2:
            words += ("ยี่" if digit == 2 else "") + _PLACES[1]
        else:
            words += _ONES[digit] + _PLACES[place]
    return words
