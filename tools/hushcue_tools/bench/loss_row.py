"""One row of the loss bench: a channel, a playout, a seed, and what came of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hushcue_wire import fates

from ..ear import percentiles
from ..report import percent
from .link_weather import Conditions
from .loss_heard import Heard, find
from .loss_quality import Pair, pesq_wb, stoi
from .loss_rig import Take, record
from .loss_speech import FRAME, FRAME_MS, Speech, active
from .studio_bodypack import START_NS, Shape

ELASTIC = "elastic"
FIXED = "fixed"
ONE_WAY_MS = 1.5
BURSTS_MS = {"random": 0.0, "GE30": 30.0, "GE100": 100.0, "GE300": 300.0}
"""Channels that lose, and the mean length of their bursts."""
TRACES = ("quiet", "busy", "campus", "modem-sleep")
"""Channels that only delay."""
RANDOM_PERCENTS = (0.0, 10.0, 30.0, 50.0, 70.0)
BURST_PERCENTS = (30.0, 50.0, 70.0)
SETTLED = 500
"""Frames until a playout knows its network: 5 s."""
STALLED = "stalled"
"""Why a row has no PESQ and STOI: neither is defined for speech that stalls."""


@dataclass(frozen=True)
class Case:
    """What a row is about. ``channel``: of BURSTS_MS, of TRACES, or "trace" with ``file``."""

    channel: str
    loss_percent: float
    mode: str
    seed: int
    deadline_ms: int = 60
    """of a fixed playout: from the fastest arrival of a frame to playing it"""
    file: str = ""
    clock_ppm: float = 0.0
    """how much faster the bodypack's crystal is than the gateway's"""

    @property
    def conditions(self) -> Conditions:
        """The network of this row."""
        if self.channel in BURSTS_MS:
            burst_ms = BURSTS_MS[self.channel]
            return Conditions(loss=self.loss_percent / 100, burst_ms=burst_ms, delay_ms=ONE_WAY_MS)
        return Conditions(delay_ms=0.0, trace=self.file or self.channel)


def measure_row(case: Case, speech: Speech) -> dict[str, object]:
    """Run it once."""
    network = case.conditions.network(case.seed, START_NS)
    beyond_ms: list[int] = []
    take = record(
        speech,
        network,
        Shape(clock_ppm=case.clock_ppm),
        case.deadline_ms if case.mode == FIXED else None,
        lambda session: beyond_ms.append(session._playout.delay.excess_ms()),
    )
    speaks = active(take.frames)
    heard = find(take.frames, speaks, take.recording, take.pulls)
    came = heard.pulled_ns >= 0
    delays_ms = (heard.pulled_ns - take.sent_ns)[speaks & came] / 1e6
    count = int(speaks.sum())
    stalled = round(100 * heard.stall_ms / (count * FRAME_MS), 2)
    row: dict[str, object] = {
        "channel": case.channel,
        "loss_percent": case.loss_percent,
        "mode": case.mode,
        "lost_percent": percent(count - len(delays_ms), count, empty=0.0),
        "delay_ms": percentiles(delays_ms.tolist()),
        **_quality(case, take, heard, speech, stalled),
        "stall_percent": stalled,
        "packets_per_s": round(network.down.sent / take.seconds, 1),
        "up_packets_per_s": round(network.up.sent / take.seconds, 1),
        "kbit_per_s": round(8 * network.down.bytes_sent / take.seconds / 1000, 1),
        "seed": case.seed,
        "active_frames": count,
        "fates": _fates(heard, speaks),
        "contradicted": heard.contradicted,
        "underruns": take.underruns,
    }
    if case.mode == FIXED:
        row["deadline_ms"] = case.deadline_ms
    if case.clock_ppm:
        settled = beyond_ms[SETTLED:] or [0]
        row |= {"clock_ppm": case.clock_ppm, "beyond_target_ms": {"least": min(settled), "most": max(settled)}}
    return row


def _fates(heard: Heard, speaks: NDArray[np.bool_]) -> dict[str, int]:
    """What the bodypack says of the active frames."""
    said = heard.fates[speaks]
    source, late = said & fates.SOURCE_BITS, (said & fates.LATE) > 0
    sources = {"original": fates.ORIGINAL, "redundancy": fates.REDUNDANCY, "retransmission": fates.RETRANSMISSION}
    counts = {name: int((source == bits).sum()) for name, bits in sources.items()}
    counts["late"] = int((late & (source > 0)).sum())
    counts["concealed"] = int(((source == 0) & ~late & (said >= 0)).sum())
    counts["lost"] = int(((source == 0) & late & (said >= 0)).sum())
    counts["untold"] = int((said < 0).sum())
    return counts


def _quality(case: Case, take: Take, heard: Heard, speech: Speech, stalled: float) -> dict[str, object]:
    if case.mode == ELASTIC and stalled and case.channel != "quiet":
        return {"pesq_wb": None, "stoi": None, "no_quality": STALLED}
    pairs = _pairs(take, heard, speech)
    (pesq, no_pesq), (intelligible, no_stoi) = pesq_wb(pairs), stoi(pairs)
    missing = no_pesq or no_stoi
    return {"pesq_wb": pesq, "stoi": intelligible} | ({"no_quality": missing} if missing else {})


def _pairs(take: Take, heard: Heard, speech: Speech) -> list[Pair]:
    """Each clip as it was sent, and the same stretch of the recording, from the place where the clip begins in it."""
    said: NDArray[np.int16] = take.frames.reshape(-1)
    pairs = []
    for first, end in speech.clips:
        came = np.flatnonzero(heard.places[first:end] >= 0)
        if not len(came):
            continue
        start = int(heard.places[first + came[0]]) - int(came[0]) * FRAME
        size = (end - first) * FRAME
        if start >= 0 and start + size <= len(take.recording):
            pairs.append((said[first * FRAME : end * FRAME], take.recording[start : start + size]))
    return pairs
