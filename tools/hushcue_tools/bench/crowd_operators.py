"""Many operators in one process: signed in by cookie, each with the live WebSocket of the show, some of them talking.

Who talks has a real WebRTC session (ICE, DTLS-SRTP, by aiortc) over WHIP, and presses a key over the WebSocket as the
console does. What it says was encoded once, before: Opus packets of 10 or 20 ms go out by the clock, and no encoder of
the bench takes the processor from what is measured.

``python -m hushcue_tools.bench.crowd_operators`` reads one JSON object from standard input (url, show, people: [[name,
invitation]], talking, packet_ms, to), prints ``{"ready": ...}`` when all are signed in and on air, and its figures for
each further line; it ends with standard input.
"""

import asyncio
import contextlib
import fractions
import json
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any

import numpy as np
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from av import AudioFrame, CodecContext, Packet
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

PASSWORD = "a bench has no secrets worth keeping"
RATE_HZ = 48000
KEEP_S = 0.25
ASK_S = 30.0
SPOKEN_S = 4.0
ANSWER = '{"t":"answer"'
"""How the one kind of message begins that is read here; all others are counted."""
SIGN_INS_AT_ONCE = 4
"""A password takes the gateway a tenth of a second, on purpose."""


class Encoded(MediaStreamTrack):
    """A track whose packets were encoded before; each is due by the clock of this machine, and none is skipped."""

    kind = "audio"

    def __init__(self, packets: list[bytes], packet_ms: int, offset_s: float):
        super().__init__()
        self._packets = packets
        self._packet_ms = packet_ms
        self._count = 0
        self._due = time.monotonic() + offset_s
        self.latest_ms = 0.0

    async def recv(self) -> Any:
        """The next packet when it is due."""
        self._due += self._packet_ms / 1000
        wait_s = self._due - time.monotonic()
        if wait_s > 0:
            await asyncio.sleep(wait_s)
        self.latest_ms = max(self.latest_ms, (time.monotonic() - self._due) * 1000)
        packet: Any = Packet(self._packets[self._count % len(self._packets)])
        packet.pts = packet.dts = self._count * RATE_HZ * self._packet_ms // 1000
        packet.time_base = fractions.Fraction(1, RATE_HZ)
        self._count += 1
        return packet


def speech(packet_ms: int, seed: int) -> list[bytes]:
    """Opus packets of something with the rhythm of speech, SPOKEN_S long, mono."""
    chance = np.random.default_rng(seed)
    count = int(RATE_HZ * SPOKEN_S)
    times = np.arange(count) / RATE_HZ
    pitch = 110 + 90 * chance.random()
    voice = sum(np.sin(2 * np.pi * pitch * k * times) / k for k in range(1, 12))
    sound = 0.12 * voice * (0.5 + 0.5 * np.sin(2 * np.pi * 3.1 * times + seed))
    encoder: Any = CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = RATE_HZ, "mono", "s16"
    encoder.bit_rate = 32000
    encoder.options = {"frame_duration": str(packet_ms), "application": "voip"}
    size = RATE_HZ * packet_ms // 1000
    packets: list[bytes] = []
    for start in range(0, count - size, size):
        block = (sound[start : start + size] * 32767).astype(np.int16).reshape(1, -1)
        frame = AudioFrame.from_ndarray(block, format="s16", layout="mono")
        frame.sample_rate, frame.pts = RATE_HZ, start
        packets += [bytes(packet) for packet in encoder.encode(frame)]
    return packets


@dataclass
class Counts:
    """What all of them saw."""

    messages: int = 0
    bytes: int = 0
    answers_ms: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    closed: int = 0


