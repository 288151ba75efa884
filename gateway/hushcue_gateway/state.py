"""All that the gateway knows, as JSON for people's screens."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from .core.bodypack import BodypackView
from .core.events import Lateness, StreamReport
from .cues import Cue
from .picture import Picture, SourceSight

if TYPE_CHECKING:
    from .control import Control

RECENT_CUES = 100
NS_PER_S = 1_000_000_000


def state(control: Control, now_ns: int) -> dict[str, Any]:
    """The whole state; times that end in _ns are monotonic nanoseconds of this machine."""
    parts = control.parts
    picture, mqtt = parts.picture, parts.mqtt
    return {
        "gateway": {
            "studio": control.config.studio,
            "boot": control.boot,
            "version": control.version,
            "uptime_s": round((now_ns - control.began_ns) / NS_PER_S, 1),
            "now_ns": now_ns,
        },
        "broker": {
            "mode": control.config.broker.mode,
            "address": mqtt.address,
            "connected": mqtt.connected,
            "pid": mqtt.pid,
            "restarts": mqtt.restarts,
            "reconnects": mqtt.reconnects,
            "dropped_documents": mqtt.dropped,
        },
        "media": {"pid": parts.sound.pids["media"], **media_state(picture)},
        "capture": {
            "pid": parts.sound.pids["capture"],
            "restarts": picture.capture_restarts,
            "players": picture.capture.players if picture.capture else 0,
        },
        "webrtc": {"pid": parts.webrtc.pid, "running": parts.webrtc.running, "sessions": len(parts.webrtc.sessions())},
        "sources": [source_state(control, source.id, source.kind) for source in control.config.sources],
        "bodypacks": [bodypack_state(control, view, now_ns) for view in parts.bodypacks.roster.views()],
        "listeners": [listener.as_json(picture) for listener in parts.listeners],
        "cues": [
            {**cue_state(cue), "receipts": parts.receipts.brief(cue.id)} for cue in parts.cues.log.newest(RECENT_CUES)
        ],
        "notices": list(picture.notices),
    }


def media_state(picture: Picture) -> dict[str, Any]:
    """The media process and its engine."""
    report = picture.media
    return {
        "port": picture.media_port,
        "restarts": picture.media_restarts,
        "ticks": report.engine.ticks if report else 0,
        "overruns": report.overruns if report else 0,
        "skipped_ticks": picture.ticks.skipped_ticks if picture.ticks else 0,
        "lateness_ms": _milliseconds(report.lateness if report else Lateness()),
        "work_ms": _milliseconds(report.work if report else Lateness()),
        "buses": report.engine.buses if report else 0,
        "limited_frames": report.engine.limited_frames if report else 0,
        "talks": list(report.engine.talks) if report else [],
    }


def source_state(control: Control, source: str, kind: str) -> dict[str, Any]:
    """A configured source: is it open, how loud, what is missing."""
    sight = control.parts.picture.sources.get(source, SourceSight())
    report = control.parts.picture.source_report(source)
    intake = control.parts.picture.intake_report(source)
    microphone = control.parts.picture.microphone_report(source)
    trouble = sight.trouble
    return {
        "id": source,
        "kind": kind,
        "state": microphone.state if microphone else sight.state,
        "device": sight.device,
        "trouble": {tongue: trouble.in_language(tongue) for tongue in ("en", "zh")} if trouble else None,
        "level_db": round(report.rms_db, 1) if report else None,
        "peak_db": round(report.peak_db, 1) if report else None,
        "starved_frames": intake.starved_frames if intake else 0,
        "clipped_frames": report.clipped_frames if report else 0,
        "overflow_samples": intake.overflow_samples if intake else 0,
        "caught_up_samples": intake.caught_up_samples if intake else 0,
        "lost_ms": microphone.lost_ms if microphone else 0.0,
        "delay_ms": round(intake.delay_ms, 2) if intake else None,
        "drift_ppm": microphone.drift_ppm if microphone else None,
    }


def bodypack_state(control: Control, view: BodypackView, now_ns: int) -> dict[str, Any]:
    """A configured bodypack: wishes, announcement, session, newest telemetry, stream."""
    hello, stream, status = view.hello, view.stream, view.status or {}
    report = control.parts.picture.stream_report(stream.id) if stream else None
    return {
        "id": view.id,
        "label": view.label,
        "groups": list(view.groups),
        "state": view.state,
        "heard_s": _age_s(view.heard_ns, now_ns),
        "volume_db": view.volume_db,
        "max_volume_db": view.max_volume_db,
        "muted": view.muted,
        "session": view.session,
        "revision": view.revision,
        "boot": hello.boot if hello else None,
        "firmware": hello.firmware if hello else None,
        "board": hello.board if hello else None,
        "playout": status.get("playout"),
        "fault": status.get("fault"),
        "telemetry": dict(view.telemetry) if view.telemetry is not None else None,
        "telemetry_age_s": _age_s(view.telemetry_ns, now_ns),
        "stream": {
            "ip": hello.ip if hello else stream.address[0],
            "port": hello.port if hello else stream.address[1],
            "encoding": stream.encoding,
            "payload_type": stream.payload_type,
            "frame_ms": stream.frame_ms,
            "datagram_bytes": stream.datagram_bytes,
            "ssrc": stream.ssrc,
            "packets": report.packets if report else 0,
            "bytes": report.bytes if report else 0,
            "send_errors": report.send_errors if report else 0,
            "refused": control.parts.picture.refused_packets(stream.id),
            "quality": _quality(report),
        }
        if stream
        else None,
        "marks": [{"what": mark.what, "at_ns": mark.at_ns, "number": mark.number} for mark in view.marks],
        "documents": {"malformed": view.malformed, "stale": view.stale, "repeated": view.repeated},
    }


def _quality(report: StreamReport | None) -> dict[str, Any] | None:
    """What the receiver reports, None before it does."""
    if report is None or report.quality is None:
        return None
    return {
        name: round(value, 3) if isinstance(value, float) else value for name, value in asdict(report.quality).items()
    }


def cue_state(cue: Cue) -> dict[str, Any]:
    """A cue. ``asked`` is UTC; started and ended are on the monotonic clock, as mouth_ns is."""
    return {
        "id": cue.id,
        "from": cue.source,
        "file": cue.file,
        "to": list(cue.to),
        "named": list(cue.named),
        "priority": cue.priority,
        "state": cue.state,
        "asked": datetime.fromtimestamp(cue.asked_at, UTC).isoformat(timespec="milliseconds"),
        "asked_ns": cue.asked_ns,
        "started_ns": cue.started_ns,
        "ended_ns": cue.ended_ns,
        "mouth_ns": cue.mouth_ns,
        "duration_ms": cue.duration_ms,
        "reason": cue.reason,
        "again_of": cue.again_of,
        "show": cue.show,
        "who": cue.who,
        "mode": cue.mode,
        "private": cue.private,
    }


def _milliseconds(lateness: Lateness) -> dict[str, float]:
    return {
        "p50": round(lateness.p50_us / 1000, 3),
        "p99": round(lateness.p99_us / 1000, 3),
        "max": round(lateness.max_us / 1000, 3),
    }


def _age_s(at_ns: int | None, now_ns: int) -> float | None:
    return None if at_ns is None else round(max(0, now_ns - at_ns) / NS_PER_S, 2)
