"""What Spanish and Portuguese share: numbers that have a sex, and millions *of* something. Pure."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from .reader import Noun, Reader


class Romance(Reader):
    """over_word: stands before what a number is over."""

    over_word: ClassVar[str]
    comma_is_point = True
    minus = "menos"
    up_to = "a"
    minute_forms = "minuto/minutos"
    second_forms = "segundo/segundos"
    multiples: ClassVar = {"k": 1000}

    @abstractmethod
    def words(self, number: int, *, feminine: bool) -> str:
        """A number from 0 on that stands by itself."""

    def whole(self, number: int) -> str:
        return self.words(number, feminine=False)

    def before(self, number: int, noun: Noun) -> str:
        if number < 0:
            return self.join(self.minus, self.before(-number, noun))
        words = self.before_noun(self.words(number, feminine=noun.feminine), noun)
        return words + " de" if number >= 10**6 and number % 10**6 == 0 else words

    def before_noun(self, words: str, noun: Noun) -> str:
        """How they change before what is counted."""
        return words

    def over(self, number: int, forms: str) -> str:
        noun = Noun.of(forms)
        return self.join(self.over_word, self.before(number, noun), noun.many)
