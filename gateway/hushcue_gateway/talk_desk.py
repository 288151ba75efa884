"""Talks that people ask for: may they, to whom exactly, with which sound; and the calls of hosts that they answer.

Whoever talks for somebody comes through here: the live connections of consoles (``live/``), the HTTP interface,
phrases, encoders, remote controls. What was allowed is done by ``cue_desk.py``.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .core.actions import Notice
from .core.calls import Calls, acknowledged
from .core.groups import ALL
from .core.press import LOST_MS, MAX_SECONDS, MIN_SECONDS
from .core.rights import PRIORITIES, Role, TalkMode, talk_allowed
from .cue_desk import CueDesk, Wish
from .cues import Cue
from .part import BasePart, Observers
from .show_desk import ShowDesk
from .source_desk import SourceDesk, SourceEntry
from .talk_words import WORDS
from .words import WORDS as GATEWAY_WORDS

MAX_REMEMBERED = 4096


@dataclass(frozen=True)
class Asker:
    """Who wants to talk: id (account, token or host; "gateway"), what people call them, their role in ``show``. Cues of
    another show do not exist for them."""

    id: str
    name: str
    role: Role
    show: str = ""


@dataclass(frozen=True)
class Order:
    """What they want. source: a microphone, None is their own. private: None leaves it to their role. heartbeat: the
    talk ends by itself when nobody keeps it for LOST_MS. seconds: of mode "timed", where nobody else ends it. text,
    phrase: as in ``Cue``."""

    show: str
    names: tuple[str, ...]
    source: str | None = None
    priority: str | None = None
    mode: TalkMode = "hold"
    seconds: float | None = None
    private: bool | None = None
    heartbeat: bool = True
    text: str = ""
    phrase: str = ""


class TalkDesk(BasePart):
    """Raises Trouble for what people ask wrongly, and for what they may not (codes ``talk_...``).

    microphone_of: account, show -> the source of their browser's microphone in that show, None where it is not
    connected. refused: told of every talk that somebody may not begin (asker, show, code, names), for the audit log.
    """

    def __init__(self, shows: ShowDesk, sources: SourceDesk, cues: CueDesk):
        self.calls = Calls()
        self.microphone_of: Callable[[str, str], str | None] = lambda *_: None
        self.refused: Callable[[Asker, str, str, tuple[str, ...]], None] = lambda *_: None
        self._shows = shows
        self._sources = sources
        self._cues = cues
        self._talked: dict[tuple[str, str], str] = {}  # (show, who) -> host they talked to last
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._ends: dict[str, float] = {}  # cue of a timed talk -> seconds since the epoch
        self._hearers: list[Callable[[str], None]] = []
        shows.on_host_gone(self._host_gone)
        cues.log.on_change(self._cue_changed)

    async def stop(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def actions(self) -> Observers:
        return {Notice: self._notice}

    def on_call(self, hear: Callable[[str], None]) -> None:
        """Called with the id of a host whose call began or was answered."""
        self._hearers.append(hear)

    # --- what people want -------------------------------------------------------------------------------------------

    def allow(self, asker: Asker, order: Order) -> Wish:
        """What may be said so: the order with everything that it left open. Raises Trouble where they may not."""
        self._shows.show(order.show)
        names = tuple(dict.fromkeys(order.names))
        resolved = self._shows.resolve(order.show, names)
        if resolved.unknown:
            raise GATEWAY_WORDS.trouble("unknown_target", id=resolved.unknown[0])
        if not resolved.ids:
            raise WORDS.trouble("talk_nobody")
        if order.mode == "timed" and (order.seconds is None or not MIN_SECONDS <= order.seconds <= MAX_SECONDS):
            raise WORDS.trouble("seconds_needed")
        priority = order.priority or self._priority(asker.role, names)
        private = bool(order.private) or asker.role.talk_one_at_a_time
        groups_of = self._shows.directory.groups_of(order.show)
        code = talk_allowed(asker.role, groups_of, names, priority, order.mode)
        if code is not None:
            self.refused(asker, order.show, code, names)
            raise WORDS.trouble(code)
        if private and len(resolved.ids) != 1:
            raise WORDS.trouble("talk_private_to_one")
        return Wish(
            show=order.show,
            names=names,
            priority=priority,
            mode=order.mode,
            private=private,
            who=asker.id,
            name=asker.name,
            role=asker.role.id,
            text=order.text,
            phrase=order.phrase,
            heartbeat_ms=LOST_MS if order.heartbeat else None,
        )

    def begin(self, asker: Asker, order: Order) -> Cue:
        """Let them talk."""
        wish = self.allow(asker, order)
        source = self._source(asker, order).id
        cue = self._cues.talk(source, wish)
        if order.mode == "timed" and order.seconds is not None:
            self._ends[cue.id] = cue.asked_at + order.seconds
        self._began(cue)
        if order.mode == "timed" and not order.heartbeat and order.seconds is not None:
            self._timers[cue.id] = asyncio.get_running_loop().call_later(order.seconds, self._time_is_over, cue.id)
        return cue

    def say_file(self, asker: Asker, order: Order, file: str) -> Cue:
        """Say a file of the cue folder."""
        cue = self._cues.say_file(file, self.allow(asker, order))
        self._began(cue)
        return cue

    def say_sound(self, asker: Asker, order: Order, path: Path, name: str) -> Cue:
        """Say a sound from anywhere: a phrase. name: what the log calls it."""
        cue = self._cues.say_sound(path, self.allow(asker, order), name)
        self._began(cue)
        return cue

    def say_again(self, asker: Asker, host: str, cue_id: str | None, missed_only: bool) -> Cue:
        """Repeat to one host what was said to it."""
        show = self._shows.host(host).show
        wish = self.allow(asker, Order(show, (host,), mode="hold", heartbeat=False))
        return self._cues.say_again(host, cue_id, missed_only, wish)

    def still_allowed(self, asker: Asker, cue_id: str) -> bool:
        """Whether a talk that goes on might begin now."""
        cue = self._cues.log.get(cue_id)
        if cue is None:
            return False
        groups_of = self._shows.directory.groups_of(cue.show)
        mode: TalkMode = "hold" if cue.mode == "text" else cue.mode
        return talk_allowed(asker.role, groups_of, cue.to, cue.priority, mode) is None

    def keep(self, asker: Asker, cue_id: str) -> None:
        """Their key is still down."""
        self._theirs(asker, cue_id, others=False)
        self._cues.keep(cue_id)

    def end(self, asker: Asker, cue_id: str) -> None:
        """End a talk: their own, a phrase that they might say there too, or with the right to adjust anybody's."""
        cue = self._cues.log.get(cue_id)
        might_say = cue is not None and cue.phrase != "" and self.still_allowed(asker, cue_id)
        self._theirs(asker, cue_id, others=might_say or asker.role.may_adjust)
        self._cues.stop_cue(cue_id)

    def reply_to(self, asker: Asker, show: str) -> str:
        """The host whose button was pressed last, else the one they talked to last."""
        hosts = self._shows.hosts_of(show)
        reach = set(self._shows.resolve(show, asker.role.talk_to).ids)
        host = self.calls.last_caller(reach) or self._talked.get((show, asker.id))
        if host is None or host not in hosts:
            raise WORDS.trouble("nobody_called")
        return host

    def ends_at(self, cue_id: str) -> float | None:
        """When a timed talk is over, seconds since the epoch."""
        return self._ends.get(cue_id)

    def answer(self, host: str) -> None:
        """The call of a host is answered."""
        if not self.calls.answer(self._shows.host(host).id):
            raise WORDS.trouble("not_calling", id=host)
        self._tell(host)

    # --- what hosts do ----------------------------------------------------------------------------------------------

    def called(self, host: str) -> None:
        """The button: "call me"."""
        if host in self._shows.directory.hosts and self.calls.call(host, time.time()):
            self._tell(host)

    def acknowledged(self, host: str, cue_id: str | None = None) -> Cue | None:
        """The button: "heard". cue_id: of a phone, which knows; else the newest cue this host heard."""
        log = self._cues.log
        cue_id = cue_id or acknowledged(log.newest(log.most), host)
        return log.acknowledged(cue_id, host, time.time()) if cue_id is not None else None

    # --- inside -----------------------------------------------------------------------------------------------------

    @staticmethod
    def _priority(role: Role, names: tuple[str, ...]) -> str:
        """An all-call is an announcement, where the role may."""
        may = PRIORITIES.index(role.priority) >= PRIORITIES.index("announcement")
        return "announcement" if ALL in names and may else "direct"

    def _source(self, asker: Asker, order: Order) -> SourceEntry:
        """Their own microphone, or one of the studio's, for which they need the right to adjust."""
        source = order.source or self.microphone_of(asker.id, order.show)
        if source is None:
            raise WORDS.trouble("no_microphone")
        entry = self._sources.get(source, order.show)
        theirs = entry.who == asker.id
        studio = entry.who is None and entry.kind != "programme" and asker.role.may_adjust
        if not theirs and not studio:
            raise GATEWAY_WORDS.trouble("unknown_source", id=source)
        return entry

    def _theirs(self, asker: Asker, cue_id: str, others: bool) -> None:
        cue = self._cues.log.get(cue_id)
        if cue is None or cue.show != asker.show or cue.state not in ("asked", "talking"):
            raise GATEWAY_WORDS.trouble("unknown_cue", id=cue_id)
        if cue.who != asker.id and not others:
            raise WORDS.trouble("talk_not_yours")

    def _began(self, cue: Cue) -> None:
        if len(self._talked) >= MAX_REMEMBERED:
            self._talked.clear()
        if len(cue.to) == 1:
            self._talked[cue.show, cue.who] = cue.to[0]
        for host in cue.to:
            if (host in cue.named or len(cue.to) == 1) and self.calls.answer(host):
                self._tell(host)

    def _time_is_over(self, cue_id: str) -> None:
        self._timers.pop(cue_id, None)
        cue = self._cues.log.get(cue_id)
        if cue is not None and cue.state in ("asked", "talking"):
            self._cues.stop_cue(cue_id)

    def _cue_changed(self, cue: Cue) -> None:
        if cue.state in ("ended", "refused"):
            self._ends.pop(cue.id, None)
            timer = self._timers.pop(cue.id, None)
            if timer is not None:
                timer.cancel()

    def _notice(self, notice: Notice) -> None:
        if notice.code == "called":
            self.called(notice.bodypack)
        elif notice.code == "acknowledged":
            self.acknowledged(notice.bodypack)

    def _host_gone(self, host: str) -> None:
        """What is said to a host that leaves its show for another ends for all it was said to: nobody hears another
        show. Of one that is gone altogether the others go on hearing."""
        self.calls.forget(host)
        self.end_talks_to(host, alone=host not in self._shows.directory.hosts)

    def end_talks_to(self, host: str, alone: bool = False) -> None:
        """What is said to this host ends; alone: only what is said to nobody else who is still here."""
        hosts = self._shows.directory.hosts
        for cue in self._cues.log.going_on():
            if host in cue.to and not (alone and any(other in hosts for other in cue.to if other != host)):
                self._cues.stop_cue(cue.id)

    def _tell(self, host: str) -> None:
        for hear in self._hearers:
            hear(host)
