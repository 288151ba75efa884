"""A sender and an ear in virtual time: datagrams in by the millisecond, and what the session would have the DAC
play."""

from hushcue_bodypack.session import Session
from hushcue_wire import audio, rtp

SSRC = 0xDEADBEEF


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
        "datagram_bytes": 332,
        "min_delay_ms": 10,
        "volume_db": 0,
        "muted": False,
    }
    fields.update(changes)
    return fields


def level_of(frame):
    """The amplitude that frame number ``frame`` is made of, so that what was heard can be told: 300..10200."""
    return 300 + 100 * (frame % 100)


def frame_of(level):
    """The frame number (modulo 100) that an amplitude stands for."""
    return (level - 300 + 50) // 100


def datagram(sequence, level=None, ssrc=SSRC, samples=160, payload_type=96):
    """One L16 datagram, all its samples ``level`` (default: level_of(sequence))."""
    value = level_of(sequence) if level is None else level & 0xFFFF
    payload = bytes([value >> 8, value & 0xFF]) * samples
    return bytearray(rtp.serialize(rtp.Packet(payload_type, sequence & 0xFFFF, 0, ssrc, payload)))


class Heard:
    """One call of next_frame: ``level`` is the last sample of what is to be played."""

    def __init__(self, at_ms, state, samples):
        self.at_ms = at_ms
        self.state = state
        self.samples = samples
        self.level = samples[-1]


class Ear:
    """Pulls as a DAC without a buffer would: whenever all that it was given has been played."""

    def __init__(self, session=None, start_ms=0, **changes):
        self.session = session or Session(ceiling_db=0)
        self.now_ms = start_ms
        self.session.begin(document(**changes), start_ms)
        self.heard = []
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
            while self._on_air and self._on_air[0][0] <= self.now_ms:
                data = self._on_air.pop(0)[2]
                self.session.datagram(data, len(data), self.now_ms & 0x3FFFFFFF)
            while self._due <= self.now_ms * 16:
                self._pull()
            self.now_ms += 1
        return self

    def _pull(self):
        state = self.session.next_frame(self._out, self.now_ms & 0x3FFFFFFF)
        count = self.session.frame_valid
        samples = [signed(self._out, index) for index in range(count)]
        self.heard.append(Heard(self.now_ms, state, samples))
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
