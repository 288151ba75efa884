"""Typed text becomes speech in a process of its own; what no voice reads is said, not mumbled."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable

import numpy as np
import pytest

from hushcue_gateway.voice import Unreadable, Voice, readable
from hushcue_gateway.voice.messages import VOICE_CODES
from hushcue_gateway.voice.reading import as_words
from hushcue_gateway.voice.words import WORDS
from hushcue_words import Trouble


def with_voice(work: Callable[[Voice], Awaitable[None]]) -> None:
    async def run() -> None:
        voice = Voice()
        try:
            await work(voice)
        finally:
            await voice.stop()

    asyncio.run(run())


def test_the_languages_of_live_commerce_are_spoken() -> None:
    texts = {
        "zh-CN": "补充讲解一下这款衣服的面料，只剩50件",
        "en": "Fifty left, push it now",
        "es": "Quedan cincuenta, anímalos a comprar",
        "id": "Stok tinggal lima puluh",
        "vi": "Chỉ còn năm mươi cái",
        "pt-BR": "Restam cinquenta unidades",
        "ja": "ざいこはのこり 50てん です",
    }

    async def work(voice: Voice) -> None:
        for language, text in texts.items():
            spoken = await voice.say(text, language)
            samples = np.frombuffer(spoken.pcm, np.int16)
            assert 0.5 < samples.size / spoken.rate_hz < 10.0, language
            assert np.abs(samples).max() > 3000, language

    with_voice(work)


def test_a_text_that_is_too_long_is_refused_and_the_next_one_spoken() -> None:
    async def work(voice: Voice) -> None:
        with pytest.raises(Trouble) as refused:
            await voice.say("很长" * 300, "zh")
        assert refused.value.code == "speech_too_long"
        assert (await voice.say("好", "zh")).pcm

    with_voice(work)


@pytest.mark.skipif(sys.platform == "win32", reason="a signal of POSIX")
def test_a_process_that_dies_is_replaced() -> None:
    async def work(voice: Voice) -> None:
        await voice.say("one", "en")
        first = voice.pid
        os.kill(first, signal.SIGKILL)
        assert (await voice.say("two", "en")).pcm
        assert voice.pid != first

    with_voice(work)


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("เหลือ 50 ชิ้น", "th", "no_voice"),
        ("剩五十件", "yue", "no_voice"),
        ("剩五十件", "zh-HK", "no_voice"),
        ("在庫は残り五十点です", "ja", "letters_unreadable"),
        ("面料 is soft", "en", "letters_unreadable"),
        ("?! …", "zh", "nothing_to_say"),
        ("hello", "xx", "no_voice"),
    ],
)
def test_what_no_voice_reads_is_refused_with_the_reason(text: str, language: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        readable(text, language)
    assert refused.value.code == code in VOICE_CODES
    assert WORDS.placeholders(code) <= set(refused.value.facts)


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("转化率2.4%", "zh", "转化率百分之二点四"),
        ("只要¥99.9", "zh", "只要九十九点九元"),
        ("10:30开播", "zh-CN", "十点三十分开播"),
        ("20:00 和 9:05", "zh", "二十点整 和 九点零五分"),
        ("$1,200.50", "zh", "一千二百点五零美元"),
        ("¥100005 ¥10 ¥1010", "zh", "十万零五元 十元 一千零一十元"),
        ("剩50件，iPhone 15 Pro", "zh", "剩五十件，iPhone 十五 Pro"),
        ("only $19.99\nnow", "en", "only nineteen dollars and ninety-nine cents now"),
        ("R$ 19,90", "pt", "dezenove reais e noventa centavos"),
    ],
)
def test_signs_are_read_as_words(text: str, language: str, words: str) -> None:
    assert as_words(text, language) == words
