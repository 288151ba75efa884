"""A text becomes a sound in the best voice there is, once; what nobody can say is said so."""

from __future__ import annotations

import asyncio
import io
import wave
from pathlib import Path

import numpy as np
import pytest
from support.speaking import WithSpeaking

from hushcue_gateway.logs import Log
from hushcue_gateway.phrases import PhraseDesk
from hushcue_gateway.phrases.shelf import write_wav
from hushcue_gateway.phrases.sound import speech_db
from hushcue_gateway.store import Database
from hushcue_gateway.voice.kinds import VoiceSettings
from hushcue_gateway.voice.packages import has_package
from hushcue_gateway.voice.speaking import Speaking
from hushcue_gateway.voice.view import SPOKEN
from hushcue_gateway.voice.words import WORDS
from hushcue_wire.audio import RATE_HZ
from hushcue_words import Trouble


def samples_of(path: Path) -> np.ndarray:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768.0


def a_clip(folder: Path) -> Path:
    path = folder / "p-1.wav"
    noise = np.random.default_rng(1).standard_normal(RATE_HZ) * 2000
    write_wav(path, noise.astype("<i2").tobytes())
    return path


def test_a_cue_is_made_levelled_and_there_at_once_the_second_time(with_speaking: WithSpeaking) -> None:
    async def work(speaking: Speaking) -> None:
        first = await speaking.make("三号链接只剩50件", "zh-Hans", spoken="三号链接只剩五十件")
        assert (first.engine, first.voice, first.language) == ("espeak", "cmn", "zh-Hans")
        sound = samples_of(first.path)
        assert sound.size / RATE_HZ == pytest.approx(first.seconds)
        assert 1.0 < first.seconds < 5.0
        assert speech_db(sound) == pytest.approx(-20.0, abs=1.5)
        again = await speaking.make("三号链接只剩五十件", "zh-Hans")
        assert (again.path, again.key, again.took_ms) == (first.path, first.key, 0.0)
        assert first.took_ms > 0.0

    with_speaking(work)


def test_who_asks_at_the_same_time_for_the_same_waits_for_one_making(with_speaking: WithSpeaking) -> None:
    async def work(speaking: Speaking) -> None:
        made = await asyncio.gather(*(speaking.make("one of many", "en") for _ in range(20)))
        assert len({each.path for each in made}) == 1
        assert len(list(made[0].path.parent.iterdir())) == 1

    with_speaking(work)


def test_one_who_gives_up_takes_nothing_from_the_others(with_speaking: WithSpeaking) -> None:
    async def work(speaking: Speaking) -> None:
        impatient = asyncio.create_task(speaking.make("wait for me", "en"))
        patient = asyncio.create_task(speaking.make("wait for me", "en"))
        await asyncio.sleep(0)
        impatient.cancel()
        assert (await patient).seconds > 0.3
        assert impatient.cancelled()

    with_speaking(work)


def test_pace_makes_another_and_shorter_sound(with_speaking: WithSpeaking) -> None:
    async def work(speaking: Speaking) -> None:
        usual = await speaking.make("only fifty left of link three, push it now", "en")
        speaking.settings_of = lambda _: VoiceSettings(pace=1.3)
        fast = await speaking.make("only fifty left of link three, push it now", "en")
        assert fast.key != usual.key
        assert fast.seconds < 0.9 * usual.seconds

    with_speaking(work)


def test_a_language_without_an_intelligible_voice_says_so_and_what_can_be_done(with_speaking: WithSpeaking) -> None:
    async def work(speaking: Speaking) -> None:
        for language, code in (("th", "no_voice"), ("xx", "no_voice"), ("yue", "no_cantonese")):
            with pytest.raises(Trouble) as refused:
                await speaking.make("เหลือ ห้าสิบ ชิ้น", language)
            assert refused.value.code == code
        thai = (await refused_of(speaking, "th")).in_language
        assert "Thai" in thai("en") and "泰语" in thai("zh") and "th:" not in thai("en") and "voices" in thai("en")
        assert speaking.voice.pid == 0, "no process was started for it"

    with_speaking(work)


