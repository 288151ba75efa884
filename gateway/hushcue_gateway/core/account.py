"""What became of the frames of one cue at one bodypack: told piece by piece, in any order, perhaps more than once.

An account has a part for every session in which the cue was sent to the bodypack. A part is a range of sequence
numbers, counted on beyond 65535 from the first of the session. The first that is told of a frame counts; telling it
again changes nothing. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .receipt import CAME, FATE_OF, FATES, HEARD, LEFT_OUT, Receipt, Tally, delays_of, fates_of, no_frames, repairs_of

WINDOW_FRAMES = 1 << 15
"""Of a longer talk the newest so many frames can still be told; what is not told by then is unknown for good."""
LEAST_GAP_FRAMES = 2
"""Moments of the control plane and of the engine differ by less."""

UNTOLD = 256
_PASSED = np.append(HEARD | (FATE_OF == LEFT_OUT), False)
"""Heard, or silence that was left out; the last entry is an untold frame's."""


@dataclass(slots=True)
class Part:
    """The frames ``first``..``last`` of one session. at_ms: how long after the cue's beginning the first was sent.

    last: None while the cue goes on, and when the gateway died (``cut``): then the newest that came is the last.
    exact: it ends with ``last`` for certain; else that is what the clock said when the session ended, and the newest
    that came may lie beyond.
    why: no more is awaited, and why not.
    """

    boot: int
    session: int
    frame_ms: int
    first: int
    at_ms: int
    last: int | None = None
    exact: bool = True
    cut: bool = False
    why: str = ""
    rtt_ms: float = 0.0
    base: int = 0
    """the sequence number of ``octets[0]``; what lay before can not be told any more"""
    octets: NDArray[np.uint16] = field(default_factory=lambda: np.zeros(0, np.uint16))
    """told of each frame, or UNTOLD"""
    newest: int = 0
    """one more than the newest frame that came"""
    _gone: Tally = field(default_factory=no_frames)
    """of the frames before ``base``"""
    _tally: Tally | None = None
    """as it was counted, until something changes"""

    def __post_init__(self) -> None:
        self.base = self.newest = self.first

    @property
    def end(self) -> int:
        """One more than the last frame known to belong to it."""
        if self.cut:
            return self.newest
        if self.last is None:
            return self.base + len(self.octets)
        return self.last + 1 if self.exact else max(self.last + 1, self.newest)

    @property
    def frames(self) -> int:
        return max(0, self.end - self.first)

    @property
    def tally(self) -> Tally:
        if self._tally is None:
            octets = self.octets[: max(0, self.end - self.base)]
            self._tally = self._gone + np.bincount(octets[octets != UNTOLD], minlength=256)
        return self._tally

    @property
    def untold(self) -> int:
        """Frames that nothing is known of."""
        return self.frames - int(self.tally.sum())

    @property
    def settled(self) -> bool:
        """Nothing more is awaited."""
        over = self.last is not None or self.cut
        return over and (bool(self.why) or (not self.cut and self.untold == 0))

    def overlaps(self, first: int, stop: int) -> bool:
        """Whether a frame of ``first``..``stop`` - 1 can belong to it."""
        return stop > self.base and (self.last is None or not self.exact or first <= self.last)

    def tell(self, first: int, octets: bytes) -> Tally:
        """The frames from ``first`` on became that. Those that are news, by their octet."""
        stop = first + len(octets)
        if self.last is not None and self.exact:
            stop = min(stop, self.last + 1)
        if stop <= max(first, self.base):
            return no_frames()
        self._reach(stop)
        self._tally = None
        start = max(first, self.base)
        told = np.frombuffer(octets, np.uint8)[start - first : stop - first]
        place = self.octets[start - self.base : stop - self.base]
        fresh = place == UNTOLD
        place[fresh] = told[fresh]
        came = np.flatnonzero(CAME[told])
        if len(came):
            self.newest = max(self.newest, start + int(came[-1]) + 1)
        news: Tally = np.bincount(told[fresh], minlength=256)
        return news

    def finish(self, last: int | None, exact: bool) -> None:
        """The cue or its session is over. None: the gateway died, nobody knows which was the last."""
        self.last, self.exact, self.cut = last, exact, last is None
        self._tally = None

    def passed(self) -> NDArray[np.bool_]:
        """For every frame from ``base`` on: heard, or rightly left out."""
        mask: NDArray[np.bool_] = _PASSED[self.octets[: max(0, self.end - self.base)]]
        return mask

    def _reach(self, stop: int) -> None:
        grown = stop - self.base - len(self.octets)
        if grown > 0:
            self.octets = np.append(self.octets, np.full(grown, UNTOLD, np.uint16))
        spare = len(self.octets) - WINDOW_FRAMES
        if spare > WINDOW_FRAMES // 2:  # not with every document
            old = self.octets[:spare]
            self._gone += np.bincount(old[old != UNTOLD], minlength=256)
            self.octets = self.octets[spare:].copy()
            self.base += spare


