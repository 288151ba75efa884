"""How much one source may tell at a time, so that none keeps the others waiting. Pure: ``now_s`` is any clock that only
goes forward."""

from __future__ import annotations

from collections import Counter, OrderedDict

PER_S = 5_000
"""Documents; a show of ten thousand viewers tells fifty."""
AT_ONCE = 50_000
"""May come at once after a pause: what waited while the gateway was away."""
MOST_OPEN = 16
"""WebSockets and requests of one source at a time."""
MOST_SOURCES = 1_024


class Rates:
    """who: account or token."""

    def __init__(self) -> None:
        self._free: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """who -> how many documents were free, and when"""
        self._open: Counter[str] = Counter()

    def enter(self, who: str) -> bool:
        """One way in more; False where they have too many already. Then ``leave`` is not called."""
        if self._open[who] >= MOST_OPEN:
            return False
        self._open[who] += 1
        return True

    def leave(self, who: str) -> None:
        """That way in is closed."""
        self._open[who] -= 1
        if not self._open[who]:
            del self._open[who]

    def wait_s(self, who: str, documents: int, now_s: float) -> float:
        """They told so many: how long nothing more of theirs is to be taken."""
        free, at_s = self._free.pop(who, (AT_ONCE, now_s))
        free = min(AT_ONCE, free + (now_s - at_s) * PER_S) - documents
        self._free[who] = (free, now_s)
        if len(self._free) > MOST_SOURCES:
            self._free.popitem(last=False)
        return max(0.0, -free / PER_S)
