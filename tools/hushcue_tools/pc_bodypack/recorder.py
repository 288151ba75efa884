"""A WAV file that grows while it plays: what left the DAC, and beside it a small JSON file that says when.

The JSON is there from the start, so that a process that is killed leaves a recording that can still be read: its length
is then the length of the file.
"""

import json
import os
import struct
import threading
from collections import deque
from pathlib import Path
from typing import BinaryIO

import numpy as np

from ..correlation import EAR_RATE_HZ
from ..ear import Recording
from .dma import FRAME_BYTES, RATE_HZ

HEADER_BYTES = 44
LARGEST_BYTES = 0xFFFFFFFF - HEADER_BYTES
"""A WAV file counts in 32 bits: six hours. What comes later is played and not recorded."""
UNKNOWN_BYTES = 0xFFFFFFFF
MAX_FACTS_BYTES = 65536
WRITE_S = 0.2
MOST_WAITING = 20000
"""Stretches of at most a descriptor: some 25 s of sound."""


class Recorder:
    """``write`` appends and never waits for the disk: a thread writes. Raises OSError where the file cannot be made."""

    def __init__(self, path: Path, start_ns: int):
        self.path = path
        self.truncated = False
        """the disk was full or far too slow, or the file as long as a WAV file can be"""
        self._start_ns = start_ns
        self._bytes = 0
        self._file: BinaryIO = open(path, "wb", buffering=1 << 16)  # noqa: SIM115 - open as long as the recorder lives
        self._file.write(header(UNKNOWN_BYTES))
        self._file.flush()
        self._save_facts({"complete": False, "underruns": 0})
        self._waiting: deque[bytes] = deque()
        self._ended = threading.Event()
        self._writer = threading.Thread(target=self._write_out, name="recorder", daemon=True)
        self._writer.start()

    def write(self, data: bytes | memoryview) -> None:
        """The next stretch of the timeline. A full disk ends the recording, never the sound."""
        if len(self._waiting) >= MOST_WAITING or self._bytes + len(data) > LARGEST_BYTES:
            self.truncated = True
        if not self.truncated:
            self._bytes += len(data)
            self._waiting.append(bytes(data))

    def _write_out(self) -> None:
        """The thread: everything that waits, a few times a second, until the end."""
        while True:
            ending = self._ended.wait(WRITE_S)
            try:
                while self._waiting:
                    self._file.write(self._waiting.popleft())
                self._file.flush()
            except OSError:
                self.truncated = True
                return
            if ending:
                return

    def close(self, facts: dict[str, object]) -> None:
        """Finish the file; ``facts`` go into the JSON beside it."""
        self._ended.set()
        self._writer.join()
        try:
            self._file.flush()
            self._file.seek(0)
            self._file.write(header(self._bytes))
        except OSError:
            self.truncated = True
        self._file.close()
        self._save_facts({"complete": not self.truncated, **facts})

    def _save_facts(self, facts: dict[str, object]) -> None:
        whole = {"rate_hz": RATE_HZ, "start_ns": self._start_ns, **facts}
        place = facts_path(self.path)
        draft = place.with_suffix(".draft")
        draft.write_text(json.dumps(whole), encoding="utf-8")
        os.replace(draft, place)


def header(data_bytes: int) -> bytes:
    """The 44 bytes before the samples: RIFF, PCM, stereo, 16 bit, 48 kHz."""
    riff_bytes = min(data_bytes + HEADER_BYTES - 8, UNKNOWN_BYTES)
    form = struct.pack("<HHIIHH", 1, 2, RATE_HZ, RATE_HZ * FRAME_BYTES, FRAME_BYTES, 16)
    head = b"RIFF" + struct.pack("<I", riff_bytes) + b"WAVEfmt \x10\0\0\0"
    return head + form + b"data" + struct.pack("<I", data_bytes)


def facts_path(wav: Path) -> Path:
    """The JSON file that belongs to a recording."""
    return wav.with_name(wav.name + ".json")


def load(wav: Path) -> tuple[Recording, dict[str, object]]:
    """A recording (its left channel) and its facts; also of a process that was killed. Raises OSError, ValueError."""
    with open(facts_path(wav), "rb") as file:
        facts = json.loads(file.read(MAX_FACTS_BYTES))
    with open(wav, "rb") as file:
        if len(file.read(HEADER_BYTES)) < HEADER_BYTES:
            raise ValueError(f"{wav} has no header")
        data = file.read()
    frames = np.frombuffer(data, "<i2", len(data) // FRAME_BYTES * 2).reshape(-1, 2)
    if not np.array_equal(frames[:, 0], frames[:, 1]):
        raise ValueError(f"{wav}: left and right differ")
    if facts["rate_hz"] != EAR_RATE_HZ:
        raise ValueError(f"{wav}: {facts['rate_hz']} Hz")
    return Recording((frames[:, 0] / 32768).astype(np.float32), int(facts["start_ns"])), facts