class Operator:
    """One person and their browser."""

    def __init__(self, url: str, show: str, name: str, counts: Counts):
        self._url, self._show, self.name = url, show, name
        self._counts = counts
        self._cookies = CookieJar()
        handlers = (urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self._cookies))
        self._http = urllib.request.build_opener(*handlers)
        self._csrf = ""
        self._socket: ClientConnection | None = None
        self._peer: RTCPeerConnection | None = None
        self._asked: dict[int, tuple[float, asyncio.Future[dict[str, Any]]]] = {}
        self._source = ""
        self.track: Encoded | None = None
        self.seq = -1

    def join(self, invitation: str) -> None:
        """Take an invitation: an account, and a session. Blocks."""
        body = json.dumps({"name": self.name, "password": PASSWORD}).encode()
        answer = json.loads(self._post(f"/api/v1/invitation/{invitation}", body, "application/json")[1])
        self._csrf = answer["csrf"]

    async def watch(self) -> None:
        """Open the live WebSocket."""
        place = self._url.replace("http", "ws", 1) + f"/api/v1/shows/{self._show}/live"
        cookie = "; ".join(f"{each.name}={each.value}" for each in self._cookies)
        headers = {"Cookie": cookie}
        self._socket = await connect(
            place, additional_headers=headers, origin=Origin(self._url), max_size=1 << 24, compression=None, proxy=None
        )

    async def read(self) -> None:
        """Until the socket ends."""
        assert self._socket is not None
        with contextlib.suppress(ConnectionClosed):
            async for text in self._socket:
                self._counts.messages += 1
                self._counts.bytes += len(text)
                if str(text).startswith(ANSWER):
                    message = json.loads(text)
                    began, answer = self._asked.pop(message["re"])
                    self._counts.answers_ms.append((time.monotonic() - began) * 1000)
                    answer.set_result(message)
        self._counts.closed += 1

    async def publish(self, packets: list[bytes], packet_ms: int, offset_s: float) -> None:
        """Open a microphone over WHIP."""
        self._peer = RTCPeerConnection()
        self.track = Encoded(packets, packet_ms, offset_s)
        self._peer.addTransceiver(self.track, direction="sendonly")
        await self._peer.setLocalDescription(await self._peer.createOffer())
        offer = self._peer.localDescription.sdp.encode()
        place = f"/api/v1/shows/{self._show}/whip"
        headers, answer = await asyncio.to_thread(self._post, place, offer, "application/sdp")
        self._source = headers.get("X-Hushcue-Source", "")
        await self._peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        deadline = time.monotonic() + ASK_S
        while self._peer.connectionState != "connected":
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.name}: WebRTC stays {self._peer.connectionState}")
            await asyncio.sleep(0.05)

    async def press(self, to: list[str]) -> None:
        """Hold a key down from now on."""
        assert self._socket is not None
        number = len(self._asked) + 1
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._asked[number] = (time.monotonic(), answer)
        await self._socket.send(json.dumps({"t": "down", "id": number, "key": "bench", "to": to, "mode": "hold"}))
        found = await asyncio.wait_for(answer, ASK_S)
        if not found["ok"]:
            self._counts.refused.append(found["error"])

    async def keep(self) -> None:
        """Say four times a second that the key is still down."""
        assert self._socket is not None
        with contextlib.suppress(ConnectionClosed):
            while True:
                await asyncio.sleep(KEEP_S)
                await self._socket.send('{"t":"keep","keys":["bench"]}')

    async def close(self) -> None:
        """Leave."""
        if self._peer is not None:
            await self._peer.close()
        if self._socket is not None:
            await self._socket.close()

    def _post(self, place: str, body: bytes, kind: str) -> tuple[Any, str]:
        headers = {"Content-Type": kind, "Origin": self._url, "X-Hushcue-Csrf": self._csrf}
        request = urllib.request.Request(self._url + place, body, headers, method="POST")
        with self._http.open(request, timeout=ASK_S) as answer:
            return answer.headers, answer.read().decode()


async def bring_up(wanted: dict[str, Any], counts: Counts, tasks: list[asyncio.Task[None]]) -> list[Operator]:
    """All signed in, all watching; ``tasks`` takes what reads."""
    people = [Operator(wanted["url"], wanted["show"], name, counts) for name, _ in wanted["people"]]
    gate = asyncio.Semaphore(SIGN_INS_AT_ONCE)

    async def join(person: Operator, invitation: str) -> None:
        async with gate:
            await asyncio.to_thread(person.join, invitation)
            await person.watch()
            tasks.append(asyncio.create_task(person.read()))  # at once: what nobody reads is not answered either

    await asyncio.gather(*map(join, people, [invitation for _, invitation in wanted["people"]]))
    return people


async def main() -> None:
    """See above."""
    loop = asyncio.get_running_loop()
    wanted = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    counts = Counts()
    tasks: list[asyncio.Task[None]] = []
    people = await bring_up(wanted, counts, tasks)
    talking = people[: wanted["talking"]]
    packets = [speech(wanted["packet_ms"], seed) for seed in range(4)]
    for number, person in enumerate(talking):
        await person.publish(packets[number % 4], wanted["packet_ms"], number * 0.0007)
    for number, person in enumerate(talking):
        await person.press(wanted["to"][number % len(wanted["to"])])
        tasks.append(asyncio.create_task(person.keep()))
    print(json.dumps({"ready": len(people), "refused": counts.refused}), flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        late_ms = max((person.track.latest_ms for person in talking if person.track), default=0.0)
        figures = {
            "people": len(people) - counts.closed,
            "talking": len(talking) - len(counts.refused),
            "refused": sorted(set(counts.refused)),
            "messages": counts.messages,
            "message_bytes": counts.bytes,
            "press_ms": [round(each, 1) for each in sorted(counts.answers_ms)],
            "latest_packet_ms": round(late_ms, 1),
        }
        print(json.dumps(figures), flush=True)
    for person in people:
        await person.close()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(main())
