"""A protected stream and its receiver's reports, through the whole engine; the other end is libsrtp."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.desk import Desk, a_stream
from support.listener import KEY, REPORT_SSRC, Listener, a_protected_stream, frames
from support.room import HOME, Room, is_rtcp

from hushcue_gateway.core import commands as c
from hushcue_gateway.core.engine import EngineSettings
from hushcue_gateway.core.history import ResendPolicy
from hushcue_gateway.core.sender import encode
from hushcue_gateway.media.protect import protect
from hushcue_wire import audio, ntp, rtcp

STRANGER = ("10.9.8.7", 6)


def test_every_datagram_is_encrypted_has_one_size_and_its_copies_are_the_frames_before() -> None:
    room = Room()
    room.desk.talk("cue", "voice", "host-1")
    sent = [outgoing.data for outgoing in room.play(200)]
    assert {len(data) for data in sent} == {audio.datagram_bytes("L16", 10, 3)}
    assert sum(map(is_rtcp, sent)) == 2
    law = bytes(encode(np.full((1, 160), 0.1, np.float32), "PCMU"))
    assert not any(law[:16] in data for data in sent)
    primaries: dict[int, bytes] = {}
    for sequence in range(200):
        found = frames(room.listener.packets[sequence])
        assert set(found) == {(sequence - back) & 0xFFFF for back in range(4)}
        for number, (payload_type, octets) in found.items():
            if number == sequence:
                assert payload_type == 96
                samples = np.frombuffer(octets, ">i2").astype(np.float32).reshape(1, -1) / 32768
                primaries[number] = bytes(encode(samples, "PCMU"))
            else:
                assert (payload_type, octets) == (97, primaries.get(number, b"\xff" * 160))


def test_a_listeners_stream_is_protected_and_never_told_or_asked_anything() -> None:
    command = a_stream("ear", key=KEY, datagram_bytes=342)
    desk = Desk(None, protect)
    assert not desk.tell(command)
    listener = Listener(command)
    for _ in range(150):
        (outgoing,) = desk.engine.tick({}, desk.now_ns)
        packet = listener.take(outgoing.data)
        assert packet is not None and packet.payload_type == 96 and len(outgoing.data) == 342
        desk.now_ns += desk.frame_ns
    assert desk.engine.take_report().streams[0].quality is None


# -- what is asked for again


@given(
    first=st.sampled_from([0, 1000, 0x3FFF]),
    played=st.integers(1, 260),
    asked=st.lists(st.integers(0, 259), min_size=1, max_size=40, unique=True),
)
def test_what_is_asked_for_comes_again_bit_for_bit_and_the_oldest_first(
    first: int, played: int, asked: list[int]
) -> None:
    room = Room(EngineSettings(resends=ResendPolicy(burst_s=10)), first_sequence=first)
    room.play(played)
    media = [data for data in room.datagrams if not is_rtcp(data)]
    again = room.tell(room.listener.nack([first + number for number in sorted(asked)]))
    requested = rtcp_limit(sorted(asked))
    assert again == [media[number] for number in requested if max(0, played - 200) <= number < played]
    assert room.quality.resent == len(again)
    assert room.quality.refused_resends == len(requested) - len(again)


def rtcp_limit(numbers: list[int]) -> list[int]:
    """Those of ``numbers`` that one request has room for."""
    found: list[int] = []
    entries, pid = 0, -100
    for number in numbers:
        if number - pid > 16:
            entries, pid = entries + 1, number
        if entries > rtcp.MAX_NACK_FCI:
            break
        found.append(number)
    return found


def test_what_was_encrypted_once_is_never_encrypted_again() -> None:
    """The same bytes: a receiver takes them as a late packet, and once."""
    room = Room()
    room.desk.talk("cue", "voice", "host-1")
    lost = Listener(room.command)
    datagrams = [outgoing.data for outgoing in room.play(50)]
    for number, data in enumerate(datagrams):
        if number not in (20, 21):
            lost.take(data)
    for data in room.tell(room.listener.nack([20, 21])):
        assert lost.take(data) is not None
        assert lost.take(data) is None
    assert lost.replayed == 2


def test_a_storm_of_requests_is_answered_within_the_budget() -> None:
    room = Room()
    room.play(100)
    sent = 0
    for _ in range(200):
        newest = room.report.last_sequence
        sent += len(room.tell(room.listener.nack(range(newest - 60, newest + 1))))
        room.play(1)
    assert 100 <= sent <= 100 + 200 + 1, "the bucket, and as many again as were sent"
    assert room.quality.nacks == 200
    assert room.quality.refused_resends == 200 * 61 - sent


def test_an_answer_goes_to_the_streams_own_address_whoever_asks() -> None:
    room = Room()
    room.play(20)
    (outgoing,) = room.desk.engine.feedback(room.listener.nack([7]), STRANGER, room.desk.now_ns)
    assert outgoing.address == HOME


# -- what is no report


def test_garbage_forged_replayed_and_senseless_datagrams_change_nothing_but_a_count() -> None:
    room = Room()
    room.play(20)
    good = room.listener.nack([7])
    elsewhere = replace(room.command, report_ssrc=77)
    wrong_key = replace(room.command, report_key=bytes(30))
    unknown = [
        b"",
        b"\x80",
        bytes(1472),
        good[:21],
        good + bytes(1500),
        b"\x40" + good[1:],
        room.datagrams[0],
        Listener(elsewhere).nack([7]),
    ]
    for data in unknown:
        assert room.tell(data) == []
    assert room.desk.engine.take_report().unknown_feedback == len(unknown)
    forged = [good[:-1], good + b"x", Listener(wrong_key).nack([7])]
    forged += [good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :] for at in range(8, len(good))]
    for data in forged:
        assert room.tell(data) == []
    assert len(room.tell(good)) == 1
    assert room.tell(good) == []
    quality = room.quality
    assert quality.forged + quality.replayed == len(forged) + 1
    assert quality.forged >= len(forged) - 4  # a changed index may look like one that came before
    cut = [b"\x81\xc9\x00\x07", b"\x80\xcc\x00\x01"]
    for head in cut:
        room.tell(room.listener.protect(head + REPORT_SSRC.to_bytes(4, "big")))
    assert room.quality.malformed == 2
    assert (room.quality.nacks, room.quality.resent, room.quality.reports) == (1, 1, 0)


@given(st.lists(st.one_of(st.binary(max_size=200), st.just(b"nack"), st.just(b"flip")), max_size=20), st.data())
def test_no_datagram_of_any_content_stops_the_sound(rows: list[bytes], data: st.DataObject) -> None:
    room = Room()
    room.play(10)
    for row in rows:
        if row in (b"nack", b"flip"):
            octets = bytearray(room.listener.nack([3]))
            if row == b"flip":
                octets[data.draw(st.integers(0, len(octets) - 1))] ^= data.draw(st.integers(1, 255))
            row = bytes(octets)
        elif len(row) > 8:
            row = row[:1] + bytes([201]) + row[2:4] + REPORT_SSRC.to_bytes(4, "big") + row[8:]
        room.tell(row, STRANGER)
        room.play(1)
    assert room.listener.replayed == 0
    assert len(room.listener.packets) == 10 + len(rows)


@given(st.binary(max_size=120))
def test_no_authentic_compound_of_any_content_stops_the_sound(content: bytes) -> None:
    room = Room()
    room.play(10)
    room.tell(room.listener.protect(b"\x81\xc9\x00\x07" + REPORT_SSRC.to_bytes(4, "big") + content))
    room.play(5)
    assert len(room.listener.packets) == 15


# -- reports and time


def test_the_round_trip_is_measured_both_ways() -> None:
    room = Room()
    room.play(150)
    (sr, sdes, *_fill), *_ = room.listener.compounds
    assert (sr.type, sdes.names) == (rtcp.SR, [(room.command.ssrc, b"hushcue")])
    assert sr.packets == sr.octets // (4 * 3 + 1 + 320 + 3 * 160)
    held_ns, travel_ns = 400_000_000, 80_000_000
    sent_ns = sr.ntp[0] * 10**9 + sr.ntp[1] * 10**9 // 2**32
    room.desk.now_ns = sent_ns + held_ns + travel_ns
    last_sr, since = ntp.short(sr.ntp), ntp.short_of_ns(held_ns)
    answers = room.tell(room.listener.report(149, last_sr=last_sr, since_last_sr=since, clock=1234))
    assert room.quality.rtt_ms == pytest.approx(80, abs=0.05)
    assert len(answers) == 1, "the first clock is answered at once"
    room.listener.take(answers[0])
    (answer,) = next(packet.answers for packet in room.listener.compounds[-1] if packet.answers)
    assert answer == (REPORT_SSRC, 1234 << 16, 0)
    assert room.tell(room.listener.report(149, clock=1235)) == [], "the next goes with the report of the second"
    came_ns = room.desk.now_ns
    before = len(room.listener.compounds)
    room.play(100)
    (answer,) = next(packet.answers for packet in room.listener.compounds[before] if packet.answers)
    assert answer[1] == 1235 << 16
    assert 0 < ntp.ms(answer[2]) <= (room.desk.now_ns - came_ns) / 1e6


def test_reports_are_spread_over_the_second() -> None:
    desk = Desk(None, protect)
    for number in range(100):
        key = KEY[:-1] + bytes([number])
        assert not desk.tell(a_protected_stream(f"s{number}", ssrc=number, key=key, report_ssrc=number + 1000))
    counts = []
    for _ in range(200):
        counts.append(sum(is_rtcp(out.data) for out in desk.engine.tick({}, desk.now_ns)))
        desk.now_ns += desk.frame_ns
    assert sum(counts[100:]) == 100 and max(counts) <= 2


@pytest.mark.parametrize(("encoding", "frame_ms"), [("L16", 10), ("PCMU", 10), ("L16", 20), ("PCMU", 20)])
def test_reports_are_exactly_as_large_as_the_datagrams_around_them_at_every_depth(
    encoding: c.Encoding, frame_ms: int
) -> None:
    depth = min(3, audio.most_depth("PCMU", frame_ms))
    primary = "L16" if encoding == "L16" and depth <= audio.most_depth("L16", frame_ms) else "PCMU"
    room = Room(
        encoding=encoding,
        payload_type=audio.PAYLOAD_TYPES[encoding],
        frame_ms=frame_ms,
        redundancy=depth,
        datagram_bytes=audio.datagram_bytes(primary, frame_ms, depth),
    )
    room.play(2)
    sizes = set()
    for fraction in (0, 60, 120, 255):
        room.tell(room.listener.report(room.report.last_sequence, fraction))
        sent = [outgoing.data for outgoing in room.play(120)][2 * 20 // frame_ms :]
        assert len({len(data) for data in sent}) == 1 and any(map(is_rtcp, sent))
        quality = room.quality
        size = audio.datagram_bytes(quality.primary, frame_ms, quality.depth)
        assert {len(data) for data in sent} == {size}
        sizes.add(size)
    assert len(sizes) >= (2 if frame_ms == 10 else 1)
