"""Sound that never came, found by the clock alone."""

import numpy as np
import pytest

from hushcue_gateway.capture.losses import LossMeter

MS = 1_000_000


def run(meter: LossMeter, blocks: int, missing: set[int], late_ms: float = 0.0, ppm: float = 0.0) -> None:
    random = np.random.default_rng(5)
    for number in range(blocks):
        if number not in missing:
            arrives = (number + 1) * 10 * MS / (1 + ppm * 1e-6) + random.exponential(late_ms) * MS
            meter.block(10 * MS, int(arrives))


@pytest.mark.parametrize("ppm", [-300.0, 0.0, 300.0])
def test_nothing_missing_counts_nothing_however_late_and_drifting(ppm: float) -> None:
    meter = LossMeter(10 * MS)
    run(meter, 20000, set(), late_ms=4.0, ppm=ppm)
    assert meter.lost_ms == 0.0


@pytest.mark.parametrize("missing", [{1000}, {1000, 1001, 1002}, {500, 1500, 2500}])
def test_missing_blocks_are_counted(missing: set[int]) -> None:
    meter = LossMeter(10 * MS)
    run(meter, 4000, missing, late_ms=0.5)
    assert meter.lost_ms == pytest.approx(10 * len(missing), abs=2.0)


def test_blocks_that_come_late_in_a_heap_are_not_lost() -> None:
    meter = LossMeter(10 * MS)
    for number in range(1000):
        held_until = 520 if 500 <= number < 520 else number
        meter.block(10 * MS, (held_until + 1) * 10 * MS)
    assert meter.lost_ms == 0.0


def test_what_was_lost_stays_counted_when_the_device_is_opened_again() -> None:
    meter = LossMeter(10 * MS)
    run(meter, 1000, {300})
    before = meter.lost_ms
    meter.restart()
    run(meter, 1000, set())
    assert before > 5.0
    assert meter.lost_ms == before
