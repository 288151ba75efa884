"""In which language the assistant speaks to a host. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

LANGUAGES = ("zh-Hans", "zh-Hant", "en", "es", "id", "th", "vi", "pt", "ja")
"""There are words in these."""
OTHERWISE = "en"
TRADITIONAL = ("hant", "tw", "hk", "mo")


def language_of(tag: str) -> str:
    """The one of LANGUAGES that a BCP 47 tag means; OTHERWISE where there are no words in it."""
    parts = tag.lower().replace("_", "-").split("-")
    if parts[0] in ("zh", "cmn", "yue"):
        return "zh-Hant" if any(part in TRADITIONAL for part in parts[1:]) or parts[0] == "yue" else "zh-Hans"
    return parts[0] if parts[0] in LANGUAGES else OTHERWISE


def by_language(hosts: Iterable[tuple[str, str]], chosen: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """language -> hosts, for (host, its own tag). chosen: host -> tag that counts before its own."""
    found: dict[str, list[str]] = {}
    for host, own in hosts:
        found.setdefault(language_of(chosen.get(host) or own), []).append(host)
    return {language: tuple(ids) for language, ids in found.items()}
