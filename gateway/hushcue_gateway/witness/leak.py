"""Whether what was said into an ear is heard in the programme: a generalised cross-correlation. Pure; numpy alone.

A leak is the cue, quieter, later and coloured, under a programme that is mostly speech itself. Correlating the two as
they are finds only loud leaks: what hides a leak is the programme, and that is not equally loud everywhere. So every
cell of the programme's short-time spectrum is divided by its own power (the maximum-likelihood weighting of the
generalised cross-correlation, Knapp and Carter 1976, IEEE Trans. ASSP-24, with the programme as the noise): pauses and
gaps between harmonics count, loud vowels do not. The cue is flattened half way, so that its pitch gives no side peaks.

``score`` says how far the greatest correlation at a delay that a leak may have lies above what chance gives. Chance is
measured, not assumed: the same correlation at delays before the cue, where no leak can be.
"""

from __future__ import annotations

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
FORGET = 0.98
"""What is left of earlier blocks of the same hosts after each new one: half after 35 s of talk."""
LEAST_BLOCKS = 2

Signal = NDArray[np.float32]
_WINDOW = np.sqrt(np.hanning(FFT + 1)[:FFT]).astype(np.float32)
_BINS = np.fft.rfftfreq(FFT, 1 / RATE_HZ)
_BAND = (_BINS >= LOW_HZ) & (_BINS <= HIGH_HZ)
_SIZE = 1 << int(np.ceil(np.log2(BEFORE + BLOCK + LAGS + BLOCK)))


@dataclass(frozen=True)
class Finding:
    """score: standard deviations above chance. db: the leak against the programme, both within the band. delay_ms:
    between the taps."""

    score: float
    db: float
    delay_ms: float


class LeakMeter:
    """Of one group of hosts: blocks of a cue with the programme around them in, a finding out."""

    def __init__(self) -> None:
        self._sum = np.zeros(BEFORE + LAGS, np.float64)
        self._expected = np.zeros(LAGS // HOP + 1, np.float64)
        self._cue = self._programme = 0.0
        self.blocks = 0

    def add(self, cue: Signal, programme: Signal) -> None:
        """cue: BLOCK samples. programme: BEFORE samples before them, the same BLOCK, LAGS after; full scale 1.0."""
        if len(cue) != BLOCK or len(programme) != BEFORE + BLOCK + LAGS:
            raise ValueError("a block of the cue, and the programme around it")
        spectrum = _stft(programme)
        power = _smooth(np.abs(spectrum) ** 2)
        mean = float(power.mean())
        if mean < 1e-12:
            return  # no programme: nothing to leak into
        weight = 1.0 / (power + FLOOR * mean)
        said = _stft(cue)
        said_power = np.abs(said) ** 2
        if float(said_power.mean()) < 1e-12:
            return
        colour = (said_power.mean(axis=0) + 1e-3 * said_power.mean()) ** -CUE_FLATTEN
        flat = _resynthesise(said * colour, BLOCK)
        weighted = _resynthesise(spectrum * weight, len(programme))
        product = np.fft.rfft(weighted, _SIZE) * np.conj(np.fft.rfft(flat, _SIZE))
        correlation = np.fft.irfft(product, _SIZE)[: BEFORE + LAGS]
        # Each block counts by what it can tell: in units of its own chance.
        unit = 1.0 / max(_deviation(correlation), 1e-30) ** 2
        energy = said_power * colour  # (frames, bins): what a leak of gain 1 would give at each cell
        first, frames = BEFORE // HOP, len(energy)
        expected = [
            float(np.sum(energy * weight[first + lag : first + lag + frames])) for lag in range(LAGS // HOP + 1)
        ]
        scale = HOP / FFT  # of the overlapping windows
        self._sum = FORGET * self._sum + unit * correlation
        self._expected = FORGET * self._expected + unit * np.array(expected) * scale / HOP
        self._cue = FORGET * self._cue + float(said_power.mean())
        self._programme = FORGET * self._programme + float(power[first : first + frames].mean())
        self.blocks += 1

    def finding(self) -> Finding:
        """As it stands; a score of 0 before LEAST_BLOCKS."""
        if self.blocks < LEAST_BLOCKS:
            return Finding(0.0, -120.0, 0.0)
        deviation = max(_deviation(self._sum), 1e-30)
        early = BEFORE - EARLY_MS * RATE_HZ // 1000
        possible = np.abs(self._sum[early:])
        at = int(possible.argmax())
        lag = at + early - BEFORE
        expected = self._expected[min(max(0, lag) // HOP, len(self._expected) - 1)]
        gain = float(possible[at]) / max(float(expected), 1e-30)
        leak, programme = gain**2 * self._cue, max(self._programme, 1e-30)
        return Finding(
            score=float(possible[at] / deviation),
            db=float(10 * np.log10(max(leak / programme, 1e-12))),
            delay_ms=lag * 1000 / RATE_HZ,
        )


def _deviation(correlation: NDArray[np.float64]) -> float:
    """The standard deviation at delays that no leak has, from the median: single peaks do not count."""
    chance = correlation[: BEFORE - (EARLY_MS + GUARD_MS) * RATE_HZ // 1000]
    return float(np.median(np.abs(chance))) * 1.4826


def _stft(signal: Signal) -> NDArray[np.complex128]:
    padded = np.concatenate([np.zeros(HOP, np.float32), signal, np.zeros(FFT, np.float32)])
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT)[::HOP]
    spectrum = np.fft.rfft(frames * _WINDOW, axis=1)
    spectrum[:, ~_BAND] = 0
    return spectrum


def _resynthesise(spectrum: NDArray[np.complex128], length: int) -> NDArray[np.float64]:
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
