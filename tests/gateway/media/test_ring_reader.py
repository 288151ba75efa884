"""From a ring into the tick, in virtual time: when to begin, what to do in a gap, how to catch up."""

import numpy as np
import pytest

from hushcue_gateway.media.ring_reader import RingReader
from hushcue_gateway.rings import Ring

MS = 1_000_000


def block(value: float = 0.5, count: int = 160) -> np.ndarray:
    return np.full(count, value, np.float32)


class Studio:
    """Blocks of 10 ms written ``phase_ms`` after the tick of the same number, ticks every 10 ms."""

    def __init__(self, ring: Ring, phase_ms: float):
        self.ring = ring
        self.reader = RingReader(ring, 160, 16000, margin_ms=4.0)
        self.phase_ms = phase_ms
        self.now_ms = 0.0
        self.written = 0
        ring.set_flowing(True, 160)

    def run(self, ticks: int, silent: range = range(0), value: float = 0.5, heap: bool = False) -> list[bool]:
        """Which ticks had sound. In ``silent`` ticks no block comes; with ``heap`` they come all together after."""
        heard = []
        owed = 0
        for tick in range(ticks):
            heard.append(self.reader.frame(int(self.now_ms * MS)) is not None)
            stamp = int((self.now_ms + self.phase_ms) * MS)
            if tick in silent:
                owed += heap
            else:
                for _ in range(owed + 1):
                    self.ring.write(block(value), stamp)
                owed = 0
            self.now_ms += 10
        return heard


@pytest.mark.parametrize("phase_ms", [0.0, 1.0, 3.9, 4.1, 6.0, 9.9])
def test_every_phase_has_the_same_delay(ring: Ring, phase_ms: float) -> None:
    """A block and the margin, 14 ms, whatever the phase between sound card and tick."""
    studio = Studio(ring, phase_ms)
    heard = studio.run(200)
    assert heard.index(True) <= 3
    assert all(heard[heard.index(True) :])
    assert studio.reader.delay_samples == pytest.approx(14 * 16, abs=1)
    assert studio.reader.starved_frames == 0


@pytest.mark.parametrize("phase_ms", [0.0, 3.0, 6.0, 9.0])
def test_a_block_late_within_the_margin_is_not_missed(ring: Ring, phase_ms: float) -> None:
    studio = Studio(ring, phase_ms)
    studio.run(20)
    random = np.random.default_rng(1)
    for number in range(300):
        tick_ns = int(studio.now_ms * MS)
        arrives_ns = tick_ns + int((phase_ms + random.uniform(0, 3.9)) * MS)
        assert studio.reader.frame(tick_ns) is not None, number
        if arrives_ns >= tick_ns + 10 * MS:  # after the next tick: that one has to do without it
            studio.now_ms += 10
            assert studio.reader.frame(tick_ns + 10 * MS) is not None
            ring.write(block(), arrives_ns)
            ring.write(block(), arrives_ns)
        else:
            ring.write(block(), arrives_ns)
        studio.now_ms += 10
    assert studio.reader.starved_frames == 0


def test_what_was_said_before_anybody_read_is_not_heard_late(ring: Ring) -> None:
    studio = Studio(ring, 5.0)
    for number in range(40):
        ring.write(block(), (number * 10 + 5) * MS)
    studio.now_ms = 400
    studio.run(5)
    assert studio.reader.delay_samples == pytest.approx(14 * 16, abs=1)
    assert ring.skipped_samples > 5000


def test_a_gap_is_counted_and_teaches_a_longer_cushion_which_calm_takes_back(ring: Ring) -> None:
    studio = Studio(ring, 5.0)
    studio.run(20)
    heard = studio.run(20, silent=range(5, 8), heap=True)
    assert heard.count(False) in (2, 3)
    assert studio.reader.starved_frames == heard.count(False)
    assert studio.reader.target_samples == (14 + 5) * 16
    studio.run(2600)
    assert studio.reader.target_samples == 14 * 16


def test_a_cushion_that_is_needed_stays_and_what_is_more_than_that_goes(ring: Ring) -> None:
    """Blocks come in pairs, 10 ms late every second time; a heap of gaps at the start taught far more than that."""
    studio = Studio(ring, 5.0)
    studio.run(20)
    for _ in range(8):
        studio.run(20, silent=range(5, 15), heap=True)
        studio.run(80, value=0.001)  # the delay comes back
    assert studio.reader.target_samples == (14 + 40) * 16
    for _ in range(1500):
        studio.run(2, silent=range(0, 1), heap=True, value=0.001)
    starved = studio.reader.starved_frames
    assert (14 + 8) * 16 <= studio.reader.target_samples <= (14 + 10) * 16
    for _ in range(3000):
        studio.run(2, silent=range(0, 1), heap=True, value=0.001)
    assert studio.reader.starved_frames == starved


