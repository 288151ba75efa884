"""Topics of a shop: which of them a comment's words touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .normalise import Text, normalise
from .topic_table import TABLE

_MOST_WORDS = 4
"""Of one phrase in Latin letters."""
_GUARDS = (
    "เสีย",
    "เสียง",
    "เสียดาย",
    "น้องสี",
    "号码",
    "號碼",
    "密码",
    "密碼",
    "扫码",
    "掃碼",
    "特色",
    "出色",
    "角色",
    "脸色",
    "臉色",
    "面白",
    "白熱",
    "告白",
    "赤ちゃん",
    "現場",
    "寄付",
)
"""Words that hide a topic's word inside them and are none: แสี in เสีย, 码 in 号码."""


@dataclass(frozen=True, slots=True)
class Topic:
    """words: what people say when they mean it, as ``normalise`` writes them. asked_by_name: a comment that is only
    such a word asks for it."""

    id: str
    label: Mapping[str, str]
    words: tuple[str, ...]
    asked_by_name: bool = False


class Touched(NamedTuple):
    """topic: the one that is meant, "" for none. number: how many are touched. asking: one of them is asked by name,
    and nothing but politeness stands around it."""

    topic: str
    number: int
    asking: bool


NOTHING = Touched("", 0, False)
PRICE = "price"
_PRICED = ("shipping",)
"""Topics that have a price of their own: "shipping how much" asks for theirs."""
_HOW_MUCH_SAID = (
    "how much,多少钱,多少錢,几块钱,几块,幾塊,幾錢,多少元,cuanto,cuanto cuesta,cuanto sale,cuanto "
    "vale,quanto,quanto custa,berapa,brp,brpa,"
    "berapaan,bao nhieu,bao nhieu tien,bn,nhiu,bnh,เท่าไหร่,เท่าไร,กี่บาท,เท่าไหร,いくら,何円,おいくら"
)
_HOW_MUCH = frozenset(_HOW_MUCH_SAID.split(","))
_POLITE_WORDS = (
    "please pls plz the for of sis dear host is porfa por favor amiga el la los de do da o a um pfv "
    "moca kak ka kk min "
    "sis gan bang dong ya yg nya shop oi chi ak em e v z vay nha ad cho minh voi xin info ask asking "
    "1 2 3 4 5 6 7 8 9 "
    "hi hello hola ini itu"
)
_POLITE = frozenset(_POLITE_WORDS.split())
_POLITE_LETTERS = frozenset("的呢啊呀哦喔吧嘛是这個个這那款件求请請问問亲親姐主播老板คะค่ะครับนะจ้าは教えてください ,，、")


def default_topics() -> tuple[Topic, ...]:
    """Those that a new shop begins with."""
    return tuple(
        Topic(
            row.id,
            {"en": row.english, "zh": row.chinese},
            tuple(dict.fromkeys(word.strip() for word in row.words.split(","))),
            row.asked_by_name,
        )
        for row in TABLE
    )


class TopicIndex:
    """All words of all topics, found in one walk over a comment."""

    def __init__(self, topics: Iterable[Topic]):
        self._topics = {topic.id: topic for topic in topics}
        self._places = {name: place for place, name in enumerate(self._topics)}
        self._spaced: dict[tuple[str, ...], str] = {}
        self._solid: dict[str, str] = dict.fromkeys(_GUARDS, "")
        for topic in self._topics.values():
            for word in topic.words:
                text = normalise(word)
                if text.solid:
                    self._solid.setdefault(text.plain.replace(" ", ""), topic.id)
                elif text.words:
                    self._spaced.setdefault(text.words[:_MOST_WORDS], topic.id)
        self._longest = max(map(len, self._solid), default=0)
        self._heads = frozenset(word[0] for word in self._solid)
        self._firsts = frozenset(words[0] for words in self._spaced)

    def touched(self, text: Text) -> Touched:
        """Longer words weigh more; equal weight: the topic that stands first."""
        heard = [*self._in_words(text.words), *(self._in_letters(text.folded) if text.solid else ())]
        if not heard:
            return NOTHING
        weights: dict[str, int] = {}
        for topic, phrase in heard:
            weights[topic] = weights.get(topic, 0) + (3 * len(phrase) if text.solid else len(phrase) + 2)
        if all(phrase in _HOW_MUCH for topic, phrase in heard if topic == PRICE) and not weights.keys().isdisjoint(
            _PRICED
        ):
            weights[PRICE] = 0
        topic = min(weights, key=lambda name: (-weights[name], self._places[name]))
        return Touched(topic, len(weights), self._asking(text, heard))

    def _asking(self, text: Text, heard: list[tuple[str, str]]) -> bool:
        if not any(self._topics[topic].asked_by_name for topic, _ in heard):
            return False
        if text.solid:
            letters = {letter for _, phrase in heard for letter in phrase} | _POLITE_LETTERS
            return all(char in letters for char in text.folded if char.isalnum())
        words = {word for _, phrase in heard for word in phrase.split()} | _POLITE
        return all(word in words for word in text.words)

    def _in_words(self, words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        at = 0
        while at < len(words):
            step = 1
            if words[at] in self._firsts:
                for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
                    topic = self._spaced.get(words[at : at + size])
                    if topic is not None:
                        yield topic, " ".join(words[at : at + size])
                        step = size
                        break
            at += step

    def _in_letters(self, plain: str) -> Iterator[tuple[str, str]]:
        at, end = 0, len(plain)
        while at < end:
            step = 1
            if plain[at] in self._heads:
                for size in range(min(self._longest, end - at), 0, -1):
                    topic = self._solid.get(plain[at : at + size])
                    if topic is not None:
                        if topic:
                            yield topic, plain[at : at + size]
                        step = size
                        break
            at += step
