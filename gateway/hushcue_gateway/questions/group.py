"""Questions of one kind about one product: who asks, since when, in which words; and how a screen sees them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .crowd import Crowd, together
from .mask import masked, rude

MAX_EXAMPLES = 40
"""Different wordings kept of a group."""


@dataclass(frozen=True, slots=True)
class Group:
    """topic: of the shop, "" where nobody named it yet. product: "" is the show. languages: questions by language.
    users: distinct people, faded (half-life 90 s). users_2min: distinct people of the last two minutes. raw: questions,
    all of them. share: of all who ask, faded as ``users``, 0 to 1; who asks several things is one. example: what most
    wrote, masked; "" where nothing of it can be shown. answered_ms, sent_ms: 0 is not yet; people who asked before the
    answer do not count."""

    id: str
    topic: str
    label: Mapping[str, str]
    product: str
    languages: Mapping[str, int]
    users: float
    users_2min: int
    raw: int
    example: str
    first_ms: int
    last_ms: int
    share: float
    answered_ms: int = 0
    sent_ms: int = 0

    def as_json(self) -> dict[str, Any]:
        """For screens; times in ms since the epoch, 0 is never."""
        return {
            "topic": self.topic,
            "label": dict(self.label),
            "product": self.product,
            "languages": dict(self.languages),
            "users": round(self.users, 1),
            "users_2min": self.users_2min,
            "raw": self.raw,
            "share": round(self.share, 3),
            "example": self.example,
            "first": self.first_ms,
            "last": self.last_ms,
            "answered": self.answered_ms,
            "sent": self.sent_ms,
        }


@dataclass(slots=True)
class Asked:
    """A group while it is being counted. cluster: its name where it has no topic. joined: id of the group it was put
    into, "" if none. before: who had asked when it was answered."""

    id: str
    topic: str
    cluster: str
    product: str
    first_ms: int
    last_ms: int = 0
    raw: int = 0
    crowd: Crowd = field(default_factory=Crowd)
    languages: dict[str, int] = field(default_factory=dict)
    examples: OrderedDict[str, int] = field(default_factory=OrderedDict)
    answered_ms: int = 0
    sent_ms: int = 0
    hidden: bool = False
    joined: str = ""
    before: Crowd | None = None

    def hear(self, user: str, raw_text: str, language: str, now_ms: int) -> None:
        """One more question."""
        self.crowd.hear(user, now_ms)
        self.raw += 1
        self.last_ms = max(self.last_ms, now_ms)
        self.languages[language] = self.languages.get(language, 0) + 1
        shown = masked(raw_text)
        if shown and not rude(shown):
            self.examples[shown] = self.examples.get(shown, 0) + 1
            self.examples.move_to_end(shown)
            if len(self.examples) > MAX_EXAMPLES:
                del self.examples[min(self.examples, key=self.examples.__getitem__)]

    def wordings(self, most: int) -> tuple[str, ...]:
        """What was written most often, most often first."""
        return tuple(sorted(self.examples, key=lambda text: -self.examples[text])[:most])

    def answer(self, now_ms: int) -> None:
        """The host has said it: who asked so far does not count any more."""
        self.before = self.crowd if self.before is None else together((self.before, self.crowd))
        self.crowd = Crowd()
        self.answered_ms = now_ms

    def unanswer(self) -> None:
        """It was not answered after all."""
        if self.before is not None:
            self.crowd = together((self.before, self.crowd))
        self.before = None
        self.answered_ms = 0


def view(
    topic: str, label: Mapping[str, str], asked: Asked, joined: Sequence[Asked], all_users: float, now_ms: int
) -> Group:
    """A group with all that was put into it. topic, label: as the shop has them now. all_users: distinct people who ask
    anything, faded."""
    parts = (asked, *joined)
    crowd = asked.crowd if not joined else together(part.crowd for part in parts)
    languages: dict[str, int] = {}
    for part in parts:
        for language, number in part.languages.items():
            languages[language] = languages.get(language, 0) + number
    users, users_2min = crowd.weight(now_ms), crowd.recent(now_ms)
    most_asked = max(parts, key=lambda part: max(part.examples.values(), default=0))
    return Group(
        id=asked.id,
        topic=topic,
        label=label,
        product=asked.product,
        languages=languages,
        users=users,
        users_2min=users_2min,
        raw=sum(part.raw for part in parts),
        example=next(iter(most_asked.wordings(1)), ""),
        first_ms=min(part.first_ms for part in parts),
        last_ms=max(part.last_ms for part in parts),
        share=min(1.0, users / all_users) if users_2min and all_users else 0.0,
        answered_ms=asked.answered_ms,
        sent_ms=asked.sent_ms,
    )
