"""One source's way from its ring into the tick: a frame when there is one, None when there is not. Pure.

Delay is counted in samples between the end of the newest sample and the place an even reader has reached; it does not
wave with the phase between the sound card's blocks and the ticks. Blocks of B samples that come at most M late are
never missed when the delay is B + M: that is the target. The producer of a live source steers its resampler to it.
The engine fades where a frame is missing, so nothing here has to.
"""

import numpy as np

from ..rings import Ring, Samples

QUIET_PEAK = 0.01
"""A frame below this (-40 dBFS) may be dropped to catch up: it is a pause."""
STALE_NS = 200_000_000
"""Samples that nobody has added to for so long are not played late."""
HARD_BOUND_MS = 200
"""A delay this much beyond the target is cut even within a word."""
LEARNED_STEP_MS, LEARNED_MAX_MS = 5, 40
"""What one starvation adds to the cushion, and the most it may add."""
CALM_S = 5
"""Without starvation for so long, the learned cushion gives back half of what blocks of that time did not need."""
SPARE_MS = 2
"""The latest block of that time is to find so much of the cushion left."""
MEAN_MS = 500
"""The delay waves with the blocks of a sound server; its mean over so long is what is too long or not."""
SLACK_MS = 2
"""A mean delay more than this beyond the target is cut in the next pause; less is left to the producer's steering,
which takes half a minute for it."""
FADE_MS = 4
"""Over so long a shortened pause passes from what would have come to what comes instead."""