def test_after_a_stall_no_word_is_lost_and_the_pause_gives_the_time_back(ring: Ring) -> None:
    """Sound that came late in a heap is played late, all of it; the delay shrinks only where it is quiet."""
    studio = Studio(ring, 5.0)
    studio.run(50)
    read_before = ring.read
    heard = studio.run(100, silent=range(10, 15), heap=True)
    assert studio.reader.caught_up_samples == 0
    assert ring.read - read_before == heard.count(True) * 160
    assert studio.reader.delay_samples > 50 * 16
    studio.run(100, value=0.001)
    assert studio.reader.caught_up_samples >= 3 * 160
    assert studio.reader.delay_samples < studio.reader.target_samples + 160


def test_a_pause_takes_back_what_is_less_than_a_frame_and_the_word_behind_it_is_whole(ring: Ring) -> None:
    """One frame starved: 10 ms later, of which 5 are wanted from then on. Half a second later a pause gives back 5."""
    studio = Studio(ring, 5.0)
    studio.run(50)
    studio.run(20, silent=range(5, 6), heap=True)
    assert studio.reader.delay_samples == pytest.approx((14 + 10) * 16, abs=1)
    studio.run(60, value=0.001)
    assert studio.reader.delay_samples == pytest.approx((14 + 5) * 16, abs=1)
    assert studio.reader.caught_up_samples == pytest.approx(5 * 16, abs=1)
    assert all(studio.run(100))


@pytest.mark.parametrize("begins", range(57 * 160, 62 * 160, 53))
def test_nothing_of_a_word_is_left_out_with_the_pause_before_it(ring: Ring, begins: int) -> None:
    """The pause is shortened about then: some of these words begin in what is read ahead for that."""
    studio = Studio(ring, 5.0)
    word = (np.arange(1600) % 80 / 100 + 0.1).astype(np.float32)
    speech = np.zeros(200 * 160, np.float32)
    speech[begins : begins + len(word)] = word
    heard = []
    for tick in range(200):
        frame = studio.reader.frame(tick * 10 * MS)
        heard.append(np.zeros(160, np.float32) if frame is None else frame.copy())
        stamp = int((tick * 10 + 5) * MS)
        if tick == 5:  # comes with the next: a frame starves
            continue
        for number in (5, 6) if tick == 6 else (tick,):
            ring.write(speech[number * 160 :][:160], stamp)
    sound = np.concatenate(heard)
    found = np.flatnonzero(sound > 0.05)
    assert studio.reader.caught_up_samples == pytest.approx(5 * 16, abs=1)
    assert np.array_equal(sound[found[0] : found[0] + len(word)], word)
    assert len(found) == len(word)


def test_a_delay_that_waves_around_its_target_is_left_alone(ring: Ring) -> None:
    studio = Studio(ring, 2.0)
    studio.run(20, value=0.001)
    for number in range(300):
        studio.phase_ms = 2.0 + 3 * np.sin(number)
        studio.run(1, value=0.001)
    assert studio.reader.caught_up_samples == 0
    assert studio.reader.starved_frames == 0


def test_a_delay_beyond_the_bound_is_cut(ring: Ring) -> None:
    studio = Studio(ring, 5.0)
    studio.run(20)
    for _ in range(30):
        ring.write(block(), int((studio.now_ms - 5) * MS))
    studio.run(5)
    assert studio.reader.delay_samples == pytest.approx(14 * 16, abs=1)
    assert studio.reader.caught_up_samples > 200 * 16


def test_the_last_part_of_a_sound_is_heard_and_its_end_is_no_starvation(ring: Ring) -> None:
    reader = RingReader(ring, 160, 16000, 4.0)
    ring.set_flowing(True, 160)
    ring.write(block(0.25, 200), 10 * MS)
    ring.set_flowing(False)
    frames = [reader.frame(tick * 10 * MS) for tick in (2, 3, 4, 5)]
    first, second = frames[0], frames[1]
    assert first is not None and second is not None
    assert frames[2:] == [None, None]
    assert ring.read == 200
    assert reader.starved_frames == 0


def test_a_producer_that_died_is_silence_and_its_successor_begins_at_the_target(ring: Ring) -> None:
    studio = Studio(ring, 5.0)
    studio.run(20)
    heard = studio.run(80, silent=range(10, 80))
    assert not any(heard[15:])
    heard = studio.run(30)
    assert all(heard[4:])
    assert studio.reader.delay_samples == pytest.approx(14 * 16, abs=1)
    assert studio.reader.target_samples == 14 * 16
