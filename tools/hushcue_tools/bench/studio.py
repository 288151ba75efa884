"""A whole studio in virtual time: the shipped code from the file player to the DMA ring, and a clock that jumps.

    Player -> Ring -> RingReader -> Engine -> SRTP -> Network -> Session -> Pump -> DmaRing -> samples
                                      ^---- SRTCP ----'          |
                                                ^----------------'

What is left out is what only a real machine has: processes, sockets, threads, and their lateness. The clock starts at
an arbitrary moment and goes from one thing that is due to the next: the same studio gives the same samples every time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hushcue_gateway.capture.player import Player
from hushcue_gateway.core.commands import AddSource, RemoveSource, RemoveStream, StartTalk, StopTalk
from hushcue_gateway.core.ducking import Priority
from hushcue_gateway.core.engine import Engine, EngineSettings
from hushcue_gateway.core.sender import Outgoing
from hushcue_gateway.media.protect import protect
from hushcue_gateway.media.ring_reader import RingReader
from hushcue_gateway.media.settings import MediaSettings
from hushcue_gateway.rings import Ring
from hushcue_wire import audio

from ..correlation import Samples
from .link import NS_PER_MS, Network
from .studio_bodypack import CHIP_PERIOD_NS, START_NS, Shape, VirtualBodypack

__all__ = ("START_NS", "Line", "Shape", "Studio", "VirtualBodypack")

RING_SAMPLES = audio.RATE_HZ
FIRST_PORT = 5004


@dataclass(frozen=True)
class Line:
    """One cue of the show: ``samples`` at the mouth ``at_ms`` after the start, heard by ``to``."""

    id: str
    samples: Samples
    at_ms: float
    to: tuple[str, ...]
    priority: Priority = Priority.DIRECT


@dataclass
class _Talk:
    line: Line
    ring: Ring
    reader: RingReader
    player: Player
    mouth_ns: int
    over: bool = field(default=False)


class Studio:
    """``networks``: bodypack id -> its network. Run it once; ``close`` lets go of the rings."""

    def __init__(self, networks: Mapping[str, Network], lines: Iterable[Line], shape: Shape | None = None):
        self.shape = shape or Shape()
        self.engine = Engine(EngineSettings(frame_ms=self.shape.frame_ms), protect)
        self.period_ns = self.shape.frame_ms * NS_PER_MS
        self.tick_ns = START_NS + self.period_ns
        self.now_ns = START_NS
        self.mouth_ns: dict[str, int] = {}
        self.bodypacks: dict[str, VirtualBodypack] = {}
        self._waiting = sorted(lines, key=lambda line: line.at_ms)
        self._talks: dict[str, _Talk] = {}
        self._streams = 0
        for number, (name, network) in enumerate(networks.items()):
            # Neither in step with the ticks nor with each other, as on a real table.
            phase_ns = (1_700_000 + 1_300_000 * number) % CHIP_PERIOD_NS
            self.bodypacks[name] = VirtualBodypack(name, self.shape, network, phase_ns)
            self.add_stream(name)

    def add_stream(self, name: str) -> None:
        """Begin a stream to a bodypack, and a session on it."""
        self._streams += 1
        port = FIRST_PORT + list(self.bodypacks).index(name)
        self._tell(self.bodypacks[name].begin(self._streams, port, self.now_ns))

    def restart_sender(self, name: str) -> None:
        """The gateway forgets a stream and begins another: new SSRC, new session."""
        self._tell(RemoveStream(name))
        self.add_stream(name)

    def run(self, until_ms: float) -> None:
        """Let virtual time go by."""
        end_ns = START_NS + round(until_ms * NS_PER_MS)
        while True:
            due = [self.tick_ns] + [bodypack.next_ns for bodypack in self.bodypacks.values()]
            reports = [bodypack.network.up.next_ns for bodypack in self.bodypacks.values()]
            due += [at_ns for at_ns in reports if at_ns is not None]
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
            for datagram in bodypack.network.up.arrived(now_ns):
                self._send(self.engine.feedback(datagram, ("127.0.0.1", FIRST_PORT), now_ns))

    def _tick(self) -> None:
        frames = {}
        for name, talk in list(self._talks.items()):
            if talk.over:
                _drop(self._talks.pop(name))
                continue
            frame = talk.reader.frame(self.tick_ns)
            if frame is not None:
                frames[name] = frame
        self._send(self.engine.tick(frames, self.now_ns))
        self.tick_ns += self.period_ns

    def _send(self, datagrams: Iterable[Outgoing]) -> None:
        for outgoing in datagrams:
            self.bodypacks[outgoing.stream_id].network.down.send(outgoing.data, self.now_ns)

    def _start(self, line: Line) -> None:
        self._tell(AddSource(line.id, "talk"))
        self._tell(StartTalk(line.id, line.id, line.to, line.priority))
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


def _drop(talk: _Talk) -> None:
    talk.ring.close()
    talk.ring.unlink()
