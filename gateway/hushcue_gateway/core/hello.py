"""A bodypack's hello as a typed value, and the stream format both sides can do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from hushcue_wire import audio

from .commands import Encoding

ENCODINGS: tuple[Encoding, ...] = ("L16", "PCMU")


@dataclass(frozen=True, slots=True)
class Hello:
    """What a bodypack announced (``hushcue_wire.documents.HELLO``)."""

    id: str
    boot: int
    firmware: str
    board: str
    ip: str
    port: int
    encodings: tuple[str, ...]
    frame_ms: tuple[int, ...]
    max_datagram_bytes: int
    ceiling_db: float
    label: str | None

    @classmethod
    def of(cls, fields: Mapping[str, object]) -> Hello:
        """From a checked document."""
        return cls(
            id=cast(str, fields["id"]),
            boot=cast(int, fields["boot"]),
            firmware=cast(str, fields["firmware"]),
            board=cast(str, fields["board"]),
            ip=cast(str, fields["ip"]),
            port=cast(int, fields["port"]),
            encodings=tuple(cast("list[str]", fields["encodings"])),
            frame_ms=tuple(cast("list[int]", fields["frame_ms"])),
            max_datagram_bytes=cast(int, fields["max_datagram_bytes"]),
            ceiling_db=float(cast(float, fields["ceiling_db"])),
            label=cast("str | None", fields["label"]),
        )

    def same_format(self, other: Hello) -> bool:
        """True when ``choose_format`` can not tell the two apart."""
        mine = (self.encodings, self.frame_ms, self.max_datagram_bytes)
        return mine == (other.encodings, other.frame_ms, other.max_datagram_bytes)


@dataclass(frozen=True, slots=True)
class Format:
    """What one stream is made of."""

    encoding: Encoding
    frame_ms: int
    datagram_bytes: int


def choose_format(hello: Hello, preferred: Iterable[Encoding], engine_frame_ms: int) -> Format | None:
    """The first format that fits the hello: encodings as preferred (then any other), shortest frame first.

    Frames are whole multiples of the engine's. None when nothing fits.
    """
    for encoding in dict.fromkeys((*preferred, *ENCODINGS)):
        for frame_ms in audio.FRAME_MS_CHOICES:
            size = audio.smallest_datagram_bytes(encoding, frame_ms)
            if (
                encoding in hello.encodings
                and frame_ms in hello.frame_ms
                and frame_ms % engine_frame_ms == 0
                and size <= hello.max_datagram_bytes
            ):
                return Format(encoding, frame_ms, size)
    return None