async def refused_of(speaking: Speaking, language: str, rule: str = "") -> Trouble:
    with pytest.raises(Trouble) as refused:
        await speaking.make("剩五十件", language, rule=rule)
    return refused.value


def test_nobody_speaks_cantonese_in_mandarin_whatever_was_chosen_or_recorded_for_other_chinese(
    with_speaking: WithSpeaking, tmp_path: Path
) -> None:
    clip = a_clip(tmp_path)
    chosen = {"zh": "espeak", "zh-Hant": "espeak"}
    settings = VoiceSettings(by_language=chosen, clips={"stock_low/zh": "p-1", "sold_out/zh-Hant": "p-2"})

    async def work(speaking: Speaking) -> None:
        speaking.settings_of, speaking.clip_of = lambda _: settings, lambda phrase, show: clip
        for language in ("yue", "zh-HK", "zh-Hant-MO"):
            trouble = await refused_of(speaking, language, "stock_low")
            assert trouble.code == "no_cantonese" and "粤语" in trouble.in_language("zh")
            made = await speaking.make("剩五十件", language, rule="sold_out")
            assert (made.engine, made.voice) == ("clip", "p-2")
        assert (await speaking.make("剩五十件", "zh-Hant", rule="stock_low")).engine == "espeak"

    with_speaking(work)


def test_who_speaks_cantonese_is_asked_where_a_host_of_the_show_listens_in_it(with_speaking: WithSpeaking) -> None:
    async def work(speaking: Speaking) -> None:
        assert "yue" not in [each["language"] for each in await speaking.voices("main")]
        speaking.languages_of = lambda show: ["yue"]
        speaking.settings_of = lambda _: VoiceSettings(clips={"sold_out/zh-Hant": "p-2", "sold_out/zh": "p-1"})
        (row,) = [each for each in await speaking.voices("main") if each["language"] == "yue"]
        assert (row["ok"], row["trouble"]["code"]) == (False, "no_cantonese")
        assert [each["rules"] for each in row["choices"] if each["engine"] == "clip"] == [1]

    with_speaking(work)


@pytest.mark.parametrize(
    ("text", "code"), [("", "nothing_to_say"), ("a" * 501, "speech_too_long"), ("?!", "nothing_to_say")]
)
def test_what_cannot_be_said_is_refused_with_the_reason(with_speaking: WithSpeaking, text: str, code: str) -> None:
    async def work(speaking: Speaking) -> None:
        with pytest.raises(Trouble) as refused:
            await speaking.make(text, "en")
        assert refused.value.code == code

    with_speaking(work)


@pytest.mark.skipif(has_package("pyopenjtalk"), reason="somebody reads kanji here")
def test_letters_that_no_voice_reads_are_named(with_speaking: WithSpeaking) -> None:
    async def work(speaking: Speaking) -> None:
        with pytest.raises(Trouble) as refused:
            await speaking.make("在庫は残り五十点です", "ja")
        assert refused.value.code == "letters_unreadable"
        spoken = await speaking.make("在庫は残り50点です", "ja", spoken="ざいこわ のこり ごじゅってん です")
        assert (spoken.engine, spoken.voice) == ("espeak", "ja")

    with_speaking(work)


def test_a_clip_speaks_where_no_voice_does_and_for_its_own_rule_alone(
    with_speaking: WithSpeaking, tmp_path: Path
) -> None:
    clip = a_clip(tmp_path)

    async def work(speaking: Speaking) -> None:
        speaking.settings_of = lambda show: VoiceSettings(clips={"stock_low/th": "p-1"} if show == "live" else {})
        speaking.clip_of = lambda phrase, show: clip
        made = await speaking.make("เหลือ ๕๐", "th", show="live", rule="stock_low")
        assert (made.engine, made.voice, made.seconds) == ("clip", "p-1", 1.0)
        clip.unlink()
        assert np.abs(samples_of(made.path)).max() > 0.1, "its own copy: the phrase may be recorded anew meanwhile"
        for show, rule in (("live", "sold_out"), ("other", "stock_low"), ("live", "")):
            with pytest.raises(Trouble):
                await speaking.make("เหลือ ๕๐", "th", show=show, rule=rule)

    with_speaking(work)


