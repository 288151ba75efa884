"""What the assistant says to one host, and when: one queue for each host. Pure; times are wall clock ms.

A cue in line goes through this table from the top at every look; the first row that holds is done.

| the cue is | and                                                          | then                               |
|------------|--------------------------------------------------------------|------------------------------------|
| speaking   | a person talks to the host, or the assistant was muted       | Cut: it is over, and never resumes |
| speaking   | its end was never told, SLACK_MS after it must have come     | counted as spoken                  |
| waiting    | the assistant is muted                                       | Drop "muted"                       |
| waiting    | its time is over, or ttl_s since it came in line             | Drop "expired"                     |
| waiting    | the hour is full, and it is neither urgent nor asked         | Drop "capped"                      |
| waiting    | not off the front of the line                                | waits "turn"                       |
| waiting    | its sound is not ready                                       | waits "sound"                      |
| waiting    | another one speaks                                           | waits "speech"                     |
| waiting    | a person talks, or did so SETTLE_MS ago                      | waits "person"                     |
| waiting    | off the air or in a quiet scene, and nobody asked for it     | waits "quiet"                      |
| waiting    | gap_s since the last one, and it is neither urgent nor asked | waits "gap"                        |
| waiting    | the host speaks, and it is not urgent                        | waits "pause", pause_deadline_s    |
|            |                                                              | at most, its own time at most      |
| waiting    | none of these                                                | Say                                |

The line: what a person asked for, then what is urgent, then by priority, then by age; what cannot be said yet lets
those behind it pass. A newer cue about the same thing takes the place of the older one, and where MOST_WAITING wait the
last in line makes room: Drop "replaced".

A clock that is set back takes all that was before with it: nobody waits until it has caught up.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import Literal

from .settings import Manners

Priority = Literal["stock", "rule", "question", "script"]
PRIORITIES: tuple[Priority, ...] = ("stock", "rule", "question", "script")
"""First said first."""
Why = Literal["expired", "capped", "muted", "replaced"]
For = Literal["turn", "sound", "speech", "person", "quiet", "gap", "pause"]

HOUR_MS = 3_600_000
MOST_WAITING = 8
SETTLE_MS = 1_000
"""A host who was just talked to by a person gets a breath."""
SLACK_MS = 3_000
"""Between the order to speak and the first sample, and between the last one and the news of it."""
MOST_REMEMBERED = 256
"""Cues that are over, whose ids are not taken again."""


@dataclass(frozen=True, slots=True)
class Item:
    """A cue in line. seconds: of its sound. ready_ms: when that is there. expires_ms: not said at or after that.
    asked: a person sent it. about: what it is about; "" is nothing else's business."""

    id: str
    priority: Priority
    urgent: bool
    seconds: float
    ready_ms: int
    expires_ms: int
    asked: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class HostState:
    """A host as of now. person_talking: somebody's key is held for them. speaking: the cue of the assistant that is
    heard, "" is none. host_speaking: None where nobody can tell. quiet: the assistant does not speak by itself."""

    person_talking: bool = False
    speaking: str = ""
    host_speaking: bool | None = None
    on_air: bool = True
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """Begin to speak it now. ``spoken``, ``cut`` or ``drop`` is to be called when it is over."""

    id: str


@dataclass(frozen=True, slots=True)
class Drop:
    """It is out of the line and will not be said."""

    id: str
    why: Why


@dataclass(frozen=True, slots=True)
class Cut:
    """Silence it now. It is out of the queue: nothing more is to be called for it."""

    id: str


Step = Say | Drop | Cut


@dataclass(frozen=True, slots=True)
class Waiting:
    """For screens: what a cue waits for. until_ms: when that ends at the latest by itself; None: nobody knows."""

    id: str
    waits_for: For
    until_ms: int | None


@dataclass(slots=True)
class _Place:
    """came_ms: when it was put in line. blocked_ms: since when it waits for nothing but a pause."""

    item: Item
    number: int
    came_ms: int
    blocked_ms: int | None = None

    @property
    def rank(self) -> tuple[bool, bool, int, int]:
        item = self.item
        return (not item.asked, not item.urgent, PRIORITIES.index(item.priority), self.number)


