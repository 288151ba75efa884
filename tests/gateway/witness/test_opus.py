"""Opus: found wherever it is, sound that survives it, and the three things opuslib alone cannot do."""

import ctypes.util
import subprocess
from pathlib import Path

import numpy as np
import pytest
from support import sounds
from support.programs import needs

from hushcue_gateway import opus
from hushcue_gateway.witness.recorder import FRAME_SAMPLES, Recorder
from hushcue_words import Trouble

RATE_HZ = 16000


def speech(seconds: float = 2.0) -> np.ndarray:
    return np.asarray(sounds.voice_like(seconds) * 32767, np.int16)


def vowels(seconds: float) -> np.ndarray:
    """Harmonics of a voice that rises and falls."""
    times = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    phase = 2 * np.pi * np.cumsum(120 + 25 * np.sin(2 * np.pi * 0.7 * times)) / RATE_HZ
    voice = np.sum([np.sin(number * phase) / number for number in range(1, 20)], axis=0)
    voice *= 0.6 + 0.4 * np.sin(2 * np.pi * 3 * times)
    return np.asarray(15000 * voice / np.abs(voice).max(), np.int16)


def aligned_snr_db(said: np.ndarray, heard: np.ndarray, delay: int) -> float:
    part = heard[delay : delay + len(said)].astype(float)
    said = said[: len(part)].astype(float)
    return float(10 * np.log10(np.sum(said**2) / np.sum((part - said) ** 2)))


def packets(encoder: opus.Encoder, sound: np.ndarray, frame: int) -> list[bytes]:
    return [encoder.encode(sound[at : at + frame]) for at in range(0, len(sound) - frame + 1, frame)]


@pytest.mark.parametrize("rate_hz", [8000, 16000, 48000])
@pytest.mark.parametrize("frame_ms", [10, 20])
def test_sound_comes_through_at_every_rate(rate_hz: int, frame_ms: int) -> None:
    times = np.arange(rate_hz) / rate_hz
    sound = np.asarray(8000 * np.sin(2 * np.pi * 440 * times) + 4000 * np.sin(2 * np.pi * 1300 * times), np.int16)
    encoder, decoder = opus.Encoder(rate_hz, application="audio", bitrate=64_000), opus.Decoder(rate_hz)
    frame = rate_hz * frame_ms // 1000
    heard = np.concatenate([decoder.decode(packet) for packet in packets(encoder, sound, frame)])
    assert len(heard) == len(sound) // frame * frame
    settled = rate_hz // 4
    assert aligned_snr_db(sound[settled:], heard[settled:], encoder.lookahead) > 30.0


def test_two_channels_stay_apart() -> None:
    encoder, decoder = opus.Encoder(48000, 2, "audio", 128_000), opus.Decoder(48000, 2)
    tone = np.asarray(10000 * np.sin(2 * np.pi * 440 * np.arange(48000) / 48000), np.int16)
    stereo = np.stack([tone, np.zeros_like(tone)], axis=1)
    heard = np.concatenate([decoder.decode(encoder.encode(stereo[at : at + 960])) for at in range(0, 48000, 960)])
    left, right = heard.reshape(-1, 2)[9600:].astype(float).T
    assert np.sqrt(np.mean(left**2)) > 5000 > 50 * np.sqrt(np.mean(right**2))


def test_frames_are_taken_as_bytes_too() -> None:
    sound = speech(0.5)[4000:4320]
    one, other = opus.Encoder(RATE_HZ), opus.Encoder(RATE_HZ)
    assert one.encode(sound.tobytes()) == other.encode(memoryview(sound.tobytes())) != b""


def test_controls_are_set() -> None:
    encoder = opus.Encoder(RATE_HZ, bitrate=24_000, fec=True, loss_percent=20, dtx=True)
    said = [encoder.get(what) for what in (opus.GET_BITRATE, opus.GET_INBAND_FEC, opus.GET_PACKET_LOSS_PERC, 4017)]
    assert said == [24_000, 1, 20, 1]
    with pytest.raises(opus.OpusError):
        encoder.set(opus.SET_BITRATE, -5)


def test_the_bitrate_is_what_was_asked_for_and_silence_costs_next_to_nothing() -> None:
    sound = speech(4.0)
    for bitrate in (16_000, 32_000):
        size = sum(map(len, packets(opus.Encoder(RATE_HZ, bitrate=bitrate), sound, 320)))
        assert 0.7 < size * 8 / 4.0 / bitrate < 1.15
    quiet = packets(opus.Encoder(RATE_HZ, dtx=True), np.zeros(32000, np.int16), 320)
    assert np.mean([len(each) for each in quiet[20:]]) < 4


