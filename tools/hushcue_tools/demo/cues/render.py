"""Render the cues of ``cues.json`` again: ``python render.py``. Needs the program espeak-ng; README.md says more."""

import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import soundfile
import soxr

RATE_HZ = 16000
PEAK = 10 ** (-8 / 20)
"""-8 dBFS: below every ceiling on the way, so what is heard can be compared with what was said sample by sample."""


def espeak_command(cue: dict[str, object], wav: Path) -> list[str]:
    """The exact command for one cue; ``-b 1`` reads the text as UTF-8 whatever the locale says."""
    voice, speed = str(cue["voice"]), str(cue["words_per_minute"])
    return ["espeak-ng", "-b", "1", "-v", voice, "-s", speed, "-w", str(wav), str(cue["text"])]


def render(cue: dict[str, object], folder: Path) -> None:
    """Speak one cue into ``folder``: 16 kHz mono 16-bit FLAC, silent ends cut, peak at -8 dBFS."""
    with tempfile.TemporaryDirectory() as work:
        wav = Path(work) / "cue.wav"
        subprocess.run(espeak_command(cue, wav), check=True)
        spoken, rate = soundfile.read(wav, dtype="float32")
    speech = soxr.resample(spoken, rate, RATE_HZ, quality="VHQ")
    loud = np.flatnonzero(np.abs(speech) > 0.001)
    # A talk is faded in over its first 10 ms and out over its last: leave them silent.
    speech = np.pad(speech[loud[0] : loud[-1] + 1], RATE_HZ // 50)
    speech = speech * (PEAK / np.abs(speech).max())
    soundfile.write(folder / str(cue["file"]), speech, RATE_HZ, subtype="PCM_16")


if __name__ == "__main__":
    here = Path(__file__).parent
    for entry in json.loads((here / "cues.json").read_text(encoding="utf-8")):
        render(entry, here)
