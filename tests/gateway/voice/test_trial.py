"""A voice is heard before it counts: one that could be chosen, or a speech service that nobody has kept yet."""

from __future__ import annotations

import io
import wave

import pytest
from support.closed_door import closed_door, port_of
from support.speaking import WithSpeaking
from support.speech_server import PLACE, SECONDS, speech_server

from hushcue_gateway.voice.http import BREAK_AFTER
from hushcue_gateway.voice.kinds import Service, VoiceSettings
from hushcue_gateway.voice.speaking import Speaking
from hushcue_words import Trouble


def a_service(url: str, voice: str = "alloy", key: str = "") -> Service:
    """A patient one: nothing here is about being late."""
    return Service(url, voice=voice, key=key, deadline_s=20.0)


def test_the_voice_that_is_tried_speaks_whatever_was_chosen_and_no_other_takes_its_place(
    with_speaking: WithSpeaking,
) -> None:
    async def work(speaking: Speaking) -> None:
        with speech_server() as server:
            service = a_service(server.good, voice="nova")
            speaking.settings_of = lambda _: VoiceSettings({"en": "http"}, http=service)
            assert (await speaking.trial("fifty left", "en", "espeak", "live")).engine == "espeak"
            assert not server.asked
            spoken = await speaking.trial("fifty left", "en", "http", "live")
            assert (spoken.engine, spoken.voice) == ("http", "nova") and spoken.took_ms > 0
            assert (await speaking.trial("fifty left", "en", "http", "live")).took_ms == 0.0
            speaking.settings_of = lambda _: VoiceSettings(http=a_service(server.broken))
            with pytest.raises(Trouble) as refused:
                await speaking.trial("fifty left", "en", "http", "live")
            assert refused.value.code == "speech_service_failed"
            speaking.settings_of = lambda _: VoiceSettings()
            for choice, language in (("http", "en"), ("piper:nobody", "en"), ("espeak", "th")):
                with pytest.raises(Trouble) as refused:
                    await speaking.trial("fifty left", language, choice, "live")
                assert refused.value.code == "voice_not_there", choice

    with_speaking(work)


def test_a_service_that_is_tried_tells_its_seconds_and_nothing_of_it_stays(with_speaking: WithSpeaking) -> None:
    async def work(speaking: Speaking) -> None:
        with speech_server() as server:
            service = a_service(server.good, key="sesame-open")
            for times in (1, 2):
                tried = await speaking.try_service(service, "เหลือ 50", "th", "live")
                with wave.open(io.BytesIO(tried.wav)) as sound:
                    assert (sound.getframerate(), sound.getnchannels()) == (16_000, 1)
                    assert sound.getnframes() / 16_000 == pytest.approx(tried.seconds)
                assert tried.seconds == pytest.approx(SECONDS, abs=0.1) and tried.took_ms > 0
                assert len(server.asked) == times, "it is asked each time, so that the time is a true one"
            path, authorization, body = server.asked[0]
            assert (path, authorization, body["input"]) == (PLACE, "Bearer sesame-open", "เหลือ ห้าสิบ")
            with pytest.raises(Trouble):
                await speaking.make("เหลือ 50", "th")

    with_speaking(work)


def test_what_is_wrong_with_a_service_is_said_in_both_languages_however_often_it_is_tried(
    with_speaking: WithSpeaking,
) -> None:
    async def work(speaking: Speaking) -> None:
        with speech_server() as server:
            for _ in range(BREAK_AFTER + 1):
                with pytest.raises(Trouble) as refused:
                    await speaking.try_service(a_service(server.broken, key="sesame-open"), "fifty", "en", "live")
                assert "HTTP 500" in refused.value.in_language("en")
                assert "服务返回错误（HTTP 500）" in refused.value.in_language("zh")
            assert len(server.asked) == BREAK_AFTER + 1
        with closed_door() as door, pytest.raises(Trouble) as refused:
            nobody = a_service(f"http://127.0.0.1:{port_of(door)}{PLACE}")
            await speaking.try_service(nobody, "fifty", "en", "live")
        assert "该地址没有应答" in refused.value.in_language("zh")

    with_speaking(work)


def test_who_mends_a_service_that_is_left_alone_need_not_wait(with_speaking: WithSpeaking) -> None:
    async def work(speaking: Speaking) -> None:
        with speech_server() as server:
            speaking.settings_of = lambda _: VoiceSettings(http=a_service(server.broken))
            for number in range(BREAK_AFTER + 1):
                with pytest.raises(Trouble):
                    await speaking.make(f"เหลือ {number}", "th")
            assert len(server.asked) == BREAK_AFTER
            speaking.settings_of = lambda _: VoiceSettings(http=a_service(server.good))
            assert (await speaking.make("เหลือ", "th")).engine == "http"

    with_speaking(work)
