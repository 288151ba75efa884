"""RFC 2198 payloads of GStreamer, and some put together by hand from the RFC, for red.json."""

from __future__ import annotations

import struct
from typing import Any

from recording import Vector, first_line
from rtp_packets import capture


def vector(name: str, origin: str, payload: bytes, blocks: list[dict[str, Any]], same: bool) -> Vector:
    """One payload and its blocks, the primary last. ``same``: what we write for it are the same octets."""
    return {"name": name, "origin": origin, "we_write_the_same": same, "blocks": blocks, "hex": payload.hex()}


def by_gstreamer() -> list[Vector]:
    """What rtpredenc makes of PCMU frames of 10 ms."""
    caps = "audio/x-raw,format=S16LE,rate=8000,channels=1"
    found = []
    for distance in (1, 3):
        text = f"audiotestsrc num-buffers=12 samplesperbuffer=80 ! {caps} ! mulawenc ! rtppcmupay pt=0 ssrc=7 "
        text += "timestamp-offset=1000 seqnum-offset=10 min-ptime=10000000 max-ptime=10000000 ! "
        text += f"rtpredenc pt=98 distance={distance} ! udpsink host=127.0.0.1 port=PORT"
        packets = capture(["gst-launch-1.0", "-q", *text.split()], 6)
        origin = f"captured from {first_line('gst-launch-1.0', '--version')}: gst-launch-1.0 {text}"
        plain = {}
        for number, data in enumerate(packets):
            payload = data[12:]
            primary = payload[-80:]
            plain[number] = primary
            blocks = [{"payload_type": 0, "offset": 0, "data": primary.hex()}]
            assert data[1] & 0x7F == 98
            if len(payload) == 165:  # the first ones copy what there is
                offset = struct.unpack_from("!H", payload, 1)[0] >> 2
                assert payload[0] == 0x80 and offset % 80 == 0 and payload[5:85] == plain[number - offset // 80]
                blocks.insert(0, {"payload_type": 0, "offset": offset, "data": payload[5:85].hex()})
            else:
                assert len(payload) == 81
            if number in (0, distance, distance + 1):
                name = f"GStreamer, distance {distance}, packet {number + 1}"
                found.append(vector(name, origin, payload, blocks, same=distance == 1))
    return found


def by_hand() -> list[Vector]:
    """The figure of RFC 2198 section 5, and frames as a gateway sends them."""
    # section 5: DVI4 (PT 5) primary of 84 octets, LPC (PT 7) copy of 14 octets, timestamp offset 160
    copy, primary = bytes(range(14)), bytes(range(100, 184))
    figure = struct.pack("!BHB", 0x87, 160 << 2 | 0, 14) + b"\x05" + copy + primary
    blocks = [
        {"payload_type": 7, "offset": 160, "data": copy.hex()},
        {"payload_type": 5, "offset": 0, "data": primary.hex()},
    ]
    found = [vector("the example of RFC 2198 section 5", "put together by hand from the RFC's figure", figure, blocks,
                    same=True)]  # fmt: skip
    for depth, primary_type, size, samples in (
        (2, 96, 320, 160),
        (6, 97, 160, 160),
        (3, 97, 320, 320),
        (1, 96, 160, 80),
    ):
        head, data, blocks = b"", b"", []
        for back in range(depth, 0, -1):
            frame = bytes((back * 37 + index) & 0xFF for index in range(samples))
            offset = back * samples
            # F=1 and type 97 | offset 14 bits | length 10 bits
            head += bytes([0x80 | 97]) + ((offset << 10) | samples).to_bytes(3, "big")
            data += frame
            blocks.append({"payload_type": 97, "offset": offset, "data": frame.hex()})
        frame = bytes((index * 3) & 0xFF for index in range(size))
        blocks.append({"payload_type": primary_type, "offset": 0, "data": frame.hex()})
        name = f"{depth} copies of {samples} octets, primary of type {primary_type} with {size}"
        payload = head + bytes([primary_type]) + data + frame
        found.append(vector(name, "put together by hand from RFC 2198 section 3", payload, blocks, same=True))
    bare = b"\x60" + bytes(160)
    blocks = [{"payload_type": 96, "offset": 0, "data": bytes(160).hex()}]
    found.append(vector("no copy", "put together by hand from RFC 2198 section 3", bare, blocks, same=True))
    return found


def refused() -> list[Vector]:
    """One thing wrong with each."""
    good = bytes([0xE1]) + ((160 << 10) | 4).to_bytes(3, "big") + b"\x60" + b"abcd" + b"primary"
    cases = [
        ("nothing at all", "red.header", b""),
        ("a header that is cut", "red.header", good[:3]),
        ("a header and no primary", "red.header", good[:4]),
        ("no octet of any block", "red.block", good[:5]),
        ("a copy that is cut", "red.block", good[:8]),
        ("an empty primary", "red.block", good[:9]),
        ("a copy of no octets", "red.block", bytes([0xE1]) + (160 << 10).to_bytes(3, "big") + b"\x60" + b"primary"),
        ("a copy as new as its packet", "red.block", bytes([0xE1, 0, 0, 4]) + b"\x60" + b"abcd" + b"primary"),
        ("seven copies", "red.depth", good[:4] * 7 + good[4:5] + b"abcd" * 7 + b"primary"),
        ("copies without end", "red.depth", b"\xff" * 1400),
    ]
    origin = "put together by hand, one thing wrong"
    return [{"name": name, "origin": origin, "place": place, "hex": data.hex()} for name, place, data in cases]
