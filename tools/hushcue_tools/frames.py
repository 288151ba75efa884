"""Frame by frame: was it heard, concealed, or silent? Pure.

A frame that came through has a correlation of 0.99 and more: L16 0.9999, PCMU 0.999 (0.996 when quiet), a limiter that
turns its gain within the frame 0.99. A frame made up from the sound before it passes HEARD_MATCH too, one time in five,
where a vowel is steady. But it gives itself away: it is more like what the ear got a pitch period ago than like what
was said. So a frame that repeats its own past more closely than it follows the cue counts as concealed, unless it
follows the cue very closely and the cue repeats its own past as well. With these rules less than 4 % of concealed
frames pass as heard (in vowels of a machine's voice, where nobody hears a difference), and not one in a thousand of
true ones fails.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .correlation import EAR_RATE_HZ, FRAME, PIECE, SAME_LAG, Choice, Samples, cut, faster, level_db, slide

HEARD_MATCH = 0.97
FAITHFUL_MATCH = 0.998
"""So alike that sound as even as a machine's vowel may repeat itself more closely still."""
SHORTEST_PERIOD = EAR_RATE_HZ * 5 // 2000
LONGEST_PERIOD = EAR_RATE_HZ * 16 // 1000
"""400 Hz down to 62 Hz: the pitch of speech, and what a concealment repeats."""
GAIN_RANGE_DB = 9
SEAM_STEP = EAR_RATE_HZ // 1000
SEAM_SPARE = SEAM_STEP // 2
SHORTEST_SIDE = SEAM_STEP
LEAST_MOVE = EAR_RATE_HZ * 3 // 1000
FOLLOW_BACK = 24
FOLLOW_ON = 6
"""A frame after one that was played faster begins up to 24 samples (at 48 kHz) early."""
SPEEDS = (1 / 159, 2 / 158, 4 / 156)
"""One, two or four samples taken out of each frame of 160."""


