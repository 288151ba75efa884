"""The receiver in one noun: session documents and datagrams go in, levelled frames and small datagrams come out.

Foreign bytes never raise here and never change the sound; they are counted. Nothing is believed that does not carry
the tag of the session's key (SRTP, SRTCP: hushcue_wire.srtp). After :meth:`Session.begin` nothing is allocated for a
datagram or a frame.

The size of a datagram is how a socket is read without allocating (see udp.py), and the gateway may change it with any
packet. ``read_bytes`` is the size that was authentic last. What is not authentic at that size is taken apart at the
other sizes that a packet of this stream can have, where the next header would have to stand; after two failures with
a header of ours, ``read_bytes`` is as much as there may be until something is authentic again.
"""

import array

from micropython import const

from hushcue_wire import audio, srtp
from hushcue_wire.errors import WireError

from . import dsp, levels, packet
from .loudness import Loudness
from .playout import REST_SAMPLES, STATE_NAMES, Playout
from .repair import MOST_PAIRS, Repair
from .reports import SIZE as REPORT_BYTES
from .reports import Reports
from .ticks import elapsed_ms
from .tone import Tone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any  # noqa: TID251 - for the type checker alone

__all__ = ("MOST_FRAME_SAMPLES", "STATE_NAMES", "Session")

MOST_FRAME_SAMPLES = 321
"""20 ms and the one sample that may be put in: an ``out`` of twice as many bytes fits every session."""
FAILURES = const(2)
"""Datagrams in a row that have our header and are not authentic: their size has changed."""
SILENCE_MS = const(30000)
"""After so much of it the rollover counter is found by the clock."""
MOST_TRIES = const(6)
"""Attempts at the size of a packet within one read."""
_FOREIGN = const(-1)
_SMALLEST = const(22)  # of an RTP datagram and its tag; an RTCP one has as much
_HEADERS_BYTES = const(32)  # whole blocks of the key stream in which all RED headers lie
_NACK_LEAST = const(26)  # a request without pairs


