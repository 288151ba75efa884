"""Who is dimmed under whom, how fast and for how long (the priority ladder as a table).

The ladder, highest first: emergency, announcement, direct, assistant, programme. While a talk of a higher rung is
*active* towards a bodypack, everything of a lower rung in that bodypack's mix is dimmed by ``depth_db``; where several
higher rungs are active the deepest dim counts, dims never add up. Equal rungs are heard together.

Active means: the talk's key is held (``by="key"``), or it is held and its source is louder than ``threshold_db``
(``by="activity"``). A rung stays active for ``hold_ms`` after that ends, then the dim is let go over ``release_ms``.

The dim is a linear factor 0..1 that moves with a constant slope: the whole way down would take ``attack_ms``, the
whole way up ``release_ms``. A constant slope needs no memory of where a ramp began, so two mixes with equal factors
and equal keys stay equal for ever, which is what lets bodypacks share a bus.

The assistant is not dimmed but cut: where a held key of a higher rung means its silence, the factor is 0 in that very
frame, however softly others are dimmed and whether or not anything is said yet (``by="activity"``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray


class Priority(IntEnum):
    """The ladder; a greater number interrupts a smaller one."""

    PROGRAMME = 0
    ASSISTANT = 1
    DIRECT = 2
    ANNOUNCEMENT = 3
    EMERGENCY = 4


RUNGS = len(Priority)
MUTE_DB = -math.inf
DEPTHS_DB = (0.0, -6.0, -12.0, -18.0, -24.0, MUTE_DB)
"""The depths a policy may choose from; MUTE_DB is silence."""

_P = Priority
DEFAULT_DIMS: tuple[tuple[Priority, Priority, float], ...] = (
    # higher, lower, depth_db
    (_P.ASSISTANT, _P.PROGRAMME, -18.0),
    (_P.DIRECT, _P.PROGRAMME, -18.0),
    (_P.DIRECT, _P.ASSISTANT, MUTE_DB),  # people always cut the assistant off at once
    (_P.ANNOUNCEMENT, _P.PROGRAMME, -18.0),
    (_P.ANNOUNCEMENT, _P.ASSISTANT, MUTE_DB),
    (_P.ANNOUNCEMENT, _P.DIRECT, -12.0),
    (_P.EMERGENCY, _P.PROGRAMME, MUTE_DB),
    (_P.EMERGENCY, _P.ASSISTANT, MUTE_DB),
    (_P.EMERGENCY, _P.DIRECT, -24.0),
    (_P.EMERGENCY, _P.ANNOUNCEMENT, -18.0),
)


@dataclass(frozen=True, slots=True)
class DuckingPolicy:
    """The dims and their timing. A pair that is absent from ``dims`` is not dimmed (0 dB).

    Raises ValueError naming the field when a value is outside its limits.
    """

    dims: tuple[tuple[Priority, Priority, float], ...] = DEFAULT_DIMS
    """(higher rung, lower rung, depth in dB: one of DEPTHS_DB)"""
    attack_ms: float = 20.0
    """1..20: time of a whole way down"""
    hold_ms: float = 300.0
    """0..5000: how long a dim outlasts what caused it"""
    release_ms: float = 400.0
    """20..5000: time of a whole way up"""
    by: Literal["key", "activity"] = "key"
    threshold_db: float = -45.0
    """-90..0 dBFS RMS of one frame: above it a held source counts as active (only with by="activity")"""

    def __post_init__(self) -> None:
        seen: set[tuple[int, int]] = set()
        for higher, lower, depth_db in self.dims:
            if not Priority(higher) > Priority(lower):
                raise ValueError("dims: the first of a pair must be the higher rung")
            if depth_db not in DEPTHS_DB:
                raise ValueError("dims: depth_db must be one of 0, -6, -12, -18, -24, mute")
            if (higher, lower) in seen:
                raise ValueError("dims: a pair is given twice")
            seen.add((higher, lower))
        for name, low, high in (
            ("attack_ms", 1.0, 20.0),
            ("hold_ms", 0.0, 5000.0),
            ("release_ms", 20.0, 5000.0),
            ("threshold_db", -90.0, 0.0),
        ):
            if not low <= getattr(self, name) <= high:
                raise ValueError(f"{name}: must be from {low:g} to {high:g}")
        if self.by not in ("key", "activity"):
            raise ValueError('by: must be "key" or "activity"')

    def factors(self) -> NDArray[np.float64]:
        """Linear dim factors, shape (RUNGS, RUNGS): [higher, lower]; 1.0 where nothing is dimmed."""
        table = np.ones((RUNGS, RUNGS))
        for higher, lower, depth_db in self.dims:
            table[higher, lower] = 10.0 ** (depth_db / 20.0)
        return table


class Ducker:
    """The dim factors of every bodypack and rung, moved on once per frame.

    ``factors`` has shape (bodypacks, RUNGS), float64, 1.0 = not dimmed. Time is counted in frames, so ramps are exact
    in audio time however late a tick ran.
    """

    def __init__(self, policy: DuckingPolicy, frame_ms: int) -> None:
        self._frame_ms = frame_ms
        self.factors: NDArray[np.float64] = np.ones((0, RUNGS))
        self._hold: NDArray[np.int64] = np.zeros((0, RUNGS), np.int64)
        self._cut: NDArray[np.int64] = np.zeros(0, np.int64)
        """frames for which the assistant stays cut after the last key"""
        self._dims: NDArray[np.float64] | None = None
        self.set_policy(policy)

    def set_policy(self, policy: DuckingPolicy) -> None:
        """From the next frame on."""
        self.policy = policy
        self._table = policy.factors()
        self._cuts = self._table[:, Priority.ASSISTANT] == 0.0
        self._down = self._frame_ms / policy.attack_ms
        self._up = self._frame_ms / policy.release_ms
        self._hold_frames = math.ceil(policy.hold_ms / self._frame_ms)

    def set_dims(self, dims: NDArray[np.float64] | None) -> None:
        """Per bodypack how far speech below emergency dims the programme, linear; NaN or None: as the policy says."""
        self._dims = dims

    def add_row(self) -> None:
        """One more bodypack at the end, not dimmed."""
        self.factors = np.vstack([self.factors, np.ones((1, RUNGS))])
        self._hold = np.vstack([self._hold, np.zeros((1, RUNGS), np.int64)])
        self._cut = np.append(self._cut, 0)

    def remove_row(self, row: int) -> None:
        """The bodypack at ``row`` is gone; later ones move up."""
        self.factors = np.delete(self.factors, row, axis=0)
        self._hold = np.delete(self._hold, row, axis=0)
        self._cut = np.delete(self._cut, row)

    def advance(self, active: NDArray[np.bool_], held: NDArray[np.bool_] | None = None) -> None:
        """Move on by one frame; ``active`` and ``held`` are (bodypacks, RUNGS); None: what is held is active."""
        self._move(active)
        pressed = ((active if held is None else held) & self._cuts).any(axis=1)
        silent = pressed | (self._cut > 0)
        self._cut = np.where(pressed, self._hold_frames, np.maximum(self._cut - 1, 0))
        if silent.any():
            self.factors = self.factors.copy()
            self.factors[silent, Priority.ASSISTANT] = 0.0

    def _move(self, active: NDArray[np.bool_]) -> None:
        engaged = active | (self._hold > 0)
        self._hold = np.where(active, self._hold_frames, np.maximum(self._hold - 1, 0))
        factors = self.factors
        if engaged.any():
            target = np.where(engaged[:, :, None], self._tables(), 1.0).min(axis=1)
        elif factors.min(initial=1.0) == 1.0:
            return
        else:
            target = np.ones_like(factors)
        down, up = factors - self._down, factors + self._up
        self.factors = np.where(target < factors, np.maximum(target, down), np.minimum(target, up))

    def _tables(self) -> NDArray[np.float64]:
        """(RUNGS, RUNGS) for all, or (bodypacks, RUNGS, RUNGS) where some have their own depth."""
        dims = self._dims
        if dims is None:
            return self._table
        tables = np.broadcast_to(self._table, (len(dims), RUNGS, RUNGS)).copy()
        speech = slice(Priority.ASSISTANT, Priority.EMERGENCY)
        theirs = tables[:, speech, Priority.PROGRAMME]
        tables[:, speech, Priority.PROGRAMME] = np.where(np.isnan(dims)[:, None], theirs, dims[:, None])
        return tables
