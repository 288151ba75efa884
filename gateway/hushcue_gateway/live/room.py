"""The live document of one show at work: what is dirty is made anew, what changed goes to every socket, once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from ..core.board import Board
from .socket import Socket, as_text

TABLES = ("hosts", "groups", "sources", "talks", "people", "phrases", "cues", "products", "questions", "suggestions")
EVENTS_KEPT = 500
EVENTS_TOLD = 100
CUES_KEPT = 100
SOON_S = 0.05
"""Between two patches, at least, but for what cannot wait."""

Make = Callable[[str, str], Any]
"""(section, entry) -> its value, None where it is gone."""


class Room:
    """make: asked for every entry that was touched, when the next patch is due. tables: sections that hold entries."""

    def __init__(self, make: Make, first: dict[str, Any], tables: Iterable[str] = TABLES):
        self.sockets: set[Socket] = set()
        self.events: deque[dict[str, Any]] = deque(maxlen=EVENTS_KEPT)
        self._make = make
        self._board = Board(tables)
        self._dirty: dict[tuple[str, str], None] = {}
        self._timer: asyncio.Handle | None = None
        self._at_once = False
        self._numbers = 0
        self._levels: dict[str, dict[str, float]] = {}
        for section, value in first.items():
            self.put(section, "", value)

    def touch(self, section: str, entry: str = "", *, now: bool = False) -> None:
        """Something about it may have changed. now: it cannot wait for the others."""
        self._dirty[section, entry] = None
        self._schedule(now)

    def put(self, section: str, entry: str, value: Any) -> None:
        """This is its value now: for entries that another part knows. None takes it away."""
        self._board.put(section, entry, value)
        self._schedule(False)

    def entries(self, table: str) -> list[str]:
        """What a table holds."""
        return self._board.entries(table)

    def snapshot(self) -> tuple[int, dict[str, Any]]:
        """(seq, document) as everybody in the room knows it from now on."""
        self._flush()
        return self._board.seq, self._board.document()

    def event(self, code: str, level: str, both: dict[str, str], host: str | None, cue: str | None) -> None:
        """A line of the log."""
        self._numbers += 1
        entry: dict[str, Any] = {
            "n": self._numbers,
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "code": code,
            "level": level,
            **both,
        }
        if host is not None:
            entry["host"] = host
        if cue is not None:
            entry["cue"] = cue
        self.events.append(entry)
        self._send({"t": "event", "event": entry})

    def levels(self, levels: dict[str, dict[str, float]]) -> None:
        """How loud it is; nothing is sent while nothing changes."""
        if levels != self._levels:
            self._levels = levels
            self._send({"t": "levels", **levels})

    def close(self) -> None:
        """No more timers."""
        if self._timer is not None:
            self._timer.cancel()

    def _schedule(self, now: bool) -> None:
        if self._timer is not None:
            if not now or self._at_once:
                return
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        self._at_once = now
        self._timer = loop.call_soon(self._flush) if now else loop.call_later(SOON_S, self._flush)

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None
        dirty, self._dirty = self._dirty, {}
        for section, entry in dirty:
            self._board.put(section, entry, self._make(section, entry))
        patch = self._board.flush()
        if patch is not None:
            self._send({"t": "patch", "seq": self._board.seq, "patch": patch})

    def _send(self, message: dict[str, Any]) -> None:
        if self.sockets:
            text = as_text(message)
            for socket in tuple(self.sockets):
                socket.send(text)
