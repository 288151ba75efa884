"""A picture of what a bodypack heard, as two lines of a terminal. Pure."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ..correlation import EAR_RATE_HZ, FRAME, level_db
from ..ear import Hearing, Recording

BARS = " ▁▂▃▄▅▆▇█"
FLOOR_DB = -60.0
TOP_DB = -6.0
WORST_FIRST = "!~+"
MARKS = {"+": "-", "~": "~", "!": "!", " ": " "}


def levels(recording: Recording, start_ns: int, end_ns: int, width: int) -> str:
    """``width`` bars: how loud each stretch of the time was, -60 to -6 dBFS."""
    edges = np.linspace(recording.position(start_ns), recording.position(end_ns), width + 1).astype(int)
    bars = []
    for low, high in pairwise(edges):
        loud_db = level_db(recording.samples[max(0, low) : max(0, high)])
        step = (loud_db - FLOOR_DB) / (TOP_DB - FLOOR_DB) * (len(BARS) - 1)
        bars.append(BARS[int(min(max(0.0, np.ceil(step)), len(BARS) - 1))])
    return "".join(bars)


def verdicts(hearings: Sequence[Hearing], recording: Recording, start_ns: int, end_ns: int, width: int) -> str:
    """``width`` marks: the worst verdict of each stretch."""
    start, end = recording.position(start_ns), recording.position(end_ns)
    marks = [" "] * width
    for hearing in hearings:
        for number, verdict in enumerate(hearing.verdicts):
            place = int((hearing.starts + number * FRAME - start) / max(1.0, end - start) * width)
            if verdict != " " and 0 <= place < width:
                marks[place] = worse(marks[place], verdict)
    return "".join(MARKS[mark] for mark in marks)


def worse(one: str, other: str) -> str:
    """The one that matters more to who looks."""
    return min(one, other, key=lambda verdict: (WORST_FIRST + " ").index(verdict))


def seconds(recording: Recording) -> float:
    """Its length."""
    return len(recording.samples) / EAR_RATE_HZ
