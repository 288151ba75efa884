"""The gateway's state of one bodypack as one line a second, and what changed beside. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from hushcue_words import language

from .lines import Line
from .words import WORDS

WEAK_DBM = -67
POOR_DBM = -75
LOW_PERCENT = 20


def telemetry_line(bodypack: Mapping[str, Any], before: Mapping[str, Any] | None) -> Line | None:
    """The newest report, None where it is the one of before. ``before``: the state that was told last."""
    report = bodypack.get("telemetry")
    old = before.get("telemetry") if before is not None else None
    if report is None or report == old:
        return None
    same = old is not None and (old["boot"], old["session"]) == (report["boot"], report["session"])

    def more(name: str) -> int:
        return int(report[name]) - (int(old[name]) if same and old is not None else 0)

    dbm, percent = report.get("rssi_dbm"), report.get("battery_percent")
    lost, concealed, underruns = more("lost"), more("concealed"), more("underruns")
    text = WORDS.say(
        "figures",
        playout=bodypack.get("playout") or "?",
        level=report["level_db"],
        dbm="?" if dbm is None else dbm,
        received=more("received"),
        repaired=more("redundant") + more("resent"),
        lost=lost,
        concealed=concealed,
        underruns=underruns,
        jitter=report["jitter_ms"],
        buffer=report["buffer_ms"],
        battery="-" if percent is None else f"{percent} %",
        heap="?" if report.get("heap_free_bytes") is None else round(report["heap_free_bytes"] / 1024),
    )
    kind = ""
    if concealed or (dbm is not None and dbm < WEAK_DBM) or (percent is not None and percent < LOW_PERCENT):
        kind = "warn"
    if lost or underruns or (dbm is not None and dbm < POOR_DBM):
        kind = "wrong"
    return Line(text, kind)


def change_lines(bodypack: Mapping[str, Any], before: Mapping[str, Any] | None) -> list[Line]:
    """What a person should see at once: there or gone, a new session, a fault, a press of the button."""
    found = []
    if before is None or bodypack["state"] != before["state"]:
        kind = "ours" if bodypack["state"] == "online" else "wrong"
        found.append(Line(WORDS.say("state", state=bodypack["state"]), kind))
    if before is None:
        return found
    if bodypack.get("boot") != before.get("boot") and before.get("boot") is not None:
        found.append(Line(WORDS.say("restarted", firmware=bodypack.get("firmware") or "?"), "warn"))
    if bodypack.get("session") != before.get("session") and bodypack.get("session") is not None:
        found.append(Line(WORDS.say("session", session=bodypack["session"]), "ours"))
    if bodypack.get("fault") != before.get("fault"):
        fault = bodypack.get("fault")
        found.append(Line(WORDS.say("fault", fault=fault), "wrong") if fault else Line(WORDS.say("fault_over"), "ours"))
    seen = {(mark["what"], mark["number"], mark["at_ns"]) for mark in before.get("marks", [])}
    for mark in bodypack.get("marks", []):
        if (mark["what"], mark["number"], mark["at_ns"]) not in seen:
            found.append(Line(WORDS.say("pressed_" + mark["what"]), "ours"))
    return found


def notice_lines(notices: Sequence[Mapping[str, Any]], name: str, after_ns: int) -> tuple[list[Line], int]:
    """(what the gateway noticed about this bodypack since, up to when)."""
    news = [each for each in notices if each.get("bodypack") == name and each["at_ns"] > after_ns]
    lines = [Line(str(each[language()]), "") for each in news]
    return lines, max((int(each["at_ns"]) for each in notices), default=after_ns)
