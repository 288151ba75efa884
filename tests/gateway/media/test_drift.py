"""Sound clocks that differ, in virtual time: the delay stays where it should be, and nothing clicks."""

import numpy as np
import pytest

from hushcue_gateway.capture.drift import DriftController
from hushcue_gateway.capture.resampler import Resampler
from hushcue_gateway.media.ring_reader import RingReader
from hushcue_gateway.rings import Ring

MS = 1_000_000
TONE_HZ = 440.0


def talk_through(ring: Ring, ppm: float, seconds: int, jitter_ms: float) -> tuple[np.ndarray, list[float], RingReader]:
    """A microphone whose clock is ``ppm`` fast, a reader that ticks exactly; a tone goes in, what comes out is
    returned, with the delay at every tick. jitter_ms: callbacks come up to this late."""
    random = np.random.default_rng(3)
    reader = RingReader(ring, 160, 16000, margin_ms=4.0)
    controller = DriftController(16000)
    resampler = Resampler(48000, 16000)
    ring.set_flowing(True, 160)
    block_ns = 10 * MS / (1 + ppm * 1e-6)
    heard: list[np.ndarray] = []
    delays: list[float] = []
    tick_ns = 10 * MS
    for number in range(1, seconds * 100):
        arrives_ns = int(number * block_ns + random.uniform(0, jitter_ms) * MS)
        while tick_ns <= arrives_ns:
            frame = reader.frame(tick_ns)
            if frame is not None:
                heard.append(frame.copy())
                delays.append(reader.delay_samples)
            tick_ns += 10 * MS
        time_s = (np.arange(480) + (number - 1) * 480) / 48000
        ring.write(resampler.push(np.sin(2 * np.pi * TONE_HZ * time_s).astype(np.float32)), arrives_ns)
        delay = ring.delay_samples(arrives_ns, 16000)
        assert delay is not None
        if ring.target_samples and ring.read_stamp_ns:
            resampler.steer(controller.update(delay, ring.target_samples, arrives_ns))
    return np.concatenate(heard), delays, reader


@pytest.mark.parametrize("ppm", [-300.0, 0.0, 300.0])
@pytest.mark.parametrize("jitter_ms", [0.0, 3.0])
def test_the_delay_stays_at_its_target_and_no_frame_is_missed(ring: Ring, ppm: float, jitter_ms: float) -> None:
    _, delays, reader = talk_through(ring, ppm, 120, jitter_ms)
    target_ms = reader.target_samples / 16
    settled = np.array(delays[len(delays) // 2 :]) / 16
    assert target_ms == 14.0
    assert np.abs(settled - target_ms).max() < 1.0 + jitter_ms
    assert abs(settled.mean() - target_ms) < 0.5 + jitter_ms / 2
    assert min(delays) / 16 > target_ms - 3.0 - jitter_ms
    assert max(delays) / 16 < target_ms + 3.0 + jitter_ms
    assert reader.starved_frames == 0
    assert reader.caught_up_samples == 0
    assert ring.overflow_samples == 0


@pytest.mark.parametrize("ppm", [-300.0, 300.0])
def test_a_tone_comes_out_without_a_click(ring: Ring, ppm: float) -> None:
    """A click is energy far from the tone: the second difference of a sine is bounded by its own frequency."""
    sound, _, _ = talk_through(ring, ppm, 60, 2.0)
    sound = sound[1600:]
    bend = np.abs(np.diff(sound, 2))
    smooth = (2 * np.pi * TONE_HZ / 16000) ** 2
    assert bend.max() < 1.02 * smooth
    assert np.abs(sound).max() < 1.01


def test_the_controller_learns_the_drift(ring: Ring) -> None:
    """With the integral settled, the ratio is the clocks' difference, turned round."""
    controller = DriftController(16000)
    level, now = 224.0, 0
    for _ in range(120 * 100):
        now += 10 * MS
        level += 160 * (300e-6 + controller.ratio)
        controller.update(level, 224.0, now)
    assert controller.ratio == pytest.approx(-300e-6, abs=10e-6)
    assert level == pytest.approx(224.0, abs=2.0)


def test_a_stalled_reader_does_not_tear_the_pitch() -> None:
    """Ten seconds without a reader, measured as an enormous delay: the correction stays within its bound."""
    controller = DriftController(16000)
    for block in range(1000):
        controller.update(224.0 + block * 160, 224.0, block * 10 * MS)
        assert abs(controller.ratio) <= 0.001
