"""What is fuzzed: every parser of bytes that strangers may send, as functions that take any bytes and raise nothing.

A target raises only for a mistake of ours. Where two parsers must say the same, it compares them.
"""

from __future__ import annotations

import array
import hashlib
import hmac
import itertools
import json
from collections.abc import Callable

from receiver import stream
from support.listener import REPORT_SSRC
from support.room import Room

from hushcue_bodypack import mqtt_packets, packet
from hushcue_gateway.showdata import documents as showdata
from hushcue_gateway.showdata.words import trouble_of
from hushcue_tools.pc_bodypack import crypto
from hushcue_wire import documents, red, rtcp, rtcp_write, rtp, signed, srtp, topics
from hushcue_wire.errors import WireError

Target = Callable[[bytes], None]

SSRC = bytes(4)


def rtp_packet(data: bytes) -> None:
    """RFC 3550: the header is judged alike in Python and in the chip's dialect (which leaves the padding for later:
    it is encrypted), and what was read is written again."""
    fields = array.array("H", bytes(2 * packet.FIELDS))
    foreign = bytes(data[8:12]) if len(data) >= 12 else SSRC
    code = packet.read_header(bytearray(data), len(data), foreign, fields)
    try:
        read = rtp.parse(data)
    except WireError as error:
        assert code != packet.OK or error.place == "rtp.padding"
        return
    assert code == packet.OK, packet.FAULT_NAMES[code]
    assert fields[packet.SEQUENCE] == read.sequence
    assert fields[packet.PAYLOAD_TYPE] == read.payload_type
    assert fields[packet.PAYLOAD_BYTES] == len(read.payload) + read.padding_bytes
    again = rtp.parse(rtp.serialize(read))
    assert bytes(again.payload) == bytes(read.payload)


def blocks(data: bytes) -> None:
    """RFC 2198 in the chip's dialect: what it takes is what Python takes, block for block."""
    fields = array.array("H", bytes(2 * packet.FIELDS))
    shape = array.array("H", (96, 97, 98, 160, 320))
    payload = data[1:]
    fields[packet.PAYLOAD_BYTES] = len(payload)
    fields[packet.PAYLOAD_TYPE] = 96 + data[0] % 3 if data else 98
    if packet.read_blocks(bytearray(payload), bytes(len(payload) + 16), fields, shape) != packet.OK:
        return
    if fields[packet.PAYLOAD_TYPE] != 98:
        assert fields[packet.COPIES] == 0 and fields[packet.PRIMARY_BYTES] == len(payload)
        return
    read = red.parse(payload)
    assert len(read) == fields[packet.COPIES] + 1
    assert read[0].start == fields[packet.COPIES_AT]
    assert read[-1].size == fields[packet.PRIMARY_BYTES]
    assert [block.offset for block in read] == [160 * back for back in range(len(read) - 1, -1, -1)]


def document(data: bytes) -> None:
    """JSON documents of every kind: the first byte chooses."""
    kinds = sorted(documents.TABLES)
    kind = kinds[data[0] % len(kinds)] if data else kinds[0]
    try:
        fields = documents.read(kind, data[1:])
        assert documents.read(kind, documents.make(kind, _without_version(fields))) == fields
    except WireError:
        return


def _without_version(fields: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value is not None and name != "v"}


def topic(data: bytes) -> None:
    """MQTT topics as text."""
    text = data.decode("utf-8", "replace")
    try:
        studio, bodypack, kind = topics.split(text)
    except WireError:
        return
    assert text == (topics.bodypack(studio, bodypack, kind) if bodypack else topics.gateway_status(studio))


def mqtt_stream(data: bytes) -> None:
    """A broker's byte stream in lumps: the first byte says how long."""
    parser = mqtt_packets.Parser(1024)
    lump = 1 + (data[0] & 0x3F) if data else 1
    try:
        for at in range(1, len(data), lump):
            parser.feed(data[at : at + lump])
    except WireError:
        return


def red_payload(data: bytes) -> None:
    """RFC 2198: the blocks lie one behind the other within the payload, and end with it."""
    try:
        blocks = red.parse(data)
    except WireError:
        return
    at = red.header_bytes(len(blocks) - 1)
    for block in blocks:
        assert block.start == at and block.size > 0
        at += block.size
    assert at == len(data) and len(blocks) <= 7
    assert blocks[-1].offset == 0


def rtcp_compound(data: bytes) -> None:
    """RFC 3550, 3611, 4585: what a NACK asks for can be asked for again in the same words."""
    try:
        packets = rtcp.read(data)
    except WireError:
        return
    assert len(packets) <= rtcp.MAX_PACKETS
    for each in packets:
        assert len(each.sequences) <= 17 * rtcp.MAX_NACK_FCI
        assert len(each.reports) <= 31
        if each.sequences and _rises(each.sequences):
            pairs = rtcp_write.nack_pairs(each.sequences)
            asked = [number for pid, blp in pairs for number in rtcp.nack_sequences(pid, blp)]
            assert asked == each.sequences[: len(asked)]


def _rises(sequences: list[int]) -> bool:
    return all(0 < (after - before) & 0xFFFF < 0x8000 for before, after in itertools.pairwise(sequences))


def _mac(data: bytes) -> bytes:
    return hmac.digest(b"k" * 32, data, hashlib.sha256)


