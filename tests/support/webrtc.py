"""For tests of WebRTC: a peer that is aiortc as it comes, a reader of a ring, a loop that a test can call into."""

import asyncio
import fractions
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import numpy as np
from aiortc import RTCPeerConnection
from aiortc.mediastreams import MediaStreamTrack
from av import AudioFrame

from hushcue_gateway.media.ring_reader import RingReader
from hushcue_gateway.rings import Ring

LIMIT_S = 60.0
"""Of what takes no time on a machine with nothing else to do."""
Event = TypeVar("Event")
Result = TypeVar("Result")


class Events:
    """Collects events and waits for one."""

    def __init__(self) -> None:
        self.all: list[object] = []

    def __call__(self, event: object) -> None:
        self.all.append(event)

    def of(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.all if isinstance(event, kind)]

    def wait(
        self, kind: type[Event], fits: Callable[[Event], bool] = lambda _: True, seconds: float = LIMIT_S
    ) -> Event:
        """The first of a kind that fits, seen already or still to come."""
        deadline = time.monotonic() + seconds
        while True:
            for event in self.of(kind):
                if fits(event):
                    return event
            assert time.monotonic() < deadline, f"no {kind.__name__} that fits; seen: {self.all[-20:]}"
            time.sleep(0.01)


class Loop:
    """An asyncio loop in a thread, so that a test reads from top to bottom."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Result], seconds: float = LIMIT_S) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(seconds)

    def close(self) -> None:
        async def rest() -> None:
            tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.sleep(0.05)

        self.run(rest())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


class Ear(threading.Thread):
    """Takes frames from a ring as the media process does: at every tick, at absolute times."""

    def __init__(self, ring: Ring):
        super().__init__(daemon=True)
        self.reader = RingReader(ring, 160, 16_000, 4.0)
        self.frames: list[np.ndarray] = []
        self.missed = 0
        self.stamps: list[int] = []
        self._going = True

    def run(self) -> None:
        deadline = time.monotonic_ns()
        while self._going:
            deadline += 10_000_000
            time.sleep(max(0, deadline - time.monotonic_ns()) / 1e9)
            frame = self.reader.frame(deadline)
            self.stamps.append(deadline)
            self.frames.append(np.zeros(160, np.float32) if frame is None else frame.copy())
            self.missed += frame is None

    def newest(self, samples: int) -> np.ndarray:
        """The end of what was heard; noise of nothing before that."""
        heard = np.concatenate([np.full(samples, 1e-9, np.float32), *self.frames[-samples // 160 - 1 :]])
        return heard[-samples:]

    def stop(self) -> np.ndarray:
        self._going = False
        self.join()
        return np.concatenate(self.frames)


class Tone(MediaStreamTrack):
    """A microphone that hears a tone: 20 ms of 48 kHz each 20 ms."""

    kind = "audio"

    def __init__(self, hz: float = 440.0):
        super().__init__()
        self._hz, self._count, self._began = hz, 0, 0.0

    async def recv(self) -> AudioFrame:
        if not self._began:
            self._began = time.monotonic()
        await asyncio.sleep(max(0.0, self._began + self._count * 0.02 - time.monotonic()))
        at = np.arange(self._count * 960, (self._count + 1) * 960) / 48_000
        frame = AudioFrame(format="s16", layout="mono", samples=960)
        frame.planes[0].update((8000 * np.sin(2 * np.pi * self._hz * at)).astype(np.int16).tobytes())
        frame.sample_rate, frame.pts, frame.time_base = 48_000, self._count * 960, fractions.Fraction(1, 48_000)
        self._count += 1
        return frame


async def offer_of(peer: RTCPeerConnection) -> str:
    """Its offer with every candidate in it."""
    await peer.setLocalDescription(await peer.createOffer())
    return peer.localDescription.sdp
