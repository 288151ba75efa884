"""What the receiver of one stream reports (SRTCP), and what is reported to it.

A datagram belongs to a stream by the SSRC of its sender and by its tag; where it came from proves nothing and is not
looked at. In it may be:

    RR (RFC 3550)     loss, jitter; round trip time from the time of our last SR and the receiver's delay since
    XR RRTR           the receiver's clock: our next SR carries the answer (DLRR); the very first is answered at once,
                      so that the receiver knows its round trip time before it needs it
    XR VoIP metrics   what its playout does
    NACK (RFC 4585)   sequence numbers it misses

Ours is an SR, an SDES and a DLRR, filled up with an APP packet "fill" to the size of the stream's datagrams: who reads
by size reads it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hushcue_wire import audio, ntp, rtcp, rtcp_write, seq
from hushcue_wire.errors import WireError

from .protection import Forged, Protector, Replayed

CNAME = b"hushcue"
FILL = b"fill"
MAX_RTT_NS = 10_000_000_000
NS_PER_MS = 1_000_000


@dataclass(frozen=True, slots=True)
class Heard:
    """What a datagram asks for. loss: 0..1 of the newest ``packets``, None when there was no news of it; missing: to
    be sent again; curious: it waits for a round trip time."""

    loss: float | None = None
    packets: int = 0
    missing: Sequence[int] = ()
    curious: bool = False


class Feedback:
    """Of one stream. ``ssrc``: its own; ``report_ssrc``: its receiver's."""

    def __init__(self, ssrc: int, report_ssrc: int, protector: Protector, first_sequence: int) -> None:
        self._ssrc = ssrc
        self._report_ssrc = report_ssrc
        self._protector = protector
        self.highest = seq.add(first_sequence, -1)
        """newest sequence number that a report was about"""
        self._clock: tuple[int, int] | None = None  # the receiver's (short), and when it came
        self._greeted = False
        self.reports = 0
        self.reported_ns: int | None = None
        self.lost = 0
        self.jitter_ms: float | None = None
        self.rtt_ns: int | None = None
        self.buffer_ms: int | None = None
        self.discarded: float | None = None
        self.nacks = 0
        self.forged = 0
        self.replayed = 0
        self.malformed = 0

    def take(self, datagram: bytes, newest_sequence: int, now_ns: int) -> Heard:
        """A datagram of this receiver, or so it claims; ``newest_sequence``: of the newest datagram sent."""
        try:
            packets = rtcp.read(self._protector.unprotect_rtcp(datagram))
        except Forged:
            self.forged += 1
            return Heard()
        except Replayed:
            self.replayed += 1
            return Heard()
        except WireError:
            self.malformed += 1
            return Heard()
        loss, count, missing, curious = None, 0, [], False
        for packet in packets:
            if packet.ssrc != self._report_ssrc:
                self.malformed += 1
                continue
            for report in packet.reports:
                if report.ssrc == self._ssrc:
                    loss, count = self._report(report, newest_sequence, now_ns)
            if packet.received is not None:
                self._clock = ntp.short(packet.received), now_ns
                curious = curious or not self._greeted
            for voip in packet.voip:
                if voip.ssrc == self._ssrc:
                    self.buffer_ms = voip.get("buffer_nominal_ms")
                    self.discarded = voip.get("discard_rate") / 256
            if packet.sequences and packet.media_ssrc == self._ssrc:
                self.nacks += 1
                missing += packet.sequences
        return Heard(loss, count, missing, curious)

    def sender_report(self, size: int, rtp_timestamp: int, packets: int, octets: int, now_ns: int) -> bytes:
        """A protected compound of ``size`` octets (or up to three fewer where that is no whole word)."""
        end = (size - audio.RTCP_TRAILER_BYTES) // 4 * 4
        compound = bytearray(end)
        at = rtcp_write.sr_into(compound, 0, self._ssrc, ntp.of_ns(now_ns), rtp_timestamp, packets, octets, [])
        at = rtcp_write.sdes_into(compound, at, self._ssrc, CNAME)
        if self._clock is not None:
            clock, came_ns = self._clock
            answer = (self._report_ssrc, clock, ntp.short_of_ns(now_ns - came_ns))
            at = rtcp_write.xr_into(compound, at, self._ssrc, None, [answer], None)
            self._greeted = True
        rtcp_write.app_into(compound, at, self._ssrc, FILL, end)
        return self._protector.protect_rtcp(bytes(compound))

    def _report(self, report: rtcp.Report, newest_sequence: int, now_ns: int) -> tuple[float | None, int]:
        highest = report.highest & 0xFFFF
        packets = seq.distance(highest, self.highest)
        if seq.distance(newest_sequence, highest) < 0:  # never sent
            self.malformed += 1
            return None, 0
        self.reports += 1
        self.reported_ns = now_ns
        self.lost = report.lost
        self.jitter_ms = report.jitter * 1000 / audio.RATE_HZ
        if report.last_sr:
            self._measure(ntp.round_trip(ntp.short(ntp.of_ns(now_ns)), report.last_sr, report.since_last_sr))
        if packets <= 0:
            return None, 0
        self.highest = highest
        return report.fraction / 256, packets

    def _measure(self, rtt: int) -> None:
        rtt_ns = (rtt * 1_000_000_000) >> 16
        if rtt_ns > MAX_RTT_NS:
            self.malformed += 1
        elif self.rtt_ns is None:
            self.rtt_ns = rtt_ns
        else:
            self.rtt_ns += (rtt_ns - self.rtt_ns) // 4
