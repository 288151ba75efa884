"""MQTT 3.1.1 packets (OASIS standard, 29 October 2014): what a client of QoS 0 and 1 sends, and what a broker sends it.

Pure. Functions build the bytes of one packet; :class:`Parser` takes a byte stream apart, however it was cut. Whatever
the peer sent wrong raises WireError with the place of the mistake. A PUBLISH longer than the limit is not an error of
the stream: its body is skipped, never stored, and it comes out with ``payload`` None so that it can still be answered.
"""

import struct

from hushcue_wire.errors import WireError

CONNECT = 1
CONNACK = 2
PUBLISH = 3
PUBACK = 4
SUBSCRIBE = 8
SUBACK = 9
PINGREQ = 12
PINGRESP = 13
DISCONNECT = 14

CONNECTION_ACCEPTED = 0
REFUSED = 0x80
"""The SUBACK return code of a subscription the broker does not allow (section 3.9.3)."""
CONNACK_WORDS = (
    "accepted",
    "unacceptable protocol version",
    "client id rejected",
    "server unavailable",
    "bad user name or password",
    "not authorized",
)
"""Section 3.2.2.3, by return code."""
MAX_REMAINING_BYTES = 268435455
MAX_TOPIC_BYTES = 256
PINGREQ_PACKET = b"\xc0\x00"
DISCONNECT_PACKET = b"\xe0\x00"


class Packet:
    """One packet from a broker; which fields are set depends on ``kind``.

    CONNACK: code 0..5, session_present. PUBLISH: topic, payload (bytes, or None when it was over the limit), qos 0..1,
    retain, dup, packet_id (None at QoS 0). PUBACK: packet_id. SUBACK: packet_id, codes (bytes). PINGRESP: nothing.
    """

    __slots__ = ("code", "codes", "dup", "kind", "packet_id", "payload", "qos", "retain", "session_present", "topic")

    def __init__(self, kind: int):
        self.kind = kind
        self.code = 0
        self.session_present = False
        self.topic = ""
        self.payload: "bytes | None" = None
        self.qos = 0
        self.retain = False
        self.dup = False
        self.packet_id: "int | None" = None
        self.codes = b""


class Will:
    """What the broker publishes for us when the connection dies: topic, payload, qos 0..1, retain."""

    __slots__ = ("payload", "qos", "retain", "topic")

    def __init__(self, topic: str, payload: bytes, qos: int = 1, retain: bool = True):
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.retain = retain


# -- building -----------------------------------------------------------------------------------------------------


def _field(data: bytes) -> bytes:
    if len(data) > 0xFFFF:
        raise ValueError("an MQTT field holds at most 65535 bytes")
    return struct.pack("!H", len(data)) + data


def _framed(first: int, body: bytes) -> bytes:
    """The fixed header (section 2.2) before ``body``."""
    left = len(body)
    head = bytearray((first,))
    while True:
        byte = left & 0x7F
        left >>= 7
        head.append(byte | 0x80 if left else byte)
        if not left:
            return bytes(head) + body


def connect(
    client_id: str,
    keepalive_s: int,
    username: "str | None" = None,
    password: "str | None" = None,
    will: "Will | None" = None,
) -> bytes:
    """Section 3.1, always a clean session: what must outlive the connection is retained, or is sent again by us."""
    flags = 0x02
    fields = _field(client_id.encode())
    if will is not None:
        flags |= 0x04 | will.qos << 3 | (0x20 if will.retain else 0)
        fields += _field(will.topic.encode()) + _field(will.payload)
    if username is not None:
        flags |= 0x80
        fields += _field(username.encode())
        if password is not None:
            flags |= 0x40
            fields += _field(password.encode())
    return _framed(CONNECT << 4, b"\x00\x04MQTT\x04" + struct.pack("!BH", flags, keepalive_s) + fields)


def publish(
    topic: str, payload: bytes, qos: int = 0, retain: bool = False, packet_id: "int | None" = None, dup: bool = False
) -> bytes:
    """Section 3.3. ``packet_id`` 1..65535 belongs to QoS 1 and only to it."""
    if qos not in (0, 1) or (qos == 1) != (packet_id is not None) or packet_id == 0:
        raise ValueError("QoS is 0, or 1 with a packet id from 1 to 65535")
    body = _field(topic.encode())
    if packet_id is not None:
        body += struct.pack("!H", packet_id)
    return _framed(PUBLISH << 4 | (0x08 if dup else 0) | qos << 1 | (1 if retain else 0), body + payload)


def puback(packet_id: int) -> bytes:
    """Section 3.4."""
    return struct.pack("!BBH", PUBACK << 4, 2, packet_id)


def subscribe(packet_id: int, filters: "list[tuple[str, int]]") -> bytes:
    """Section 3.8: (topic filter, qos 0..1) each."""
    body = struct.pack("!H", packet_id)
    for topic, qos in filters:
        body += _field(topic.encode()) + bytes((qos,))
    return _framed(SUBSCRIBE << 4 | 0x02, body)


# -- taking apart -------------------------------------------------------------------------------------------------

# kind -> (its place in errors, the flags it must carry; None: its own)
_FROM_BROKER = {
    CONNACK: ("connack", 0),
    PUBLISH: ("publish", None),
    PUBACK: ("puback", 0),
    SUBACK: ("suback", 0),
    PINGRESP: ("pingresp", 0),
}