def signed_document(data: bytes) -> None:
    """Nothing but what was signed is taken."""
    try:
        body = signed.open("a/topic", data, _mac)
    except WireError:
        return
    assert data == signed.sign("a/topic", body, _mac)


class _Receivers:
    """An SRTP and an SRTCP receiver whose peer has never said a word: whatever they take is a forgery."""

    def __init__(self) -> None:
        self.rtp = srtp.RtpReceiver(bytes(range(30)), crypto, 1472)
        self.rtcp = srtp.RtcpReceiver(bytes(range(30)), crypto)


_receivers = _Receivers()


def srtp_datagram(data: bytes) -> None:
    """No datagram of a stranger is authentic, and none moves the window."""
    receiver = _receivers.rtp
    sequence = data[2] << 8 | data[3] if len(data) > 3 else 0
    assert receiver.open(bytearray(data), len(data), sequence, 12) != srtp.OK
    assert _receivers.rtcp.open(bytearray(data), len(data)) < 0
    assert receiver.replayed == 0


_rooms: list[Room] = []


def _room() -> Room:
    """An engine with a protected stream that has sent for a second. A target of its own, so that importing costs
    nothing."""
    if not _rooms:
        _rooms.append(Room())
        _rooms[0].play(100)
    return _rooms[0]


def feedback_of_a_stranger(data: bytes) -> None:
    """What comes to the gateway's socket without a key: no answer, nothing believed."""
    room = _room()
    before = room.quality
    assert room.tell(data) == []
    after = room.quality
    assert (after.depth, after.loss, after.nacks, after.resent) == (
        before.depth,
        before.loss,
        before.nacks,
        before.resent,
    )


def feedback_of_a_bodypack(data: bytes) -> None:
    """What has a good tag and may still be nonsense is answered by datagrams that were sent before, or a report."""
    room = _room()
    head = bytes((0x80, 201, 0, 1)) + REPORT_SSRC.to_bytes(4, "big")
    compound = data if len(data) >= 8 and data[4:8] == head[4:8] else head + data
    for answer in room.tell(room.listener.protect(compound[:1300])):
        assert answer in room.datagrams or 200 <= answer[1] <= 207
    room.desk.now_ns += 1_000_000


class _Ear:
    """A bodypack's session, and the gateway's keys to it: packets may be authentic and nonsense all the same."""

    def __init__(self) -> None:
        self.session = stream.new_session()
        self.session.begin(stream.document(), stream.KEYS, 0)
        self.sealer = stream.Sealer()
        self.index = 0
        self.now_ms = 0
        self.out = bytearray(2 * 321)


_ears: list[_Ear] = []


def bodypack_datagram(data: bytes) -> None:
    """The whole receiver: first the datagram of a stranger, which changes nothing that is heard; then the same octets
    as payload, and as RTCP, of who holds the keys."""
    if not _ears or _ears[0].index > 0x7000:
        _ears[:] = [_Ear()]
    ear = _ears[0]
    session = ear.session
    received = session.received
    for size in (len(data), 12):
        session.datagram(bytearray(data) + bytearray(64), size, ear.now_ms)
    assert session.received == received
    ear.index += 1
    ear.now_ms = (ear.now_ms + 10) & 0x3FFFFFFF
    head = bytes((0x80 | (data[0] & 0x30 if data else 0), 96 + len(data) % 3)) + ear.index.to_bytes(2, "big")
    packet = head + bytes(4) + stream.SSRC.to_bytes(4, "big") + data
    for datagram in (ear.sealer.seal(packet, ear.index), ear.sealer.seal_rtcp(_as_rtcp(data))):
        if len(datagram) <= 1472:
            session.datagram(datagram + bytearray(1472 - len(datagram)), len(datagram), ear.now_ms)
    session.outgoing(ear.now_ms)
    session.next_frame(ear.out, ear.now_ms)


def _as_rtcp(data: bytes) -> bytes:
    words = max(1, len(data) // 4)
    return bytes((0x80, 200, 0, 1)) + stream.SSRC.to_bytes(4, "big") + (data + bytes(4))[: 4 * words]


SHOW_TIME_MS = 1_767_323_045_678


def show_data(data: bytes) -> None:
    """Documents of show data: facts within their bounds, which are told again in the same words; or malformed, with a
    sentence for it."""
    try:
        document = json.loads(data.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return
    try:
        facts = showdata.facts_of(document, SHOW_TIME_MS, "fuzz")
    except showdata.Malformed as malformed:
        trouble_of(malformed)
        return
    for fact in facts:
        assert abs(fact.at_ms - SHOW_TIME_MS) <= showdata.STRAY_MS
        assert showdata.facts_of(showdata.document_of(fact), SHOW_TIME_MS, "fuzz") == [fact]


TARGETS: dict[str, Target] = {
    "rtp": rtp_packet,
    "blocks": blocks,
    "document": document,
    "topic": topic,
    "mqtt": mqtt_stream,
    "red": red_payload,
    "rtcp": rtcp_compound,
    "signed": signed_document,
    "srtp": srtp_datagram,
    "stranger": feedback_of_a_stranger,
    "feedback": feedback_of_a_bodypack,
    "bodypack": bodypack_datagram,
    "showdata": show_data,
}
