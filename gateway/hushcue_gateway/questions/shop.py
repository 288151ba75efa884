"""What a shop's viewers ask about: its topics, and questions whose topic an operator has told. Checked values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hushcue_words import LANGUAGES

from .mask import masked
from .topics import Topic, default_topics
from .troubles import WORDS

MAX_TOPICS = 64
MAX_WORDS = 200
MAX_WORD_CHARS = 40
MAX_LABEL_CHARS = 40
MAX_EXEMPLARS = 500
MAX_EXEMPLAR_CHARS = 120
_ID = re.compile(r"[a-z0-9_-]{1,32}")


@dataclass(frozen=True, slots=True)
class Shop:
    """exemplars: (question as it was written, topic), masked, oldest first. Immutable: changing gives a new one."""

    topics: tuple[Topic, ...] = field(default_factory=default_topics)
    exemplars: tuple[tuple[str, str], ...] = ()

    def topic(self, topic: str) -> Topic:
        """Raises Trouble no_such_topic."""
        for each in self.topics:
            if each.id == topic:
                return each
        raise WORDS.trouble("no_such_topic", topic=topic[:32])

    def with_topic(self, topic: Topic) -> Shop:
        """One topic more, checked as those of a file. Raises Trouble."""
        checked = _topic(_topic_json(topic), "topic")
        if any(each.id == checked.id for each in self.topics):
            raise WORDS.trouble("topic_taken", topic=checked.id)
        if len(self.topics) >= MAX_TOPICS:
            raise WORDS.trouble("shop_not_list", field="topics", most=MAX_TOPICS)
        return replace(self, topics=(*self.topics, checked))

    def without_topic(self, topic: str) -> Shop:
        """Without it and what was learnt for it. Raises Trouble no_such_topic."""
        self.topic(topic)
        return replace(
            self,
            topics=tuple(each for each in self.topics if each.id != topic),
            exemplars=tuple(pair for pair in self.exemplars if pair[1] != topic),
        )

    def learnt(self, texts: tuple[str, ...], topic: str) -> Shop:
        """These questions mean that topic; what they meant before is forgotten. Texts are masked here once more: what
        is stored leads to nobody. Raises Trouble no_such_topic."""
        self.topic(topic)
        new = tuple(dict.fromkeys(cleaned for text in texts if (cleaned := masked(text)[:MAX_EXEMPLAR_CHARS])))
        kept = tuple(pair for pair in self.exemplars if pair[0] not in new)
        return replace(self, exemplars=(*kept, *((text, topic) for text in new))[-MAX_EXEMPLARS:])

    def as_json(self) -> dict[str, Any]:
        """For the store and for screens; ``Shop.of_json`` reads it back."""
        return {
            "topics": [_topic_json(each) for each in self.topics],
            "exemplars": [{"text": text, "topic": topic} for text, topic in self.exemplars],
        }

    @staticmethod
    def of_json(value: object) -> Shop:
        """Read what a person or the store gives. Raises Trouble that names the field."""
        table = _object(value, "shop", {"topics", "exemplars"})
        topics = tuple(
            _topic(each, f"topics[{at}]") for at, each in enumerate(_list(table.get("topics"), "topics", MAX_TOPICS))
        )
        names = [topic.id for topic in topics]
        for name in names:
            if names.count(name) > 1:
                raise WORDS.trouble("shop_twice", field="topics", value=name)
        exemplars = []
        for at, each in enumerate(_list(table.get("exemplars", []), "exemplars", MAX_EXEMPLARS)):
            place = f"exemplars[{at}]"
            pair = _object(each, place, {"text", "topic"})
            topic = _text(pair.get("topic"), f"{place}.topic", 32)
            if topic not in names:
                raise WORDS.trouble("no_such_topic", topic=topic)
            exemplars.append((_text(pair.get("text"), f"{place}.text", MAX_EXEMPLAR_CHARS), topic))
        return Shop(topics, tuple(exemplars))


def _topic_json(topic: Topic) -> dict[str, Any]:
    return {
        "id": topic.id,
        "label": dict(topic.label),
        "words": list(topic.words),
        "asked_by_name": topic.asked_by_name,
    }


def _topic(value: object, place: str) -> Topic:
    table = _object(value, place, {"id", "label", "words", "asked_by_name"})
    name = table.get("id")
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise WORDS.trouble("shop_bad_id", field=f"{place}.id")
    label = _object(table.get("label"), f"{place}.label", set(LANGUAGES))
    words = _list(table.get("words"), f"{place}.words", MAX_WORDS)
    asked = table.get("asked_by_name", False)
    if not isinstance(asked, bool):
        raise WORDS.trouble("shop_not_flag", field=f"{place}.asked_by_name")
    return Topic(
        name,
        {tongue: _text(label.get(tongue), f"{place}.label.{tongue}", MAX_LABEL_CHARS) for tongue in LANGUAGES},
        tuple(_text(word, f"{place}.words[{at}]", MAX_WORD_CHARS) for at, word in enumerate(words)),
        asked,
    )


def _object(value: object, place: str, keys: set[str]) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise WORDS.trouble("shop_not_object", field=place)
    for key in value:
        if key not in keys:
            raise WORDS.trouble("shop_unknown_key", field=f"{place}.{str(key)[:40]}")
    return value


def _list(value: object, place: str, most: int) -> list[object]:
    if not isinstance(value, list) or len(value) > most:
        raise WORDS.trouble("shop_not_list", field=place, most=most)
    return value


def _text(value: object, place: str, most: int) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > most or not value.isprintable():
        raise WORDS.trouble("shop_not_text", field=place, most=most)
    return value.strip()
