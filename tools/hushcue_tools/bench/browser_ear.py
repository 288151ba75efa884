"""The way out: somebody listens to what a host hears (WHEP). Two streams of one mix come to this process: the plain one
of a listener, which leaves in the tick that mixed it, and Opus in WebRTC. The same click in both gives the delay.

A sample counts as heard at the moment its packet came plus its place in the packet, in both. So the collecting of a
packet, Opus with what it looks ahead, the WebRTC process and DTLS-SRTP over loopback are in the figure; the de-jitter
buffer and the loudspeaker of whoever listens are not.
"""

import asyncio
import base64
import json
import re
import socket
import threading
import time
import urllib.request
from typing import Any

import numpy as np
from aiortc import RTCPeerConnection, RTCSessionDescription
from pylibsrtp import Policy, Session

from hushcue_gateway.opus import Decoder
from hushcue_wire import audio, rtp
from hushcue_words import EXIT_MISSING

from ..demo.client import Client
from .browser_clicks import onsets
from .browser_words import WORDS

OPUS_HZ = 48_000
CONNECT_S = 20.0
Came = list[tuple[int, "np.ndarray[Any, np.dtype[np.int16]]"]]
"""(when the packet came, its samples), in order."""


def listen(client: Client, host: str, cue: str, seconds: float) -> tuple[list[int], list[int]]:
    """Say a file of clicks to a host and listen: when each was in the mix, and when it was heard. Raises Trouble."""
    mix = Mix(client, host)
    mix.start()
    try:
        came = asyncio.run(_heard(client, host, cue, seconds))
    finally:
        mix.stop()
    return _times(mix.came, audio.RATE_HZ), _times(came, OPUS_HZ)


class Mix(threading.Thread):
    """The plain stream of what a host hears."""

    def __init__(self, client: Client, host: str):
        super().__init__(daemon=True)
        self.came: Came = []
        self._client = client
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(0.2)
        port = self._socket.getsockname()[1]
        body = json.dumps({"bodypack": host, "ip": "127.0.0.1", "port": port, "encoding": "L16"}).encode()
        listener = json.loads(_ask(client, "POST", "/api/v1/listeners", body, "application/json")[1])
        self._place = f"/api/v1/listeners/{listener['id']}"
        inline = re.search(r"inline:(\S+)", listener["sdp"])
        key = base64.b64decode(inline[1]) if inline is not None else b""
        self._session = Session(Policy(key, Policy.SSRC_ANY_INBOUND))
        self._going = True

    def run(self) -> None:
        while self._going:
            try:
                datagram = self._socket.recv(2048)
            except TimeoutError:
                continue
            now_ns = time.monotonic_ns()
            payload = bytes(rtp.parse(self._session.unprotect(datagram)).payload)
            self.came.append((now_ns, np.frombuffer(payload, ">i2").astype(np.int16)))

    def stop(self) -> None:
        self._going = False
        self.join()
        self._socket.close()
        _ask(self._client, "DELETE", self._place)


async def _heard(client: Client, host: str, cue: str, seconds: float) -> Came:
    peer, came, decoder = RTCPeerConnection(), [], Decoder(OPUS_HZ)  # type: tuple[Any, Came, Decoder]
    peer.addTransceiver("audio", direction="recvonly")
    receiver = peer.getReceivers()[0]
    onward = receiver._handle_rtp_packet

    async def take(packet: Any, arrival_time_ms: int) -> None:
        now_ns = time.monotonic_ns()
        if packet.payload:
            came.append((now_ns, decoder.decode(packet.payload)))
        await onward(packet, arrival_time_ms)

    receiver._handle_rtp_packet = take  # what lies before its own buffers has no public name
    try:
        await peer.setLocalDescription(await peer.createOffer())
        url = f"/api/v1/shows/main/whep?hear=host:{host}"
        offer = peer.localDescription.sdp.encode()
        place, answer = await asyncio.to_thread(_ask, client, "POST", url, offer, "application/sdp")
        await peer.setRemoteDescription(RTCSessionDescription(answer.decode(), "answer"))
        deadline = time.monotonic() + CONNECT_S
        while not came:
            if time.monotonic() > deadline:
                raise WORDS.trouble("no_peer", exit_code=EXIT_MISSING, state=peer.connectionState)
            await asyncio.sleep(0.05)
        await asyncio.to_thread(client.say_file, cue, [host])
        await asyncio.sleep(seconds + 1)
        await asyncio.to_thread(_ask, client, "DELETE", place)
    finally:
        await peer.close()
    return came


def _times(came: Came, rate_hz: int) -> list[int]:
    """When each click was there."""
    if not came:
        return []
    starts = np.cumsum([0, *(len(samples) for _, samples in came)])
    times = []
    for place in onsets(np.concatenate([samples for _, samples in came]), rate_hz):
        packet = int(np.searchsorted(starts, place, side="right")) - 1
        times.append(int(came[packet][0] + (place - starts[packet]) * 1e9 / rate_hz))
    return times


def _ask(client: Client, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[str, bytes]:
    """(Location, body) of an answer. Raises Trouble."""
    url, token = client.address
    headers = {"Authorization": f"Bearer {token}", **({"Content-Type": kind} if kind else {})}
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url + path, body, headers, method=method), timeout=20
        ) as got:
            return got.headers.get("Location") or "", got.read()
    except OSError as error:
        raise WORDS.trouble("no_answer", exit_code=EXIT_MISSING, path=path, reason=error) from None
