"""From arrivals at a chip to a record of the network that the link emulator plays again."""

from __future__ import annotations

import base64
import random
from pathlib import Path
from typing import Any

import pytest

from hushcue_link import record
from hushcue_link.record import Arrival
from hushcue_tools.bench import link_trace
from hushcue_tools.bench.link import Link
from hushcue_tools.diagnose import trace

FRAME_MS = 10


def told(records: list[tuple[int, int]], lot: int = 16) -> list[dict[str, Any]]:
    """As on_chip/trace.py says it: (number, microseconds)."""
    data = [number.to_bytes(2, "big") + us.to_bytes(4, "big") for number, us in records]
    lots = [b"".join(data[at : at + lot]) for at in range(0, len(data), lot)]
    return [{"ready": True}, *({"d": base64.b64encode(each).decode()} for each in lots), {"count": len(records)}]


def test_numbers_go_on_over_their_end_and_copies_count_once() -> None:
    found = trace.arrivals(told([(65534, 0), (65535, 10_000), (1, 30_000), (0, 31_000), (1, 32_000)]))
    assert found == [Arrival(0, 0), Arrival(1, 10_000), Arrival(2, 31_000), Arrival(3, 30_000)]


def test_a_stream_that_begins_anew_is_no_record() -> None:
    with pytest.raises(trace.Broken):
        trace.arrivals(told([(10, 0), (30_000, 10_000)]))


def test_losses_and_delays_come_out_whatever_the_two_clocks_are() -> None:
    dice = random.Random(5)
    delays = [None if dice.random() < 0.08 else dice.expovariate(1 / 4) for _ in range(6000)]
    for drift in (-90e-6, 0.0, 90e-6):
        came = [
            Arrival(number, round((number * FRAME_MS + 7.5 + delay) * 1000 * (1 + drift)))
            for number, delay in enumerate(delays)
            if delay is not None
        ]
        rows = record.record(came, FRAME_MS)
        assert [row.delay_ms is None for row in rows] == [delay is None for delay in delays[: len(rows)]]
        fastest = min(delay for delay in delays if delay is not None)
        errors = [
            abs(row.delay_ms - (delay - fastest))
            for row, delay in zip(rows, delays, strict=False)
            if row.delay_ms is not None and delay is not None
        ]
        assert max(errors) < 1.5, drift


def test_the_emulator_plays_the_record_again(tmp_path: Path) -> None:
    rows = record.record([Arrival(0, 5_000), Arrival(1, 15_000), Arrival(3, 59_000)], FRAME_MS)
    assert [row.delay_ms for row in rows] == [0.0, 0.0, None, 24.0]
    file = tmp_path / "air.csv"
    file.write_text(record.as_csv(rows))
    link = Link(link_trace.Trace(link_trace.read(file)))
    for number in range(4):
        link.send(bytes([number]), number * FRAME_MS * 1_000_000)
    assert [(each.due_ns // 1_000_000, each.data) for each in link.take(10**9)] == [
        (0, b"\0"),
        (10, b"\1"),
        (54, b"\3"),
    ]


def test_what_a_person_is_told_of_it() -> None:
    calm = record.record([Arrival(number, number * 10_000) for number in range(1000)], FRAME_MS)
    assert trace.judge(calm).code == "link_traced"
    assert trace.facts(record.figures(calm)) == {
        "sent": 1000,
        "lost": 0.0,
        "p50": 0.0,
        "p95": 0.0,
        "p99": 0.0,
        "worst": 0.0,
    }
    holes = record.record([Arrival(number, number * 10_000) for number in range(1000) if number % 10], FRAME_MS)
    assert trace.judge(holes).code == "link_bad"
    assert trace.judge([]).code == "link_silent"
