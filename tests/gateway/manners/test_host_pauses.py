"""When a host speaks and when not, told from a programme: clean, in noise, over music. Real speech synthesis stands in
for the host, made here and laid out with pauses whose places are known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
import soxr
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from hushcue_gateway.manners.pause import FRAME, FRAME_MS, HANG_MS, RATE_HZ, PauseWatch
from hushcue_gateway.voice.espeak import Espeak

Sound = NDArray[np.float64]
LINES = {
    "cmn": ("大家好欢迎来到直播间", "这款衣服面料非常舒服", "喜欢的点一下链接三号", "库存只剩五十件了"),
    "en-us": (
        "welcome back to the show",
        "this jacket is very soft",
        "tap link number three",
        "only fifty left in stock",
    ),
    "es-419": ("hola a todos bienvenidos", "es de algodón muy suave", "quedan solo cincuenta", "el precio sube pronto"),
    "id": ("selamat datang di siaran kami", "jaket ini sangat lembut", "stok tinggal lima puluh", "harga akan naik"),
}
UNDER = (
    ("", 0, 0.99),
    ("noise", 20, 0.97),
    ("noise", 10, 0.95),
    ("noise", 5, 0.85),
    ("music", 15, 0.97),
    ("music", 8, 0.95),
)
"""What lies how many dB under the speech: the least share of its time in which the host is known to speak."""
SLOW_MS = HANG_MS + 150


@cache
def said(voice: str, text: str) -> Sound:
    """Without the silence before and after."""
    sound = engine().speak(text, voice, 0.85, 30.0)
    samples = np.frombuffer(sound.pcm, np.int16).astype(np.float64) / 32768.0
    samples = np.asarray(soxr.resample(samples, sound.rate_hz, RATE_HZ), np.float64)
    (loud,) = np.nonzero(np.abs(samples) > 0.005)
    return samples[loud[0] : loud[-1] + 1]


@cache
def engine() -> Espeak:
    return Espeak()


@dataclass
class Scene:
    """sound: full scale 1.0. spoken: first and last sample of each line, and the seconds of silence behind it."""

    sound: Sound
    spoken: list[tuple[int, int, float]]


@cache
def scene(voice: str) -> Scene:
    """Two rounds of the lines, each with a level of its own, and after each a short gap or a pause."""
    rng = np.random.default_rng(7)
    pieces, spoken, at = [np.zeros(RATE_HZ)], [], RATE_HZ
    for number, text in enumerate(2 * LINES[voice]):
        line = said(voice, text) * 0.3 * rng.uniform(0.7, 1.3)
        seconds = (0.1, 0.7, 1.2)[number % 3]
        spoken.append((at, at + len(line), seconds))
        pieces += [line, np.zeros(int(seconds * RATE_HZ))]
        at += len(pieces[-1]) + len(pieces[-2])
    return Scene(np.concatenate(pieces), spoken)


def music(count: int, rng: np.random.Generator) -> Sound:
    """Four chords, a kick on the beat, a hat between: 110 beats a minute."""
    time = np.arange(count) / RATE_HZ
    beat = (time * 110 / 60) % 1.0
    chord = (time * 110 / 240).astype(int) % 4
    sound = np.zeros(count)
    for number, tones in enumerate(((220, 277, 330), (196, 247, 294), (175, 220, 262), (262, 330, 392))):
        for tone in tones:
            for harmonic in (1, 2, 3, 4):
                sound += (chord == number) * np.sin(2 * np.pi * tone * harmonic * time) / harmonic
    sound *= 0.5 + 0.5 * np.exp(-3 * beat)
    hat = rng.standard_normal(count) * np.exp(-12 * ((time * 220 / 60) % 1.0)) * 1.2
    return np.asarray(sound + hat + 4 * np.sin(2 * np.pi * 60 * time) * np.exp(-8 * beat))


def noise(count: int, rng: np.random.Generator) -> Sound:
    return rng.standard_normal(count)


BEDS = {"noise": noise, "music": music}


@cache
def under(voice: str, bed: str, db: float) -> NDArray[np.int16]:
    """The scene of the voice, with a bed that is so far under its speech, RMS."""
    story = scene(voice)
    sound = story.sound
    if bed:
        below = BEDS[bed](len(sound), np.random.default_rng(3))
        speech = np.concatenate([sound[first:last] for first, last, _ in story.spoken])
        sound = sound + below * 10 ** (-db / 20) * np.sqrt(np.mean(speech**2) / np.mean(below**2))
    return np.clip(np.rint(sound * 32767), -32768, 32767).astype(np.int16)


def watched(samples: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Frame by frame, whether somebody speaks."""
    watch, found = PauseWatch(), []
    for first in range(0, len(samples) - FRAME + 1, FRAME):
        watch.take(samples[first : first + FRAME])
        found.append(bool(watch.speaking))
    return np.array(found)


