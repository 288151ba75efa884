"""Verdicts on a bodypack from afar: what its telemetry and the gateway's state say, over some seconds. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from .judge_network import GOOD_DBM, POOR_DBM
from .judge_parts import LOW_PERCENT
from .row import Row

QUIET_S = 15.0
LOST_PERCENT = 5.0
JITTER_MS = 30.0
HOT_C = 80.0
LOW_HEAP_BYTES = 10_000
OVERRUN_NOTICE = 1


def judge_state(
    before: Mapping[str, Any], now: Mapping[str, Any], name: str, charge: Callable[[int], int] | None = None
) -> list[Row]:
    """``before`` and ``now``: two answers of /api/v1/state, some seconds apart, both with the bodypack in them."""
    one, two = (next(each for each in state["bodypacks"] if each["id"] == name) for state in (before, now))
    rows = [online_row(two), *firmware_rows(two, now["gateway"]["version"])]
    rows += key_rows(now, name)
    if two.get("fault"):
        rows.append(Row("fault", "wrong", "remote_fault", {"fault": two["fault"]}))
    report = two.get("telemetry")
    if report is None:
        rows.append(Row("link", "skipped", "remote_no_telemetry"))
    else:
        rows += [radio_row(report), link_row(one.get("telemetry"), report), sound_row(one.get("telemetry"), report)]
        rows += body_rows(report)
    rows.append(documents_row(two))
    rows.append(studio_row(before, now))
    return [row for row in rows if row is not None]


def online_row(bodypack: Mapping[str, Any]) -> Row:
    """Is it there?"""
    facts = {"seconds": bodypack.get("heard_s"), "state": bodypack["state"]}
    if bodypack.get("heard_s") is None:
        return Row("online", "wrong", "remote_never", facts)
    if bodypack["state"] != "online":
        return Row("online", "wrong", "remote_away", facts)
    if bodypack["session"] is None:
        return Row("online", "wrong", "remote_no_session", facts)
    return Row("online", "ok", "remote_online", {**facts, "playout": bodypack.get("playout") or "?"})


def firmware_rows(bodypack: Mapping[str, Any], ours: str) -> list[Row]:
    """The same version on both sides?"""
    found = bodypack.get("firmware")
    if not found:
        return []
    facts = {"version": found, "ours": ours, "board": bodypack.get("board") or "?"}
    same = found == ours
    return [Row("firmware", "ok" if same else "warn", "remote_firmware" if same else "remote_firmware_other", facts)]


def key_rows(state: Mapping[str, Any], name: str) -> list[Row]:
    """The newest word of the gateway on its key."""
    about = [each for each in state.get("notices", []) if each.get("bodypack") == name]
    for each in reversed(about):
        if each["code"] == "bodypack_wrong_key":
            facts = each.get("facts", {})
            return [Row("key", "wrong", "remote_key", {"key": facts.get("key"), "ours": facts.get("ours"), "id": name})]
        if each["code"] == "session_started":
            return [Row("key", "ok", "remote_key_good")]
    return []


def radio_row(report: Mapping[str, Any]) -> Row:
    """Its signal."""
    dbm = report.get("rssi_dbm")
    facts = {"dbm": dbm}
    if dbm is None:
        return Row("wifi", "warn", "remote_no_level")
    if dbm < POOR_DBM:
        return Row("wifi", "wrong", "remote_poor", facts)
    return Row("wifi", "warn" if dbm < GOOD_DBM else "ok", "remote_weak" if dbm < GOOD_DBM else "remote_radio", facts)


def grown(before: Mapping[str, Any] | None, now: Mapping[str, Any], name: str) -> int:
    """How much a counter rose between two reports of one session; all of it where there is no earlier one."""
    same = before is not None and before["session"] == now["session"] and before["boot"] == now["boot"]
    return max(0, int(now[name]) - (int(before[name]) if before is not None and same else 0))


def link_row(before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> Row:
    """What the air did to its packets."""
    came = grown(before, now, "received") - grown(before, now, "redundant") - grown(before, now, "resent")
    missing = grown(before, now, "lost") + grown(before, now, "redundant") + grown(before, now, "resent")
    facts = {
        "percent": round(100 * missing / max(1, came + missing), 1),
        "repaired": grown(before, now, "redundant") + grown(before, now, "resent"),
        "jitter": now["jitter_ms"],
        "buffer": now["buffer_ms"],
        "rtt": "?" if now.get("rtt_ms") is None else now["rtt_ms"],
    }
    if came + missing <= 0:
        return Row("link", "wrong", "remote_nothing", facts)
    bad = facts["percent"] > LOST_PERCENT or now["jitter_ms"] > JITTER_MS
    return Row("link", "warn" if bad else "ok", "remote_link_bad" if bad else "remote_link", facts)


def sound_row(before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> Row:
    """What the ear was missing."""
    facts = {
        "concealed": grown(before, now, "concealed"),
        "lost": grown(before, now, "lost"),
        "underruns": grown(before, now, "underruns"),
        "level": now["level_db"],
    }
    if facts["underruns"]:
        return Row("sound", "warn", "remote_underruns", facts)
    if facts["lost"]:
        return Row("sound", "warn", "remote_gaps", facts)
    return Row("sound", "ok", "remote_sound", facts)


def body_rows(report: Mapping[str, Any]) -> list[Row]:
    """Cell, heap, temperature, and documents that are not the gateway's."""
    rows = []
    percent, mv = report.get("battery_percent"), report.get("battery_mv")
    if percent is not None:
        low = percent < LOW_PERCENT
        facts = {"percent": percent, "mv": mv}
        rows.append(Row("battery", "warn" if low else "ok", "remote_battery_low" if low else "remote_battery", facts))
    heap = report.get("heap_free_bytes")
    if heap is not None:
        low = heap < LOW_HEAP_BYTES
        facts = {"kb": round(heap / 1024), "hours": round(report["uptime_s"] / 3600, 1)}
        rows.append(Row("heap", "warn" if low else "ok", "remote_heap_low" if low else "remote_heap", facts))
    hot = report.get("temperature_c")
    if hot is not None and hot > HOT_C:
        rows.append(Row("temperature", "warn", "remote_hot", {"celsius": hot}))
    if report["forged"] or report["replayed"] > 100:
        facts = {"forged": report["forged"], "replayed": report["replayed"]}
        rows.append(Row("documents", "warn", "remote_forged", facts))
    return rows


def documents_row(bodypack: Mapping[str, Any]) -> Row:
    """Whether what it says keeps the contract."""
    bad = int(bodypack["documents"]["malformed"])
    if bad:
        return Row("documents", "warn", "remote_malformed", {"count": bad})
    return Row("documents", "ok", "remote_documents")


def studio_row(before: Mapping[str, Any], now: Mapping[str, Any]) -> Row:
    """The gateway's own health."""
    late = now["media"]["lateness_ms"]["max"]
    overruns = now["media"]["overruns"] - before["media"]["overruns"]
    facts = {"late": late, "overruns": overruns}
    if not now["broker"]["connected"]:
        return Row("studio", "wrong", "remote_no_broker", facts)
    if overruns >= OVERRUN_NOTICE:
        return Row("studio", "warn", "remote_overruns", facts)
    return Row("studio", "ok", "remote_studio", facts)
