"""What is said in the loss bench: speech at 16 kHz, and in which frames of it somebody speaks. Pure but for the files.

Without a file the demo's cues are said one after the other, with pauses as between sentences, until there is enough
active speech. A frame of 10 ms is *active* where its root mean square is above 150 of 32768 (-47 dBFS).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from hushcue_wire import audio
from hushcue_words import EXIT_USAGE

from ..correlation import Samples
from ..demo import show
from .words import WORDS

FRAME_MS = 10
FRAME = audio.frame_samples(FRAME_MS)
ACTIVE_RMS = 150.0
LOUDEST_DB = -7.0
"""Below the ceiling of the bodypack and the limiter of the gateway: what comes out may be compared with what went in,
sample by sample."""
LEAD = audio.RATE_HZ * 3 // 2
"""A stream begins long before the first word: what is lost before its first packet comes is no loss of a word."""
PAUSE = audio.RATE_HZ * 4 // 10
TAIL = audio.RATE_HZ * 3 // 2
LONGEST_SECONDS = 4 * 3600


@dataclass(frozen=True)
class Speech:
    """``samples`` (n * 160,) int16; ``clips``: (first, end) frame of each piece that can be judged by itself."""

    samples: NDArray[np.int16]
    clips: tuple[tuple[int, int], ...]

    @property
    def frames(self) -> NDArray[np.int16]:
        """(n, 160)"""
        return self.samples.reshape(-1, FRAME)


def active(frames: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Per frame: does somebody speak?"""
    return np.asarray(np.sqrt(np.mean(np.square(frames, dtype=np.float64), axis=1)) > ACTIVE_RMS)


def demo_cues() -> list[Samples]:
    """The cues of the demo, in the order of its show."""
    files = show.cue_files()
    return [show.samples(files[file]) for file, _, _ in show.ROUND]


def from_file(path: Path) -> list[Samples]:
    """A sound file of any rate, cut into pieces of some 8 s at its quietest places. Raises Trouble."""
    try:
        sound, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as error:
        raise WORDS.trouble("speech_unread", exit_code=EXIT_USAGE, file=path, reason=error) from None
    mono = np.asarray(soxr.resample(sound.mean(axis=1), rate_hz, audio.RATE_HZ), dtype=np.float32)
    pieces = []
    while len(mono) > 12 * audio.RATE_HZ:
        window = mono[6 * audio.RATE_HZ : 10 * audio.RATE_HZ]
        power = np.convolve(np.square(window), np.ones(FRAME * 5), "same")
        place = 6 * audio.RATE_HZ + int(np.argmin(power))
        pieces.append(mono[:place])
        mono = mono[place:]
    pieces.append(mono)
    if not active(_whole_frames(_to_int16(pieces))).any():
        raise WORDS.trouble("speech_silent", exit_code=EXIT_USAGE, file=path)
    return pieces


def say(pieces: Iterable[Samples], active_seconds: float) -> Speech:
    """``pieces`` over and over until somebody has spoken for ``active_seconds``; at least one whole piece."""
    parts = [np.zeros(LEAD, np.int16)]
    clips = []
    at = LEAD // FRAME
    spoken = 0
    for piece in cycle([_whole_frames(_to_int16([each])) for each in pieces]):
        clips.append((at, at + len(piece)))
        parts += [piece.reshape(-1), np.zeros(PAUSE, np.int16)]
        at += len(piece) + PAUSE // FRAME
        spoken += int(active(piece).sum())
        if spoken * FRAME_MS >= active_seconds * 1000 or at * FRAME_MS > LONGEST_SECONDS * 1000:
            break
    parts.append(np.zeros(TAIL, np.int16))
    return Speech(np.concatenate(parts), tuple(clips))


def _to_int16(pieces: list[Samples]) -> NDArray[np.int16]:
    sound = np.concatenate(pieces)
    loudest = max(float(np.abs(sound).max(initial=0.0)), 1e-9)
    gain = min(1.0, 10 ** (LOUDEST_DB / 20) / loudest)
    whole: NDArray[np.int16] = np.rint(sound * gain * 32767).astype(np.int16)
    return whole


def _whole_frames(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    missing = -len(samples) % FRAME
    return np.pad(samples, (0, missing)).reshape(-1, FRAME)
