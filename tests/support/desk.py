"""A desk: an engine in virtual time, its datagrams decoded back to samples."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from hushcue_gateway.core.commands import AddSource, AddStream, Command, SourceKind, StartTalk
from hushcue_gateway.core.ducking import Priority
from hushcue_gateway.core.engine import Engine, EngineSettings
from hushcue_gateway.core.events import Event
from hushcue_gateway.core.protection import ProtectFactory
from hushcue_wire import rtp

Samples = NDArray[np.float32]


def a_stream(name: str, **changes: object) -> AddStream:
    """A valid L16 stream of 10 ms frames; ``changes`` replace fields."""
    fields: dict[str, object] = {
        "id": name,
        "mix_of": name,
        "address": ("127.0.0.1", 5004),
        "ssrc": 0x1234,
        "encoding": "L16",
        "payload_type": 96,
        "frame_ms": 10,
        "datagram_bytes": 332,
        "first_sequence": 0,
        "first_timestamp": 0,
    }
    fields.update(changes)
    return AddStream(**fields)  # type: ignore[arg-type]


class Desk:
    """``play`` feeds frames of sources and keeps, per stream, every sample that was sent."""

    def __init__(self, settings: EngineSettings | None = None, protect: ProtectFactory | None = None) -> None:
        self.engine = Engine(settings, protect)
        self.frame_samples = self.engine.frame_samples
        self.frame_ns = self.engine.settings.frame_ms * 1_000_000
        self.delay_samples = round(self.engine.latency_ms * 16)
        self.now_ns = 1_000_000_000
        self.sent: dict[str, list[rtp.Packet]] = {}
        self.events: list[Event] = []

    def tell(self, *commands: Command) -> list[Event]:
        """Handle commands now; what was refused."""
        refused = [event for command in commands for event in self.engine.handle(command, self.now_ns)]
        self.events += refused
        return refused

    def source(self, name: str, kind: SourceKind = "talk", gain_db: float = 0.0, owner: str = "") -> None:
        assert not self.tell(AddSource(name, kind, gain_db, owner))

    def stream(self, *names: str) -> None:
        for name in names:
            assert not self.tell(a_stream(name))

    def talk(self, cue: str, source: str, *to: str, priority: Priority = Priority.DIRECT) -> None:
        assert not self.tell(StartTalk(cue, source, to, priority))

    def tick(self, frames: Mapping[str, Samples]) -> None:
        for outgoing in self.engine.tick(frames, self.now_ns):
            packet = rtp.parse(bytes(outgoing.data))
            self.sent.setdefault(outgoing.stream_id, []).append(packet)
        self.now_ns += self.frame_ns
        self.events += self.engine.take_events()

    def play(self, frames: int = 1, **sounds: Samples | float) -> None:
        """``frames`` ticks; a sound is samples (cut into frames) or a constant."""
        size = self.frame_samples
        for index in range(frames):
            now = {
                name: np.full(size, sound, np.float32)
                if isinstance(sound, float)
                else sound[index * size : (index + 1) * size]
                for name, sound in sounds.items()
            }
            self.tick({name: frame for name, frame in now.items() if len(frame) == size})

    def heard(self, stream: str) -> NDArray[np.float64]:
        """All samples of an L16 stream since the last call, full scale 1.0."""
        packets, self.sent[stream] = self.sent.get(stream, []), []
        raw = b"".join(bytes(packet.payload) for packet in packets)
        return np.frombuffer(raw, ">i2").astype(np.float64) / 32768.0

    def level(self, stream: str) -> float:
        """The newest sample since the last call: with constant sources, the gain that is reached."""
        return float(self.heard(stream)[-1])
