"""The microphone's resampler: early, flat, free of aliases, and agreeing with soxr, which nobody here wrote."""

import numpy as np
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from hushcue_gateway.capture.resampler import Resampler

RATES = [16000, 22050, 32000, 44100, 48000, 96000]


def convert(sound: np.ndarray, rate: int, block: int, ratio: float = 0.0) -> np.ndarray:
    resampler = Resampler(rate, 16000)
    resampler.steer(ratio)
    pieces = [resampler.push(sound[at : at + block]) for at in range(0, len(sound), block)]
    return np.concatenate(pieces)


def tone(hz: float, rate: int, seconds: float = 1.0) -> np.ndarray:
    return np.sin(2 * np.pi * hz * np.arange(int(rate * seconds)) / rate).astype(np.float32)


def gain_db(hz: float, rate: int) -> float:
    out = convert(tone(hz, rate), rate, rate // 100)[800:-800]
    return float(10 * np.log10(2 * np.mean(out.astype(np.float64) ** 2) + 1e-30))


@pytest.mark.parametrize("rate", RATES)
def test_speech_passes_flat(rate: int) -> None:
    assert all(abs(gain_db(hz, rate)) < 0.1 for hz in (80, 300, 1000, 3400, 5000, 6500))


@pytest.mark.parametrize("rate", [rate for rate in RATES if rate > 20000])
def test_what_16_khz_cannot_carry_is_gone(rate: int) -> None:
    assert all(gain_db(hz, rate) < -65.0 for hz in (8500, 9500, min(12000, rate * 0.45)))


@pytest.mark.parametrize("rate", RATES)
def test_it_agrees_with_soxr(rate: int) -> None:
    """Speech-band noise: the same samples, in the same places, 50 dB down."""
    noise = np.random.default_rng(1).standard_normal(16000).astype(np.float32)
    spectrum = np.fft.rfft(noise)
    spectrum[int(6500 / 8000 * (len(spectrum) - 1)) :] = 0
    speech = np.fft.irfft(spectrum).astype(np.float32) * 0.1
    sound = np.asarray(soxr.resample(speech, 16000, rate, quality="VHQ"), np.float32)
    ours = convert(sound, rate, rate // 100)
    theirs = np.asarray(soxr.resample(sound, rate, 16000, quality="VHQ"))
    inner = slice(500, min(len(ours), len(theirs)) - 500)
    error = np.mean((ours[inner] - theirs[inner]) ** 2) / np.mean(theirs[inner] ** 2)
    assert 10 * np.log10(error) < -50.0


@pytest.mark.parametrize("rate", RATES)
def test_a_click_comes_out_in_its_place_within_three_milliseconds(rate: int) -> None:
    block = rate // 1000
    resampler = Resampler(rate, 16000)
    click = np.zeros(200 * block, np.float32)
    click[100 * block] = 1.0
    made, held_ms = [], []
    for index in range(200):
        made.append(resampler.push(click[index * block : (index + 1) * block]))
        held_ms.append((index + 1) * block * 1000 / rate - sum(map(len, made)) / 16)
    place = int(np.abs(np.concatenate(made)).argmax())
    assert abs(place - 1600 * block * 1000 / rate) <= 1
    assert max(held_ms[50:]) < 4.1  # about 2.8, and what is left of a millisecond's block


def test_soxr_keeps_its_sound_longer() -> None:
    """Why microphones do not go through soxr: what its variable-rate mode and HQ's lumps hold back."""
    held: dict[str, list[int]] = {}
    for name, stream in {
        "variable": soxr.ResampleStream(48000, 16000, 1, dtype="float32", quality="HQ", vr=True),
        "HQ": soxr.ResampleStream(48000, 16000, 1, dtype="float32", quality="HQ"),
    }.items():
        out = 0
        for block in range(200):
            out += len(stream.resample_chunk(np.zeros(480, np.float32)))
            if block > 20:
                held.setdefault(name, []).append((block + 1) * 160 - out)
    ours = 160 * 200 - len(convert(np.zeros(480 * 200, np.float32), 48000, 480))
    assert ours <= 50
    assert min(held["variable"]) > 3 * ours
    assert max(held["HQ"]) > 8 * ours


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("ppm", [-300, 300, 2000])
def test_the_ratio_bends_as_told(rate: int, ppm: int) -> None:
    sound = np.zeros(rate * 10, np.float32)
    more = len(convert(sound, rate, rate // 100, ppm * 1e-6)) - len(convert(sound, rate, rate // 100))
    assert more == pytest.approx(160000 * ppm * 1e-6, abs=3)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 480), min_size=1, max_size=40), st.sampled_from([44100, 48000]))
def test_the_cut_into_blocks_does_not_matter(cuts: list[int], rate: int) -> None:
    sound = np.random.default_rng(2).standard_normal(sum(cuts)).astype(np.float32)
    resampler = Resampler(rate, 16000)
    at, pieces = 0, []
    for cut in cuts:
        pieces.append(resampler.push(sound[at : at + cut]))
        at += cut
    whole = Resampler(rate, 16000).push(sound)
    cut_up = np.concatenate(pieces)
    assert len(cut_up) == len(whole)
    assert np.allclose(cut_up, whole, atol=1e-4)
