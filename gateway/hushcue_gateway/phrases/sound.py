"""How a phrase has to sound: trimmed, levelled, never longer than MOST_S. Pure.

Level: the speech in it (what is not pause) gets SPEECH_DB RMS, where a talker's own microphone ends up after a
browser's automatic gain; so a phrase neither startles a host nor is lost under the programme. Peaks are held at PEAK_DB
by the engine's own look-ahead limiter, with room above for the volume that people set. Speech synthesis comes with
peaks at full scale, recordings at anything; quiet ones are raised by MOST_GAIN_DB at most, so that noise is not made
loud where somebody whispered.

Trimming: silence before and after goes, but for a little: the first and the last sound of a word are soft, and a host
needs to hear both.
"""

from __future__ import annotations

import numpy as np
import soxr
from numpy.typing import NDArray

from hushcue_wire.audio import RATE_HZ

from ..core.limiter import Limiter, db_to_gain

SPEECH_DB = -20.0
PEAK_DB = -3.0
MOST_GAIN_DB = 24.0
MOST_S = 30.0
SILENCE_DB = -55.0
"""A recording that is never louder holds no speech."""
PAUSE_DB = -34.0
"""Under the loudest tenth of a second: pause, not speech."""
BEFORE_S, AFTER_S = 0.03, 0.12
FADE_S = 0.005
_STEP = RATE_HZ // 100
"""10 ms"""

Samples = NDArray[np.float32]


class Silent(Exception):
    """There is no speech in it."""


def from_pcm(pcm: bytes, rate_hz: int) -> Samples:
    """int16 mono of any rate as samples at RATE_HZ, full scale 1.0."""
    samples = np.frombuffer(pcm, np.int16).astype(np.float32) / 32768.0
    return resampled(samples, rate_hz)


def resampled(samples: Samples, rate_hz: int) -> Samples:
    """At RATE_HZ."""
    if rate_hz == RATE_HZ or not samples.size:
        return samples
    return np.asarray(soxr.resample(samples, rate_hz, RATE_HZ, quality="VHQ"), np.float32)


def finished(samples: Samples) -> Samples:
    """Trimmed, cut, levelled, limited. Raises Silent."""
    samples = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0).astype(np.float32)
    powers = _powers(samples)
    loudest = float(np.convolve(powers, np.full(10, 0.1))[: powers.size].max()) if powers.size else 0.0
    if loudest <= _power(SILENCE_DB):
        raise Silent
    (speech,) = np.nonzero(powers > max(loudest * _power(PAUSE_DB), _power(SILENCE_DB)))
    if not speech.size:
        raise Silent
    first = max(0, int(speech[0]) * _STEP - int(BEFORE_S * RATE_HZ))
    last = min(samples.size, (int(speech[-1]) + 1) * _STEP + int(AFTER_S * RATE_HZ))
    last = min(last, first + int(MOST_S * RATE_HZ))
    within = powers[speech[speech * _STEP < last]]
    gain = min(db_to_gain(SPEECH_DB) / float(np.sqrt(within.mean())), db_to_gain(MOST_GAIN_DB))
    return _limited(_faded(samples[first:last] * np.float32(gain)))


def speech_db(samples: Samples) -> float:
    """RMS of what is not pause, dBFS."""
    powers = _powers(samples)
    speech = powers[powers > powers.max() * _power(PAUSE_DB)]
    return float(10.0 * np.log10(speech.mean()))


def _powers(samples: Samples) -> NDArray[np.float64]:
    """Mean square of every 10 ms; what is left over at the end counts as one."""
    padded = np.pad(samples, (0, -samples.size % _STEP)).astype(np.float64)
    return np.asarray(np.square(padded).reshape(-1, _STEP).mean(axis=1), np.float64)


def _power(db: float) -> float:
    return float(10.0 ** (db / 10.0))


def _faded(samples: Samples) -> Samples:
    """Without an edge at either end."""
    count = min(int(FADE_S * RATE_HZ), samples.size // 2)
    ramp = np.linspace(0.0, 1.0, count, endpoint=False, dtype=np.float32)
    samples[:count] *= ramp
    samples[samples.size - count :] *= ramp[::-1]
    return samples


def _limited(samples: Samples) -> Samples:
    limiter = Limiter(PEAK_DB, lookahead_ms=5.0, release_ms=100.0)
    limiter.add_row()
    delay = limiter.delay_samples
    padded = np.concatenate((samples, np.zeros(delay, np.float32)))
    return np.array(limiter.process(padded[np.newaxis, :])[0, delay:], np.float32)
