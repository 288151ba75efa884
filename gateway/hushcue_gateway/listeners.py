"""Somebody else's receiver that is sent the same mix as a bodypack: ffmpeg, GStreamer, a recorder."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from random import Random
from typing import Any

from hushcue_wire import audio

from .core.bodypack import BodypackView
from .core.commands import AddStream, Encoding
from .picture import Picture
from .sdp import Description, describe

MAX_LISTENERS = 32


@dataclass(frozen=True)
class Listener:
    """A stream beside the bodypack's own."""

    id: str
    bodypack: str
    stream: AddStream

    def as_json(self, picture: Picture) -> dict[str, Any]:
        """As the API shows it."""
        report = picture.stream_report(self.stream.id)
        return {
            "id": self.id,
            "bodypack": self.bodypack,
            "ip": self.stream.address[0],
            "port": self.stream.address[1],
            "encoding": self.stream.encoding,
            "packets": report.packets if report else 0,
            "send_errors": report.send_errors if report else 0,
        }


def make_listener(
    listener_id: str, bodypack: str, address: tuple[str, int], encoding: Encoding, frame_ms: int, rng: Random
) -> Listener:
    """A listener to the mix of ``bodypack`` with an SSRC and first numbers of its own (RFC 3550 section 5.1)."""
    stream = AddStream(
        id=listener_id,
        mix_of=bodypack,
        address=address,
        ssrc=rng.getrandbits(32),
        encoding=encoding,
        payload_type=audio.PAYLOAD_TYPES[encoding],
        frame_ms=frame_ms,
        datagram_bytes=audio.smallest_datagram_bytes(encoding, frame_ms),
        first_sequence=rng.getrandbits(16),
        first_timestamp=rng.getrandbits(32),
    )
    return Listener(listener_id, bodypack, stream)


def listener_sdp(listener: Listener, name: str) -> str:
    """The description its player needs."""
    return _sdp(listener.stream, listener.stream.address, name, listener.stream.ssrc, 1)


def bodypack_sdp(view: BodypackView, name: str) -> str | None:
    """The description of the stream that a bodypack is sent; None when it has none."""
    if view.stream is None or view.hello is None or view.session is None:
        return None
    return _sdp(view.stream, (view.hello.ip, view.hello.port), name, view.session, view.revision + 1)


def _sdp(stream: AddStream, address: tuple[str, int], name: str, session: int, version: int) -> str:
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
