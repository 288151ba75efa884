"""RTCP packets written in place: each function writes one at a place in a buffer and tells where it ends.

Places are whole words from the beginning of the datagram. What is read: ``rtcp``.
"""

import struct

from .rtcp import (
    APP,
    CNAME,
    GENERIC_NACK,
    MAX_NACK_FCI,
    RR,
    RTPFB,
    SDES,
    SR,
    VOIP_FORMAT,
    XR,
    XR_DLRR,
    XR_RRTR,
    XR_VOIP,
    Report,
    Voip,
)


def nack_pairs(sequences: "list[int]") -> "list[tuple[int, int]]":
    """(PID, BLP) of ``sequences``, which rise on the circle (oldest first, none twice): as many from the front as
    MAX_NACK_FCI entries hold."""
    pairs: "list[tuple[int, int]]" = []
    pid = blp = -1
    for sequence in sequences:
        step = (sequence - pid) & 0xFFFF
        if blp >= 0 and 1 <= step <= 16:
            blp |= 1 << (step - 1)
            continue
        if blp >= 0:
            pairs.append((pid, blp))
        if len(pairs) == MAX_NACK_FCI:
            return pairs
        pid, blp = sequence, 0
    if blp >= 0:
        pairs.append((pid, blp))
    return pairs


def _head(buf: bytearray, at: int, count: int, packet_type: int, end: int) -> int:
    struct.pack_into("!BBH", buf, at, 0x80 | count, packet_type, (end - at) // 4 - 1)
    return end


def _write_reports(buf: bytearray, at: int, reports: "list[Report]") -> int:
    for each in reports:
        struct.pack_into(
            "!IIIIII",
            buf,
            at,
            each.ssrc,
            (each.fraction & 0xFF) << 24 | each.lost & 0xFFFFFF,
            each.highest,
            each.jitter,
            each.last_sr,
            each.since_last_sr,
        )
        at += 24
    return at


def sr_into(
    buf: bytearray,
    at: int,
    ssrc: int,
    ntp_time: "tuple[int, int]",
    rtp_timestamp: int,
    packets: int,
    octets: int,
    reports: "list[Report]",
) -> int:
    """A sender report; ``ntp_time`` is (seconds, fraction) of any clock that runs evenly."""
    struct.pack_into(
        "!IIIIII",
        buf,
        at + 4,
        ssrc,
        ntp_time[0],
        ntp_time[1],
        rtp_timestamp,
        packets & 0xFFFFFFFF,
        octets & 0xFFFFFFFF,
    )
    return _head(buf, at, len(reports), SR, _write_reports(buf, at + 28, reports))


def rr_into(buf: bytearray, at: int, ssrc: int, reports: "list[Report]") -> int:
    """A receiver report."""
    struct.pack_into("!I", buf, at + 4, ssrc)
    return _head(buf, at, len(reports), RR, _write_reports(buf, at + 8, reports))


def sdes_into(buf: bytearray, at: int, ssrc: int, cname: bytes) -> int:
    """One chunk with a CNAME of at most 255 octets."""
    text_end = at + 10 + len(cname)
    end = text_end + 4 - (text_end & 3) if at & 3 == 0 else -1
    if end < 0 or len(cname) > 255:
        raise ValueError("at is no whole word, or the name is longer than 255")
    struct.pack_into("!IBB", buf, at + 4, ssrc, CNAME, len(cname))
    buf[at + 10 : text_end] = cname
    for where in range(text_end, end):
        buf[where] = 0
    return _head(buf, at, 1, SDES, end)


def app_into(buf: bytearray, at: int, ssrc: int, name: bytes, end: int) -> int:
    """An application packet of 4 octets ``name`` from ``at`` to ``end``; its data, zeros, is whatever lies between."""
    if len(name) != 4 or end - at < 12 or (end - at) & 3:
        raise ValueError("a name has 4 octets, and the packet at least 3 whole words")
    struct.pack_into("!I", buf, at + 4, ssrc)
    buf[at + 8 : at + 12] = name
    for where in range(at + 12, end):
        buf[where] = 0
    return _head(buf, at, 0, APP, end)


def nack_into(buf: bytearray, at: int, ssrc: int, media_ssrc: int, pairs: "list[tuple[int, int]]") -> int:
    """A generic NACK of 1..MAX_NACK_FCI (PID, BLP)."""
    if not 1 <= len(pairs) <= MAX_NACK_FCI:
        raise ValueError("1 to %d entries" % MAX_NACK_FCI)
    struct.pack_into("!II", buf, at + 4, ssrc, media_ssrc)
    end = at + 12
    for pid, blp in pairs:
        struct.pack_into("!HH", buf, end, pid, blp)
        end += 4
    return _head(buf, at, GENERIC_NACK, RTPFB, end)


def xr_into(
    buf: bytearray,
    at: int,
    ssrc: int,
    received: "tuple[int, int] | None",
    answers: "list[tuple[int, int, int]]",
    voip: "Voip | None",
) -> int:
    """An extended report of the blocks given: an RRTR of (seconds, fraction), a DLRR of (ssrc, last RR, delay since),
    VoIP metrics."""
    struct.pack_into("!I", buf, at + 4, ssrc)
    end = at + 8
    if received is not None:
        struct.pack_into("!BBHII", buf, end, XR_RRTR, 0, 2, received[0], received[1])
        end += 12
    if answers:
        struct.pack_into("!BBH", buf, end, XR_DLRR, 0, 3 * len(answers))
        end += 4
        for answer in answers:
            struct.pack_into("!III", buf, end, *answer)
            end += 12
    if voip is not None:
        struct.pack_into("!BBHI", buf, end, XR_VOIP, 0, 8, voip.ssrc)
        struct.pack_into(VOIP_FORMAT, buf, end + 8, *(voip.values[:17] + (0,) + voip.values[17:]))
        end += 36
    return _head(buf, at, 0, XR, end)
