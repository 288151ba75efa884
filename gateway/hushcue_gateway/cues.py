"""The cues: what was said to whom and when. Kept in memory, bounded, newest last. Pure: times are arguments."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from .core.rights import TalkMode

MAX_CUES = 1000
CUT_OFF = "gateway_restarted"
"""The reason of cues that went on when the gateway died."""
CueMode = TalkMode | Literal["text"]
"""Of a talk; "text" is read and not heard."""
CueState = Literal["asked", "talking", "ended", "refused"]

# what happened -> the states it may happen in, and the state after it; anything else changes nothing
_STEPS: Mapping[str, tuple[tuple[CueState, ...], CueState]] = {
    "started": (("asked",), "talking"),
    "ended": (("asked", "talking"), "ended"),
    "refused": (("asked", "talking"), "refused"),
}


@dataclass
class Cue:
    """One press of a talk key, or one file said.

    source: what is heard. file: name of the sound file, None for a microphone. to: bodypack ids. named: what was
    addressed, groups as such. Times: ``*_ns`` on the monotonic clock of this machine (mouth_ns: the first sample of a
    file "at the mouth"; recorded_ns: the first sample of what the engine remembers), ``asked_at`` seconds since the
    epoch. reason: why it ended or was refused. again_of: the cue that this one repeats, or parts of it.

    show: the room it belongs to. who: account id, host id or token id; name: what people call them; role: theirs in
    that show when they asked; "" where it was the gateway itself. private: heard by its one target alone. text: what a
    phrase says. phrase: its id, "" where it is none or was said by a gateway before this one. recorder: the row of the
    mix that records it, "" where it is not recorded. acknowledged: host -> seconds since the epoch, of hosts that
    confirmed it by their button.
    """

    id: str
    source: str
    file: str | None
    to: tuple[str, ...]
    named: tuple[str, ...]
    priority: str
    asked_at: float
    asked_ns: int
    state: CueState = "asked"
    started_ns: int | None = None
    ended_ns: int | None = None
    mouth_ns: int | None = None
    duration_ms: float | None = None
    reason: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    recorded_ns: int | None = None
    again_of: str | None = None
    show: str = ""
    who: str = ""
    name: str = ""
    role: str = ""
    mode: CueMode = "hold"
    private: bool = False
    text: str = ""
    phrase: str = ""
    recorder: str = ""
    acknowledged: dict[str, float] = field(default_factory=dict)

    def as_record(self) -> dict[str, Any]:
        """As plain values."""
        facts = {name: str(value) for name, value in self.facts.items()}
        return {**asdict(self), "to": list(self.to), "named": list(self.named), "facts": facts}

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Cue:
        """Back again. KeyError, TypeError or ValueError where it is none."""
        fields = dict(record)
        fields.update(to=tuple(fields["to"]), named=tuple(fields["named"]))
        cue = cls(**fields)
        if not isinstance(cue.id, str) or cue.state not in ("asked", "talking", "ended", "refused"):
            raise ValueError("no cue")
        return cue


class CueLog:
    """The newest MAX_CUES cues. One that still goes on is never forgotten: what goes on is bounded by its caller.

    keep: is given every cue that is new or has changed, to be stored.
    """

    def __init__(self, most: int = MAX_CUES, keep: Callable[[Cue], None] | None = None):
        self.most = most
        self._store = keep or (lambda _: None)
        self._hearers: list[Callable[[Cue], None]] = []
        self._cues: OrderedDict[str, Cue] = OrderedDict()
        self._going_on: dict[str, Cue] = {}
        self._heard_by: dict[str, dict[str, Cue]] = {}
        """host -> what goes on for it, by id"""
        self.total = 0

    def on_change(self, hear: Callable[[Cue], None]) -> None:
        """``hear`` is told every cue that is new or has changed."""
        self._hearers.append(hear)

    def _keep(self, cue: Cue) -> None:
        self._store(cue)
        for hear in self._hearers:
            hear(cue)

    def add(self, cue: Cue) -> None:
        """Begin a cue; its id must be new (ours to see to: ValueError)."""
        if cue.id in self._cues:
            raise ValueError(f"cue {cue.id} is there already")
        self.total += 1
        self._cues[cue.id] = self._going_on[cue.id] = cue
        for host in cue.to:
            self._heard_by.setdefault(host, {})[cue.id] = cue
        self._keep(cue)
        self._forget()

    def restore(self, cues: Iterable[Cue]) -> None:
        """Cues of a gateway before this one, oldest first; of one that comes again the newest word counts. What still
        went on was cut off."""
        for cue in cues:
            self._cues[cue.id] = cue
        for cue in self._cues.values():
            if cue.state in ("asked", "talking") and cue.id not in self._going_on:
                cue.state, cue.reason = "ended", CUT_OFF
        self._forget()

    def forget_show(self, show: str) -> None:
        """It is deleted: what was said in it is known no more. What goes on still ends."""
        for cue in [cue for cue in self._cues.values() if cue.show == show and cue.id not in self._going_on]:
            del self._cues[cue.id]

    def _forget(self) -> None:
        for old in [each for each in self._cues.values() if each.state in ("ended", "refused")]:
            if len(self._cues) <= self.most:
                break
            del self._cues[old.id]

    def get(self, cue_id: str) -> Cue | None:
        """The cue, None where it was never or is forgotten."""
        return self._cues.get(cue_id)

    def going_on(self) -> list[Cue]:
        """Cues that are asked for or talking, oldest first."""
        return list(self._going_on.values())

    def going_on_for(self, host: str) -> list[Cue]:
        """Those that are for one host, oldest first."""
        return list(self._heard_by.get(host, {}).values())

    def newest(self, count: int) -> list[Cue]:
        """At most ``count``, oldest first."""
        return list(self._cues.values())[-count:]

    def started(self, cue_id: str, at_ns: int) -> Cue | None:
        """Its first sample is in a mix. The cue, None where that step is not its next one."""
        begun = self._cues.get(cue_id)
        if begun is not None:  # again, where the engine was replaced
            begun.recorded_ns = at_ns
        cue = self._step(cue_id, "started")
        if cue is not None:
            cue.started_ns = at_ns
            self._keep(cue)
        return cue

    def at_mouth(self, cue_id: str, mouth_ns: int, duration_ms: float) -> None:
        """Its file begins to be played."""
        cue = self._cues.get(cue_id)
        if cue is not None:
            cue.mouth_ns, cue.duration_ms = mouth_ns, duration_ms
            self._keep(cue)

    def ended(self, cue_id: str, at_ns: int, reason: str) -> Cue | None:
        """It is over. The cue, None where it already was."""
        cue = self._step(cue_id, "ended")
        if cue is not None:
            cue.ended_ns, cue.reason = at_ns, reason
            self._keep(cue)
        return cue

    def refused(self, cue_id: str, at_ns: int, code: str, facts: Mapping[str, object]) -> Cue | None:
        """It could not be said. The cue, None where it was already over."""
        cue = self._step(cue_id, "refused")
        if cue is not None:
            cue.ended_ns, cue.reason, cue.facts = at_ns, code, dict(facts)
            self._keep(cue)
        return cue

    def acknowledged(self, cue_id: str, host: str, at: float) -> Cue | None:
        """A host confirmed it, now or after it was over; the first time counts. The cue, None where nothing changed."""
        cue = self._cues.get(cue_id)
        if cue is None or host in cue.acknowledged or host not in cue.to:
            return None
        cue.acknowledged[host] = at
        self._keep(cue)
        return cue

    def _step(self, cue_id: str, what: str) -> Cue | None:
        cue = self._cues.get(cue_id)
        allowed, after = _STEPS[what]
        if cue is None or cue.state not in allowed:
            return None
        cue.state = after
        if after in ("ended", "refused"):
            self._going_on.pop(cue_id, None)
            for host in cue.to:
                self._heard_by.get(host, {}).pop(cue_id, None)
        return cue
