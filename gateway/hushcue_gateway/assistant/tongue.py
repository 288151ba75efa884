"""In which language the assistant speaks to a host. Pure.

Who listens in Cantonese gets the words of Traditional Chinese, and no voice of Mandarin: their language stays CANTONESE
on its way to a voice, and only its words are written as those are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..voice.languages import CANTONESE, WRITTEN_CANTONESE, is_cantonese

LANGUAGES = ("zh-Hans", "zh-Hant", "en", "es", "id", "th", "vi", "pt", "ja")
"""There are words in these."""
OTHERWISE = "en"
TRADITIONAL = ("hant", "tw")


def language_of(tag: str) -> str:
    """What is spoken to whom a BCP 47 tag tells of: one of LANGUAGES, or CANTONESE; OTHERWISE where there are no words
    in it."""
    if is_cantonese(tag):
        return CANTONESE
    parts = tag.lower().replace("_", "-").split("-")
    if parts[0] in ("zh", "cmn"):
        return "zh-Hant" if any(part in TRADITIONAL for part in parts[1:]) else "zh-Hans"
    return parts[0] if parts[0] in LANGUAGES else OTHERWISE


def words_of(language: str) -> str:
    """In which of LANGUAGES it is written."""
    return WRITTEN_CANTONESE if is_cantonese(language) else language


def by_language(hosts: Iterable[tuple[str, str]], chosen: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """language -> hosts, for (host, its own tag). chosen: host -> tag that counts before its own."""
    found: dict[str, list[str]] = {}
    for host, own in hosts:
        found.setdefault(language_of(chosen.get(host) or own), []).append(host)
    return {language: tuple(ids) for language, ids in found.items()}
