"""Numbers in Japanese, in kana, with the counters' changes of sound: いってん, さんびゃく, ろっぷん, ひとり. Pure.

Kana, since that is what the smallest voice reads; words stand apart, so that it pauses between them and not within.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from .currencies import COINS
from .reader import Reader

_ONES = ("ぜろ", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう")
_HUNDREDS = {1: "ひゃく", 3: "さんびゃく", 6: "ろっぴゃく", 8: "はっぴゃく"}
_THOUSANDS = {1: "せん", 3: "さんぜん", 8: "はっせん"}
_BIG = ("", "まん", "おく", "ちょう")
_SMALL_TSU = (("いち", "いっ"), ("はち", "はっ"), ("じゅう", "じゅっ"))
"""Before a counter with a hard beginning (k s t h)."""
_SMALL_TSU_KH = (("ろく", "ろっ"), ("ひゃく", "ひゃっ"))
"""Before one with k or h only."""
_HARD = {"か": "k", "き": "k", "け": "k", "こ": "k", "さ": "s", "せ": "s", "そ": "s", "ち": "t", "て": "t", "と": "t"}
_H_TO_P = dict(zip("はひふへほ", "ぱぴぷぺぽ", strict=True))
_P_AFTER_N = frozenset({"ふん"})
"""さんぷん, よんぷん; はい and ほん become ばい and ぼん after さん alone."""
_H_TO_B = dict(zip("はひふへほ", "ばびぶべぼ", strict=True))
_WHOLE: Mapping[str, Mapping[int, str]] = {"にん": {1: "ひとり", 2: "ふたり"}}
_LAST: Mapping[str, Mapping[int, str]] = {
    "にん": {4: "よ"},
    "えん": {4: "よ"},
    "じ": {4: "よ", 7: "しち", 9: "く"},
}
"""What the last digit becomes before some counters: よじ, しちじ, くじ."""
_LOAN = frozenset(
    {
        "どる",
        "ゆーろ",
        "せんと",
        "ぽんど",
        "ぺそ",
        "ぱーせんと",
        "ばーつ",
        "どん",
        "きろ",
        "みり",
        "みりりっとる",
        "ぐらむ",
    }
)
"""Words from elsewhere count without a change, いちどる."""

KANJI_COUNTERS: Mapping[str, str] = {
    "点": "てん", "個": "こ", "件": "けん", "人": "にん", "名": "めい", "分": "ふん", "秒": "びょう",
    "円": "えん", "番": "ばん", "枚": "まい", "着": "ちゃく", "本": "ほん", "倍": "ばい", "回": "かい", "時": "じ",
    "分間": "ふんかん", "秒間": "びょうかん", "時間": "じかん", "セット": "せっと", "ドル": "どる",
}  # fmt: skip
"""What stands behind a typed number."""


class Japanese(Reader):
    language = "ja"
    digit_words = ("ぜろ", *_ONES[1:])
    point = "てん"
    minus = "まいなす"
    percent_word = "ぱーせんと"
    up_to = "から"
    signs: ClassVar = {"&": "と", "+": "ぷらす", "=": "いこーる", "@": "あっと", "#": "なんばー", "×": "かける"}
    hour_forms = "じかん"
    minute_forms = "ふん"
    second_forms = "びょう"

    def whole(self, number: int) -> str:
        if number == 0:
            return _ONES[0]
        words = ""
        for place in (3, 2, 1, 0):
            group = number // 10 ** (4 * place) % 10_000
            if group:
                words += _before_big(_below_myriad(group, one=place > 0), place) + _BIG[place]
        return words

    def counted(self, number: int, forms: str) -> str:
        """forms: the counter in kana."""
        if number < 0:
            return self.join(self.minus, self.counted(-number, forms))
        if (known := _WHOLE.get(forms, {}).get(number)) is not None:
            return known
        if not forms:
            return self.cardinal(number)
        counter = next((base for base in ("ふん", "じ", "びょう") if forms == base + "かん"), forms)
        return _with_counter(self.cardinal(number), number, counter) + forms.removeprefix(counter)

    def decimal(self, text: str) -> str:
        """ "2.4" is にいてんよん: にてん would be two pieces; れい before the point where there is nothing."""
        whole, _, part = text.removeprefix("-").partition(".")
        if not part or len(whole) > 15:
            return super().decimal(text)
        said = {"0": "れい", "2": "にい", "5": "ごお"}.get(whole, self.cardinal(int(whole)))
        for end, short in (("いち", "いっ"), ("はち", "はっ"), ("じゅう", "じゅっ")):
            if said.endswith(end):
                said = said.removesuffix(end) + short
                break
        sign = self.minus + " " if text.startswith("-") else ""
        return f"{sign}{said}{self.point} {self.digits(part)}"

    def digits(self, text: str) -> str:
        return "".join(self.digit_words[int(digit)] for digit in text)

    def percent(self, text: str) -> str:
        return self.decimal(text) + self.percent_word

    def priced(self, text: str, currency: str) -> str:
        coin = COINS[self.language].get("CNY" if currency == "RMB" else currency)
        unit = coin.unit if coin else ""
        return self.decimal(text) + unit if "." in text else self.counted(int(text), unit)

    def over(self, number: int, forms: str) -> str:
        return self.counted(number, forms) + " いじょう"

    def clock(self, hour: int, minute: int) -> str:
        said = "れいじ" if hour == 0 else self.counted(hour, "じ")
        return self.join(said, self.counted(minute, "ふん") if minute else "")

    def typed(self, number: int, following: str) -> tuple[str, int]:
        for length in (4, 3, 2, 1):
            if (kana := KANJI_COUNTERS.get(following[:length])) is not None:
                return self.counted(number, kana), len(following[:length])
        return self.cardinal(number), 0

    def _letters(self, currency: str) -> str:
        return ""


def _below_myriad(group: int, *, one: bool) -> str:
    words = ""
    for place, name, special in ((3, "せん", _THOUSANDS), (2, "ひゃく", _HUNDREDS), (1, "じゅう", {1: "じゅう"})):
        digit = group // 10**place % 10
        if digit:
            # 千 before 万 is いっせん where a number goes on above it: plain せん is understood as well, and shorter
            words += special.get(digit, _ONES[digit] + name)
    return words + (_ONES[group % 10] if group % 10 else "")


def _before_big(words: str, place: int) -> str:
    """いっちょう, はっちょう, じゅっちょう; before まん and おく nothing changes."""
    if place == 3:
        for end, short in _SMALL_TSU:
            if words.endswith(end):
                return words.removesuffix(end) + short
    return words


def _with_counter(words: str, number: int, counter: str) -> str:
    digit = number % 10
    if (last := _LAST.get(counter, {}).get(digit)) is not None:
        return words.removesuffix(_ONES[digit]) + last + counter
    if counter in _LOAN or number == 0:
        return words + counter
    kind = "h" if counter[0] in _H_TO_P else _HARD.get(counter[0], "")
    changes = _SMALL_TSU + _SMALL_TSU_KH if kind in ("k", "h") else _SMALL_TSU
    if kind:
        for end, short in changes:
            if words.endswith(end):
                head = words.removesuffix(end) + short
                return head + (_H_TO_P[counter[0]] + counter[1:] if kind == "h" else counter)
    if kind == "h" and words.endswith(("さん", "よん", "せん", "まん")):
        if counter in _P_AFTER_N:
            return words + _H_TO_P[counter[0]] + counter[1:]
        if not words.endswith("よん"):
            return words + _H_TO_B[counter[0]] + counter[1:]
    return words + counter
