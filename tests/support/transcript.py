"""What was said to an ear: a recording laid over every sound that it may have been, and, without these, over every text
as another voice would speak it.

| way        | compares                              | knows                                                      |
|------------|---------------------------------------|------------------------------------------------------------|
| by samples | the recording with each sound, sample | the very sounds that the gateway had made; one wrong       |
|            | by sample, in stretches of 200 ms     | syllable is one stretch that does not match                |
| by words   | the shape of the spectrum, stretched  | the texts alone: each is spoken anew, by another speaker   |
|            | in time as it fits best               | (eSpeak NG's voice variants), and at another speed         |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray

from hushcue_gateway.voice.espeak import Espeak
from hushcue_gateway.voice.languages import readable
from hushcue_gateway.voice.reading import as_words

from .voices import EAR_HZ

Sound = NDArray[np.float32]
Shape = NDArray[np.float64]

CUE_HZ, LOW_HZ = 16000, 8000
PIECE, DRIFT = LOW_HZ // 5, LOW_HZ // 50
"""A stretch; how far it may lie from where the others say that it does: a playout that corrects its clock."""
LIKELY = 8
"""Of all texts so many are looked at stretch by stretch."""
FAINT = 0.05
"""Of the loudest stretch's energy: pause, which says nothing."""
SPEAKER = "+f2"
LOUD_DB = -42.0
BANDS, COEFFICIENTS = 26, 13
WINDOW, HOP = CUE_HZ // 40, CUE_HZ // 100


@dataclass(frozen=True)
class Match:
    """whole: correlation of the whole sound, 0..1. worst: of the stretch that matches least. at_s: where it begins."""

    whole: float
    worst: float
    at_s: float

    @property
    def score(self) -> float:
        """Every word has to be there."""
        return (self.whole + self.worst) / 2


def low(sound: Sound, rate_hz: int) -> Sound:
    """At LOW_HZ."""
    return np.asarray(soxr.resample(sound, rate_hz, LOW_HZ, quality="HQ"), np.float32)


def match(heard: Sound, said: Sound) -> Match:
    """Both at LOW_HZ."""
    heard, at, whole = _place(heard, said)
    matches = []
    starts = range(0, max(1, len(said) - PIECE // 2), PIECE)
    energies = [float(np.sum(said[start : start + PIECE] ** 2)) for start in starts]
    for start, energy in zip(starts, energies, strict=True):
        piece = said[start : start + PIECE]
        if energy < FAINT * max(energies):
            continue
        stretch = np.pad(heard, (DRIFT, len(piece) + DRIFT))[at + start : at + start + len(piece) + 2 * DRIFT]
        matches.append(float(np.max(_correlation(stretch, piece))))
    return Match(whole, min(matches, default=0.0), at / LOW_HZ)


def _place(heard: Sound, said: Sound) -> tuple[Sound, int, float]:
    """heard, at least as long as what was said; where that is in it, and how alike."""
    if len(said) > len(heard):
        heard = np.pad(heard, (0, len(said) - len(heard)))
    curve = _correlation(heard, said)
    at = int(np.argmax(curve))
    return heard, at, float(curve[at])


def _correlation(heard: Sound, said: Sound) -> Shape:
    """Normalised, at every place at which all of ``said`` fits."""
    size = 1 << (len(heard) + len(said)).bit_length()
    places = len(heard) - len(said) + 1
    product = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(said, size)), size)[:places]
    sums = np.concatenate(([0.0], np.cumsum(np.square(heard, dtype=np.float64))))
    energy = sums[len(said) :][:places] - sums[:places]
    own = float(np.sum(np.square(said, dtype=np.float64)))
    return np.asarray(product / np.sqrt(np.maximum(energy, 1e-4 * own + 1e-12) * max(own, 1e-12)))


def ranked(heard: Sound, sounds: Mapping[str, Sound]) -> list[tuple[str, Match]]:
    """The likeliest few first. heard: what left a DAC, at EAR_HZ. sounds: text -> at LOW_HZ."""
    there = low(heard, EAR_HZ)
    whole = sorted(sounds, key=lambda text: -_place(there, sounds[text])[2])
    found = [(text, match(there, sounds[text])) for text in whole[:LIKELY]]
    return sorted(found, key=lambda each: -each[1].score)


