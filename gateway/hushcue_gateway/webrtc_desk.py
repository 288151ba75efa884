"""Browsers and encoders that talk in, browsers and phones that listen: sessions, whose they are, and what they are
connected with in the engine.

A session that talks has a source of its own; one that listens has a tap: a stream of some mix to a loopback port of the
WebRTC process. The process dies: so do its sessions, their sources and their talks. The media process dies: taps get
new keys.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from hushcue_words import EXIT_BUG, Trouble

from .config import Config
from .core.commands import AddMonitor, RemoveMonitor, SetProgramme
from .logs import Log
from .part import BasePart, Observers
from .source_desk import SourceDesk, SourceEntry
from .supervisor import ChildFailed, MediaRestarted
from .supervisor.webrtc import Webrtc, WebrtcRestarted
from .webrtc.messages import (
    DEADLINE_S,
    Answered,
    Close,
    Direction,
    Listen,
    Load,
    Publish,
    Refused,
    SessionReport,
    SessionState,
    TakeRtp,
)
from .webrtc.settings import WebrtcSettings
from .webrtc.words import WORDS
from .webrtc_session import MIC_STATES, SOURCE_STATES, MicState, Owner, Session
from .webrtc_taps import Taps
from .words import WORDS as GATEWAY_WORDS

if TYPE_CHECKING:
    from fastapi import APIRouter

    from .sound_desk import SoundDesk

COUNTED = ("packets", "lost", "concealed", "mended")
"""Of every SessionReport, added up."""


class WebrtcDesk(BasePart):
    """Raises Trouble for what people ask wrongly. All in the loop."""

    def __init__(
        self,
        config: Config,
        sound: SoundDesk,
        sources: SourceDesk,
        log: Log,
        on_event: Callable[[object], None],
        routers: Callable[[WebrtcDesk], Sequence[APIRouter]] = lambda _: (),
    ):
        """on_event: is given the events of the process, from a thread of its supervisor. routers: web/whip.py."""
        self.settings = config.webrtc
        self.load: Load | None = None
        self.restarts = 0
        self.ended_for_rights = 0
        self.totals: dict[Direction, Counter[str]] = {"in": Counter(), "out": Counter()}
        """of all sessions there were: COUNTED"""
        self._sound = sound
        self._sources = sources
        self._log = log
        self._routers = routers
        self._taps = Taps(sound, config.media.frame_ms)
        self._child = Webrtc(
            WebrtcSettings(
                frame_ms=config.media.frame_ms,
                floor_ms=self.settings.target_ms,
                networks=self.settings.networks,
                ice_servers=self.settings.ice_servers(),
                most_sessions=self.settings.most_sessions,
                spare=config.media.spares,
            ),
            on_event,
        )
        self._running = False
        self._sessions: dict[str, Session] = {}
        self._asked: dict[str, tuple[Owner, asyncio.Future[Answered]]] = {}
        self._promised: set[str] = set()
        self._hearers: list[Callable[[], None]] = []

    # --- life -------------------------------------------------------------------------------------------------------

    async def prepare(self) -> None:
        if not self.settings.enabled:
            return
        try:
            await asyncio.to_thread(self._child.start)
        except ChildFailed as failure:
            raise GATEWAY_WORDS.trouble("child_failed", exit_code=EXIT_BUG, child="webrtc", reason=failure) from None
        self._running = True

    async def stop(self) -> None:
        self._running = False
        self._fail("webrtc_away")
        await asyncio.to_thread(self._child.stop)

    def observers(self) -> Observers:
        return {
            Answered: self._answered,
            Refused: self._refused,
            SessionState: self._state,
            SessionReport: self._report,
            Load: self._loaded,
            WebrtcRestarted: self._restarted,
            MediaRestarted: self._media_restarted,
        }

    def routers(self) -> Sequence[APIRouter]:
        return self._routers(self)

    def on_change(self, hear: Callable[[], None]) -> None:
        """Called after every session that came, went or changed its state, in the loop."""
        self._hearers.append(hear)

    # --- what it knows ----------------------------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        """Whether sessions can be made."""
        return self._running

    @property
    def pid(self) -> int:
        """Of the WebRTC process, 0 when there is none."""
        return self._child.pid

    def get(self, session: str) -> Session:
        """One of them."""
        found = self._sessions.get(session)
        if found is None:
            raise WORDS.trouble("unknown_webrtc")
        return found

    def sessions(self) -> list[Session]:
        """All of them, oldest first."""
        return list(self._sessions.values())

    def show_of(self, session: str) -> str | None:
        """The show of a session, None where there is none such."""
        found = self._sessions.get(session)
        return found.show if found else None

    def microphone_of(self, person: str, show: str) -> str | None:
        """The source of the newest microphone that somebody has open in a show, one that is heard before others."""
        theirs = [each for each in self._sessions.values() if each.owner.id == person and each.show == show]
        own = [each for each in theirs if each.source and not each.encoder]
        own.sort(key=lambda each: each.state == "connected")
        return own[-1].source if own else None

    def mic_state(self, person: str, show: str) -> MicState:
        """How that microphone stands."""
        source = self.microphone_of(person, show)
        return next((MIC_STATES[each.state] for each in self._sessions.values() if each.source == source), "none")

    def microphones(self, person: str) -> tuple[str, ...]:
        """Every source that this person's microphones have or may get: what they never hear themselves."""
        return tuple(f"mic-{person}-{place}" for place in range(1, self.settings.most_per_person + 1))

    # --- what people want -------------------------------------------------------------------------------------------

    async def publish(
        self, owner: Owner, show: str, offer: str, *, encoder: bool = False, programme_to: tuple[str, ...] | None = None
    ) -> tuple[str, str, str]:
        """Talk in: session, source, answer. programme_to: it is a programme feed for these."""
        source = self._free_source(owner)
        session, answered = await self._with_ring(owner, source, lambda session, ring: Publish(session, ring, offer))
        self._talks_in(session, owner, show, source, encoder, programme_to)
        return session, source, answered.sdp

    async def ingest(
        self, owner: Owner, show: str, ip: str, key: bytes, programme_to: tuple[str, ...] | None = None
    ) -> tuple[str, str, int]:
        """Talk in by plain RTP, protected by ``key``: session, source, and the port at ``ip``."""
        source = self._free_source(owner)
        session, answered = await self._with_ring(owner, source, lambda session, ring: TakeRtp(session, ring, ip, key))
        self._talks_in(session, owner, show, source, True, programme_to)
        return session, source, answered.rtp_port

    async def listen(self, mix_of: str, offer: str, owner: Owner, show: str = "") -> tuple[str, str]:
        """Hear the mix of a host (all of it), or of any row of the engine: session, answer."""
        session = _name()
        answered = await self._ask(owner, session, Listen(session, offer))
        held = self._sessions[session] = Session(session, owner, show, port=answered.rtp_port)
        self._taps.begin(session, mix_of, answered.rtp_port, self._child.send)
        held.undo.append(lambda: self._taps.end(session))
        self._changed()
        return session, answered.sdp

    async def monitor(self, host: str, offer: str, owner: Owner, show: str) -> tuple[str, str]:
        """Hear what ``host`` hears, but for private talks and oneself."""
        row = f"ear-{_name()}"
        self._sound.tell(AddMonitor(row, host, self.microphones(owner.id)))
        return await self._listen_to_row(row, offer, owner, show, lambda: self._sound.tell(RemoveMonitor(row)))

    async def programme(self, source: str, offer: str, owner: Owner, show: str) -> tuple[str, str]:
        """Hear a programme feed alone."""
        row = f"ear-{_name()}"
        self._sound.tell(SetProgramme(source, (row,), 0.0))

        def undo() -> None:
            if any(each.id == source for each in self._sources.of_show(show)):
                self._sound.tell(SetProgramme(source, (row,), None))

        return await self._listen_to_row(row, offer, owner, show, undo)

    def close(self, session: str) -> None:
        """End a session; what it talks as is gone with it. No error where it is gone already."""
        held = self._sessions.pop(session, None)
        if held is None:
            return
        self._child.send(Close(session))
        self._let_go(held)
        self._changed()

    def close_of(self, owner_id: str) -> None:
        """End whatever somebody has open: a host's phone that is this host's no longer."""
        for session in [each.id for each in self._sessions.values() if each.owner.id == owner_id]:
            self.close(session)

    def only_while(self, session: str, may_stay: Callable[[], bool]) -> None:
        """This session ends as soon as ``may_stay`` is false: now, at the next ``refresh``, at the next tick."""
        held = self._sessions.get(session)
        if held is not None:
            held.may_stay = may_stay
            self.refresh()

    def refresh(self) -> None:
        """People may have been signed out, roles may have changed: end the sessions of those who may no longer."""
        for held in list(self._sessions.values()):
            if not held.may_stay():
                self.ended_for_rights += 1
                self.close(held.id)

    def tick(self, now_ns: int) -> None:
        """What nobody tells: tokens that were withdrawn, owners who are none any more."""
        self.refresh()

    # --- inside -----------------------------------------------------------------------------------------------------

    async def _listen_to_row(
        self, row: str, offer: str, owner: Owner, show: str, undo: Callable[[], Any]
    ) -> tuple[str, str]:
        try:
            session, answer = await self.listen(row, offer, owner, show)
        except BaseException:
            undo()
            raise
        self._sessions[session].undo.append(undo)
        return session, answer

    def _free_source(self, owner: Owner) -> str:
        taken = {each.source for each in self._sessions.values()} | self._promised
        return next((name for name in self.microphones(owner.id) if name not in taken), f"mic-{owner.id}-{_name()}")[
            :64
        ]

    async def _with_ring(self, owner: Owner, source: str, order: Callable[[str, str], object]) -> tuple[str, Answered]:
        session = _name()
        self._promised.add(source)
        ring = self._sound.rack.name_of(source)
        try:
            return session, await self._ask(owner, session, order(session, ring))
        except BaseException:
            self._sound.rack.drop(source)
            raise
        finally:
            self._promised.discard(source)

    def _talks_in(
        self,
        session: str,
        owner: Owner,
        show: str,
        source: str,
        encoder: bool,
        programme_to: tuple[str, ...] | None,
    ) -> None:
        """The source of a session that was answered becomes known."""
        is_programme = programme_to is not None
        held = Session(session, owner, show, source, encoder or is_programme)
        self._sources.add(
            SourceEntry(
                source,
                show,
                "programme" if is_programme else "webrtc",
                owner.name,
                0.0,
                None if is_programme else owner.id,
                to=programme_to or (),
                state=SOURCE_STATES["connecting"],
            )
        )
        held.undo.append(lambda: self._sources.remove(source))
        self._sessions[session] = held
        self._changed()

    async def _ask(self, owner: Owner, session: str, order: object) -> Answered:
        """Tell the process, and wait for what it answers. Raises Trouble."""
        if not self.settings.enabled:
            raise WORDS.trouble("webrtc_off")
        mine = [each for each in self._sessions.values() if each.owner == owner]
        asked = [each for each, _ in self._asked.values() if each == owner]
        if len(mine) + len(asked) >= self.settings.most_per_person:
            raise WORDS.trouble("webrtc_yours", most=self.settings.most_per_person)
        if not self._running or not self._child.send(order):
            raise WORDS.trouble("webrtc_away")
        future: asyncio.Future[Answered] = asyncio.get_running_loop().create_future()
        self._asked[session] = (owner, future)
        try:
            async with asyncio.timeout(DEADLINE_S + 2):
                return await future
        except TimeoutError:
            raise WORDS.trouble("webrtc_slow", seconds=DEADLINE_S) from None
        finally:
            del self._asked[session]
            if not future.done() or future.cancelled() or future.exception() is not None:
                self._child.send(Close(session))

    def _answered(self, event: Answered) -> None:
        asked = self._asked.get(event.session)
        if asked is not None and not asked[1].done():
            asked[1].set_result(event)
        elif event.session not in self._sessions:
            self._child.send(Close(event.session))

    def _refused(self, event: Refused) -> None:
        asked = self._asked.get(event.session)
        if asked is not None and not asked[1].done():
            asked[1].set_exception(Trouble(WORDS, event.code, event.facts, EXIT_BUG))

    def _state(self, event: SessionState) -> None:
        held = self._sessions.get(event.session)
        if held is None:
            return
        held.state = event.state
        if event.state == "closed":
            self.close(event.session)
            return
        if held.source:
            self._sources.change(held.source, state=SOURCE_STATES[event.state])
        self._changed()

    def _report(self, event: SessionReport) -> None:
        held = self._sessions.get(event.session)
        if held is not None:
            held.report = event
            self.totals[event.direction].update({name: getattr(event, name) for name in COUNTED})

    def _loaded(self, event: Load) -> None:
        self.load = event

    def _restarted(self, event: WebrtcRestarted) -> None:
        self.restarts = event.restarts
        lost = list(self._sessions.values())
        facts = {"reason": event.reason, "silent_ms": event.silent_ms, "sessions": len(lost)}
        self._log.error("webrtc_restarted", **facts)
        self._fail("webrtc_away")
        self._sessions.clear()
        for held in lost:
            held.state = "closed"
            self._let_go(held)
        self._changed()

    def _media_restarted(self, event: MediaRestarted) -> None:
        self._taps.renew(event.streams_ended)

    def _fail(self, code: str) -> None:
        for _, future in self._asked.values():
            if not future.done():
                future.set_exception(WORDS.trouble(code))

    def _let_go(self, held: Session) -> None:
        for undo in held.undo:
            undo()
        held.undo.clear()

    def _changed(self) -> None:
        for hear in self._hearers:
            hear()


def _name() -> str:
    return secrets.token_hex(8)
