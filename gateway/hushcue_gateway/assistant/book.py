"""The suggestions of all shows: kept in memory, bounded, newest last. Pure: times are arguments."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from .suggestion import Suggestion

MOST = 500
"""Of all shows. What is not over is never forgotten: that is bounded by ``MOST_OPEN``."""
MOST_OPEN = 100
"""Of one show: a rule gone mad must not fill a screen."""
MOST_SHOWN = 60


class SuggestionBook:
    """keep: is given every suggestion that is new or has changed, to be stored."""

    def __init__(self, keep: Callable[[Suggestion], None] = lambda _: None):
        self._keep = keep
        self._all: OrderedDict[str, Suggestion] = OrderedDict()
        self._hearers: list[Callable[[Suggestion], None]] = []
        self._losers: list[Callable[[Suggestion], None]] = []

    def on_change(self, hear: Callable[[Suggestion], None]) -> None:
        """``hear`` is told every suggestion that is new or has changed."""
        self._hearers.append(hear)

    def on_forget(self, hear: Callable[[Suggestion], None]) -> None:
        """``hear`` is told every suggestion that ``forget`` has let go of."""
        self._losers.append(hear)

    def add(self, suggestion: Suggestion) -> bool:
        """A new one; False where the show has too many that wait."""
        if len(self.open(suggestion.show)) >= MOST_OPEN:
            return False
        self._put(replace(suggestion, states=((suggestion.state, suggestion.at_ms),)))
        self._forget()
        return True

    def restore(self, suggestions: Iterable[Suggestion]) -> None:
        """Those of a gateway before this one, oldest first. What still waited is over: nobody knows whether it was
        said. What was being said has been heard in part."""
        for each in suggestions:
            self._all[each.id] = each
            if each.over:
                continue
            now_ms = each.states[-1][1] if each.states else each.at_ms
            ended = each.step("cut" if each.state == "speaking" else "over", now_ms, "gateway_restarted")
            if ended is not None:
                self._all[each.id] = ended
                self._keep(ended)

    def forget(self, which: Callable[[Suggestion], bool]) -> None:
        """Let go of them, whatever state they are in, and keep nothing more of them: what they belong to is
        deleted."""
        for each in [each for each in self._all.values() if which(each)]:
            del self._all[each.id]
            for hear in self._losers:
                hear(each)

    def get(self, suggestion: str) -> Suggestion | None:
        """One of them, None where it was never or is forgotten."""
        return self._all.get(suggestion)

    def of_show(self, show: str) -> list[Suggestion]:
        """Newest last, at most MOST_SHOWN."""
        return [each for each in self._all.values() if each.show == show][-MOST_SHOWN:]

    def open(self, show: str | None = None) -> list[Suggestion]:
        """Those that are not over, oldest first."""
        return [each for each in self._all.values() if not each.over and (show is None or each.show == show)]

    def step(self, suggestion: str, what: str, now_ms: int, why: str = "") -> Suggestion | None:
        """``what`` happened to it. None where it may not happen now: somebody was quicker."""
        found = self._all.get(suggestion)
        stepped = found.step(what, now_ms, why) if found else None
        if stepped is not None:
            self._put(stepped)
        return stepped

    def change(self, suggestion: str, **values: Any) -> Suggestion | None:
        """Other values of it, in the same state."""
        found = self._all.get(suggestion)
        if found is None:
            return None
        changed = replace(found, **values)
        self._put(changed)
        return changed

    def _put(self, suggestion: Suggestion) -> None:
        self._all[suggestion.id] = suggestion
        self._keep(suggestion)
        for hear in self._hearers:
            hear(suggestion)

    def _forget(self) -> None:
        for old in [each for each in self._all.values() if each.over]:
            if len(self._all) <= MOST:
                break
            del self._all[old.id]
