"""A sender and an ear in virtual time: protected datagrams in by the millisecond, and what the session would have the
DAC play."""

from receiver import primitives

from hushcue_bodypack import dsp
from hushcue_bodypack.session import Session
from hushcue_wire import audio, fates, red, rtcp, rtp, srtp

SSRC = 0xDEADBEEF
REPORT_SSRC = 0x0BADCAFE
KEYS = (bytes(range(30)), bytes(range(60, 90)))
"""From the gateway, and to it."""


def document(**changes):
    """A session document; ``changes`` replace fields."""
    fields = {
        "session": 7,
        "revision": 1,
        "boot": 1,
        "ssrc": SSRC,
        "encoding": "L16",
        "payload_type": 96,
        "frame_ms": 10,
        "min_delay_ms": 10,
        "volume_db": 0,
        "muted": False,
        "nonce": "00" * 16,
        "report_ssrc": REPORT_SSRC,
        "red_payload_type": 98,
        "epoch": 1,
        "counter": 1,
    }
    fields.update(changes)
    if "datagram_bytes" not in fields:
        fields["datagram_bytes"] = audio.datagram_bytes(fields["encoding"], fields["frame_ms"], 0)
    return fields


def new_session(slots=64, ceiling_db=0, pool=None):
    """A Session with the primitives of the tests."""
    return Session(primitives, slots, ceiling_db, pool)


class Sealer:
    """The gateway's SRTP and SRTCP for one stream; packets may be sealed in any order."""

    def __init__(self, master=KEYS[0], crypto=primitives):
        self._crypto = crypto
        self._aes = crypto.new_aes(srtp.derive(master, 0, 16, crypto))
        self._hmac = crypto.new_hmac_sha1(srtp.derive(master, 1, 20, crypto))
        self._salt = srtp.derive(master, 2, 14, crypto)
        self._rtcp = srtp.RtcpSender(master, crypto, SSRC)
        self._stream = b""

    def seal(self, packet, index, at=12):
        """The datagram of an RTP packet (bytes) whose 48-bit index is ``index`` and whose payload begins at ``at``."""
        counter = index.to_bytes(6, "big")
        iv = bytearray(self._salt)
        for place in range(4):
            iv[4 + place] ^= packet[8 + place]
        for place in range(6):
            iv[8 + place] ^= counter[place]
        size = len(packet)
        body = bytearray(packet) + bytearray(10)
        if len(self._stream) < size - at:
            self._stream = bytearray((size - at + 15) & ~15)
        stream = self._stream
        self._crypto.fill_counters(stream, iv, len(stream) >> 4, 0)
        self._aes.encrypt(stream, stream)
        self._crypto.xor(body, at, stream, size - at)
        tag = bytearray(20)
        self._hmac.digest(body, size, counter[:4], tag)
        body[size:] = tag[:10]
        return body

    def seal_rtcp(self, compound):
        """The datagram of a compound."""
        buf = bytearray(compound) + bytearray(14)
        self._rtcp.protect(buf, len(compound))
        return buf


_SEALER = Sealer()


def level_of(frame):
    """The amplitude that frame number ``frame`` is made of, so that what was heard can be told: 300..10200."""
    return 300 + 100 * (frame % 100)


def frame_of(level):
    """The frame number (modulo 100) that an amplitude stands for."""
    return (level - 300 + 50) // 100


def pcmu_code(level):
    """The code whose value is nearest to ``level`` (positive)."""
    best = 0x80
    for code in range(0x80, 0x100):
        if abs(dsp.PCMU_TABLE[code] - level) < abs(dsp.PCMU_TABLE[best] - level):
            best = code
    return best


_FRAMES = {}


def encoded(level, samples, encoding):
    """A frame, all its samples ``level``."""
    key = (level, samples, encoding)
    if key not in _FRAMES:
        one = bytes([(level >> 8) & 0xFF, level & 0xFF]) if encoding == audio.L16 else bytes([pcmu_code(level)])
        _FRAMES[key] = one * samples
    return _FRAMES[key]


def plain(sequence, level=None, ssrc=SSRC, samples=160, payload_type=96, depth=0, levels=level_of, **more):
    """One RTP packet without protection, the samples of each frame ``level`` (default: levels(number of the frame)).

    With a ``depth`` it carries so many PCMU copies. ``more`` are fields of rtp.Packet.
    """
    encoding = audio.encoding_of(payload_type)

    def level_at(frame):
        return level if level is not None else levels(frame)

    payload = encoded(level_at(sequence), samples, encoding)
    if depth:
        copies = [encoded(level_at(sequence - back), samples, audio.PCMU) for back in range(depth, 0, -1)]
        buf = bytearray(audio.MAX_DATAGRAM_BYTES)
        payload = bytes(buf[: red.build_into(buf, 0, payload_type, payload, 97, copies, samples)])
        payload_type = 98
        more.setdefault("padding_bytes", 3)
    return bytearray(rtp.serialize(rtp.Packet(payload_type, sequence & 0xFFFF, 0, ssrc, payload, **more)))


