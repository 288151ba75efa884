"""What was said once is there at once, the folder stays small, and no file goes while a cue may be waiting for it."""

import wave
from pathlib import Path

import numpy as np

from hushcue_gateway.voice.cache import HEADER_BYTES, KEEP_S, SpeechCache
from hushcue_wire.audio import RATE_HZ

SECOND_BYTES = 2 * RATE_HZ + HEADER_BYTES


class Clock:
    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def a_second(level: float = 0.5) -> np.ndarray:
    return np.full(RATE_HZ, level, np.float32)


def test_what_was_put_is_found_with_its_seconds_and_is_a_wav_of_the_bodypacks_rate(tmp_path: Path) -> None:
    cache = SpeechCache(tmp_path, Clock())
    cache.open()
    assert cache.get("a") is None
    path, seconds = cache.put("a", a_second())
    assert cache.get("a") == (path, seconds) == (path, 1.0)
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ)
        assert set(np.frombuffer(file.readframes(RATE_HZ), "<i2")) == {16384}
    assert path.stat().st_mode & 0o077 == 0


def test_it_lives_on_in_the_next_life_of_the_gateway_and_strange_files_do_not(tmp_path: Path) -> None:
    first = SpeechCache(tmp_path, Clock())
    path, _ = first.put("a", a_second())
    path.with_name("broken.wav").write_bytes(b"")
    path.with_name("b.wav.new").write_bytes(bytes(100))
    second = SpeechCache(tmp_path, Clock())
    second.open()
    assert second.get("a") == (path, 1.0)
    assert [each.name for each in path.parent.iterdir()] == ["a.wav"]


def test_a_file_that_somebody_took_away_is_made_again(tmp_path: Path) -> None:
    cache = SpeechCache(tmp_path, Clock())
    path, _ = cache.put("a", a_second())
    path.unlink()
    assert cache.get("a") is None
    assert (len(cache), cache.bytes) == (0, 0)


def test_the_least_recently_used_goes_first_but_nothing_that_was_just_used(tmp_path: Path) -> None:
    clock = Clock()
    cache = SpeechCache(tmp_path, clock, most_bytes=2 * SECOND_BYTES)
    for name in ("a", "b", "c"):
        cache.put(name, a_second())
    assert len(cache) == 3, "too many, but each may be waiting to be played"
    clock.now_s += KEEP_S
    cache.get("a")
    cache.put("d", a_second())
    assert [name for name in "abcd" if cache.get(name)] == ["a", "d"]
    assert cache.bytes == 2 * SECOND_BYTES == sum(path.stat().st_size for path in (tmp_path / "speech").iterdir())


def test_the_number_of_files_is_bounded_too(tmp_path: Path) -> None:
    clock = Clock()
    cache = SpeechCache(tmp_path, clock, most_files=3)
    for number in range(10):
        cache.put(f"k{number}", a_second()[:160])
        clock.now_s += KEEP_S
    assert len(cache) == 3


def test_the_same_key_again_counts_once(tmp_path: Path) -> None:
    cache = SpeechCache(tmp_path, Clock())
    cache.put("a", a_second())
    cache.put("a", a_second())
    assert (len(cache), cache.bytes) == (1, SECOND_BYTES)
