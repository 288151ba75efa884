"""What every reader of numbers can do; the languages say how. Pure: a number in, words of one language out.

The voices are given words only. What they make of digits and signs differs from engine to engine: Mandarin loses the
point of "2.4%", Thai reads "50" as "five zero", "$19.99" becomes "dollar nineteen".
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from .currencies import COINS, Coin, parts_of

MOST = 10**15 - 1
"""Beyond it (no price, no count) a number is read digit by digit."""
_EXACT_BELOW = 100


@dataclass(frozen=True, slots=True)
class Noun:
    """What is counted. ``of``: "unit/units", with a leading "f " where the noun is feminine; "件" where it does not
    change."""

    one: str
    many: str
    feminine: bool = False

    @classmethod
    def of(cls, forms: str) -> Noun:
        feminine = forms.startswith("f ")
        one, _, many = forms.removeprefix("f ").partition("/")
        return cls(one, many or one, feminine)


class Reader(ABC):
    """One language. Numbers are whole unless they come as text; texts of numbers are plain: "1234.50"."""

    language: ClassVar[str]
    gap: ClassVar[str] = " "
    """Between words; "" where the script has none."""
    digit_words: ClassVar[tuple[str, ...]]
    point: ClassVar[str]
    minus: ClassVar[str]
    percent_word: ClassVar[str]
    up_to: ClassVar[str]
    """Between the ends of a range."""
    signs: ClassVar[Mapping[str, str]]
    """Signs that mean a word: & + = @ # ×. Every other one is a pause or nothing."""
    comma_is_point: ClassVar[bool] = False
    """Whether "1.500" is fifteen hundred and "1,5" one and a half."""
    feminine: ClassVar[frozenset[str]] = frozenset()
    """Nouns that take a feminine number, for texts that people typed."""
    masculine: ClassVar[frozenset[str]] = frozenset()
    """Nouns before which a typed number is shortened: veintiún minutos."""
    multiples: ClassVar[Mapping[str, int]] = {}
    """Letters behind a number that mean thousands or more: "150k"."""

    @abstractmethod
    def whole(self, number: int) -> str:
        """The words of 0 <= number <= MOST."""

    def cardinal(self, number: int) -> str:
        """A number that counts nothing in particular."""
        if abs(number) > MOST:
            return self.digits(str(abs(number)))
        return self.join(self.minus, self.whole(-number)) if number < 0 else self.whole(number)

    def before(self, number: int, noun: Noun) -> str:
        """The words of a number that stand before ``noun``."""
        return self.cardinal(number)

    def counted(self, number: int, forms: str) -> str:
        """ "twelve units". forms: see Noun."""
        noun = Noun.of(forms)
        return self.join(self.before(number, noun), noun.one if number == 1 else noun.many)

    def more_than(self, number: int, forms: str) -> str:
        """ "over eighteen hundred viewers": rounded down to two figures, said to be more; exact where it is."""
        low = rounded_down(number)
        return self.counted(number, forms) if low == number else self.over(low, forms)

    @abstractmethod
    def over(self, number: int, forms: str) -> str:
        """ "over 1800 viewers"."""

    def digits(self, text: str) -> str:
        """One by one: numbers of orders, telephones, and what is longer than a number."""
        return self.gap.join(self.digit_words[int(digit)] for digit in text)

    def decimal(self, text: str) -> str:
        """ "1234.50": the digits behind the point one by one, as many as there are."""
        sign, text = (self.minus, text[1:]) if text.startswith("-") else ("", text)
        whole, _, part = text.partition(".")
        words = self.digits(whole) if len(whole) > len(str(MOST)) else self.cardinal(int(whole))
        return self.join(sign, words, *((self.point, self.digits(part)) if part else ()))

    def percent(self, text: str) -> str:
        """ "2.4" is two point four percent."""
        return self.join(self.decimal(text), self.percent_word)

    def money(self, minor: int, currency: str) -> str:
        """An amount of minor units of an ISO 4217 currency; one that has no name here is read with its letters."""
        whole, part, places = parts_of(abs(minor), currency)
        coin = COINS[self.language].get("CNY" if currency == "RMB" else currency)
        sign = self.minus if minor < 0 else ""
        if coin is None or (part and not coin.sub):
            text = f"{whole}.{part:0{places}}".rstrip("0") if part else str(whole)
            return self.join(sign, self.priced(text, currency))
        if not part:
            return self.join(sign, self.counted(whole, coin.unit))
        return self.join(sign, self._coins(whole, part, coin))

    def priced(self, text: str, currency: str) -> str:
        """A plain number of units, as it is written: "nineteen point nine yuan"."""
        coin = COINS[self.language].get("CNY" if currency == "RMB" else currency)
        unit = coin.unit if coin else self._letters(currency)
        if "." not in text and unit:
            return self.counted(int(text), unit)
        return self.join(self.decimal(text), Noun.of(unit).many)

    def _coins(self, whole: int, part: int, coin: Coin) -> str:
        small = self.counted(part, coin.sub)
        return self.join(self.counted(whole, coin.unit), coin.joiner, small) if whole else small

    def _letters(self, currency: str) -> str:
        return " ".join(currency) if currency.isascii() and currency.isalpha() else ""

    @abstractmethod
    def clock(self, hour: int, minute: int) -> str:
        """A time of day, 0:00 to 23:59."""

    hour_forms: ClassVar[str]
    minute_forms: ClassVar[str]
    second_forms: ClassVar[str]

    def duration_parts(self, seconds: int) -> list[tuple[int, str]]:
        """Hours, minutes and seconds with their forms; parts that are nought are left out."""
        hours, rest = divmod(max(0, seconds), 3600)
        minutes, left = divmod(rest, 60)
        told = [(hours, self.hour_forms), (minutes, self.minute_forms), (left, self.second_forms)]
        return [part for part in told if part[0]] or [(0, self.second_forms)]

    def duration(self, seconds: int) -> str:
        """ "one minute thirty seconds"."""
        return self.join(*(self.counted(number, forms) for number, forms in self.duration_parts(seconds)))

    def typed(self, number: int, following: str) -> tuple[str, int]:
        """A number that a person typed before ``following``: its words, and how many characters of ``following`` are
        in them."""
        word = following.lower()
        if word in self.feminine or word in self.masculine:
            return self.before(number, Noun(following, following, word in self.feminine)), 0
        return self.cardinal(number), 0

    def smooth(self, text: str) -> str:
        """A text in words without what its voices stumble over."""
        return text

    def join(self, *words: str) -> str:
        """With the gap of the language; empty ones fall out."""
        return self.gap.join(word for word in words if word)


