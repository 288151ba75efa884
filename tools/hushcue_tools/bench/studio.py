"""A whole studio in virtual time: the shipped code from the file player to the DMA ring, and a clock that jumps.

    Player -> Ring -> RingReader -> Engine -> datagrams -> Link -> Session -> Pump -> DmaRing -> samples

What is left out is what only a real machine has: processes, sockets, threads, and their lateness. The clock starts at
an arbitrary moment and goes from one thing that is due to the next: the same studio gives the same samples every time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hushcue_gateway.capture.player import Player
from hushcue_gateway.core.commands import AddSource, AddStream, RemoveSource, RemoveStream, StartTalk, StopTalk
from hushcue_gateway.core.ducking import Priority
from hushcue_gateway.core.engine import Engine, EngineSettings
from hushcue_gateway.media.ring_reader import RingReader
from hushcue_gateway.media.settings import MediaSettings
from hushcue_gateway.rings import Ring
from hushcue_wire import audio, documents

from ..correlation import Samples
from ..ear import Recording
from ..firmware import use
from ..pc_bodypack.dma import DmaRing
from .link import NS_PER_MS, Link

use()

from hushcue_bodypack import pump, session  # noqa: E402 - importable only now

Session: Any = session.Session
Pump: Any = pump.Pump

START_NS = 7_000_000_000
RING_SAMPLES = audio.RATE_HZ
CHIP_PERIOD_NS = 5 * NS_PER_MS
CHIP_TICKS = 1 << 30


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


@dataclass(frozen=True)
class Line:
    """One cue of the show: ``samples`` at the mouth ``at_ms`` after the start, heard by ``to``."""

    id: str
    samples: Samples
    at_ms: float
    to: tuple[str, ...]


class VirtualBodypack:
    """One bodypack: the firmware's session and pump on a DMA ring that is recorded."""

    def __init__(self, name: str, shape: Shape, link: Link, phase_ns: int):
        self.name = name
        self.link = link
        self.due_ns = START_NS + phase_ns
        self.session = Session()
        self.boot = 1
        self._shape = shape
        self._tape = bytearray()
        self._buffer = bytearray(audio.MAX_DATAGRAM_BYTES)
        self._now_ns = START_NS
        self.dac = DmaRing(START_NS, shape.descriptors, self._tape.extend)
        self._pump = Pump(self.session, self._write)
        self._underruns = 0

    def begin(self, ssrc: int, session_id: int, now_ns: int) -> None:
        """Receive the gateway's session document."""
        shape = self._shape
        fields = {
            "session": session_id,
            "revision": 1,
            "boot": self.boot,
            "ssrc": ssrc,
            "encoding": shape.encoding,
            "payload_type": audio.PAYLOAD_TYPES[shape.encoding],
            "frame_ms": shape.frame_ms,
            "datagram_bytes": audio.smallest_datagram_bytes(shape.encoding, shape.frame_ms),
            "min_delay_ms": shape.min_delay_ms,
            "volume_db": shape.volume_db,
            "muted": False,
        }
        self.session.begin(documents.read("session", documents.make("session", fields)), _chip_ms(now_ns))

    @property
    def next_ns(self) -> int:
        """When it looks next."""
        arrival_ns = self.link.next_ns if self._shape.wake_on_datagram else None
        return self.due_ns if arrival_ns is None else min(self.due_ns, arrival_ns)

    def step(self, now_ns: int) -> None:
        """What the Timer's callback does."""
        self._now_ns = now_ns
        if now_ns >= self.due_ns:
            self.due_ns += CHIP_PERIOD_NS
        for datagram in self.link.arrived(now_ns):
            self._buffer[: len(datagram)] = datagram
            self.session.datagram(self._buffer, len(datagram), _chip_ms(now_ns))
        self.dac.play(now_ns)
        if self.dac.underruns != self._underruns:
            self._underruns = self.dac.underruns
            self._pump.underrun(_chip_ms(now_ns))
        self._pump.run(_chip_ms(now_ns))

    def recording(self) -> Recording:
        """All that left the DAC."""
        frames = np.frombuffer(bytes(self._tape), "<i2").reshape(-1, 2)
        if not np.array_equal(frames[:, 0], frames[:, 1]):
            raise AssertionError("left and right differ")
        return Recording((frames[:, 0] / 32768).astype(np.float32), START_NS)

    def _write(self, data: memoryview) -> int:
        return self.dac.write(data, self._now_ns)


@dataclass
class _Talk:
    line: Line
    ring: Ring
    reader: RingReader
    player: Player
    mouth_ns: int
    over: bool = field(default=False)


