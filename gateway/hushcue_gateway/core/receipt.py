"""A receipt: what one bodypack made of one cue, in frames. Pure values, and what the octets of ``fates`` mean here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from hushcue_wire import fates as wire

ReceiptState = Literal["pending", "complete", "partial"]
ON_TIME, LATE, CONCEALED, LOST, MUTED, LEFT_OUT = range(6)
FATES = ("on_time", "late", "concealed", "lost", "muted", "left_out")
SOURCES = {"redundancy": wire.REDUNDANCY, "retransmission": wire.RETRANSMISSION}
WHY = (
    "bodypack_restarted",  # before it told
    "gateway_restarted",  # the cue was cut off, how far it went is known from what was told
    "session_replaced",  # what waited in the bodypack's buffer was dropped
    "not_reported",  # it should have told by now
    "not_told",  # it told of later frames: these it forgot, or what it said was lost
    "interrupted",  # no stream for a while within the cue
    "away",  # no stream at the beginning, at the end, or at all
)


def _fate_of(octet: int) -> int:
    source, code = octet & wire.SOURCE_BITS, octet & wire.CODE_BITS
    if code == wire.MUTED:
        return MUTED
    if source == wire.NONE:
        return LOST if octet & wire.LATE else CONCEALED
    if code == wire.LEFT_OUT:
        return LEFT_OUT
    return LATE if octet & wire.LATE else ON_TIME


_OCTETS = np.arange(256)
FATE_OF: NDArray[np.intp] = np.array([_fate_of(octet) for octet in range(256)], np.intp)
"""Fate of every octet of ``hushcue_wire.fates``."""
HEARD: NDArray[np.bool_] = (FATE_OF == ON_TIME) | (FATE_OF == LATE)
CAME: NDArray[np.bool_] = (_OCTETS & wire.SOURCE_BITS) != wire.NONE

Tally = NDArray[np.int64]
"""(256,) frames by their octet."""


def no_frames() -> Tally:
    """A tally of nothing."""
    return np.zeros(256, np.int64)


def fates_of(tally: Tally) -> dict[str, int]:
    """Frames by the names of FATES."""
    counts = np.bincount(FATE_OF, weights=tally, minlength=len(FATES))
    return {name: int(counts[place]) for place, name in enumerate(FATES)}


def repairs_of(tally: Tally) -> dict[str, int]:
    """Frames heard only thanks to SOURCES."""
    by_source = np.bincount(_OCTETS & wire.SOURCE_BITS, weights=np.where(HEARD, tally, 0), minlength=256)
    return {name: int(by_source[source]) for name, source in SOURCES.items()}


def delays_of(tallies: list[tuple[Tally, float]]) -> tuple[float | None, float | None]:
    """p50 and p95, in ms, of the frames heard; with each tally its round trip time, half of which is on top of what was
    told (the way of the fastest packet). None where nothing was heard."""
    delays: list[float] = []
    counts: list[int] = []
    for tally, rtt_ms in tallies:
        by_code = np.bincount(_OCTETS & wire.CODE_BITS, weights=np.where(HEARD, tally, 0), minlength=32)
        for code, delay_ms in enumerate(wire.DELAYS_MS):
            if by_code[code]:
                delays.append(delay_ms + rtt_ms / 2)
                counts.append(int(by_code[code]))
    if not delays:
        return None, None
    order = np.argsort(delays)
    sorted_ms, running = np.array(delays)[order], np.cumsum(np.array(counts)[order])
    p50, p95 = (float(sorted_ms[np.searchsorted(running, share * running[-1])]) for share in (0.50, 0.95))
    return round(p50, 1), round(p95, 1)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Frames are those of the bodypack's stream.

    frames = on_time + late + concealed + lost + muted + left_out + unsent + unknown. redundancy and retransmission:
    those among on_time and late that only these had saved. left_out: silence that was skipped to give delay back.
    unsent: there was no stream to send them by. unknown: never told. heard_percent: of all but left_out, rounded down.
    delay_*_ms: from sending to playing. state "complete": nothing is unknown. why: WHY, for what was not heard.
    """

    cue: str
    bodypack: str
    state: ReceiptState
    why: tuple[str, ...]
    frame_ms: int
    frames: int
    on_time: int = 0
    late: int = 0
    redundancy: int = 0
    retransmission: int = 0
    concealed: int = 0
    lost: int = 0
    muted: int = 0
    left_out: int = 0
    unsent: int = 0
    unknown: int = 0
    heard_percent: float = 0.0
    delay_p50_ms: float | None = None
    delay_p95_ms: float | None = None

    def as_json(self) -> dict[str, Any]:
        """For people's screens and for the journal."""
        fields = {name: getattr(self, name) for name in self.__slots__ if not name.startswith("delay_")}
        return {**fields, "why": list(self.why), "delay_ms": {"p50": self.delay_p50_ms, "p95": self.delay_p95_ms}}

    @classmethod
    def of_json(cls, value: Mapping[str, Any]) -> Receipt:
        """Back again. KeyError, TypeError or ValueError where it is none."""
        fields = {name: value[name] for name in cls.__slots__ if not name.startswith("delay_")}
        delay = value["delay_ms"]
        fields.update(why=tuple(value["why"]), delay_p50_ms=delay["p50"], delay_p95_ms=delay["p95"])
        return cls(**fields)
