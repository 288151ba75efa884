"""Capture from a real sound server without a sound card: PulseAudio's null sink is the microphone."""

import threading
import time
from pathlib import Path

import numpy as np
import soundfile
import soxr

from hushcue_gateway.capture.messages import CaptureReport, DeviceList, SourceLost, SourceOpened
from hushcue_gateway.capture.words import WORDS
from hushcue_gateway.media.ring_reader import RingReader
from hushcue_gateway.rings import Ring
from hushcue_gateway.supervisor import Capture, CaptureRestarted, CaptureSettings, RingRack


class Listener:
    """A reader that ticks as the media process does, and keeps what it hears; a missing frame is kept as silence."""

    def __init__(self, ring: Ring):
        self.reader = RingReader(ring, 160, 16000, margin_ms=4.0)
        self.heard: list[np.ndarray] = []
        self._deadline = time.monotonic_ns()

    def run(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._deadline += 10_000_000
            time.sleep(max(0, self._deadline - time.monotonic_ns()) / 1e9)
            frame = self.reader.frame(self._deadline)
            self.heard.append(np.zeros(160, np.float32) if frame is None else frame.copy())

    @property
    def sound(self) -> np.ndarray:
        return np.concatenate(self.heard)


def speech(seconds: float) -> np.ndarray:
    """Noise of the lower speech band with a syllable rhythm: its correlation has one peak, and a pitch bent by the
    most that drift correction may does not yet wash it out within a tenth of a second."""
    count = int(48000 * seconds)
    spectrum = np.fft.rfft(np.random.default_rng(8).standard_normal(count))
    hz = np.fft.rfftfreq(count, 1 / 48000)
    spectrum[(hz < 150) | (hz > 2000)] = 0
    sound = np.fft.irfft(spectrum, count)
    return (0.2 * sound / sound.std() * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * np.arange(count) / 48000))).astype(
        np.float32
    )


def correlation(heard: np.ndarray, said: np.ndarray) -> float:
    """The best normalised correlation of all of ``said`` with any part of ``heard``."""
    size = 1 << (len(heard) + len(said) - 1).bit_length()
    product = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(said, size)), size)[: len(heard) - len(said)]
    at = int(product.argmax())
    return float(product[at] / np.linalg.norm(said) / (np.linalg.norm(heard[at : at + len(said)]) + 1e-12))


def test_what_is_said_into_a_microphone_reaches_the_ring(pulse, rack: RingRack, tmp_path: Path, events) -> None:
    """In pieces of a tenth of a second: the resampler is steered meanwhile, which a whole would show as a shift."""
    said = speech(3.0)
    soundfile.write(tmp_path / "said.wav", said, 48000, subtype="FLOAT")
    capture = Capture(CaptureSettings(spare=False), rack, events)
    try:
        capture.start(60)
        capture.list_devices()
        assert any(each.name == "mic1" for each in events.wait(DeviceList).devices)
        capture.open_microphone("desk", "MIC1")
        opened = events.wait(SourceOpened)
        assert opened.device == "mic1"
        listener = Listener(rack.ring_of("desk"))
        speaker = threading.Thread(target=pulse.play, args=(tmp_path / "said.wav",))
        speaker.start()
        listener.run(5.0)
        speaker.join()
        report = events.wait(CaptureReport, lambda each: each.microphones and each.microphones[0].blocks > 400)
    finally:
        capture.stop()
    # ten times finer than the ring's samples: a piece may lie anywhere between them
    heard = np.asarray(soxr.resample(listener.sound, 16000, 160000, quality="VHQ"))
    wanted = np.asarray(soxr.resample(said, 48000, 160000, quality="VHQ"))
    pieces = [correlation(heard, wanted[at : at + 16000]) for at in range(0, len(wanted), 16000)]
    assert float(np.median(pieces)) > 0.98, pieces
    assert sum(piece > 0.9 for piece in pieces) >= 0.9 * len(pieces), pieces
    microphone = report.microphones[0]
    assert microphone.state == "open"
    assert microphone.lost_ms <= 0.02 * microphone.blocks * 10
    assert microphone.overflow_samples == 0
    assert listener.reader.starved_frames <= 0.02 * len(listener.heard)


def test_unplugged_while_talking_it_says_so_and_is_back_when_the_device_is(
    pulse, rack: RingRack, tmp_path: Path, events
) -> None:
    soundfile.write(tmp_path / "said.wav", speech(2.0), 48000)
    capture = Capture(CaptureSettings(spare=False), rack, events)
    try:
        capture.start(60)
        capture.open_microphone("desk", "mic1")
        events.wait(SourceOpened)
        listener = Listener(rack.ring_of("desk"))
        listener.run(1.0)
        pulse.kill()
        listener.run(1.0)
        lost = events.wait(SourceLost)
        assert lost.code in ("device_gone", "device_silent")
        assert "mic1" in WORDS.say(lost.code, **lost.facts)
        events.wait(SourceLost, lambda each: each.code == "no_device")
        pulse.start()
        events.wait(SourceOpened, lambda each: each.at_ns > lost.at_ns)
        listener.run(0.5)
        before = len(listener.heard)
        speaker = threading.Thread(target=pulse.play, args=(tmp_path / "said.wav",))
        speaker.start()
        listener.run(3.5)
        speaker.join()
        assert float(np.abs(np.concatenate(listener.heard[before:])).max()) > 0.1
        assert not events.of(CaptureRestarted), "the process lives through it"
    finally:
        capture.stop()


def test_a_microphone_closed_and_given_another_channel_opens_again(pulse, rack: RingRack, events) -> None:
    capture = Capture(CaptureSettings(spare=False, block_ms=5), rack, events)
    try:
        capture.start(60)
        capture.open_microphone("desk", "mic1")
        first = events.wait(SourceOpened)
        capture.open_microphone("desk", "mic1", channel=0)
        second = events.wait(SourceOpened, lambda each: each.at_ns > first.at_ns)
        assert (first.channels, second.channels) == (2, 1)
        capture.open_microphone("desk", "mic1", channel=1000)
        lost = events.wait(SourceLost)
        assert lost.code == "device_failed" and "1000" in WORDS.say(lost.code, **lost.facts)
        capture.stop_source("desk")
        events.wait(CaptureReport, lambda each: each.at_ns > lost.at_ns and not each.microphones)
    finally:
        capture.stop()
