"""What was heard, measured from samples: a cue as it was said, and a recording of what left the DAC.

No setting and no counter enters here. The cue (16 kHz) is laid over the recording (48 kHz) piece by piece:

1. Both are cut to the band that every stage of the path carries (below 7 kHz).
2. For each piece of 200 ms the normalised cross-correlation is taken over every delay from 0 to 1.5 s. Speech repeats
   itself, so each piece keeps its best few delays, and the path through them with the highest sum of matches wins; a
   change of delay costs a little. A piece that is nowhere may be there a little faster: a playout that catches up
   (its hiss is not found again then, only its voice: the ear errs towards "not heard").
3. What the path does to every sound alike (gain, filters, a fraction of a sample) is found once per cue, as a short
   filter by least squares, and applied to the cue.
4. Each 10 ms frame in which the cue speaks is looked for at the delays of its own piece and the two beside it, and in
   between. It is *heard* when its correlation is at least HEARD_MATCH and its gain is near the gain of the cue; a seam
   in it, where a sample was taken out or the playout stalled, is allowed when each side is there. Otherwise it is
   *concealed* when something is sounding there, and *silent* when nothing is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from .correlation import (
    CANDIDATES,
    EAR_RATE_HZ,
    FRAME,
    PIECE,
    SILENCE_DB,
    Choice,
    Samples,
    band_limited,
    best_path,
    correlation,
    cut,
    faster,
    level_db,
    peaks,
    products,
    upsample,
)
from .frames import SPEEDS, judge

LONGEST_DELAY_MS = 1500
PIECE_MATCH = 0.85
"""A quarter of a piece may be missing and the rest still tells its delay (0.85 squared is 0.72 of the energy)."""
ACTIVE_BELOW_LOUD_DB = 30
CHANNEL_TAPS = 15
FASTER_BELOW = PIECE_MATCH
FASTER_MATCH = 0.9


@dataclass(frozen=True)
class Cue:
    """What was said: ``samples`` float32 at 16 kHz, the first of them at the mouth at ``mouth_ns``."""

    id: str
    samples: Samples
    mouth_ns: int


@dataclass(frozen=True)
class Recording:
    """What left the DAC: ``samples`` float32 at 48 kHz, the first of them at ``start_ns`` of the same clock."""

    samples: Samples
    start_ns: int

    def position(self, at_ns: int) -> float:
        """The place of a moment, in samples."""
        return (at_ns - self.start_ns) * EAR_RATE_HZ / 1e9


@dataclass(frozen=True)
class Piece:
    """200 ms of a cue as found: where in the cue, how late, how alike (0..1)."""

    at_ms: float
    delay_ms: float
    match: float


@dataclass(frozen=True)
class Hearing:
    """One cue at one ear.

    ``verdicts`` has a character per 10 ms of the cue: heard +, concealed ~, silent !, space where the cue pauses.
    ``starts`` and ``ends``: where on the recording it sounds, in samples.
    """

    cue: str
    verdicts: str
    pieces: tuple[Piece, ...]
    gain_db: float
    starts: float = field(repr=False)
    ends: float = field(repr=False)

    @property
    def active(self) -> int:
        """Frames in which the cue speaks."""
        return len(self.verdicts) - self.verdicts.count(" ")

    @property
    def delays_ms(self) -> list[float]:
        """Mouth to ear, per piece that was found."""
        return [piece.delay_ms for piece in self.pieces]


def listen(cue: Cue, recording: Recording) -> Hearing:
    """How ``cue`` sounds in ``recording``. Never raises on what was recorded; silence is all ``!``."""
    said = band_limited(upsample(cue.samples))
    if len(said) % FRAME:
        said = np.pad(said, (0, FRAME - len(said) % FRAME))
    reach = LONGEST_DELAY_MS * EAR_RATE_HZ // 1000
    place = recording.position(cue.mouth_ns)
    origin = int(np.floor(place))
    heard = band_limited(cut(recording.samples, origin - FRAME, len(said) + reach + 2 * FRAME))[FRAME:]
    active = active_frames(said)
    starts = list(range(0, len(said) - PIECE // 2, PIECE))
    choices = [
        _choices(said[start : start + PIECE], heard[start:], reach)
        if active[start // FRAME : (start + PIECE) // FRAME].mean() >= 0.5
        else []
        for start in starts
    ]
    path = zip(starts, best_path(choices), strict=True)
    found = [(start, choice) for start, choice in path if choice.match >= PIECE_MATCH]
    if not found:
        quiet = _verdicts_without_delay(said, heard, active)
        return Hearing(cue.id, quiet, (), SILENCE_DB, float(origin), float(origin + len(heard)))
    said, gain_db = _through_channel(said, heard, found)
    verdicts = judge(said, heard, active, found)
    late = origin - place
    pieces = tuple(
        Piece(start / EAR_RATE_HZ * 1000, (choice.lag + late) / EAR_RATE_HZ * 1000, choice.match)
        for start, choice in found
    )
    lags = [choice.lag for _, choice in found]
    return Hearing(cue.id, verdicts, pieces, gain_db, float(origin + min(lags)), float(origin + max(lags) + len(said)))


def loudest_outside_db(recording: Recording, hearings: Sequence[Hearing], spare_ms: float = 60.0) -> float:
    """The loudest 10 ms, in dBFS, of the recording where none of ``hearings`` sounds. -120 is silence."""
    kept = outside(recording, hearings, spare_ms).samples
    frames = kept[: len(kept) // FRAME * FRAME].reshape(-1, FRAME)
    return max((level_db(frame) for frame in frames), default=SILENCE_DB)


def outside(recording: Recording, hearings: Sequence[Hearing], spare_ms: float = 60.0) -> Recording:
    """The recording with silence where any of ``hearings`` sounds."""
    kept = np.array(recording.samples, dtype=np.float32)
    spare = spare_ms * EAR_RATE_HZ / 1000
    for hearing in hearings:
        kept[max(0, int(hearing.starts - spare)) : max(0, int(hearing.ends + spare))] = 0.0
    return replace(recording, samples=kept)


def leak_db(cue: Cue, recording: Recording) -> float:
    """How loud ``cue`` is in ``recording`` against how it was said, in dB, at the delay where it is loudest.

    The projection of the whole cue on the recording: other speech that sounds at the same time leaves a floor of about
    -25 dB, silence leaves -120.
    """
    said = band_limited(upsample(cue.samples))
    reach = LONGEST_DELAY_MS * EAR_RATE_HZ // 1000
    heard = band_limited(cut(recording.samples, int(recording.position(cue.mouth_ns)), len(said) + reach))
    inner = products(said, heard, reach)
    energy = float(said.astype(np.float64) @ said)
    return max(SILENCE_DB, 20 * float(np.log10(max(np.abs(inner).max() / max(energy, 1e-12), 1e-6))))


def percentiles(delays_ms: Sequence[float]) -> dict[str, float | None]:
    """p50, p95 and p99; None where nothing was found."""
    if not delays_ms:
        return {"p50": None, "p95": None, "p99": None}
    return {f"p{q}": round(float(np.percentile(delays_ms, q)), 2) for q in (50, 95, 99)}


def active_frames(said: Samples) -> NDArray[np.bool_]:
    """Per 10 ms at 48 kHz: does the cue speak? Within 30 dB of its loud frames (their 95th percentile)."""
    power = np.mean(np.square(said.reshape(-1, FRAME), dtype=np.float64), axis=1)
    floor = max(float(np.percentile(power, 95)) * 10 ** (-ACTIVE_BELOW_LOUD_DB / 10), 1e-9)
    return np.asarray(power >= floor)


def _choices(piece: Samples, heard: Samples, reach: int) -> list[Choice]:
    """Where a piece may be; when it is nowhere as it is, where it may be played faster, as a playout catches up."""
    choices = peaks(correlation(piece, heard, reach))
    if not choices or choices[0].match < FASTER_BELOW:
        for speed in SPEEDS:
            choices += [
                at for at in peaks(correlation(faster(piece, speed), heard, reach), speed) if at.match >= FASTER_MATCH
            ]
    return sorted(choices, key=lambda choice: -choice.match)[:CANDIDATES]


def _through_channel(said: Samples, heard: Samples, found: Sequence[tuple[int, Choice]]) -> tuple[Samples, float]:
    """The cue as the path colours it, and the path's gain in dB: least squares over the better half of the pieces."""
    half = CHANNEL_TAPS // 2
    normal = np.eye(CHANNEL_TAPS) * 1e-9
    target = np.zeros(CHANNEL_TAPS)
    padded = np.pad(said, (half, half + PIECE))
    even = sorted((piece for piece in found if not piece[1].speed), key=lambda piece: -piece[1].match)
    if not even:
        return said, 0.0
    for start, (lag, _, _) in even[: (len(even) + 1) // 2]:
        rows = np.lib.stride_tricks.sliding_window_view(padded[start : start + PIECE + 2 * half], CHANNEL_TAPS)
        columns = rows[:, ::-1].astype(np.float64)
        normal += columns.T @ columns
        target += columns.T @ cut(heard, start + lag, PIECE)
    # The band is narrower than the rate, so the equations are nearly singular: lean towards small taps.
    taps = np.linalg.solve(normal + np.eye(CHANNEL_TAPS) * np.trace(normal) / CHANNEL_TAPS * 1e-6, target)
    coloured = np.convolve(said, taps)[half : half + len(said)].astype(np.float32)
    return coloured, level_db(coloured) - level_db(said)


def _verdicts_without_delay(said: Samples, heard: Samples, active: NDArray[np.bool_]) -> str:
    """Nothing of the cue was found: only whether something sounded at all."""
    sounding = level_db(heard) > level_db(said) - 30
    return "".join((("~" if sounding else "!") if speaks else " ") for speaks in active)
