"""The witness at work: what it hears, what becomes of its recordings, and what it says about leaks.

| what happens             | what is done                                                                          |
|--------------------------|---------------------------------------------------------------------------------------|
| a cue begins             | a row "tap-CUE" where its show records, or has a programme it could leak into         |
| the cue is over          | its tap is closed; the witness ends the file                                          |
| the media process is new | every tap gets a stream with another key; recordings go on                            |
| the witness is new       | it was told of every tap; the streams begin anew, since nobody knows how far they got |
| every ten minutes        | what shows no longer want, and what is beyond the quota, is deleted                   |
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from random import SystemRandom
from typing import Any, Literal, Protocol

from hushcue_wire import audio
from hushcue_wire.keys import MASTER_BYTES
from hushcue_words import EXIT_BUG, Catalogue

from .core.commands import AddStream, RemoveStream, SetProgramme
from .core.directory import Host
from .core.events import TalkEnded
from .core.sessions import FIRST_SEQUENCE_BITS
from .cues import Cue, CueLog
from .logs import Log
from .part import BasePart, Observers
from .recordings import Recordings
from .sources import Sources
from .supervisor.child import ChildFailed
from .supervisor.lifecycle import MediaRestarted
from .supervisor.witness import Witness, WitnessRestarted
from .witness.messages import Leak, OpenTap, RecordingEnded, WitnessReport
from .witness.settings import WitnessSettings
from .witness.words import WORDS as WITNESS_WORDS
from .words import WORDS

HOUSEKEEP_NS = 600_000_000_000
LEAK_SHOWN_S = 60.0
"""So long after it was heard last, a leak is still shown at the host."""
MOST_TAPS = 32
TAIL_S = 0.1
"""The last sample of a cue leaves the engine a little after it is said to be over."""
LAST_WORDS_S = 3.0
"""For the files that are open when the gateway ends."""


class MediaSide(Protocol):
    """What the desk needs of the media supervisor."""

    def send(self, command: object, /) -> bool: ...


class Shows(Protocol):
    """Who knows the shows."""

    def shows(self) -> Mapping[str, str]: ...
    def hosts_of(self, show: str, /) -> Mapping[str, Host]: ...


What = Literal["show", "cue", "leak"]
Hear = Callable[[What, str], None]
"""A show records now or no longer; a cue has a recording or none any more; a host's earpiece leaks."""


Note = Callable[[str, Catalogue, str, Mapping[str, object], str, str | None, str | None], None]
"""A line of a show's log: show, catalogue, code, facts, level, host, cue."""


@dataclass(frozen=True)
class _Tapped:
    """order: what the witness was told; its SSRC is that of the present stream."""

    order: OpenTap
    row: str


@dataclass(frozen=True)
class HostLeak:
    """Heard at ``at`` (seconds since the epoch) in the tap ``feed``, so many dB against the programme. among: the
    hosts of whom it is one; this one alone where that is known."""

    at: float
    db: float
    cue: str
    feed: str
    among: tuple[str, ...]