@pytest.mark.parametrize(("bed", "db", "least"), UNDER)
@pytest.mark.parametrize("voice", LINES)
def test_speech_is_known_for_speech_and_every_pause_is_found_soon(
    voice: str, bed: str, db: float, least: float
) -> None:
    story = scene(voice)
    speaking = watched(under(voice, bed, db))
    heard, late_ms, pauses = [], [], 0
    for first, last, seconds in story.spoken[2:]:  # the floor is learnt in the first seconds
        begin, end = first // FRAME, last // FRAME
        heard.append(speaking[begin + 8 : end])
        if seconds < 0.5:
            continue
        pauses += 1
        (silent,) = np.nonzero(~speaking[end : end + round(seconds * 1000 / FRAME_MS)])
        if silent.size:
            late_ms.append(int(silent[0]) * FRAME_MS)
    assert np.concatenate(heard).mean() >= least
    assert len(late_ms) == pauses >= 3
    assert max(late_ms) <= SLOW_MS


def test_a_gap_between_two_words_is_no_pause() -> None:
    story = scene("en-us")
    speaking = watched(under("en-us", "noise", 20))
    for first, last, seconds in story.spoken[2:]:
        if seconds < 0.2:
            assert speaking[first // FRAME + 8 : last // FRAME + 10].all()


@pytest.mark.parametrize("level", [0.0, 1e-4, 1e-3, 1e-2, 0.1, 0.3])
def test_steady_noise_of_any_level_is_nobody(level: float) -> None:
    noise = np.random.default_rng(1).standard_normal(20 * RATE_HZ) * level * 32767
    assert not watched(np.clip(noise, -32768, 32767).astype(np.int16)).any()


def test_nobody_can_tell_before_anything_was_heard() -> None:
    watch = PauseWatch()
    assert watch.speaking is None
    assert watch.take(np.zeros(PauseWatch.WARM_UP * FRAME, np.int16)) == [False]


def test_after_a_loud_host_a_soft_one_is_heard_too() -> None:
    loud = under("cmn", "noise", 30)
    soft = (loud.astype(np.float64) * 10 ** (-18 / 20)).astype(np.int16)
    speaking = watched(np.concatenate([loud, np.zeros(8 * RATE_HZ, np.int16), soft]))
    assert speaking[-len(soft) // FRAME :].mean() > 0.5


@given(st.lists(st.integers(0, 700), max_size=200))
def test_it_does_not_matter_in_which_pieces_it_comes(sizes: list[int]) -> None:
    samples = under("en-us", "music", 15)[: 3 * RATE_HZ]
    whole = PauseWatch().take(samples)
    watch, changes, at = PauseWatch(), [], 0
    for size in sizes:
        changes += watch.take(samples[at : at + size])
        at += size
    assert changes + watch.take(samples[at:]) == whole


@given(st.binary(max_size=8000), st.booleans())
def test_whatever_comes_is_taken(data: bytes, before: bool) -> None:
    watch = PauseWatch()
    if before:
        watch.take(under("id", "", 0)[: 2 * RATE_HZ])
    changes = watch.take(np.frombuffer(data[: len(data) // 2 * 2], np.int16))
    assert all(one != other for one, other in pairwise(changes))
