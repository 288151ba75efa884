"""Windows that are open: what else happens in them is noted, and when they are over they are counted. Pure.

| while a window is open              | then                                                                     |
|-------------------------------------|--------------------------------------------------------------------------|
| another cue about its product       | flag another_cue; a cue about the room lies in everybody's window        |
| its product is pinned, or no longer | flag pin_changed                                                         |
| its product's price, or offer's end | flag price_changed                                                       |
| the show goes off the air           | flag off_air                                                             |
| the airing ends                     | flag airing_ended; it is counted as it is                                |

Another cue is one of the assistant's own, spoken. People's cues flag nothing: they come in either arm, and perhaps more
often where the assistant kept silent; leaving those moments out would flatter it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from .moment import Moment, Outcome, followed
from .outcome import Counts, due_ms, outcome_of, window_of


class Show(Counts, Protocol):
    """What is asked of a board, beside its counts."""

    pinned: str
    on_air: bool

    def changed_ms(self, product: str) -> int: ...


@dataclass
class _Open:
    moment: Moment
    pinned: bool
    flags: dict[str, None] = field(default_factory=dict)


class Watching:
    """Of one airing. Times are show time."""

    def __init__(self) -> None:
        self._open: dict[str, _Open] = {}

    def __len__(self) -> int:
        return len(self._open)

    def begin(self, moment: Moment, board: Show) -> None:
        """An opportunity was logged and assigned."""
        self._open[moment.opportunity_id] = _Open(moment, board.pinned == moment.product)

    def spoken(self, opportunity_id: str, product: str, at_ms: int) -> None:
        """A cue of the assistant begins to be heard: it lies in the windows of all other opportunities about that
        product, or of all others where it is about the room (product "")."""
        for each in self._open.values():
            about = not product or not each.moment.product or each.moment.product == product
            if each.moment.opportunity_id != opportunity_id and about and _inside(each.moment, at_ms):
                each.flags["another_cue"] = None

    def forced(self, opportunity_id: str) -> None:
        """A person had it spoken though the coin said hold."""
        each = self._open.get(opportunity_id)
        if each is not None and each.moment.arm == "hold":
            each.moment = replace(each.moment, arm="forced", side="hold")

    def look(self, board: Show, now_ms: int) -> list[tuple[Moment, Outcome]]:
        """After facts, and once a second: those that can be counted now, with what followed. They are open no more."""
        for each in self._open.values():
            if _inside(each.moment, now_ms):
                self._note(each, board)
        due = [each for each in self._open.values() if now_ms >= due_ms(each.moment.at_ms)]
        return list(self._close(due, board))

    def end(self, board: Show, now_ms: int) -> list[tuple[Moment, Outcome]]:
        """The airing is over: all that are left."""
        for each in self._open.values():
            if now_ms < window_of(each.moment.at_ms)[1]:
                each.flags["airing_ended"] = None
        return list(self._close(list(self._open.values()), board))

    def _note(self, each: _Open, board: Show) -> None:
        moment = each.moment
        if not board.on_air:
            each.flags["off_air"] = None
        if moment.product and each.pinned != (board.pinned == moment.product):
            each.flags["pin_changed"] = None
        if moment.product and _inside(moment, board.changed_ms(moment.product)):
            each.flags["price_changed"] = None

    def _close(self, done: list[_Open], board: Show) -> Iterator[tuple[Moment, Outcome]]:
        for each in done:
            del self._open[each.moment.opportunity_id]
            outcome = outcome_of(board, each.moment, tuple(each.flags))
            yield followed(each.moment, outcome), outcome


def _inside(moment: Moment, at_ms: int) -> bool:
    """From the opportunity itself on: what happens before the first whole ten seconds counts as inside."""
    return moment.at_ms <= at_ms < window_of(moment.at_ms)[1]
