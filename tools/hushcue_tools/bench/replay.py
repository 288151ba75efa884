"""Runs the firmware's session and pump on CPython, and each call of a viper function once more on the RISC-V core.

So the figures are those of what really happens for one packet, and every call is a comparison: machine code against the
same source on CPython, and against the NumPy reference.
"""

import importlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from hushcue_tools import firmware
from hushcue_wire import audio, rtp

from . import reference
from .machine import Machine

MODULES = ("packet", "dsp", "conceal", "tone")
"""Those of hushcue_bodypack that hold viper functions."""
SSRC = 0x68757368
DESCRIPTOR_BYTES = 1024
STAGES = ("receive", "decode", "level", "upsample")


class Mismatch(AssertionError):
    """The machine code and another writing of the same loop disagree."""


def _plain(argument: Any) -> Any:
    return argument if isinstance(argument, int) else bytearray(memoryview(argument).cast("B"))


class Replay:
    """``cost``: instructions by (stage, function); ``calls``: of each function. One at a time: it wraps the firmware's
    own."""

    def __init__(self) -> None:
        folder = firmware.use() / "lib" / "hushcue_bodypack"
        self._modules = {name: importlib.import_module(f"hushcue_bodypack.{name}") for name in MODULES}
        self._machine = Machine([Path(folder) / f"{name}.py" for name in MODULES])
        self._stage = ""
        self.cost: Counter[tuple[str, str]] = Counter()
        self.calls: Counter[str] = Counter()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """While this lasts, every viper call is replayed."""
        originals = {name: getattr(self._module(name), name.split(".")[1]) for name in self._machine.names}
        for name, function in originals.items():
            setattr(self._module(name), name.split(".")[1], self._watched(name, function))
        try:
            yield
        finally:
            for name, function in originals.items():
                setattr(self._module(name), name.split(".")[1], function)

    def _module(self, name: str) -> Any:
        return self._modules[name.split(".")[0]]

    def _watched(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            before = self.copies(arguments)
            result = function(*arguments)
            after = [bytes(memoryview(each).cast("B")) for each in arguments if not isinstance(each, int)]
            self._check(name, before, result, after)
            return result

        return call

    @staticmethod
    def copies(arguments: tuple[Any, ...]) -> list[Any]:
        """Arguments of a call, its buffers copied as bytes. The same buffer passed twice stays one buffer."""
        copies: dict[int, Any] = {}
        return [each if isinstance(each, int) else copies.setdefault(id(each), _plain(each)) for each in arguments]

    def _check(self, name: str, before: list[Any], result: Any, after: list[bytes]) -> None:
        returned, buffers, instructions = self._machine.call(name, *before)
        if buffers != after or (result is not None and returned != result):
            raise Mismatch(f"{name}: machine code and CPython disagree")
        second = reference.FUNCTIONS.get(name)
        if second is not None:
            value = second(*before)
            changed = [bytes(each) for each in before if not isinstance(each, int)]
            if changed != after or (result is not None and value != result):
                raise Mismatch(f"{name}: machine code and NumPy disagree")
        stage = "decode" if name.startswith("dsp.decode") else self._stage
        self.cost[stage, name] += instructions
        self.calls[name] += 1

    def by_stage(self) -> dict[str, int]:
        """Instructions of each of STAGES, and their total."""
        sums = {stage: sum(n for (where, _), n in self.cost.items() if where == stage) for stage in STAGES}
        sums["total"] = sum(self.cost.values())
        return sums

    def bodypack(self, encoding: str, frame_ms: int = 10, volume_db: float = -3.0) -> "Bodypack":
        """A session under way."""
        return Bodypack(self, encoding, frame_ms, volume_db)

    def enter(self, stage: str) -> None:
        """What is called from now on belongs to ``stage``."""
        self._stage = stage


class Bodypack:
    """A session and its pump, fed with a voice; a packet is one call of :meth:`packet`."""

    def __init__(self, replay: Replay, encoding: str, frame_ms: int, volume_db: float):
        session_module: Any = importlib.import_module("hushcue_bodypack.session")
        pump_module: Any = importlib.import_module("hushcue_bodypack.pump")
        self._replay = replay
        self._encoding = encoding
        self._frame_ms = frame_ms
        self._samples = audio.frame_samples(frame_ms)
        self.session: Any = session_module.Session()
        self._size = audio.smallest_datagram_bytes(encoding, frame_ms)
        self.session.begin(
            {
                "session": 1,
                "revision": 1,
                "boot": 1,
                "ssrc": SSRC,
                "encoding": encoding,
                "payload_type": audio.PAYLOAD_TYPES[encoding],
                "frame_ms": frame_ms,
                "datagram_bytes": self._size,
                "min_delay_ms": 10,
                "volume_db": volume_db,
                "muted": False,
            },
            0,
        )
        self._room = 4 * DESCRIPTOR_BYTES
        self._part = 0  # bytes written of the descriptor under way
        self._pump: Any = pump_module.Pump(self.session, self._write)
        next_frame = self.session.next_frame

        def levelled(out: bytearray, now_ms: int) -> int:
            replay.enter("level")
            state: int = next_frame(out, now_ms)
            replay.enter("upsample")
            return state

        self.session.next_frame = levelled
        self._sequence = 0
        self._now_ms = 0
        rng = np.random.default_rng(7)
        time = np.arange(audio.RATE_HZ * 4) / audio.RATE_HZ
        voice = sum(np.sin(2 * np.pi * 140 * k * time + k) / k for k in range(1, 20))
        swell = 0.55 + 0.45 * np.sin(2 * np.pi * 3.1 * time)
        self._voice = (9000 * swell * voice + rng.normal(0, 200, len(time))).clip(-32768, 32767).astype(">i2")

    def _write(self, data: memoryview) -> int:
        # a DMA ring frees whole descriptors
        taken = min(self._room // DESCRIPTOR_BYTES * DESCRIPTOR_BYTES - self._part, len(data))
        self._part += taken
        if self._part >= DESCRIPTOR_BYTES:
            self._part -= DESCRIPTOR_BYTES
            self._room -= DESCRIPTOR_BYTES
        return taken

    def datagram(self) -> bytearray:
        """The next one."""
        at = self._sequence * self._samples % (len(self._voice) - self._samples)
        values = self._voice[at : at + self._samples]
        payload = values.tobytes()
        if self._encoding == audio.PCMU:
            payload = (values.view(np.uint8).reshape(-1, 2)[:, 0]).tobytes()
        kind = audio.PAYLOAD_TYPES[self._encoding]
        return bytearray(rtp.serialize(rtp.Packet(kind, self._sequence & 0xFFFF, 0, SSRC, payload)))

    def packet(self, arrives: bool = True) -> None:
        """One frame's time: a datagram comes, or does not, and the DAC takes what it has played."""
        data = self.datagram()
        self._sequence += 1
        if arrives:
            self._replay.enter("receive")
            self.session.datagram(data, len(data), self._now_ms)
        self._replay.enter("upsample")
        for step in range(self._frame_ms // 5):
            self._room += 5 * 192
            self._pump.run(self._now_ms + 5 * step)
        self._now_ms += self._frame_ms