@dataclass(slots=True)
class Account:
    """One cue at one bodypack."""

    cue: str
    bodypack: str
    parts: list[Part] = field(default_factory=list)

    def receipt(self, duration_ms: int | None, frame_ms: int) -> Receipt:
        """As it stands. duration_ms: of the cue, None while it goes on. frame_ms: of a bodypack that has no part."""
        parts = [part for part in self.parts if part.frames or not part.settled]
        frame_ms = parts[-1].frame_ms if parts else frame_ms
        tally = sum((part.tally for part in parts), no_frames())
        fates = fates_of(tally)
        within, around = self._gaps(parts, duration_ms, frame_ms)
        frames = sum(part.frames for part in parts) + within + around
        unknown = sum(part.untold for part in parts)
        wanted = frames - fates["left_out"]
        heard = fates["on_time"] + fates["late"]
        cut = any(part.cut for part in parts)
        over = duration_ms is not None and all(part.settled for part in parts)
        why = ["gateway_restarted"] * cut
        why += [part.why for part in parts if part.why and part.untold]
        why += ["interrupted"] * bool(within) + ["away"] * bool(around)
        p50, p95 = delays_of([(part.tally, part.rtt_ms) for part in parts])
        return Receipt(
            cue=self.cue,
            bodypack=self.bodypack,
            state="pending" if not over else "partial" if unknown or cut else "complete",
            why=tuple(dict.fromkeys(why)),
            frame_ms=frame_ms,
            frames=frames,
            **{name: fates[name] for name in FATES},
            **repairs_of(tally),
            unsent=within + around,
            unknown=unknown,
            heard_percent=10000 * heard // wanted / 100 if wanted else 100.0 if over else 0.0,
            delay_p50_ms=p50,
            delay_p95_ms=p95,
        )

    def missed_ms(self, duration_ms: int, newest_ms: int) -> list[tuple[int, int]]:
        """(from, to) of what was not heard, for whatever reason, in ms from the cue's beginning; in its last
        ``newest_ms``."""
        start_ms = max(0, duration_ms - newest_ms)
        heard = np.zeros(duration_ms - start_ms + 2, np.bool_)
        heard[0] = heard[-1] = True  # fences
        for part in self.parts:
            passed = np.repeat(part.passed(), part.frame_ms)
            at_ms = part.at_ms + (part.base - part.first) * part.frame_ms - start_ms
            low, high = max(0, -at_ms), min(len(passed), duration_ms - start_ms - at_ms)
            if high > low:
                heard[1 + at_ms + low : 1 + at_ms + high] |= passed[low:high]
        edges = np.flatnonzero(np.diff(heard.astype(np.int8)))
        return [(start_ms + int(low), start_ms + int(high)) for low, high in zip(edges[::2], edges[1::2], strict=True)]

    def _gaps(self, parts: list[Part], duration_ms: int | None, frame_ms: int) -> tuple[int, int]:
        """Frames that could not be sent: (between two parts, before the first and after the last)."""
        if not parts:
            return 0, 0 if duration_ms is None else _frames(duration_ms, frame_ms)
        ends = [part.at_ms + part.frames * part.frame_ms for part in parts]
        lead, final = _frames(parts[0].at_ms, frame_ms), parts[-1]
        if duration_ms is None or final.cut or final.last is None:
            return sum(_frames(after.at_ms - end, frame_ms) for end, after in zip(ends, parts[1:], strict=False)), lead
        if not final.exact:  # its session ended before the cue did
            within = sum(_frames(after.at_ms - end, frame_ms) for end, after in zip(ends, parts[1:], strict=False))
            return within, lead + _frames(duration_ms - ends[-1], frame_ms)
        if len(parts) == 1 and not lead:
            return 0, 0
        sent_ms = sum(part.frames * part.frame_ms for part in parts)  # the engine's own count: better than moments
        missing = max(0, round((duration_ms - sent_ms) / frame_ms))
        return (0, missing) if len(parts) == 1 else (max(0, missing - lead), min(lead, missing))


def _frames(gap_ms: int, frame_ms: int) -> int:
    frames = gap_ms // frame_ms
    return frames if frames >= LEAST_GAP_FRAMES else 0
