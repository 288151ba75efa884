"""Capture from a real sound server without a sound card: PulseAudio's null sink is the microphone."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import soundfile
import soxr
from support.media import capturing
from support.pulse import Pulse

from hushcue_gateway.capture.messages import CaptureReport, DeviceList, MicrophoneReport, SourceLost, SourceOpened
from hushcue_gateway.capture.words import WORDS
from hushcue_gateway.media.ring_reader import RingReader
from hushcue_gateway.rings import Ring
from hushcue_gateway.supervisor import CaptureRestarted, RingRack

MOST_TAKES = 8
MOST_MISSING = 0.02
HOLE_S = 0.1
"""So long did a program have to wait for a processor."""
LIMIT_S = 60.0


class Listener:
    """A reader that ticks as the media process does, and keeps what it hears; a missing frame is kept as silence."""

    def __init__(self, ring: Ring):
        self.reader = RingReader(ring, 160, 16000, margin_ms=4.0)
        self.heard: list[np.ndarray] = []
        self.latest_s = 0.0
        """so late was it called once"""
        self._deadline = time.monotonic_ns()

    def run(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.latest_s = max(self.latest_s, (time.monotonic_ns() - self._deadline) / 1e9 - 0.01)
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


@contextmanager
def said(pulse: Pulse, path: Path) -> Iterator[threading.Thread]:
    """While a file is played into the microphone."""
    speaker = threading.Thread(target=pulse.play, args=(path,))
    speaker.start()
    try:
        yield speaker
    finally:
        speaker.join()


def test_what_is_said_into_a_microphone_reaches_the_ring(pulse, rack: RingRack, tmp_path: Path, events) -> None:
    """In pieces of a tenth of a second: the resampler is steered meanwhile, which a whole would show as a shift. A take
    in which a program had to wait for a processor has holes, and there the next one counts."""
    speaks = speech(3.0)
    soundfile.write(tmp_path / "said.wav", speaks, 48000, subtype="FLOAT")

    def report(listener: Listener) -> MicrophoneReport:
        """The next, while it listens."""
        since = time.monotonic_ns()
        while time.monotonic_ns() < since + LIMIT_S * 1e9:
            listener.run(0.1)
            for each in events.of(CaptureReport)[-1:]:
                if each.at_ns > since and each.microphones:
                    return each.microphones[0]
        raise AssertionError("no report")

    with capturing(rack, events, spare=False) as capture:
        capture.list_devices()
        assert any(each.name == "mic1" for each in events.wait(DeviceList).devices)
        capture.open_microphone("desk", "MIC1")
        opened = events.wait(SourceOpened)
        assert opened.device == "mic1"
        pieces = [0.0] * 30
        for _ in range(MOST_TAKES):
            listener = Listener(rack.ring_of("desk"))
            before = report(listener)
            starved, listener.heard, listener.latest_s = listener.reader.starved_frames, [], 0.0
            with said(pulse, tmp_path / "said.wav") as speaker:
                while speaker.is_alive():
                    listener.run(0.1)
            after = report(listener)
            lost_ms, blocks = after.lost_ms - before.lost_ms, after.blocks - before.blocks
            starved = (listener.reader.starved_frames - starved) / len(listener.heard)
            whole = listener.latest_s < HOLE_S and max(starved, lost_ms / (blocks * 10)) <= MOST_MISSING
            found = correlations(listener.sound, speaks)
            pieces = found if whole else [max(each) for each in zip(pieces, found, strict=True)]
            if whole or are_the_words(pieces):
                break
    assert are_the_words(pieces), pieces
    assert after.state == "open" and blocks > 0
    assert not whole or after.overflow_samples == before.overflow_samples


def correlations(heard: np.ndarray, spoken: np.ndarray) -> list[float]:
    """Of every tenth of a second with what was heard. Ten times finer than the ring's samples: a piece may lie anywhere
    between them."""
    fine = np.asarray(soxr.resample(heard, 16000, 160000, quality="VHQ"))
    wanted = np.asarray(soxr.resample(spoken, 48000, 160000, quality="VHQ"))
    return [correlation(fine, wanted[at : at + 16000]) for at in range(0, len(wanted), 16000)]


def are_the_words(pieces: list[float]) -> bool:
    return float(np.median(pieces)) > 0.98 and sum(piece > 0.9 for piece in pieces) >= 0.9 * len(pieces)


def test_unplugged_while_talking_it_says_so_and_is_back_when_the_device_is(
    pulse, rack: RingRack, tmp_path: Path, events
) -> None:
    soundfile.write(tmp_path / "said.wav", speech(1.0), 48000)
    with capturing(rack, events, spare=False) as capture:
        capture.open_microphone("desk", "mic1")
        events.wait(SourceOpened)
        listener = Listener(rack.ring_of("desk"))
        listener.run(0.5)
        pulse.kill()
        listener.run(0.5)
        lost = events.wait(SourceLost)
        assert lost.code in ("device_gone", "device_silent")
        assert "mic1" in WORDS.say(lost.code, **lost.facts)
        events.wait(SourceLost, lambda each: each.code == "no_device")
        pulse.start()
        events.wait(SourceOpened, lambda each: each.at_ns > lost.at_ns)
        listener.run(0.5)
        listener.heard.clear()
        for _ in range(MOST_TAKES):
            with said(pulse, tmp_path / "said.wav") as speaker:
                while speaker.is_alive():
                    listener.run(0.1)
            listener.run(0.5)
            if is_heard(listener):
                break
        assert is_heard(listener)
        assert not events.of(CaptureRestarted), "the process lives through it"


def is_heard(listener: Listener) -> bool:
    return float(np.abs(listener.sound).max()) > 0.1


def test_a_microphone_closed_and_given_another_channel_opens_again(pulse, rack: RingRack, events) -> None:
    with capturing(rack, events, spare=False, block_ms=5) as capture:
        capture.open_microphone("desk", "mic1")
        first = events.wait(SourceOpened)
        capture.open_microphone("desk", "mic1", channel=0)
        second = events.wait(SourceOpened, lambda each: each.at_ns > first.at_ns)
        assert (first.channels, second.channels) == (2, 1)
        capture.open_microphone("desk", "mic1", channel=1000)
        lost = events.wait(SourceLost, lambda each: each.code == "device_failed")
        assert "1000" in WORDS.say(lost.code, **lost.facts)
        capture.stop_source("desk")
        events.wait(CaptureReport, lambda each: each.at_ns > lost.at_ns and not each.microphones)
