"""What came out: which frame of the speech each pull of the DAC played, and when. Pure numpy.

The bodypack says what became of each frame (:mod:`hushcue_wire.fates`, what its receipts are made of), and the bench
notes in which pull it said so. No word of it is believed: a frame counts as heard only when the samples of that pull
are that frame's samples.

    pull                            | is the frame when
    --------------------------------+-----------------------------------------------------------------------------------
    a frame after another           | the whole is like it (correlation)
    with a sample more or less, or  | its beginning or its end is near that of the frame, or of the frames with a
    several less a pitch period     | period taken out
    a frame after a filling         | its end is near the end of the frame, or nearer than to any other thereabouts:
                                    | it is faded in over what was there before
    softer than a pause             | (nothing can be told, and nothing is active there)
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushcue_wire import fates

from .loss_speech import FRAME, FRAME_MS

LIKE = 0.95
SAME_END = 0.5
DROWNED = 0.25
"""So little says nothing for another frame: loud sound was continued over a soft one."""
END = FRAME // 2
"""Where a frame that is faded in is more itself than what was there before."""
LAST = FRAME // 8
"""Where hardly anything of that is left."""
NEAR = 4
"""Frames to either side that it might be instead."""
QUIET_RMS = 100.0
NEVER = -1

Floats = NDArray[np.float64]


class Pull(NamedTuple):
    """One call of the DAC's side: ``size`` samples from ``at`` of the recording, taken at ``now_ns``; ``playing`` says
    whether they are sound that was sent; ``told``: (number, fate) of the frames of which it was said meanwhile."""

    now_ns: int
    at: int
    size: int
    playing: bool
    told: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Heard:
    """Per frame that was sent: what the bodypack says of it (-1: nothing), when it was pulled (-1: not heard, be it
    that the samples do not bear out what was said), and where in the recording that was."""

    fates: NDArray[np.int64]
    pulled_ns: NDArray[np.int64]
    places: NDArray[np.int64]
    stall_ms: float
    """filled before active frames, beyond what stands for lost ones"""
    contradicted: int
    """active frames that were said to be heard and are not in the samples"""


def find(
    frames: NDArray[np.int16], active: NDArray[np.bool_], recording: NDArray[np.int16], pulls: list[Pull]
) -> Heard:
    """``frames`` (n, 160) as they were sent, and what came out."""
    rows = frames.astype(np.float64)
    said, pulled_ns, places = (np.full(len(frames), NEVER, np.int64) for _ in range(3))
    stall_ms, contradicted = 0.0, 0
    filled = 0  # samples since the last frame
    given_up = 0  # frames of them
    for index, pull in enumerate(pulls):
        known = [(number, fate) for number, fate in pull.told if number < len(frames)]
        for number, fate in known:
            said[number] = fate
        given_up += sum(not fate & fates.SOURCE_BITS for _, fate in known)
        if not pull.playing:
            filled += pull.size
            continue
        played = [
            number for number, fate in known if fate & fates.SOURCE_BITS and fate & fates.CODE_BITS != fates.LEFT_OUT
        ]
        if not played:
            continue
        if filled and active[played].any():
            stall_ms += max(0.0, filled * FRAME_MS / FRAME - given_up * FRAME_MS)
        sound = recording[pull.at : pull.at + _size(pulls, index, len(played))].astype(np.float64)
        borne_out = _borne_out(sound, rows, played, filled > 0)
        filled = given_up = 0
        for number in played:
            if borne_out or not active[number]:
                pulled_ns[number], places[number] = pull.now_ns, pull.at
            else:
                contradicted += 1
    return Heard(said, pulled_ns, places, stall_ms, contradicted)


def _size(pulls: list[Pull], index: int, played: int) -> int:
    """How many samples belong to the frames of a pull: what was taken with it, and for several frames what followed."""
    size = pulls[index].size
    following = index + 1
    while played > 1 and following < len(pulls) and pulls[following].playing and not pulls[following].told:
        size += pulls[following].size
        following += 1
    return size


def _borne_out(sound: Floats, rows: Floats, played: list[int], faded: bool) -> bool:
    """Whether ``sound`` is what it was said to be."""
    first, last = rows[played[0]], rows[played[-1]]
    if np.sqrt(np.mean(np.square(rows[played]))) < QUIET_RMS:
        return True
    if faded:
        here = played[-1]
        others = [_near_end(sound, row) for row in rows[max(0, here - NEAR) : here + NEAR + 1]]
        own = _near_end(sound, last)
        return max(own, _near_end(sound[-LAST:], last)) >= SAME_END or own + DROWNED >= max(others) or max(others) < 0
    if len(sound) == FRAME and len(played) == 1:
        return float(sound @ last / max(np.sqrt((sound @ sound) * (last @ last)), 1.0)) >= LIKE
    if len(played) > 1:
        last = first = _shortened(rows[played].reshape(-1), len(sound))
    return max(_near_end(sound, last), _near_end(sound[::-1], first[::-1])) >= SAME_END


def _shortened(whole: Floats, size: int) -> Floats:
    """``size`` samples of ``whole``: a period is taken out, what follows it is faded in over what begins it."""
    period = len(whole) - size
    rest = whole[period:].copy()
    overlap = min(period, size)
    if overlap > 0:
        part = np.arange(overlap) / overlap
        rest[:overlap] = whole[:overlap] * (1 - part) + rest[:overlap] * part
    return rest


def _near_end(sound: Floats, row: Floats) -> float:
    """1 where the end of ``sound`` is the end of ``row``, 0 and less where the difference is as strong as they are."""
    end = min(END, len(sound))
    sound, row = sound[-end:], row[-end:]
    weight = np.linspace(0, 1, end) ** 2  # the fade to the frame itself goes on
    apart = float(np.square(row - sound) @ weight)
    strong = float((np.square(row) + np.square(sound)) @ weight) / 2
    return 1 - apart / max(strong, 1.0)
