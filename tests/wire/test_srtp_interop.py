"""Our SRTP and libsrtp understand each other, both ways; and nothing that was not protected is ever taken.

Both writings of the primitives are tried: the firmware's (its viper functions run as plain Python) and the PC
bodypack's.
"""

from __future__ import annotations

import random
import struct
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pylibsrtp import Error, Policy, Session

from hushcue_bodypack import crypto as chip
from hushcue_tools.pc_bodypack import crypto as pc
from hushcue_wire import audio, srtp

SSRC = 0xDEADBEEF
MOST_BYTES = audio.MAX_DATAGRAM_BYTES
PRIMITIVES = pytest.mark.parametrize("crypto", [chip, pc], ids=["chip", "pc"])


def session(master: bytes, direction: int) -> Session:
    profile = Policy.SRTP_PROFILE_AES128_CM_SHA1_80
    policy = Policy(key=master, ssrc_type=direction, srtp_profile=profile)
    policy.window_size = 256
    return Session(policy)


def sender(master: bytes) -> Session:
    return session(master, Policy.SSRC_ANY_OUTBOUND)


def packet(index: int, payload: bytes) -> bytes:
    return struct.pack("!BBHII", 0x80, 98, index & 0xFFFF, index * 160 & 0xFFFFFFFF, SSRC) + payload


def compound(payload: bytes, source: int = SSRC) -> bytes:
    return struct.pack("!BBHI", 0x80, 200, 1, source) + payload


def opened(ours: Any, datagram: bytes) -> bytes | int:
    """The plain payload, or why not."""
    buf = bytearray(datagram)
    sequence = int.from_bytes(buf[2:4], "big") if len(buf) >= 4 else 0
    code: int = ours.open(buf, len(buf), sequence, 12)
    if code != srtp.OK:
        return code
    assert bytes(buf) == datagram
    return bytes(a ^ b for a, b in zip(buf[12:-10], ours.mask, strict=False))


@PRIMITIVES
def test_a_stream_of_libsrtp_over_several_turns(crypto: Any) -> None:
    dice = random.Random(11)
    master = dice.randbytes(30)
    theirs, ours = sender(master), srtp.RtpReceiver(master, crypto, MOST_BYTES)
    index, largest = 0x3F00, 300 if crypto is chip else 1340
    while index < 0x42000:
        payload = dice.randbytes(dice.randrange(largest))
        datagram = theirs.protect(packet(index, payload))
        assert opened(ours, datagram) == payload, hex(index)
        assert opened(ours, datagram) == srtp.REPLAYED
        index += dice.choice((1, 2, 255, 256, 700, 0x1FFF))
    assert (ours.forged, ours._high) == (0, 4)


@PRIMITIVES
@pytest.mark.parametrize("wrap", [0x10000, 0x20000, 0x30000])
def test_late_packets_around_the_wrap(crypto: Any, wrap: int) -> None:
    dice = random.Random(wrap)
    master = dice.randbytes(30)
    theirs, ours = sender(master), srtp.RtpReceiver(master, crypto, MOST_BYTES)
    for lead in range(0x7000, wrap - 200, 0x7000):  # libsrtp follows its own sequence numbers over the turns
        assert opened(ours, theirs.protect(packet(lead, b""))) == b""
    around = range(wrap - 100, wrap + 100)
    datagrams = {index: theirs.protect(packet(index, bytes([index & 0xFF]) * 20)) for index in around}
    order = sorted(around, key=lambda index: index + dice.randrange(60))
    for index in order:
        assert opened(ours, datagrams[index]) == bytes([index & 0xFF]) * 20
    assert all(opened(ours, datagram) == srtp.REPLAYED for datagram in datagrams.values())
    assert (ours.forged, ours.replayed) == (0, 200)


@PRIMITIVES
def test_reports_in_both_directions(crypto: Any) -> None:
    dice = random.Random(3)
    master = dice.randbytes(30)
    theirs, listening = sender(master), session(master, Policy.SSRC_ANY_INBOUND)
    ours, sending = srtp.RtcpReceiver(master, crypto), srtp.RtcpSender(master, crypto, 0xFEEDBEEF)
    for _ in range(300):
        plain = compound(dice.randbytes(4 * dice.randrange(60)))
        buf = bytearray(theirs.protect_rtcp(plain))
        kept = bytes(buf)
        assert ours.open(buf, len(buf)) == len(plain)
        assert bytes(buf[: len(plain)]) == plain
        buf[:] = kept
        assert ours.open(buf, len(buf)) == -srtp.REPLAYED
        plain = compound(dice.randbytes(4 * dice.randrange(60)), 0xFEEDBEEF)
        buf = bytearray(plain) + bytearray(srtp.RTCP_TRAILER_BYTES)
        size = sending.protect(buf, len(plain))
        assert size == len(buf) and listening.unprotect_rtcp(bytes(buf)) == plain
        with pytest.raises(Error):
            listening.unprotect_rtcp(bytes(buf))


