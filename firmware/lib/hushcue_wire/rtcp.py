"""RTCP (RFC 3550 section 6, RFC 3611, RFC 4585, reduced size as of RFC 5506): compounds, read.

``read`` checks every limit and gives the packets as values; ``rtcp_write`` writes them. The bodypack has small readers
and writers of its own that allocate nothing; all are held to the same vectors.

A fraction lost is in 1/256 of the sequence numbers that were due since the report before. Here each counts once, and
only when it came by itself: a duplicate repairs nothing, and what had to be asked for was lost.
Times named "short" are the middle 32 bits of an NTP timestamp: 1/65536 s.
"""

import struct

from .errors import WireError

SR = 200
RR = 201
SDES = 202
BYE = 203
APP = 204
RTPFB = 205
XR = 207
GENERIC_NACK = 1
"""Feedback message type of RTPFB (RFC 4585 section 6.2.1)."""
CNAME = 1
XR_RRTR = 4
XR_DLRR = 5
XR_VOIP = 7

MAX_PACKETS = 16
"""In one compound: far more than any of ours."""
MAX_NACK_FCI = 16
UNKNOWN = 0x7F
"""An RFC 3611 metric that nobody measured."""


class Report:
    """One report block: what the reporter heard of ``ssrc`` (RFC 3550 section 6.4.1)."""

    __slots__ = ("ssrc", "fraction", "lost", "highest", "jitter", "last_sr", "since_last_sr")

    def __init__(
        self, ssrc: int, fraction: int, lost: int, highest: int, jitter: int, last_sr: int, since_last_sr: int
    ):
        self.ssrc = ssrc
        self.fraction = fraction
        """0..255: lost since the report before, in 1/256"""
        self.lost = lost
        """-2**23..2**23-1 since the beginning"""
        self.highest = highest
        """extended highest sequence number: cycles in the upper 16 bits"""
        self.jitter = jitter
        """samples"""
        self.last_sr = last_sr
        """short time of the newest SR heard, 0 for none"""
        self.since_last_sr = since_last_sr
        """1/65536 s since it came"""


class Voip:
    """The VoIP metrics block (RFC 3611 section 4.7): ``values`` in the order and units of its fields."""

    FIELDS = (
        "loss_rate",
        "discard_rate",
        "burst_density",
        "gap_density",
        "burst_ms",
        "gap_ms",
        "round_trip_ms",
        "end_system_ms",
        "signal_dbm",
        "noise_dbm",
        "echo_db",
        "gap_minimum",
        "r_factor",
        "external_r_factor",
        "mos_lq",
        "mos_cq",
        "rx_config",
        "buffer_nominal_ms",
        "buffer_maximum_ms",
        "buffer_absolute_ms",
    )
    __slots__ = ("ssrc", "values")

    def __init__(self, ssrc: int, values: "tuple[int, ...]"):
        self.ssrc = ssrc
        self.values = values

    def get(self, name: str) -> int:
        """One metric by its name in FIELDS."""
        return self.values[self.FIELDS.index(name)]


VOIP_FORMAT = "!BBBBHHHHbbBBBBBBBBHHH"
"""After the SSRC; the octet before the last three is reserved."""


class Packet:
    """One packet of a compound. ``type`` as above and ``ssrc`` of who sent it; then, by type:

    SR: ntp (seconds, fraction), rtp_timestamp, packets, octets, reports. RR: reports. SDES: names, a list of (ssrc,
    CNAME octets). BYE: sources. APP: name (4 octets), data. RTPFB: media_ssrc, and where it is a generic NACK,
    sequences, oldest first. XR: received, the (seconds, fraction) of an RRTR block or None; answers, a list of
    (ssrc, last RR short, delay since) of DLRR blocks; voip, a list of Voip. What a type has not stays empty.
    """

    __slots__ = (
        "type",
        "ssrc",
        "ntp",
        "rtp_timestamp",
        "packets",
        "octets",
        "reports",
        "names",
        "sources",
        "name",
        "data",
        "media_ssrc",
        "sequences",
        "received",
        "answers",
        "voip",
    )

    def __init__(self, packet_type: int, ssrc: int):
        self.type = packet_type
        self.ssrc = ssrc
        self.ntp = (0, 0)
        self.rtp_timestamp = self.packets = self.octets = self.media_ssrc = 0
        self.reports: "list[Report]" = []
        self.names: "list[tuple[int, bytes]]" = []
        self.sources: "tuple[int, ...]" = ()
        self.name = self.data = b""
        self.sequences: "list[int]" = []
        self.received: "tuple[int, int] | None" = None
        self.answers: "list[tuple[int, int, int]]" = []
        self.voip: "list[Voip]" = []


