"""A stream of RTP as a gateway sends it: one frame after the other without a pause, silence where nothing is said."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from functools import cache
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hushcue_wire import audio, rtp

from . import runtime


def l16(samples: NDArray[np.int16]) -> bytes:
    """RFC 3551 section 4.5.11."""
    return samples.astype(">i2").tobytes()


@cache
def _pcmu_codes() -> NDArray[np.uint8]:
    """The code of every sample from -32768 on, as ffmpeg gives them (tests/vectors/pcmu.json)."""
    vectors = json.loads((runtime.TESTS / "vectors" / "pcmu.json").read_text(encoding="utf-8"))
    starts, codes = np.array(vectors["encoded_by_ffmpeg"]).T
    return np.repeat(codes, np.diff(starts, append=32768)).astype(np.uint8)


def pcmu(samples: NDArray[np.int16]) -> bytes:
    """ITU-T G.711 mu-law."""
    return _pcmu_codes()[samples.astype(np.int64) + 32768].tobytes()


class Stream:
    """Sends to ``port`` of this machine what a ``session`` document announces, from entering to leaving.

    ``on_frame(number)`` is called before each frame of a cue and says whether the air loses it. ``speed`` is the one of
    the receiver's clock.
    """

    def __init__(
        self,
        session: dict[str, Any],
        port: int,
        on_frame: Callable[[int], bool] = lambda _: False,
        speed: float = 1.0,
    ) -> None:
        self.sent = 0
        self._frame_s = session["frame_ms"] / 1000 / speed
        self.on_frame = on_frame
        self._session = session
        self._address = ("127.0.0.1", port)
        self._samples = audio.frame_samples(session["frame_ms"])
        self._cue: list[NDArray[np.int16]] = []
        self._said = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Stream:
        self._thread.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _tb: TracebackType | None
    ) -> None:
        self._stopping = True
        self._thread.join()

    def say(self, sound: NDArray[np.float64]) -> int:
        """Send ``sound`` (16 kHz, full scale 1.0) to its last frame. When the first one left, in monotonic ns."""
        samples = np.round(sound * 32767).astype(np.int16)
        samples = np.concatenate([samples, np.zeros(-len(samples) % self._samples, np.int16)])
        self._said.clear()
        began_ns = time.monotonic_ns()
        self._cue = list(samples.reshape(-1, self._samples))
        assert self._said.wait(30 + len(self._cue) * self._frame_s)
        return began_ns

    def _run(self) -> None:
        session = self._session
        encode = l16 if session["encoding"] == audio.L16 else pcmu
        silence = np.zeros(self._samples, np.int16)
        number = 0
        frame_of_cue = 0
        start = time.monotonic()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            while not self._stopping:
                lost = False
                frame = silence
                if self._cue:
                    frame = self._cue.pop(0)
                    lost = self.on_frame(frame_of_cue)
                    frame_of_cue = frame_of_cue + 1 if self._cue else 0
                payload = encode(frame)
                sequence = (0xFFF0 + number) & 0xFFFF  # over the wrap at once
                packet = rtp.Packet(session["payload_type"], sequence, number * self._samples, session["ssrc"], payload)
                if not lost:
                    sock.sendto(rtp.serialize(packet), self._address)
                    self.sent += 1
                number += 1
                if not self._cue:
                    self._said.set()
                time.sleep(max(0.0, start + number * self._frame_s - time.monotonic()))
