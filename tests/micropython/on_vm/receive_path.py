"""Runs on MicroPython: heap bytes that 500 datagrams take on their way from the socket's buffer to the DAC.

Prints one JSON line per case: {"case", "heap_bytes", "packets", "written_bytes", "lost", "rejected", ...}.
"""

import gc
import json

from hushcue_bodypack import crypto
from hushcue_bodypack.pump import Pump
from hushcue_bodypack.session import Session
from hushcue_wire import audio, red, rtp, srtp

PACKETS = 500
WARM_UP = 120
RING_BYTES = 4096
KEYS = (bytes(range(30)), bytes(range(30, 60)))
SSRC = 0xF1223344
COUNTERS = (
    "authentic",
    "received",
    "lost",
    "duplicate",
    "rejected",
    "forged",
    "concealed",
    "underruns",
    "redundant",
    "nacks",
)


class Light:
    """The firmware's primitives, but the tag is a sum: SHA-1 as bytecode would take minutes, and has a test of its own
    for what it allocates."""

    new_aes = crypto.new_aes
    fill_counters = crypto.fill_counters
    xor = crypto.xor
    equal = crypto.equal

    class new_hmac_sha1:
        def __init__(self, key):
            self._start = sum(key)
            self._tag = bytearray(20)

        def _run(self, buf, size, tail):
            total = self._start
            index = 0
            while index < size:
                total = (total * 3 + buf[index]) & 0xFFFFFF
                index += 1
            for byte in tail:
                total = (total * 3 + byte) & 0xFFFFFF
            tag = self._tag
            for index in range(20):
                tag[index] = (total >> (index % 3 * 8)) & 0xFF

        def digest(self, buf, size, tail, out):
            self._run(buf, size, tail)
            for index in range(20):
                out[index] = self._tag[index]

        def fits(self, buf, size, tail, at, count):
            self._run(buf, size, tail)
            return crypto.equal(buf, at, self._tag, count)


class Dac:
    """Takes what a ring of descriptors at 48 kHz would take; itself allocates nothing."""

    def __init__(self):
        self.room = RING_BYTES

    def write(self, block):
        size = len(block)
        if size > self.room:
            size = 0
        self.room -= size
        return size

    def play(self, span_ms):
        room = self.room + 192 * span_ms
        self.room = room if room < RING_BYTES else RING_BYTES


def session_document(encoding, frame_ms, depth):
    return {
        "session": 7,
        "revision": 1,
        "boot": 1,
        "ssrc": SSRC,
        "encoding": encoding,
        "payload_type": audio.PAYLOAD_TYPES[encoding],
        "frame_ms": frame_ms,
        "datagram_bytes": audio.datagram_bytes(encoding, frame_ms, depth),
        "min_delay_ms": 20,
        "volume_db": 6,
        "muted": False,
        "report_ssrc": 7,
        "red_payload_type": audio.RED_PAYLOAD_TYPE,
    }


class Gateway:
    """Protects packets into one buffer, so that sending allocates nothing either."""

    def __init__(self, encoding, frame_ms, depth):
        size = audio.payload_bytes(encoding, frame_ms)
        samples = audio.frame_samples(frame_ms)
        payload = bytes([(37 * at + (at >> 4)) & 0xFF for at in range(size)])
        kind = audio.PAYLOAD_TYPES[encoding]
        if depth:
            buf = bytearray(audio.MAX_DATAGRAM_BYTES)
            copies = [payload[:samples]] * depth
            payload = bytes(buf[: red.build_into(buf, 0, kind, payload, 97, copies, samples)])
            kind = audio.RED_PAYLOAD_TYPE
        self._plain = rtp.serialize(rtp.Packet(kind, 0, 0, SSRC, payload, padding_bytes=3 if depth else 0))
        self.size = len(self._plain) + srtp.TAG_BYTES
        self.buf = bytearray(audio.MAX_DATAGRAM_BYTES)
        self._aes = Light.new_aes(srtp.derive(KEYS[0], 0, 16, Light))
        self._hmac = Light.new_hmac_sha1(srtp.derive(KEYS[0], 1, 20, Light))
        self._salt = srtp.derive(KEYS[0], 2, 14, Light)
        self._iv = bytearray(14)
        self._stream = bytearray((len(self._plain) + 15) & ~15)
        self._tail = bytearray(4)
        self._tag = bytearray(20)

    def send(self, number):
        """Packet ``number`` (it counts on over the wrap) into ``buf``."""
        buf = self.buf
        plain = self._plain
        count = len(plain)
        index = 0
        while index < count:
            buf[index] = plain[index]
            index += 1
        buf[2] = (number >> 8) & 0xFF
        buf[3] = number & 0xFF
        iv = self._iv
        for index in range(14):
            iv[index] = self._salt[index]
        for index in range(4):
            iv[4 + index] ^= buf[8 + index]
        iv[11] ^= number >> 16
        iv[12] ^= buf[2]
        iv[13] ^= buf[3]
        self._tail[3] = number >> 16
        Light.fill_counters(self._stream, iv, len(self._stream) >> 4, 0)
        self._aes.encrypt(self._stream, self._stream)
        Light.xor(buf, 12, self._stream, count - 12)
        self._hmac.digest(buf, count, self._tail, self._tag)
        for index in range(srtp.TAG_BYTES):
            buf[count + index] = self._tag[index]


