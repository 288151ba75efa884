"""The show: which cue is said when, to whom. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from ..correlation import Samples

RATE_HZ = 16000
CUES = Path(__file__).parent / "cues"
HOSTS = ("host-1", "host-2")
ALL = "all"
FIRST_AT_S = 0.5
PAUSE_S = 0.3
TAIL_S = 0.8
"""After the last cue: what was said last must still come out of the ear."""

# As in a show: a word to everyone, one to each host alone (the second begins while the first still sounds), and so on.
ROUND = (
    ("sizes-zh.flac", ALL, 0.0),
    ("stock-en.flac", "host-1", 0.0),
    ("fabric-zh.flac", "host-2", 1.5),
    ("peak-en.flac", ALL, 0.0),
    ("stock-zh.flac", "host-2", 0.0),
    ("sizes-en.flac", "host-1", 1.0),
    ("peak-zh.flac", ALL, 0.0),
)
"""(file, to, how many seconds before the end of the line before it may begin)"""


@dataclass(frozen=True)
class CueFile:
    """One recorded cue that comes with the demo."""

    file: str
    language: str
    text: str
    duration_s: float

    @property
    def path(self) -> Path:
        """Where it lies."""
        return CUES / self.file


@dataclass(frozen=True)
class Line:
    """Say ``cue`` to ``to`` (a host, or "all") at ``at_s``."""

    at_s: float
    cue: CueFile
    to: str

    def heard_by(self, host: str) -> bool:
        """Whether it is meant for this host."""
        return self.to in (ALL, host)

    @property
    def end_s(self) -> float:
        """When its last sound is at the mouth."""
        return self.at_s + self.cue.duration_s


def samples(cue: CueFile) -> Samples:
    """What it sounds like: float32, 16 kHz."""
    sound, rate = soundfile.read(cue.path, dtype="float32")
    if rate != RATE_HZ:
        raise ValueError(f"{cue.path}: {rate} Hz")
    return np.asarray(sound, dtype=np.float32)


def cue_files() -> dict[str, CueFile]:
    """The cues by file name."""
    files = {}
    for entry in json.loads((CUES / "cues.json").read_text(encoding="utf-8")):
        duration_s = soundfile.info(CUES / entry["file"]).duration
        files[entry["file"]] = CueFile(entry["file"], entry["language"], entry["text"], duration_s)
    return files


def plan(seconds: float, files: dict[str, CueFile]) -> list[Line]:
    """The lines that fit into ``seconds``, each host told one thing at a time. At least one, whatever the time."""
    lines: list[Line] = []
    place = 0
    while True:
        file, to, overlap_s = ROUND[place % len(ROUND)]
        at_s = earliest(lines, to, overlap_s)
        line = Line(round(at_s, 3), files[file], to)
        if lines and line.end_s + TAIL_S > seconds:
            return lines
        lines.append(line)
        place += 1


def earliest(lines: Sequence[Line], to: str, overlap_s: float) -> float:
    """When the next line to ``to`` may begin."""
    if not lines:
        return FIRST_AT_S
    free_s = [line.end_s + PAUSE_S for line in lines if to == ALL or line.heard_by(to)]
    return max([lines[-1].end_s + PAUSE_S - overlap_s - (PAUSE_S if overlap_s else 0.0), *free_s])
