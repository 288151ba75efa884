"""Updates at work: the roll-out of ``rollout.py`` meets bodypacks, bundles, the listener, the store and the screens."""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hushcue_words import Trouble

from ..config_updates import Updates
from ..core.actions import Notice, Updating
from ..core.hello import Hello
from ..logs import Log
from ..part import BasePart, Observers
from ..people.clock import now_ms
from ..roster_desk import RosterDesk
from ..store.database import Database
from ..store.models.updates import RolloutRow
from . import rollout as plan
from .bundle import Bundle
from .listener import Listener
from .rollout import Rollout, Row, Sight
from .shelf import Shelf
from .view import View, history
from .words import WORDS

if TYPE_CHECKING:
    from fastapi import APIRouter

KB = 1000
ALARMING = "error"
GOOD = ("done", "rollout_done", "rollout_began", "rollout_resumed", "rollout_paused", "trying")


class UpdateDesk(BasePart):
    """talked_to: whether somebody talks to a host. note: (code, facts, level, host) for the event log; changed: what
    screens show is another; routes: made when the application is."""

    def __init__(
        self,
        settings: Updates,
        shelf: Shelf,
        database: Database,
        bodypacks: RosterDesk,
        talked_to: Callable[[str], bool],
        log: Log,
        routes: Callable[[UpdateDesk], Sequence[APIRouter]],
    ):
        self.shelf = shelf
        self.note: Callable[[str, Mapping[str, object], str, str], None] = lambda *_: None
        self.changed: Callable[[], None] = lambda: None
        self.rollout: Rollout | None = None
        self._settings = settings
        self._database = database
        self._bodypacks = bodypacks
        self._talked_to = talked_to
        self._log = log
        self._routes = routes
        self.view = View(shelf, bodypacks, talked_to, settings.port)
        self._listener = Listener(settings.host, settings.port, settings.rate_kb * KB, self._admits)
        self._kept: dict[str, Any] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}  # what is being done, by name
        self._unlistened = ""

    async def start(self) -> None:
        await asyncio.to_thread(self.shelf.open)

        def newest(session: Session) -> RolloutRow | None:
            return session.scalars(select(RolloutRow).order_by(RolloutRow.began_at_ms.desc()).limit(1)).first()

        row = self._database.read(newest)
        if row is not None:
            self.rollout = Rollout.from_json(row.kept, time.monotonic_ns())
            self._kept = self.rollout.as_json()

    async def stop(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        await self._listener.close()

    def actions(self) -> Observers:
        return {Updating: self._said, Notice: self._noticed}

    def routers(self) -> Sequence[APIRouter]:
        return self._routes(self)

    # --- what people want -------------------------------------------------------------------------------------------

    async def begin(
        self, hosts: Sequence[str], canary: str, groups: bool, at_once: int | None, older: bool, by: str
    ) -> Rollout:
        """Bring what is installed here to these bodypacks; nobody named: to all. Raises Trouble."""
        self._demand_idle()
        views = {view.id: view for view in self._bodypacks.roster.views()}
        for host in (*hosts, *([canary] if canary else [])):
            if host not in views:
                raise WORDS.trouble("update_unknown_host", id=host)
        wanted = list(dict.fromkeys(hosts or views))
        here = [host for host in wanted if views[host].session is not None and _can(views[host].hello)]
        first = canary or next(iter(here), "")
        if not first or first not in here:
            raise WORDS.trouble("update_nobody")
        bundles = {host: await self._bundle(views[host].hello) for host in here}
        self._demand_idle()
        in_groups: dict[str, list[str]] = {}
        for host in wanted if groups else ():
            for group in views[host].groups:
                in_groups.setdefault(group, []).append(host)
        stages = plan.stages_of(wanted, first, in_groups)
        made = self._make(bundles[first].version, stages, at_once, older, by)
        for host, bundle in bundles.items():
            made.rows[host].build = bundle.build
        return await self._go(made, first)

    async def undo(self, by: str) -> Rollout:
        """Bring what each had before to those that were updated. Raises Trouble."""
        now = self._demand()
        if now.under_way:
            raise WORDS.trouble("update_running")
        back = {host: row.before for host, row in now.rows.items() if row.phase in ("done", "failed") and row.before}
        back = {host: before for host, before in back.items() if self._build_of(host) not in (before, None)}
        if not back:
            raise WORDS.trouble("update_nobody")
        for host, before in back.items():
            if self.shelf.of_build(before) is None:
                raise WORDS.trouble("update_no_old", id=host)
        first = next((host for host in back if self._bodypacks.view(host).session is not None), "")
        if not first:
            raise WORDS.trouble("update_nobody")
        old = self.shelf.of_build(back[first])
        made = self._make(old.version if old else "", plan.stages_of(back, first, {}), now.at_once, True, by)
        for host, before in back.items():
            made.rows[host].build = before
        return await self._go(made, first)

    def pause(self) -> Rollout:
        """Nobody new is asked. Raises Trouble."""
        now = self._demand()
        if now.state == "done":
            raise WORDS.trouble("update_over")
        now.pause()
        self._told("rollout_paused", "")
        self._keep()
        return now

    async def resume(self) -> Rollout:
        """Go on, also after one that failed. Raises Trouble."""
        now = self._demand()
        if now.state == "done":
            raise WORDS.trouble("update_over")
        await self._listen()
        now.resume()
        self._told("rollout_resumed", "")
        self._keep()
        return now

    def stop_rollout(self) -> Rollout:
        """For good; who is under way comes to its end. Raises Trouble."""
        now = self._demand()
        if now.state == "done":
            raise WORDS.trouble("update_over")
        now.state = "stopped"
        self._keep()
        return now

    # --- what people see --------------------------------------------------------------------------------------------

    def sight_of(self, host: str) -> dict[str, Any]:
        """What one bodypack runs, and where it is on its way."""
        return self.view.sight_of(host, self.rollout)

    def state(self, hosts: Sequence[str]) -> dict[str, Any] | None:
        """For the live document of a show; None where nothing was ever rolled out."""
        return self.view.state([host for host in hosts if self._known(host)], self.rollout)

    def gone(self, host: str) -> None:
        """It was retired: nobody waits for it."""
        if self.rollout is not None and self.rollout.forget(host):
            self._keep()

    def history(self) -> list[dict[str, Any]]:
        """The newest roll-outs, the newest first."""
        return self._database.read(history)

    @property
    def port(self) -> int:
        """That bodypacks fetch from now; 0 while there is nothing to fetch."""
        return self._listener.port

    # --- what happens -----------------------------------------------------------------------------------------------

    def tick(self, now_ns: int) -> None:
        now = self.rollout
        if now is None:
            return
        if now.is_over:
            if self._listener.port:
                self._do("close", self._listener.close)
        else:
            self._prepare(now)
            if not self._listener.port:
                self._do("listen", self._listen)
            else:
                self._carry_out(now.tick(self._sights(now), now_ns))
        self._keep()

    def _said(self, action: Updating) -> None:
        if self.rollout is not None:
            self._carry_out(self.rollout.said(action.bodypack, action.detail, action.at_ns))
            self._keep()

    def _noticed(self, notice: Notice) -> None:
        """A bodypack that does not believe our signature says so as a fault."""
        if notice.code == "fault" and notice.facts.get("detail") == "forged command" and self.rollout is not None:
            row = self.rollout.rows.get(notice.bodypack)
            if row is not None and row.phase == "asked":
                self._carry_out(self.rollout.said(notice.bodypack, "refused signature", notice.at_ns))

    def _carry_out(self, steps: Sequence[plan.Step]) -> None:
        for step in steps:
            if isinstance(step, plan.Announce):
                self._announce(step.host)
            elif isinstance(step, plan.Wake):
                if self._known(step.host):
                    self._bodypacks.wake(step.host)
            else:
                self._told(step.code, step.host)

    def _announce(self, host: str) -> None:
        now, view = self.rollout, self._bodypacks.view(host)
        if now is None or view.hello is None:
            return
        row = now.rows[host]
        bundle = self.shelf.of_build(row.build)
        if bundle is None:
            self._carry_out(now.said(host, "refused gone " + row.build, time.monotonic_ns()))
            return
        self._listener.offer(
            {row.build: found for row in now.rows.values() if (found := self.shelf.of_build(row.build))}
        )
        place = f"{self._settings.address or address_towards(view.hello.ip)}:{self._listener.port}"
        self._bodypacks.update(host, bundle.order(place, now.older))

    def _prepare(self, now: Rollout) -> None:
        """Bundles for those that were not there when it began."""
        for host, row in now.rows.items():
            if row.build or not self._known(host) or now.state != "running":
                continue
            hello = self._bodypacks.view(host).hello
            if hello is None:
                continue
            if not _can(hello):
                row.phase, row.code = "failed", "no_loader"
                now.state = "stopped"
                self._told("no_loader", host)
                self._told("rollout_stopped", host)
                return
            self._do("bundle " + hello.board, lambda row=row, hello=hello: self._fill(row, hello))  # type: ignore[misc]

    async def _fill(self, row: Row, hello: Hello) -> None:
        row.build = (await self._bundle(hello)).build

    async def _bundle(self, hello: Hello | None) -> Bundle:
        assert hello is not None
        return await self.shelf.wanted(hello.board, hello.machine, hello.mpy)

    def _do(self, name: str, work: Callable[[], Any]) -> None:
        """Once at a time; what is wrong with it is said once."""
        if name in self._tasks:
            return

        async def do() -> None:
            try:
                await work()
                self._unlistened = ""
            except Trouble as trouble:
                if self._unlistened != trouble.code:
                    self._unlistened = trouble.code
                    self._log.tell("error", trouble.code, trouble.facts)
                await asyncio.sleep(5)
            finally:
                self._tasks.pop(name, None)

        self._tasks[name] = asyncio.create_task(do(), name=f"update {name}")

    async def _listen(self) -> None:
        await self._listener.open()

    def _make(
        self, version: str, stages: tuple[tuple[str, ...], ...], at_once: int | None, older: bool, by: str
    ) -> Rollout:
        name = f"update-{secrets.token_hex(4)}"
        return Rollout(name, version, stages, at_once or self._settings.at_once, older, by, now_ms())

    async def _go(self, made: Rollout, first: str) -> Rollout:
        await self._listen()
        self.rollout = made
        self._told("rollout_began", first)
        self._keep()
        return made

    def _demand(self) -> Rollout:
        if self.rollout is None:
            raise WORDS.trouble("update_none")
        return self.rollout

    def _demand_idle(self) -> None:
        if self.rollout is not None and (self.rollout.state in ("running", "paused") or self.rollout.under_way):
            raise WORDS.trouble("update_running")

    # --- what is known ----------------------------------------------------------------------------------------------

    def _known(self, host: str) -> bool:
        return any(view.id == host for view in self._bodypacks.roster.views())

    def _build_of(self, host: str) -> str | None:
        """What it runs, "" where that is not known; None where there is no such bodypack any more."""
        if not self._known(host):
            return None
        hello = self._bodypacks.view(host).hello
        return hello.build if hello else ""

    def _sights(self, now: Rollout) -> dict[str, Sight]:
        sights = {}
        for view in self._bodypacks.roster.views():
            hello = view.hello
            if view.id in now.rows and hello is not None:
                here = view.session is not None and view.state in ("online", "quiet")
                sights[view.id] = Sight(here, self._talked_to(view.id), hello.boot, hello.build, hello.trial)
        return sights

    def _admits(self, address: str) -> bool:
        """Those that are being updated."""
        hosts = self.rollout.under_way if self.rollout is not None else []
        hellos = [self._bodypacks.view(host).hello for host in hosts if self._known(host)]
        return any(hello is not None and hello.ip == address for hello in hellos)

    def _told(self, code: str, host: str) -> None:
        code = code if code in WORDS else "refused"
        row = self.rollout.rows.get(host) if self.rollout else None
        level = "info" if code in GOOD else ALARMING
        facts = self.view.facts(code, host, self.rollout, row.about if row else "")
        self._log.tell("info" if level == "info" else "warning", code, facts)
        self.note(code, facts, level, host)

    def _keep(self) -> None:
        """In the store, when anything but a percentage is another; on the screens, when anything is."""
        now = self.rollout
        if now is None:
            return
        kept = now.as_json()
        if kept == self._kept:
            return
        stored = _lasting(kept) != _lasting(self._kept)
        self._kept = kept
        self.changed()
        if stored:
            row = {
                "id": now.id,
                "began_at_ms": now.began_at_ms,
                "began_by": now.by,
                "version": now.version,
                "state": now.state,
                "kept": kept,
            }
            self._database.change_soon(lambda session: session.merge(RolloutRow(**row)))


def _lasting(kept: Mapping[str, Any]) -> object:
    rows = {host: (row["phase"], row["build"], row["code"], row["tries"]) for host, row in kept.get("rows", {}).items()}
    return kept.get("id"), kept.get("state"), rows


def _can(hello: Hello | None) -> bool:
    """Whether it is a firmware that knows of updates."""
    return hello is not None and bool(hello.machine) and bool(hello.mpy)


def address_towards(ip: str) -> str:
    """The address of this machine from which ``ip`` is reached; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((str(ipaddress.ip_address(ip)), 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
