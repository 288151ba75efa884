"""``hushcue bench chip``: what one packet costs on the chip, counted instruction by instruction, without a chip.

The firmware's own files are compiled with mpy-cross and their machine code is run on an emulated RISC-V core, beside
the machine code that a build puts there. Counted is every loop over bytes and samples. The bytecode around it (some
hundred byte codes per packet) is not, nor what the chip's hardware does by itself: AES.
"""

import argparse
from typing import Any

from hushcue_tools import firmware
from hushcue_wire import audio

from ..columns import lined_up
from . import heap, reference
from .chip_words import WORDS
from .replay import STAGES, Bodypack, Replay

BUDGET = 90_000
"""Instructions per packet of 10 ms: 0.85 ms of a 160 MHz core at 1.5 cycles each, so 8.4 % of it."""
FRAME_MS = 10
WARM_UP = 60
PACKETS = 32
SHAPES = ((audio.L16, 2), (audio.L16, 3), (audio.PCMU, 5), (audio.PCMU, 6))
"""What a gateway sends as losses grow: (encoding of the frame itself, copies of earlier ones)."""
FIRST = "L16+3"
"""What every stream begins with."""
MOST_REQUEST = 30_000
MOST_REPORT = 40_000
_AIR = ("receive", "authenticate", "keystream")
_MHZ = 160
_CYCLES = 1.5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """All figures. Raises Mismatch where the machine code computes something else."""
    replay = Replay()
    steady: dict[str, dict[str, int]] = {}
    worst: dict[str, dict[str, int]] = {}
    turning: dict[str, dict[str, int]] = {}
    for encoding, depth in SHAPES:
        shape = f"{encoding}+{depth}"
        bodypack = _under_way(replay, encoding, depth)
        steady[shape] = _mean(replay, bodypack, [None] * PACKETS)
        turning[shape] = _mean(replay, bodypack, [-6.0, -9.0] * (PACKETS // 2))
        worst[shape] = _all_missing(replay, _under_way(replay, encoding, depth), depth, steady[shape])
    plain = Replay(machine_code=False)
    figures = {
        "instructions_per_packet": steady[FIRST],
        "without_machine_code": _mean(plain, _under_way(plain), [None] * PACKETS),
        "heap_bytes_per_packet": heap.bytes_per_packet(firmware.locate()),
        "budget": BUDGET,
        "steady": steady,
        "all_copies_missing": worst,
        "volume_turned": turning,
        "concealment": _lost_frames(replay),
        "shortening": _late(replay),
        "request": _request(replay),
        "report": _report(replay),
        "report_read": _report_read(replay),
        "image_rejection_db": round(reference.image_rejection_db(6000), 1),
    }
    return {**figures, "calls_compared": sum(replay.calls.values()) + sum(plain.calls.values())}


def _under_way(replay: Replay, encoding: str = audio.L16, depth: int = 3) -> Bodypack:
    bodypack = replay.bodypack(encoding, depth)
    for _ in range(WARM_UP):
        bodypack.packet()
        bodypack.said()
    return bodypack


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


def _all_missing(replay: Replay, bodypack: Bodypack, depth: int, steady: dict[str, int]) -> dict[str, int]:
    """The same where a packet has to make up for as many lost ones as it carries copies."""
    for _ in range(depth):
        bodypack.packet(arrives=False)
    repaired = bodypack.session.redundant
    replay.cost.clear()
    with replay.watching():
        bodypack.datagram(bodypack.next())
    stages = steady | {stage: replay.by_stage()[stage] for stage in _AIR}
    stages["total"] = sum(stages[stage] for stage in STAGES)
    for _ in range(2 * depth):
        bodypack.packet()
    if bodypack.session.redundant - repaired != depth:
        raise RuntimeError("the copies were not needed")
    return stages


def _dearest(replay: Replay, bodypack: Bodypack, arrivals: list[bool]) -> int:
    """Instructions of the dearest packet time of those."""
    dearest = 0
    with replay.watching():
        for arrives in arrivals:
            replay.cost.clear()
            bodypack.packet(arrives)
            dearest = max(dearest, replay.by_stage()["total"])
    return dearest


def _lost_frames(replay: Replay) -> int:
    """Around frames that are missing, where the pitch is searched for and the gap filled."""
    return _dearest(replay, _under_way(replay), [False, False, True, True])


def _late(replay: Replay) -> int:
    """While much delay is given back by pitch periods."""
    bodypack = _under_way(replay)
    for _ in range(3 * WARM_UP):  # one outage is no habit
        bodypack.packet()
    held_back = [bodypack.next() for _ in range(15)]
    bodypack.wait(15 * FRAME_MS)
    for data in held_back:
        bodypack.datagram(data)
    received = bodypack.session.received
    dearest = _dearest(replay, bodypack, [True] * 10)
    if bodypack.session.received - received <= 12:
        raise RuntimeError("no delay was given back")
    return dearest


def _said(replay: Replay, bodypack: Bodypack) -> int:
    replay.cost.clear()
    with replay.watching():
        said = bodypack.said()
    if said is None:
        raise RuntimeError("there was nothing to say")
    return replay.by_stage()["total"]


def _request(replay: Replay) -> int:
    """A request for as much as one holds, after an outage as long as the slots."""
    bodypack = _under_way(replay)
    for _ in range(110):
        bodypack.packet(arrives=False)
    bodypack.packet()
    return _said(replay, bodypack)


def _report(replay: Replay) -> int:
    """The report of a second."""
    bodypack = _under_way(replay)
    while bodypack.said() is None:
        bodypack.packet()
    for _ in range(100):
        bodypack.packet()
    return _said(replay, bodypack)


def _report_read(replay: Replay) -> int:
    """A sender report of the stream's size."""
    bodypack = _under_way(replay)
    replay.cost.clear()
    with replay.watching():
        bodypack.datagram(bodypack.report())
    return replay.by_stage()["total"]


def held(figures: dict[str, Any]) -> bool:
    """Within the budget, nothing allocated."""
    costs = [each for group in ("steady", "all_copies_missing", "volume_turned") for each in figures[group].values()]
    talks = figures["request"] <= MOST_REQUEST and figures["report"] <= MOST_REPORT
    return talks and all(each["total"] <= BUDGET for each in costs) and not figures["heap_bytes_per_packet"]


def describe(figures: dict[str, Any]) -> str:
    """A table for people."""
    columns = [*STAGES, "total"]
    rows = [[WORDS.say("variant"), *(WORDS.say(column) for column in columns)]]
    for code, group in (("steady", "steady"), ("missing", "all_copies_missing"), ("turning", "volume_turned")):
        for shape, costs in figures[group].items():
            rows.append([WORDS.say(code, encoding=shape), *(str(costs[column]) for column in columns)])
    plain = figures["without_machine_code"]
    rows.append([WORDS.say("plain", encoding=FIRST), *(str(plain[column]) for column in columns)])
    for code in ("concealment", "shortening", "request", "report", "report_read"):
        rows.append([WORDS.say(code), *[""] * len(STAGES), str(figures[code])])
    lines = [WORDS.say("title", frame_ms=FRAME_MS, budget=BUDGET), "", *lined_up(rows)]
    total = figures["instructions_per_packet"]["total"]
    percent = round(total * _CYCLES / (_MHZ * 1000 * FRAME_MS) * 100, 1)
    grown = figures["heap_bytes_per_packet"]
    lines += [
        "",
        WORDS.say("time", shape=FIRST, mhz=_MHZ, cycles=_CYCLES, percent=percent),
        WORDS.say("no_heap") if grown is None else WORDS.say("heap", bytes=f"{grown:g}"),
        WORDS.say("images", db=figures["image_rejection_db"]),
        WORDS.say("checked", calls=figures["calls_compared"]),
    ]
    return "\n".join(lines)
