"""The stand-ins for the chip's parts behave as the ESP32 port does, in what the firmware relies on and in its traps.

Each program runs in the VM; where it can, in virtual time. On a unix port run those that need neither virtual time
nor what the port has of its own.
"""

from __future__ import annotations

import hashlib
import json
import socket
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from support.micropython import bodypack, runtime

on_wasm = pytest.mark.skipif(bool(runtime.unix_port()), reason="a unix port brings its own")
in_virtual_time = pytest.mark.skipif(bool(runtime.unix_port()), reason="a unix port knows real time only")


def told(code: str, **settings: Any) -> Any:
    """What the program prints as JSON on its last line."""
    exit_code, output = runtime.Run(code="import json\n" + code, **settings).finish()
    assert exit_code == 0, output
    return json.loads(output.splitlines()[-1])


def listening(port: int) -> str:
    """A socket ``s`` of the program, and ``send(datagram, ...)`` to it, after which all of them are there: so is one
    that was sent after them to another socket."""
    other = bodypack.free_udp_port()
    return f"""
import socket, time
def opened(port):
    found = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    found.bind(socket.getaddrinfo("127.0.0.1", port)[0][-1])
    found.setblocking(False)
    return found
s, last = opened({port}), opened({other})
here, there = [socket.getaddrinfo("127.0.0.1", port)[0][-1] for port in ({port}, {other})]
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sign = bytearray(1)
def send(*datagrams):
    for data in datagrams: out.sendto(data, here)
    out.sendto(b"!", there)
    while last.readinto(sign, 1) is None: time.sleep_ms(10)
    time.sleep_ms(60)
"""


def test_readinto_reads_over_datagrams_until_it_has_enough_and_says_none_for_nothing() -> None:
    assert told(
        listening(bodypack.free_udp_port())
        + """
buf = bytearray(100)
nothing = s.readinto(buf, 10)
try:
    s.recv(10)
    again = "no error"
except OSError as error:
    again = error.errno
send(b"abcde", b"fghij")
glued = s.readinto(buf, 100)
send(b"0123456789", b"x")
exact = s.readinto(buf, 10)
one = s.readinto(buf, 1)
send(b"0123456789", b"y")
cut = [s.readinto(buf, 4), s.readinto(buf, 1), chr(buf[0])]
print(json.dumps([nothing, again, glued, exact, one, cut]))
"""
    ) == [None, 11, 10, 10, 1, [4, 1, "y"]]


@on_wasm
def test_the_queue_holds_six_datagrams_and_one_of_no_length_closes_it() -> None:
    assert told(
        listening(bodypack.free_udp_port())
        + """
send(*[bytes([number]) for number in range(9)])
buf = bytearray(100)
kept = s.readinto(buf, 100)
send(b"")
closed = [s.readinto(buf, 1)]
send(b"x")
closed.append(s.readinto(buf, 1))
print(json.dumps([kept, closed]))
"""
    ) == [6, [0, 0]]


@in_virtual_time
def test_a_timer_calls_between_waits_and_catches_up_after_a_long_computation() -> None:
    calls, slept, caught_up, after = told(
        """
import machine, time
calls = 0
def count(timer):
    global calls
    calls += 1
machine.Timer(0).init(mode=machine.Timer.PERIODIC, period=5, callback=count)
started = time.ticks_ms()
time.sleep_ms(100)
in_time, slept = calls, time.ticks_diff(time.ticks_ms(), started)
import _clock
_clock.sleep_us(30000)  # as a computation would: nothing is looked at meanwhile
time.sleep_ms(0)
caught_up = calls - in_time
_clock.sleep_us(200000)  # more than the scheduler's queue holds
before = calls
time.sleep_ms(1)
print(json.dumps([in_time, slept, caught_up, calls - before]))
""",
        clock="virtual",
    )
    assert (19 <= calls <= 20, slept) == (True, 100)
    assert 5 <= caught_up <= 7
    assert after == 8


@in_virtual_time
def test_a_wait_of_poll_ends_at_the_schedulers_tick_unless_a_timer_comes_first() -> None:
    alone, with_timer = told(
        """
import machine, select, time
def span():
    poll = select.poll()
    while time.ticks_ms() % 10 != 1: time.sleep_ms(1)
    started = time.ticks_ms()
    poll.poll(3)
    return time.ticks_diff(time.ticks_ms(), started)
alone = span()
machine.Timer(0).init(mode=machine.Timer.PERIODIC, period=5, callback=lambda timer: None)
print(json.dumps([alone, span()]))
""",
        clock="virtual",
    )
    assert 8 <= alone <= 10
    assert with_timer <= 6