class SpeechQueue:
    """The line of one host. ``look`` after every change, and often enough that a pause is not missed."""

    def __init__(self, manners: Manners):
        self._manners = manners
        self._line: list[_Place] = []
        self._dropped: list[Drop] = []
        self._numbers = 0
        self._newest_ms = 0
        self._saying: Item | None = None
        self._began_ms = 0
        self._ended_ms: int | None = None
        self._person_ms: int | None = None
        self._begun: deque[int] = deque()
        self._over: deque[str] = deque(maxlen=MOST_REMEMBERED)

    @property
    def manners(self) -> Manners:
        """As they are now."""
        return self._manners

    def behave(self, manners: Manners) -> None:
        """Other manners from the next look on."""
        self._manners = manners

    @property
    def saying(self) -> str:
        """The cue that was ordered to be spoken and is not over; "" is none."""
        return self._saying.id if self._saying else ""

    def spoken_last_hour(self, now_ms: int) -> int:
        """Cues that were begun in the 60 minutes before."""
        self._now_is(now_ms)
        while self._begun and now_ms - self._begun[0] >= HOUR_MS:
            self._begun.popleft()
        return len(self._begun)

    # --- what happens -----------------------------------------------------------------------------------------------

    def put(self, item: Item, now_ms: int) -> bool:
        """In line; the same id again is its newer form. False: it was spoken, cut or dropped before, or is being
        spoken, and does not come back."""
        self._now_is(now_ms)
        if item.id in self._over or item.id == self.saying:
            return False
        place = next((each for each in self._line if each.item.id == item.id), None)
        if place is not None:
            place.item = item
            return True
        for older in [each for each in self._line if item.about and each.item.about == item.about]:
            self._out(older, "replaced")
        self._numbers += 1
        self._line.append(_Place(item, self._numbers, now_ms))
        self._line.sort(key=lambda each: each.rank)
        if len(self._line) > MOST_WAITING:
            self._out(self._line[-1], "replaced")
        return True

    def spoken(self, id: str, now_ms: int) -> None:
        """It was said to its end."""
        self._now_is(now_ms)
        self._end(id, now_ms)

    def cut(self, id: str, now_ms: int) -> None:
        """It was silenced by others; waiting, it is out of the line. It never returns."""
        self._now_is(now_ms)
        self._end(id, now_ms)

    def drop(self, id: str) -> None:
        """It is not to be said, or could not be. No error where it is gone."""
        if id == self.saying:  # nothing of it was heard: it makes nobody wait
            self._saying = None
            if self._begun:
                self._begun.pop()
        self._over.append(id)
        self._line = [each for each in self._line if each.item.id != id]

    def forgive(self, id: str) -> None:
        """It was dropped before it was said, and may come once more."""
        self._over = deque((each for each in self._over if each != id), MOST_REMEMBERED)

    def look(self, state: HostState, now_ms: int) -> list[Step]:
        """What is to be done now, in this order. At most one Say, and none while something is spoken."""
        self._now_is(now_ms)
        steps: list[Step] = []
        if state.person_talking:
            self._person_ms = now_ms
        muted = now_ms < self._manners.muted_until_ms
        saying = self._saying
        if saying is not None and (state.person_talking or muted):
            steps.append(Cut(saying.id))
            self._end(saying.id, now_ms)
        elif saying is not None and state.speaking != saying.id:
            latest_ms = self._began_ms + round(saying.seconds * 1000) + SLACK_MS
            if now_ms >= latest_ms:
                self._end(saying.id, latest_ms)
        for place in list(self._line):
            why = self._hopeless(place, now_ms)
            if why is not None:
                self._out(place, why)
        steps += self._dropped
        self._dropped = []
        for place in self._line:
            obstacle = self._obstacle(place, state, now_ms)
            if obstacle is None:
                steps.append(Say(place.item.id))
                self._begin(place, now_ms)
                break
            if obstacle[0] == "pause" and place.blocked_ms is None:
                place.blocked_ms = now_ms
        return steps

    def waiting(self, state: HostState, now_ms: int) -> list[Waiting]:
        """The line as it stands, first said first."""
        found: list[Waiting] = []
        for place in self._line:
            obstacle = self._obstacle(place, state, now_ms)
            found.append(Waiting(place.item.id, *(obstacle or ("turn", None))))
        return found

    # --- the table --------------------------------------------------------------------------------------------------

    def _hopeless(self, place: _Place, now_ms: int) -> Why | None:
        item = place.item
        if now_ms < self._manners.muted_until_ms:
            return "muted"
        if now_ms >= self._expires_ms(place):
            return "expired"
        full = self.spoken_last_hour(now_ms) >= self._manners.most_per_hour
        return "capped" if full and not (item.urgent or item.asked) else None

    def _obstacle(self, place: _Place, state: HostState, now_ms: int) -> tuple[For, int | None] | None:
        """What it waits for, and until when at the latest."""
        item, manners = place.item, self._manners
        if now_ms < item.ready_ms:
            return "sound", item.ready_ms
        if self._saying is not None or state.speaking:
            return "speech", None
        if state.person_talking:
            return "person", None
        if self._person_ms is not None and now_ms - self._person_ms < SETTLE_MS:
            return "person", self._person_ms + SETTLE_MS
        if (state.quiet or not state.on_air) and not item.asked:
            return "quiet", None
        over_ms = None if self._ended_ms is None else self._ended_ms + manners.gap_s * 1000
        if over_ms is not None and now_ms < over_ms and not (item.urgent or item.asked):
            return "gap", over_ms
        if state.host_speaking and not item.urgent:
            since_ms = now_ms if place.blocked_ms is None else place.blocked_ms
            deadline_ms = since_ms + manners.pause_deadline_s * 1000
            if now_ms < deadline_ms:
                return "pause", deadline_ms
        return None

    def _expires_ms(self, place: _Place) -> int:
        return min(place.item.expires_ms, place.came_ms + self._manners.ttl_s * 1000)

    # --- inside -----------------------------------------------------------------------------------------------------

    def _now_is(self, now_ms: int) -> None:
        """Every moment is moved by as much as the clock was set back."""
        back_ms, self._newest_ms = self._newest_ms - now_ms, now_ms
        if back_ms <= 0:
            return
        self._began_ms -= back_ms
        self._ended_ms = None if self._ended_ms is None else self._ended_ms - back_ms
        self._person_ms = None if self._person_ms is None else self._person_ms - back_ms
        self._begun = deque(at_ms - back_ms for at_ms in self._begun)
        for place in self._line:
            item = place.item
            place.item = replace(item, ready_ms=item.ready_ms - back_ms, expires_ms=item.expires_ms - back_ms)
            place.came_ms -= back_ms
            place.blocked_ms = None if place.blocked_ms is None else place.blocked_ms - back_ms

    def _begin(self, place: _Place, now_ms: int) -> None:
        self._line.remove(place)
        self._saying = place.item
        self._began_ms = now_ms
        self._begun.append(now_ms)

    def _end(self, id: str, now_ms: int) -> None:
        if id == self.saying:
            self._saying = None
            self._ended_ms = now_ms
        self._over.append(id)
        self._line = [each for each in self._line if each.item.id != id]

    def _out(self, place: _Place, why: Why) -> None:
        self._line.remove(place)
        self._over.append(place.item.id)
        self._dropped.append(Drop(place.item.id, why))
