"""What a remote control may wish, whichever way it says it. Pure values, checked before they are made.

| do       | wish         | asks the same as                               |
|----------|--------------|------------------------------------------------|
| down     | Down         | holding a talk key of the console              |
| up       | Up           | letting it go                                  |
| phrase   | SayPhrase    | POST /shows/SHOW/phrases/ID/say                |
| stop     | Stop         | DELETE /talks/CUE, or all talks of this remote |
| volume   | SetVolume    | PUT /hosts/HOST/volume                         |
| mute     | SetMuted     | PUT /hosts/HOST/muted                          |
| answer   | AnswerCall   | DELETE /hosts/HOST/call                        |
| identify | Identify     | POST /hosts/HOST/identify                      |
| state    | Subscribe    | reading the state, now and whenever it changes |
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hushcue_wire.errors import WireError
from hushcue_wire.topics import check_name

MODES = ("hold", "latch", "timed")
PRIORITIES = ("assistant", "direct", "announcement", "emergency")
MAX_KEY_CHARS = 32
MAX_TO = 64
MAX_ID_CHARS = 64
MIN_DB, MAX_DB = -60.0, 12.0
MAX_SECONDS = 60.0


class Malformed(Exception):
    """``place`` of what is wrong, and the ``reason`` (English, for the log and for programs)."""

    def __init__(self, place: str, reason: str):
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Down:
    """source "": the microphone that the settings name, or the only one of the show. A second one renews the first."""

    show: str
    key: str
    to: tuple[str, ...]
    source: str = ""
    mode: str = "hold"
    priority: str = "direct"
    private: bool = False
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Up:
    """Of a key that is not down it is nothing."""

    show: str
    key: str


@dataclass(frozen=True, slots=True)
class SayPhrase:
    """to empty: everybody of the show."""

    show: str
    phrase: str
    to: tuple[str, ...] = ("all",)
    priority: str = "direct"


@dataclass(frozen=True, slots=True)
class Stop:
    """cue "": whatever this remote control has begun in the show."""

    show: str
    cue: str = ""


@dataclass(frozen=True, slots=True)
class SetVolume:
    show: str
    host: str
    volume_db: float


@dataclass(frozen=True, slots=True)
class SetMuted:
    show: str
    host: str
    muted: bool


@dataclass(frozen=True, slots=True)
class AnswerCall:
    show: str
    host: str


@dataclass(frozen=True, slots=True)
class Identify:
    show: str
    host: str


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Feedback to whoever asked."""

    show: str


Wish = Down | Up | SayPhrase | Stop | SetVolume | SetMuted | AnswerCall | Identify | Subscribe


def name(value: object, place: str) -> str:
    """A show, host, group or source. Raises Malformed."""
    try:
        return check_name(value, place)
    except WireError as error:
        raise Malformed(place, "must be 1 to 32 characters a-z 0-9 -") from error


def names(value: object, place: str) -> tuple[str, ...]:
    """One to MAX_TO of them; one alone may stand without a list. Raises Malformed."""
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not 1 <= len(items) <= MAX_TO:
        raise Malformed(place, f"must be 1 to {MAX_TO} names")
    return tuple(dict.fromkeys(name(item, place) for item in items))


def key(value: object, place: str) -> str:
    """Any text for a key. Raises Malformed."""
    if not isinstance(value, str) or not 1 <= len(value) <= MAX_KEY_CHARS or not value.isprintable():
        raise Malformed(place, f"must be 1 to {MAX_KEY_CHARS} printable characters")
    return value


def id_of(value: object, place: str) -> str:
    """Of a cue or a phrase. Raises Malformed."""
    good = isinstance(value, str) and 1 <= len(value) <= MAX_ID_CHARS and value.isascii()
    if not good or not all(char.isalnum() or char == "-" for char in str(value)):
        raise Malformed(place, f"must be 1 to {MAX_ID_CHARS} of a-z 0-9 -")
    return str(value)


def one_of(value: object, choices: Iterable[str], place: str) -> str:
    """Raises Malformed."""
    choices = tuple(choices)
    if not isinstance(value, str) or value not in choices:
        raise Malformed(place, "must be one of " + ", ".join(choices))
    return value


def number(value: object, low: float, high: float, place: str) -> float:
    """Raises Malformed; not a number, and infinities, are outside."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise Malformed(place, f"must be a number from {low:g} to {high:g}")
    return float(value)


def flag(value: object, place: str) -> bool:
    """true, false, 1 or 0 (OSC 1.0 has no booleans). Raises Malformed."""
    if isinstance(value, bool | int | float) and value in (0, 1):
        return bool(value)
    raise Malformed(place, "must be true, false, 1 or 0")
