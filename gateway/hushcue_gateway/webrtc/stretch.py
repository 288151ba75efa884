"""Making speech a little shorter or longer without a click: one pitch period goes out or comes in. Pure.

Where the signal resembles itself a lag later, it is faded over from the one place to the other (overlap and add by
waveform similarity, WSOLA): pitch and colour stay. 16 kHz, float32.
"""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

FADE = 80
"""Samples over which one place becomes the other: 5 ms."""
LEAST_LAG, MOST_LAG = 40, 200
"""2.5 to 12.5 ms: the periods of voices from 80 to 400 Hz."""
NEEDED = MOST_LAG + FADE
QUIET_RMS = 0.003
"""Below this (-50 dBFS) no lag is wrong."""

_IN = np.linspace(0.0, 1.0, FADE, dtype=np.float32)
_OUT = np.float32(1.0) - _IN


def is_quiet(samples: Samples) -> bool:
    """Whether it is a pause."""
    return float(np.sqrt(np.mean(np.square(samples)))) < QUIET_RMS if len(samples) else True


def shorten(samples: Samples, least: int, most: int, at_least: float) -> tuple[Samples, int]:
    """``samples`` (``most`` + FADE or more) less one period of ``least``..``most`` samples, and how many that were; as
    they are, and 0, where nothing resembles itself by ``at_least`` (normalised correlation; -1: whatever is best)."""
    places = np.arange(least, most + 1)
    lag = _best(samples[:FADE], samples, places, at_least)
    if lag is None:
        return samples, 0
    gone = least + lag
    out = samples[gone:].copy()
    out[:FADE] = samples[:FADE] * _OUT + samples[gone : gone + FADE] * _IN
    return out, gone


def lengthen(played: Samples, samples: Samples, least: int, most: int, at_least: float) -> tuple[Samples, int]:
    """``samples`` (FADE or more) with one period of ``played`` (heard just before, ``most`` or more) said once more
    ahead of them, and how many samples that were; 0 as above."""
    line = np.concatenate((played, samples[:FADE]))
    lag = _best(samples[:FADE], line, len(played) - np.arange(least, most + 1), at_least)
    if lag is None:
        return samples, 0
    more = least + lag
    out = np.concatenate((played[-more:], samples))
    out[:FADE] = samples[:FADE] * _OUT + out[:FADE] * _IN
    return out, more


def _best(piece: Samples, line: Samples, places: NDArray[np.int64], at_least: float) -> int | None:
    """Which of ``places`` in ``line`` begins with what resembles ``piece`` most; None where that is too little."""
    windows = np.lib.stride_tricks.sliding_window_view(line, FADE)[places]
    energy = np.sqrt(np.einsum("ij,ij->i", windows, windows) * float(piece @ piece)) + 1e-9
    likeness = (windows @ piece) / energy
    best = int(np.argmax(likeness))
    return None if likeness[best] < at_least else best
