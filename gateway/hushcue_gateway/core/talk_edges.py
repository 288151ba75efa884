"""Beginnings and ends of talks that nobody was told of yet, and where in each stream they lie."""

from __future__ import annotations

from dataclasses import dataclass

from .commands import StartTalk
from .events import EndReason, Event, TalkEnded, TalkStarted
from .streams import Streams


@dataclass(frozen=True, slots=True)
class _Edge:
    """A talk that began (``reason`` None) or ended since the last tick."""

    talk: StartTalk
    hearers: frozenset[str]
    reason: EndReason | None


class TalkEdges:
    """samples: of a frame. delay_samples: by how much later than it came in the limiter lets a sample out."""

    def __init__(self, streams: Streams, samples: int, delay_samples: int) -> None:
        self._streams = streams
        self._samples = samples
        self._delay_samples = delay_samples
        self._edges: list[_Edge] = []

    def began(self, talk: StartTalk, hearers: frozenset[str]) -> None:
        """From the next frame on it is heard."""
        self._edges.append(_Edge(talk, hearers, None))

    def ended(self, talk: StartTalk, hearers: frozenset[str], reason: EndReason) -> None:
        """The next frame is the first without it."""
        self._edges.append(_Edge(talk, hearers, reason))

    def take(self, ticks: int, now_ns: int) -> list[Event]:
        """Before the frame is sent: ``places`` counts from it. The limiter lets the first sample of a talk out by its
        delay later, and the last one, which is the last of this frame, too. A talk that began and ended between two
        ticks was never heard: it has no places."""
        events: list[Event] = []
        begun: dict[str, int] = {}  # cue -> index of its TalkStarted
        for each in self._edges:
            cue = each.talk.cue
            if each.reason is None:
                begun[cue] = len(events)
                first = self._streams.places(each.hearers, self._delay_samples // self._samples)
                events.append(TalkStarted(cue, now_ns, ticks, first))
                continue
            last = self._streams.places(each.hearers, (self._samples - 1 + self._delay_samples) // self._samples)
            if cue in begun:
                events[begun.pop(cue)] = TalkStarted(cue, now_ns, ticks)
                last = ()
            events.append(TalkEnded(cue, now_ns, ticks, each.reason, last))
        self._edges.clear()
        return events
