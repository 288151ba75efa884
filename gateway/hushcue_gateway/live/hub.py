"""The live hub: a room for every show, and everybody who looks into it.

Parts that know something of a show beside what is here say so by ``put``, ``touch`` and ``event``.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from starlette.websockets import WebSocket

from hushcue_words import Catalogue

from ..core.actions import Notice
from ..core.events import MediaReport
from ..core.receipt import Receipt
from ..cue_desk import CueDesk
from ..cues import Cue
from ..logs import Log
from ..notices import NOTICES, REFUSALS
from ..part import BasePart, Observers
from ..picture import ALARMING_NOTICES, Picture
from ..receipt_desk import ReceiptDesk
from ..show_desk import ShowDesk
from ..source_desk import SourceDesk
from ..supervisor import CaptureRestarted, MediaRestarted
from ..talk_desk import Asker, TalkDesk
from ..talk_words import WORDS as TALK_WORDS
from ..words import WORDS
from .connection import Connection, Understand
from .entries import OVER, Entries
from .room import CUES_KEPT, EVENTS_TOLD, Room
from .sights import Sights
from .socket import Socket

KEYS_S = 0.1
"""How often keys that nobody keeps are looked for."""
LEVELS_S = 0.2

Fresh = Callable[[], "tuple[Asker, bool] | None"]
"""(who, whether they own the studio) as of now; None when they may not see the show any longer."""


class LiveHub(BasePart):
    """entries: what is told of a show."""

    def __init__(
        self,
        sights: Sights,
        shows: ShowDesk,
        sources: SourceDesk,
        cues: CueDesk,
        talks: TalkDesk,
        receipts: ReceiptDesk,
        picture: Picture,
        log: Log,
    ):
        self.sights = sights
        self.cut_off: Counter[str] = Counter()
        """sockets that the gateway ended, by reason"""
        self._shows = shows
        self._sources = sources
        self._cues = cues.log
        self._talks = talks
        self._log = log
        self._rooms: dict[str, Room] = {}
        self._connections: dict[Connection, Fresh] = {}
        self.entries = Entries(sights, shows, sources, cues.log, talks, picture, self._connections)
        self._numbers = itertools.count(1)
        self._ticking: asyncio.Task[None] | None = None
        self._host_of_show: dict[str, str] = {}
        self._openers: list[Callable[[str], None]] = []
        shows.on_change(self._directory_changed)
        sources.on_change(self._sources_changed)
        cues.log.on_change(self._cue_changed)
        talks.on_call(self.touch_host)
        receipts.on_receipt(self._receipt)

    async def start(self) -> None:
        self._directory_changed()
        self._ticking = asyncio.create_task(self._watch_keys(), name="live keys")

    async def stop(self) -> None:
        if self._ticking is not None:
            self._ticking.cancel()
            await asyncio.gather(self._ticking, return_exceptions=True)
        for connection in list(self._connections):
            connection.bye(TALK_WORDS.trouble("gateway_stops"))
        for room in self._rooms.values():
            room.close()

    def observers(self) -> Observers:
        return {
            MediaReport: self._media_report,
            MediaRestarted: lambda event: self._restarted("media_restarted", event),
            CaptureRestarted: lambda event: self._restarted("capture_restarted", event),
        }

    def actions(self) -> Observers:
        return {Notice: self._notice}

    def tick(self, now_ns: int) -> None:
        """What nobody tells: telemetry of hosts, who has been signed out."""
        for show, room in self._rooms.items():
            room.touch("gateway")
            for host in self._shows.hosts_of(show).values():
                if host.kind == "bodypack":
                    self.sights.measure(host.id, now_ns)
                room.touch("hosts", host.id)
            for entry in self._sources.of_show(show):
                room.touch("sources", entry.id)
        self.refresh()

    # --- for other parts --------------------------------------------------------------------------------------------

    def on_open(self, hear: Callable[[str], None]) -> None:
        """Called with every show that gets a room: put what you know of it."""
        self._openers.append(hear)

    def put(self, show: str, section: str, entry: str, value: Any) -> None:
        """An entry that another part knows: phrases, recording. None takes it away."""
        if show in self._rooms:
            self._rooms[show].put(section, entry, value)

    def put_table(self, show: str, section: str, entries: Mapping[str, Any]) -> None:
        """A whole table that another part knows."""
        room = self._rooms.get(show)
        for entry in room.entries(section) if room is not None else ():
            if entry not in entries:
                self.put(show, section, entry, None)
        for entry, value in entries.items():
            self.put(show, section, entry, value)

    def touch_host(self, host: str) -> None:
        """Something about it changed that people have to see at once."""
        show = self._shows.show_of_host(host)
        if show in self._rooms:
            self._rooms[show].touch("hosts", host, now=True)

    def touch_cue(self, cue_id: str) -> None:
        """Something about it changed: it is recorded, say."""
        cue = self._cues.get(cue_id)
        if cue is not None and cue.show in self._rooms and cue_id in self._rooms[cue.show].entries("cues"):
            self._rooms[cue.show].touch("cues", cue_id)

    def touch_people(self) -> None:
        """Somebody's microphone came or went."""
        for room in self._rooms.values():
            for account in room.entries("people"):
                room.touch("people", account, now=True)

    def event(
        self,
        show: str,
        words: Catalogue,
        code: str,
        facts: Mapping[str, object],
        level: str = "info",
        host: str | None = None,
        cue: str | None = None,
    ) -> None:
        """A line of a show's log, in both languages."""
        if show in self._rooms:
            self._rooms[show].event(code, level, words.both(code, **facts), host, cue)

    def document(self, show: str) -> dict[str, Any]:
        """The live document as it is now."""
        self._shows.show(show)
        return self._rooms[show].snapshot()[1]

    @property
    def sockets(self) -> int:
        """How many look."""
        return len(self._connections)

    # --- consoles ---------------------------------------------------------------------------------------------------

    async def serve(self, websocket: WebSocket, show: str, fresh: Fresh, explain: Understand) -> None:
        """One console, until it goes. The WebSocket is accepted here."""
        who = fresh()
        room = self._rooms.get(show)
        if who is None or room is None:
            raise TALK_WORDS.trouble("unknown_show", id=show)
        asker, owner = who
        await websocket.accept()
        socket = Socket(websocket, lambda: self._lagging(asker.name))
        name = f"live-{next(self._numbers)}"
        connection = Connection(name, show, asker, owner, socket, self._talks, explain)
        seq, state = room.snapshot()
        socket.tell(connection.hello(seq, state, list(room.events)[-EVENTS_TOLD:]))
        room.sockets.add(socket)
        self._connections[connection] = fresh
        room.touch("people", asker.id, now=True)
        reader = asyncio.create_task(self._read(websocket, connection), name=f"{name} reader")
        sender = asyncio.create_task(socket.ended(), name=f"{name} end")
        try:
            await asyncio.wait([reader, sender], return_when=asyncio.FIRST_COMPLETED)
        finally:
            room.sockets.discard(socket)
            self._connections.pop(connection, None)
            connection.close()
            room.touch("people", asker.id, now=True)
            for task in (reader, sender):
                task.cancel()
            await asyncio.gather(reader, sender, return_exceptions=True)
            await socket.stop()

    async def _read(self, websocket: WebSocket, connection: Connection) -> None:
        while True:
            coming = await websocket.receive()
            if coming["type"] == "websocket.disconnect":
                return
            try:
                document = json.loads(coming.get("text") or coming.get("bytes") or b"")
            except (ValueError, RecursionError):  # brackets within brackets
                document = None
            try:
                connection.message(document)
            except Exception as error:
                self._log.error("our_mistake", where="live", reason=repr(error))

    def _lagging(self, name: str) -> None:
        self.cut_off["lagging"] += 1
        self._log.tell("warning", "live_lagging", {"name": name}, about=name)

    def refresh(self) -> None:
        """Rights may have changed, people may have been signed out, shows may be gone."""
        for connection, fresh in list(self._connections.items()):
            who = fresh() if connection.show in self._rooms else None
            if who is None:
                self.cut_off["signed_out"] += 1
                connection.close()
                connection.bye(TALK_WORDS.trouble("signed_out"))
                self._connections.pop(connection)
            else:
                connection.is_now(*who)

    async def _watch_keys(self) -> None:
        levels_due = 0.0
        while True:
            await asyncio.sleep(KEYS_S)
            now_ns = time.monotonic_ns()
            for connection in list(self._connections):
                connection.tick(now_ns)
            if time.monotonic() >= levels_due:
                levels_due = time.monotonic() + LEVELS_S
                self._tell_levels()

    # --- what happens -----------------------------------------------------------------------------------------------

    def _directory_changed(self) -> None:
        shows = self._shows.shows()
        for gone in self._rooms.keys() - shows.keys():
            self._rooms.pop(gone).close()
        for show in shows:
            if show not in self._rooms:
                self._open(show)
            self._fill(show)
        self.refresh()

    def _open(self, show: str) -> None:
        room = Room(lambda section, entry: self.entries.make(show, section, entry), {"rights": {}})
        self._rooms[show] = room
        room.put("recording", "", {"on": False, "notice": {"en": "", "zh": ""}})
        for hear in self._openers:
            hear(show)
        for cue in [cue for cue in self._cues.newest(self._cues.most) if cue.show == show][-CUES_KEPT:]:
            room.touch("cues", cue.id)

    def _fill(self, show: str) -> None:
        room = self._rooms[show]
        room.touch("show")
        room.touch("gateway")
        wanted: dict[str, Iterable[str]] = {
            "hosts": self._shows.hosts_of(show),
            "groups": self._shows.directory.groups(show),
            "people": self._shows.members(show),
            "sources": [entry.id for entry in self._sources.of_show(show)],
        }
        for section, entries in wanted.items():
            for entry in (*entries, *room.entries(section)):
                room.touch(section, entry)

    def _sources_changed(self) -> None:
        for show, room in self._rooms.items():
            ids = [entry.id for entry in self._sources.of_show(show)]
            for entry in (*ids, *room.entries("sources")):
                room.touch("sources", entry)

    def _cue_changed(self, cue: Cue) -> None:
        room = self._rooms.get(cue.show)
        if room is None:
            return
        if cue.state == "talking":
            for host in cue.to:
                self.sights.mark(host).heard_cue = cue.id
        for host, at in cue.acknowledged.items():
            known = self.sights.mark(host).acknowledged
            if known is None or at > known[1]:
                self.sights.mark(host).acknowledged = (cue.id, at)
        room.touch("talks", cue.id)
        room.touch("cues", cue.id)
        for host in cue.to:
            room.touch("hosts", host)
        room.touch("show", now=True)
        held = room.entries("cues")
        for old in held[: max(0, len(held) + 1 - CUES_KEPT)] if cue.id not in held else ():
            room.put("cues", old, None)
        if cue.state in OVER:
            for connection in self._connections:
                connection.over(cue.id)
        if cue.state == "refused" and cue.reason in REFUSALS:
            self.event(cue.show, REFUSALS, cue.reason or "", dict(cue.facts), "warning", cue=cue.id)

    def _receipt(self, receipt: Receipt) -> None:
        """Not at once: an all-call is over for a hundred hosts at about the same time."""
        self.touch_cue(receipt.cue)
        show = self._shows.show_of_host(receipt.bodypack)
        if show in self._rooms:
            self._rooms[show].touch("hosts", receipt.bodypack)

    def _media_report(self, _report: MediaReport) -> None:
        for room in self._rooms.values():
            room.touch("gateway")

    def _restarted(self, code: str, event: MediaRestarted | CaptureRestarted) -> None:
        facts = {"reason": event.reason, "silent_ms": event.silent_ms, "restarts": event.restarts}
        for show in self._rooms:
            self.event(show, WORDS, code, facts, "error")

    def _notice(self, notice: Notice) -> None:
        show = self._shows.show_of_host(notice.bodypack)
        if show is None:
            return
        level = "warning" if notice.code in ALARMING_NOTICES else "info"
        facts = {"id": notice.bodypack, **notice.facts}
        self.event(show, NOTICES, notice.code, facts, level, host=notice.bodypack)
        self.touch_host(notice.bodypack)

    def _tell_levels(self) -> None:
        for show, room in self._rooms.items():
            if room.sockets:
                room.levels(self.entries.levels(show))
