"""Lines through eSpeak NG itself: in the voice's own language from the first to the last word, and soon over."""

import ctypes
import re
from functools import cache
from typing import Any

import pytest
from support.opportunities import large, opportunity

from hushcue_gateway.rules.opportunity import RULES
from hushcue_gateway.voice.espeak import Espeak
from hushcue_gateway.voice.languages import LANGUAGES as TONGUES
from hushcue_gateway.wording.fill import variants
from hushcue_gateway.wording.languages import LANGUAGES
from hushcue_gateway.wording.line import MOST_SPOKEN_S, Line

SPOKEN = [language for language in LANGUAGES if language != "th"]
UTF8, IPA = 1, 2


@cache
def espeak() -> Espeak:
    return Espeak()


def lines(language: str) -> list[Line]:
    told = [make(rule) for rule in RULES if rule != "source_stale" for make in (opportunity, large)]
    told += [large(rule, ("product", "label", "slot")) for rule in ("question", "order_surge")]
    told.append(large("sold_out", ("next_label", "next_slot")))
    return [line for each in told for line in variants(each, language)]


def phonemes(text: str, voice: str) -> str:
    """What eSpeak makes of a text, clause by clause."""
    import espeakng_loader

    espeak()
    library: Any = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
    library.espeak_SetVoiceByName(voice.encode())
    rest, clauses = ctypes.c_char_p(text.encode()), []
    while rest.value:
        clauses.append(library.espeak_TextToPhonemes(ctypes.byref(rest), UTF8, IPA).decode())
    return " | ".join(clauses)


@pytest.mark.parametrize("language", SPOKEN)
def test_a_line_is_over_before_the_host_loses_the_thread(language: str) -> None:
    tongue = TONGUES[language.partition("-")[0]]
    for line in lines(language):
        sound = espeak().speak(line.spoken, tongue.voice, 1.0, 30.0)
        assert len(sound.pcm) / 2 / sound.rate_hz <= MOST_SPOKEN_S, line.spoken


@pytest.mark.parametrize("language", SPOKEN)
def test_no_word_is_read_in_another_language_or_spelled(language: str) -> None:
    voice = TONGUES[language.partition("-")[0]].voice
    for line in lines(language):
        assert not re.search(r"\([a-z]{2,3}(-[a-z]+)*\)", phonemes(line.spoken, voice)), line.spoken


def test_the_look_at_phonemes_sees_a_foreign_word() -> None:
    assert "(en)" in phonemes("二十 percent", "cmn")


@pytest.mark.parametrize(
    ("language", "words", "sounds"),
    [("en", "two point four percent", "tˈuː pˈɔɪnt fˈɔːɹ pɚsˈɛnt"), ("zh-Hans", "两件", "liˈɑ2ŋ")],
)
def test_numbers_in_words_sound_like_numbers(language: str, words: str, sounds: str) -> None:
    said = phonemes(words, TONGUES[language.partition("-")[0]].voice)
    assert sounds.replace("ˈ", "") in said.replace("ˈ", "")
