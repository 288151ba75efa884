"""What the bodypack tells the gateway in RTCP once a second, and what it reads there. Allocates nothing.

Out: one compound of receiver report, SDES and extended report (RFC 3550 section 6, RFC 3611): the reference time by
which the gateway lets us know the round trip, and the VoIP metrics. In: the time of the newest sender report, and the
answer to our reference time (DLRR). ``hushcue_wire.rtcp`` reads and writes the same; vectors hold both to it.

Losses are those of the network, before any repair: a packet counts once, and not when it came because it was asked for.
"""

import array

import micropython
from micropython import const

from .fates import RING
from .ticks import add_ms, elapsed_ms

SIZE = const(108)
PERIOD_MS = const(1000)
FIRST_MS = const(200)
"""The first report goes out so soon: it is answered at once, and then the round trip is known."""
_SDES_AT = const(32)
_XR_AT = const(52)
_VOIP_AT = const(80)
_UNKNOWN = const(127)
_GMIN = const(16)
_LONGEST = const(0xFFFF)
_MANY = const(1 << 20)
_LONGEST_TRIP_MS = const(2000)
_CLOCK_MS = const(65536000)  # after which the times in a DLRR wrap


@micropython.viper
def count_bursts(ring: ptr8, at: int, count: int, mask: int, counts: ptr32):
    """The fates at ring[at & mask :] into the counters of RFC 3611 appendix A.2: c11, c13, c14, c22, c23, c33, then
    the packets since the last loss and the losses of the burst under way."""
    while count:
        if (int(ring[at & mask]) & 0xC0) == 0x40:
            counts[6] = int(counts[6]) + 1
        else:
            apart = int(counts[6])
            losses = int(counts[7])
            if apart >= 16:
                if losses == 1:
                    counts[2] = int(counts[2]) + 1
                else:
                    counts[1] = int(counts[1]) + 1
                counts[0] = int(counts[0]) + apart
                counts[7] = 1
            else:
                counts[7] = losses + 1
                if apart == 0:
                    counts[5] = int(counts[5]) + 1
                else:
                    counts[4] = int(counts[4]) + 1
                    counts[3] = int(counts[3]) + apart - 1
            counts[6] = 0
        at += 1
        count -= 1


def _put(buf, at, value):
    """A number of up to 16 bits, held to them."""
    value = _LONGEST if value > _LONGEST else value if value > 0 else 0
    buf[at] = value >> 8
    buf[at + 1] = value & 0xFF


