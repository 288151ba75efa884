"""How many people ask: distinct users, fading; and what repeats too fast to be people."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

HALF_LIFE_MS = 90_000
WINDOW_MS = 120_000
STEP_MS = 10_000
"""Counts within a window are kept in steps of this."""
MAX_USERS = 20_000
"""Of one crowd; the one heard from longest ago makes room."""
_FORGET_MS = 12 * HALF_LIFE_MS
"""After so long somebody weighs less than a four-thousandth."""


class Window:
    """How many in the last two minutes, in steps of 10 s."""

    def __init__(self) -> None:
        self._steps: dict[int, int] = {}

    def add(self, at_ms: int, number: int = 1) -> None:
        """Count up, or (a negative number) take back what was counted at that time."""
        step = at_ms // STEP_MS
        left = self._steps.get(step, 0) + number
        if left > 0:
            self._steps[step] = left
        else:
            self._steps.pop(step, None)
        if len(self._steps) > 4 * WINDOW_MS // STEP_MS:
            newest = max(self._steps)
            self._steps = {key: value for key, value in self._steps.items() if key > newest - WINDOW_MS // STEP_MS}

    def count(self, now_ms: int) -> int:
        """Those of the last WINDOW_MS, and of what lies ahead of now by a clock's difference."""
        first = (now_ms - WINDOW_MS) // STEP_MS + 1
        return sum(number for step, number in self._steps.items() if step >= first)


class Crowd:
    """Distinct people who asked one thing. What a person said last counts, and fades with HALF_LIFE_MS."""

    def __init__(self) -> None:
        self._last_ms: OrderedDict[str, int] = OrderedDict()
        self._weight = 0.0
        self._at_ms = 0
        self._window = Window()

    def hear(self, user: str, now_ms: int) -> None:
        """Somebody asks (again)."""
        now_ms = max(now_ms, self._at_ms)
        self._fade(now_ms)
        before = self._last_ms.pop(user, None)
        if before is not None:
            self._weight -= _faded(now_ms - before)
            self._window.add(before, -1)
        self._last_ms[user] = now_ms
        self._weight += 1.0
        self._window.add(now_ms)
        while len(self._last_ms) > MAX_USERS or self._oldest_ms() < now_ms - _FORGET_MS:
            _, last_ms = self._last_ms.popitem(last=False)
            self._weight -= _faded(now_ms - last_ms)
            self._window.add(last_ms, -1)

    def weight(self, now_ms: int) -> float:
        """Distinct people, faded: 3.0 is three who asked just now."""
        return max(0.0, self._weight * _faded(max(0, now_ms - self._at_ms)))

    def recent(self, now_ms: int) -> int:
        """Distinct people whose last word lies within WINDOW_MS."""
        return self._window.count(now_ms)

    def items(self) -> Iterable[tuple[str, int]]:
        """user, when last."""
        return self._last_ms.items()

    def _oldest_ms(self) -> int:
        return next(iter(self._last_ms.values()))

    def _fade(self, now_ms: int) -> None:
        self._weight = max(0.0, self._weight * _faded(now_ms - self._at_ms))
        self._at_ms = now_ms


def together(crowds: Iterable[Crowd]) -> Crowd:
    """All of them as one; who stands in several counts once, when heard last."""
    last_ms: dict[str, int] = {}
    for crowd in crowds:
        for user, at_ms in crowd.items():
            last_ms[user] = max(at_ms, last_ms.get(user, 0))
    union = Crowd()
    for user, at_ms in sorted(last_ms.items(), key=lambda pair: pair[1]):
        union.hear(user, at_ms)
    return union


def _faded(ms: int) -> float:
    return float(0.5 ** (ms / HALF_LIFE_MS))


class Echoes:
    """Words that come again: from the same person within REPEAT_MS, or from FLOOD people within FLOOD_MS."""

    REPEAT_MS = 30_000
    FLOOD_MS = 5_000
    FLOOD = 8
    MOST = 20_000

    def __init__(self) -> None:
        self._said: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._bursts: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def hear(self, user: str, words: str, now_ms: int) -> str:
        """ "repeat", "flood" or ""."""
        key = (user, words)
        before = self._said.pop(key, None)
        self._said[key] = now_ms
        if len(self._said) > self.MOST:
            self._said.popitem(last=False)
        if before is not None and now_ms - before < self.REPEAT_MS:
            return "repeat"
        began, count = self._bursts.pop(words, (now_ms, 0))
        if now_ms - began > self.FLOOD_MS:
            began, count = now_ms, 0
        self._bursts[words] = (began, count + 1)
        if len(self._bursts) > self.MOST:
            self._bursts.popitem(last=False)
        return "flood" if count + 1 >= self.FLOOD else ""
