"""What people have set up for the voices of a show, as screens see it: clips, the speech service, the Piper folder. The
service's key is never in it."""

from __future__ import annotations

from typing import Any

from hushcue_words import Trouble

from .kinds import Service, VoiceSettings
from .packages import has_package
from .shelf import PiperShelf, PiperVoice
from .view import said
from .words import WORDS


def setup(settings: VoiceSettings, shelf: PiperShelf, *, administers: bool) -> dict[str, Any]:
    """administers: they also see where things are, which others have no use for."""
    return {
        "by_language": dict(settings.by_language),
        "clips": dict(settings.clips),
        "pace": settings.pace,
        "service": _service(settings.http, administers=administers) if settings.http is not None else None,
        "piper": {
            "installed": has_package("piper"),
            "folder": str(shelf.folder.absolute()) if administers else "",
            "voices": [_file(voice) for voice in shelf.voices],
        },
    }


def _service(service: Service, *, administers: bool) -> dict[str, Any]:
    """url: "" to whom it does not concern: parts of an address may be as good as a key."""
    return {
        "on": service.on,
        "url": service.url if administers else "",
        "model": service.model,
        "voice": service.voice,
        "has_key": bool(service.key),
        "languages": list(service.languages),
        "deadline_s": service.deadline_s,
    }


def _file(voice: PiperVoice) -> dict[str, Any]:
    """Whatever is in the folder, also what is no voice: it would stand in no language's choices."""
    trouble = Trouble(WORDS, voice.trouble, voice.facts, 0) if voice.trouble else None
    return {"name": voice.name, "language": voice.language, "trouble": said(trouble)}
