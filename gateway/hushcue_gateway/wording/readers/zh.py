"""Numbers in Mandarin, as they are said: 两件 and 二号, 两百 and 二十二, 一万零五十. Pure.

两 stands before measure words, before 千, 万 and 亿, and before 百 where a number begins with it; 二 stands everywhere
else: in 十二, 二十, 一千二百, in numbers of things (二号链接), behind the point and in percents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from .reader import Noun, Reader

_MEASURES = frozenset(
    "个個件条條只隻双雙套份瓶盒包袋台臺部款张張位人名单單次回遍种種块塊元箱组組对對杯片支枝把根斤秒天周年倍米颗顆粒罐則则句波笔筆声聲"
)
"""First characters of what a typed number may count, 号 (a name) and 月 not among them."""
_LONG_MEASURES = ("小时", "小時", "分钟", "分鐘", "公斤", "万", "萬", "亿", "億", "千", "美元", "欧元", "歐元")

_SUFFIX_R = re.compile("(?<=[\u4e00-\u9fff])(?<![女婴嬰幼孤少胎健育男宠寵])[儿兒](?![童子女科歌媳孙孫时時])")
_PLACES_R: Mapping[str, str] = {"这": "这里", "那": "那里", "哪": "哪里", "這": "這裡", "今": "今天", "明": "明天"}
"""What the suffix makes of these."""


class Mandarin(Reader):
    """Simplified characters; Traditional below."""

    language = "zh-Hans"
    gap = ""
    digit_words = tuple("零一二三四五六七八九")
    point = "点"
    minus = "负"
    percent_word = "百分之"
    up_to = "到"
    signs: ClassVar = {"&": "和", "+": "加", "=": "等于", "@": "", "#": "", "×": "乘"}
    hour_forms = "个小时"
    minute_forms = "分钟"
    second_forms = "秒"
    two = "两"
    more = "多"
    sharp = "点整"
    minutes_word = "分"
    big: ClassVar[tuple[str, ...]] = ("", "万", "亿", "万亿")

    def whole(self, number: int) -> str:
        words, gap = "", False
        for place in range(3, -1, -1):
            group = number // 10 ** (4 * place) % 10_000
            if not group:
                gap = bool(words)
                continue
            if words and (gap or group < 1000):
                words += "零"
            gap = False
            said = self.two if place and group == 2 else self._group(group, first=not words)
            # 万亿 before more 亿: 一万二千亿 is one word for both groups
            unit = "万" if place == 3 and number // 10**8 % 10_000 else self.big[place]
            words += said + (self.big[1] if unit == "万" else unit)
        return words or self.digit_words[0]

    def _group(self, group: int, *, first: bool) -> str:
        words, gap = "", False
        for place, unit in ((3, "千"), (2, "百"), (1, "十"), (0, "")):
            digit = group // 10**place % 10
            if not digit:
                gap = bool(words)
                continue
            zero = "零" if gap else ""
            gap = False
            if digit == 2 and (place == 3 or (place == 2 and first and not words)):
                word = self.two
            elif digit == 1 and place == 1 and first and not words:
                word = ""
            else:
                word = self.digit_words[digit]
            words += zero + word + unit
        return words

    def before(self, number: int, noun: Noun) -> str:
        return self.two if number == 2 else self.cardinal(number)

    def over(self, number: int, forms: str) -> str:
        return self.cardinal(number) + self.more + Noun.of(forms).many

    def percent(self, text: str) -> str:
        sign, text = (self.minus, text[1:]) if text.startswith("-") else ("", text)
        return sign + self.percent_word + ("百" if text == "100" else self.decimal(text))

    def _letters(self, currency: str) -> str:
        return currency

    def clock(self, hour: int, minute: int) -> str:
        hours = self.two if hour == 2 else self.whole(hour)
        if minute == 0:
            return hours + self.sharp
        return f"{hours}{self.point}{'零' if minute < 10 else ''}{self.whole(minute)}{self.minutes_word}"

    def duration_parts(self, seconds: int) -> list[tuple[int, str]]:
        """一分三十秒, and 一分钟 where it stands alone."""
        parts = super().duration_parts(seconds)
        short = len(parts) > 1 and parts[-1][1] == self.second_forms
        return [
            (number, self.minutes_word if short and forms == self.minute_forms else forms) for number, forms in parts
        ]

    def typed(self, number: int, following: str) -> tuple[str, int]:
        measured = following.startswith(_LONG_MEASURES) or following[:1] in _MEASURES
        return (self.two if number == 2 and measured else self.cardinal(number)), 0

    def smooth(self, text: str) -> str:
        """Without the suffix 儿 (一会儿, 这儿): eSpeak NG 1.52 has no sound for it, and spells the word before it
        in English letters and numbers."""

        def plainer(match: re.Match[str]) -> str:
            before = text[match.start() - 1 : match.start()]
            return _PLACES_R[before][1:] if before in _PLACES_R else ""

        return _SUFFIX_R.sub(plainer, text)


class TraditionalMandarin(Mandarin):
    """The same speech in Traditional characters."""

    language = "zh-Hant"
    point = "點"
    minus = "負"
    two = "兩"
    sharp = "點整"
    hour_forms = "個小時"
    minute_forms = "分鐘"
    signs: ClassVar = {**Mandarin.signs, "=": "等於"}
    big: ClassVar[tuple[str, ...]] = ("", "萬", "億", "萬億")
