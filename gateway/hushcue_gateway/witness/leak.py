"""Whether what was said into an ear is heard in the programme: a generalised cross-correlation. Pure; numpy alone.

A leak is the cue, quieter, later and coloured, under a programme that is mostly speech itself. Correlating the two as
they are finds only loud leaks: what hides a leak is the programme, and that is not equally loud everywhere. So every
cell of the programme's short-time spectrum is divided by its own power (the maximum-likelihood weighting of the
generalised cross-correlation, Knapp and Carter 1976, IEEE Trans. ASSP-24, with the programme as the noise): pauses and
gaps between harmonics count, loud vowels do not. The cue is flattened half way, so that its pitch gives no side peaks.

``score`` says how far the greatest correlation at a delay that a leak may have lies above what chance gives. Chance is
measured, not assumed: the same correlation at delays before the cue, where no leak can be, and between the peaks at
those where one can be, whichever is more. The second counts where somebody else's leak is in the programme, and began
together with this cue.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
BLOCK = RATE_HZ
"""Samples of the cue that are looked at together."""
MAX_DELAY_MS = 800
EARLY_MS = 30
"""The two taps are aligned no better than this: a leak may seem to come so much too early."""
GUARD_MS = 60
"""Between the delays of leaks and those of chance."""
LAGS = MAX_DELAY_MS * RATE_HZ // 1000
BEFORE = LAGS + GUARD_MS * RATE_HZ // 1000 + EARLY_MS * RATE_HZ // 1000
"""Samples of the programme needed before a block begins; after it ends LAGS."""
FFT = 512
HOP = FFT // 2
LOW_HZ, HIGH_HZ = 300, 6000
CUE_FLATTEN = 0.5
FLOOR = 1e-3
"""Of the programme's mean power, below which a cell counts no more: else one silent cell outweighs all others."""
FORGET = 0.99
"""What is left of a block after each later one in which somebody speaks: half after 69 s of talk."""
LEAST_BLOCKS = 2
NEAR = 8
"""Samples by which the delay of a leak may seem to differ from block to block."""

Signal = NDArray[np.float32]
Spectrum = NDArray[np.complex128]
_WINDOW = np.sqrt(np.hanning(FFT + 1)[:FFT]).astype(np.float32)
_BINS = np.fft.rfftfreq(FFT, 1 / RATE_HZ)
BAND = (_BINS >= LOW_HZ) & (_BINS <= HIGH_HZ)
_SIZE = 1 << int(np.ceil(np.log2(BEFORE + BLOCK + LAGS + BLOCK)))
_EARLY = BEFORE - EARLY_MS * RATE_HZ // 1000


@dataclass(frozen=True)
class Finding:
    """score: standard deviations above chance. db: the leak against the programme, both within the band. delay_ms:
    between the taps. likelihood: twice the logarithm of how much likelier the programme is with this leak than
    without; those of two ears over the same blocks may be compared."""

    score: float
    db: float
    delay_ms: float
    likelihood: float = 0.0


NOTHING = Finding(0.0, -120.0, 0.0)


@dataclass(frozen=True)
class Trace:
    """What one block tells of one signal. correlation: by delay, from BEFORE samples too early to LAGS too late.
    expected: what a leak of gain 1 would give, a value for every HOP of delay. said, programme: their powers."""

    correlation: NDArray[np.float32]
    expected: NDArray[np.float32]
    said: float
    programme: float

    @property
    def variance(self) -> float:
        """Of chance."""
        return max(_deviation(self.correlation), 1e-30) ** 2

    @property
    def energy(self) -> float:
        """What a leak of gain 1 would give on average."""
        return float(self.expected.mean())


