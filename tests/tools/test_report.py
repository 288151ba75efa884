"""Figures and bounds: nothing is rounded into perfection, and the machine is blamed only for what it did."""

import numpy as np
import pytest

from hushcue_tools import report
from hushcue_tools.ear import Recording

QUIET = {"p50": 0.1, "p99": 0.3, "max": 0.9}


def bodypack(heard: float = 100.0, p50: float = 50.0, p99: float = 60.0, **more: object) -> dict[str, object]:
    delays = {"p50": p50, "p95": p99, "p99": p99}
    return {"heard_percent": heard, "mouth_to_ear_ms": delays, "underruns": 0, "unmeant_db": -120.0, **more}


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(0, 0, None), (0, 7, 0.0), (7, 7, 100.0), (99999, 100000, 99.99), (1, 100000, 0.01), (1, 3, 33.33)],
)
def test_almost_all_is_never_told_as_all(part: int, whole: int, told: float | None) -> None:
    assert report.percent(part, whole) == told


def test_a_good_run_holds_every_bound() -> None:
    assert all(bound["held"] for bound in report.bounds([bodypack(), bodypack()], QUIET).values())


@pytest.mark.parametrize(
    ("worse", "broken"),
    [
        ({"heard": 99.99}, "heard_percent"),
        ({"p50": 61.0, "p99": 62.0}, "mouth_to_ear_p50_ms"),
        ({"p99": 105.0}, "mouth_to_ear_p99_ms"),
        ({"underruns": 1}, "underruns"),
        ({"unmeant_db": -59.0}, "unmeant_db"),
    ],
)
def test_the_worst_bodypack_breaks_its_bound_and_a_calm_machine_is_not_blamed(
    worse: dict[str, float], broken: str
) -> None:
    bounds = report.bounds([bodypack(), bodypack(**worse)], QUIET)  # type: ignore[arg-type]
    assert [name for name, bound in bounds.items() if not bound["held"]] == [broken]
    assert not bounds[broken]["broken_by_machine"]


def test_a_machine_that_wakes_late_is_blamed_for_as_much_and_no_more() -> None:
    late = {"p50": 4.0, "p99": 9.0, "max": 20.0}
    assert report.bounds([bodypack(p50=71.0, p99=72.0)], late)["mouth_to_ear_p50_ms"]["broken_by_machine"]
    assert not report.bounds([bodypack(p50=73.0, p99=74.0)], late)["mouth_to_ear_p50_ms"]["broken_by_machine"]
    assert not report.bounds([bodypack(unmeant_db=-20.0)], late)["unmeant_db"]["broken_by_machine"]


def test_a_kernel_that_keeps_the_audio_thread_waiting_is_blamed() -> None:
    bounds = report.bounds([bodypack(p50=90.0, p99=400.0, cpu_wait_percent=9.5)], QUIET)
    assert bounds["mouth_to_ear_p50_ms"]["broken_by_machine"]
    assert not report.bounds([bodypack(p50=90.0, cpu_wait_percent=0.5)], QUIET)["mouth_to_ear_p50_ms"][
        "broken_by_machine"
    ]


def test_a_bodypack_that_heard_nothing_has_no_delay_and_breaks_its_bounds() -> None:
    silence = Recording(np.zeros(48000, np.float32), 0)
    row = report.figures("host-1", [], [], silence, 0)
    assert row["heard_percent"] is None
    assert row["mouth_to_ear_ms"] == {"p50": None, "p95": None, "p99": None}
    bounds = report.bounds([row], QUIET)
    assert not bounds["heard_percent"]["held"]
    assert not bounds["mouth_to_ear_p99_ms"]["held"]
