"""The live document of all bodypacks, for owners: first whole, afterwards only what changed (``live/room.py``).

The document is the answer of ``GET /api/v1/bodypacks`` with its lists as tables: ``bodypacks`` by id, ``knocking`` by
name or, where nobody told one, address; and ``rollout``, as in the answer of ``GET /api/v1/updates``. null and absent
are the same. It is made only while somebody looks.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from hushcue_words import LANGUAGES

from ..core.press import KEEP_MS, LOST_MS
from ..live.room import Room
from ..live.socket import LEAVE, Socket
from ..logs import Log
from ..part import BasePart
from ..talk_words import WORDS as TALK_WORDS
from ..web.caller import Caller
from .desk import BodypackDesk

TABLES = ("bodypacks", "knocking")
EVERY_NS = 1_000_000_000
"""What nobody tells (radio, battery) is looked for this often."""

Fresh = Callable[[], "Caller | None"]
"""Who they are now; None when they own the studio no longer, or are signed out."""


class OwnersRoom(BasePart):
    """rollout: the newest roll-out of firmware as people see it, None without one."""

    def __init__(self, desk: BodypackDesk, rollout: Callable[[], Mapping[str, Any] | None], log: Log):
        self._desk = desk
        self._rollout = rollout
        self._log = log
        self._room = Room(self._make, {"broker": desk.broker}, TABLES)
        self._looking: dict[Socket, Fresh] = {}
        self._knocks: dict[str, dict[str, Any]] = {}
        self._numbers = itertools.count(1)
        self._looked_ns = 0
        self._stopped = False
        desk.on_change = self.touch

    async def stop(self) -> None:
        self._stopped = True
        for socket in list(self._looking):
            self._bye(socket, "gateway_stops")
        self._room.close()

    def tick(self, now_ns: int) -> None:
        if self._looking and now_ns - self._looked_ns >= EVERY_NS:
            self._looked_ns = now_ns
            self.touch()
            self.refresh()

    def touch(self, bodypack: str | None = None) -> None:
        """Something may be another: of one bodypack, or of anything."""
        if not self._looking or self._stopped:
            return
        if bodypack is not None:
            self._room.touch("bodypacks", bodypack)
            return
        self._knocks = self._desk.knocks()
        for table, ids in (("bodypacks", self._desk.ids()), ("knocking", list(self._knocks))):
            for entry in (*ids, *self._room.entries(table)):
                self._room.touch(table, entry)
        self._room.touch("rollout")

    def refresh(self) -> None:
        """People may have been signed out."""
        for socket, fresh in list(self._looking.items()):
            if fresh() is None:
                self._bye(socket, "signed_out")

    async def serve(self, websocket: WebSocket, caller: Caller, fresh: Fresh) -> None:
        """One browser, until it goes. The WebSocket is accepted here."""
        await websocket.accept()
        socket = Socket(websocket, lambda: self._log.tell("warning", "live_lagging", {"name": caller.name}))
        name = f"bodypacks-{next(self._numbers)}"
        self._looking[socket] = fresh
        self.touch()
        seq, state = self._room.snapshot()
        you = {"id": caller.id, "name": caller.name, "owner": True, "connection": name}
        times = {"keep_ms": KEEP_MS, "lost_ms": LOST_MS}
        socket.tell({"t": "hello", "seq": seq, "you": you, **times, "state": state, "events": []})
        self._room.sockets.add(socket)
        reader = asyncio.create_task(self._read(websocket, socket), name=f"{name} reader")
        sender = asyncio.create_task(socket.ended(), name=f"{name} end")
        try:
            await asyncio.wait([reader, sender], return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._forget(socket)
            for task in (reader, sender):
                task.cancel()
            await asyncio.gather(reader, sender, return_exceptions=True)
            await socket.stop()

    async def _read(self, websocket: WebSocket, socket: Socket) -> None:
        """There is nothing to ask but whether we are there."""
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                text = await websocket.receive_text()
                with contextlib.suppress(ValueError):
                    said = json.loads(text)
                    if isinstance(said, dict) and said.get("t") == "ping":
                        socket.tell({"t": "pong"})

    def _bye(self, socket: Socket, code: str) -> None:
        why = TALK_WORDS.trouble(code)
        socket.tell({"t": "bye", "error": code, **{tongue: why.in_language(tongue) for tongue in LANGUAGES}})
        socket.close(LEAVE)
        self._forget(socket)

    def _forget(self, socket: Socket) -> None:
        self._looking.pop(socket, None)
        self._room.sockets.discard(socket)

    def _make(self, section: str, entry: str) -> Any:
        """Its value now, None where it is gone."""
        if section == "bodypacks":
            return self._desk.sight(entry) if entry in self._desk.ids() else None
        if section == "knocking":
            return self._knocks.get(entry)
        rollout = self._rollout()
        return None if rollout is None else dict(rollout)
