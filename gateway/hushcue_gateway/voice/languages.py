"""Which languages there is an intelligible voice for, and which letters it reads. Pure.

eSpeak NG has more voices than these. A voice is in the table when it turns the language's own script into its own
phonemes; what it only spells out is not. Thai is read letter by letter in the order of writing, and Japanese kanji as
the English words "Chinese letter": both are refused in words rather than spoken as noise. A recording always works.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Tongue:
    """voice: eSpeak's name. rate_wpm: its speed for an earpiece; Mandarin at the default of 175 is 3.8 characters a
    second, too slow for one. scripts: first words of the Unicode names of the letters that it reads."""

    voice: str
    rate_wpm: int
    scripts: tuple[str, ...] = ("LATIN",)


_CYRILLIC = ("LATIN", "CYRILLIC")

LANGUAGES: Mapping[str, Tongue] = {
    "zh": Tongue("cmn", 240, ("LATIN", "CJK")),
    "en": Tongue("en-us", 200),
    "de": Tongue("de", 190),
    "es": Tongue("es-419", 200),
    "fr": Tongue("fr-fr", 190),
    "id": Tongue("id", 200),
    "it": Tongue("it", 190),
    "ja": Tongue("ja", 200, ("LATIN", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HALFWIDTH")),
    "ms": Tongue("ms", 200),
    "nl": Tongue("nl", 190),
    "pl": Tongue("pl", 190),
    "pt": Tongue("pt-br", 200),
    "ru": Tongue("ru", 190, _CYRILLIC),
    "tr": Tongue("tr", 190),
    "uk": Tongue("uk", 190, _CYRILLIC),
    "vi": Tongue("vi", 200),
}
"""By primary language subtag (BCP 47)."""
RATES_WPM: Mapping[str, int] = {tongue.voice: tongue.rate_wpm for tongue in LANGUAGES.values()}
"""By eSpeak's name of the voice."""

NEEDS_KANA = "ja"
CANTONESE = "yue"
WRITTEN_CANTONESE = "zh-Hant"
"""What is said in it is written so, and what was recorded for it is bound there."""


class Unreadable(Exception):
    """``code`` and ``facts`` of ``voice/words.py``."""

    def __init__(self, code: str, **facts: str | int | float):
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


def primary_of(language: str) -> str:
    """The primary subtag of a language tag (BCP 47), lower case."""
    return language.lower().replace("_", "-").partition("-")[0]


def is_cantonese(language: str) -> bool:
    """Chinese as it is spoken in Hong Kong and Macau: a voice of Mandarin is not understood by who expects it."""
    subtags = language.lower().replace("_", "-").split("-")
    return subtags[0] == "yue" or (subtags[0] == "zh" and not {"hk", "mo", "yue"}.isdisjoint(subtags))


def readable(text: str, language: str) -> Tongue:
    """The voice that reads ``text`` so that a listener understands it. Raises Unreadable."""
    tongue = None if is_cantonese(language) else LANGUAGES.get(primary_of(language))
    if tongue is None:
        raise Unreadable("no_voice", language=language)
    strange = "".join(dict.fromkeys(char for char in text if char.isalpha() and not _reads(tongue, char)))
    if strange:
        raise Unreadable("letters_unreadable", language=language, letters=strange[:8])
    if not any(char.isalnum() for char in text):
        raise Unreadable("nothing_to_say")
    return tongue


def _reads(tongue: Tongue, char: str) -> bool:
    name = unicodedata.name(char, "")
    if name.startswith("FULLWIDTH LATIN") or name.startswith("MODIFIER LETTER"):
        return True
    return name.partition(" ")[0] in tongue.scripts
