"""``hushcue demo`` as a person runs it, with real processes, broker and sockets, and nothing that needs a sound card.

How fast a busy machine is cannot be asserted. What is asserted: the figures are there, they agree with each other, and
where a process that only sleeps was woken in time, every bound is kept or what broke it is named.
"""

import json
from typing import Any

import pytest
from support.demo import demo
from support.programs import needs

from hushcue_tools.report import BUSY_PERCENT

CALM_P99_MS, CALM_MAX_MS = 1.0, 8.0
TRIES = 3


def figures_of(out: str) -> dict[str, Any]:
    figures = json.loads(out.splitlines()[-1])
    assert isinstance(figures, dict)
    return figures


def is_calm(figures: dict[str, Any]) -> bool:
    late = figures["wake_lateness_ms"]
    waits = [bodypack["cpu_wait_percent"] or 0.0 for bodypack in figures["bodypacks"]]
    return bool(late["p99"] <= CALM_P99_MS and late["max"] <= CALM_MAX_MS and max(waits) <= BUSY_PERCENT)


def check_shape(figures: dict[str, Any]) -> None:
    assert [bodypack["id"] for bodypack in figures["bodypacks"]] == ["host-1", "host-2"]
    for bodypack in figures["bodypacks"]:
        assert bodypack["heard_percent"] + bodypack["lost_percent"] == pytest.approx(100.0, abs=0.02)
        assert bodypack["cues"] >= 2
        assert bodypack["frames"] > 300
        assert bodypack["datagrams"]["received"] > 500
        delays = bodypack["mouth_to_ear_ms"]
        assert 20 < delays["p50"] <= delays["p95"] <= delays["p99"] < 1500
        assert isinstance(bodypack["underruns"], int)
    assert figures["cues"] >= 3
    assert isinstance(figures["tick_overruns"], int)
    late = figures["wake_lateness_ms"]
    assert 0 <= late["p50"] <= late["p99"] <= late["max"]
    for bound in figures["bounds"].values():
        assert not (bound["held"] and bound["broken_by_machine"])


@pytest.mark.timeout(600)
def test_a_show_is_heard_and_measured_from_its_samples() -> None:
    """On a machine that is busy with other work at every try, only that something was heard."""
    needs("mosquitto")
    for _ in range(TRIES):
        code, out, err = demo("--seconds", "15", "--json")
        assert code in (0, 4), err
        figures = figures_of(out)
        check_shape(figures)
        heard = [bodypack["heard_percent"] for bodypack in figures["bodypacks"]]
        assert code == (0 if min(heard) == 100.0 else 4)
        if min(heard) >= 99 and figures["bounds"]["mouth_to_ear_p99_ms"]["held"]:
            assert figures["bounds"]["unmeant_db"]["held"]
            return
        assert not is_calm(figures), figures
    assert min(heard) > 0, figures