def rounded_down(number: int) -> int:
    """To two figures, from a hundred on."""
    if number < _EXACT_BELOW:
        return number
    step: int = 10 ** (len(str(number)) - 2)
    return number - number % step


_LOCAL = re.compile(r"\d+(?:[.,]\d+)*")


def plain(text: str, comma_is_point: bool) -> str | None:
    """A number as people write it, as a plain one: "1,234.5" and "1.234,5" are "1234.5". None: not one number.

    Where one kind of mark stands alone, three digits behind it are thousands if the language groups with it, or if
    there are several groups. "19,90" is a price in any language: no thousands have two digits.
    """
    if not _LOCAL.fullmatch(text):
        return None
    marks = [char for char in text if char in ".,"]
    if not marks:
        return text
    groups = re.split("[.,]", text)
    thousands = 1 <= len(groups[0]) <= 3 and groups[0] != "0" and all(len(group) == 3 for group in groups[1:])
    if len(set(marks)) == 1:
        grouping = "." if comma_is_point else ","
        if thousands and (len(marks) > 1 or marks[0] == grouping):
            return "".join(groups)
        # 1,500 in a language of 1.500: an import from a land that groups the other way; 1.500 elsewhere is a decimal
        if thousands and marks[0] == "," and comma_is_point:
            return "".join(groups)
        return ".".join(groups) if len(marks) == 1 else None
    if len(set(marks[:-1])) == 1 and marks[-1] != marks[0]:
        head = groups[:-1]
        if 1 <= len(head[0]) <= 3 and all(len(group) == 3 for group in head[1:]):
            return "".join(head) + "." + groups[-1]
    return None


def minor_of(text: str, currency: str) -> int | None:
    """A plain number as minor units; None where it has more places than the currency."""
    scaled = Decimal(text).scaleb(parts_of(0, currency)[2])
    return int(scaled) if scaled == scaled.to_integral_value() else None
