"""Studios in which earpieces leak, or do not: seeded, made of nothing but numbers. Pure.

Every scene has hosts with earpieces, cues to them, and the feeds of a programme. The programme is speech and a noise
floor of -45 dB. A leak is what an earpiece is given, some way later, through the earpiece (400 to 4500 Hz) and a small
room; its level is that of the whole leak, reverberation and all, against the programme.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hushcue_wire.audio import RATE_HZ

Signal = NDArray[np.float32]
Rng = np.random.Generator
LEVEL = 0.05
FLOOR_DB = -45
"""Of the studio's own noise."""
LEAD_S = 1.0
"""The programme goes on so long before the first cue, and TAIL_S after the last."""
TAIL_S = 2.0
LEAST_DELAY_S, MOST_DELAY_S = 0.020, 0.600
COPY_DB = -20
"""Noise of the second microphone that hears the same mouth."""


@dataclass(frozen=True)
class Words:
    """A cue: ``sound`` to ``hosts``, from ``begin`` seconds after LEAD_S on."""

    hosts: tuple[str, ...]
    begin: float
    sound: Signal


@dataclass(frozen=True)
class Scene:
    """feeds: name -> samples. cues: what is said, and from which sample of the feeds on. leaks: feed -> who leaks
    into it."""

    feeds: Mapping[str, Signal]
    cues: Sequence[tuple[int, Words]]
    leaks: Mapping[str, frozenset[str]]

    @property
    def hosts(self) -> frozenset[str]:
        """Everybody who was spoken to."""
        return frozenset(host for _, words in self.cues for host in words.hosts)


def spoken(seconds: float, rng: Rng) -> Signal:
    """Speech-like: voiced syllables with gliding pitch and formants, hisses between them, pauses between words."""
    pieces: list[NDArray[np.float64]] = []
    left = int(seconds * RATE_HZ)
    pitch = rng.uniform(90, 220)
    while left > 0:
        count = int(rng.uniform(0.08, 0.28) * RATE_HZ)
        kind = rng.choice(["vowel", "hiss", "pause"], p=[0.6, 0.2, 0.2])
        if kind == "vowel":
            glide = pitch * (1 + 0.15 * rng.standard_normal() * np.linspace(-1, 1, count))
            phase = 2 * np.pi * np.cumsum(glide) / RATE_HZ
            formants = rng.uniform((300, 900, 2200), (800, 2000, 3200))
            harmonics = np.arange(1, int(6000 / pitch))
            peaks = ((harmonics[:, None] * pitch - formants) / (0.15 * formants)) ** 2
            gains = (1 / (1 + peaks) * (1, 0.5, 0.25)).sum(axis=1)
            piece = (gains[:, None] * np.sin(harmonics[:, None] * phase)).sum(axis=0)
            piece += 0.05 * rng.standard_normal(count)
        elif kind == "hiss":
            piece = 0.4 * np.diff(rng.standard_normal(count + 1))
        else:
            piece = np.zeros(count)
        edge = np.minimum(1.0, np.minimum(np.arange(count), np.arange(count)[::-1]) / 160)
        pieces.append(piece * edge * rng.uniform(0.4, 1.0))
        left -= count
    sound = np.concatenate(pieces)[: int(seconds * RATE_HZ)]
    return np.asarray(LEVEL * sound / np.sqrt(np.mean(sound**2)), np.float32)


def programme(samples: int, rng: Rng) -> Signal:
    """A host who talks in a studio that is not silent."""
    floor = LEVEL * 10 ** (FLOOR_DB / 20) * rng.standard_normal(samples)
    return np.asarray(spoken(samples / RATE_HZ + 0.01, rng)[:samples] + floor, np.float32)


