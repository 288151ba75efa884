"""De-jitter in virtual time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.opus_stream import RATE, roughest, run, speech

from hushcue_gateway.opus import Decoder, Encoder
from hushcue_gateway.webrtc.playout import STALL_MS, Playout

CLICK = 1.6
"""Times what the speech itself has: more is an edge. Opus and its concealment take their share."""
SPEECH_ROUGHNESS = roughest(speech(8.0) / np.float32(32768))


@pytest.mark.parametrize("packet_ms", [10, 20, 40, 60])
def test_an_even_stream_is_played_whole_within_a_frame_and_a_half(packet_ms: int) -> None:
    heard = run(packet_ms=packet_ms)
    counts = heard.playout.counts
    assert counts.lost == counts.late == counts.skipped == counts.bad == 0
    assert counts.played >= 795
    assert counts.concealed <= packet_ms // 10 + 6  # what is pulled after the end
    assert np.median(heard.delays_ms[200:]) < 15


def test_bursts_of_25_ms_are_waited_for_and_no_more() -> None:
    """As browsers deliver over a sound server."""
    heard = run(lambda sent, chance: 25 - sent % 25)
    assert heard.playout.counts.concealed <= 6
    assert np.percentile(heard.targets_ms[100:], 99) <= 30
    assert np.percentile(heard.delays_ms[100:], 99) <= 40


def test_the_target_follows_the_network_down_again() -> None:
    heard = run(lambda sent, chance: chance.uniform(0, 60) if sent < 3000 else 0.5, seconds=40)
    assert 40 < heard.targets_ms[250] <= 70
    assert heard.targets_ms[-1] <= 10
    assert np.median(heard.delays_ms[-200:]) < 20


def test_what_comes_out_of_order_is_put_in_order() -> None:
    heard = run(lambda sent, chance: 0.5 + (12 if chance.random() < 0.1 else 0))
    counts = heard.playout.counts
    assert counts.reordered > 30 and counts.lost == 0 and counts.played >= 795


def test_duplicates_are_counted_and_heard_once() -> None:
    heard = run(twice=0.5)
    counts = heard.playout.counts
    assert counts.duplicate > 200 and counts.received == 800 and counts.played == 800


@pytest.mark.parametrize("packet_ms", [10, 20])
def test_single_losses_come_back_from_red(packet_ms: int) -> None:
    lost = set(range(60, 790, 20))
    heard = run(lambda sent, chance: 0.5, packet_ms=packet_ms, lose=lambda place, _: place in lost, red=True, fec=False)
    counts = heard.playout.counts
    missing = len([place for place in lost if place < 8000 // packet_ms])
    assert counts.lost == missing
    assert counts.by_red >= missing * 0.9


def test_losses_in_speech_come_back_from_in_band_copies() -> None:
    heard = run(lose=lambda place, chance: chance.random() < 0.1)
    counts = heard.playout.counts
    assert counts.by_fec > 0.25 * counts.lost  # silence has no copies
    assert counts.played + counts.by_fec + counts.concealed >= 790


def test_losses_alone_do_not_let_the_delay_grow() -> None:
    """The stock jitter buffer of aiortc stays at 280 ms after the first."""
    heard = run(lose=lambda place, chance: chance.random() < 0.02, seconds=12)
    assert np.percentile(heard.delays_ms[300:], 95) < 40


@pytest.mark.parametrize("ppm", [-300, 300])
def test_clocks_that_drift_apart_keep_their_delay(ppm: float) -> None:
    heard = run(ppm=ppm, seconds=40)
    counts = heard.playout.counts
    assert np.percentile(heard.delays_ms[200:], 99) < 30
    assert counts.concealed <= 12 and counts.played >= 3990
    assert roughest(heard.samples) < CLICK * SPEECH_ROUGHNESS


def test_what_is_only_late_is_still_said_and_the_delay_comes_back() -> None:
    """The network holds everything back for 200 ms once."""
    heard = run(lambda sent, chance: max(0.0, 200 - (sent - 3000)) if sent > 3000 else 0.5, seconds=10)
    counts = heard.playout.counts
    assert counts.played >= 990 and counts.skipped == 0
    assert heard.delays_ms[330] > 100
    assert np.median(heard.delays_ms[-100:]) < 20


def test_an_outage_longer_than_a_stall_is_waited_out_in_silence() -> None:
    heard = run(lambda sent, chance: 0.5, lose=lambda place, _: 300 <= place < 500)
    assert heard.playout.counts.silent > 100
    assert not heard.samples[int((3.0 + STALL_MS / 1000 + 0.2) * RATE) : int(4.9 * RATE)].any()
    assert np.median(heard.delays_ms[-100:]) < 30


def test_silence_that_is_not_sent_is_no_loss() -> None:
    heard = run(dtx=True, seconds=12)
    counts = heard.playout.counts
    assert counts.received < 1190 and counts.lost == 0 and counts.silent > 100
    assert counts.concealed <= 12
    assert np.percentile(heard.delays_ms[200:], 95) < 40


@given(seed=st.integers(0, 10_000), loss=st.floats(0, 0.4), jitter=st.floats(0, 40), red=st.booleans())
@settings(max_examples=15)
def test_whatever_the_network_does_there_is_a_frame(seed: int, loss: float, jitter: float, red: bool) -> None:
    heard = run(
        lambda sent, chance: chance.expovariate(1 / jitter) if jitter else 0.0,
        lose=lambda place, chance: chance.random() < loss,
        red=red,
        seconds=3.0,
        seed=seed,
    )
    counts = heard.playout.counts
    assert np.isfinite(heard.samples).all() and len(heard.samples) % 160 == 0
    assert counts.lost >= 0 and counts.late >= 0
    assert np.abs(heard.samples).max() <= 1.0


@given(st.lists(st.tuples(st.integers(0, 65535), st.integers(0, 2**32 - 1), st.binary(max_size=40)), max_size=60))
def test_strangers_packets_never_raise(packets: list[tuple[int, int, bytes]]) -> None:
    playout = Playout(Decoder(RATE))
    for place, (sequence, timestamp, payload) in enumerate(packets):
        playout.packet(sequence, timestamp, payload, place * 3.0)
        playout.copy(timestamp, payload)
        assert len(playout.frame(place * 10.0)) == 160


def test_a_timestamp_that_jumps_begins_anew() -> None:
    playout = Playout(Decoder(RATE))
    encoder = Encoder(RATE)
    for place in range(100):
        jump = 0x70000000 if place >= 50 else 0
        packet = encoder.encode(speech(1.0)[place * 160 : place * 160 + 160])
        playout.packet(place, place * 480 + jump, packet, place * 10.0)
        playout.frame(place * 10.0 + 5)
    assert playout.counts.restarts == 1
    assert playout.counts.played > 85
    assert playout.state == "playing"


def test_a_seed_gives_the_same_sound_twice() -> None:
    one, two = (run(lambda sent, chance: chance.uniform(0, 30), seconds=2, seed=7) for _ in range(2))
    assert np.array_equal(one.samples, two.samples)
