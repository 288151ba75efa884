"""One bodypack as its owners see it: the directory, the registry, the roster, its own words."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hushcue_words import LANGUAGES

from ..core.bodypack import BodypackView
from ..live.sights import STATES
from ..people.clock import now_ms
from ..roster_desk import RosterDesk
from ..show_desk import ShowDesk
from .battery import measured_of
from .registry import Registry
from .words import WORDS

NS_PER_MS = 1_000_000
SEEN_STEP_MS = 10_000
"""How exactly it is told when one was heard that is heard all the time."""


@dataclass(frozen=True)
class Others:
    """What other parts know of a bodypack. on_air: somebody talks to it. battery_min: how long its battery lasts.
    trace: the newest; tracing: one is being taken. ceiling_wanted_db: not confirmed yet. update: as ``GET /updates``
    tells."""

    on_air: Callable[[str], bool]
    battery_min: Callable[[str], float | None]
    trace: Callable[[str], Mapping[str, Any] | None]
    tracing: Callable[[str], bool]
    ceiling_wanted_db: Callable[[str], float | None]
    update: Callable[[str], Mapping[str, Any] | None]


class Eye:
    """``sight`` is a ``BodypackAnswer`` (``web/bodypacks.py``)."""

    def __init__(self, registry: Registry, shows: ShowDesk, bodypacks: RosterDesk, others: Others):
        self._registry = registry
        self._shows = shows
        self._bodypacks = bodypacks
        self._others = others

    def sight(self, bodypack: str) -> dict[str, Any]:
        """As it is now. Raises Trouble where there is none."""
        view, others = self._bodypacks.view(bodypack), self._others
        host, entry, hello = self._shows.host(bodypack), self._registry[bodypack], view.hello
        telemetry = view.telemetry or {}
        here = STATES.get(view.state) == "online"
        seen_ms = seen_at_ms(view)
        ever = seen_ms is not None or entry.seen_at_ms is not None
        return {
            "id": bodypack,
            "label": host.label or view.label,
            "show": host.show,
            "groups": list(host.groups),
            "language": host.language,
            "declared": self._registry.is_declared(bodypack),
            "state": "online" if here else "offline" if ever else "pending",
            "last_seen_ms": entry.seen_at_ms if seen_ms is None else seen_ms,
            "on_air": others.on_air(bodypack),
            "version": hello.firmware if hello else None,
            "board": hello.board if hello else None,
            "ip": hello.ip if hello else entry.ip,
            "rssi_dbm": telemetry.get("rssi_dbm") if here else None,
            "key": self._bodypacks.key_id(bodypack) if self._registry.has_password(bodypack) else None,
            "ceiling_db": hello.ceiling_db if hello else None,
            "ceiling_wanted_db": others.ceiling_wanted_db(bodypack),
            "battery": self._battery(view),
            "trace": others.trace(bodypack),
            "tracing": others.tracing(bodypack),
            "update": others.update(bodypack),
            "trouble": self._trouble(view),
        }

    def _battery(self, view: BodypackView) -> dict[str, Any] | None:
        measured = measured_of(view, time.monotonic_ns())
        if measured is None:
            return None
        percent, millivolts = measured
        left_min = self._others.battery_min(view.id)
        return {
            "percent": percent,
            "volts": None if millivolts is None else round(millivolts / 1000, 2),
            "minutes": None if left_min is None else round(left_min),
        }

    def _trouble(self, view: BodypackView) -> dict[str, str] | None:
        """What keeps it from hearing."""
        ours = self._bodypacks.key_id(view.id)
        if view.hello is None or view.hello.key == ours:
            return None
        trouble = WORDS.trouble("wrong_key", key=view.hello.key, ours=ours)
        return {"code": trouble.code, **{tongue: trouble.in_language(tongue) for tongue in LANGUAGES}}


def seen_at_ms(view: BodypackView) -> int | None:
    """When it was heard last, in milliseconds since the epoch; None where this run has not heard it. In whole steps
    while it is heard all the time."""
    if view.heard_ns is None:
        return None
    at_ms = now_ms() - (time.monotonic_ns() - view.heard_ns) // NS_PER_MS
    return at_ms // SEEN_STEP_MS * SEEN_STEP_MS