class Window:
    """The programme around a block: BEFORE samples before it, BLOCK, LAGS after; full scale 1.0."""

    def __init__(self, programme: Signal):
        """Raises ValueError for another length: ours."""
        if len(programme) != BEFORE + BLOCK + LAGS:
            raise ValueError("a block, and the programme around it")
        self._set(stft(programme))

    def _set(self, spectrum: Spectrum) -> None:
        power = _smooth(np.abs(spectrum) ** 2)
        mean = float(power.mean())
        self.spectrum = spectrum
        self.silent = mean < 1e-12
        """No programme: nothing to leak into."""
        self.weight = 1.0 / (power + FLOOR * max(mean, 1e-12))
        self._power = power
        self._weighted: NDArray[np.complex128] | None = None

    def without(self, leaks: Spectrum) -> Window:
        """What is left of it beside these leaks."""
        window = Window.__new__(Window)
        window._set(self.spectrum - leaks)
        return window

    def trace(self, block: Signal) -> Trace | None:
        """block: BLOCK samples of what somebody hears. None where either is silent. Raises ValueError for another
        length: ours."""
        if len(block) != BLOCK:
            raise ValueError("a block of the cue")
        said = stft(block)
        said_power = np.abs(said) ** 2
        mean = float(said_power.mean())
        if self.silent or mean < 1e-12:
            return None
        if self._weighted is None:
            self._weighted = np.fft.rfft(_resynthesise(self.spectrum * self.weight, BEFORE + BLOCK + LAGS), _SIZE)
        colour = (said_power.mean(axis=0) + 1e-3 * mean) ** -CUE_FLATTEN
        flat = _resynthesise(said * colour, BLOCK)
        correlation = np.fft.irfft(self._weighted * np.conj(np.fft.rfft(flat, _SIZE)), _SIZE)[: BEFORE + LAGS]
        energy = (said_power * colour)[:, BAND]  # (frames, bins): what a leak of gain 1 would give at each cell
        first, frames = BEFORE // HOP, len(energy)
        weights = self.weight[:, BAND]
        expected = [(energy * weights[at : at + frames]).sum() for at in range(first, first + LAGS // HOP + 1)]
        scale = HOP / FFT / HOP  # of the overlapping windows, of the frames
        return Trace(
            correlation.astype(np.float32),
            np.array(expected, np.float32) * np.float32(scale),
            mean,
            float(self._power[first : first + frames].mean()),
        )


class Evidence:
    """What the blocks so far tell of one ear: traces in, a finding out."""

    def __init__(self) -> None:
        self._sum = np.zeros(BEFORE + LAGS, np.float32)
        self._expected = np.zeros(LAGS // HOP + 1, np.float32)
        self._said = self._programme = 0.0
        self.blocks = 0

    def copy(self) -> Evidence:
        """Another that has seen the same."""
        other = Evidence()
        other._sum, other._expected = self._sum.copy(), self._expected.copy()
        other._said, other._programme, other.blocks = self._said, self._programme, self.blocks
        return other

    def forget(self, share: float = FORGET) -> None:
        """Keep ``share`` of what was seen: before each block in which somebody speaks, whoever it is."""
        self._sum *= np.float32(share)
        self._expected *= np.float32(share)
        self._said *= share
        self._programme *= share

    def add(self, trace: Trace, unit: float) -> None:
        """unit: the weight of this block, the same for all who are compared (``unit_of``)."""
        self._sum += np.float32(unit) * trace.correlation
        self._expected += np.float32(unit) * trace.expected
        self._said += trace.said
        self._programme += trace.programme
        self.blocks += 1

    def finding(self) -> Finding:
        """As it stands; a score of 0 before LEAST_BLOCKS."""
        if self.blocks < LEAST_BLOCKS:
            return NOTHING
        possible = np.abs(self._sum[_EARLY:])
        at = int(possible.argmax())
        lag = at + _EARLY - BEFORE
        chance = max(_deviation(self._sum), float(np.median(possible)) * _NORMAL, 1e-30)
        expected = max(float(self._expected[min(max(0, lag) // HOP, len(self._expected) - 1)]), 1e-30)
        peak = float(possible[at])
        leak, programme = (peak / expected) ** 2 * self._said, max(self._programme, 1e-30)
        return Finding(
            score=peak / chance,
            db=float(10 * np.log10(max(leak / programme, 1e-12))),
            delay_ms=lag * 1000 / RATE_HZ,
            likelihood=peak**2 / expected,
        )


def unit_of(traces: list[Trace]) -> float:
    """Each block counts by what it can tell: in units of its own chance, as all signals in it have met it."""
    return sum(trace.energy for trace in traces) / max(sum(trace.variance for trace in traces), 1e-30)


def support(traces: Iterable[tuple[Trace, float]], delay_ms: float) -> float:
    """By how many standard deviations these blocks, each with its unit, speak for a leak at about this delay."""
    at = BEFORE + round(delay_ms * RATE_HZ / 1000)
    near = slice(max(0, at - NEAR), at + NEAR + 1)
    total, variance = np.zeros(1, np.float32), 0.0
    for trace, unit in traces:
        total = total + np.float32(unit) * trace.correlation[near]
        variance += unit**2 * trace.variance
    return float(np.abs(total).max() / np.sqrt(max(variance, 1e-30)))


_NORMAL = 1.4826
"""The standard deviation of a normal distribution, in medians of its magnitude."""


def _deviation(correlation: NDArray[np.float32]) -> float:
    """The standard deviation at delays that no leak has, from the median: single peaks do not count."""
    return float(np.median(np.abs(correlation[: _EARLY - GUARD_MS * RATE_HZ // 1000]))) * _NORMAL


def stft(signal: Signal) -> Spectrum:
    """(frames, FFT // 2 + 1); frame n begins HOP samples before sample n * HOP. Nothing outside of BAND."""
    padded = np.concatenate([np.zeros(HOP, np.float32), signal, np.zeros(FFT, np.float32)])
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT)[::HOP]
    spectrum: Spectrum = np.fft.rfft(frames * _WINDOW, axis=1)
    spectrum[:, ~BAND] = 0
    return spectrum


def _resynthesise(spectrum: Spectrum, length: int) -> NDArray[np.float64]:
    frames = np.fft.irfft(spectrum, FFT, axis=1) * _WINDOW
    out = np.zeros(HOP * (len(frames) + 1))
    out[: HOP * len(frames)] = frames[:, :HOP].reshape(-1)
    out[HOP:] += frames[:, HOP:].reshape(-1)
    return out[HOP : HOP + length]


def _smooth(power: NDArray[np.float64]) -> NDArray[np.float64]:
    """Over three frames and three bins: a single cell is too uncertain to divide by."""
    padded = np.pad(power, 1, mode="edge")
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    return np.asarray((rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / 9.0)