class WitnessDesk(BasePart):
    """Lives in the asyncio loop. ``begin`` is given to ``CueDesk.record_with``."""

    def __init__(
        self,
        media: MediaSide,
        cues: CueLog,
        recordings: Recordings,
        shows: Shows,
        sources: Sources,
        frame_ms: int,
        on_event: Callable[[object], None],
        log: Log,
    ):
        """on_event: called from the supervisor's thread."""
        self.recordings = recordings
        self.report: WitnessReport | None = None
        self.restarts = 0
        self.leaks: dict[str, HostLeak] = {}
        self.leaks_told = 0
        self.note: Note = lambda *_: None
        self._media = media
        self._cues = cues
        self._frame_ms = frame_ms
        self._log = log
        self._rng = SystemRandom()
        self._witness = Witness(WitnessSettings(), on_event)
        self._taps: dict[str, _Tapped] = {}
        self._shows = shows
        self._sources = sources
        self._feeds: dict[str, str] = {}
        self._hearers: list[Hear] = []
        sources.on_change(self._follow)
        recordings.on_change(self._tell)
        self._unfinished: set[str] = set()
        self._timers: set[asyncio.TimerHandle] = set()
        self._housekept_ns: int | None = None
        self._housekeeping: asyncio.Task[None] | None = None

    # --- life -------------------------------------------------------------------------------------------------------

    async def prepare(self) -> None:
        try:
            await asyncio.to_thread(self._witness.start)
        except ChildFailed as failure:
            raise WORDS.trouble("child_failed", exit_code=EXIT_BUG, child="witness", reason=failure) from None

    async def start(self) -> None:
        await asyncio.to_thread(self.recordings.open)
        self._follow()

    async def stop(self) -> None:
        if self._housekeeping is not None:
            await asyncio.gather(self._housekeeping, return_exceptions=True)
        for timer in self._timers:
            timer.cancel()
        for tap in list(self._taps):
            self._close(tap)
        give_up = time.monotonic() + LAST_WORDS_S
        while self._unfinished and self._witness.pid and time.monotonic() < give_up:
            await asyncio.sleep(0.02)
        await asyncio.to_thread(self._witness.stop)

    def observers(self) -> Observers:
        return {
            TalkEnded: self._talk_ended,
            MediaRestarted: self._media_restarted,
            WitnessRestarted: self._witness_restarted,
            WitnessReport: self._reported,
            RecordingEnded: self._recording_ended,
            Leak: self._leaked,
        }

    def tick(self, now_ns: int) -> None:
        for cue in [tapped.order.cue for tapped in self._taps.values() if tapped.order.cue]:
            known = self._cues.get(cue)
            if known is None or known.state in ("ended", "refused"):  # refused, or its end was never told
                self._close(_tap_of(cue))
        long_ago = time.time() - LEAK_SHOWN_S
        for host in [host for host, leak in self.leaks.items() if leak.at < long_ago]:
            del self.leaks[host]
            self._tell("leak", host)
        idle = self._housekeeping is None or self._housekeeping.done()
        if idle and (self._housekept_ns is None or now_ns - self._housekept_ns >= HOUSEKEEP_NS):
            self._housekept_ns = now_ns
            self._housekeeping = asyncio.create_task(self._housekeep(), name="housekeeping")

    # --- what others ask --------------------------------------------------------------------------------------------

    @property
    def pid(self) -> int:
        """Of the witness process, 0 when there is none."""
        return self._witness.pid

    def begin(self, cue: Cue) -> str:
        """The row that is to hear this cue too; "" where nobody wants to know of it."""
        path = self.recordings.begin(cue)
        watched = cue.show in self._feeds.values()
        if (path is None and not watched) or len(self._taps) >= MOST_TAPS:
            return ""
        order = OpenTap(
            tap=_tap_of(cue.id),
            ssrc=0,
            show=cue.show,
            cue=cue.id,
            hosts=cue.to,
            file=str(path or ""),
            tags=tags_of(cue) if path else {},
        )
        row = self._open(order, order.tap)
        if row and path is not None:
            self._unfinished.add(cue.id)
        return row

    def on_change(self, hear: Hear) -> None:
        """Called in the loop when people have to see something else."""
        self._hearers.append(hear)

    def recording(self, show: str) -> dict[str, Any]:
        """For the live document: whether this show records, and what people are told of it."""
        return {"on": self.recordings.retention(show).record, "notice": self.recordings.notice(show)}

    def leak_of(self, host: str, now_s: float) -> dict[str, Any] | None:
        """For the live document: the leak of a host that was heard lately. among: as in ``HostLeak``."""
        leak = self.leaks.get(host)
        if leak is None or now_s - leak.at > LEAK_SHOWN_S:
            return None
        at = datetime.fromtimestamp(leak.at, UTC).isoformat(timespec="seconds")
        return {"at": at, "db": round(leak.db), "among": list(leak.among)}

    # --- what happens -----------------------------------------------------------------------------------------------

    def _talk_ended(self, event: TalkEnded) -> None:
        if _tap_of(event.cue) not in self._taps:
            return

        def fire() -> None:
            self._timers.discard(timer)
            self._close(_tap_of(event.cue))

        timer = asyncio.get_running_loop().call_later(TAIL_S, fire)
        self._timers.add(timer)

    def _media_restarted(self, event: MediaRestarted) -> None:
        for tap in [tap for tap in self._taps if tap in event.streams_ended]:
            self._open(self._taps[tap].order, self._taps[tap].row)

    def _witness_restarted(self, event: WitnessRestarted) -> None:
        self.restarts = event.restarts
        self._log.error("witness_restarted", reason=event.reason, silent_ms=event.silent_ms)
        for tap, tapped in list(self._taps.items()):
            self._media.send(RemoveStream(tap))
            self._open(tapped.order, tapped.row)

    def _reported(self, event: WitnessReport) -> None:
        self.report = event

    def _recording_ended(self, event: RecordingEnded) -> None:
        if event.code:
            self._log.tell("error", event.code, event.facts, about=event.cue)
        self._unfinished.discard(event.cue)
        self.recordings.ended(event)
        self._tell("cue", event.cue)

    def _leaked(self, event: Leak) -> None:
        self.leaks_told += 1
        among = set(event.hosts)
        for host, leak in list(self.leaks.items()):
            if leak.feed == event.feed and host not in among and among.intersection(leak.among):
                del self.leaks[host]  # it was one of them, and is known to be another now
                self._tell("leak", host)
        for host in event.hosts:
            self.leaks[host] = HostLeak(time.time(), event.db, event.cue, event.feed, event.hosts)
            self._tell("leak", host)
        code, alone = ("leak", event.hosts[0]) if len(event.hosts) == 1 else ("leak_among", None)
        known = self._shows.hosts_of(event.show)
        names = ", ".join((known[host].label if host in known else "") or host for host in event.hosts)
        facts = {"hosts": names, "db": -event.db, "cue": event.cue, "delay_ms": event.delay_ms}
        self.note(event.show, WITNESS_WORDS, code, facts, "warning", alone, event.cue)
        self._log.tell("warning", code, facts, about=",".join(event.hosts))

    # --- inside -----------------------------------------------------------------------------------------------------

    def _tell(self, what: What, name: str) -> None:
        for hear in self._hearers:
            hear(what, name)

    def _follow(self) -> None:
        """Every programme feed there is now is watched for leaks of what is said in its show."""
        wanted = {
            entry.id: show
            for show in self._shows.shows()
            for entry in self._sources.of_show(show)
            if entry.kind == "programme"
        }
        for source in self._feeds.keys() - wanted.keys():
            del self._feeds[source]
            self._close(f"feed-{source}")  # the engine forgot who heard it
        for source in wanted.keys() - self._feeds.keys():
            row = f"feed-{source}"
            self._feeds[source] = wanted[source]
            self._media.send(SetProgramme(source, (row,), 0.0))
            self._open(OpenTap(tap=row, ssrc=0, show=wanted[source]), row)

    def _open(self, order: OpenTap, row: str) -> str:
        """Begin a stream for the tap, with a key of its own. The row, "" where that cannot be."""
        rng = self._rng
        stream = AddStream(
            id=order.tap,
            mix_of=row,
            address=self._witness.address,
            ssrc=rng.getrandbits(32),  # RFC 3550 section 5.1, this and the next two
            encoding="L16",
            payload_type=audio.PAYLOAD_TYPES["L16"],
            frame_ms=self._frame_ms,
            datagram_bytes=audio.datagram_bytes("L16", self._frame_ms, 0),
            first_sequence=rng.getrandbits(FIRST_SEQUENCE_BITS),
            first_timestamp=rng.getrandbits(32),
            key=secrets.token_bytes(MASTER_BYTES),
        )
        order = OpenTap(order.tap, stream.ssrc, order.show, stream.key, order.cue, order.hosts, order.file, order.tags)
        if not self._witness.open(order) or not self._media.send(stream):
            self._log.error("queue_full", child="witness")
            return ""
        self._taps[order.tap] = _Tapped(order, row)
        return row

    def _close(self, tap: str) -> None:
        if self._taps.pop(tap, None) is not None:
            self._media.send(RemoveStream(tap))
            self._witness.close(tap)

    async def _housekeep(self) -> None:
        try:
            await asyncio.to_thread(self.recordings.housekeep, round(time.time() * 1000))
        except Exception as error:
            self._log.error("our_mistake", where="housekeeping", reason=repr(error))


def _tap_of(cue: str) -> str:
    return f"tap-{cue}"


def tags_of(cue: Cue) -> dict[str, str]:
    """What a player shows."""
    return {
        "TITLE": f"{cue.text or cue.file or cue.id} → {', '.join(cue.named)}",
        "ARTIST": cue.name or cue.source,
        "ALBUM": cue.show,
        "DATE": datetime.fromtimestamp(cue.asked_at).astimezone().isoformat(timespec="seconds"),
    }
