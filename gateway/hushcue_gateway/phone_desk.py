"""Phones that are hosts' earpieces: who is connected, what their pages show, and what they heard.

The sound itself goes through ``webrtc/``. A phone's page keeps one WebSocket: down it what the page shows, up it what
it played, "heard" and "call me". From what it played come receipts like a bodypack's (``core/phone_ear.py`` says how
far they can be trusted), its button goes the way of a bodypack's.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from .core.actions import Played
from .core.bodypack import MAX_VOLUME_DB, MIN_VOLUME_DB
from .core.phone_ear import PhoneEar, PhoneReport
from .cues import Cue
from .ear_volumes import EarVolumes
from .logs import Log
from .part import BasePart
from .people.clock import now_ms
from .phone import Listening, Phone, PhoneState
from .phone_keys import PhoneKeys
from .phone_words import WORDS
from .receipt_desk import ReceiptDesk
from .show_desk import ShowDesk
from .store.database import Database
from .talk_desk import Asker, Order, TalkDesk

CEILING_DB = -6.0
"""What the page's limiter lets through at most, as a bodypack's does: the page's own number, it takes no other."""
REPORT_MS = 250
GONE_S = 10.0
MAX_TEXTS = 5


class PhoneDesk(BasePart):
    """Raises Trouble for what people ask wrongly. note: gives the people of a show a line to read (show, code, host,
    cue)."""

    def __init__(
        self,
        database: Database,
        shows: ShowDesk,
        volumes: EarVolumes,
        talks: TalkDesk,
        receipts: ReceiptDesk,
        frame_ms: int,
        log: Log,
    ):
        self.keys = PhoneKeys(database)
        self.volumes = volumes
        self.note: Callable[[str, str, str, str | None], None] = lambda *_: None
        self._shows = shows
        self._talks = talks
        self._receipts = receipts
        self._frame_ms = frame_ms
        self._log = log
        self._phones: dict[str, Phone] = {}
        self._hearers: list[Callable[[str], None]] = []
        shows.on_host_gone(self._host_gone)
        shows.on_change(self._shows_changed)
        talks.on_call(self._show)
        receipts.cues.on_change(self._cue_changed)

    async def start(self) -> None:
        self.keys.load()

    def tick(self, now_ns: int) -> None:
        for host, phone in self._phones.items():
            listening = phone.listening
            if listening is not None and phone.send is None and now_ns - listening.told_ns > GONE_S * 1e9:
                self._end(host, phone)
            self._tell_state(host, phone, now_ns)

    def on_change(self, hear: Callable[[str], None]) -> None:
        """Called in the loop with a host whose phone has changed."""
        self._hearers.append(hear)

    # --- what people ask --------------------------------------------------------------------------------------------

    def state(self, host: str, now_ns: int) -> PhoneState:
        """See ``phone.py``."""
        phone = self._phones.get(host)
        return "offline" if phone is None else phone.state(now_ns)

    def sight(self, host: str) -> dict[str, Any]:
        """What a tile shows of it, as the live document names it; None is not known."""
        phone, now_ns = self._phones.get(host) or Phone(), time.monotonic_ns()
        report = phone.report
        rtt_ms = report.rtt_ms if report else None
        delay_ms = None if report is None else report.delay_ms + (rtt_ms or 0.0) / 2
        return {
            "state": self.state(host, now_ns),
            "volume_db": self.volumes.of(host).volume_db,
            "max_volume_db": MAX_VOLUME_DB,
            "muted": self.volumes.of(host).muted,
            "battery_percent": phone.battery_percent,
            "charging": phone.charging,
            "loss_percent": phone.loss_percent,
            "rtt_ms": None if rtt_ms is None else round(rtt_ms, 1),
            "delay_ms": None if delay_ms is None else round(delay_ms, 1),
            "buffer_ms": None if report is None else round(report.delay_ms, 1),
            "heard_at": None if phone.heard_ns is None else _at(phone.heard_ns, now_ns),
        }

    async def invite(self, host: str, show: str | None = None) -> tuple[str, int]:
        """A secret for a link, and until when it is good."""
        self._phone_host(host, show)
        return await self.keys.invite(host, now_ms())

    async def accept(self, secret: str) -> str:
        """The session's secret that an invitation is changed for."""
        accepted = await self.keys.accept(secret, now_ms())
        if accepted is None or accepted[0] not in self._shows.directory.hosts:
            raise WORDS.trouble("phone_link_void")
        self._drop(accepted[0], "phone_elsewhere")  # the phone before has no session any more
        return accepted[1]

    def caller(self, secret: str) -> tuple[str, str] | None:
        """(host, its name) of a session's secret, for the guard."""
        host = self.keys.host_of(secret)
        found = self._shows.directory.hosts.get(host) if host is not None else None
        return (found.id, found.label or found.id) if found is not None and found.kind == "phone" else None

    def sign_out(self, host: str) -> None:
        """Its phone is nobody's any more."""
        self._drop(host, "phone_gone")
        self.keys.forget(host)

    def show_of(self, host: str) -> str:
        """The show of a host."""
        return self._shows.host(host).show

    def set_volume(self, host: str, volume_db: float) -> float:
        """What its page turns to; what the wish became."""
        became_db = min(max(volume_db, MIN_VOLUME_DB), MAX_VOLUME_DB)
        self._of(self._phone_host(host))
        self.volumes.set(host, volume_db=became_db)
        self._show(host)
        return became_db

    def set_muted(self, host: str, muted: bool) -> None:
        """Whether its page is to be silent."""
        self._of(self._phone_host(host))
        self.volumes.set(host, muted=muted)
        self._show(host)

    def text(self, asker: Asker, host: str, text: str) -> Cue:
        """Show a text on its page until it is acknowledged: a cue without sound."""
        show = self._shows.host(host).show
        wish = self._talks.allow(asker, Order(show, (host,), mode="hold", heartbeat=False, text=text))
        phone = self._of(self._phone_host(host))
        if phone.send is None:
            raise WORDS.trouble("phone_away", id=host)
        at_ns = time.monotonic_ns()
        cue = Cue(
            id=f"text-{secrets.token_hex(6)}",
            source="text",
            file=None,
            to=(host,),
            named=(host,),
            priority=wish.priority,
            asked_at=time.time(),
            asked_ns=at_ns,
            show=show,
            who=wish.who,
            name=wish.name,
            role=wish.role,
            mode="text",
            private=wish.private,
            text=text,
        )
        log = self._receipts.cues
        log.add(cue)
        log.started(cue.id, at_ns)
        log.ended(cue.id, at_ns, "shown")
        phone.texts = [*phone.texts, cue][-MAX_TEXTS:]
        self._show(host)
        return cue

    # --- what pages do ----------------------------------------------------------------------------------------------

    def connected(self, host: str, send: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
        """A page is there; its first message. The page before, if there is one, is told so and left."""
        self._drop(host, "phone_elsewhere")
        phone = self._of(host)
        phone.send = send
        self._changed(host)
        return {"t": "hello", "report_ms": REPORT_MS, "ceiling_db": CEILING_DB, **self._page(host)}

    def gone(self, host: str, send: Callable[[dict[str, Any]], None]) -> None:
        """That page's connection is gone; its sound may go on for a while, and it may come back and tell."""
        phone = self._phones.get(host)
        if phone is not None and phone.send is send:
            phone.send = None
            self._changed(host)

    def listens(self, host: str, boot: int, peer: int) -> None:
        """The page hears the stream of its ``peer``-th connection since it was loaded (``boot``)."""
        phone, now_ns = self._of(host), time.monotonic_ns()
        old = phone.listening
        if old is not None and (old.boot, old.peer) == (boot, peer):
            old.told_ns = now_ns
            return
        if old is not None:
            self._end(host, phone)
        session = secrets.randbits(31) or 1
        phone.listening = Listening(boot, peer, session, PhoneEar(now_ns, self._frame_ms), now_ns)
        self._receipts.session_began(host, boot, session, self._frame_ms, 0, now_ns)
        self._tell_state(host, phone, now_ns)

    def silent(self, host: str) -> None:
        """The page hears nothing any more, and knows it."""
        phone = self._of(host)
        if phone.listening is not None:
            phone.listening.told_ns = time.monotonic_ns()
            self._end(host, phone)
            self._changed(host)

    def played(self, host: str, report: PhoneReport, received: int, lost: int) -> None:
        """received, lost: packets since the report before."""
        phone, now_ns = self._of(host), time.monotonic_ns()
        listening = phone.listening
        if listening is None:
            return
        listening.told_ns = phone.heard_ns = now_ns
        phone.report = report
        phone.loss_percent = round(100.0 * lost / (received + lost), 1) if received + lost > 0 else None
        told = listening.ear.report(report, now_ns)
        if told is not None:
            first, fates = told
            listening.number += 1
            played = Played(host, now_ns, listening.boot, listening.session, listening.number, first & 0xFFFF, fates)
            self._receipts.played(played, report.rtt_ms or 0.0)
        self._tell_state(host, phone, now_ns)

    def power(self, host: str, percent: int | None, charging: bool | None) -> None:
        """Of the phone's battery."""
        phone = self._of(host)
        phone.battery_percent, phone.charging = percent, charging
        self._changed(host)

    def acknowledge(self, host: str, cue: str | None) -> None:
        """ "Heard": a text that is shown, or the newest cue this host heard."""
        phone = self._of(host)
        phone.texts = [text for text in phone.texts if text.id != cue]
        acknowledged = self._talks.acknowledged(host, cue)
        if acknowledged is not None:
            self._tell(host, "phone_acknowledged", acknowledged.id)
        self._show(host)

    def call(self, host: str) -> None:
        """ "Call me"."""
        if self._talks.calls.since(host) is None:
            self._tell(host, "phone_called")
        self._talks.called(host)
        self._show(host)

    # --- inside -----------------------------------------------------------------------------------------------------

    def _page(self, host: str) -> dict[str, Any]:
        """What the page shows."""
        phone, found = self._of(host), self._shows.host(host)
        return {
            "host": {"id": host, "label": found.label or host, "language": found.language},
            "show": self._shows.show(found.show).label,
            "volume_db": self.volumes.of(host).volume_db,
            "muted": self.volumes.of(host).muted,
            "calling": self._talks.calls.since(host) is not None,
            "speaking": [
                {"cue": cue.id, "name": cue.name or "", "priority": cue.priority, "private": cue.private}
                for cue in self._receipts.cues.going_on()
                if host in cue.to and cue.state == "talking"
            ],
            "texts": [
                {"cue": cue.id, "text": cue.text, "name": cue.name, "at_ms": round(cue.asked_at * 1000)}
                for cue in phone.texts
            ],
        }

    def _phone_host(self, host: str, show: str | None = None) -> str:
        if self._shows.host(host, show).kind != "phone":
            raise WORDS.trouble("not_a_phone", id=host)
        return host

    def _of(self, host: str) -> Phone:
        return self._phones.setdefault(host, Phone())

    def _end(self, host: str, phone: Phone) -> None:
        listening, phone.listening, phone.report = phone.listening, None, None
        phone.loss_percent = None
        if listening is not None:
            self._receipts.stream_removed(host, listening.told_ns)

    def _drop(self, host: str, code: str) -> None:
        """Say farewell to the page that is there."""
        phone = self._phones.get(host)
        if phone is not None and phone.send is not None:
            send, phone.send = phone.send, None
            trouble = WORDS.trouble(code)
            send({"t": "bye", "error": code, "en": trouble.in_language("en"), "zh": trouble.in_language("zh")})

    def _host_gone(self, host: str) -> None:
        phone = self._phones.get(host)
        if phone is not None:
            self._drop(host, "phone_gone")
            self._end(host, phone)
            del self._phones[host]
        if host not in self._shows.directory.hosts:
            self.keys.forget(host)

    def _shows_changed(self) -> None:
        for host, phone in tuple(self._phones.items()):
            if phone.send is not None and host in self._shows.directory.hosts:
                self._show(host)

    def _cue_changed(self, cue: Cue) -> None:
        self._show_all(cue.to)

    def _show_all(self, hosts: Iterable[str]) -> None:
        for host in hosts:
            if host in self._phones:
                self._show(host)

    def _show(self, host: str) -> None:
        phone = self._phones.get(host)
        if phone is None:
            return
        if phone.send is not None and host in self._shows.directory.hosts:
            phone.send({"t": "state", **self._page(host)})
        self._changed(host)

    def _tell_state(self, host: str, phone: Phone, now_ns: int) -> None:
        state = self.state(host, now_ns)
        if state != phone.told:
            before, phone.told = phone.told, state
            if "online" in (state, before):
                code = "phone_online" if state == "online" else "phone_offline"
                self._tell(host, code)
            self._changed(host)

    def _tell(self, host: str, code: str, cue: str | None = None) -> None:
        """To the log, and to whoever looks at its show."""
        self._log.tell("info", code, {"id": host}, about=host)
        show = self._shows.show_of_host(host)
        if show is not None:
            self.note(show, code, host, cue)

    def _changed(self, host: str) -> None:
        for hear in self._hearers:
            hear(host)


def _at(moment_ns: int, now_ns: int) -> str:
    """To whole seconds: it changes four times in each."""
    at = round(time.time() - (now_ns - moment_ns) / 1e9)
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
