"""Somebody else's receiver that is sent the same mix as a bodypack: ffmpeg, GStreamer, a recorder.

Every listener's stream is SRTP with a random key of its own, which only its description tells. When the media process
was replaced it gets another key (a key never protects two packets with one number), and a player needs the new
description.
"""

from __future__ import annotations

import itertools
import secrets
import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from random import SystemRandom
from typing import Any, Protocol

from hushcue_wire import audio
from hushcue_wire.keys import MASTER_BYTES

from .core.bodypack import BodypackView
from .core.commands import AddStream, Encoding, RemoveStream
from .core.sessions import FIRST_SEQUENCE_BITS
from .picture import Picture
from .sdp import Description, describe
from .words import WORDS

MAX_LISTENERS = 32


class MediaSide(Protocol):
    """What listeners need of the media supervisor."""

    def send(self, command: object, /) -> bool: ...


@dataclass(frozen=True)
class Listener:
    """A stream beside the bodypack's own. version: rises with every key."""

    id: str
    bodypack: str
    stream: AddStream
    version: int = 1

    def as_json(self, picture: Picture) -> dict[str, Any]:
        """As the API shows it to everyone who may use it: without the key."""
        report = picture.stream_report(self.stream.id)
        return {
            "id": self.id,
            "bodypack": self.bodypack,
            "ip": self.stream.address[0],
            "port": self.stream.address[1],
            "encoding": self.stream.encoding,
            "version": self.version,
            "packets": report.packets if report else 0,
            "send_errors": report.send_errors if report else 0,
        }

    def sdp(self) -> str:
        """The description its player needs, with the key."""
        name = f"hushcue {self.bodypack}"
        return _sdp(self.stream, self.stream.address, name, self.stream.ssrc, self.version, self.stream.key)


class Listeners:
    """All of them. Raises Trouble for what people ask wrongly."""

    def __init__(self, media: MediaSide, frame_ms: int):
        self._media = media
        self._frame_ms = frame_ms
        self._rng = SystemRandom()
        self._numbers = itertools.count(1)
        self._listeners: dict[str, Listener] = {}

    def __iter__(self) -> Iterator[Listener]:
        return iter(tuple(self._listeners.values()))

    def get(self, listener_id: str) -> Listener:
        """One of them."""
        if listener_id not in self._listeners:
            raise WORDS.trouble("unknown_listener", id=listener_id)
        return self._listeners[listener_id]

    def add(self, bodypack: str, address: tuple[str, int], encoding: Encoding) -> Listener:
        """Send the mix of ``bodypack`` to ``address`` too."""
        if len(self._listeners) >= MAX_LISTENERS:
            raise WORDS.trouble("too_many", most=MAX_LISTENERS, what="listeners")
        name = f"listener-{next(self._numbers)}"
        plain = AddStream(
            id=name,
            mix_of=bodypack,
            address=address,
            ssrc=0,
            encoding=encoding,
            payload_type=audio.PAYLOAD_TYPES[encoding],
            frame_ms=self._frame_ms,
            datagram_bytes=audio.datagram_bytes(encoding, self._frame_ms, 0),
            first_sequence=0,
            first_timestamp=0,
        )
        return self._begin(Listener(name, bodypack, plain, 0))

    def remove(self, listener_id: str) -> None:
        """Send no longer."""
        self.get(listener_id)
        if not self._media.send(RemoveStream(listener_id)):
            raise WORDS.trouble("gateway_busy")
        del self._listeners[listener_id]

    def renew(self, ended: Iterable[str]) -> list[Listener]:
        """The streams with these ids are gone: those that were listeners begin again with new keys."""
        return [self._begin(self._listeners[name]) for name in ended if name in self._listeners]

    def _begin(self, listener: Listener) -> Listener:
        rng = self._rng
        stream = replace(
            listener.stream,
            ssrc=rng.getrandbits(32),  # RFC 3550 section 5.1, this and the next two
            first_sequence=rng.getrandbits(FIRST_SEQUENCE_BITS),
            first_timestamp=rng.getrandbits(32),
            key=secrets.token_bytes(MASTER_BYTES),
        )
        begun = replace(listener, stream=stream, version=listener.version + 1)
        if not self._media.send(stream):
            raise WORDS.trouble("gateway_busy")
        self._listeners[begun.id] = begun
        return begun


def bodypack_sdp(view: BodypackView, name: str) -> str | None:
    """The description of the stream that a bodypack is sent, without its keys; None when it has none."""
    if view.stream is None or view.hello is None or view.session is None:
        return None
    return _sdp(view.stream, (view.hello.ip, view.hello.port), name, view.session, view.revision + 1, b"")


def _sdp(stream: AddStream, address: tuple[str, int], name: str, session: int, version: int, key: bytes) -> str:
    return describe(
        Description(
            name=name,
            origin=own_address_towards(address),
            session=session,
            version=version,
            address=address,
            encoding=stream.encoding,
            payload_type=stream.payload_type,
            frame_ms=stream.frame_ms,
            ssrc=stream.ssrc,
            key=key,
            red_payload_type=stream.red_payload_type if stream.redundancy else None,
        )
    )


def own_address_towards(address: tuple[str, int]) -> str:
    """The address of this machine that ``address`` sees. Connecting a UDP socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        try:
            sock.connect(address)
            return str(sock.getsockname()[0])
        except OSError:
            return "127.0.0.1"
