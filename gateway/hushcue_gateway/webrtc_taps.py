"""Streams of the media process to loopback ports of the WebRTC process. Each has a random key, and another one after
the media process was replaced: a key never protects two packets with one number."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from random import SystemRandom
from typing import Protocol

from hushcue_wire import audio
from hushcue_wire.keys import MASTER_BYTES

from .core.commands import AddStream, RemoveStream
from .core.sessions import FIRST_SEQUENCE_BITS
from .webrtc.messages import Tune


class Sound(Protocol):
    """What taps need of the media supervisor."""

    def tell(self, command: object, /) -> bool: ...


class Taps:
    """One per session that listens."""

    def __init__(self, sound: Sound, frame_ms: int):
        self._sound = sound
        self._frame_ms = frame_ms
        self._rng = SystemRandom()
        self._taps: dict[str, tuple[str, int, Callable[[object], bool]]] = {}

    def begin(self, session: str, mix_of: str, port: int, tune: Callable[[object], bool]) -> None:
        """Send the mix of a row to ``port``, which ``tune`` tells the key of."""
        self._taps[session] = (mix_of, port, tune)
        self._add(session)

    def end(self, session: str) -> None:
        """Send no longer."""
        if self._taps.pop(session, None) is not None:
            self._sound.tell(RemoveStream(_stream(session)))

    def renew(self, ended: Iterable[str]) -> None:
        """These streams are gone: those that are taps begin again."""
        gone = set(ended)
        for session in list(self._taps):
            if _stream(session) in gone:
                self._add(session)

    def _add(self, session: str) -> None:
        mix_of, port, tune = self._taps[session]
        rng = self._rng
        stream = AddStream(
            id=_stream(session),
            mix_of=mix_of,
            address=("127.0.0.1", port),
            ssrc=rng.getrandbits(32),
            encoding="L16",
            payload_type=audio.PAYLOAD_TYPES[audio.L16],
            frame_ms=self._frame_ms,
            datagram_bytes=audio.datagram_bytes(audio.L16, self._frame_ms, 0),
            first_sequence=rng.getrandbits(FIRST_SEQUENCE_BITS),
            first_timestamp=rng.getrandbits(32),
            key=secrets.token_bytes(MASTER_BYTES),
        )
        tune(Tune(session, stream.ssrc, stream.key))
        self._sound.tell(stream)


def _stream(session: str) -> str:
    return f"webrtc-{session}"
