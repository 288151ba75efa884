"""Verdicts on how fast the chip is: microseconds per packet of each stage, and the longest collection. Pure.

The budget is that of ``hushcue bench chip``: instructions of the loops over one packet of 10 ms, at 1.5 cycles each.
The chip measures more than the loops: bytecode around them, its AES, and two readings of the clock. So there are two
bounds: below LIMIT_SHARE of the time of a packet all is well, and above MOST_SHARE sound will suffer.
"""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from .row import Row

PACKET_US = 10_000
BUDGET_INSTRUCTIONS = 90_000
"""As hushcue_tools.bench.chip.BUDGET; a test holds the two together."""
CYCLES = 1.5
LIMIT_SHARE = 0.25
MOST_SHARE = 0.5
PAUSE_US = 16_000
"""What three of the DAC's four descriptors bridge."""
MOST_PAUSE_US = 60_000
"""The chip's queue of six datagrams: longer, and packets are lost."""
FIRST = 8
"""Packets that are not counted: the session begins."""


def budget_us(mhz: int) -> int:
    """What the loops over one packet may take."""
    return round(BUDGET_INSTRUCTIONS * CYCLES / mhz)


def stages(packets: Sequence[Sequence[int]], told: Mapping[str, Any]) -> dict[str, int]:
    """Microseconds by stage; ``packets``: [to the slots, to the DAC, heap] of each."""
    steady = packets[FIRST:] or packets
    receive, play = (round(median(each[at] for each in steady)) for at in (0, 1))
    return {
        "receive": receive,
        "authenticate": told["authenticate_us"],
        "keystream": told["keystream_us"],
        "play": play,
        "total": receive + play,
        "worst": max(each[0] + each[1] for each in steady),
    }


def judge_speed(packets: Sequence[Sequence[int]], told: Mapping[str, Any], mhz: int) -> list[Row]:
    """``told``: the last thing that on_chip/speed.py said."""
    if told["authentic"] < len(packets) or told["refused"]:
        return [Row("speed", "wrong", "speed_refused", {"sent": len(packets), "taken": told["authentic"]})]
    took = stages(packets, told)
    grown = round(median(each[2] for each in (packets[FIRST:] or packets)))
    facts: dict[str, Any] = {
        **took,
        "budget": budget_us(mhz),
        "limit": round(PACKET_US * LIMIT_SHARE),
        "percent": round(took["total"] * 100 / PACKET_US, 1),
        "heap_bytes_per_packet": grown,
    }
    share = took["total"] / PACKET_US
    verdict, code = ("ok", "speed") if share <= LIMIT_SHARE else ("warn", "speed_slow")
    if share > MOST_SHARE:
        verdict, code = "wrong", "speed_too_slow"
    rows = [Row("speed", verdict, code, facts)]  # type: ignore[arg-type]
    rows.append(pause_row(told))
    if grown > 0:
        rows.append(Row("heap", "warn", "heap_grows", {"bytes": grown}))
    return rows


def pause_row(told: Mapping[str, Any]) -> Row:
    """The longest collection of garbage with the receiver loaded."""
    pause = told["longest_pause_us"]
    facts = {
        "ms": round(pause / 1000, 1),
        "free_kb": round(told["heap_free_bytes"] / 1024),
        "used_kb": round(told["heap_used_bytes"] / 1024),
        "patience": round(PAUSE_US / 1000),
    }
    if pause > MOST_PAUSE_US:
        return Row("heap", "wrong", "heap_pause_long", facts)
    return Row("heap", "warn" if pause > PAUSE_US else "ok", "heap_pause" if pause > PAUSE_US else "heap", facts)
