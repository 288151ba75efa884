"""What a trace says of a network, against what the network did: the shipped path in virtual time."""

from __future__ import annotations

from typing import Any

import pytest
from support.link import Conditions, Fate

from hushcue_bodypack import tracing
from hushcue_gateway.traces.assembly import Assembly
from hushcue_gateway.traces.taking import rows_of
from hushcue_link.record import figures
from hushcue_tools.bench.studio import START_NS, Shape, Studio

POLL_MS = 5.0
"""A packet is read up to so long after it came."""
SECONDS = 20


def take(conditions: Conditions, seed: int, shape: Shape) -> tuple[Assembly, dict[int, Fate]]:
    """A trace of a studio's stream: what was told, and number of the packet -> its fate when it was sent first."""
    network = conditions.network(seed, START_NS, keep=True)
    fates: dict[int, Fate] = {}
    send = network.down.send

    def watched(data: bytes | memoryview, now_ns: int) -> None:
        send(data, now_ns)
        if not 192 <= data[1] <= 223:
            fates.setdefault(int.from_bytes(data[2:4], "big"), network.down.fates[-1])

    network.down.send = watched  # type: ignore[method-assign]
    studio = Studio({"host-1": network}, [], shape)
    try:
        studio.run(3000)
        bodypack = studio.bodypacks["host-1"]
        Trace: Any = tracing.Trace
        trace = bodypack.session.trace = Trace(SECONDS, bodypack._chip_ms(studio.now_ns))
        told = Assembly()
        over = False
        until_ms = 3000
        while not over:
            until_ms += 200
            studio.run(until_ms)
            over = trace.check(bodypack._chip_ms(studio.now_ns))
            while (chunk := trace.take()) is not None:
                assert told.add(*chunk)
    finally:
        studio.close()
    assert trace.end == "done"
    return told, {sequence - trace.first: fate for sequence, fate in fates.items()}


@pytest.mark.parametrize("frame_ms", [5, 20])
def test_a_calm_network_is_flat(frame_ms: int) -> None:
    told, _ = take(Conditions(delay_ms=3), 1, Shape(frame_ms=frame_ms))
    rows = rows_of(told, frame_ms)
    seen = figures(rows)
    assert seen.sent == SECONDS * 1000 // frame_ms
    assert (seen.lost_percent, told.resent(frame_ms)) == (0, 0)
    assert seen.worst_ms is not None and seen.worst_ms <= POLL_MS


@pytest.mark.parametrize(
    ("conditions", "frame_ms", "clock_ppm"),
    [
        (Conditions(loss=0.05, delay_ms=2, jitter_ms=4), 10, 100),
        (Conditions(loss=0.05, delay_ms=2, jitter_ms=4), 20, 0),
        (Conditions(loss=0.02, delay_ms=2, jitter_ms=40), 10, 0),
        (Conditions(loss=0.08, burst_ms=60, delay_ms=5), 10, -100),
        (Conditions(loss=0.01, trace="busy", delay_ms=1), 10, 100),
    ],
)
def test_what_is_told_is_what_the_network_did(conditions: Conditions, frame_ms: int, clock_ppm: float) -> None:
    told, fates = take(conditions, 7, Shape(frame_ms=frame_ms, clock_ppm=clock_ppm))
    rows = rows_of(told, frame_ms)
    first = min(number for number in fates if number >= 0 and fates[number].delays_ms)
    truth = [fates[first + number] for number in range(len(rows))]
    wrong = [
        number
        for number, (row, fate) in enumerate(zip(rows, truth, strict=True))
        if (row.delay_ms is None) != (not fate.delays_ms)
    ]
    lost = sum(not fate.delays_ms for fate in truth)
    print(f"{len(rows)} packets, {lost} lost, {told.resent(frame_ms)} of them resent; wrong: {len(wrong)} {wrong[:20]}")
    assert len(wrong) <= 0.01 * len(rows)
    least = min(fate.delays_ms[0] for fate in truth if fate.delays_ms)
    apart = sorted(
        row.delay_ms - (fate.delays_ms[0] - least)
        for row, fate in zip(rows, truth, strict=True)
        if row.delay_ms is not None and fate.delays_ms
    )
    middle = apart[len(apart) // 2]
    near = sum(abs(each - middle) <= POLL_MS + 1.5 for each in apart) / len(apart)
    print(f"apart: {apart[0]:.1f} .. {middle:.1f} .. {apart[-1]:.1f} ms, {near:.4f} near")
    assert abs(middle) <= POLL_MS and near > 0.98
