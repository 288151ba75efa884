"""What people see of updates: what each bodypack runs, where it is on its way, and what was rolled out before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..roster_desk import RosterDesk
from ..store.models.updates import RolloutRow
from .rollout import Rollout, Row
from .shelf import Shelf
from .words import WORDS

HISTORY = 20


class View:
    """talked_to: whether somebody talks to a host. port: of the configuration, for who has to open it."""

    def __init__(self, shelf: Shelf, bodypacks: RosterDesk, talked_to: Callable[[str], bool], port: int):
        self._shelf = shelf
        self._bodypacks = bodypacks
        self._talked_to = talked_to
        self._port = port

    def sight_of(self, host: str, rollout: Rollout | None) -> dict[str, Any]:
        """One bodypack. current: whether it runs what is installed here; None where that is not known."""
        hello = self._bodypacks.view(host).hello
        entry: dict[str, Any] = {}
        if hello is not None:
            bundle = self._shelf.current(hello.board, hello.machine, hello.mpy)
            entry = {
                "version": hello.firmware,
                "build": hello.build or None,
                "board": hello.board,
                "machine": hello.machine or None,
                "on_trial": hello.trial,
                "current": hello.build == bundle.build if bundle is not None else None,
            }
        entry = dict.fromkeys(("version", "build", "board", "machine", "on_trial", "current")) | entry
        row = rollout.rows.get(host) if rollout is not None else None
        if row is not None:
            code = self._code(host, row)
            about = row.about if code == row.code else f"{row.code} {row.about}".strip()
            sentence = WORDS.both(code, **self.facts(code, host, rollout, about))
            entry |= {"state": row.phase, "percent": row.percent, "code": code, **sentence}
        return entry

    def state(self, hosts: Sequence[str], rollout: Rollout | None) -> dict[str, Any] | None:
        """The roll-out as the people of one show see it, with those of its hosts that are in it."""
        if rollout is None:
            return None
        rows = {host: self.sight_of(host, rollout) for host in hosts if host in rollout.rows}
        return {"id": rollout.id, "version": rollout.version, "state": rollout.state, "hosts": rows}

    def sights(self, rollout: Rollout | None) -> dict[str, dict[str, Any]]:
        """Every bodypack."""
        return {view.id: self.sight_of(view.id, rollout) for view in self._bodypacks.roster.views()}

    def whole(self, rollout: Rollout | None) -> dict[str, Any] | None:
        """All of a roll-out, as its owners see it."""
        if rollout is None:
            return None
        known = {view.id for view in self._bodypacks.roster.views()}
        return {
            "id": rollout.id,
            "version": rollout.version,
            "state": rollout.state,
            "at_once": rollout.at_once,
            "stages": [list(stage) for stage in rollout.stages],
            "hosts": {host: self.sight_of(host, rollout) for host in rollout.rows if host in known},
        }

    def facts(self, code: str, host: str, rollout: Rollout | None, about: str) -> Mapping[str, object]:
        """What the sentence of ``code`` needs."""
        row = rollout.rows.get(host) if rollout is not None else None
        known: dict[str, object] = {
            "id": host,
            "about": about,
            "percent": row.percent if row is not None else 0,
            "version": rollout.version if rollout is not None else "",
            "port": self._port,
        }
        return {name: known[name] for name in WORDS.placeholders(code) if name in known}

    def _code(self, host: str, row: Row) -> str:
        if row.phase == "failed":
            return row.code if row.code in WORDS else "refused"
        if row.phase == "waiting":
            here = self._bodypacks.view(host).session is not None
            return "away" if not here else "talked_to" if self._talked_to(host) else "waiting"
        return row.phase


def history(session: Session) -> list[dict[str, Any]]:
    """The newest roll-outs, the newest first, with the phase that each bodypack came to."""
    newest = select(RolloutRow).order_by(RolloutRow.began_at_ms.desc()).limit(HISTORY)
    return [
        {
            "id": row.id,
            "began_at_ms": row.began_at_ms,
            "by": row.began_by,
            "version": row.version,
            "state": row.state,
            "hosts": {host: kept["phase"] for host, kept in row.kept["rows"].items()},
        }
        for row in session.scalars(newest)
    ]
