"""What people see: every entry of the live document, made from the parts that know.

A member whose value would be null is left out when it is told (``core/board.py``): absent and null are the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from hushcue_words import LANGUAGES, Trouble

from ..config import Config
from ..core.battery_life import BatteryLife
from ..core.bodypack import BodypackView
from ..core.directory import Host
from ..cues import Cue
from ..mqtt_desk import MqttDesk
from ..picture import Picture, SourceSight
from ..receipt_desk import ReceiptDesk
from ..roster_desk import RosterDesk
from ..show_desk import ShowDesk
from ..source_desk import SourceEntry
from ..talk_desk import TalkDesk

NS_PER_S = 1_000_000_000
MEDIA_SILENT_NS = 3 * NS_PER_S
STATES: Mapping[str, str] = {"online": "online", "quiet": "online", "lost": "lost", "offline": "offline"}
"""Liveness of a bodypack -> as people see it."""
SILENT_DB = -120.0

HostFacts = Callable[[str], Mapping[str, Any]]
"""Host id -> the members of its entry that only its kind of earpiece knows."""


class Boot(Protocol):
    """What this program is."""

    version: str


@dataclass
class Marks:
    """What was learned of a host beside everything else. acknowledged: (cue, seconds since the epoch)."""

    acknowledged: tuple[str, float] | None = None
    heard_cue: str = ""
    leak: Mapping[str, Any] | None = None


class Sights:
    """kinds: kind of host -> what it tells of a host; whoever runs phones gives "phone"."""

    def __init__(
        self,
        config: Config,
        version: str,
        shows: ShowDesk,
        bodypacks: RosterDesk,
        mqtt: MqttDesk,
        picture: Picture,
        receipts: ReceiptDesk,
        talks: TalkDesk,
    ):
        self.kinds: dict[str, HostFacts] = {"bodypack": self._bodypack}
        self.webrtc: Callable[[], bool] = lambda: False
        self.is_recorded: Callable[[str], bool] = lambda _: False
        self.gains_at: Callable[[SourceEntry], Mapping[str, float]] = lambda _: {}
        self.ducking: Callable[[], Mapping[str, Any]] = dict
        """how far speech dims what lies under it, in the whole studio"""
        self._config = config
        self._version = version
        self._shows = shows
        self._bodypacks = bodypacks
        self._mqtt = mqtt
        self._picture = picture
        self._receipts = receipts
        self._talks = talks
        self._batteries: dict[str, BatteryLife] = {}
        self._marks: dict[str, Marks] = {}

    # --- sections ---------------------------------------------------------------------------------------------------

    def show(self, show: str) -> dict[str, Any]:
        """Its name, and whether anybody talks in it."""
        on_air = any(cue.show == show and cue.state == "talking" for cue in self._receipts.cues.going_on())
        return {"id": show, "label": self._shows.show(show).label, "on_air": on_air}

    def gateway(self, now_ns: int) -> dict[str, Any]:
        """Which of its parts work."""
        report = self._picture.media
        return {
            "studio": self._config.studio,
            "version": self._version,
            "mqtt": self._mqtt.connected,
            "media": report is not None and now_ns - report.at_ns < MEDIA_SILENT_NS,
            "capture": self._picture.capture is not None,
            "webrtc": self.webrtc(),
            "ducking": self.ducking(),
        }

    def groups(self, show: str) -> dict[str, list[str]]:
        """Every group -> its hosts."""
        return self._shows.directory.groups(show)

    def source(self, entry: SourceEntry) -> dict[str, Any]:
        """One source. What the configuration opens is reported by the capture process."""
        state, trouble = entry.state, None
        if entry.configured:
            sight = self._picture.sources.get(entry.id, SourceSight())
            microphone = self._picture.microphone_report(entry.id)
            state, trouble = microphone.state if microphone else sight.state, sight.trouble
        return {
            "label": entry.label or entry.id,
            "kind": entry.kind,
            "state": state,
            "who": entry.who,
            "gain_db": entry.gain_db,
            "at": dict(self.gains_at(entry)) or None,
            "trouble": _both(trouble),
        }

    def talk(self, cue: Cue, ends_at: float | None = None) -> dict[str, Any]:
        """A talk that goes on or was just asked for. on_air: the engine mixes it, whatever the key says."""
        return {
            "who": cue.who,
            "name": cue.name,
            "role": cue.role,
            "source": cue.source,
            "to": list(cue.named),
            "hosts": list(cue.to),
            "priority": cue.priority,
            "mode": cue.mode,
            "private": cue.private,
            "since": iso(cue.asked_at),
            "on_air": cue.state == "talking",
            "ends_at": iso(ends_at),
            "phrase": cue.phrase or None,
        }

    def cue(self, cue: Cue) -> dict[str, Any]:
        """A cue of the timeline, with what each host heard of it."""
        receipts: dict[str, Any] = {}
        told = {each.bodypack: each for each in self._receipts.book.of_cue(cue.id)}
        for host in cue.to:
            receipt = told.get(host)
            receipts[host] = {
                "state": receipt.state if receipt else "pending",
                "heard_percent": receipt.heard_percent if receipt and receipt.state != "pending" else None,
                "delay_ms": receipt.delay_p50_ms if receipt else None,
                "acknowledged": iso(cue.acknowledged.get(host)),
            }
        return {
            "who": cue.who,
            "name": cue.name,
            "source": cue.file or cue.source,
            "to": list(cue.named),
            "hosts": list(cue.to),
            "priority": cue.priority,
            "mode": cue.mode,
            "private": cue.private,
            "asked": iso(cue.asked_at),
            "started": _at(cue, cue.started_ns),
            "ended": _at(cue, cue.ended_ns),
            "state": cue.state,
            "reason": cue.reason,
            "text": cue.text or None,
            "receipts": receipts,
            "recording": self.is_recorded(cue.id),
        }

    # --- hosts ------------------------------------------------------------------------------------------------------

    def host(self, host: Host) -> dict[str, Any]:
        """One host. ducking_db 0 is written "off": nothing dims its programme."""
        entry: dict[str, Any] = {
            "label": host.label or host.id,
            "kind": host.kind,
            "groups": list(host.groups),
            "language": host.language,
            "colour": host.colour or None,
            "hearing": self._hearing(host.id),
            "programme_db": host.programme_db,
            "ducking_db": "off" if host.ducking_db == 0.0 else host.ducking_db,
            "calling_since": iso(self._talks.calls.since(host.id)),
        }
        facts = self.kinds.get(host.kind)
        entry.update(facts(host.id) if facts is not None else {"state": "offline"})
        marks = self._marks.get(host.id)
        if marks is not None:
            entry["leak"] = marks.leak
            entry["last_receipt"] = self._last_receipt(marks.heard_cue, host.id)
            if marks.acknowledged is not None:
                entry["acknowledged"] = {"cue": marks.acknowledged[0], "at": iso(marks.acknowledged[1])}
        return entry

    def is_here(self, show: str, host: str) -> bool:
        """Whether the earpiece of a host is connected."""
        found = self._shows.hosts_of(show).get(host)
        facts = self.kinds.get(found.kind) if found is not None else None
        return facts is not None and facts(host).get("state") == "online"

    def level_db(self, host: Host) -> float | None:
        """How loud it is in the ear of a host, None where nobody tells."""
        if host.kind != "bodypack" or host.id not in self._shows.directory.hosts:
            return None
        value = (self._bodypacks.view(host.id).telemetry or {}).get("level_db")
        return float(value) if isinstance(value, int | float) else None

    def mark(self, host: str) -> Marks:
        """What is remembered of a host."""
        return self._marks.setdefault(host, Marks())

    def measure(self, host: str, now_ns: int) -> None:
        """Take note of a battery."""
        telemetry = self._bodypacks.view(host).telemetry or {}
        percent = telemetry.get("battery_percent")
        if isinstance(percent, int | float):
            self._batteries.setdefault(host, BatteryLife()).measured(now_ns / NS_PER_S, percent)

    def forget(self, host: str) -> None:
        """It is gone; who comes by its name is somebody else."""
        self._batteries.pop(host, None)
        self._marks.pop(host, None)

    def battery_left_min(self, host: str) -> float | None:
        """How long the battery of a bodypack lasts, None where nobody knows."""
        battery = self._batteries.get(host)
        return battery.left_min() if battery else None

    def _hearing(self, host: str) -> list[dict[str, Any]]:
        """Who talks to it now: known to everybody in the show, also of private talks."""
        return [
            {
                "cue": cue.id,
                "who": cue.who,
                "name": cue.name,
                "priority": cue.priority,
                "private": cue.private,
                "since": iso(cue.asked_at),
            }
            for cue in self._receipts.cues.going_on_for(host)
            if cue.state == "talking"
        ]

    def _last_receipt(self, cue: str, host: str) -> dict[str, Any] | None:
        receipt = self._receipts.book.of_bodypack(cue, host)
        if receipt is None:
            return None
        return {
            "cue": cue,
            "state": receipt.state,
            "heard_percent": receipt.heard_percent,
            "delay_ms": receipt.delay_p50_ms,
        }

    def _bodypack(self, host: str) -> dict[str, Any]:
        view = self._bodypacks.view(host)
        telemetry = view.telemetry or {}
        report = self._picture.stream_report(view.stream.id) if view.stream else None
        quality = report.quality if report else None
        rtt_ms = quality.rtt_ms if quality and quality.rtt_ms is not None else telemetry.get("rtt_ms")
        buffer_ms = telemetry.get("buffer_ms")
        known = isinstance(rtt_ms, int | float) and isinstance(buffer_ms, int | float)
        left_min = self.battery_left_min(host)
        here = STATES.get(view.state, "offline") == "online"
        return {
            "state": STATES.get(view.state, "offline"),
            "volume_db": view.volume_db,
            "max_volume_db": view.max_volume_db,
            "muted": view.muted,
            "battery_percent": telemetry.get("battery_percent"),
            "battery_left_min": round(left_min) if left_min is not None else None,
            "charging": telemetry.get("charging"),
            "rssi_dbm": telemetry.get("rssi_dbm"),
            "loss_percent": round(100 * quality.loss, 1) if here and quality and quality.loss is not None else None,
            "rtt_ms": round(float(rtt_ms), 1) if here and isinstance(rtt_ms, int | float) else None,
            "delay_ms": round(float(buffer_ms) + float(rtt_ms) / 2, 1) if here and known else None,  # type: ignore[arg-type]
            "buffer_ms": round(float(buffer_ms), 1) if here and isinstance(buffer_ms, int | float) else None,
            "trouble": _fault(view),
            "heard_at": _heard_at(view),
        }


def iso(at: float | None) -> str | None:
    """Seconds since the epoch as ISO 8601 in UTC."""
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")


def _at(cue: Cue, moment_ns: int | None) -> str | None:
    return None if moment_ns is None else iso(cue.asked_at + (moment_ns - cue.asked_ns) / NS_PER_S)


def _heard_at(view: BodypackView) -> str | None:
    """To whole seconds: it changes with every document."""
    if view.heard_ns is None:
        return None
    ago_s = (time.monotonic_ns() - view.heard_ns) / NS_PER_S
    return datetime.fromtimestamp(round(time.time() - ago_s), UTC).isoformat(timespec="seconds")


def _both(trouble: Trouble | None) -> dict[str, str] | None:
    if trouble is None:
        return None
    return {"code": trouble.code, **{tongue: trouble.in_language(tongue) for tongue in LANGUAGES}}


def _fault(view: BodypackView) -> dict[str, str] | None:
    """What the bodypack itself says is wrong."""
    fault = (view.status or {}).get("fault")
    if not fault:
        return None
    return {"code": "fault", "en": str(fault), "zh": str(fault)}
