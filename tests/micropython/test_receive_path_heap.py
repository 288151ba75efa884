"""No allocation between the socket's buffer and the DAC: 500 datagrams take 0 bytes of heap.

MicroPython's heap is looked at from inside (``gc.mem_alloc()`` before and after, collection off), on a VM whose words
and blocks are as large as the chip's. The shipped files run, with one change: a viper function runs as bytecode over
the same buffers, each ``p[i]`` being an index into one array that lies over the VM's whole memory
(tools/vm/viper.mjs). That access takes nothing by itself, so what is counted is the firmware's own:
calls, attributes, integers too large for a small one, views. The one thing that native code would not do and bytecode
might is to make a large integer out of an intermediate result above 2**30; it would show here as an allocation, so
0 bytes also says that there is none. The socket and the I2S object are not in the count, being stand-ins here.

A unix-port binary (MICROPYTHON) runs the viper functions as machine code. Where it is a 64-bit one, an integer above
2**30 is still a small one there, and 0 bytes says nothing about such integers.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from support.micropython import runtime

PROGRAM = Path(__file__).parent / "on_vm" / "receive_path.py"
CASES = (
    "L16 5 ms",
    "L16 10 ms",
    "L16 20 ms",
    "PCMU 5 ms",
    "PCMU 10 ms",
    "PCMU 20 ms",
    "L16 10 ms, 3 copies",
    "L16 10 ms, 3 copies, troubled",
    "PCMU 20 ms, 2 copies, troubled",
)


@cache
def results() -> dict[str, dict[str, Any]]:
    """What the program on the VM printed, by case."""
    code, output = runtime.Run(code=PROGRAM.read_text(encoding="utf-8")).finish()
    assert code == 0, output
    rows = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    assert rows[0]["meter_bytes"] >= 4096, "the meter does not see an allocation"
    return {row.get("case", "meter"): row for row in rows}


def test_an_integer_too_large_for_a_small_one_is_seen() -> None:
    if runtime.unix_port() and runtime.word_bits() > 32:
        pytest.skip("a 64-bit VM has small integers up to 2**62; the chip up to 2**30")
    assert results()["meter"]["large_integer_bytes"] > 0


@pytest.mark.parametrize("case", CASES)
def test_500_datagrams_take_no_heap(case: str) -> None:
    row = results()[case]
    assert row["packets"] == 500
    assert row["heap_bytes"] == 0, row
    # and they were really played: 192 bytes per millisecond, but for what is still under way
    span_ms = row["frame_ms"] * (row["packets"] + 120)
    assert row["written_bytes"] > 0.9 * 192 * span_ms, row


@pytest.mark.parametrize("case", [case for case in CASES if "troubled" in case])
def test_the_troubles_were_really_met(case: str) -> None:
    row = results()[case]
    for counter in ("redundant", "duplicate", "rejected", "forged", "concealed", "underruns", "nacks"):
        assert row[counter] > 0, (counter, row)
    assert row["said"] > row["nacks"]


@pytest.mark.parametrize("case", [case for case in CASES if "troubled" not in case])
def test_a_calm_air_loses_nothing(case: str) -> None:
    row = results()[case]
    assert row["authentic"] == row["packets"] + 120
    assert (row["lost"], row["duplicate"], row["rejected"], row["forged"], row["nacks"]) == (0, 0, 0, 0, 0), row
