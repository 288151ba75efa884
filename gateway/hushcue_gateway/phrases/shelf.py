"""The folder of the phrases' sounds: 16 kHz mono WAV, readable by their owner alone."""

from __future__ import annotations

import contextlib
import hashlib
import os
import wave
from pathlib import Path

import numpy as np

from hushcue_wire.audio import RATE_HZ

from .sound import Samples

FOLDER = "phrases"


class Shelf:
    """Files are named by what is in them, so that a sound that is being played is never written over. Blocks."""

    def __init__(self, state_dir: Path):
        self._folder = state_dir / FOLDER

    def path(self, name: str) -> Path:
        """Where the sound of that name is."""
        return self._folder / name

    def has(self, name: str) -> bool:
        """Whether it is there."""
        return bool(name) and self.path(name).is_file()

    def put(self, phrase: str, samples: Samples) -> str:
        """Its name. Raises OSError."""
        pcm = np.clip(np.rint(samples * 32767.0), -32768, 32767).astype("<i2").tobytes()
        name = f"{phrase}-{hashlib.sha256(pcm).hexdigest()[:16]}.wav"
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_wav(self.path(name), pcm)
        return name

    def drop(self, name: str) -> None:
        """Take it away; no error where it is gone."""
        if name:
            with contextlib.suppress(OSError):
                self.path(name).unlink()

    def sweep(self, keep: set[str]) -> None:
        """Take away whatever nobody names."""
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                if path.name not in keep:
                    self.drop(path.name)


def write_wav(path: Path, pcm: bytes) -> None:
    """int16 mono at RATE_HZ, readable by its owner alone, in one step. Raises OSError."""
    beside = path.with_name(path.name + ".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "wb") as file, wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE_HZ)
        sound.writeframes(pcm)
    os.replace(beside, path)
