"""Whether a host is speaking, as far as a programme feed of their show tells it: what a well-mannered assistant waits
for. The witness listens (``manners/pause.py``); this part remembers what it said last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .part import BasePart, Observers
from .sources import Sources
from .supervisor.witness import WitnessRestarted
from .witness.messages import HostVoice

FEED = "feed-"
"""The witness's tap of a programme feed is named by this and its source."""
HearVoice = Callable[[str], None]


class HostVoices(BasePart):
    """Lives in the asyncio loop."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._speaking: dict[tuple[str, str], bool] = {}
        """(show, tap) -> what was told last"""
        self._hearers: list[HearVoice] = []
        sources.on_change(self._follow)

    def observers(self) -> Observers:
        return {HostVoice: self._told, WitnessRestarted: self._restarted}

    def speaking(self, show: str) -> bool | None:
        """Whether somebody speaks in a programme of the show; None where it has none, or nobody can tell yet."""
        known = [speaking for (of, _), speaking in self._speaking.items() if of == show]
        return any(known) if known else None

    def on_voice(self, hear: HearVoice) -> None:
        """Called in the loop with the show of which ``speaking`` is something else now."""
        self._hearers.append(hear)

    def _told(self, event: HostVoice) -> None:
        if event.feed not in self._taps(event.show):
            return  # it was taken away meanwhile
        before = self.speaking(event.show)
        self._speaking[(event.show, event.feed)] = event.speaking
        self._tell(event.show, before)

    def _restarted(self, event: WitnessRestarted) -> None:
        """The new process listens anew, and tells when it knows."""
        self._forget(list(self._speaking))

    def _follow(self) -> None:
        self._forget([key for key in self._speaking if key[1] not in self._taps(key[0])])

    def _taps(self, show: str) -> set[str]:
        return {FEED + entry.id for entry in self._sources.of_show(show) if entry.kind == "programme"}

    def _forget(self, keys: Iterable[tuple[str, str]]) -> None:
        for key in keys:
            before = self.speaking(key[0])
            del self._speaking[key]
            self._tell(key[0], before)

    def _tell(self, show: str, before: bool | None) -> None:
        if self.speaking(show) != before:
            for hear in self._hearers:
                hear(show)