def test_a_clip_that_was_chosen_goes_before_the_voices_and_one_that_is_gone_gives_way(
    with_speaking: WithSpeaking, tmp_path: Path
) -> None:
    clip = a_clip(tmp_path)

    def gone(phrase: str, show: str) -> Path:
        raise WORDS.trouble("nothing_to_say", exit_code=0)

    async def work(speaking: Speaking) -> None:
        speaking.settings_of = lambda _: VoiceSettings({"en": "clip"}, {"stock_low/en": "p-1"})
        speaking.clip_of = lambda phrase, show: clip
        assert (await speaking.make("fifty left", "en", rule="stock_low")).engine == "clip"
        assert (await speaking.make("sold out", "en", rule="sold_out")).engine == "espeak"
        speaking.clip_of = gone
        assert (await speaking.make("fifty left", "en", rule="stock_low")).engine == "espeak"

    with_speaking(work)


def test_warming_starts_what_will_speak_and_says_whether_anything_will(with_speaking: WithSpeaking) -> None:
    async def work(speaking: Speaking) -> None:
        assert not await speaking.warm("th")
        assert speaking.voice.pid == 0
        assert await speaking.warm("zh-Hans")
        assert speaking.voice.pid != 0

    with_speaking(work)


def test_phrases_and_the_assistant_share_one_process(tmp_path: Path) -> None:
    async def life() -> None:
        log = Log((), io.StringIO())
        database = Database(tmp_path, log)
        database.open()
        speaking = Speaking(tmp_path, log)
        phrases = PhraseDesk(tmp_path, database, lambda: ["main"], log, speaking.voice)
        try:
            await speaking.prepare()
            await phrases.start()
            await speaking.make("one", "en")
            before = speaking.voice.pid
            assert (await phrases.add("main", "me", "typed", "two", "en", "two", "", None)).state == "ready"
            await phrases.stop()
            assert speaking.voice.pid == before != 0, "it is the other's to stop"
            assert (await speaking.make("three", "en")).seconds > 0.1
        finally:
            await phrases.stop()
            await speaking.stop()
            database.close()

    asyncio.run(life())


def test_screens_see_what_speaks_each_language_and_why_nothing_does(with_speaking: WithSpeaking) -> None:
    async def work(speaking: Speaking) -> None:
        speaking.settings_of = lambda _: VoiceSettings({"zh": "espeak"}, {"stock_low/th": "p-1", "sold_out/th": "p-2"})
        seen = {each["language"]: each for each in await speaking.voices("live")}
        assert tuple(seen) == SPOKEN
        assert {language for language, each in seen.items() if not each["ok"]} == {"th"}
        thai = seen["th"]
        assert (thai["engine"], thai["trouble"]["code"]) == ("", "no_voice")
        assert set(thai["trouble"]) == {"code", "en", "zh"}
        by_engine = {each["engine"]: each for each in thai["choices"]}
        assert (by_engine["espeak"]["intelligible"], by_engine["espeak"]["ok"]) == (False, False)
        assert by_engine["clip"]["rules"] == 2
        assert (seen["zh-Hant"]["engine"], seen["zh-Hant"]["chosen"]) == ("espeak", "espeak")
        japanese = {each["engine"]: each for each in seen["ja"]["choices"]}
        assert "CC BY" in japanese["openjtalk"]["licence"]
        assert japanese["openjtalk"]["ok"] == has_package("pyopenjtalk")

    with_speaking(work)