def judge(said: Samples, heard: Samples, active: NDArray[np.bool_], found: Sequence[tuple[int, Choice]]) -> str:
    """A verdict per frame of ``said``: heard +, concealed ~, silent !, and a space where it is not ``active``.

    ``found``: pieces, as (where in ``said``, where in ``heard``).
    """
    places = _follow(said, heard, active, found)
    _fill_gaps(said, heard, active, places)
    middles = [start + PIECE // 2 for start, _ in found]
    verdicts = []
    for number, speaks in enumerate(active):
        if not speaks or places[number] is not None:
            verdicts.append("+" if speaks else " ")
            continue
        start = number * FRAME
        near = int(np.argmin([abs(middle - start) for middle in middles]))
        verdicts.append(_what_instead(said, heard, start, _place(found[near], start)))
    return "".join(verdicts)


def _follow(
    said: Samples, heard: Samples, active: NDArray[np.bool_], found: Sequence[tuple[int, Choice]]
) -> list[int | None]:
    """Where each frame sounds, looked for near where the pieces around it do."""
    middles = [start + PIECE // 2 for start, _ in found]
    places: list[int | None] = []
    followed: int | None = None  # where the frame would begin if everything went on as it did in the last one heard
    for number, speaks in enumerate(active):
        start = number * FRAME
        place: int | None = None
        if speaks:
            near = int(np.argmin([abs(middle - start) for middle in middles]))
            beside = found[max(0, near - 1) : near + 2]
            expected = [_place(piece, start) for piece in beside]
            speeds = sorted({choice.speed for _, choice in beside})
            place = _find(said, heard, start, range(min(expected) - SAME_LAG, max(expected) + SAME_LAG + 1), speeds)
            if place is None and followed is not None and any(speeds):
                place = _find(said, heard, start, range(followed - FOLLOW_BACK, followed + FOLLOW_ON), (0.0, *SPEEDS))
        followed = place + FRAME if place is not None else followed + FRAME if followed is not None else None
        places.append(place)
    return places


def _fill_gaps(said: Samples, heard: Samples, active: NDArray[np.bool_], places: list[int | None]) -> None:
    """Look again for runs of frames that were not found, between the frames that were: sound keeps its order, so a few
    words between two stalls or shortened pauses can only be there. Where nothing moved there is no room to look in."""
    known = [number for number, place in enumerate(places) if place is not None]
    for before, after in pairwise(known):
        start, end = places[before] or 0, places[after] or 0
        moved = abs(end - start - (after - before) * FRAME)
        if moved < LEAST_MOVE or not active[before + 1 : after].any():
            continue
        low, high = start + FRAME - FOLLOW_BACK, end + FOLLOW_BACK
        first = before + 1
        while first < after:
            last = next((end for end in range(after, first, -1) if _fits(said, heard, first, end, low, high)), first)
            for number in range(first, last):
                if active[number]:
                    places[number] = low
            low += (last - first) * FRAME
            first = max(last, first + 1)


def _fits(said: Samples, heard: Samples, first: int, end: int, low: int, high: int) -> bool:
    """Whether the frames first..end-1 sound as one, somewhere between ``low`` and ``high``."""
    room = range(low, high - (end - first) * FRAME + 1)
    return len(room) > 0 and _came_through(said, heard, first * FRAME, end * FRAME, room) is not None


def _place(piece: tuple[int, Choice], at: int) -> int:
    """Where on the recording a place in or near a piece sounds."""
    start, choice = piece
    return start + choice.lag + round((at - start) / (1 + choice.speed))


def _find(said: Samples, heard: Samples, start: int, places: range, speeds: Sequence[float]) -> int | None:
    """Where in ``places`` the frame that begins at ``start`` sounds, at one of ``speeds``; None where it does not."""
    for speed in speeds:
        sound = faster(said, speed) if speed else said
        low = round(start / (1 + speed))
        high = low + round(FRAME / (1 + speed))
        place = _came_through(sound, heard, low, high, places)
        if place is None:
            place = _came_in_two(sound, heard, low, high, places)
        if place is not None:
            return place
    return None


def _what_instead(said: Samples, heard: Samples, start: int, place: int) -> str:
    """Something else where a frame should be, or nothing. Its middle is clear of what the low-pass smears."""
    middle = slice(place + FRAME // 5, place + FRAME * 4 // 5)
    return "~" if level_db(heard[middle]) > level_db(said[start : start + FRAME]) - 20 else "!"


def _came_through(said: Samples, heard: Samples, start: int, end: int, places: range) -> int | None:
    """Where said[start:end] begins in ``heard``, if it is there and more than a repetition of what was before it."""
    part = said[start:end].astype(np.float64)
    matches, gains_db = slide(part, cut(heard, places.start, end - start + len(places) - 1))
    matches[np.abs(gains_db) > GAIN_RANGE_DB] = 0.0
    best = int(np.argmax(matches))
    if matches[best] < HEARD_MATCH:
        return None
    place = places.start + best
    repeated = _repetition(heard, place, end - start)
    if repeated <= matches[best]:
        return place
    even = matches[best] >= FAITHFUL_MATCH and repeated <= _repetition(said, start, end - start)
    return place if even else None


def _came_in_two(said: Samples, heard: Samples, start: int, end: int, places: range) -> int | None:
    """The same for a frame with a seam in it, each side at a place of its own: a sample taken out, or a stall."""
    for seam in range(start + SEAM_STEP, end, SEAM_STEP):
        sides = [(start, seam - SEAM_SPARE), (seam + SEAM_SPARE, end)]
        place: int | None = None
        for low, high in sides:
            if high - low < SHORTEST_SIDE:
                continue
            moved = range(places.start + low - start, places.stop + low - start)
            at = _came_through(said, heard, low, high, moved)
            if at is None:
                break
            place = at - (low - start)
        else:
            return place
    return None


def _repetition(sound: Samples, start: int, size: int) -> float:
    """How closely a stretch of sound repeats what was there a pitch period before: a correlation."""
    past = cut(sound, start - LONGEST_PERIOD, size + LONGEST_PERIOD - SHORTEST_PERIOD)
    return float(slide(cut(sound, start, size).astype(np.float64), past)[0].max())
