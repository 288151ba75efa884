"""The bench of a full house: how it counts, and a small one from end to end."""

from __future__ import annotations

import argparse
import os
import sys

import pytest
from support.programs import needs

from hushcue_tools.bench import console, usage
from hushcue_tools.bench.crowd_hosts import Stream

MS = 1_000_000


def test_what_is_missing_and_what_comes_twice_is_counted_over_the_turn_of_sequence_numbers() -> None:
    stream = Stream(session=1)
    for step, sequence in enumerate([65533, 65534, 65535, 0, 2, 2, 3]):
        stream.take(sequence, step * 10 * MS)
    assert (stream.expected, stream.received, stream.doubles) == (7, 6, 1)


def test_a_pause_long_enough_to_be_heard_is_counted() -> None:
    stream = Stream(session=1)
    for sequence, at_ms in ((1, 0), (2, 10), (3, 150), (4, 160)):
        stream.take(sequence, at_ms * MS)
    assert stream.gaps == 1 and stream.longest_gap_ns == 140 * MS


@pytest.mark.skipif(sys.platform != "linux", reason="told by /proc")
def test_this_process_uses_time_and_memory() -> None:
    before = usage.sample(os.getpid())
    sum(number * number for number in range(2_000_000))
    after = usage.sample(os.getpid())
    assert before is not None and after is not None
    assert after.cpu_s > before.cpu_s and after.memory_bytes > after.own_bytes > 1_000_000
    assert usage.sample(2**22 + 1) is None


def test_a_small_house_is_filled_measured_and_emptied() -> None:
    needs("mosquitto")
    args = argparse.Namespace(operators=3, talking=2, hosts=4, seconds=2.0, settle=0.5, packet_ms=20)
    figures = console.measure(args)
    assert figures["bodypacks"]["flowing"] == 4
    # each is counted over its own two seconds; what the machine had no time for is missing in both
    assert figures["bodypacks"]["packets"] >= 4 * figures["ticks"]["ticks"] / 2 > 0
    assert figures["people"]["people"] == 3 and figures["people"]["talking"] == 2
    assert console.describe(figures)
    if sys.platform == "linux":
        found = {name: row for name, row in figures["processes"].items() if name.startswith("gateway: ")}
        assert {"gateway: media", "gateway: capture", "gateway: webrtc"} & set(found), "one may be another by now"
        assert sum(row["cpu_percent"] for row in found.values()) > 0
