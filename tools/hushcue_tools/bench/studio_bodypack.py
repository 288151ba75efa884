"""A bodypack in virtual time: the firmware's session and pump, a DMA ring that is recorded, a clock of its own."""

from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np

from hushcue_gateway.core.commands import AddStream
from hushcue_gateway.core.hello import Hello, choose_format
from hushcue_wire import audio, documents, keys

from ..ear import Recording
from ..firmware import use
from ..pc_bodypack import crypto
from ..pc_bodypack.dma import DmaRing
from .link import NS_PER_MS, Network

use()

from hushcue_bodypack import pump, session  # noqa: E402 - importable only now

Session: Any = session.Session
Pump: Any = pump.Pump
STATE_NAMES: tuple[str, ...] = session.STATE_NAMES

START_NS = 7_000_000_000
CHIP_PERIOD_NS = 5 * NS_PER_MS
CHIP_TICKS = 1 << 30
DEVICE_KEY = bytes(range(32))
MOST_READS = 8
"""Datagrams that one look at the socket takes."""
MOST_OUTGOING = 2
"""A request and a report."""


@dataclass(frozen=True)
class Shape:
    """What every stream of the studio is made of."""

    encoding: str = audio.L16
    frame_ms: int = 10
    min_delay_ms: int = 10
    volume_db: float = 0.0
    descriptors: int = 4
    wake_on_datagram: bool = False
    """as a PC's select() does; the chip looks every 5 ms only"""
    clock_ppm: float = 0.0
    """how much faster the bodypack's crystal is, which times its DAC and its milliseconds"""
    first_sequence: int = 0x3F00


class VirtualBodypack:
    """``name`` in the studio, on ``network``; its timer is due ``phase_ns`` after the start and every 5 ms."""

    def __init__(self, name: str, shape: Shape, network: Network, phase_ns: int):
        self.name = name
        self.network = network
        self.due_ns = START_NS + phase_ns
        self.session = Session(crypto)
        self.boot = 1
        self._shape = shape
        self._speed = 1 + shape.clock_ppm / 1e6
        self._tape = bytearray()
        self._buffer = bytearray(audio.MAX_DATAGRAM_BYTES)
        self._queue: deque[bytes] = deque()
        self._own_ns = START_NS
        self.dac = DmaRing(START_NS, shape.descriptors, self._tape.extend)
        self._pump = Pump(self.session, self._write)
        self._underruns = 0

    def begin(self, number: int, port: int, now_ns: int) -> AddStream:
        """Receive the gateway's session document ``number``; the stream that goes with it."""
        shape = self._shape
        hello = Hello(
            id=self.name,
            boot=self.boot,
            firmware="bench",
            board="bench",
            ip="127.0.0.1",
            port=port,
            encodings=tuple(dict.fromkeys((shape.encoding, audio.PCMU))),
            frame_ms=(shape.frame_ms,),
            max_datagram_bytes=audio.MAX_DATAGRAM_BYTES,
            ceiling_db=-6.0,
            key=keys.key_id(crypto.hmac_sha256, DEVICE_KEY),
            depth=audio.MAX_DEPTH,
            label=None,
        )
        form = choose_format(hello, (shape.encoding,), shape.frame_ms)  # type: ignore[arg-type]
        if form is None:
            raise AssertionError(f"no format fits {shape}")
        nonce = number.to_bytes(keys.NONCE_BYTES, "big")
        to_bodypack, from_bodypack = keys.session_keys(crypto.hmac_sha256, DEVICE_KEY, nonce, self.name, number)
        stream = AddStream(
            id=self.name,
            mix_of=self.name,
            address=("127.0.0.1", port),
            ssrc=0x1000 + number,
            encoding=form.encoding,
            payload_type=audio.PAYLOAD_TYPES[form.encoding],
            frame_ms=form.frame_ms,
            datagram_bytes=form.datagram_bytes,
            first_sequence=shape.first_sequence,
            first_timestamp=0xFFFFFF00,
            redundancy=form.depth,
            key=to_bodypack,
            report_key=from_bodypack,
            report_ssrc=0x2000 + number,
        )
        fields: dict[str, object] = {
            "session": number,
            "revision": 1,
            "boot": self.boot,
            "ssrc": stream.ssrc,
            "encoding": stream.encoding,
            "payload_type": stream.payload_type,
            "frame_ms": stream.frame_ms,
            "datagram_bytes": stream.datagram_bytes,
            "min_delay_ms": shape.min_delay_ms,
            "volume_db": shape.volume_db,
            "muted": False,
            "nonce": nonce.hex(),
            "report_ssrc": stream.report_ssrc,
            "red_payload_type": stream.red_payload_type,
            "epoch": 1,
            "counter": number,
        }
        document = documents.read("session", documents.make("session", fields))
        self.session.begin(document, (to_bodypack, from_bodypack), self._chip_ms(now_ns))
        return stream

    @property
    def next_ns(self) -> int:
        """When it looks next."""
        arrival_ns = self.network.down.next_ns if self._shape.wake_on_datagram else None
        return self.due_ns if arrival_ns is None else min(self.due_ns, arrival_ns)

    def step(self, now_ns: int) -> None:
        """What the Timer's callback does."""
        if now_ns >= self.due_ns:
            self.due_ns += round(CHIP_PERIOD_NS / self._speed)
        chip_ms = self._chip_ms(now_ns)
        self._queue.extend(self.network.down.arrived(now_ns))
        for _ in range(MOST_READS):
            size = self._read_into(self.session.read_bytes)
            if not size:
                break
            self.session.datagram(self._buffer, size, chip_ms)
        self._own_ns = START_NS + round((now_ns - START_NS) * self._speed)
        self.dac.play(self._own_ns)
        if self.dac.underruns != self._underruns:
            self._underruns = self.dac.underruns
            self._pump.underrun(chip_ms)
        self._pump.run(chip_ms)
        for _ in range(MOST_OUTGOING):
            outgoing = self.session.outgoing(chip_ms)
            if outgoing is None:
                break
            self.network.up.send(outgoing, now_ns)

    def recording(self) -> Recording:
        """All that left the DAC."""
        frames = np.frombuffer(bytes(self._tape), "<i2").reshape(-1, 2)
        if not np.array_equal(frames[:, 0], frames[:, 1]):
            raise AssertionError("left and right differ")
        return Recording((frames[:, 0] / 32768).astype(np.float32), START_NS)

    def _read_into(self, size: int) -> int:
        """As the chip's ``readinto``: datagrams one behind the other until ``size`` bytes are there or none is left;
        what is too long is cut off."""
        got = 0
        while got < size and self._queue:
            part = self._queue.popleft()[: size - got]
            self._buffer[got : got + len(part)] = part
            got += len(part)
        return got

    def _write(self, data: memoryview) -> int:
        return self.dac.write(data, self._own_ns)

    def _chip_ms(self, now_ns: int) -> int:
        own_ns = START_NS + round((now_ns - START_NS) * self._speed)
        return own_ns // NS_PER_MS % CHIP_TICKS
