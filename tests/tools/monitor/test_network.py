"""The monitor over the network: a report is one line, changes are said at once, a gateway that goes is waited for."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from hushcue_tools.monitor.network import Watch
from hushcue_tools.monitor.words import WORDS
from hushcue_words import EXIT_MISSING, EXIT_USAGE, Trouble

COUNTERS = ("received", "lost", "concealed", "underruns", "redundant", "resent")


def state(**changes: Any) -> dict[str, Any]:
    """The gateway's state with one bodypack."""
    report: dict[str, Any] = {name: 0 for name in COUNTERS}
    report |= {"boot": 1, "session": 2, "level_db": -20.0, "rssi_dbm": -50, "jitter_ms": 1.0, "buffer_ms": 20.0}
    report |= {"battery_percent": 80, "heap_free_bytes": 64_000}
    bodypack: dict[str, Any] = {"id": "host-1", "state": "online", "boot": 1, "session": 2, "fault": None}
    bodypack |= {"playout": "playing", "firmware": "0.4.0", "marks": [], "telemetry": report}
    return {"bodypacks": [bodypack | changes], "notices": []}


def watched(answers: list[Any], name: str = "host-1") -> list[tuple[str, str]]:
    """(text, kind) of everything that is said while these answers come."""
    left = list(answers)

    def ask() -> dict[str, Any]:
        answer = left.pop(0)
        if isinstance(answer, Trouble):
            raise answer
        return copy.deepcopy(answer)

    ended: Callable[[], bool] = lambda: not left  # noqa: E731 - one line says it
    return [(line.text, line.kind) for line, _ in Watch(name, ask, ended, lambda _: None).lines()]


def report_of(**changes: Any) -> dict[str, Any]:
    """The report of state() with changes."""
    return {**state()["bodypacks"][0]["telemetry"], **changes}


def test_each_report_is_one_line_with_what_is_new_in_it() -> None:
    later = state(telemetry=report_of(received=100, lost=2, redundant=3))
    said = watched([state(), state(), later])
    assert said[0] == ("the bodypack is online", "ours")
    assert len(said) == 3, "the same report is said once"
    assert "+100 (3 repaired, 2 lost" in said[2][0] and said[2][1] == "wrong"
    assert watched([state(telemetry=report_of(rssi_dbm=-70))])[1][1] == "warn"


def test_a_fault_a_press_and_a_restart_are_said_at_once() -> None:
    pressed = {"what": "call", "number": 1, "at_ns": 5}
    said = [
        text for text, _ in watched([state(), state(fault="OSError: 5", marks=[pressed]), state(boot=9, state="lost")])
    ]
    assert "fault: OSError: 5" in said and "button: call me" in said
    assert "it has started anew (hushcue 0.4.0)" in said and "the bodypack is lost" in said
    assert "the fault is over" in said


def test_notices_of_this_bodypack_alone() -> None:
    before = state()
    after = state()
    for name, at_ns in (("host-1", 7), ("host-2", 8)):
        after["notices"].append({"bodypack": name, "at_ns": at_ns, "en": f"{name}: moved", "zh": "x", "code": "moved"})
    said = [text for text, _ in watched([before, after, after])]
    assert said.count("host-1: moved") == 1 and "host-2: moved" not in said


def test_a_gateway_that_goes_is_waited_for() -> None:
    gone = WORDS.trouble("gateway_gone", exit_code=EXIT_MISSING, reason="x")
    said = watched([state(), gone, gone, state()])
    assert [kind for text, kind in said if "does not answer" in text] == ["warn"]
    assert said[-1] == ("the gateway is back", "ours")
    with pytest.raises(Trouble):
        watched([gone])


def test_what_is_wrong_with_the_question_ends_it() -> None:
    with pytest.raises(Trouble) as caught:
        watched([state()], "host-9")
    assert caught.value.exit_code == EXIT_USAGE and "host-1" in str(caught.value)