def _put_time(buf, at, span_ms):
    """Milliseconds in 1/65536 s, four octets, which wrap."""
    _put(buf, at, (span_ms // 1000) & _LONGEST)
    _put(buf, at + 2, ((span_ms % 1000) << 13) // 125)


def _time_ms(buf, at):
    """The same, read."""
    return (buf[at] << 8 | buf[at + 1]) * 1000 + ((buf[at + 2] << 8 | buf[at + 3]) * 1000 + 0x8000 >> 16)


def _share(part, whole):
    """part / whole in 1/256, 0..255."""
    if part <= 0 or whole <= 0:
        return 0
    return min(255, (part << 8) // whole)


class Reports:
    """Of one stream; ``playout`` is its sound."""

    def __init__(self, playout):
        self._playout = playout
        self._counts = array.array("i", bytes(4 * 8))
        self._last_sr = bytearray(4)
        self._source = bytearray(4)  # the bodypack's
        self.rtt_ms = -1

    def begin(self, buf, report_ssrc, ssrc, now):
        """A new stream; ``buf`` is the buffer that :meth:`write` fills, its constant octets are written now."""
        counts = self._counts
        for index in range(8):
            counts[index] = 0
        counts[6] = _GMIN
        counts[7] = 1
        self._source[:] = report_ssrc
        for index in range(4):
            self._last_sr[index] = 0
        self._sr_now = now
        self._written = add_ms(now, FIRST_MS - PERIOD_MS)
        self._has_sr = False
        self._first = -1
        self.packets = 0  # that came by themselves
        self._expected_before = self._packets_before = self._told_before = 0
        self.rtt_ms = -1
        self._lay_out(buf, report_ssrc, ssrc)

    def _lay_out(self, buf, report_ssrc, ssrc):
        for index in range(SIZE):
            buf[index] = 0
        buf[0:4] = b"\x81\xc9\x00\x07"
        buf[4:8] = report_ssrc
        buf[8:12] = ssrc
        buf[_SDES_AT : _SDES_AT + 4] = b"\x81\xca\x00\x04"
        buf[_SDES_AT + 4 : _SDES_AT + 8] = report_ssrc
        buf[_SDES_AT + 8 : _SDES_AT + 10] = b"\x01\x08"
        for index in range(4):
            buf[_SDES_AT + 10 + 2 * index : _SDES_AT + 12 + 2 * index] = b"%02x" % report_ssrc[index]
        buf[_XR_AT : _XR_AT + 4] = b"\x80\xcf\x00\x0d"
        buf[_XR_AT + 4 : _XR_AT + 8] = report_ssrc
        buf[_XR_AT + 8 : _XR_AT + 12] = b"\x04\x00\x00\x02"
        buf[_XR_AT + 20 : _XR_AT + 24] = b"\x07\x00\x00\x08"
        buf[_XR_AT + 24 : _XR_AT + 28] = ssrc
        at = _VOIP_AT
        for index in (12, 13, 14, 16, 17, 18, 19):
            buf[at + index] = _UNKNOWN
        buf[at + 15] = _GMIN
        buf[at + 20] = 0xF0  # enhanced concealment, adaptive jitter buffer

    def came(self, frame):
        """The packet of ``frame`` came by itself, for the first time."""
        if self._first < 0:
            self._first = frame
        self.packets += 1

    def due(self, now):
        """Whether a second has passed and there is anything to tell."""
        return self._first >= 0 and elapsed_ms(now, self._written) >= PERIOD_MS

    def write(self, buf, now):
        """The compound, SIZE octets."""
        self._written = now
        playout = self._playout
        jitter = playout.jitter
        newest = jitter.newest
        expected = newest - self._first + 1
        packets = self.packets
        lost = expected - packets
        since = expected - self._expected_before
        buf[12] = _share(since - (packets - self._packets_before), since)
        self._expected_before = expected
        self._packets_before = packets
        buf[13] = (lost >> 16) & 0xFF
        buf[14] = (lost >> 8) & 0xFF
        buf[15] = lost & 0xFF
        _put(buf, 16, (newest >> 16) - (self._first >> 16))
        _put(buf, 18, newest & 0xFFFF)
        _put(buf, 22, playout.delay.jitter16)
        for index in range(4):
            buf[24 + index] = self._last_sr[index]
        if self._has_sr:
            _put_time(buf, 28, elapsed_ms(now, self._sr_now))
        _put_time(buf, _XR_AT + 14, now)
        buf[_XR_AT + 12] = buf[_XR_AT + 13] = 0
        self._write_metrics(buf, expected, lost)
        return SIZE

    def _write_metrics(self, buf, expected, lost):
        playout = self._playout
        counts = self._counts
        told = playout.fates.written
        count = (told - self._told_before) & 0xFFFF
        if count > RING:
            count = RING
        self._told_before = told
        count_bursts(playout.fates.ring, (told - count) & 0xFFFF, count, RING - 1, counts)
        at = _VOIP_AT
        buf[at] = _share(lost, expected)
        buf[at + 1] = _share(playout.late, expected)
        total = counts[0] + 2 * counts[1] + counts[2] + counts[3] + 2 * counts[4] + counts[5]
        stays = counts[3] + counts[4]
        leaves = counts[1] + counts[4] + counts[5]
        frame_ms = playout.frame_ms
        gaps = counts[1]
        if gaps:
            back = (counts[4] << 10) // stays if stays else 1 << 10
            again = (counts[4] << 10) // leaves
            buf[at + 2] = _share(back, back + again)
            calm = (counts[0] + counts[2] + gaps) * frame_ms // gaps
            _put(buf, at + 4, total * frame_ms // gaps - calm)
        else:
            calm = (counts[0] + counts[2] + counts[6]) * frame_ms
            buf[at + 2] = 0
            _put(buf, at + 4, 0)
        buf[at + 3] = _share(counts[2], counts[0] + counts[2])
        _put(buf, at + 6, calm)
        _put(buf, at + 8, self.rtt_ms)
        _put(buf, at + 10, playout.delay.least_ms())
        _put(buf, at + 22, playout.delay.target_ms())
        _put(buf, at + 24, playout.longest_hold_ms)
        _put(buf, at + 26, playout.longest_hold_ms)
        if total > _MANY:
            for index in range(6):
                counts[index] >>= 1

    def read(self, buf, size, now):
        """A compound of the gateway, decrypted. What is malformed is left unread."""
        at = 0
        while at + 8 <= size:
            end = at + 4 + ((buf[at + 2] << 8 | buf[at + 3]) << 2)
            if buf[at] >> 6 != 2 or end > size:
                return
            if buf[at + 1] == 200 and at + 28 <= end:
                for index in range(4):
                    self._last_sr[index] = buf[at + 10 + index]
                self._sr_now = now
                self._has_sr = True
            elif buf[at + 1] == 207:
                self._read_answers(buf, at + 8, end, now)
            at = end

    def _read_answers(self, buf, at, end, now):
        while at + 4 <= end:
            stop = at + 4 + ((buf[at + 2] << 8 | buf[at + 3]) << 2)
            if stop > end:
                return
            if buf[at] == 5:
                at += 4
                while at + 12 <= stop:
                    self._read_answer(buf, at, now)
                    at += 12
            at = stop

    def _read_answer(self, buf, at, now):
        for index in range(4):
            if buf[at + index] != self._source[index]:
                return
        trip = (now - _time_ms(buf, at + 4) - _time_ms(buf, at + 8) + 2) % _CLOCK_MS - 2
        if trip <= _LONGEST_TRIP_MS:
            self.rtt_ms = trip if trip > 0 else 0  # rounding may take two from it