def speech_in(heard: Sound) -> tuple[float, float]:
    """From its first to its last sound, in seconds; (0, 0) where there is none. heard: at EAR_HZ."""
    size = EAR_HZ // 100
    rows = heard[: len(heard) // size * size].reshape(-1, size)
    powers = np.mean(np.square(rows, dtype=np.float64), axis=1)
    (loud,) = np.nonzero(powers > 10 ** (LOUD_DB / 10))
    return (float(loud[0]) / 100, (float(loud[-1]) + 1) / 100) if len(loud) else (0.0, 0.0)


class OtherVoice:
    """Speaks texts as another speaker, and tells which of them a recording says."""

    def __init__(self) -> None:
        self._espeak = Espeak()
        self._shapes: dict[tuple[str, str], Shape] = {}

    def ranked(self, heard: Sound, texts: list[str], language: str) -> list[tuple[str, float]]:
        """The likeliest text first, each with its distance. heard: at EAR_HZ."""
        first_s, last_s = speech_in(heard)
        cut = heard[int(first_s * EAR_HZ) : int(last_s * EAR_HZ)]
        shape = _shape(np.asarray(soxr.resample(cut, EAR_HZ, CUE_HZ, quality="HQ"), np.float32))
        found = [(text, _stretched(shape, self._shape_of(text, language))) for text in texts]
        return sorted(found, key=lambda each: each[1])

    def _shape_of(self, text: str, language: str) -> Shape:
        known = self._shapes.get((language, text))
        if known is None:
            words = as_words(text, language)
            made = self._espeak.speak(words, readable(words, language).voice + SPEAKER, 1.0, 20.0)
            sound = np.frombuffer(made.pcm, "<i2").astype(np.float32) / 32768
            wide = np.asarray(soxr.resample(sound, made.rate_hz, EAR_HZ, quality="HQ"), np.float32)
            first_s, last_s = speech_in(wide)
            cut = wide[int(first_s * EAR_HZ) : int(last_s * EAR_HZ)]
            known = _shape(np.asarray(soxr.resample(cut, EAR_HZ, CUE_HZ, quality="HQ"), np.float32))
            self._shapes[language, text] = known
        return known


def _shape(sound: Sound) -> Shape:
    """Mel cepstra of 25 ms every 10 ms, each coefficient with mean 0 and spread 1 over the whole: the speaker's own
    colour and loudness are gone."""
    frames = np.lib.stride_tricks.sliding_window_view(sound, WINDOW)[::HOP] * np.hanning(WINDOW)
    powers = np.abs(np.fft.rfft(frames, 512)) ** 2
    levels = np.log(powers @ _mel().T + 1e-7)
    at = np.arange(BANDS)
    cosines = np.cos(np.pi / BANDS * (at + 0.5)[None, :] * np.arange(1, COEFFICIENTS)[:, None])
    cepstra = levels @ cosines.T
    return np.asarray((cepstra - cepstra.mean(0)) / (cepstra.std(0) + 1e-6))


def _mel() -> Shape:
    """Triangles of equal width on the mel scale, 100 Hz to 7 kHz."""
    mels = np.linspace(1127 * np.log1p(100 / 700), 1127 * np.log1p(7000 / 700), BANDS + 2)
    edges = 700 * np.expm1(mels / 1127) / CUE_HZ * 512
    bins = np.arange(257)
    up = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    down = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    return np.asarray(np.clip(np.minimum(up, down), 0, None))


def _stretched(one: Shape, other: Shape) -> float:
    """Dynamic time warping: the mean distance along the best path, per frame of both. Diagonal by diagonal."""
    costs = np.sqrt(np.maximum(0, np.sum(one**2, 1)[:, None] + np.sum(other**2, 1) - 2 * one @ other.T))
    rows, columns = costs.shape
    before = last = np.full(rows + 1, np.inf)
    last = last.copy()
    for diagonal in range(rows + columns - 1):
        first, end = max(0, diagonal - columns + 1), min(rows, diagonal + 1)
        at = np.arange(first, end)
        cost = costs[at, diagonal - at]
        here = np.full(rows + 1, np.inf)
        if diagonal == 0:
            here[1] = cost[0]
        else:
            # a step along the diagonal is one of both
            here[at + 1] = np.minimum(np.minimum(last[at + 1], last[at]) + cost, before[at] + 2 * cost)
        before, last = last, here
    return float(last[rows] / (rows + columns))
