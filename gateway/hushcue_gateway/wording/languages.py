"""The nine languages of the assistant, and how others are spelled that mean one of them. Pure."""

from __future__ import annotations

LANGUAGES = ("zh-Hans", "zh-Hant", "en", "es", "id", "th", "vi", "pt", "ja")
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
_SAME = {"in": "id"}  # Indonesian's code of before 1989, which some phones still send


def language_of(tag: str) -> str | None:
    """Of LANGUAGES for a tag of BCP 47 ("zh-TW" is "zh-Hant", "pt-BR" is "pt"); None: no words in it."""
    primary, *rest = tag.lower().replace("_", "-").split("-")
    primary = _SAME.get(primary, primary)
    if primary == "zh":
        return "zh-Hant" if _TRADITIONAL & set(rest) and "hans" not in rest else "zh-Hans"
    return primary if primary in LANGUAGES else None
