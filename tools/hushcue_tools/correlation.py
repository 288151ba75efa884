"""Laying one sound over another at 48 kHz: bands, cuts, correlations, and the best path of delays. Pure numpy."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

EAR_RATE_HZ = 48000
FACTOR = 3
"""From the 16 kHz of a cue."""
FRAME = EAR_RATE_HZ // 100
PIECE = EAR_RATE_HZ // 5
BAND_HZ = 7000
CANDIDATES = 8
WEAKEST_CANDIDATE = 0.4
CHANGE_COST = 0.25
LARGEST_SKIP = EAR_RATE_HZ // 5
"""Sound comes out in the order it went in: a lag shrinks at most by the length of a piece, all of it skipped."""
SAME_LAG = 3
"""Samples at 48 kHz: one sample of the stream, what a drift correction may have put in or left out."""
SILENCE_DB = -120.0


def level_db(samples: Samples) -> float:
    """Root mean square in dBFS, not below -120."""
    power = float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0
    return max(SILENCE_DB, 10 * float(np.log10(max(power, 1e-12))))


def upsample(samples: Samples) -> Samples:
    """16 kHz to 48 kHz without delay."""
    spread = np.zeros(len(samples) * FACTOR, dtype=np.float32)
    spread[::FACTOR] = samples * FACTOR
    return spread


def _kernel() -> NDArray[np.float64]:
    """A linear-phase low-pass at 48 kHz: flat to 6.4 kHz, 80 dB down from 7.6 kHz; 201 taps, so 2 ms to each side."""
    half = 100
    times = np.arange(-half, half + 1)
    kernel = np.sinc(2 * BAND_HZ / EAR_RATE_HZ * times) * np.kaiser(2 * half + 1, 8.0)
    return np.asarray(kernel / kernel.sum())


def band_limited(samples: Samples) -> Samples:
    kernel = _kernel()
    size = _fast_size(len(samples) + len(kernel))
    product = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(kernel, size), size)
    half = len(kernel) // 2
    return np.asarray(product[half : half + len(samples)], dtype=np.float32)


def _fast_size(size: int) -> int:
    return 1 << (size - 1).bit_length()


def cut(samples: Samples, start: int, size: int) -> Samples:
    """``size`` samples from ``start``, which may lie outside: what was not recorded is silence."""
    out = np.zeros(size, dtype=np.float32)
    low, high = max(0, start), min(len(samples), start + size)
    if low < high:
        out[low - start : high - start] = samples[low:high]
    return out


def products(said: Samples, heard: Samples, reach: int) -> NDArray[np.float64]:
    """The inner product of ``said`` with ``heard`` for each lag 0..reach-1."""
    size = _fast_size(len(said) + reach)
    window = heard[: len(said) + reach]
    spectrum = np.fft.rfft(window, size) * np.conj(np.fft.rfft(said, size))
    return np.asarray(np.fft.irfft(spectrum, size)[:reach])


def correlation(said: Samples, heard: Samples, reach: int) -> NDArray[np.float64]:
    """Normalised cross-correlation for each lag 0..reach-1, -1..1; 0 where nothing sounds."""
    window = np.pad(heard, (0, max(0, len(said) + reach - len(heard))))[: len(said) + reach]
    sums = np.concatenate(([0.0], np.cumsum(np.square(window, dtype=np.float64))))
    energy = sums[len(said) : len(said) + reach] - sums[:reach]
    own = float(np.square(said, dtype=np.float64).sum())
    floor = own * 1e-6 + 1e-9
    return np.asarray(products(said, window, reach) / np.sqrt(np.maximum(energy, floor) * max(own, 1e-12)))


def slide(frame: NDArray[np.float64], window: Samples) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Correlation -1..1 and gain in dB of ``frame`` at each place of ``window``."""
    wide = window.astype(np.float64)
    inner = np.correlate(wide, frame, "valid")
    sums = np.concatenate(([0.0], np.cumsum(wide * wide)))
    energy = np.maximum(sums[len(frame) :] - sums[: -len(frame)], 1e-12)
    own = max(float(frame @ frame), 1e-12)
    return inner / np.sqrt(energy * own), 20 * np.log10(np.maximum(inner, 1e-9 * own) / own)


class Choice(NamedTuple):
    """Where a piece may be: its ``lag`` in samples, how alike it is there, and by what factor it is played faster."""

    lag: int
    match: float
    speed: float = 0.0


NOWHERE = Choice(0, 0.0)


def best_path(choices: Sequence[Sequence[Choice]]) -> list[Choice]:
    """One choice per piece: the highest sum of matches, less a cost for each change of lag.

    NOWHERE is always a choice: a piece that was lost, or that says nothing, leaves the lag as it was.
    """
    totals: list[list[tuple[float, int, int]]] = []  # per piece and choice: sum so far, choice before, lag in force
    whole = [[NOWHERE, *some] for some in choices]
    for some in whole:
        row = []
        for choice in some:
            best = (choice.match, -1, choice.lag)
            if totals:
                best = max(
                    (_step(before, index, choice) for index, before in enumerate(totals[-1])),
                    default=(choice.match, -1, choice.lag),
                )
            row.append(best)
        totals.append(row)
    path = [NOWHERE] * len(whole)
    index = max(range(len(totals[-1])), key=lambda each: totals[-1][each][0]) if totals else -1
    for piece in range(len(whole) - 1, -1, -1):
        path[piece] = whole[piece][index]
        index = totals[piece][index][1]
    return path


def _step(before: tuple[float, int, int], index: int, choice: Choice) -> tuple[float, int, int]:
    """The sum when ``choice`` follows on what was ``before``."""
    total, _, lag_before = before
    if not choice.match:
        return total, index, lag_before
    if not total:
        return choice.match, index, choice.lag
    if choice.lag < lag_before - LARGEST_SKIP:
        return -1.0, index, choice.lag
    cost = CHANGE_COST if abs(choice.lag - lag_before) > SAME_LAG else 0.0
    return total + choice.match - cost, index, choice.lag


def peaks(curve: NDArray[np.float64], speed: float = 0.0) -> list[Choice]:
    """The highest few maxima of a correlation, at least 1 ms apart, the highest first."""
    rest = curve.copy()
    found: list[Choice] = []
    for _ in range(CANDIDATES):
        lag = int(np.argmax(rest))
        if rest[lag] < WEAKEST_CANDIDATE or (found and rest[lag] < found[0].match * 0.5):
            break
        found.append(Choice(lag, float(rest[lag]), speed))
        rest[max(0, lag - EAR_RATE_HZ // 1000) : lag + EAR_RATE_HZ // 1000] = 0.0
    return found


def faster(samples: Samples, speed: float) -> Samples:
    """``samples`` played faster by a factor of 1 + ``speed``, so that there are fewer of them."""
    count = round(len(samples) / (1 + speed))
    places = np.linspace(0, len(samples) - 1, count)
    return np.interp(places, np.arange(len(samples)), samples).astype(np.float32)
