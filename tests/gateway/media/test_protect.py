"""libsrtp as the engine sees it: what comes back is what went in, and what is wrong is told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pylibsrtp import Policy, Session

from hushcue_gateway.core.protection import Forged, Replayed
from hushcue_gateway.media.protect import protect

OURS, THEIRS = bytes(range(30)), bytes(range(60, 90))
RR = b"\x80\xc9\x00\x01\x00\x00\x00\x07"


def rtp(sequence: int, payload: bytes = b"frame") -> bytes:
    return b"\x80\x60" + sequence.to_bytes(2, "big") + bytes(4) + (5).to_bytes(4, "big") + payload


@given(st.binary(max_size=1300), st.integers(0, 65535))
def test_a_packet_grows_by_its_tag_and_is_read_by_whoever_has_the_key(payload: bytes, sequence: int) -> None:
    packet = rtp(sequence, payload)
    datagram = protect(OURS, 5, THEIRS, 7).protect(packet)
    assert len(datagram) == len(packet) + 10 and datagram[:12] == packet[:12]
    assert Session(Policy(OURS, Policy.SSRC_SPECIFIC, 5)).unprotect(datagram) == packet


def test_a_report_is_read_once_and_what_was_changed_never() -> None:
    ours, theirs = protect(OURS, 5, THEIRS, 7), protect(THEIRS, 7, OURS, 5)
    datagram = theirs.protect_rtcp(RR)
    assert len(datagram) == len(RR) + 14
    for at in range(len(datagram)):
        with pytest.raises(Forged):
            ours.unprotect_rtcp(datagram[:at] + bytes([datagram[at] ^ 0x10]) + datagram[at + 1 :])
    assert ours.unprotect_rtcp(datagram) == RR
    with pytest.raises(Replayed):
        ours.unprotect_rtcp(datagram)
    stranger = protect(bytes(30), 7, OURS, 5)
    stranger.protect_rtcp(RR)
    with pytest.raises(Forged):
        ours.unprotect_rtcp(stranger.protect_rtcp(RR))


def test_a_report_too_old_to_tell_is_a_replay() -> None:
    ours, theirs = protect(OURS, 5, THEIRS, 7), protect(THEIRS, 7, OURS, 5)
    datagrams = [theirs.protect_rtcp(RR) for _ in range(300)]
    assert ours.unprotect_rtcp(datagrams[-1]) == RR
    with pytest.raises(Replayed):
        ours.unprotect_rtcp(datagrams[0])


@given(st.binary(max_size=200))
def test_garbage_is_forged(data: bytes) -> None:
    with pytest.raises(Forged):
        protect(OURS, 5, THEIRS, 7).unprotect_rtcp(data)


@pytest.mark.parametrize(("key", "report_key"), [(b"", b""), (bytes(29), b""), (bytes(31), b""), (OURS, bytes(16))])
def test_a_key_of_another_length_is_our_mistake(key: bytes, report_key: bytes) -> None:
    with pytest.raises(ValueError):
        protect(key, 5, report_key, 7)