def _packet_id(place: str, body: "bytearray", offset: int) -> int:
    packet_id = body[offset] << 8 | body[offset + 1]
    if packet_id == 0:
        raise WireError(place, "packet id 0")
    return packet_id


def _publish(flags: int, body: "bytearray", whole: bool) -> Packet:
    packet = Packet(PUBLISH)
    packet.dup = bool(flags & 0x08)
    packet.qos = flags >> 1 & 0x03
    packet.retain = bool(flags & 0x01)
    if packet.qos > 1:
        raise WireError("publish.qos", "%d was never asked for" % packet.qos)
    if len(body) < 2:
        raise WireError("publish.topic", "runs past the end")
    end = 2 + (body[0] << 8 | body[1])
    start = end + 2 * packet.qos
    if start > len(body) or end > 2 + MAX_TOPIC_BYTES:
        raise WireError("publish.topic", "runs past the end or is over %d bytes" % MAX_TOPIC_BYTES)
    try:
        packet.topic = bytes(body[2:end]).decode()
    except UnicodeError:
        raise WireError("publish.topic", "is not UTF-8") from None
    if not packet.topic or "+" in packet.topic or "#" in packet.topic or "\0" in packet.topic:
        raise WireError("publish.topic", "is empty or holds + # or a null")
    if packet.qos:
        packet.packet_id = _packet_id("publish", body, end)
    packet.payload = bytes(body[start:]) if whole else None
    return packet


def _packet(kind: int, flags: int, body: "bytearray", whole: bool) -> Packet:
    place = _FROM_BROKER[kind][0]
    if kind == PUBLISH:
        return _publish(flags, body, whole)
    packet = Packet(kind)
    if kind == CONNACK:
        if len(body) != 2 or body[0] > 1:
            raise WireError(place, "is not two bytes of flags and code")
        packet.session_present = body[0] == 1
        packet.code = body[1]
    elif kind == PUBACK:
        if len(body) != 2:
            raise WireError(place, "is not one packet id")
        packet.packet_id = _packet_id(place, body, 0)
    elif kind == SUBACK:
        if len(body) < 3:
            raise WireError(place, "holds no return code")
        packet.packet_id = _packet_id(place, body, 0)
        packet.codes = bytes(body[2:])
        for code in packet.codes:
            if code > 2 and code != REFUSED:
                raise WireError(place, "return code %d is not known" % code)
    elif len(body):
        raise WireError(place, "holds a body")
    return packet


# The parser's place in the stream:
#
#   state     waits for                      goes to
#   FIRST     the packet type and flags      LENGTH
#   LENGTH    1..4 bytes of 7 bits each      BODY, or FIRST with a packet when the length is 0
#   BODY      `_left` bytes; those within    FIRST with a packet
#             the limit are kept
#
# A WireError leaves the parser useless: the stream's framing can no longer be trusted.
_FIRST = 0
_LENGTH = 1
_BODY = 2


class Parser:
    """A broker's byte stream -> packets. ``limit_bytes``: the largest body that is kept."""

    def __init__(self, limit_bytes: int = 1400):
        self.limit_bytes = limit_bytes
        self._state = _FIRST
        self._kind = 0
        self._flags = 0
        self._length = 0
        self._length_bytes = 0
        self._left = 0
        self._body = bytearray()

    def feed(self, data: "bytes | bytearray | memoryview") -> "list[Packet]":
        """The packets that ``data`` completes, in order. Raises WireError at the first malformed one."""
        packets = []  # type: list[Packet]
        at = 0
        size = len(data)
        while at < size:
            if self._state == _BODY:
                take = min(self._left, size - at)
                keep = min(take, self.limit_bytes - len(self._body))
                if keep > 0:
                    self._body.extend(data[at : at + keep])
                at += take
                self._left -= take
                if self._left == 0:
                    packets.append(self._finish())
                continue
            byte = data[at]
            at += 1
            if self._state == _FIRST:
                self._begin(byte)
            elif self._more_length(byte):
                packets.append(self._finish())
        return packets

    def _begin(self, byte: int) -> None:
        self._kind = byte >> 4
        self._flags = byte & 0x0F
        if self._kind not in _FROM_BROKER:
            raise WireError("mqtt.type", "%d does not come from a broker" % self._kind)
        place, flags = _FROM_BROKER[self._kind]
        if flags is not None and flags != self._flags:
            raise WireError(place, "flags %d" % self._flags)
        self._length = 0
        self._length_bytes = 0
        self._state = _LENGTH

    def _more_length(self, byte: int) -> bool:
        """True when the packet has no body."""
        self._length |= (byte & 0x7F) << (7 * self._length_bytes)
        self._length_bytes += 1
        if byte & 0x80:
            if self._length_bytes == 4:
                raise WireError("mqtt.length", "is longer than 4 bytes")
            return False
        if self._length > self.limit_bytes and self._kind != PUBLISH:
            raise WireError(_FROM_BROKER[self._kind][0], "is %d bytes long" % self._length)
        self._left = self._length
        self._body = bytearray()
        self._state = _BODY
        return self._length == 0

    def _finish(self) -> Packet:
        self._state = _FIRST
        body = self._body
        self._body = bytearray()
        return _packet(self._kind, self._flags, body, self._length <= self.limit_bytes)
