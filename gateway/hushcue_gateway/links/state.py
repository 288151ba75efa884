"""How a link is, for screens, and how long it waits before it tries again. Pure: ``now_ms`` is wall time."""

from __future__ import annotations

from typing import Any, Literal

from hushcue_words import Trouble

from .words import WORDS

State = Literal["off", "connecting", "connected", "trouble"]


class LinkState:
    """off -> connecting -> connected <-> trouble. ``turns`` counts the changes that people see at once."""

    def __init__(self, state: State = "off", word: str = ""):
        self.state: State = state
        self.trouble: Trouble | None = None
        self.last_at_ms: int | None = None
        self.turns = 0
        self._word = word or f"link_{state}"

    def connecting(self, word: str = "link_connecting") -> None:
        """On the way, or waiting for the first word. A trouble stays on screens until it is over."""
        if self.state != "trouble":
            self._turn("connecting", word)

    def heard(self, now_ms: int) -> None:
        """It works: something came, or an answer did."""
        self.last_at_ms = now_ms
        self._turn("connected", "link_connected")

    def lacks(self, now_ms: int, trouble: Trouble) -> bool:
        """It works but for that. Whether that is news."""
        self.last_at_ms = now_ms
        return self.failed(trouble)

    def failed(self, trouble: Trouble) -> bool:
        """It does not work. Whether that is news."""
        known = self.trouble is not None and (self.trouble.code, self.trouble.facts) == (trouble.code, trouble.facts)
        self.state, self.trouble = "trouble", trouble
        self.turns += not known
        return not known

    def shown(self) -> dict[str, Any]:
        """{"state", "code", "en", "zh", "last"}; code: why, "" without trouble; last: ms, None before the first."""
        said = self.trouble if self.trouble is not None else WORDS.trouble(self._word)
        return {
            "state": self.state,
            "code": self.trouble.code if self.trouble is not None else "",
            "en": said.in_language("en"),
            "zh": said.in_language("zh"),
            "last": self.last_at_ms,
        }

    def _turn(self, state: State, word: str) -> None:
        if (self.state, self._word, self.trouble) != (state, word, None):
            self.turns += 1
        self.state, self._word, self.trouble = state, word, None


class Backoff:
    """Seconds between attempts: ``first_s``, twice that each time, up to ``most_s``."""

    def __init__(self, first_s: float = 1.0, most_s: float = 60.0):
        self._first_s = first_s
        self._most_s = most_s
        self._next_s = first_s

    def next_s(self) -> float:
        """Wait so long now."""
        wait_s, self._next_s = self._next_s, min(self._next_s * 2, self._most_s)
        return wait_s

    def good(self) -> None:
        """It worked: begin small again."""
        self._next_s = self._first_s