def datagram(sequence, *arguments, **more):
    """The same protected; ``sequence`` counts on over the wrap."""
    return _SEALER.seal(plain(sequence, *arguments, **more), sequence)


class Heard:
    """One call of next_frame: ``level`` is the last sample of what is to be played."""

    def __init__(self, at_ms, state, sound):
        self.at_ms = at_ms
        self.state = state
        self._sound = sound
        self.level = signed(sound, len(sound) // 2 - 1)

    @property
    def samples(self):
        """All of them."""
        return [signed(self._sound, index) for index in range(len(self._sound) // 2)]


class Ear:
    """Pulls as a DAC without a buffer would: whenever all that it was given has been played.

    What the session says goes to ``said`` (time, bytes). ``answers``: a function of (time, sequence number) that says
    what the gateway sends when that packet is asked for, or None; it arrives ``trip_ms`` after the request was sent.
    Without one the session is told from the start that nothing is ever sent again.
    """

    def __init__(self, session=None, start_ms=0, answers=None, trip_ms=3, **changes):
        self.session = session or new_session()
        self.now_ms = start_ms
        self.session.begin(document(**changes), KEYS, start_ms)
        self.session._playout.patient = answers is not None
        self.heard = []
        self.said = []
        self._answers = answers
        self._trip_ms = trip_ms
        self._gateway = srtp.RtcpReceiver(KEYS[1], primitives)
        self._out = bytearray(2 * self.session.frame_samples + 2)
        self._due = start_ms * audio.RATE_HZ // 1000
        self._on_air = []

    def send(self, at_ms, sequence, level=None, **more):
        """Frame ``sequence`` will arrive at ``at_ms``."""
        self.send_raw(at_ms, datagram(sequence, level, **more))

    def send_raw(self, at_ms, data):
        """Any bytes will arrive at ``at_ms``."""
        self._on_air.append((at_ms, len(self._on_air), data))  # numbered: not every sort is stable

    def listen(self, until_ms):
        """Let time pass."""
        self._on_air.sort(key=lambda item: item[:2])
        while self.now_ms < until_ms:
            now = self.now_ms & 0x3FFFFFFF
            while self._on_air and self._on_air[0][0] <= self.now_ms:
                data = self._on_air.pop(0)[2]
                self.session.datagram(data, len(data), now)
            while self._due <= self.now_ms * 16:
                self._pull()
            if self.now_ms % 5 == 0:
                self._hear_said(self.session.outgoing(now))
            self.now_ms += 1
        return self

    def _hear_said(self, said):
        if said is None:
            return
        data = bytearray(said)
        size = self._gateway.open(data, len(data))
        packets = rtcp.read(bytes(data[:size]))
        self.said.append((self.now_ms, packets))
        for packet in packets:
            if packet.type == rtcp.RTPFB and self._answers:
                for sequence in packet.sequences:
                    again = self._answers(self.now_ms, sequence)
                    if again is not None:
                        self._on_air.append((self.now_ms + self._trip_ms, len(self._on_air), again))
                self._on_air.sort(key=lambda item: item[:2])

    def _pull(self):
        state = self.session.next_frame(self._out, self.now_ms & 0x3FFFFFFF)
        count = self.session.frame_valid
        self.heard.append(Heard(self.now_ms, state, bytes(self._out[: 2 * count])))
        self._due += count

    def frames(self):
        """Numbers (modulo 100) of the frames that were played, in order."""
        return [frame_of(each.level) for each in self.heard if each.state == 2]

    def states(self):
        """The states in order, each once for as long as it lasts."""
        seen = []
        for each in self.heard:
            if not seen or seen[-1] != each.state:
                seen.append(each.state)
        return seen

    def samples(self):
        """Everything that was played."""
        whole = []
        for each in self.heard:
            whole.extend(each.samples)
        return whole

    def fates(self):
        """All that became of the frames: (sequence number of the first, bytes), and the ring is empty."""
        whole = b""
        first = None
        chunk = self.session.take_played(480)
        while chunk is not None:
            if first is None:
                first = chunk[1]
            whole += chunk[2]
            self.session.played_taken()
            chunk = self.session.take_played(480)
        return first, whole


def played(ear):
    """Numbers (modulo 100) of the frames that were played, in order, by what the session tells of them."""
    first, told = ear.fates()
    return [
        (first + at) % 100
        for at, fate in enumerate(told)
        if fate & fates.SOURCE_BITS and fate & fates.CODE_BITS != fates.LEFT_OUT
    ]


def run_of(start, count):
    return [(start + number) % 100 for number in range(count)]


def signed(buf, index):
    """The int16 at sample ``index`` of a little-endian buffer."""
    value = buf[2 * index] | buf[2 * index + 1] << 8
    return value - 0x10000 if value & 0x8000 else value


class Dice:
    """The same chances everywhere: a linear congruential generator."""

    def __init__(self, seed=1):
        self._state = seed

    def below(self, limit):
        """0..limit - 1."""
        self._state = (self._state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self._state >> 8) % limit
