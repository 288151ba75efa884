"""Traces at work: bodypacks are asked for one, what they send is put together, judged and kept.

For the parts that show bodypacks:

    summary(id)     the newest trace as people see it, None without one:
                    {"id", "at_ms", "seconds", "packets", "lost_percent", "delay_p50_ms", "delay_p95_ms", ...}
    tracing(id)     whether one is being taken now
    forget(id)      the bodypack is retired: nothing of it is kept
    on_change(fn)   fn(id) whenever either of the first two says something else
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hushcue_link.record import Sent
from hushcue_words import EXIT_MISSING, Trouble

from ..core.actions import Notice, Traced
from ..logs import Log
from ..part import BasePart, Observers
from ..people.clock import now_ms
from ..roster_desk import RosterDesk
from ..store.database import Database
from .shelf import TraceShelf
from .taking import Taking
from .words import WORDS

if TYPE_CHECKING:
    from fastapi import APIRouter

MOST_FAILURES = 256


class TraceDesk(BasePart):
    """Raises Trouble for what people ask wrongly. note: (code, facts, level, host) for the event log."""

    def __init__(
        self,
        database: Database,
        bodypacks: RosterDesk,
        log: Log,
        routes: Callable[[TraceDesk], Sequence[APIRouter]],
    ):
        self.note: Callable[[str, Mapping[str, object], str, str], None] = lambda *_: None
        self._shelf = TraceShelf(database)
        self._bodypacks = bodypacks
        self._log = log
        self._routes = routes
        self._hearers: list[Callable[[str], None]] = []
        self._newest: dict[str, dict[str, Any]] = {}
        self._taking: dict[str, Taking] = {}
        self._failed: OrderedDict[str, tuple[str, dict[str, object]]] = OrderedDict()
        """trace -> why there is none"""

    async def start(self) -> None:
        self._newest = self._shelf.newest()

    def actions(self) -> Observers:
        return {Traced: self._told, Notice: self._noticed}

    def routers(self) -> Sequence[APIRouter]:
        return self._routes(self)

    def tick(self, now_ns: int) -> None:
        for taking in list(self._taking.values()):
            taking.tick(now_ns)
            self._close(taking)

    # --- what people want -------------------------------------------------------------------------------------------

    def begin(self, bodypack_id: str, seconds: int, by: str) -> str:
        """Take one; its id. Raises Trouble."""
        view = self._bodypacks.view(bodypack_id)
        if bodypack_id in self._taking:
            raise WORDS.trouble("trace_running", id=bodypack_id)
        self._bodypacks.demand_here(bodypack_id)
        trace = secrets.token_hex(4)
        self._bodypacks.ask(bodypack_id, "trace", trace=trace, seconds=seconds)
        assert view.hello is not None and view.session is not None
        frame_ms = view.stream.frame_ms if view.stream else view.hello.frame_ms[0]
        self._taking[bodypack_id] = Taking(
            trace, bodypack_id, seconds, by, now_ms(), view.hello.boot, view.session, frame_ms, time.monotonic_ns()
        )
        self._changed(bodypack_id)
        return trace

    def stop_trace(self, bodypack_id: str) -> None:
        """Enough; what has come is kept. Raises Trouble."""
        self._bodypacks.view(bodypack_id)
        if bodypack_id not in self._taking:
            raise WORDS.trouble("trace_not_running", id=bodypack_id)
        self._bodypacks.ask(bodypack_id, "trace", trace=self._taking[bodypack_id].id, seconds=0)

    def forget(self, bodypack_id: str) -> None:
        """The bodypack is retired."""
        self._taking.pop(bodypack_id, None)
        self._newest.pop(bodypack_id, None)
        self._shelf.forget(bodypack_id)
        self._changed(bodypack_id)

    # --- what people see --------------------------------------------------------------------------------------------

    def summary(self, bodypack_id: str) -> dict[str, Any] | None:
        """The newest trace of a bodypack."""
        return self._newest.get(bodypack_id)

    def tracing(self, bodypack_id: str) -> bool:
        """Whether one is being taken now."""
        return bodypack_id in self._taking

    async def all_of(self, bodypack_id: str) -> list[dict[str, Any]]:
        """The summaries of a bodypack's traces, the newest first. Raises Trouble."""
        self._bodypacks.view(bodypack_id)
        return await self._shelf.of(bodypack_id)

    async def rows(self, bodypack_id: str, trace: str) -> tuple[dict[str, Any], list[Sent]]:
        """A trace: its summary and its record. Raises Trouble, also where nothing came of it."""
        self._bodypacks.view(bodypack_id)
        taking = self._taking.get(bodypack_id)
        if taking is not None and taking.id == trace:
            raise WORDS.trouble("trace_running", id=bodypack_id)
        if trace in self._failed:
            raise Trouble(WORDS, *self._failed[trace], EXIT_MISSING)
        return await self._shelf.rows(bodypack_id, trace)

    def on_change(self, hear: Callable[[str], None]) -> None:
        """``hear`` is told which bodypack's traces have changed."""
        self._hearers.append(hear)

    # --- what happens -----------------------------------------------------------------------------------------------

    def _told(self, piece: Traced) -> None:
        taking = self._taking.get(piece.bodypack)
        if taking is not None:
            taking.told(piece)
            self._close(taking)

    def _noticed(self, notice: Notice) -> None:
        taking = self._taking.get(notice.bodypack)
        if taking is None or notice.code != "command_refused" or notice.facts.get("command") != "trace":
            return
        if not taking.assembly.packets:
            taking.ended = "refused"
            self._close(taking, str(notice.facts.get("detail", "")))

    def _close(self, taking: Taking, about: str = "") -> None:
        if not taking.ended or self._taking.get(taking.host) is not taking:
            return
        del self._taking[taking.host]
        summary = taking.summary()
        if summary is not None:
            self._newest[taking.host] = summary
            self._shelf.put(taking, summary)
            p50, p95, lost = (summary[name] for name in ("delay_p50_ms", "delay_p95_ms", "lost_percent"))
            facts: dict[str, object] = {"id": taking.host, "lost": lost, "p50": p50, "p95": p95}
            self._say("trace_done", facts, "info" if summary["good"] else "warning", taking.host)
        else:
            code = f"trace_{taking.ended}" if f"trace_{taking.ended}" in WORDS else "trace_cut"
            facts = {"id": taking.host, **({"about": about} if code == "trace_refused" else {})}
            self._failed[taking.id] = (code, facts)
            while len(self._failed) > MOST_FAILURES:
                self._failed.popitem(last=False)
            self._say(code, facts, "warning", taking.host)
        self._changed(taking.host)

    def _say(self, code: str, facts: Mapping[str, object], level: str, host: str) -> None:
        self._log.tell("info" if level == "info" else "warning", code, facts)
        self.note(code, facts, level, host)

    def _changed(self, bodypack_id: str) -> None:
        for hear in self._hearers:
            hear(bodypack_id)
