"""A bodypack's hello as a typed value, and the stream format both sides can do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from hushcue_wire import audio

from .commands import Encoding
from .redundancy import RedundancyPolicy, shapes

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
    key: str
    """public id of the device key it holds, 8 hex digits"""
    depth: int
    """most copies of earlier frames in a datagram that it takes"""
    label: str | None
    machine: str = ""
    """what mpy-cross calls its processor, "" where it does not say"""
    mpy: int = 0
    """version of the compiled files it takes, 0 where it does not say"""
    build: str = ""
    """beginning of the SHA-256 of the manifest of what it runs, "" for what came otherwise than through a slot"""
    trial: bool = False
    """whether that has yet to prove good"""

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
            key=cast(str, fields["key"]),
            depth=cast(int, fields["depth"]),
            label=cast("str | None", fields["label"]),
            machine=cast("str | None", fields["machine"]) or "",
            mpy=cast("int | None", fields["mpy"]) or 0,
            build=cast("str | None", fields["build"]) or "",
            trial=bool(fields["trial"]),
        )

    def same_format(self, other: Hello) -> bool:
        """True when ``choose_format`` can not tell the two apart."""
        mine = (self.encodings, self.frame_ms, self.max_datagram_bytes, self.depth)
        return mine == (other.encodings, other.frame_ms, other.max_datagram_bytes, other.depth)


@dataclass(frozen=True, slots=True)
class Format:
    """What one protected stream is made of at its beginning."""

    encoding: Encoding
    frame_ms: int
    datagram_bytes: int
    """the tag included"""
    depth: int
    """copies of earlier frames, AddStream's ``redundancy``"""


def choose_format(
    hello: Hello, preferred: Iterable[Encoding], engine_frame_ms: int, redundancy: RedundancyPolicy | None = None
) -> Format | None:
    """The first format that fits the hello: encodings as preferred (then any other), shortest frame first.

    Frames are whole multiples of the engine's. Copies where they fit: PCMU is what they are made of. None when nothing
    fits, not even a plain datagram.
    """
    policy = redundancy or RedundancyPolicy()
    most = hello.max_datagram_bytes
    for encoding in dict.fromkeys((*preferred, *ENCODINGS)):
        for frame_ms in audio.FRAME_MS_CHOICES:
            if encoding not in hello.encodings or frame_ms not in hello.frame_ms or frame_ms % engine_frame_ms:
                continue
            ladder = shapes(policy, encoding, frame_ms, hello.depth, most) if "PCMU" in hello.encodings else ()
            if ladder:
                shape = ladder[policy.first]
                return Format(encoding, frame_ms, shape.datagram_bytes, shape.depth)
            size = audio.datagram_bytes(encoding, frame_ms, 0)
            if size <= most:
                return Format(encoding, frame_ms, size, 0)
    return None
