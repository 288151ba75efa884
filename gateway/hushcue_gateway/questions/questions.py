"""The questions of one airing: every comment read once, kept as groups with the people who ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from hushcue_words import LANGUAGES

from ..showdata.fact import Comment
from .cluster import Clusters
from .crowd import Crowd, Echoes
from .group import Asked, Group, view
from .normalise import Text
from .product import Shelf
from .reader import Reader
from .shop import Shop
from .topics import Topic
from .troubles import WORDS

MAX_SHOWN = 50
MAX_GROUPS = 500
"""Of an airing; the one not heard of longest makes room."""
TAUGHT = 3
"""Wordings that a merge teaches."""
LONG_WORDS = 24
"""A flood of words so long is no crowd's question."""
Mark = Literal["answered", "sent", "hide", "merge"]
OTHER: Mapping[str, str] = {tongue: WORDS.say_in(tongue, "other_question", {}) for tongue in LANGUAGES}


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a comment. question: it asks, and counts unless ``spam``. score: 0 to about 2, a question from 0.9
    on. topic: "" for none. language: of ``language.LANGUAGES``. product: what it is about, "" is the show. spam: of
    ``spam.SPAM``. group: where it was counted, "" where it was not."""

    question: bool
    score: float
    topic: str
    language: str
    product: str
    spam: str
    group: str = ""


class Questions:
    """Pure; times are show time, ms since the epoch. ``shop`` changes by learning: store it when it is returned."""

    def __init__(self, shop: Shop):
        self.shop = shop
        self._reader = Reader(shop)
        self._shelf = Shelf({}, {})
        self._clusters = Clusters()
        self._echoes = Echoes()
        self._everyone = Crowd()
        self._groups: dict[str, Asked] = {}
        self._places: dict[tuple[str, str, str], str] = {}
        self._before: dict[str, Shop] = {}
        self._made = 0

    def use(self, shop: Shop) -> None:
        """Topics were edited. What was counted stays; groups of a topic that is gone become other questions."""
        self.shop = shop
        self._reader.use(shop)
        self._before.clear()

    def know(self, slots: Mapping[int, str], names: Mapping[str, tuple[str, ...]]) -> None:
        """The products as comments name them: number in the list -> product; product -> keywords."""
        self._shelf = Shelf(slots, names)

    def take(self, comment: Comment, pinned: str, now_ms: int) -> Read:
        """Read a comment. pinned: the product that viewers see, "" for none."""
        reading = self._reader.read(comment.text, comment.language)
        words = " ".join(reading.text.words) or comment.text[:64]
        user = comment.user or comment.name or comment.id
        echo = self._echoes.hear(user, words, now_ms)
        spam = reading.spam
        if not spam and (echo == "repeat" or (echo == "flood" and (not reading.question or len(words) >= LONG_WORDS))):
            spam = echo
        product = self._shelf.product_of(reading.text, pinned) if reading.question else ""
        group = ""
        if reading.question and not spam:
            asked = self._asked(reading.topic, reading.text, reading.language, product, now_ms)
            asked.hear(user, comment.text, reading.language, now_ms)
            self._everyone.hear(user, now_ms)
            group = asked.id
        return Read(reading.question, reading.score, reading.topic, reading.language, product, spam, group)

    def groups(self, now_ms: int) -> list[Group]:
        """Most asked first; at most MAX_SHOWN; without what was hidden or put into another."""
        parts: dict[str, list[Asked]] = {}
        for asked in self._groups.values():
            if asked.joined:
                parts.setdefault(self._root(asked).id, []).append(asked)
        everyone = self._everyone.weight(now_ms)
        labels = {topic.id: topic.label for topic in self.shop.topics}
        shown = [
            view(*self._named(asked, labels), asked, parts.get(asked.id, ()), everyone, now_ms)
            for asked in self._groups.values()
            if not asked.joined and not asked.hidden
        ]
        shown.sort(key=lambda group: (-round(group.users, 6), -group.users_2min, -group.last_ms, group.id))
        return shown[:MAX_SHOWN]

    def answered(self, group: str, now_ms: int) -> None:
        """The host has answered: who asked before counts no more. Raises Trouble no_such_group, as all below do."""
        for asked in self._family(group):
            asked.answer(now_ms)

    def sent(self, group: str, now_ms: int) -> None:
        """A cue about it went to a host."""
        self._get(group).sent_ms = now_ms

    def hide(self, group: str) -> None:
        """Not to be shown any more in this airing; it is counted on."""
        self._get(group).hidden = True

    def merge(self, group: str, topic: str) -> Shop:
        """It means that topic, and so do questions like it from now on: gives the shop that has learnt its wordings.
        Also raises Trouble no_such_topic."""
        asked = self._get(group)
        self.shop.topic(topic)
        into = self._of_topic(topic, asked.product, asked.first_ms)
        before = self.shop
        wordings = tuple(dict.fromkeys(text for one in self._family(group) for text in one.wordings(TAUGHT)))[:TAUGHT]
        self._join(asked, into)
        self.shop = self.shop.learnt(wordings, topic)
        self._reader.use(self.shop)
        self._before[group] = before
        return self.shop

    def join(self, group: str, into: str) -> None:
        """Put a group into another one, without teaching anything (an embedder found them alike)."""
        self._join(self._get(group), self._get(into))

    def undo(self, group: str, mark: Mark) -> Shop | None:
        """Take a mark back; gives the shop where that changed it. Raises Trouble nothing_to_undo."""
        asked = self._get(group)
        if mark == "answered" and asked.answered_ms:
            for one in self._family(group):
                one.unanswer()
        elif mark == "sent" and asked.sent_ms:
            asked.sent_ms = 0
        elif mark == "hide" and asked.hidden:
            asked.hidden = False
        elif mark == "merge" and asked.joined:
            topic = self._groups[asked.joined].topic if asked.joined in self._groups else ""
            asked.joined = ""
            return self._unlearn(group, topic)
        else:
            raise WORDS.trouble("nothing_to_undo", group=group[:32])
        return None

    def add_topic(self, topic: Topic) -> Shop:
        """A topic more; questions that touch its words from now on are its own. Raises Trouble topic_taken and those of
        ``Shop``."""
        self.use(self.shop.with_topic(topic))
        return self.shop

    def remove_topic(self, topic: str) -> Shop:
        """The undoing of ``add_topic``. Raises Trouble no_such_topic."""
        self.use(self.shop.without_topic(topic))
        return self.shop

    def unnamed(self, most: int = 50) -> list[tuple[str, str]]:
        """(group, its most frequent wording) of groups without a topic, newest first: what an embedder may look at."""
        found = [
            (asked.id, asked.wordings(1)[0])
            for asked in sorted(self._groups.values(), key=lambda each: -each.last_ms)
            if not asked.topic and not asked.joined and not asked.hidden and asked.examples
        ]
        return found[:most]

    def _asked(self, topic: str, text: Text, language: str, product: str, now_ms: int) -> Asked:
        if topic:
            return self._of_topic(topic, product, now_ms)
        return self._place("", self._clusters.name(text, language), product, now_ms)

    def _of_topic(self, topic: str, product: str, now_ms: int) -> Asked:
        return self._place(topic, "", product, now_ms)

    def _place(self, topic: str, cluster: str, product: str, now_ms: int) -> Asked:
        key = (topic, cluster, product)
        known = self._places.get(key)
        if known is None:
            if len(self._groups) >= MAX_GROUPS:
                self._forget(min(self._groups.values(), key=lambda each: each.last_ms))
            self._made += 1
            known = self._places[key] = f"q{self._made}"
            self._groups[known] = Asked(known, topic, cluster, product, now_ms, now_ms)
        return self._groups[known]

    def _forget(self, asked: Asked) -> None:
        del self._groups[asked.id]
        del self._places[asked.topic, asked.cluster, asked.product]
        self._before.pop(asked.id, None)
        for each in self._groups.values():
            if each.joined == asked.id:
                each.joined = ""

    def _get(self, group: str) -> Asked:
        asked = self._groups.get(group)
        if asked is None:
            raise WORDS.trouble("no_such_group", group=group[:32])
        return asked

    def _root(self, asked: Asked) -> Asked:
        while asked.joined:
            asked = self._groups[asked.joined]
        return asked

    def _family(self, group: str) -> list[Asked]:
        """The group and all that was put into it."""
        asked = self._get(group)
        return [asked, *(each for each in self._groups.values() if each is not asked and self._within(each, asked))]

    def _within(self, asked: Asked, outer: Asked) -> bool:
        while asked.joined:
            asked = self._groups[asked.joined]
            if asked is outer:
                return True
        return False

    def _join(self, asked: Asked, into: Asked) -> None:
        """Joining a group to itself or to a part of it changes nothing: no ring can come about."""
        if into is not asked and not self._within(into, asked):
            asked.joined = into.id

    def _unlearn(self, group: str, topic: str) -> Shop:
        before = self._before.pop(group, None)
        if before is not None:
            own = set(self.shop.exemplars) - set(before.exemplars)
            mine = {text for one in self._family(group) for text in one.examples}
            kept = tuple(
                pair for pair in self.shop.exemplars if pair not in own or pair[1] != topic or pair[0] not in mine
            )
            self.shop = Shop(self.shop.topics, kept)
            self._reader.use(self.shop)
        return self.shop

    @staticmethod
    def _named(asked: Asked, labels: Mapping[str, Mapping[str, str]]) -> tuple[str, Mapping[str, str]]:
        """Its topic and label; those of a topic that is gone are other questions."""
        return (asked.topic, labels[asked.topic]) if asked.topic in labels else ("", OTHER)
