"""Runs on MicroPython: heap bytes that 1000 runs of the app's audio callback take, edges included.

The app is the whole one; only what is a stand-in here anyway, the socket and the I2S object, gives way to doubles that
allocate nothing themselves. The datagrams are protected ones that libsrtp made (/datagrams.bin, one after the other).
Prints one JSON line.
"""

import gc
import json

from hushcue_bodypack import board, config
from hushcue_bodypack.app import App

CALLS = 1000
WARM_UP = 100
SIZE = 342
KEYS = (bytes(range(30)), bytes(range(60, 90)))
GATEWAY = ("127.0.0.1", 4000)
SETTINGS = {
    "id": "host-1",
    "key": "5a" * 32,
    "wifi": {"ssid": "studio", "password": "password"},
    "broker": {"host": "127.0.0.1", "password": "x"},
}
SESSION = {
    "session": 1,
    "revision": 0,
    "boot": 0,
    "ssrc": 0xF1223344,
    "encoding": "L16",
    "payload_type": 96,
    "frame_ms": 10,
    "datagram_bytes": SIZE,
    "min_delay_ms": 10,
    "volume_db": 0,
    "muted": False,
    "nonce": "00" * 16,
    "report_ssrc": 0x0BADCAFE,
    "red_payload_type": 98,
    "epoch": 1,
    "counter": 1,
}


class Air:
    """A socket with a datagram for every second call, and now and then one that is not the session's size."""

    def __init__(self):
        with open("/datagrams.bin", "rb") as file:
            self.packets = file.read()
        self.calls = 0
        self.number = 0
        self.answers = 0
        self.waiting = False

    def poll(self, _wait_ms):
        return (1,) if self.waiting else ()

    def recvfrom(self, _size):
        self.waiting = False
        self.number += 1
        return self.packets[(self.number - 1) * SIZE : self.number * SIZE], GATEWAY

    def connect(self, address):
        assert address == GATEWAY

    def readinto(self, buf, size):
        if not self.waiting:
            return None
        self.waiting = False
        if self.calls % 50 == 0:
            return 7
        index = 0
        at = self.number * SIZE
        while index < size:
            buf[index] = self.packets[at]
            index += 1
            at += 1
        self.number += 1
        return size

    def write(self, data):
        self.answers += 1
        return len(data)

    def close(self):
        pass


class Dac:
    """A ring of 4 descriptors, which runs dry once in a while."""

    def __init__(self):
        self.room = 4096

    def write(self, block):
        size = len(block)
        if size > self.room:
            return 0
        self.room -= size
        return size


class Bench:
    def __init__(self):
        self.app = App(config.read(json.dumps(SETTINGS).encode()), board.load("esp32_s3"))
        self.air = Air()
        self.dac = Dac()
        self.now_us = 0
        self.app.receiver.close()
        self.app.receiver._socket = self.app.receiver._poll = self.air
        self.app.receiver.broken = False
        self.app.speaker._i2s = self.dac
        self.app.speaker._clock_us = self.clock_us
        self.app.speaker._difference_us = self.difference_us
        self.app.session.begin(SESSION, KEYS, 0)

    def clock_us(self):
        return self.now_us

    def difference_us(self, now, then):
        return now - then

    def run(self, calls):
        callback = self.app._on_timer
        while calls:
            calls -= 1
            self.air.calls += 1
            self.air.waiting = self.air.calls & 1 == 0
            late = self.air.calls % 200 == 0
            self.now_us += 60000 if late else 5000
            room = self.dac.room + (4096 if late else 960)
            self.dac.room = room if room < 4096 else 4096
            callback(None)


def main():
    bench = Bench()
    bench.run(WARM_UP)
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    bench.run(CALLS)
    taken = gc.mem_alloc() - before
    app = bench.app
    print(
        json.dumps(
            {
                "heap_bytes": taken,
                "calls": CALLS,
                "error": str(app._audio_error or ""),
                "received": app.session.received,
                "strange": app.session.rejected,
                "answers": bench.air.answers,
                "underruns": app.session.underruns,
                "written_bytes": app.pump.written_bytes,
            }
        )
    )


main()
