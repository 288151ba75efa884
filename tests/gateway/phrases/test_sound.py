"""A phrase sounds as loud as a talker, begins and ends with its speech, and is never longer than allowed."""

import io

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from hushcue_gateway.phrases import sound
from hushcue_gateway.phrases.decode import MOST_BYTES, Undecodable, decode
from hushcue_wire.audio import RATE_HZ

Samples = NDArray[np.float32]


def speech(seconds: float, level: float = 0.2) -> Samples:
    """Syllables: noise that swells and fades four times a second."""
    rng = np.random.default_rng(4)
    time = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    return (level * rng.standard_normal(time.size) * np.sin(2 * np.pi * 2 * time) ** 2).astype(np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(int(seconds * RATE_HZ), np.float32)


def encoded(samples: Samples, container: str, codec: str, rate_hz: int = 48_000) -> bytes:
    """A file as a browser's recorder would make it."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as file:
        stream = file.add_stream(codec, rate=rate_hz)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis, :], format="flt", layout="mono")
        frame.sample_rate = RATE_HZ
        for piece in av.AudioResampler(format=stream.format.name, layout="mono", rate=rate_hz).resample(frame):
            file.mux(stream.encode(piece))
        file.mux(stream.encode(None))
    return out.getvalue()


@pytest.mark.parametrize("level", [0.02, 0.2, 0.9])
def test_speech_is_brought_to_one_level_and_peaks_are_held(level: float) -> None:
    done = sound.finished(speech(3.0, level))
    assert sound.speech_db(done) == pytest.approx(sound.SPEECH_DB, abs=1.5)
    assert 20 * np.log10(np.abs(done).max()) <= sound.PEAK_DB + 0.01


def test_a_whisper_is_not_raised_into_noise() -> None:
    quiet = speech(2.0, 0.004)
    gain_db = sound.speech_db(sound.finished(quiet)) - sound.speech_db(quiet)
    assert gain_db == pytest.approx(sound.MOST_GAIN_DB, abs=0.5)


def test_silence_around_speech_goes_and_a_little_stays() -> None:
    done = sound.finished(np.concatenate([silence(2.0), speech(1.0), silence(3.0)]))
    assert 1.0 <= done.size / RATE_HZ <= 1.0 + sound.BEFORE_S + sound.AFTER_S + 0.02
    assert done[0] == 0.0 and abs(done[-1]) < 1e-3


def test_a_pause_within_speech_stays() -> None:
    done = sound.finished(np.concatenate([speech(0.5), silence(1.0), speech(0.5)]))
    assert done.size / RATE_HZ > 1.95


def test_what_is_too_long_is_cut() -> None:
    assert sound.finished(speech(40.0)).size == int(sound.MOST_S * RATE_HZ)


@pytest.mark.parametrize("nothing", [silence(1.0), np.zeros(0, np.float32), speech(1.0, 0.0005)])
def test_silence_is_refused(nothing: Samples) -> None:
    with pytest.raises(sound.Silent):
        sound.finished(nothing)


@pytest.mark.parametrize(
    ("container", "codec"), [("wav", "pcm_s16le"), ("ogg", "libopus"), ("webm", "libopus"), ("mp4", "aac")]
)
def test_recordings_of_browsers_are_read(container: str, codec: str) -> None:
    done = sound.finished(decode(encoded(np.concatenate([speech(1.0), silence(0.5)]), container, codec)))
    assert done.size / RATE_HZ == pytest.approx(1.1, abs=0.15)
    assert sound.speech_db(done) == pytest.approx(sound.SPEECH_DB, abs=1.5)


def test_a_recording_that_breaks_off_gives_what_there_is() -> None:
    whole = encoded(speech(4.0), "webm", "libopus")
    assert 0.5 < decode(whole[: len(whole) // 2]).size / RATE_HZ < 4.0


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sound_unknown"),
        (b"not a sound at all", "sound_unknown"),
        (b"#EXTM3U\nhttp://127.0.0.1/secret\n", "sound_unknown"),
        (b"ffconcat version 1.0\nfile secret.wav\n", "sound_unknown"),
        (b"RIFF" + bytes(200), "sound_unreadable"),
        (b"OggS" + bytes(200), "sound_unreadable"),
        (b"\x1aE\xdf\xa3" + bytes(200), "sound_unreadable"),
        (b"\0\0\0\x18ftypisom" + bytes(200), "sound_unreadable"),
        (bytes(MOST_BYTES + 1), "sound_too_large"),
    ],
)
def test_what_is_no_recording_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Undecodable) as refused:
        decode(data)
    assert refused.value.code == code


def hours_of_silence(hours: int) -> bytes:
    """The same 20 ms over and over, encoded once."""
    out, rate_hz = io.BytesIO(), 48_000
    with av.open(out, "w", format="ogg") as file:
        stream = file.add_stream("libopus", rate=rate_hz)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(np.zeros((1, rate_hz), np.float32), format="flt", layout="mono")
        frame.sample_rate = rate_hz
        packet = list(stream.encode(frame))[-1]
        for number in range(hours * 3600 * 50):
            packet.pts = packet.dts = number * rate_hz // 50
            file.mux(packet)
    return out.getvalue()


def test_hours_of_sound_in_a_small_file_are_not_decoded() -> None:
    long = hours_of_silence(2)
    assert len(long) < MOST_BYTES
    assert decode(long).size / RATE_HZ <= 60.0