class Studio:
    """``links``: bodypack id -> its network. Run it once; ``close`` lets go of the rings."""

    def __init__(self, links: Mapping[str, Link], lines: Iterable[Line], shape: Shape | None = None):
        self.shape = shape or Shape()
        self.engine = Engine(EngineSettings(frame_ms=self.shape.frame_ms))
        self.period_ns = self.shape.frame_ms * NS_PER_MS
        self.tick_ns = START_NS + self.period_ns
        self.now_ns = START_NS
        self.mouth_ns: dict[str, int] = {}
        self.bodypacks: dict[str, VirtualBodypack] = {}
        self._waiting = sorted(lines, key=lambda line: line.at_ms)
        self._talks: dict[str, _Talk] = {}
        self._streams = 0
        for number, (name, link) in enumerate(links.items()):
            # Neither in step with the ticks nor with each other, as on a real table.
            phase_ns = (1_700_000 + 1_300_000 * number) % CHIP_PERIOD_NS
            self.bodypacks[name] = VirtualBodypack(name, self.shape, link, phase_ns)
            self.add_stream(name)

    def add_stream(self, name: str) -> None:
        """Begin a stream to a bodypack, and a session on it."""
        self._streams += 1
        ssrc = 0x1000 + self._streams
        shape = self.shape
        address = ("127.0.0.1", 5004 + list(self.bodypacks).index(name))
        self._tell(
            AddStream(
                id=name,
                mix_of=name,
                address=address,
                ssrc=ssrc,
                encoding=shape.encoding,  # type: ignore[arg-type]
                payload_type=audio.PAYLOAD_TYPES[shape.encoding],
                frame_ms=shape.frame_ms,
                datagram_bytes=audio.smallest_datagram_bytes(shape.encoding, shape.frame_ms),
                first_sequence=(65000 + 97 * self._streams) & 0xFFFF,
                first_timestamp=0xFFFFFF00,
            )
        )
        self.bodypacks[name].begin(ssrc, self._streams, self.now_ns)

    def restart_sender(self, name: str) -> None:
        """The gateway forgets a stream and begins another: new SSRC, new session."""
        self._tell(RemoveStream(name))
        self.add_stream(name)

    def run(self, until_ms: float) -> None:
        """Let virtual time go by."""
        end_ns = START_NS + round(until_ms * NS_PER_MS)
        while True:
            due = [self.tick_ns] + [bodypack.next_ns for bodypack in self.bodypacks.values()]
            due += [talk.player.due_ns for talk in self._talks.values() if not talk.over]
            due += [_at_ns(line) for line in self._waiting[:1]]
            self.now_ns = max(self.now_ns, min(due))
            if self.now_ns >= end_ns:
                self.now_ns = end_ns
                return
            self._step()

    def close(self) -> None:
        """Let go of the rings."""
        for talk in self._talks.values():
            _drop(talk)
        self._talks.clear()

    def _step(self) -> None:
        now_ns = self.now_ns
        while self._waiting and _at_ns(self._waiting[0]) <= now_ns:
            self._start(self._waiting.pop(0))
        for talk in self._talks.values():
            if not talk.over and talk.player.due_ns <= now_ns and talk.player.step(now_ns):
                talk.over = True
                self._tell(StopTalk(talk.line.id))
                self._tell(RemoveSource(talk.line.id))
        if self.tick_ns <= now_ns:
            self._tick()
        for bodypack in self.bodypacks.values():
            if bodypack.next_ns <= now_ns:
                bodypack.step(now_ns)

    def _tick(self) -> None:
        frames = {}
        for name, talk in list(self._talks.items()):
            if talk.over:
                _drop(self._talks.pop(name))
                continue
            frame = talk.reader.frame(self.tick_ns)
            if frame is not None:
                frames[name] = frame
        for outgoing in self.engine.tick(frames, self.now_ns):
            self.bodypacks[outgoing.stream_id].link.send(outgoing.data, self.now_ns)
        self.tick_ns += self.period_ns

    def _start(self, line: Line) -> None:
        self._tell(AddSource(line.id, "talk"))
        self._tell(StartTalk(line.id, line.id, line.to, Priority.DIRECT))
        mouth_ns = _at_ns(line)
        ring = Ring.create(RING_SAMPLES)
        reader = RingReader(ring, audio.frame_samples(self.shape.frame_ms), audio.RATE_HZ, MediaSettings().margin_ms)
        player = Player(ring, line.samples, audio.RATE_HZ, mouth_ns)
        self.mouth_ns[line.id] = mouth_ns
        self._talks[line.id] = _Talk(line, ring, reader, player, mouth_ns)

    def _tell(self, command: object) -> None:
        refused = self.engine.handle(command, self.now_ns)  # type: ignore[arg-type]
        if refused:
            raise AssertionError(f"{command} was refused: {refused}")


def _at_ns(line: Line) -> int:
    return START_NS + round(line.at_ms * NS_PER_MS)


def _chip_ms(now_ns: int) -> int:
    return now_ns // NS_PER_MS % CHIP_TICKS


def _drop(talk: _Talk) -> None:
    talk.ring.close()
    talk.ring.unlink()
