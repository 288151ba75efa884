"""The voices of a show as people see them: what speaks each language now, what else could, and why some cannot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hushcue_words import LANGUAGES as PEOPLES
from hushcue_words import Trouble

from .choice import JAPANESE, Asked, ways
from .kinds import VoiceSettings
from .languages import LANGUAGES, is_cantonese, primary_of
from .openjtalk import LICENCE as JAPANESE_LICENCE
from .packages import has_package
from .shelf import PiperShelf, PiperVoice
from .words import WORDS, nobody

SPOKEN = ("zh-Hans", "zh-Hant", "en", "es", "id", "th", "vi", "pt", "ja")
"""The languages of the assistant's own words."""
ESPEAK_LICENCE = "GPL-3.0-or-later"
_PROBE = "1"


def view(settings: VoiceSettings, shelf: PiperShelf, wanted: Iterable[str] = ()) -> list[dict[str, Any]]:
    """One for each language of SPOKEN, each further one that hosts are spoken to in, and each that somebody put a voice
    there for."""
    known = {primary_of(language) for language in SPOKEN}
    further = [voice.language for voice in shelf.voices if voice.language and primary_of(voice.language) not in known]
    return [_language(language, settings, shelf) for language in dict.fromkeys((*SPOKEN, *wanted, *further))]


def _language(language: str, settings: VoiceSettings, shelf: PiperShelf) -> dict[str, Any]:
    """engine, voice: that speak it now; "" and a trouble where nothing does. A clip speaks for single rules alone, so
    it is among the choices and never what speaks the language."""
    asked = Asked(_PROBE, language)
    now = next((way for way in ways(asked, settings, shelf, None) if not isinstance(way, Trouble)), None)
    trouble = None if now else nobody(language)
    return {
        "language": language,
        "ok": now is not None,
        "engine": now.engine if now else "",
        "voice": now.voice if now else "",
        "chosen": settings.choice(language),
        "trouble": said(trouble),
        "choices": _choices(language, settings, shelf),
    }


def _choices(language: str, settings: VoiceSettings, shelf: PiperShelf) -> list[dict[str, Any]]:
    """intelligible: a listener understands it; None: nobody knows before hearing it."""
    primary = primary_of(language)
    choices = [_piper(voice) for voice in shelf.voices if voice.language and primary_of(voice.language) == primary]
    if primary == "ja":
        there = has_package("pyopenjtalk")
        missing = None if there else WORDS.trouble("voice_needs_package", exit_code=0, package="pyopenjtalk-plus")
        choices.append(_choice("openjtalk", "openjtalk", JAPANESE, JAPANESE_LICENCE, True, missing))
    tongue = None if is_cantonese(language) else LANGUAGES.get(primary)
    espeak = None if tongue else nobody(language)
    choices.append(_choice("espeak", "espeak", tongue.voice if tongue else "", ESPEAK_LICENCE, bool(tongue), espeak))
    bound = {rule for clip in settings.clips if settings.clip(rule := clip.partition("/")[0], language)}
    choices.append({**_choice("clip", "clip", "", "", True, None), "rules": len(bound)})
    if settings.http is not None and settings.http.speaks(language):
        choices.append(_choice("http", "http", settings.http.voice, "", None, None))
    return choices


def _piper(voice: PiperVoice) -> dict[str, Any]:
    trouble = Trouble(WORDS, voice.trouble, voice.facts, 0) if voice.trouble else None
    if trouble is None and not has_package("piper"):
        trouble = WORDS.trouble("voice_needs_package", exit_code=0, package="piper-tts")
    choice = _choice(f"piper:{voice.name}", "piper", voice.name, voice.licence, None, trouble)
    return {**choice, "quality": voice.quality, "sha256": voice.sha256, "region": voice.language}


def _choice(
    id: str, engine: str, voice: str, licence: str, intelligible: bool | None, trouble: Trouble | None
) -> dict[str, Any]:
    return {
        "id": id,
        "engine": engine,
        "voice": voice,
        "licence": licence,
        "intelligible": intelligible,
        "ok": trouble is None,
        "trouble": said(trouble),
    }


def said(trouble: Trouble | None) -> dict[str, str] | None:
    """A trouble as screens get it."""
    if trouble is None:
        return None
    return {"code": trouble.code, **{tongue: trouble.in_language(tongue) for tongue in PEOPLES}}
