"""Talk keys: what presses and releases mean. Pure; time is an argument.

Every connection of an operator has its own ``Keys``. A key is any text the client chooses. It is in one of these
states (``up`` is not kept):

| state    | means                                                          | a talk goes on | key is down |
|----------|----------------------------------------------------------------|----------------|-------------|
| up       | nothing                                                        | no             | no          |
| held     | talks until the key goes up                                    | yes            | yes         |
| armed    | a tap that may yet latch, if the key goes up soon              | yes            | yes         |
| latching | latched, its first press is not over                           | yes            | yes         |
| latched  | talks until the next press, or until its time is over          | yes            | no          |
| spent    | its talk is over, or was refused; nothing until it goes up     | no             | yes         |

| in       | when       | it does        | and is then                     |
|----------|------------|----------------|---------------------------------|
| up       | down hold  | begin          | held                            |
| up       | down tap   | begin          | armed                           |
| up       | down latch | begin          | latching                        |
| up       | down timed | begin          | latching, with an end           |
| held     | up         | end            | up                              |
| armed    | up soon    |                | latched (within TAP_MS)         |
| armed    | up late    | end            | up                              |
| latching | up         |                | latched                         |
| latched  | down       | end            | spent                           |
| spent    | up         |                | up                              |
| talking  | over       |                | spent if it is down, else up    |
| any      | lost       | end if talking | up                              |

*down* in a state in which the key is down already is a repeat and changes nothing: whoever sends it is answered as
the first time. *up* of a key that is up is nothing. *over*: the talk ended without this key. *lost*: no ``keep`` named
the key for LOST_MS, or the connection closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from .rights import TalkMode

LOST_MS = 1000
KEEP_MS = 250
"""How often a client is to send ``keep``."""
TAP_MS = 300
MAX_KEYS = 32
MAX_KEY_CHARS = 32
MIN_SECONDS = 1.0
MAX_SECONDS = 60.0
NS_PER_MS = 1_000_000

State = Literal["up", "held", "armed", "latching", "latched", "spent"]
Does = Literal["begin", "end", "nothing"]
EndedBy = Literal["heartbeat", "timed"]

TALKING: frozenset[State] = frozenset({"held", "armed", "latching", "latched"})
DOWN: frozenset[State] = frozenset({"held", "armed", "latching", "spent"})

STEPS: Mapping[tuple[State, str], tuple[Does, State]] = {
    ("up", "down hold"): ("begin", "held"),
    ("up", "down tap"): ("begin", "armed"),
    ("up", "down latch"): ("begin", "latching"),
    ("up", "down timed"): ("begin", "latching"),
    ("held", "up"): ("end", "up"),
    ("armed", "up soon"): ("nothing", "latched"),
    ("armed", "up late"): ("end", "up"),
    ("latching", "up"): ("nothing", "latched"),
    ("latched", "down"): ("end", "spent"),
    ("spent", "up"): ("nothing", "up"),
    ("held", "over"): ("nothing", "spent"),
    ("armed", "over"): ("nothing", "spent"),
    ("latching", "over"): ("nothing", "spent"),
    ("latched", "over"): ("nothing", "up"),
}
"""(state, what happened) -> (what to do, state after it); what is not here changes nothing."""


@dataclass(slots=True)
class Press:
    """One key that is not up. cue: "" until the talk has one, and where it was refused."""

    state: State
    mode: TalkMode
    down_ns: int
    kept_ns: int
    ends_ns: int | None = None
    cue: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Down:
    """What a press means. does "nothing": a repeat; ``cue`` or ``refusal`` is what the first one was answered with.
    does "end": ``cue`` is to be ended."""

    does: Does
    cue: str = ""
    refusal: str = ""


class Keys:
    """The keys of one connection. After a ``down`` that says "begin", tell it ``begun`` or ``refused``."""

    def __init__(self) -> None:
        self._presses: dict[str, Press] = {}

    def __len__(self) -> int:
        return len(self._presses)

    def state(self, key: str) -> State:
        """Of one key."""
        press = self._presses.get(key)
        return press.state if press else "up"

    @property
    def cues(self) -> list[str]:
        """Of the talks that go on."""
        return [press.cue for press in self._presses.values() if press.state in TALKING and press.cue]

    def down(self, key: str, mode: TalkMode, now_ns: int, seconds: float | None = None) -> Down:
        """The key goes down. seconds: of a timed talk, MIN_SECONDS..MAX_SECONDS. ValueError where there are MAX_KEYS
        already, or a timed talk has no seconds."""
        press = self._presses.get(key)
        if press is not None and press.state != "latched":
            press.kept_ns = now_ns
            return Down("nothing", press.cue, press.refusal)
        if press is not None:
            does, press.state = STEPS[press.state, "down"]
            press.down_ns = press.kept_ns = now_ns
            return Down(does, press.cue)
        if mode == "timed" and (seconds is None or not MIN_SECONDS <= seconds <= MAX_SECONDS):
            raise ValueError("a timed talk needs its seconds")
        if len(self._presses) >= MAX_KEYS:
            raise ValueError("too many keys")
        does, state = STEPS["up", f"down {mode}"]
        ends_ns = now_ns + round(seconds * 1000) * NS_PER_MS if mode == "timed" and seconds is not None else None
        self._presses[key] = Press(state, mode, now_ns, now_ns, ends_ns)
        return Down(does)

    def begun(self, key: str, cue: str) -> None:
        """The talk of this key goes on as ``cue``."""
        self._presses[key].cue = cue

    def refused(self, key: str, code: str) -> None:
        """There is no talk: nothing more happens until the key goes up."""
        press = self._presses[key]
        press.state, press.cue, press.refusal = "spent", "", code

    def up(self, key: str, now_ns: int) -> str:
        """The key goes up; the cue to end, "" where there is none."""
        press = self._presses.get(key)
        if press is None:
            return ""
        what = "up"
        if press.state == "armed":
            what = "up soon" if now_ns - press.down_ns <= TAP_MS * NS_PER_MS else "up late"
        does, state = STEPS.get((press.state, what), ("nothing", press.state))
        press.kept_ns = now_ns
        self._enter(key, press, state)
        return press.cue if does == "end" else ""

    def keep(self, keys: Iterable[str], now_ns: int) -> list[str]:
        """These are still meant; the cues to keep."""
        kept = []
        for key in keys:
            press = self._presses.get(key)
            if press is not None:
                press.kept_ns = now_ns
                if press.state in TALKING and press.cue:
                    kept.append(press.cue)
        return kept

    def over(self, cue: str) -> None:
        """That talk ended without its key."""
        for key, press in list(self._presses.items()):
            if press.cue == cue and press.state in TALKING:
                self._enter(key, press, STEPS[press.state, "over"][1])

    def tick(self, now_ns: int) -> list[tuple[str, EndedBy]]:
        """The talks to end: their key is lost, or their time is over."""
        ended: list[tuple[str, EndedBy]] = []
        for key, press in list(self._presses.items()):
            talking = press.state in TALKING
            if now_ns - press.kept_ns >= LOST_MS * NS_PER_MS:
                del self._presses[key]
                if talking and press.cue:
                    ended.append((press.cue, "heartbeat"))
            elif talking and press.ends_ns is not None and now_ns >= press.ends_ns:
                self._enter(key, press, STEPS[press.state, "over"][1])
                ended.append((press.cue, "timed"))
        return ended

    def close(self) -> list[str]:
        """The connection is gone; the cues to end."""
        cues = self.cues
        self._presses.clear()
        return cues

    def _enter(self, key: str, press: Press, state: State) -> None:
        press.state = state
        if state == "up":
            del self._presses[key]