I2S = """
import machine, select, time
i2s = machine.I2S(0, sck=machine.Pin(1), ws=machine.Pin(2), sd=machine.Pin(3), mode=machine.I2S.TX, bits=16,
                  format=machine.I2S.STEREO, rate=48000, ibuf=4096)
"""


@in_virtual_time
def test_i2s_waits_until_it_was_polled_once_and_then_takes_what_fits() -> None:
    blocking_ms, taken = told(
        I2S
        + """
started = time.ticks_ms()
i2s.write(bytes(1024 * 9))
blocking = time.ticks_diff(time.ticks_ms(), started)
poll = select.poll()
poll.register(i2s, select.POLLOUT)
poll.poll(0)
time.sleep_ms(100)
taken = [i2s.write(bytes(8192)), i2s.write(bytes(8192))]
print(json.dumps([blocking, taken]))
""",
        clock="virtual",
    )
    assert blocking_ms >= 26  # 9 descriptors into a ring of 4: five at least had to be played
    assert taken == [3 * 1024, 0]  # the queue of free descriptors holds one less than the ring


@in_virtual_time
def test_i2s_plays_what_was_written_and_silence_where_nothing_was(tmp_path: Path) -> None:
    capture = tmp_path / "i2s.raw"
    underruns = told(
        I2S
        + """
import _dac
poll = select.poll()
poll.register(i2s, select.POLLOUT)
poll.poll(0)
def play(value, count):
    block = bytes([value, 0, value, 0] * 64)
    while count:
        if i2s.write(block): count -= 1
        else: time.sleep_ms(1)
play(1, 40)
time.sleep_ms(50)
play(2, 40)
time.sleep_ms(50)
print(json.dumps(_dac.underruns(0)))
""",
        clock="virtual",
        capture=capture,
    )
    frames = np.fromfile(capture, "<i2").reshape(-1, 2)
    assert np.array_equal(frames[:, 0], frames[:, 1])
    assert [int(np.count_nonzero(frames[:, 0] == value)) for value in (1, 2)] == [40 * 64, 40 * 64]
    changes = frames[:-1, 0][np.diff(frames[:, 0]) != 0].tolist()
    assert changes == [0, 1, 0, 2]  # silence, the first sound without a hole, silence, the second
    assert underruns >= 9


def test_settings_and_counters_outlive_a_reset_and_what_was_not_committed_does_not(tmp_path: Path) -> None:
    program = """
import esp32, json, machine
store = esp32.NVS("test")
try: count = store.get_i32("count")
except OSError: count = 0
print(json.dumps([count, machine.reset_cause(), open("/notes.txt").read() if count else ""]))
store.set_i32("count", count + 1)
if count < 2:
    store.commit()
open("/notes.txt", "w").write("kept")
machine.reset()
"""
    seen = []
    for _ in range(4):
        code, output = runtime.Run(code=program, flash=tmp_path).finish()
        assert code == runtime.RESET_EXIT, output
        seen.append(json.loads(output.splitlines()[-1]))
    assert seen == [[0, 1, ""], [1, 2, "kept"], [2, 2, "kept"], [2, 2, "kept"]]


def test_the_watchdog_bites_who_does_not_feed_it() -> None:
    program = """
import machine, time
dog = machine.WDT(timeout=1000)
for _ in range(20):
    time.sleep_ms(100)
    dog.feed()
print("fed")
while True: time.sleep_ms(100)
"""
    code, output = runtime.Run(code=program, clock="virtual").finish()
    assert code == runtime.WATCHDOG_EXIT
    assert "fed" in output


