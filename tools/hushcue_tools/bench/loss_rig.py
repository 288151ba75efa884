"""Speech through the shipped code, in virtual time: engine -> network -> the bodypack's session, pump and DAC.

The datagrams, both ways, are the real ones; what is left out is processes, sockets and their lateness. Each call of the
DAC's side for sound is written down as it happens, with the samples it got.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hushcue_gateway.core.commands import AddSource, StartTalk
from hushcue_gateway.core.ducking import Priority
from hushcue_gateway.core.engine import Engine, EngineSettings
from hushcue_gateway.core.sender import Outgoing
from hushcue_gateway.media.protect import protect
from hushcue_wire import audio, seq

from .link import NS_PER_MS, Network
from .loss_fixed import fix
from .loss_heard import Pull
from .loss_speech import FRAME, FRAME_MS, Speech
from .studio_bodypack import START_NS, STATE_NAMES, Shape, VirtualBodypack

BODYPACK = "host-1"
VOICE = "voice"
PORT = 5004
PLAYING = "playing"
MOST_TOLD = 480
EXTENDED = 0x10000
"""Added to numbers that are extended, so that none is below zero."""
PERIOD_NS = FRAME_MS * NS_PER_MS
PHASE_NS = 1_700_000
"""The chip's timer is not in step with the gateway's ticks."""


@dataclass(frozen=True)
class Take:
    """One run. ``frames`` (n, 160) int16 as the gateway sent them at ``sent_ns`` (n,); ``recording`` int16 at 16 kHz as
    the DAC's side got it in ``pulls``."""

    frames: NDArray[np.int16]
    sent_ns: NDArray[np.int64]
    recording: NDArray[np.int16]
    pulls: list[Pull]
    seconds: float
    session: Any
    underruns: int


def record(
    speech: Speech,
    network: Network,
    shape: Shape,
    deadline_ms: int | None = None,
    watch: Callable[[Any], None] | None = None,
) -> Take:
    """Let ``speech`` be said over ``network``; with a ``deadline_ms`` to a playout of that fixed delay.
    ``watch(session)`` is called after every tick."""
    rig = _Rig(network, shape)
    if deadline_ms is not None:
        fix(rig.bodypack.session, deadline_ms)
    count = len(speech.frames)
    sent_ns = np.zeros(count, np.int64)
    for number, frame in enumerate(speech.frames):
        now_ns = START_NS + (number + 1) * PERIOD_NS
        rig.run(now_ns)
        sent_ns[number] = now_ns
        rig.tick((frame / 32768).astype(np.float32), now_ns)
        if watch is not None:
            watch(rig.bodypack.session)
    rig.run(START_NS + (count + 1) * PERIOD_NS)
    # The limiter looks ahead: what is sent lies so much behind what is said.
    late = round(rig.engine.latency_ms * audio.RATE_HZ / 1000)
    frames = np.concatenate([np.zeros(late, np.int16), speech.samples[: len(speech.samples) - late]])
    recording = np.frombuffer(bytes(rig.tape), np.int16)
    seconds = count * FRAME_MS / 1000
    session = rig.bodypack.session
    return Take(frames.reshape(-1, FRAME), sent_ns, recording, rig.pulls, seconds, session, rig.bodypack.dac.underruns)


class _Rig:
    def __init__(self, network: Network, shape: Shape):
        self.engine = Engine(EngineSettings(frame_ms=FRAME_MS), protect)
        self.bodypack = VirtualBodypack(BODYPACK, shape, network, PHASE_NS)
        self.tape = bytearray()
        self.pulls: list[Pull] = []
        self._network = network
        self._now_ns = START_NS
        self._first = self._expected = shape.first_sequence
        self._listen()
        stream = self.bodypack.begin(1, PORT, START_NS)
        talk = StartTalk(VOICE, VOICE, (BODYPACK,), Priority.DIRECT)
        for command in (AddSource(VOICE, "talk"), stream, talk):
            refused = self.engine.handle(command, START_NS)
            if refused:
                raise AssertionError(f"{command} was refused: {refused}")

    def tick(self, frame: NDArray[np.float32], now_ns: int) -> None:
        """One frame of speech into the engine, what it gives into the network."""
        self._send(self.engine.tick({VOICE: frame}, now_ns), now_ns)

    def run(self, until_ns: int) -> None:
        """Everything that is due before then, in the order in which it is due."""
        while True:
            report_ns = self._network.up.next_ns
            now_ns = self.bodypack.next_ns if report_ns is None else min(self.bodypack.next_ns, report_ns)
            if now_ns >= until_ns:
                return
            self._now_ns = now_ns
            for datagram in self._network.up.arrived(now_ns):
                self._send(self.engine.feedback(datagram, ("127.0.0.1", PORT), now_ns), now_ns)
            if self.bodypack.next_ns <= now_ns:
                self.bodypack.step(now_ns)

    def _send(self, datagrams: Iterable[Outgoing], now_ns: int) -> None:
        for outgoing in datagrams:
            self._network.down.send(outgoing.data, now_ns)

    def _listen(self) -> None:
        """Stand between the session and the pump."""
        session = self.bodypack.session
        next_frame = session.next_frame

        def heard(out: bytearray, now_ms: int) -> int:
            state: int = next_frame(out, now_ms)
            size = session.frame_valid
            playing = STATE_NAMES[state] == PLAYING
            self.pulls.append(Pull(self._now_ns, len(self.tape) // 2, size, playing, self._told()))
            self.tape += out[: 2 * size]
            return state

        session.next_frame = heard

    def _told(self) -> tuple[tuple[int, int], ...]:
        """What the bodypack says of frames since it was last asked."""
        session = self.bodypack.session
        told: list[tuple[int, int]] = []
        while True:
            chunk = session.take_played(MOST_TOLD)
            if chunk is None:
                return tuple(told)
            session.played_taken()
            _, sequence, fates = chunk
            first = seq.extend(sequence, self._expected + EXTENDED) - EXTENDED
            told += [(first + index - self._first, fate) for index, fate in enumerate(fates)]
            self._expected = first + len(fates)