def test_both_writings_of_the_primitives_are_the_same() -> None:
    dice = random.Random(5)
    for size in (0, 1, 52, 63, 64, 491, 825, 1157):
        key, data, tail = dice.randbytes(20), bytearray(dice.randbytes(size + 16)), dice.randbytes(4)
        one, other = bytearray(20), bytearray(20)
        chip.new_hmac_sha1(key).digest(data, size, tail, one)
        pc.new_hmac_sha1(key).digest(data, size, tail, other)
        assert one == other
        iv = bytearray(dice.randbytes(14))
        made, second = bytearray(1168), bytearray(1168)
        for primitives, blocks in ((chip, made), (pc, second)):
            primitives.fill_counters(blocks, iv, 73, size)
            primitives.new_aes(key[:16]).encrypt(blocks, blocks)
            primitives.xor(blocks, 7, data, size % 64)
        assert made == second
        assert chip.hmac_sha256(key, bytes(data)) == pc.hmac_sha256(key, bytes(data))
        for count in (0, 1, 8):
            assert bool(chip.equal(data, 3, data[3:], count)) and bool(pc.equal(data, 3, data[3:], count))
            assert bool(chip.equal(data, 0, iv, 8)) == bool(pc.equal(data, 0, iv, 8)) == (data[:8] == iv[:8])


MASTER = bytes(range(30))


class Stream:
    """Our receiver in the middle of a stream, and what libsrtp would send next."""

    def __init__(self) -> None:
        theirs = sender(MASTER)
        self.ours = srtp.RtpReceiver(MASTER, pc, MOST_BYTES)
        for index in range(0xFF00, 0xFFF0, 3):
            assert opened(self.ours, theirs.protect(packet(index, b"before"))) == b"before"
        self.next = [theirs.protect(packet(0xFFF0 + number, bytes([number]) * 40)) for number in range(40)]

    def state(self) -> tuple[object, ...]:
        ours = self.ours
        return ours._high, ours._low, ours._base_high, ours._base_low, bytes(ours._seen), bytes(ours._iv)


STREAM = Stream()
GENUINE = frozenset(STREAM.next)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_what_strangers_make_is_never_taken(data: bytes) -> None:
    before = STREAM.state()
    assert isinstance(opened(STREAM.ours, data), int)
    assert STREAM.state() == before


@settings(max_examples=400, deadline=None)
@given(
    number=st.integers(0, 39),
    flips=st.lists(st.integers(0, 8 * 62 - 1), max_size=4),
    cut=st.integers(0, 62),
    more=st.binary(max_size=20),
)
def test_what_was_changed_is_never_taken(number: int, flips: list[int], cut: int, more: bytes) -> None:
    forged = bytearray(STREAM.next[number])
    for bit in flips:
        forged[bit >> 3] ^= 1 << (bit & 7)
    changed = bytes(forged[:cut]) + more
    if changed in GENUINE:
        return
    before = STREAM.state()
    assert isinstance(opened(STREAM.ours, changed), int)
    assert STREAM.state() == before


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 39), st.booleans()), max_size=80), st.randoms(use_true_random=False))
def test_each_genuine_packet_is_taken_exactly_once_however_they_come(
    steps: list[tuple[int, bool]], dice: random.Random
) -> None:
    stream = Stream()
    taken: set[int] = set()
    for number, forged in steps:
        datagram = bytearray(stream.next[number])
        if forged:
            datagram[dice.randrange(len(datagram))] ^= 1 << dice.randrange(8)
        result = opened(stream.ours, bytes(datagram))
        if forged:
            assert isinstance(result, int)
        elif number in taken:
            assert result == srtp.REPLAYED
        else:
            assert result == bytes([number]) * 40
            taken.add(number)


REPORTS = srtp.RtcpReceiver(MASTER, pc)
FIRST = bytearray(sender(MASTER).protect_rtcp(compound(bytes(40))))
assert REPORTS.open(FIRST, len(FIRST)) == 48


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=120))
def test_reports_of_strangers_are_never_taken(data: bytes) -> None:
    buf = bytearray(data)
    before = REPORTS._high, REPORTS._low, bytes(REPORTS._seen)
    assert REPORTS.open(buf, len(buf)) < 0
    assert bytes(buf) == data
    assert (REPORTS._high, REPORTS._low, bytes(REPORTS._seen)) == before