def walk(data: "bytes | bytearray | memoryview") -> "list[tuple[int, int, int, int]]":
    """(packet type, count field, first octet of the body, end of the body without padding) of each packet.

    Raises WireError where lengths, versions or padding do not add up. A reduced-size datagram (no SR or RR first) is
    as good as a compound.
    """
    size = len(data)
    if not size or size & 3:
        raise WireError("rtcp.length", "%d bytes are no whole words" % size)
    found: "list[tuple[int, int, int, int]]" = []
    at = 0
    while at < size:
        if len(found) == MAX_PACKETS:
            raise WireError("rtcp.packets", "more than %d" % MAX_PACKETS)
        if data[at] >> 6 != 2:
            raise WireError("rtcp.version", "%d is not 2" % (data[at] >> 6))
        end = at + 4 * (1 + (data[at + 2] << 8 | data[at + 3]))
        if end > size:
            raise WireError("rtcp.length", "a packet runs past the end")
        stop = end
        if data[at] & 0x20:
            padding = data[end - 1]
            if end != size or not padding or padding & 3 or end - padding < at + 4:
                raise WireError("rtcp.padding", "%d octets do not fit" % padding)
            stop = end - padding
        found.append((data[at + 1], data[at] & 0x1F, at + 4, stop))
        at = end
    return found


def read(data: "bytes | bytearray | memoryview") -> "list[Packet]":
    """The packets of a datagram (after SRTCP is off it); types nobody here knows are left out. Raises WireError."""
    packets = []
    for packet_type, count, at, end in walk(data):
        reader = _READERS.get(packet_type)
        if reader is not None:
            packets.append(reader(data, count, at, end))
    return packets


def _need(at: int, octets: int, end: int, place: str) -> None:
    if at + octets > end:
        raise WireError(place, "it is cut short")


def _ssrc(data: "bytes | bytearray | memoryview", at: int) -> int:
    value: int = struct.unpack_from("!I", data, at)[0]
    return value


def _read_reports(data: "bytes | bytearray | memoryview", count: int, at: int, end: int) -> "list[Report]":
    _need(at, 24 * count, end, "rtcp.report")
    reports = []
    for _ in range(count):
        ssrc, loss, highest, jitter, last_sr, since = struct.unpack_from("!IIIIII", data, at)
        lost = loss & 0xFFFFFF
        reports.append(Report(ssrc, loss >> 24, lost - ((lost & 0x800000) << 1), highest, jitter, last_sr, since))
        at += 24
    return reports


def _read_sr(data: "bytes | bytearray | memoryview", count: int, at: int, end: int) -> Packet:
    _need(at, 24, end, "rtcp.sr")
    ssrc, seconds, fraction, rtp_timestamp, packets, octets = struct.unpack_from("!IIIIII", data, at)
    packet = Packet(SR, ssrc)
    packet.ntp = (seconds, fraction)
    packet.rtp_timestamp, packet.packets, packet.octets = rtp_timestamp, packets, octets
    packet.reports = _read_reports(data, count, at + 24, end)
    return packet


def _read_rr(data: "bytes | bytearray | memoryview", count: int, at: int, end: int) -> Packet:
    _need(at, 4, end, "rtcp.rr")
    packet = Packet(RR, _ssrc(data, at))
    packet.reports = _read_reports(data, count, at + 4, end)
    return packet


