"""How long cues and recordings are kept, and which are due to go. Pure: times are arguments, ms since the epoch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

MS_PER_DAY = 86_400_000
MAX_DAYS = 3650
Why = Literal["retention", "quota"]


@dataclass(frozen=True, slots=True)
class Retention:
    """Of one show. record: whether talk is recorded; off until somebody who may switches it on, because people have to
    agree to it. Days: 0 keeps for ever. notices: what hosts and operators are told while it is on; "" is a standard
    sentence."""

    record: bool = False
    recordings_days: int = 30
    cues_days: int = 365
    notice_zh: str = ""
    notice_en: str = ""

    def __post_init__(self) -> None:
        if not (0 <= self.recordings_days <= MAX_DAYS and 0 <= self.cues_days <= MAX_DAYS):
            raise ValueError(f"days are 0 to {MAX_DAYS}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A recording that is complete."""

    cue: str
    show: str
    bytes: int
    began_at_ms: int


@dataclass(frozen=True, slots=True)
class Due:
    """One that is to be deleted now."""

    cue: str
    why: Why


DEFAULT = Retention()


def recordings_due(kept: Iterable[Kept], rules: Mapping[str, Retention], now_ms: int, most_bytes: int) -> list[Due]:
    """What is older than its show wants; then, oldest first whatever the show, what is beyond ``most_bytes``."""
    due, rest, total = [], [], 0
    for each in sorted(kept, key=lambda each: (each.began_at_ms, each.cue)):
        if each.began_at_ms < limit_ms(rules.get(each.show, DEFAULT).recordings_days, now_ms):
            due.append(Due(each.cue, "retention"))
        else:
            rest.append(each)
            total += each.bytes
    for each in rest:
        if total <= most_bytes:
            break
        total -= each.bytes
        due.append(Due(each.cue, "quota"))
    return due


def limit_ms(days: int, now_ms: int) -> int:
    """What began before that is due; 0 days: nothing."""
    return now_ms - days * MS_PER_DAY if days else 0