def test_tasks_sockets_and_cancelling_work_as_on_the_chip() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        program = f"""
import asyncio, json
seen = []
async def count():
    while True:
        seen.append(len(seen))
        await asyncio.sleep_ms(10)
async def fail():
    raise ValueError("ours")
async def main():
    counter = asyncio.create_task(count())
    reader, writer = await asyncio.open_connection("127.0.0.1", {server.getsockname()[1]})
    writer.write(b"hello\\n" * 2000)
    await writer.drain()
    writer.write(b"end\\n")
    await writer.drain()
    line = await reader.readline()
    four = await reader.readexactly(4)
    try:
        await asyncio.wait_for(reader.read(10), 0.1)
        late = "read"
    except asyncio.TimeoutError:
        late = "timeout"
    writer.close()
    await writer.wait_closed()
    while len(seen) <= 5:  # it counts beside all this
        await asyncio.sleep_ms(10)
    counter.cancel()
    try:
        await counter
        ended = "returned"
    except asyncio.CancelledError:
        ended = "cancelled"
    try:
        await asyncio.gather(fail(), set_it(asyncio.Event()))
        failed = "no"
    except ValueError as error:
        failed = str(error)
    event = asyncio.Event()
    asyncio.create_task(set_it(event))
    await event.wait()
    return [line.decode(), four.decode(), late, ended, failed]
async def set_it(event):
    await asyncio.sleep_ms(5)
    event.set()
print(json.dumps(asyncio.run(main())))
"""
        with runtime.Run(code=program).start() as process:
            peer, _address = server.accept()
            with peer:
                peer.settimeout(60)
                got = b""
                while not got.endswith(b"end\n"):
                    more = peer.recv(65536)
                    assert more, got[-100:]
                    got += more
                peer.sendall(b"line\nfour")
                output, _ = process.communicate(timeout=60)
    assert got == b"hello\n" * 2000 + b"end\n"
    assert json.loads(output.splitlines()[-1]) == ["line\n", "four", "timeout", "cancelled", "ours"], output


@on_wasm
def test_aes_and_sha1_are_the_real_ones() -> None:
    key, block = bytes(range(16)), bytes(range(32))
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    assert told(
        """
import binascii, cryptolib, hashlib
key, block = bytes(range(16)), bytes(range(32))
into = bytearray(32)
cryptolib.aes(key, 1).encrypt(block, into)
back = cryptolib.aes(key, 1).decrypt(into)
h = hashlib.sha1(block); h.update(key)
print(json.dumps([binascii.hexlify(into).decode(), back == block, binascii.hexlify(h.digest()).decode()]))
"""
    ) == [(encryptor.update(block) + encryptor.finalize()).hex(), True, hashlib.sha1(block + key).hexdigest()]


def test_viper_source_means_the_same_with_its_emitter_and_without(tmp_path: Path) -> None:
    module = tmp_path / "loops.py"
    module.write_text(
        '''"""Every shape of viper function that the firmware uses."""

import micropython


@micropython.viper
def scale(at: int, to: int, src: ptr16, dst: ptr16, count: int, gain: int) -> int:
    """A docstring with src[0] in it."""
    largest = 0
    end = at + count
    while at < end:  # a comment with dst[1]
        value = (int(src[at]) ^ 0x8000) - 0x8000
        value = (value * gain) >> 12
        if value > largest:
            largest = value
        dst[to] = value & 0xFFFF
        at += 1
        to += 1
    return largest


@micropython.viper
def nested(src: ptr8, table: ptr8, dst: ptr8, words: ptr32):
    dst[int(src[0]) + 1] = table[src[src[1]]]
    dst[0] += 0x1FF
    words[1] = words[0] + 1


@micropython.native
def plain(a, b):
    return a[b]
'''
    )
    odd = "taken" if runtime.unix_port() else "refused"  # machine code asks nobody; the chip may fault
    assert told(
        """
import loops
from array import array
src = array("h", [100, -100, 32767, -32768])
dst = bytearray(8)
top = loops.scale(1, 0, src, dst, 3, 2048)
words = array("i", [-2, 0])
out = bytearray([7, 0, 0, 0])
loops.nested(bytes([2, 2, 3]), bytes([9, 8, 7, 6]), out, words)
try:
    loops.scale(0, 0, memoryview(bytearray(9))[1:], bytearray(8), 1, 1)
    odd = "taken"
except ValueError:
    odd = "refused"
print(json.dumps([top, list(array("h", dst)), list(words), list(out), loops.plain([1, 2], 1), odd]))
""",
        path=["/w"],
        mounts=[(tmp_path, "/w")],
    ) == [16383, [-50, 16383, -16384, 0], [-2, -1], [6, 0, 0, 6], 2, odd]
