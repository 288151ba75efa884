"""The receiver in one noun: session documents and datagrams go in, levelled frames come out.

Foreign bytes never raise here and never change the sound; they are counted. After ``__init__`` nothing is allocated for
a datagram or a frame.
"""

import array

from hushcue_wire import audio
from hushcue_wire.errors import WireError

from . import dsp, levels, packet
from .loudness import Loudness
from .playout import REST_SAMPLES, STATE_NAMES, Playout
from .tone import Tone

__all__ = ("MOST_FRAME_SAMPLES", "STATE_NAMES", "Session")

MOST_FRAME_SAMPLES = 321
"""20 ms and the one sample that may be put in: an ``out`` of twice as many bytes fits every session."""


class Session:
    """``slots`` (a power of two) times 640 bytes of jitter buffer; ``ceiling_db`` the provisioned peak limit in dBFS;
    ``pool`` a bytearray for the jitter buffer, where the caller had to find the memory for it early.

    ``frame_samples``, ``frame_ms``, ``datagram_bytes`` and ``session_id`` (None without a session) describe the
    session, ``frame_valid`` the last frame, ``state`` is an index into STATE_NAMES. ``received`` counts frames,
    ``rejected`` datagrams that are not ours or break the contract; ``underruns`` is set by the pump. Counters count
    since power-on.
    """

    def __init__(self, slots=64, ceiling_db=-6.0, pool=None):
        self._playout = Playout(slots, pool)
        self._loudness = Loudness(levels.amplitude(ceiling_db))
        self._tone = Tone(self._loudness.ceiling)
        self._header = array.array("H", bytes(2 * packet.HEADER_FIELDS))
        self._ssrc = bytearray(4)
        self._payload_type = 0
        self._payload_bytes = 0
        self._revision = 0
        self.ceiling = self._loudness.ceiling
        self.session_id = None
        self.frame_ms = 10
        self.frame_samples = audio.frame_samples(10)
        self.frame_valid = self.frame_samples
        self.datagram_bytes = audio.smallest_datagram_bytes(audio.L16, 10)
        self.volume_db = 0
        self.muted = False
        self.rejected = 0
        self.underruns = 0

    # -- control ---------------------------------------------------------------------------------------------------

    def begin(self, document, now_ms):
        """Follow a checked ``session`` document: True when it began a new stream, False when it revised this one or is
        stale.

        Raises WireError when its datagrams are too small for its frames; the old session then goes on.
        """
        if document["session"] == self.session_id:
            if document["revision"] > self._revision:
                self._revise(document)
            return False
        encoding = document["encoding"]
        frame_ms = document["frame_ms"]
        if document["datagram_bytes"] < audio.smallest_datagram_bytes(encoding, frame_ms):
            raise WireError("session.datagram_bytes", "is too small for one frame")
        self.session_id = None  # a pull in between finds no stream
        self._playout.begin(encoding == audio.PCMU, frame_ms, document["min_delay_ms"])
        self._loudness.configure(frame_ms)
        ssrc = document["ssrc"]
        for index in range(4):
            self._ssrc[index] = (ssrc >> (24 - 8 * index)) & 0xFF
        self._payload_type = document["payload_type"]
        self._payload_bytes = audio.payload_bytes(encoding, frame_ms)
        self.frame_ms = frame_ms
        self.frame_samples = audio.frame_samples(frame_ms)
        self.datagram_bytes = document["datagram_bytes"]
        self._revise(document)
        self.session_id = document["session"]
        return True

    def _revise(self, document):
        self._revision = document["revision"]
        self._playout.delay.floor_ms = document["min_delay_ms"]
        self.set_volume_db(document["volume_db"])
        self.set_muted(document["muted"])

    def end(self, now_ms):
        """No session any more: silence, and datagrams are refused."""
        self.session_id = None
        self._playout.end()

    def set_volume_db(self, db):
        """-60..+12 dB, from the next frame on and without a click."""
        self.volume_db = db
        self._loudness.set_volume_db(db)

    def set_muted(self, on):
        """Silence by choice; the stream goes on underneath."""
        self.muted = bool(on)
        self._loudness.set_muted(on)

    def identify(self, now_ms):
        """Three soft beeps, mixed in whatever else is heard, muted or not."""
        self._tone.start()

    # -- the air ---------------------------------------------------------------------------------------------------

    def datagram(self, buf, size, now_ms):
        """The first ``size`` bytes of ``buf`` as they came off the socket, whoever sent them."""
        if self.session_id is None or size > len(buf):
            self.rejected += 1
            return
        header = self._header
        if (
            packet.read_header(buf, size, self._ssrc, header) != packet.OK
            or header[packet.PAYLOAD_TYPE] != self._payload_type
            or header[packet.PAYLOAD_BYTES] != self._payload_bytes
        ):
            self.rejected += 1
            return
        self._playout.put(header[packet.SEQUENCE], buf, header[packet.PAYLOAD_AT], now_ms)

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
        """Frames that came in time."""
        return self._playout.received

    @property
    def lost(self):
        """Frames that never came while they were due."""
        return self._playout.lost + self._playout.jitter.missed

    @property
    def late(self):
        """Frames that came after they were given up."""
        return self._playout.late

    @property
    def duplicate(self):
        """Frames that came again."""
        return self._playout.duplicate

    @property
    def restarts(self):
        """Times the sender was followed to another place in the sequence."""
        return self._playout.restarts

    @property
    def concealed(self):
        """Frames' worth of concealment that was played."""
        return self._playout.filled_ms // self.frame_ms

    @property
    def jitter_ms(self):
        """Interarrival jitter, RFC 3550 section 6.4.1."""
        return self._playout.delay.jitter_ms()

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

    def take_level(self):
        """level_peak, which starts again from zero."""
        peak = self._loudness.peak
        self._loudness.peak = 0
        return peak
