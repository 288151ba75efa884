"""``hushcue bench chip``: what one packet costs on the chip, counted instruction by instruction, without a chip.

The firmware's own files are compiled with mpy-cross and their machine code is run on an emulated RISC-V core. Counted
is what viper compiles: every loop over bytes and samples. The bytecode around it (a few hundred byte codes per packet)
is not.
"""

import argparse
from typing import Any

from hushcue_tools import firmware
from hushcue_wire import audio

from . import heap, reference
from .chip_words import WORDS
from .replay import STAGES, Bodypack, Replay

BUDGET = 60_000
"""Instructions per packet of 10 ms: 0.6 ms of a 160 MHz core at 1.5 cycles each, so 6 % of it."""
FRAME_MS = 10
WARM_UP = 60
PACKETS = 32
_MHZ = 160
_CYCLES = 1.5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """All figures. Raises Mismatch where the machine code computes something else."""
    replay = Replay()
    steady: dict[str, dict[str, int]] = {}
    turning: dict[str, dict[str, int]] = {}
    calls = 0
    for encoding in (audio.L16, audio.PCMU):
        bodypack = replay.bodypack(encoding)
        for _ in range(WARM_UP):
            bodypack.packet()
        steady[encoding] = _mean(replay, bodypack, [None] * PACKETS)
        turning[encoding] = _mean(replay, bodypack, [-6.0, -9.0] * (PACKETS // 2))
        calls += sum(replay.calls.values())
        replay.calls.clear()
    lost, more = _lost_frame(replay)
    return {
        "instructions_per_packet": steady[audio.L16],
        "heap_bytes_per_packet": heap.bytes_per_packet(firmware.locate()),
        "budget": BUDGET,
        "steady": steady,
        "volume_turned": turning,
        "concealment": lost,
        "image_rejection_db": round(reference.image_rejection_db(6000), 1),
        "calls_compared": calls + more,
    }


def _mean(replay: Replay, bodypack: Bodypack, volumes: list[float | None]) -> dict[str, int]:
    """Instructions per packet over so many packets, rounded up; the volume is set before each that names one.

    A mean, because the DAC frees whole descriptors of 5.33 ms: in one packet's time it takes no frame, one or two.
    """
    replay.cost.clear()
    with replay.watching():
        for volume_db in volumes:
            if volume_db is not None:
                bodypack.session.set_volume_db(volume_db)
            bodypack.packet()
    means = {stage: -(-cost // len(volumes)) for stage, cost in replay.by_stage().items()}
    means["total"] = sum(means[stage] for stage in STAGES)
    return means


def _lost_frame(replay: Replay) -> tuple[int, int]:
    """(instructions of the dearest packet time around a lost frame, calls compared)."""
    bodypack = replay.bodypack(audio.L16)
    for _ in range(WARM_UP):
        bodypack.packet()
    dearest = 0
    with replay.watching():
        for arrives in (False, True, True):
            replay.cost.clear()
            bodypack.packet(arrives)
            dearest = max(dearest, replay.by_stage()["total"])
    return dearest, sum(replay.calls.values())


def held(figures: dict[str, Any]) -> bool:
    """Within the budget, nothing allocated, images out of the way."""
    costs = [*figures["steady"].values(), *figures["volume_turned"].values()]
    return all(each["total"] <= BUDGET for each in costs) and not figures["heap_bytes_per_packet"]


def describe(figures: dict[str, Any]) -> str:
    """A table for people."""
    columns = [*STAGES, "total"]
    rows = [[WORDS.say("variant"), *(WORDS.say(column) for column in columns)]]
    for code, group in (("steady", "steady"), ("turning", "volume_turned")):
        for encoding, costs in figures[group].items():
            rows.append([WORDS.say(code, encoding=encoding), *(str(costs[column]) for column in columns)])
    rows.append([WORDS.say("concealing"), *[""] * len(STAGES), str(figures["concealment"])])
    widths = [max(_width(row[column]) for row in rows) for column in range(len(columns) + 1)]
    lines = [WORDS.say("title", frame_ms=FRAME_MS, budget=BUDGET), ""]
    for row in rows:
        cells = [row[0] + " " * (widths[0] - _width(row[0]))]
        cells += [" " * (width - _width(cell)) + cell for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join(cells).rstrip())
    total = figures["instructions_per_packet"]["total"]
    percent = round(total * _CYCLES / (_MHZ * 1000 * FRAME_MS) * 100, 1)
    grown = figures["heap_bytes_per_packet"]
    lines += [
        "",
        WORDS.say("time", mhz=_MHZ, cycles=_CYCLES, percent=percent),
        WORDS.say("no_heap") if grown is None else WORDS.say("heap", bytes=f"{grown:g}"),
        WORDS.say("images", db=figures["image_rejection_db"]),
        WORDS.say("checked", calls=figures["calls_compared"]),
    ]
    return "\n".join(lines)


def _width(text: str) -> int:
    """Columns of a terminal."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)
