"""One recording: int16 samples of 16 kHz in, an Ogg Opus file (RFC 7845) out, readable at every moment.

Opus by ``opus.py``; Ogg by FFmpeg's muxer (PyAV), which writes a page whenever ``page_ms`` are full. A recording that
broke off is taken up again: its packets are read back and written to a new file, which then goes on.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from numpy.typing import NDArray

from hushcue_wire.audio import RATE_HZ

from ..opus import Encoder

FRAME_SAMPLES = RATE_HZ // 50
OGG_RATE_HZ = 48_000
OGG_FRAME = OGG_RATE_HZ // 50
TIME_BASE = Fraction(1, OGG_RATE_HZ)
BROKEN_OFF = ".cut"
CUT_TRIES = (OSError, av.FFmpegError)
"""What writing a file may raise."""
PAGES_PER_SYNC = 2


class _File:
    """What the muxer writes to: 0600, and on the disk soon. Fails for good once it has failed."""

    def __init__(self, path: Path):
        self.name = str(path)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
        self._handle = os.open(path, flags, 0o600)
        self.bytes = 0
        self.error: OSError | None = None
        self._writes = 0

    def write(self, data: bytes) -> int:
        """All of it."""
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(self._handle, view) :]
            self._writes += 1
            if self._writes % PAGES_PER_SYNC == 0:
                os.fsync(self._handle)
        except OSError as error:
            self.error = error
            raise
        self.bytes += len(data)
        return len(data)

    def close(self) -> None:
        """May be called twice."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            with contextlib.suppress(OSError):
                os.close(handle)


class Recorder:
    """``add`` samples, ``close``. Raises CUT_TRIES where the file cannot be written; ``close`` never does."""

    def __init__(self, path: Path, tags: Mapping[str, str], bitrate: int = 24_000, page_ms: int = 500):
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        before = path.with_name(path.name + BROKEN_OFF)
        if path.exists() and not before.exists():
            os.replace(path, before)
        self._encoder = Encoder(RATE_HZ, 1, "voip", bitrate)
        self._rest = np.zeros(0, np.int16)
        self._packets = 0
        self._file = _File(path)
        self._container = self._begin(tags, page_ms)
        if before.exists():
            for packet in packets_of(before):
                self._mux(packet)
            before.unlink()

    @property
    def written(self) -> int:
        """Bytes so far."""
        return self._file.bytes

    @property
    def duration_ms(self) -> int:
        """Of what was added, whole frames."""
        return self._packets * 20

    def add(self, samples: NDArray[np.int16]) -> None:
        """Any number of them."""
        samples = np.concatenate([self._rest, samples])
        whole = len(samples) // FRAME_SAMPLES * FRAME_SAMPLES
        self._rest = samples[whole:]
        for at in range(0, whole, FRAME_SAMPLES):
            self._mux(self._encoder.encode(samples[at : at + FRAME_SAMPLES]))

    def close(self) -> OSError | av.FFmpegError | None:
        """End the file; what went wrong, if anything did. What is left of a frame is filled with silence, and one more
        brings out what the encoder still holds."""
        wrong: OSError | av.FFmpegError | None = self._file.error
        try:
            if wrong is None:
                self.add(np.zeros(FRAME_SAMPLES + (-len(self._rest)) % FRAME_SAMPLES, np.int16))
            self._container.close()
        except CUT_TRIES as error:
            wrong = self._file.error or error
        self._file.close()
        return wrong

    def _begin(self, tags: Mapping[str, str], page_ms: int) -> OutputContainer:
        options = {"page_duration": str(page_ms * 1000), "flush_packets": "1"}
        container = av.open(self._file, "w", format="ogg", options=options)
        stream = container.add_stream("libopus", rate=OGG_RATE_HZ, layout="mono")
        stream.metadata.update({name: text for name, text in tags.items() if text})
        stream.time_base = TIME_BASE
        container.start_encoding()
        self._stream = stream
        return container

    def _mux(self, data: bytes) -> None:
        packet = av.Packet(data)
        packet.stream = self._stream
        packet.time_base = TIME_BASE
        packet.pts = packet.dts = self._packets * OGG_FRAME
        packet.duration = OGG_FRAME
        self._container.mux_one(packet)
        self._packets += 1


def packets_of(path: Path) -> list[bytes]:
    """The Opus packets of a recording, as far as they can be read."""
    found: list[bytes] = []
    with contextlib.suppress(*CUT_TRIES), av.open(str(path)) as container:
        for packet in container.demux(audio=0):
            if packet.size:
                found.append(bytes(packet))
    return found


def length_ms(path: Path) -> int:
    """How long a recording is, 0 where it cannot be read."""
    with contextlib.suppress(*CUT_TRIES), av.open(str(path)) as container:
        if container.duration:
            return int(container.duration // 1000)
    return 0