def test_what_is_lost_is_concealed_and_better_still_repaired() -> None:
    sound = vowels(4.0)
    encoder = opus.Encoder(RATE_HZ, bitrate=24_000, fec=True, loss_percent=20)
    sent = packets(encoder, sound, 320)
    whole = opus.Decoder(RATE_HZ)
    lossless = np.concatenate([whole.decode(each) for each in sent]).astype(float)
    snr_db = {}
    for how in ("silence", "conceal", "fec"):
        decoder, heard = opus.Decoder(RATE_HZ), []
        for place, packet in enumerate(sent):
            if place % 10 == 5:
                if how == "fec":
                    heard.append(decoder.fec(sent[place + 1]))
                else:
                    concealed = decoder.conceal(320)
                    heard.append(concealed if how == "conceal" else np.zeros(320, np.int16))
            else:
                heard.append(decoder.decode(packet))
        difference = np.concatenate(heard).astype(float) - lossless
        snr_db[how] = 10 * np.log10(np.sum(lossless**2) / np.sum(difference**2))
    assert snr_db["fec"] > snr_db["conceal"] + 3.0 and snr_db["conceal"] > snr_db["silence"] + 1.0, snr_db


@pytest.mark.parametrize("packet", [b"", b"\xff", b"\xff\xff\xff", bytes(1500)])
def test_a_packet_that_is_none_is_an_error_and_no_more(packet: bytes) -> None:
    decoder = opus.Decoder(RATE_HZ)
    for read in (decoder.samples_in, decoder.decode):
        try:
            read(packet)
        except opus.OpusError as error:
            assert str(error)
    good = opus.Encoder(RATE_HZ).encode(np.zeros(320, np.int16))
    assert len(decoder.decode(good)) == 320
    with pytest.raises(opus.OpusError):
        decoder.conceal(7)


def test_a_frame_that_is_none_is_refused() -> None:
    encoder = opus.Encoder(RATE_HZ)
    with pytest.raises(opus.OpusError):
        encoder.encode(np.zeros(321, np.int16))
    with pytest.raises(ValueError):
        encoder.encode(np.zeros(320, np.float32))  # type: ignore[arg-type]
    with pytest.raises(ValueError):
        opus.Encoder(44100)


def test_the_library_of_the_wheel_does_where_the_system_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)
    found = list(opus.libraries())
    assert found and all("av" in Path(each).parent.name or ".dylibs" in each for each in found)
    library = ctypes.CDLL(found[0])
    version = library.opus_get_version_string
    version.restype = ctypes.c_char_p
    assert version().startswith(b"libopus")


def test_where_there_is_none_it_says_so_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opus, "libraries", lambda: iter(["/nowhere/libopus.so"]))
    monkeypatch.setattr(opus, "_api", None)
    with pytest.raises(Trouble) as refused:
        opus.Encoder(RATE_HZ)
    trouble = refused.value
    assert (trouble.code, trouble.exit_code) == ("opus_missing", 3)
    assert "apt install libopus0" in trouble.in_language("en") and "找不到" in trouble.in_language("zh")


def test_ffmpeg_hears_what_was_said(tmp_path: Path) -> None:
    """A decoder that nobody here wrote."""
    needs("ffmpeg")
    sound = speech(2.0)
    recorder = Recorder(tmp_path / "cue.ogg", {}, bitrate=64_000)
    recorder.add(sound)
    assert recorder.close() is None
    command = ["ffmpeg", "-v", "error", "-i", str(tmp_path / "cue.ogg"), "-ar", "16000", "-f", "s16le", "-"]
    heard = np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, np.int16)
    assert len(sound) <= len(heard) <= len(sound) + 2 * FRAME_SAMPLES
    assert sounds.snr_db(heard / 32768, sound / 32768) > 6.0
    ours = opus.Decoder(RATE_HZ)
    decoded = np.concatenate([ours.decode(each) for each in packets(opus.Encoder(RATE_HZ, bitrate=64_000), sound, 320)])
    assert sounds.snr_db(decoded / 32768, heard[320:12000] / 32768) > 20.0, "both decoders say the same"
