"""Numbers, money, shares, times and typed texts as words, per language. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from ..languages import language_of
from .en import English
from .es import Spanish
from .id import Indonesian
from .ja import Japanese
from .pt import Portuguese
from .reader import Noun, Reader
from .th import Thai
from .vi import Vietnamese
from .zh import Mandarin, TraditionalMandarin

READERS: Mapping[str, Reader] = {
    reader.language: reader
    for reader in (
        Mandarin(),
        TraditionalMandarin(),
        English(),
        Spanish(),
        Indonesian(),
        Thai(),
        Vietnamese(),
        Portuguese(),
        Japanese(),
    )
}
"""By language of ``wording/languages.py``."""


def reader_of(tag: str) -> Reader | None:
    """The reader for a tag of BCP 47, None where there is none."""
    language = language_of(tag)
    return READERS[language] if language else None


__all__ = ["READERS", "Noun", "Reader", "reader_of"]
