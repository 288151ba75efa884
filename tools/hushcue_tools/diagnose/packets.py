"""A short protected stream as a gateway sends it, for the chip to work on: L16 with three copies (RFC 2198), SRTP."""

from collections.abc import Iterator
from typing import Any

from hushcue_wire import audio, red, rtp, srtp

from ..pc_bodypack import crypto

PACKETS = 40
DEPTH = 3
FRAME_MS = 10
SSRC = 0x68757368
REPORT_SSRC = 0x68757369
KEYS = bytes(range(30)), bytes(range(40, 70))
"""To the chip, and from it: nobody's secret."""
SIZE = audio.datagram_bytes(audio.L16, FRAME_MS, DEPTH)
_PADDING = 3


def document() -> dict[str, Any]:
    """The session that this stream belongs to."""
    return {
        "session": 1,
        "revision": 1,
        "boot": 1,
        "ssrc": SSRC,
        "encoding": audio.L16,
        "payload_type": audio.PAYLOAD_TYPES[audio.L16],
        "frame_ms": FRAME_MS,
        "datagram_bytes": SIZE,
        "min_delay_ms": 10,
        "volume_db": -3,
        "muted": False,
        "report_ssrc": REPORT_SSRC,
        "red_payload_type": audio.RED_PAYLOAD_TYPE,
    }


def frame(number: int, size: int) -> bytes:
    """Something that sounds like a voice to whoever looks for a pitch: a saw of 125 Hz that swells."""
    samples = range(number * size // 2, (number + 1) * size // 2)
    values = [((at % 128) - 64) * (60 + at // 40 % 60) for at in samples]
    return b"".join(value.to_bytes(2, "big", signed=True) for value in values)


def stream(count: int = PACKETS) -> Iterator[bytes]:
    """Protected datagrams, the first one first."""
    primitives: Any = crypto
    key, tag_key, salt = (srtp.derive(KEYS[0], label, size, primitives) for label, size in ((0, 16), (1, 20), (2, 14)))
    payload_bytes = audio.payload_bytes(audio.L16, FRAME_MS)
    for number in range(DEPTH, DEPTH + count):
        copies: list[Any] = [frame(number - back, payload_bytes)[::2] for back in range(DEPTH, 0, -1)]
        buf = bytearray(audio.MAX_DATAGRAM_BYTES)
        kind = audio.PAYLOAD_TYPES[audio.L16]
        size = red.build_into(
            buf, 0, kind, frame(number, payload_bytes), audio.PAYLOAD_TYPES[audio.PCMU], copies, 16 * FRAME_MS
        )
        packet = rtp.serialize(
            rtp.Packet(audio.RED_PAYLOAD_TYPE, number, 0, SSRC, bytes(buf[:size]), padding_bytes=_PADDING)
        )
        yield protected(packet, number, key, tag_key, salt)


def protected(packet: bytes, number: int, key: bytes, tag_key: bytes, salt: bytes) -> bytes:
    """RFC 3711 sections 3.1 and 4.1.1, rollover counter 0."""
    iv = bytes(a ^ b for a, b in zip(salt, bytes(4) + packet[8:12] + number.to_bytes(6, "big"), strict=True))
    blocks = bytearray((len(packet) + 15) & ~15)
    crypto.fill_counters(blocks, iv, len(blocks) >> 4, 0)
    crypto.new_aes(key).encrypt(blocks, blocks)
    buf = bytearray(packet)
    crypto.xor(buf, rtp.HEADER_BYTES, blocks, len(packet) - rtp.HEADER_BYTES)
    tag = bytearray(20)
    crypto.new_hmac_sha1(tag_key).digest(buf, len(buf), bytes(4), tag)
    return bytes(buf) + bytes(tag[: srtp.TAG_BYTES])
