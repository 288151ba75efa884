"""Japanese as it is written, where Open JTalk is installed."""

import numpy as np
import pytest
from support.speaking import WithSpeaking

from hushcue_gateway.voice.choice import Asked, Way, ways
from hushcue_gateway.voice.kinds import VoiceSettings
from hushcue_gateway.voice.languages import Unreadable
from hushcue_gateway.voice.openjtalk import OpenJTalk
from hushcue_gateway.voice.speaking import Speaking

pytest.importorskip("pyopenjtalk", reason="speaks it")


def test_kanji_are_spoken_and_at_another_pace_too(with_speaking: WithSpeaking) -> None:
    async def work(speaking: Speaking) -> None:
        usual = await speaking.make("在庫は残り50点です。今すぐおすすめください", "ja", spoken="ざいこわ のこり")
        assert (usual.engine, usual.voice) == ("openjtalk", "mei")
        assert 2.0 < usual.seconds < 6.0, "the writing is read, not the shorter kana"
        speaking.settings_of = lambda _: VoiceSettings(pace=1.3)
        fast = await speaking.make("在庫は残り50点です。今すぐおすすめください", "ja")
        assert fast.seconds < 0.9 * usual.seconds
        speaking.settings_of = lambda _: VoiceSettings({"ja": "espeak"})
        assert (await speaking.make("のこり ごじゅってん", "ja")).engine == "espeak"

    with_speaking(work)


def test_signs_of_money_go_by_the_words(with_speaking: WithSpeaking) -> None:
    async def work(speaking: Speaking) -> None:
        asked = Asked("価格は¥1,980です", "ja", "かかくわ せんきゅうひゃくはちじゅうえん です")
        first = next(iter(ways(asked, VoiceSettings(), speaking.shelf, None)))
        assert isinstance(first, Way)
        assert (first.engine, first.words) == ("openjtalk", asked.spoken)

    with_speaking(work)


def test_what_is_too_long_is_not_made_to_its_end() -> None:
    engine = OpenJTalk()
    with pytest.raises(Unreadable) as refused:
        engine.speak("在庫は残り五十点です。" * 40, "mei", 1.0, 5.0)
    assert refused.value.code == "speech_too_long"
    sound = engine.speak("はい。", "mei", 1.0, 5.0)
    assert np.abs(np.frombuffer(sound.pcm, np.int16)).max() > 3000