class Path:
    """The receive path with an air before it that loses, doubles, delays and forges where ``troubled``."""

    def __init__(self, encoding, frame_ms, depth, troubled):
        self.session = Session(Light, 64, -6, None)
        self.session.begin(session_document(encoding, frame_ms, depth), KEYS, 0)
        self.dac = Dac()
        self.pump = Pump(self.session, self.dac.write)
        self.gateway = Gateway(encoding, frame_ms, depth)
        self.frame_ms = frame_ms
        self.troubled = troubled
        self.sequence = 65400  # over the wrap within the warm-up and the count
        self.now_ms = 0
        self.said = 0

    def send(self, sequence):
        self.gateway.send(sequence)
        self.receive(self.gateway.size)

    def receive(self, size):
        self.session.datagram(self.gateway.buf, size, self.now_ms)

    def step(self, number):
        """One frame's time: a datagram, and the timer's callbacks every 5 ms."""
        self.sequence += 1
        if not (self.troubled and (number % 17 == 5 or number % 97 > 90)):
            self.send(self.sequence)
            if self.troubled and number % 13 == 3:
                self.send(self.sequence)  # twice
            if self.troubled and number % 11 == 7:
                self.send(self.sequence + 1)
                self.receive(7)  # cut off
                self.gateway.buf[8] ^= 0x80
                self.receive(self.gateway.size)  # somebody else's
                self.gateway.buf[8] ^= 0x80
                self.gateway.buf[3] ^= 0x10
                self.receive(self.gateway.size)  # forged
            if self.troubled and number % 17 == 15:
                self.send(self.sequence - 10)  # the missing one, when its time is over
        spent = 0
        while spent < self.frame_ms:
            self.dac.play(5)
            if self.troubled and number % 101 == 50:
                self.pump.underrun(self.now_ms)
            self.pump.run(self.now_ms)
            if self.session.outgoing(self.now_ms) is not None:
                self.said += 1
            self.now_ms += 5
            spent += 5

    def walk(self, first, count):
        number = first
        while number < first + count:
            self.step(number)
            number += 1


def measure(encoding, frame_ms, depth, troubled):
    path = Path(encoding, frame_ms, depth, troubled)
    path.walk(0, WARM_UP)
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    path.walk(WARM_UP, PACKETS)
    taken = gc.mem_alloc() - before
    gc.enable()
    session = path.session
    result = {
        "case": "%s %d ms%s%s"
        % (encoding, frame_ms, ", %d copies" % depth if depth else "", ", troubled" if troubled else ""),
        "heap_bytes": taken,
        "packets": PACKETS,
        "written_bytes": path.pump.written_bytes,
        "said": path.said,
        "troubled": troubled,
        "frame_ms": frame_ms,
    }
    for name in COUNTERS:
        result[name] = getattr(session, name)
    print(json.dumps(result))


def main():
    meter = gc.mem_alloc()
    kept = bytearray(4096)
    seen = gc.mem_alloc() - meter
    meter = gc.mem_alloc()
    large = len(kept) << 18  # 2**30
    print(json.dumps({"meter_bytes": seen, "large_integer_bytes": gc.mem_alloc() - meter, "kept": large}))
    for encoding in (audio.L16, audio.PCMU):
        for frame_ms in audio.FRAME_MS_CHOICES:
            measure(encoding, frame_ms, 0, False)
    measure(audio.L16, 10, 3, False)
    measure(audio.L16, 10, 3, True)
    measure(audio.PCMU, 20, 2, True)


main()
