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
import pylibsrtp
from numpy.typing import NDArray

from hushcue_wire import audio, rtcp, rtp

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
    """Sends to ``port`` of this machine what a ``session`` document announces, from entering to leaving. ``key``: SRTP
    master key and salt; ``key_back``: those of what comes back, where it is to be listened to.

    ``on_frame(number)`` is called before each frame of a cue and says whether the air loses it. What is asked for is
    sent again, and never lost. ``speed`` is the one of the receiver's clock.
    """

    def __init__(
        self,
        session: dict[str, Any],
        key: bytes,
        port: int,
        on_frame: Callable[[int], bool] = lambda _: False,
        speed: float = 1.0,
        key_back: bytes | None = None,
    ) -> None:
        self.sent = 0
        self.again = 0
        self.reports = 0
        self._sent: dict[int, bytes] = {}
        self._unprotect = None
        if key_back is not None:
            policy = pylibsrtp.Policy(key_back, pylibsrtp.Policy.SSRC_SPECIFIC, session["report_ssrc"])
            self._unprotect = pylibsrtp.Session(policy).unprotect_rtcp
        self._frame_s = session["frame_ms"] / 1000 / speed
        self.on_frame = on_frame
        self._session = session
        self._protect = pylibsrtp.Session(
            pylibsrtp.Policy(key, pylibsrtp.Policy.SSRC_SPECIFIC, session["ssrc"])
        ).protect
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
            sock.setblocking(False)
            while not self._stopping:
                self._answer(sock)
                lost = False
                frame = silence
                if self._cue:
                    frame = self._cue.pop(0)
                    lost = self.on_frame(frame_of_cue)
                    frame_of_cue = frame_of_cue + 1 if self._cue else 0
                payload = encode(frame)
                sequence = (0x3FF0 + number) & 0xFFFF
                packet = rtp.Packet(session["payload_type"], sequence, number * self._samples, session["ssrc"], payload)
                datagram = self._protect(rtp.serialize(packet))
                self._sent[sequence] = datagram
                if not lost:
                    sock.sendto(datagram, self._address)
                    self.sent += 1
                number += 1
                if not self._cue:
                    self._said.set()
                time.sleep(max(0.0, start + number * self._frame_s - time.monotonic()))

    def _answer(self, sock: socket.socket) -> None:
        while self._unprotect is not None:
            try:
                said = self._unprotect(sock.recv(2048))
            except BlockingIOError:
                return
            for packet in rtcp.read(said):
                self.reports += packet.type == rtcp.RR
                for sequence in packet.sequences:
                    if sequence in self._sent:
                        sock.sendto(self._sent[sequence], self._address)
                        self.again += 1
