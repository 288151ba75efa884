"""Clicks: short tones at uneven intervals, where they begin in a sound, and which one is which at both ends."""

import wave
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

CLICK_S, GAP_S = 0.03, (0.18, 0.32)
"""From one beginning to the next: two hundred in 50 s, and quiet long enough between them to be told apart."""
FIRST_S = 0.3
QUIET_S = 0.1
SHARE = 0.25
"""Of the loudest sample: a click has begun when the signal reaches it."""
LONGEST_MS = 1000.0
NEAR_MS = 80.0


def clicks_file(path: Path, seconds: float, rate_hz: int) -> Path:
    """A WAV file of them; its end is silent."""
    rng, sound, at = Random(1), np.zeros(int(seconds * rate_hz), np.int16), FIRST_S
    time_s = np.arange(int(CLICK_S * rate_hz)) / rate_hz
    click = (20_000 * np.sin(2 * np.pi * 1000 * time_s)).astype(np.int16)
    while at + 1 < seconds:
        place = int(at * rate_hz)
        sound[place : place + len(click)] = click
        at += rng.uniform(*GAP_S)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(sound.tobytes())
    return path


def onsets(samples: NDArray[Any], rate_hz: int) -> list[int]:
    """Where each click begins: SHARE of the loudest is reached after QUIET_S below it."""
    level = np.abs(samples.astype(np.float32))
    if not len(level) or not level.max():
        return []
    loud = np.flatnonzero(level > SHARE * np.percentile(level[level > 0], 99.5))
    if not len(loud):
        return []
    first = np.concatenate(([True], np.diff(loud) > QUIET_S * rate_hz))
    return [int(place) for place in loud[first]]


def pair(said_ns: Iterable[int], heard_ns: Iterable[int]) -> list[float]:
    """The delay in ms of every click that was heard: the lag at which most of them agree is found first, so that a lost
    one does not shift the others."""
    said_ns, heard_ns = list(said_ns), list(heard_ns)
    lags = [(heard - said) / 1e6 for said in said_ns for heard in heard_ns if 0 < heard - said < LONGEST_MS * 1e6]
    if not lags:
        return []
    counts, edges = np.histogram(lags, bins=np.arange(0, LONGEST_MS + 20, 20))
    both = counts[:-1] + counts[1:]
    middle = float(edges[int(np.argmax(both)) + 1])
    delays = []
    for said in said_ns:
        near = [(heard - said) / 1e6 for heard in heard_ns if abs((heard - said) / 1e6 - middle) < NEAR_MS]
        if near:
            delays.append(min(near, key=lambda lag: abs(lag - middle)))
    return delays


def figures_of(said_ns: list[int], heard_ns: list[int], goal: dict[str, float] | None) -> dict[str, Any]:
    """What is said of one leg. Percentiles are None where half of the clicks or more were not heard."""
    delays = pair(said_ns, heard_ns)
    enough = len(delays) >= max(5, len(said_ns) // 2)
    p50, p95, p99 = (round(float(np.percentile(delays, share)), 1) if enough else None for share in (50, 95, 99))
    return {"said": len(said_ns), "heard": len(delays), "p50": p50, "p95": p95, "p99": p99, "goal": goal}