class RingReader:
    """The consumer of ``ring``: ``frame`` once per tick."""

    def __init__(self, ring: Ring, frame_samples: int, rate_hz: int, margin_ms: float):
        self.ring = ring
        self.caught_up_samples = 0
        self.delay_samples = 0.0
        """of the newest frame"""
        self._out: Samples = np.zeros(frame_samples, np.float32)
        self._rate_hz = rate_hz
        self._margin = round(margin_ms * rate_hz / 1000)
        self._learned = 0
        self._calm_ticks = 0
        self._spare = np.inf
        """what was left of the cushion, at the least, when a block came; since the calm began"""
        self._stamp_ns = 0
        self._cushion = 0.0
        """delay before the next block comes, at most the target"""
        self._excess = Mean(MEAN_MS * rate_hz // 1000 // frame_samples)
        self._fade: Samples = np.minimum(np.arange(frame_samples, dtype=np.float32) / (FADE_MS * rate_hz / 1000), 1)
        self._primed = False
        self._in_gap = False
        self._starved_before = ring.starved_frames

    @property
    def starved_frames(self) -> int:
        """Frames that should have been there since this reader began."""
        return self.ring.starved_frames - self._starved_before

    @property
    def target_samples(self) -> int:
        """The delay wanted: a block, the margin, and what starvation has taught."""
        return (self.ring.block_samples or len(self._out)) + self._margin + self._learned

    def frame(self, deadline_ns: int) -> Samples | None:
        """The frame for the tick of ``deadline_ns``, valid until the next call; None is silence."""
        ring, out = self.ring, self._out
        ring.ask_target(self.target_samples)
        if not self._primed and not self._prime(deadline_ns):
            self.delay_samples = 0.0
            return None
        if ring.level < len(out) and not ring.flowing:
            return self._rest(deadline_ns)
        self.delay_samples = self._delay(deadline_ns)
        excess = self.delay_samples - self.target_samples
        if excess > self._rate_hz * HARD_BOUND_MS // 1000:
            self.caught_up_samples += ring.skip(int(excess) + len(out))  # this frame's time goes by as well
            self._primed = deadline_ns - ring.write_stamp_ns <= STALE_NS
            return None
        if not ring.read_into(out, deadline_ns):
            self._starve()
            return None
        self._watch()
        if self._in_gap:
            self._learn()
        self._drain(excess, deadline_ns)
        return out

    def _delay(self, deadline_ns: int) -> float:
        """What the delay of the frame of ``deadline_ns`` will be, before it is taken."""
        ring = self.ring
        return ring.level - len(self._out) + (deadline_ns - ring.write_stamp_ns) * self._rate_hz / 1e9

    def _prime(self, deadline_ns: int) -> bool:
        """Whether to begin: at the target delay, with everything older dropped."""
        ring = self.ring
        self._in_gap = False
        if not ring.level:
            return False
        if not ring.flowing:
            self._primed = True
            return True
        if deadline_ns - ring.write_stamp_ns > STALE_NS:
            ring.skip(ring.level)
            return False
        excess = self._delay(deadline_ns) - self.target_samples
        if excess < 0 or ring.level < len(self._out):
            return False
        ring.skip(min(int(excess), ring.level - len(self._out)))
        self._primed = True
        self._excess.restart()
        return True

    def _rest(self, deadline_ns: int) -> Samples | None:
        """The sound has ended: its last part, then wait for another."""
        self._primed = False
        return self._out if self.ring.read_rest(self._out, deadline_ns) else None

    def _starve(self) -> None:
        """The gap makes the delay a frame longer."""
        self._watch_anew()
        self._excess.restart()
        self._in_gap = True

    def _learn(self) -> None:
        """The gap is over and the source was only late: ask for more cushion."""
        self._in_gap = False
        most = self._rate_hz * LEARNED_MAX_MS // 1000
        self._learned = min(self._learned + self._rate_hz * LEARNED_STEP_MS // 1000, most)

    def _drain(self, excess: float, deadline_ns: int) -> None:
        """Where the delay has been too long for a while, a quiet frame is played without the part that is too much."""
        self._excess.add(excess)
        if self._excess.full and self._excess.value > SLACK_MS * self._rate_hz // 1000:
            self._shorten(min(int(self._excess.value), len(self._out), self.ring.level), deadline_ns)
        self._calm_ticks += 1
        if self._learned and self._calm_ticks * len(self._out) >= CALM_S * self._rate_hz:
            self._unlearn()

    def _shorten(self, samples: int, deadline_ns: int) -> None:
        """Leave out ``samples`` between the frame in hand and what follows it, if all of that is a pause."""
        out = self._out
        if not samples or float(np.abs(out).max()) >= QUIET_PEAK:
            return
        longer: Samples = np.zeros(len(out) + samples, np.float32)
        longer[: len(out)] = out
        self.ring.read_into(longer[len(out) :], deadline_ns)
        out += (longer[samples:] - out) * self._fade
        self.caught_up_samples += samples
        self._excess.shift(-samples)
        self._watch_anew()  # the delay made a step of its own

    def _watch(self) -> None:
        """Between two blocks the delay has to last for the time from one to the other."""
        stamp_ns = self.ring.write_stamp_ns
        if self._stamp_ns and stamp_ns != self._stamp_ns:
            self._spare = min(self._spare, self._cushion - (stamp_ns - self._stamp_ns) * self._rate_hz / 1e9)
        self._stamp_ns = stamp_ns
        self._cushion = min(self.delay_samples, self.target_samples)

    def _unlearn(self) -> None:
        """Calm: give back half of what was not needed, and keep what was."""
        per_ms = self._rate_hz // 1000
        spare = self._spare - SPARE_MS * per_ms
        if 0 < spare < np.inf:
            self._learned -= min(self._learned, max(per_ms, round(spare / 2)))
        self._watch_anew()

    def _watch_anew(self) -> None:
        self._calm_ticks = 0
        self._spare = np.inf
        self._stamp_ns = 0


class Mean:
    """The mean of the last ``count`` values or of those since ``restart``; ``shift`` moves what was seen."""

    def __init__(self, count: int):
        self._count = count
        self.restart()

    def restart(self) -> None:
        self._seen = 0
        self.value = 0.0

    def add(self, value: float) -> None:
        self._seen = min(self._seen + 1, self._count)
        self.value += (value - self.value) / self._seen

    def shift(self, step: float) -> None:
        self.value += step

    @property
    def full(self) -> bool:
        return self._seen == self._count
