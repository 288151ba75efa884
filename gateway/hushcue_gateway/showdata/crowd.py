"""The viewers of the made-up show, and what they write. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from random import Random

from .demo_texts import CHATTER, FLASH_WORD, QUESTIONS, SPAM
from .fact import Comment
from .script import GOODS, Script

PER_VIEWER_MINUTE = 0.045
"""Comments of a viewer, in a minute."""
QUESTION_SHARE, SPAM_SHARE = 0.11, 0.02
USUAL = {"price": 5, "shipping": 4, "discount": 3, "link": 3, "stock": 2, "colour": 2, "material": 1, "size": 3}
"""How often each topic comes up by itself."""
ONLY_OF = {
    "size": frozenset({"SHIRT", "SOCKS"}),
    "colour": frozenset({"SHIRT", "SOCKS", "TOTE", "BUDS", "MUG", "BOTTLE"}),
}
"""Asked of these alone."""
WAVE_PER_S = 0.35
TYPING_PER_S = 4.5
PEOPLE = 3_000
SAYS_LANGUAGE = 0.5
"""So many comments come with their language, as far as the platform knows it."""
ENDINGS = ("", "", "", "", "!", " 🙏", " 😍", "~", "  ")
WITH_PRODUCT = 0.15
"""So many questions name the product by its number."""
NUMBERED = {
    "en": "link {slot}: ", "zh-Hans": "{slot}号链接 ", "zh-Hant": "{slot}號連結 ", "es": "enlace {slot}: ",
    "id": "nomor {slot} ", "th": "ลิงก์ {slot} ", "vi": "link {slot} ", "pt": "link {slot}: ", "ja": "{slot}番 ",
}  # fmt: skip


class Crowd:
    """languages: those they speak, the first ones more."""

    def __init__(self, random: Random, languages: Sequence[str]):
        self._random = random
        self._languages = tuple(languages)
        weights = [1 / (1 + 0.3 * place) for place in range(len(languages))]
        self._speaks = random.choices(self._languages, weights, k=PEOPLE)
        self._count = 0

    def comments(self, second: int, at_ms: int, script: Script, pinned: str) -> Iterator[Comment]:
        """Of one second."""
        viewers = script.viewers(second)
        for _ in range(self._how_many(viewers * PER_VIEWER_MINUTE / 60)):
            kind = self._random.random()
            if kind < SPAM_SHARE:
                yield self._said(at_ms, self._somebody(), self._random.choice(SPAM), "")
            elif kind < SPAM_SHARE + QUESTION_SHARE:
                yield self._asked(at_ms, self._usual(pinned), pinned)
            else:
                who = self._somebody()
                language = self._speaks[who]
                text = self._random.choice(CHATTER[language]) + self._random.choice(ENDINGS)
                yield self._said(at_ms, who, text, language)
        if topic := script.topic(second):
            for _ in range(self._how_many(WAVE_PER_S)):
                yield self._asked(at_ms, topic, pinned)
        if script.typing(second):
            for _ in range(self._how_many(TYPING_PER_S)):
                yield self._said(at_ms, self._somebody(), FLASH_WORD, "")

    def _usual(self, pinned: str) -> str:
        topics = [topic for topic in USUAL if pinned in ONLY_OF.get(topic, (pinned,))]
        return self._random.choices(topics, [USUAL[topic] for topic in topics])[0]

    def _asked(self, at_ms: int, topic: str, pinned: str) -> Comment:
        who = self._somebody()
        language = self._speaks[who]
        text = self._random.choice(QUESTIONS[topic][language])
        if pinned and self._random.random() < WITH_PRODUCT:
            slot = next(place for place, good in enumerate(GOODS, 1) if good.id == pinned)
            text = NUMBERED[language].format(slot=slot) + text
        elif self._random.random() < 0.4:
            text = text.rstrip("?？")  # hardly anybody types it
        return self._said(at_ms, who, text + self._random.choice(ENDINGS), language)

    def _said(self, at_ms: int, who: int, text: str, language: str) -> Comment:
        self._count += 1
        told = language if self._random.random() < SAYS_LANGUAGE else ""
        at_ms += self._random.randrange(1_000)
        return Comment(at_ms, text.strip(), f"viewer-{who:04d}", "", told, "demo", f"c{self._count:06d}")

    def _somebody(self) -> int:
        """Few write much."""
        return int(PEOPLE * self._random.random() ** 1.6)

    def _how_many(self, mean: float) -> int:
        limit, count, product = math.exp(-mean), 0, self._random.random()
        while product > limit:
            count += 1
            product *= self._random.random()
        return count