class Session:
    """``crypto``: the primitives, on a chip hushcue_bodypack.crypto; ``slots`` (a power of two) times 640 bytes of
    jitter buffer; ``ceiling_db`` the provisioned peak limit in dBFS; ``pool`` a bytearray for the jitter buffer, where
    the caller had to find the memory for it early.

    ``frame_samples``, ``frame_ms``, ``read_bytes`` and ``session_id`` (None without a session) describe the session,
    ``frame_valid`` the last frame, ``state`` is an index into STATE_NAMES. ``received`` counts frames that were played,
    ``rejected`` datagrams that are not ours or break the contract, ``authentic`` those that were neither; ``underruns``
    is set by the pump. Counters count since power-on. ``held``: a callback that interrupts the others must leave the
    session alone. ``trace``: a tracing.Trace that is told of every authentic packet of this stream, or None.
    """

    def __init__(self, crypto, slots=64, ceiling_db=-6.0, pool=None):
        self._crypto = crypto
        self._playout = Playout(slots, pool)
        self._repair = Repair(self._playout)
        self._reports = Reports(self._playout)
        self._loudness = Loudness(levels.amplitude(ceiling_db))
        self._tone = Tone(self._loudness.ceiling)
        self.trace: "Any" = None
        self._fields = array.array("H", bytes(2 * packet.FIELDS))
        self._shape = array.array("H", bytes(2 * packet.SHAPE_FIELDS))
        self._ssrc = bytearray(4)
        self._sizes = ()  # type: tuple[int, ...]
        self._rtp: "Any" = None
        self._rtcp: "Any" = None
        self._sender: "Any" = None
        self._nack = bytearray(_NACK_LEAST + 4 * MOST_PAIRS)
        self._plain = bytearray(REPORT_BYTES)
        self._report = bytearray(REPORT_BYTES + srtp.RTCP_TRAILER_BYTES)
        view = memoryview(self._nack)
        self._nack_views = [view[: _NACK_LEAST + 4 * pairs] for pairs in range(MOST_PAIRS + 1)]
        self._report_view = memoryview(self._report)
        self._failures = self._size = 0
        self._fresh = False
        self._authentic_ms = 0
        self._revision = 0
        self.held = False
        self.ceiling = self._loudness.ceiling
        self.session_id = None
        self.frame_ms = 10
        self.frame_samples = audio.frame_samples(10)
        self.frame_valid = self.frame_samples
        self.read_bytes = audio.MAX_DATAGRAM_BYTES
        self.volume_db = 0
        self.muted = False
        self.authentic = self.rejected = self.duplicate = self.forged = self.replayed = 0
        self.underruns = 0

    # -- control ---------------------------------------------------------------------------------------------------

    def begin(self, document, keys, now_ms):
        """Follow a checked ``session`` document: True when it began a new stream, False when it revised this one or is
        stale. ``keys``: hushcue_wire.keys.session_keys of its nonce, gateway to bodypack first.

        Raises WireError when its datagrams are too small for its frames; the old session then goes on.
        """
        if document["session"] == self.session_id:
            if document["revision"] > self._revision:
                self._revise(document)
            return False
        encoding = document["encoding"]
        frame_ms = document["frame_ms"]
        if document["datagram_bytes"] < audio.datagram_bytes(encoding, frame_ms, 0):
            raise WireError("session.datagram_bytes", "is too small for one frame")
        self.held = True
        try:
            self._begin(document, keys, encoding, frame_ms, now_ms)
        finally:
            self.held = False
        return True

    def _begin(self, document, keys, encoding, frame_ms, now_ms):
        self.session_id = None  # a pull in between finds no stream
        self.trace = None
        self._rtp = self._rtcp = self._sender = None
        largest = audio.payload_bytes(encoding, frame_ms)
        self._playout.begin(largest, frame_ms, document["min_delay_ms"], document["session"])
        self._loudness.configure(frame_ms)
        source = document["report_ssrc"]
        reporter = bytes([(source >> shift) & 0xFF for shift in (24, 16, 8, 0)])
        for index in range(4):
            self._ssrc[index] = (document["ssrc"] >> (24 - 8 * index)) & 0xFF
        self._repair.begin(reporter, self._ssrc, now_ms)
        self._reports.begin(self._plain, reporter, self._ssrc, now_ms)
        shape = self._shape
        shape[packet.L16_TYPE] = audio.PAYLOAD_TYPES[audio.L16]
        shape[packet.PCMU_TYPE] = audio.PAYLOAD_TYPES[audio.PCMU]
        shape[packet.RED_TYPE] = document["red_payload_type"]
        shape[packet.SAMPLES] = audio.frame_samples(frame_ms)
        shape[packet.LARGEST] = largest
        self._sizes = audio.candidate_sizes(frame_ms)
        self._failures = 0
        self._authentic_ms = now_ms
        self._rtp = srtp.RtpReceiver(keys[0], self._crypto, audio.MAX_DATAGRAM_BYTES)
        self._rtcp = srtp.RtcpReceiver(keys[0], self._crypto)
        self._sender = srtp.RtcpSender(keys[1], self._crypto, source)
        self.frame_ms = frame_ms
        self.frame_samples = audio.frame_samples(frame_ms)
        self._size = self.read_bytes = document["datagram_bytes"]
        self._revise(document)
        self.session_id = document["session"]

    def _revise(self, document):
        self._revision = document["revision"]
        self._playout.delay.floor_ms = document["min_delay_ms"]
        self.set_volume_db(document["volume_db"])
        self.set_muted(document["muted"])

    def end(self, now_ms):
        """No session any more: silence, and datagrams are refused."""
        self.held = True
        self.session_id = None
        self._playout.end()
        self.held = False

    def set_volume_db(self, db):
        """-60..+12 dB, from the next frame on and without a click."""
        self.volume_db = db
        self._loudness.set_volume_db(db)
        self._hear()

    def set_muted(self, on):
        """Silence by choice; the stream goes on underneath."""
        self.muted = bool(on)
        self._loudness.set_muted(on)
        self._hear()

    def lower_ceiling(self, db):
        """A lower peak limit, dBFS, from the next frame on; one that is higher than before changes nothing."""
        self._loudness.lower(levels.amplitude(db))
        self.ceiling = self._loudness.ceiling
        self._tone = Tone(self.ceiling)

    def _hear(self):
        self._playout.heard = not self.muted and self.volume_db > levels.QUIETEST_DB

    def identify(self, now_ms):
        """Three soft beeps, mixed in whatever else is heard, muted or not."""
        self._tone.start()

    # -- the air ---------------------------------------------------------------------------------------------------

    def datagram(self, buf, size, now_ms):
        """The first ``size`` bytes of ``buf`` as they came off the socket, whoever sent them: one datagram, or several
        one behind the other, the last of them perhaps cut off. ``buf`` may be changed."""
        if self.session_id is None or size > len(buf):
            self.rejected += 1
            return
        code = self._open(buf, size, now_ms)
        if code == srtp.OK:
            self._sized(size)
            return
        if code == _FOREIGN:
            self.rejected += 1
        several = size == audio.MAX_DATAGRAM_BYTES or packet.find_header(buf, 1, size, self._ssrc) < size
        if several and self._part(buf, size, now_ms):
            return
        if code == srtp.FORGED:
            if size == self.read_bytes and self._failures < FAILURES:
                self._failures += 1
                if self._failures == FAILURES:
                    self.read_bytes = audio.MAX_DATAGRAM_BYTES
            else:
                self.forged += 1

    def _sized(self, size):
        # An authentic packet of ``size``. What failed before it was cut off if the size has changed, else forged.
        if self._fresh:
            if size == self._size:
                self.forged += self._failures
            self._failures = 0
            self._size = self.read_bytes = size

    def _part(self, buf, size, now_ms):
        # Several packets, some perhaps not ours or cut off: whether any was authentic. Few attempts: each costs time.
        tries = MOST_TRIES
        found = False
        at = 0
        while True:
            at = packet.find_header(buf, at, size, self._ssrc)
            if at == size:
                return found
            if at:
                packet.move_down(at, size, buf)
                size -= at
            at = 1
            for step in self._sizes:
                rest = size - step
                if 0 <= rest < 12 or (rest > 0 and packet.find_header(buf, step, step + 12, self._ssrc) == step):
                    if not tries:
                        return found
                    tries -= 1
                    code = self._open(buf, step, now_ms)
                    if code == srtp.OK:
                        found = True
                        self._sized(step)
                    if code == srtp.OK or code == srtp.REPLAYED:
                        at = step
                        break

    def _open(self, buf, size, now_ms):
        # One datagram of that size: srtp's code, or _FOREIGN. What is authentic is taken.
        self._fresh = False
        if size < _SMALLEST:
            return _FOREIGN
        if 192 <= buf[1] <= 223:  # RFC 5761
            return self._open_report(buf, size, now_ms)
        fields = self._fields
        if packet.read_header(buf, size - srtp.TAG_BYTES, self._ssrc, fields):
            return _FOREIGN
        rtp = self._rtp
        silence = elapsed_ms(now_ms, self._authentic_ms)
        if silence > SILENCE_MS:
            rtp.reference(silence // self.frame_ms)
        at = fields[packet.PAYLOAD_AT]
        code = rtp.check(buf, size, fields[packet.SEQUENCE], at)
        if self.trace is not None and (code == srtp.OK or code == srtp.REPLAYED):
            self.trace.came(self._playout, fields[packet.SEQUENCE], now_ms, code)
        if code:
            if code != srtp.FORGED:
                self.replayed += 1
                self.duplicate += code == srtp.REPLAYED
            return code
        self._authentic_ms = now_ms
        self.authentic += 1
        count = fields[packet.PAYLOAD_BYTES]
        rtp.keystream(0, count if count < _HEADERS_BYTES else _HEADERS_BYTES)
        if fields[packet.PADDED] and count:
            rtp.keystream(count - 1, 1)
        if packet.read_blocks(buf, rtp.mask, fields, self._shape):
            self.rejected += 1
            return srtp.OK
        playout = self._playout
        before = playout.jitter.newest
        frame = playout.enter(fields[packet.SEQUENCE], now_ms)
        if frame < 0:
            return srtp.OK
        self._fresh = frame >= before
        asked = playout.keep(frame, buf, at, fields, rtp, now_ms)
        self._repair.came(now_ms, asked and (frame < before or fields[packet.COPIES]))
        if not asked:
            self._reports.came(frame)
        return srtp.OK

    def _open_report(self, buf, size, now_ms):
        for index in range(4):
            if buf[4 + index] != self._ssrc[index]:
                return _FOREIGN
        plain = self._rtcp.open(buf, size)
        if plain < 0:
            if plain != -srtp.FORGED:
                self.replayed += 1
            return -plain
        self._authentic_ms = now_ms
        self.authentic += 1
        self._reports.read(buf, plain, now_ms)
        if self._reports.rtt_ms >= 0:
            self._repair.rtt_ms = self._reports.rtt_ms
        return srtp.OK

    def outgoing(self, now_ms):
        """What is to be sent to the gateway now (a memoryview, good until the next call), or None."""
        if self.session_id is None:
            return None
        count = self._repair.due(now_ms)
        if count:
            size = self._sender.protect(self._nack, self._repair.write(count, self._nack))
            return self._nack_views[(size - _NACK_LEAST) >> 2]
        if self._reports.due(now_ms):
            size = self._reports.write(self._plain, now_ms)
            dsp.copy_samples(0, 0, self._plain, self._report, size >> 1)
            self._sender.protect(self._report, size)
            return self._report_view
        return None

    # -- the DAC ---------------------------------------------------------------------------------------------------

    def next_frame(self, out, now_ms):
        """Fill ``out`` (frame_samples int16 or more) with what is due; the state it comes from.

        ``frame_valid`` is how many samples of it are to be played before the next call: a whole frame while playing
        (a sample more or less when the delay is being steered; more only if ``out`` is longer than a frame), 5 ms of
        concealment, 2 ms of silence. What lies behind them repeats the last or is zero.
        """
        playout = self._playout
        playout.may_insert = len(out) > 2 * self.frame_samples
        state = playout.pull(now_ms)
        count = playout.count
        if count:
            self._loudness.apply(playout.line, playout.at, count, playout.peak, out)
            if playout.steps:
                count = self._steer(out, count, playout.steps)
        else:
            count = REST_SAMPLES
            dsp.clear_samples(0, count, out)
            self._loudness.rest()
        if self._tone.sounding():
            self._tone.mix(out, count)
        if count < self.frame_samples:
            dsp.clear_samples(count, self.frame_samples, out)
        self.frame_valid = count
        return state

    def _steer(self, out, count, steps):
        if steps > 0:
            dsp.insert_one(count, out)
            return count + 1
        part = count // -steps
        taken = 0
        while taken < -steps:
            dsp.drop_one(taken * part, part, out, taken)
            taken += 1
        return count - taken

    # -- reports ---------------------------------------------------------------------------------------------------

    @property
    def state(self):
        """Index into STATE_NAMES."""
        return self._playout.state

    @property
    def received(self):
        """Frames that were played."""
        return self._playout.received

    @property
    def lost(self):
        """Frames that were given up."""
        return self._playout.lost

    @property
    def late(self):
        """Packets that came after the turn of their frame."""
        return self._playout.late

    @property
    def redundant(self):
        """Frames that were played from a copy in a later packet."""
        return self._playout.redundant

    @property
    def resent(self):
        """Frames that were played because they were asked for."""
        return self._playout.resent

    @property
    def nacks(self):
        """Requests for what was missing."""
        return self._repair.requests

    @property
    def rtt_ms(self):
        """The round trip to the gateway; None until it is known."""
        rtt_ms = self._reports.rtt_ms
        return rtt_ms if rtt_ms >= 0 else None

    @property
    def concealed(self):
        """Frames' worth of concealment that was played."""
        return self._playout.filled_ms // self.frame_ms

    @property
    def jitter_ms(self):
        """Interarrival jitter, RFC 3550 section 6.4.1."""
        return self._playout.delay.jitter16 / 16

    @property
    def target_ms(self):
        """The delay that the measured jitter asks for, from arrival to playing."""
        return self._playout.delay.target_ms()

    @property
    def buffer_ms(self):
        """Sound that waits in the slots."""
        return self._playout.jitter.waiting() * self.frame_ms

    @property
    def level_peak(self):
        """The largest amplitude since :meth:`take_level`, after volume and ceiling, 0..32767."""
        return self._loudness.peak

    @property
    def played_frames(self):
        """Frames whose fate is kept and was not handed on."""
        return self._playout.fates.waiting()

    def take_played(self, most):
        """The oldest of them, up to ``most``: (session, sequence number of the first, a byte per frame as
        hushcue_wire.fates has it), or None. They stay until :meth:`played_taken`; what is too old to be kept goes
        before. Allocates."""
        self.held = True
        chunk = self._playout.fates.take(most)
        self.held = False
        return chunk

    def played_taken(self):
        """What :meth:`take_played` gave last was handed on."""
        self.held = True
        self._playout.fates.taken()
        self.held = False

    def take_level(self):
        """level_peak, which starts again from zero."""
        peak = self._loudness.peak
        self._loudness.peak = 0
        return peak
