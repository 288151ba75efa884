"""Packets, copies, the phase of the ticks, a feed and its ring: the pure pieces."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.opus_stream import RATE, roughest, speech

from hushcue_gateway.media.ring_reader import RingReader
from hushcue_gateway.opus import Decoder, Encoder
from hushcue_gateway.rings import Ring
from hushcue_gateway.webrtc import red
from hushcue_gateway.webrtc.arrivals import Arrivals
from hushcue_gateway.webrtc.feed import Feed
from hushcue_gateway.webrtc.ingest_sdp import ffmpeg_line, gstreamer_line, ingest_sdp
from hushcue_gateway.webrtc.opus_packet import has_copy, ticks
from hushcue_gateway.webrtc.phase import LEAST_LEAD_NS, MOST_LEAD_NS, Phase
from hushcue_gateway.webrtc.playout import Playout
from hushcue_gateway.webrtc.stretch import lengthen, shorten

MS = 1_000_000


@pytest.fixture
def ring() -> Iterator[Ring]:
    made = Ring.create(8000)
    yield made
    made.close()
    made.unlink()


@pytest.mark.parametrize("packet_ms", [10, 20, 40, 60])
@pytest.mark.parametrize("application", ["voip", "audio", "lowdelay"])
def test_the_length_of_a_packet_is_what_libopus_says(packet_ms: int, application: str) -> None:
    encoder, decoder = Encoder(RATE, 1, application), Decoder(RATE)  # type: ignore[arg-type]
    packet = encoder.encode(speech(1.0)[: RATE * packet_ms // 1000])
    assert ticks(packet) == 3 * decoder.samples_in(packet)


@given(st.binary(max_size=8))
def test_no_bytes_are_taken_for_a_packet_longer_than_libopus_allows(payload: bytes) -> None:
    assert 0 <= ticks(payload) <= 5760
    assert has_copy(payload) in (True, False)


def test_copies_are_seen_where_the_encoder_makes_them() -> None:
    said = speech(1.0)
    for fec, least, most in ((True, 15, 100), (False, 0, 0)):
        encoder = Encoder(RATE, 1, "voip", 32_000, fec=fec, loss_percent=20)
        packets = [encoder.encode(said[place * 160 : place * 160 + 160]) for place in range(100)]
        assert least <= sum(map(has_copy, packets)) <= most


@given(st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=10), st.integers(0, 2**32 - 1))
def test_red_is_read_as_it_was_written(payloads: list[bytes], first: int) -> None:
    writer, before = red.RedWriter(111), None
    for place, payload in enumerate(payloads):
        blocks = red.split(writer.wrap(payload, (first + 480 * place) & 0xFFFFFFFF))
        assert blocks[-1] == red.Block(111, 0, payload)
        assert blocks[:-1] == ([] if before is None else [red.Block(111, 480, before)])
        before = payload


@given(st.binary(max_size=60))
def test_red_of_a_stranger_is_read_or_refused(payload: bytes) -> None:
    try:
        blocks = red.split(payload)
    except red.BadRed:
        return
    assert sum(len(block.payload) for block in blocks) <= len(payload)


def test_the_jitter_is_what_98_percent_keep() -> None:
    arrivals = Arrivals(20.0)
    for place in range(1000):
        arrivals.add(100.0 + (30.0 if place % 100 == 0 else place % 8), place * 10.0)
    assert 7 <= arrivals.jitter_ms <= 9
    assert arrivals.on_time_ms == 100.0


def test_a_slower_clock_is_followed() -> None:
    arrivals = Arrivals(20.0)
    for place in range(3000):
        arrivals.add(place * 0.01, place * 10.0)
    assert 15 <= arrivals.on_time_ms <= 30
    assert arrivals.jitter_ms < 12


def test_a_period_goes_and_comes_without_an_edge() -> None:
    said = speech(2.0).astype(np.float32) / 32768
    rough = roughest(said)
    short, gone = shorten(said[8000:8400], 40, 200, 0.5)
    assert 40 <= gone <= 200 and len(short) == 400 - gone
    assert roughest(np.concatenate((said[7600:8000], short))) < 1.5 * rough
    long, more = lengthen(said[7600:8000], said[8000:8400], 40, 200, 0.5)
    assert 40 <= more <= 200 and len(long) == 400 + more
    assert roughest(np.concatenate((said[7600:8000], long))) < 1.5 * rough
    noise = np.random.default_rng(1).standard_normal(400).astype(np.float32)
    assert shorten(noise, 40, 200, 0.9)[1] == 0


def test_the_tick_is_read_off_the_ring_and_not_beaten_against() -> None:
    phase = Phase(10 * MS, 0)
    assert phase.next_tick([3 * MS], 4 * MS) == 13 * MS
    assert phase.next_tick([13 * MS], 13 * MS) == 23 * MS
    assert phase.next_tick([13 * MS], 48 * MS) == 53 * MS  # ticks went by unread
    assert phase.next_tick([], 60 * MS) == 63 * MS


def test_the_lead_grows_with_lateness_and_shrinks_slowly() -> None:
    phase = Phase(10 * MS, 0)
    phase.late(4 * MS)
    assert phase.settle() == 4 * MS
    assert phase.lead_ns == LEAST_LEAD_NS + 4 * MS
    phase.late(90 * MS)
    phase.settle()
    assert phase.lead_ns == MOST_LEAD_NS
    for _ in range(100):
        phase.settle()
    assert phase.lead_ns == LEAST_LEAD_NS


def test_a_feed_is_read_at_every_tick_and_the_ring_holds_no_more_than_a_frame(ring: Ring) -> None:
    feed = Feed(ring, lambda: Playout(Decoder(RATE)), 160)
    reader = RingReader(ring, 160, RATE, 4.0)
    encoder, said = Encoder(RATE), speech(4.0)
    missed, levels = 0, []
    for place in range(400):
        at = place * 10 * MS
        feed.arrived(1, place, place * 480, encoder.encode(said[place * 160 : place * 160 + 160]), False, at / MS)
        tick = at + 8 * MS
        feed.step(tick - 2 * MS, tick)
        levels.append(ring.level)
        missed += reader.frame(tick) is None
    assert missed <= 2  # before it has begun
    assert max(levels[5:]) == 160
    assert reader.starved_frames == 0 and reader.caught_up_samples == 0
    feed.ring.set_flowing(False)


def test_without_a_reader_no_old_sound_piles_up(ring: Ring) -> None:
    feed = Feed(ring, lambda: Playout(Decoder(RATE)), 160)
    encoder, said = Encoder(RATE), speech(4.0)
    for place in range(400):
        at = place * 10 * MS
        feed.arrived(1, place, place * 480, encoder.encode(said[place * 160 : place * 160 + 160]), False, at / MS)
        feed.step(at + 6 * MS, at + 8 * MS)
    assert ring.level == 160
    assert feed.playout.newest_delay_ms < 40


def test_another_source_of_a_session_begins_anew(ring: Ring) -> None:
    feed = Feed(ring, lambda: Playout(Decoder(RATE)), 160)
    first = feed.playout
    packet = Encoder(RATE).encode(speech(1.0)[:160])
    feed.arrived(1, 5, 0, packet, False, 0.0)
    feed.arrived(2, 9, 77, packet, True, 0.0)
    feed.step(0, 2 * MS)
    assert feed.playout is not first


def test_an_ingest_is_told_with_its_key() -> None:
    key = bytes(range(30))
    text = ingest_sdp("127.0.0.1", 5004, key)
    assert "m=audio 5004 RTP/SAVP 97\r\n" in text and "inline:AAECAwQF" in text and text.endswith("\r\n")
    assert "srtp://127.0.0.1:5004" in ffmpeg_line("127.0.0.1", 5004, key)
    assert key.hex() in gstreamer_line("127.0.0.1", 5004, key)
