"""One comment read by itself: its language, what is wrong with it, whether it asks, and of which topic."""

from __future__ import annotations

from typing import NamedTuple

from .detect import detect
from .grams import Nearest, Rarity, grams
from .language import guess
from .normalise import Text, normalise
from .shop import Shop
from .spam import spam_of
from .topics import TopicIndex

LIKE_EXEMPLAR = 0.45
"""Cosine from which on a question means what a learnt one means."""
_NOT_FOR_COUNTING = 3
"""Comments of fewer words tell too little of the language that a show's viewers write."""


class Reading(NamedTuple):
    """spam: of ``spam.SPAM``, as far as one comment shows it."""

    text: Text
    language: str
    spam: str
    question: bool
    score: float
    topic: str


class Reader:
    """Reads comments with a shop's topics; what it has read tells which language is usual here."""

    def __init__(self, shop: Shop):
        self._usual: dict[str, int] = {}
        self.use(shop)

    def use(self, shop: Shop) -> None:
        """Other topics and exemplars from now on."""
        self._index = TopicIndex(shop.topics)
        self._exact: dict[str, str] = {}
        self._topics: dict[str, str] = {}
        self._rarity = Rarity()
        self._nearest = Nearest()
        texts = [(normalise(text), topic) for text, topic in shop.exemplars]
        counted = [grams(text) for text, _ in texts]
        for counts in counted:
            self._rarity.learn(counts)
        for at, ((text, topic), counts) in enumerate(zip(texts, counted, strict=True)):
            self._exact[text.folded] = topic
            self._topics[str(at)] = topic
            self._nearest.add(str(at), self._rarity.vector(counts))

    def read(self, raw: str, told: str = "") -> Reading:
        """told: the language as the source says it, "" if it does not."""
        text = normalise(raw)
        usual = max(self._usual, key=self._usual.__getitem__) if self._usual else "en"
        language = guess(text, told, usual)
        if len(text.words) >= _NOT_FOR_COUNTING or told:
            self._usual[language] = self._usual.get(language, 0) + 1
        spam = spam_of(raw, text)
        if spam:
            return Reading(text, language, spam, False, 0.0, "")
        touched = self._index.touched(text)
        question, score = detect(text, language, touched.number, touched.asking)
        if not question:
            return Reading(text, language, "", False, score, touched.topic)
        return Reading(text, language, "", True, score, self._meant(text, touched.topic))

    def _meant(self, text: Text, topic: str) -> str:
        """An operator's word about this very question stands above the topic's words; about one like it, below."""
        exact = self._exact.get(text.folded)
        if exact is not None:
            return exact
        if topic or not self._topics:
            return topic
        name, likeness = self._nearest.nearest(self._rarity.vector(grams(text)))
        return self._topics[name] if likeness >= LIKE_EXEMPLAR else ""
