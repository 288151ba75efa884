"""What a voice is given to read: words, in its language. Pure.

Mandarin loses the point of "2.4%", the currency of "¥99.9" and reads "10:30" as one number; in other languages "$19.99"
becomes "dollar nineteen". So numbers and signs are read here, by ``wording/readers``; a language that has no reader
there is given what was typed.
"""

from __future__ import annotations

import unicodedata

from ..wording.readers import reader_of
from ..wording.readers.text import as_spoken


def as_words(text: str, language: str) -> str:
    """``text`` as the voice of ``language`` (BCP 47) gets it: no control characters, one line, signs as words."""
    text = unicodedata.normalize("NFC", text)
    text = " ".join("".join(" " if unicodedata.category(char)[0] == "C" else char for char in text).split())
    reader = reader_of(language)
    return as_spoken(text, reader) if reader else text