def _read_sdes(data: "bytes | bytearray | memoryview", count: int, at: int, end: int) -> Packet:
    packet = Packet(SDES, 0)
    for index in range(count):
        _need(at, 5, end, "rtcp.sdes")
        ssrc = _ssrc(data, at)
        if not index:
            packet.ssrc = ssrc
        at += 4
        while data[at]:
            _need(at, 2, end, "rtcp.sdes")
            size = data[at + 1]
            _need(at, 3 + size, end, "rtcp.sdes")  # with the null that ends the list
            if data[at] == CNAME:
                packet.names.append((ssrc, bytes(data[at + 2 : at + 2 + size])))
            at += 2 + size
        at += 4 - (at & 3)  # the chunk ends with at least one null, at a whole word
    return packet


def _read_bye(data: "bytes | bytearray | memoryview", count: int, at: int, end: int) -> Packet:
    _need(at, 4 * count, end, "rtcp.bye")
    packet = Packet(BYE, _ssrc(data, at) if count else 0)
    packet.sources = struct.unpack_from("!%dI" % count, data, at) if count else ()
    return packet


def _read_app(data: "bytes | bytearray | memoryview", count: int, at: int, end: int) -> Packet:
    _need(at, 8, end, "rtcp.app")
    packet = Packet(APP, _ssrc(data, at))
    packet.name = bytes(data[at + 4 : at + 8])
    packet.data = bytes(data[at + 8 : end])
    return packet


def _read_rtpfb(data: "bytes | bytearray | memoryview", count: int, at: int, end: int) -> Packet:
    _need(at, 8, end, "rtcp.rtpfb")
    packet = Packet(RTPFB, _ssrc(data, at))
    packet.media_ssrc = _ssrc(data, at + 4)
    if count == GENERIC_NACK:
        pairs = (end - at - 8) // 4
        if not 1 <= pairs <= MAX_NACK_FCI:
            raise WireError("rtcp.nack", "%d entries are not 1 to %d" % (pairs, MAX_NACK_FCI))
        for where in range(at + 8, end, 4):
            packet.sequences += nack_sequences(
                data[where] << 8 | data[where + 1], data[where + 2] << 8 | data[where + 3]
            )
    return packet


def _read_xr(data: "bytes | bytearray | memoryview", count: int, at: int, end: int) -> Packet:
    _need(at, 4, end, "rtcp.xr")
    packet = Packet(XR, _ssrc(data, at))
    at += 4
    while at < end:
        _need(at, 4, end, "rtcp.xr")
        kind = data[at]
        size = 4 * (data[at + 2] << 8 | data[at + 3])
        at += 4
        _need(at, size, end, "rtcp.xr")
        if kind == XR_RRTR and size == 8:
            packet.received = struct.unpack_from("!II", data, at)
        elif kind == XR_DLRR and size % 12 == 0:
            for where in range(at, at + size, 12):
                packet.answers.append(struct.unpack_from("!III", data, where))
        elif kind == XR_VOIP and size == 32:
            values = struct.unpack_from(VOIP_FORMAT, data, at + 4)
            packet.voip.append(Voip(_ssrc(data, at), values[:17] + values[18:]))
        elif kind in (XR_RRTR, XR_DLRR, XR_VOIP):
            raise WireError("rtcp.xr", "block %d has a wrong length" % kind)
        at += size
    return packet


_READERS = {
    SR: _read_sr,
    RR: _read_rr,
    SDES: _read_sdes,
    BYE: _read_bye,
    APP: _read_app,
    RTPFB: _read_rtpfb,
    XR: _read_xr,
}


def nack_sequences(pid: int, blp: int) -> "list[int]":
    """The sequence numbers that one entry asks for, oldest first (RFC 4585 section 6.2.1)."""
    sequences = [pid]
    for bit in range(16):
        if blp >> bit & 1:
            sequences.append((pid + 1 + bit) & 0xFFFF)
    return sequences
