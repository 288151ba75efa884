"""How it sounds, by two standards: PESQ wide band (ITU-T P.862.2, 1..4.64) and STOI (0..1).

Both compare clip by clip with what was said; neither knows what to make of speech that stalls, so they are for
playouts of a fixed delay, and for elastic ones where nothing stalled.
"""

import importlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hushcue_wire import audio

SHORTEST_CLIP = audio.RATE_HZ * 2
MOST_CLIPS = 40
"""Of more, evenly spread ones are judged: it takes a while."""
NO_PESQ = "library_pesq"
NO_STOI = "library_pystoi"
NO_CLIP = "clip"
"""Why there is no figure."""

Pair = tuple[NDArray[np.int16], NDArray[np.int16]]


def pesq_wb(pairs: Sequence[Pair]) -> tuple[float | None, str]:
    """The mean over (said, heard), and "" or why there is none."""
    module = _library("pesq")
    if module is None:
        return None, NO_PESQ
    return _mean(pairs, lambda said, heard: float(module.pesq(audio.RATE_HZ, said, heard, "wb")), 2)


def stoi(pairs: Sequence[Pair]) -> tuple[float | None, str]:
    """The mean over (said, heard), and "" or why there is none."""
    module = _library("pystoi")
    if module is None:
        return None, NO_STOI
    return _mean(pairs, lambda said, heard: float(module.stoi(said, heard, audio.RATE_HZ)), 3)


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def _mean(
    pairs: Sequence[Pair], judge: Callable[[NDArray[np.float64], NDArray[np.float64]], float], digits: int
) -> tuple[float | None, str]:
    values = []
    for said, heard in pairs[:: max(1, len(pairs) // MOST_CLIPS)]:
        if len(said) >= SHORTEST_CLIP and heard.any():
            values.append(judge(said.astype(np.float64), heard.astype(np.float64)))
    if not values:
        return None, NO_CLIP
    return round(float(np.mean(values)), digits), ""
