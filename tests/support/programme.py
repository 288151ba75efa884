"""The studio's sound as a programme feed of a real gateway, by plain RTP: a host who speaks, or pauses."""

from __future__ import annotations

import base64
import socket
import threading
import time
from collections.abc import Sequence
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pylibsrtp import Policy, Session

from hushcue_gateway.opus import Encoder
from hushcue_wire import rtp

from .gateway_process import GatewayProcess

RATE_HZ = 16_000
OPUS_RATE_HZ = 48_000
FRAME = RATE_HZ // 100
FRAME_S = 0.01


class Programme(threading.Thread):
    """``with Programme(gateway, speech, to) as programme``: a frame every 10 ms, of the speech while ``speaks``, of
    silence otherwise. late_s: by how much a frame was late at most since ``begin``: a machine that does other work
    makes a pause that nobody made."""

    def __init__(self, gateway: GatewayProcess, speech: NDArray[Any], to: Sequence[str], show: str = "main"):
        super().__init__(daemon=True)
        feed = gateway.http.post(f"/api/v1/shows/{show}/rtp-ingest", json={"programme": True, "to": list(to)})
        assert feed.status_code == 201, feed.text
        self.source = feed.json()["source"]
        self.speaks = False
        self.late_s = 0.0
        self._to = (feed.json()["ip"], feed.json()["port"])
        self._seals = Session(Policy(base64.b64decode(feed.json()["key"]), Policy.SSRC_ANY_OUTBOUND))
        self._speech = (32767 * np.clip(speech, -1, 1)).astype(np.int16)
        self._over = threading.Event()

    def __enter__(self) -> Programme:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()

    def begin(self, *, speaks: bool) -> None:
        """From now on."""
        self.speaks, self.late_s = speaks, 0.0

    def run(self) -> None:
        encoder, ssrc, place = Encoder(RATE_HZ, bitrate=48_000), Random(1).getrandbits(32), 0
        silence = np.zeros(FRAME, np.int16)
        due = time.monotonic()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            while not self._over.wait(max(0.0, due - time.monotonic())):
                self.late_s = max(self.late_s, time.monotonic() - due)
                at = np.arange(place * FRAME, (place + 1) * FRAME) % len(self._speech)
                packet = encoder.encode(self._speech[at] if self.speaks else silence)
                header = rtp.Packet(97, place & 0xFFFF, place * OPUS_RATE_HZ // 100, ssrc, packet)
                out.sendto(self._seals.protect(bytes(rtp.serialize(header))), self._to)
                place += 1
                due += FRAME_S
