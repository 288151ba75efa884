"""The folder of what the assistant said or is about to say: 16 kHz mono WAV, found again by what was asked for.

Bounded: the least recently used files go first, but never one that was used in the last KEEP_S, for a cue may be
waiting to play it.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hushcue_wire.audio import RATE_HZ

from ..phrases.shelf import write_wav
from ..phrases.sound import Samples

FOLDER = "speech"
MOST_BYTES = 64 << 20
MOST_FILES = 2000
KEEP_S = 600.0
HEADER_BYTES = 44


@dataclass(slots=True)
class _Kept:
    bytes: int
    used_s: float


class SpeechCache:
    """May be called from any thread; all but ``get`` block. A key is put by one caller at a time. clock: seconds,
    monotonic."""

    def __init__(
        self,
        state_dir: Path,
        clock: Callable[[], float],
        most_bytes: int = MOST_BYTES,
        most_files: int = MOST_FILES,
    ):
        self._folder = state_dir / FOLDER
        self._clock = clock
        self._most_bytes, self._most_files = most_bytes, most_files
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._bytes = 0

    def open(self) -> None:
        """Find what is there from before, the oldest first to go. What is no sound of ours is taken away."""
        found: list[tuple[float, str, int]] = []
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                size = path.stat().st_size
                if path.suffix == ".wav" and size > HEADER_BYTES:
                    found.append((path.stat().st_mtime, path.stem, size))
                else:
                    path.unlink()
        with self._lock:
            for _, key, size in sorted(found):
                self._kept.setdefault(key, _Kept(size, self._clock() - KEEP_S))
                self._bytes += size
            self._shrink()

    def get(self, key: str) -> tuple[Path, float] | None:
        """The file and its seconds; None where it is not, or no longer, there."""
        with self._lock:
            kept = self._kept.get(key)
            path = self._path(key)
            if kept is None:
                return None
            if not path.is_file():
                self._forget(key)
                return None
            self._kept.move_to_end(key)
            kept.used_s = self._clock()
            return path, (kept.bytes - HEADER_BYTES) / 2 / RATE_HZ

    def put(self, key: str, samples: Samples) -> tuple[Path, float]:
        """Keep it under that key. Raises OSError."""
        pcm = np.clip(np.rint(samples * 32767.0), -32768, 32767).astype("<i2").tobytes()
        path = self._path(key)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_wav(path, pcm)  # without the lock: ``get`` waits for no disk
        with self._lock:
            if key in self._kept:
                self._forget(key)
            self._kept[key] = _Kept(len(pcm) + HEADER_BYTES, self._clock())
            self._bytes += len(pcm) + HEADER_BYTES
            self._shrink()
        return path, samples.size / RATE_HZ

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def bytes(self) -> int:
        """Of all files."""
        return self._bytes

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.wav"

    def _forget(self, key: str) -> None:
        self._bytes -= self._kept.pop(key).bytes

    def _shrink(self) -> None:
        now_s = self._clock()
        while self._bytes > self._most_bytes or len(self._kept) > self._most_files:
            key, oldest = next(iter(self._kept.items()))
            if now_s - oldest.used_s < KEEP_S:
                return
            with contextlib.suppress(OSError):
                os.unlink(self._path(key))
            self._forget(key)
