"""Once, and not again until it was clearly over: the latch of one rule.

What a rule says of a key in a look is *high* (it holds), *middle* (between the threshold and where it is armed anew)
or nothing (*low*).

| latch | high                                             | middle | low   |
|-------|--------------------------------------------------|--------|-------|
| armed | may fire; who lets it fire calls fired(): fired  | armed  | armed |
| fired | fired; armed again after again_ms, where given   | fired  | armed |

So what is held back (a cooldown, a quiet scene) stays armed, and fires afterwards if it still holds.
"""

from __future__ import annotations

from collections.abc import Collection


class Latch:
    """Of one rule, all its keys. again_ms: what holds that long without a pause may fire anew; None: never."""

    def __init__(self) -> None:
        self._fired: dict[str, int] = {}

    def armed(self, key: str, now_ms: int, again_ms: int | None = None) -> bool:
        """Whether it may fire. A clock that went back holds nothing up that repeats."""
        fired_ms = self._fired.get(key)
        return fired_ms is None or (again_ms is not None and not 0 <= now_ms - fired_ms < again_ms)

    def fired(self, key: str, now_ms: int) -> None:
        """It fired."""
        self._fired[key] = now_ms

    def seen(self, levels: Collection[str]) -> None:
        """The keys that are high or middle now: every other one is armed again."""
        if self._fired:
            self._fired = {key: at_ms for key, at_ms in self._fired.items() if key in levels}


class Cooldown:
    """How long something is quiet after it fired, by key."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def began(self, key: str, now_ms: int) -> None:
        """It fired."""
        self._last[key] = now_ms

    def over(self, key: str, now_ms: int, lasts_ms: int) -> bool:
        """Whether it may fire again. A clock that went back does not hold anything up."""
        last = self._last.get(key)
        return last is None or now_ms < last or now_ms - last >= lasts_ms