def leaked(sound: Signal, rng: Rng) -> Signal:
    """What comes of ``sound`` through an earpiece and a room, as long as it is."""
    room = np.zeros(RATE_HZ // 10)
    times = np.arange(1, len(room))
    room[0], room[1:] = 1.0, 0.15 * rng.standard_normal(len(times)) * np.exp(-times / (16 * rng.uniform(5, 25)))
    size = 1 << (len(sound) + len(room)).bit_length()
    hertz = np.fft.rfftfreq(size, 1 / RATE_HZ)
    earpiece = 1 / (1 + (400 / np.maximum(hertz, 1)) ** 4) / (1 + (hertz / 4500) ** 4)
    out = np.fft.irfft(np.fft.rfft(sound, size) * earpiece * np.fft.rfft(room, size))[: len(sound)]
    return np.asarray(out, np.float32)


def copied(sound: Signal, rng: Rng) -> Signal:
    """The same words by another microphone: a little later, of another colour, with noise of its own."""
    taps = np.zeros(64)
    late = int(rng.integers(0, 32))
    taps[late], taps[late + 1 :] = 1.0, 0.2 * rng.standard_normal(63 - late)
    out = np.convolve(sound, taps)[: len(sound)]
    out *= np.sqrt(np.mean(sound**2) / np.mean(out**2))
    return np.asarray(out + LEVEL * 10 ** (COPY_DB / 20) * rng.standard_normal(len(out)), np.float32)


def studio(rng: Rng, cues: Sequence[Words], leaks: Mapping[str, Mapping[str, float]]) -> Scene:
    """leaks: feed -> host -> level in dB."""
    length = max(words.begin + len(words.sound) / RATE_HZ for words in cues)
    total = int((LEAD_S + length + TAIL_S) * RATE_HZ)
    placed = [(int((LEAD_S + words.begin) * RATE_HZ), words) for words in cues]
    feeds = {}
    for feed, levels in leaks.items():
        feeds[feed] = sound = programme(total, rng)
        loud = float(np.sqrt(np.mean(sound**2)))
        for host, level in levels.items():
            given = np.zeros(total, np.float32)
            for at, words in placed:
                if host in words.hosts:
                    given[at : at + len(words.sound)] += words.sound
            delay = int(rng.uniform(LEAST_DELAY_S, MOST_DELAY_S) * RATE_HZ)
            leak = leaked(given, rng)
            spoke = max(float(np.mean(given != 0)), 1e-9)
            gain = 10 ** (level / 20) * loud / np.sqrt(max(float(np.mean(leak**2)), 1e-20) / spoke)
            sound[delay:] += np.float32(gain) * leak[: total - delay]
    return Scene(feeds, placed, {feed: frozenset(levels) for feed, levels in leaks.items()})


# --- what may happen ------------------------------------------------------------------------------------------------


def alone(rng: Rng, level: float) -> Scene:
    """One is spoken to, and leaks."""
    return studio(rng, [Words(("ann",), 0, spoken(5, rng))], {"feed": {"ann": level}})


def nobody(rng: Rng, level: float) -> Scene:
    """Two are spoken to at the same time, and nobody leaks."""
    cues = [Words(("ann",), 0, spoken(5, rng)), Words(("ben",), rng.uniform(0, 1), spoken(5, rng))]
    return studio(rng, cues, {"feed": {}})


def other(rng: Rng, level: float) -> Scene:
    """Two hear different words at the same time; one leaks."""
    cues = [Words(("ann",), 0, spoken(6, rng)), Words(("ben",), 0, spoken(6, rng))]
    return studio(rng, cues, {"feed": {"ben": level}})


def same(rng: Rng, level: float) -> Scene:
    """Two hear the same cue; one leaks, and nothing can tell which."""
    return studio(rng, [Words(("ann", "ben"), 0, spoken(5, rng))], {"feed": {"ben": level}})


def later(rng: Rng, level: float) -> Scene:
    """Two hear the same cue, then one of them another; the other one leaks."""
    cues = [Words(("ann", "ben"), 0, spoken(5, rng)), Words(("ann",), 6, spoken(5, rng))]
    cues.append(Words(("ann", "ben"), 12, spoken(3, rng)))
    return studio(rng, cues, {"feed": {"ben": level}})


def copy(rng: Rng, level: float) -> Scene:
    """Two hear the same mouth at the same time by two microphones; one leaks."""
    sound = spoken(6, rng)
    cues = [Words(("ann",), 0, sound), Words(("ben",), 0, copied(sound, rng))]
    return studio(rng, cues, {"feed": {str(rng.choice(["ann", "ben"])): level}})


def over(rng: Rng, level: float) -> Scene:
    """A cue to two, and another to one of them over it; either leaks."""
    cues = [Words(("ann", "ben"), 0, spoken(7, rng)), Words(("ben",), 1, spoken(5, rng))]
    return studio(rng, cues, {"feed": {str(rng.choice(["ann", "ben"])): level}})


def both(rng: Rng, level: float) -> Scene:
    """Two hear different words at the same time, and both leak."""
    cues = [Words(("ann",), 0, spoken(8, rng)), Words(("ben",), rng.uniform(0, 1), spoken(8, rng))]
    return studio(rng, cues, {"feed": {"ann": level, "ben": level + rng.uniform(-6, 6)}})


def feeds(rng: Rng, level: float) -> Scene:
    """Two feeds: into each leaks another host, of a cue to both and one to each."""
    cues = [Words(("ann", "ben"), 0, spoken(3, rng)), Words(("ann",), 4, spoken(5, rng))]
    cues += [Words(("ben",), 4, spoken(5, rng)), Words(("ann", "ben"), 10, spoken(3, rng))]
    return studio(rng, cues, {"left": {"ann": level}, "right": {"ben": level}})


SCENES: Mapping[str, Callable[[Rng, float], Scene]] = {
    make.__name__: make for make in (alone, nobody, other, same, later, copy, over, both, feeds)
}
