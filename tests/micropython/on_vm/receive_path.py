"""Runs on MicroPython: heap bytes that 500 datagrams take on their way from the socket's buffer to the DAC.

Prints one JSON line per case: {"case", "heap_bytes", "packets", "written_bytes", "lost", "rejected", ...}.
"""

import gc
import json

from hushcue_bodypack.pump import Pump
from hushcue_bodypack.session import Session
from hushcue_wire import audio, rtp

PACKETS = 500
WARM_UP = 60
RING_BYTES = 4096


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


def session_document(encoding, frame_ms, padding):
    return {
        "session": 7,
        "revision": 1,
        "boot": 1,
        "ssrc": 0xF1223344,
        "encoding": encoding,
        "payload_type": audio.PAYLOAD_TYPES[encoding],
        "frame_ms": frame_ms,
        "datagram_bytes": audio.smallest_datagram_bytes(encoding, frame_ms) + padding,
        "min_delay_ms": 20,
        "volume_db": 6,
        "muted": False,
    }


def datagrams(encoding, frame_ms, padding):
    """One second's worth in a circle; sequence numbers go on by patching two bytes."""
    made = []
    size = audio.payload_bytes(encoding, frame_ms)
    for number in range(1000 // frame_ms):
        payload = bytes([(number * 37 + at * 11) & 0xFF for at in range(size)])
        packet = rtp.Packet(audio.PAYLOAD_TYPES[encoding], 0, number, 0xF1223344, payload, padding_bytes=padding)
        made.append(bytearray(rtp.serialize(packet)))
    return made


class Path:
    """The receive path with an air before it that loses, doubles, delays and forges where ``troubled``."""

    def __init__(self, encoding, frame_ms, padding, troubled):
        self.session = Session()
        self.session.begin(session_document(encoding, frame_ms, padding), 0)
        self.dac = Dac()
        self.pump = Pump(self.session, self.dac.write)
        self.packets = datagrams(encoding, frame_ms, padding)
        self.frame_ms = frame_ms
        self.troubled = troubled
        self.sequence = 65400  # over the wrap within the warm-up and the count
        self.now_ms = 0

    def send(self, number, sequence):
        packet = self.packets[number % len(self.packets)]
        packet[2] = (sequence >> 8) & 0xFF
        packet[3] = sequence & 0xFF
        self.session.datagram(packet, len(packet), self.now_ms)
        return packet

    def step(self, number):
        """One frame's time: a datagram, and the timer's callbacks every 5 ms."""
        self.sequence = (self.sequence + 1) & 0xFFFF
        if not (self.troubled and number % 17 == 5):
            packet = self.send(number, self.sequence)
            if self.troubled and number % 13 == 3:
                self.session.datagram(packet, len(packet), self.now_ms)  # twice
            if self.troubled and number % 11 == 7:
                self.session.datagram(packet, 7, self.now_ms)  # cut off
                packet[8] ^= 0x80
                self.session.datagram(packet, len(packet), self.now_ms)  # somebody else's
                packet[8] ^= 0x80
            if self.troubled and number % 17 == 15:
                self.send(number, self.sequence - 10)  # the missing one, when its time is over
        spent = 0
        while spent < self.frame_ms:
            self.dac.play(5)
            if self.troubled and number % 101 == 50:
                self.pump.underrun(self.now_ms)
            self.pump.run(self.now_ms)
            self.now_ms += 5
            spent += 5

    def walk(self, first, count):
        number = first
        while number < first + count:
            self.step(number)
            number += 1


def measure(encoding, frame_ms, padding, troubled):
    path = Path(encoding, frame_ms, padding, troubled)
    path.walk(0, WARM_UP)
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    path.walk(WARM_UP, PACKETS)
    taken = gc.mem_alloc() - before
    gc.enable()
    session = path.session
    result = {
        "case": "%s %d ms%s%s" % (encoding, frame_ms, ", padded" if padding else "", ", troubled" if troubled else ""),
        "heap_bytes": taken,
        "packets": PACKETS,
        "written_bytes": path.pump.written_bytes,
        "received": session.received,
        "lost": session.lost,
        "duplicate": session.duplicate,
        "late": session.late,
        "rejected": session.rejected,
        "concealed": session.concealed,
        "underruns": session.underruns,
        "troubled": troubled,
        "frame_ms": frame_ms,
    }
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
    measure(audio.L16, 10, 24, False)
    measure(audio.L16, 10, 0, True)
    measure(audio.PCMU, 20, 80, True)


main()
