"""What remote controls wish, done: with the rights of whoever wishes, by the very parts that the console uses.

Every remote control (an OSC address, an MQTT client) has its own keys (``core/press.py``), like a console's
connection. Such a control cannot say four times a second that a key is still down; the deck does so in its place, but
for ``hold_s`` after the key went down at most. Coming and going of a control changes nothing: only what it asks does.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Protocol

from hushcue_words import Trouble

from ..core.press import Keys
from ..core.rights import Action
from ..core.roster import Do
from ..phrases.say import SayPhrase
from ..show_desk import ShowDesk
from ..source_desk import SourceDesk
from ..talk_desk import Asker, Order, TalkDesk
from ..web.asker import asker_of
from ..web.caller import Caller
from ..web.gate import Gate
from ..words import WORDS as GATEWAY_WORDS
from . import wishes
from .wishes import Wish
from .words import WORDS

MAX_CONTROLS = 256
LATCH_NS = 3_600 * 1_000_000_000
"""A latched key whose remote control says nothing more ends by then."""
IDLE_NS = 3_600 * 1_000_000_000


class Hosts(Protocol):
    """What is done to hosts, whatever is in their ear. Raises Trouble."""

    def set_volume(self, host: str, volume_db: float, /) -> float: ...
    def set_muted(self, host: str, muted: bool, /) -> None: ...
    def command(self, host: str, do: Do, /) -> None: ...


@dataclass
class Control:
    """One remote control in one show."""

    caller: Caller
    show: str
    keys: Keys = field(default_factory=Keys)
    held_ns: dict[str, int] = field(default_factory=dict)
    """key -> until when it is kept"""
    cues: list[str] = field(default_factory=list)
    """phrases it began, newest last"""
    used_ns: int = 0


class Deck:
    """See the module. ``tick`` four times a second. Raises Trouble for what people ask wrongly or may not."""

    def __init__(
        self,
        gate: Gate,
        shows: ShowDesk,
        sources: SourceDesk,
        talks: TalkDesk,
        hosts: Hosts,
        say: SayPhrase,
        hold_s: float,
    ):
        self._gate = gate
        self._shows = shows
        self._sources = sources
        self._talks = talks
        self._hosts = hosts
        self._say = say
        self._hold_ns = round(hold_s * 1e9)
        self._controls: dict[tuple[str, str], Control] = {}

    def do(self, caller: Caller, name: str, wish: Wish) -> str | None:
        """Do what ``caller`` wishes through the remote control ``name``; the cue that it is about, None without."""
        now_ns = time.monotonic_ns()
        if isinstance(wish, wishes.Down):
            return self._down(self._control(caller, name, wish.show, Action.TALK, now_ns), wish, now_ns)
        if isinstance(wish, wishes.Up):
            control = self._control(caller, name, wish.show, Action.TALK, now_ns)
            self._end(control, control.keys.up(wish.key, now_ns))
            return None
        if isinstance(wish, wishes.SayPhrase):
            control = self._control(caller, name, wish.show, Action.TALK, now_ns)
            cue = self._say(self._asker(control), Order(wish.show, wish.to, priority=wish.priority), wish.phrase).id
            control.cues = [*control.cues, cue][-wishes.MAX_TO :]
            return cue
        if isinstance(wish, wishes.Stop):
            control = self._control(caller, name, wish.show, Action.TALK, now_ns)
            self._stop(control, wish.cue)
            return wish.cue or None
        if isinstance(wish, wishes.Subscribe):
            self._gate.demand(caller, Action.SEE, wish.show)
            return None
        action = Action.TALK if isinstance(wish, wishes.AnswerCall) else Action.ADJUST
        self._gate.demand(caller, action, wish.show)
        self._shows.host(wish.host, wish.show)
        if isinstance(wish, wishes.SetVolume):
            self._hosts.set_volume(wish.host, wish.volume_db)
        elif isinstance(wish, wishes.SetMuted):
            self._hosts.set_muted(wish.host, wish.muted)
        elif isinstance(wish, wishes.AnswerCall):
            self._talks.answer(wish.host)
        else:
            self._hosts.command(wish.host, "identify")
        return None

    def tick(self, now_ns: int) -> None:
        """Keep what is held, let go what is not: too long, or by somebody who may no longer."""
        for place, control in list(self._controls.items()):
            if not self._is_still(control):
                self._leave(place)
                continue
            fresh = [key for key, until_ns in control.held_ns.items() if now_ns < until_ns]
            asker = self._asker(control)
            for cue in control.keys.keep(fresh, now_ns):
                try:
                    self._talks.keep(asker, cue)
                except Trouble:
                    control.keys.over(cue)  # it ended without its key
            for cue, _ in control.keys.tick(now_ns):
                self._end(control, cue)
            if not len(control.keys):
                control.held_ns.clear()
                if now_ns - control.used_ns > IDLE_NS:
                    del self._controls[place]

    def close(self) -> None:
        """End whatever is said through it."""
        for place in list(self._controls):
            self._leave(place)

    # --- inside -----------------------------------------------------------------------------------------------------

    def _control(self, caller: Caller, name: str, show: str, action: Action, now_ns: int) -> Control:
        self._gate.demand(caller, action, show)
        control = self._controls.get((name, show))
        if control is not None and control.caller.id != caller.id:
            self._leave((name, show))  # another token speaks: what the one before held is let go
            control = None
        if control is None:
            if len(self._controls) >= MAX_CONTROLS:
                raise GATEWAY_WORDS.trouble("too_many", most=MAX_CONTROLS, what="remote controls")
            control = self._controls[name, show] = Control(caller, show)
        control.caller, control.used_ns = caller, now_ns
        return control

    def _down(self, control: Control, wish: wishes.Down, now_ns: int) -> str:
        asker, mode = self._asker(control), wish.mode
        try:
            down = control.keys.down(wish.key, mode, now_ns, wish.seconds)  # type: ignore[arg-type]
        except ValueError:
            facts: dict[str, Any] = {"place": "seconds", "reason": "1 to 60 are needed, or there are too many keys"}
            raise WORDS.trouble("remote_malformed", exit_code=0, **facts) from None
        control.held_ns[wish.key] = now_ns + (self._hold_ns if mode == "hold" else LATCH_NS)
        if down.does == "end":
            self._end(control, down.cue)
        if down.does != "begin":
            return down.cue
        try:
            source = wish.source or self._source(asker, wish.show)
            order = Order(
                wish.show,
                wish.to,
                source,
                wish.priority,
                mode,  # type: ignore[arg-type]
                wish.seconds,
                wish.private or None,
            )
            cue = self._talks.begin(asker, order)
        except Trouble as trouble:
            control.keys.refused(wish.key, trouble.code)
            control.keys.up(wish.key, now_ns)  # its release may get lost: the next press is a new one
            raise
        control.keys.begun(wish.key, cue.id)
        return cue.id

    def _source(self, asker: Asker, show: str) -> str | None:
        """The only microphone of the studio in this show."""
        entries = [entry for entry in self._sources.of_show(show) if entry.kind == "microphone"]
        if len(entries) == 1:
            return entries[0].id
        raise WORDS.trouble("remote_needs_source", exit_code=0, count=len(entries))

    def _stop(self, control: Control, cue: str) -> None:
        asker = self._asker(control)
        if cue:
            self._talks.end(asker, cue)
            control.keys.over(cue)
            return
        for each in control.keys.close():
            self._end(control, each)
        for each in control.cues:
            self._end(control, each)
        control.cues.clear()
        control.held_ns.clear()

    def _end(self, control: Control, cue: str) -> None:
        if not cue:
            return
        try:
            self._talks.end(self._asker(control), cue)
        except Trouble:
            return  # it was over already; where the engine is busy its heartbeat ends it

    def _leave(self, place: tuple[str, str]) -> None:
        control = self._controls.pop(place)
        for cue in control.keys.close():
            self._end(control, cue)

    def _is_still(self, control: Control) -> bool:
        return self._gate.may(self._now(control.caller), Action.TALK, control.show)

    def _now(self, caller: Caller) -> Caller:
        return self._gate.fresh(caller) if caller.id != OSC_ID else caller

    def _asker(self, control: Control) -> Asker:
        return asker_of(self._gate, control.caller, control.show)


OSC_ID = "osc"
"""Of the caller that an OSC message without a token is."""
