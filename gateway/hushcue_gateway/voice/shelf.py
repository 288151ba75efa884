"""The folder of Piper voices that somebody put there: for each NAME.onnx with its NAME.onnx.json, what it speaks, under
which licence, and its SHA-256. Nothing is fetched from anywhere.

A voice's licence is that of its model card: ``NAME.MODEL_CARD``, ``NAME.onnx.MODEL_CARD``, or ``MODEL_CARD`` where all
voices of the folder have one. Several are for non-commercial use; whose licence nobody knows says so.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .languages import is_cantonese, primary_of
from .packages import has_package

FOLDER = "voices"
MOST_MB = 400
MOST_SETTINGS_BYTES = 1 << 20
MOST_CARD_BYTES = 64 << 10
MOST_VOICES = 64
_NAME = re.compile(r"[\w.+-]{1,100}")
_LICENCE = re.compile(r"^\W*licen[cs]e\W*[:：]\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)
_HOME = {"zh": "cn", "pt": "br", "en": "us", "es": "mx"}
"""Of several voices of a language, the one of this region speaks where no region is asked for."""
_QUALITIES = ("medium", "low", "x_low", "high")
"""First used first: "high" takes longer to speak than a cue may wait on one processor."""
_PACKAGES = {"thai": "tltk", "japanese": "pyopenjtalk"}
"""What Piper needs beside itself for some ways of writing."""


@dataclass(frozen=True, slots=True)
class PiperVoice:
    """A voice. language: BCP 47. licence: of its card, "" where there is none. trouble, facts: why it cannot be used,
    a code of ``voice/words.py``, "" where it can."""

    name: str
    path: Path
    language: str = ""
    quality: str = ""
    rate_hz: int = 0
    licence: str = ""
    sha256: str = ""
    trouble: str = ""
    facts: dict[str, str | int | float] = field(default_factory=dict)


class PiperShelf:
    """``look`` blocks, and reads a file again only when it is another; the rest reads what was found."""

    def __init__(self, state_dir: Path):
        self.folder = state_dir / FOLDER
        self.voices: tuple[PiperVoice, ...] = ()
        self._known: dict[str, tuple[tuple[int, ...], PiperVoice]] = {}

    def look(self) -> None:
        """Find what is there now."""
        try:
            paths = sorted(path for path in self.folder.iterdir() if path.suffix == ".onnx")[:MOST_VOICES]
        except OSError:
            paths = []
        known: dict[str, tuple[tuple[int, ...], PiperVoice]] = {}
        for path in paths:
            name = path.stem
            if _NAME.fullmatch(name):
                state = _state(path)
                before = self._known.get(name)
                known[name] = before if before and before[0] == state else (state, _read(path, name))
        self._known = known
        self.voices = tuple(voice for _, voice in known.values())

    @property
    def usable(self) -> tuple[PiperVoice, ...]:
        """Those that can speak here and now."""
        return tuple(each for each in self.voices if not each.trouble) if has_package("piper") else ()

    def find(self, name: str) -> PiperVoice | None:
        """A usable voice by its name."""
        return next((voice for voice in self.usable if voice.name == name), None)

    def of_language(self, language: str) -> list[PiperVoice]:
        """Usable voices of a language, that of its own region first."""
        tags = language.lower().replace("_", "-").split("-")
        region = tags[-1] if len(tags) > 1 and len(tags[-1]) == 2 else _HOME.get(tags[0], "")

        def rank(voice: PiperVoice) -> tuple[bool, int, str]:
            own = voice.language.lower().endswith("-" + region)
            place = _QUALITIES.index(voice.quality) if voice.quality in _QUALITIES else len(_QUALITIES)
            return (not own, place, voice.name)

        found = [voice for voice in self.usable if primary_of(voice.language) == primary_of(language)]
        return sorted((each for each in found if is_cantonese(each.language) == is_cantonese(language)), key=rank)


def _state(path: Path) -> tuple[int, ...]:
    """What changes with the files of a voice."""
    state: list[int] = []
    for each in (path, _beside(path, ".json"), *_cards(path)):
        try:
            told = each.stat()
            state += (told.st_size, told.st_mtime_ns)
        except OSError:
            state.append(-1)
    return tuple(state)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _cards(path: Path) -> tuple[Path, ...]:
    return (path.with_suffix(".MODEL_CARD"), _beside(path, ".MODEL_CARD"), path.with_name("MODEL_CARD"))


def _read(path: Path, name: str) -> PiperVoice:
    try:
        if path.stat().st_size > MOST_MB << 20:
            return PiperVoice(name, path, trouble="voice_too_large", facts={"most": MOST_MB})
        settings = _beside(path, ".json")
        if not settings.is_file():
            return PiperVoice(name, path, trouble="voice_no_settings", facts={"name": path.name})
        return _of_settings(name, path, _json(settings))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return PiperVoice(name, path, trouble="voice_settings_unreadable", facts={"name": path.name})


def _json(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        data = file.read(MOST_SETTINGS_BYTES + 1)
    if len(data) > MOST_SETTINGS_BYTES:
        raise ValueError("too large")
    found = json.loads(data)
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found


def _of_settings(name: str, path: Path, settings: dict[str, Any]) -> PiperVoice:
    """Raises KeyError, TypeError, ValueError where it is not what Piper reads."""
    rate_hz = settings["audio"]["sample_rate"]
    if not isinstance(rate_hz, int) or not 8000 <= rate_hz <= 48000 or not settings["phoneme_id_map"]:
        raise ValueError("no settings of Piper")
    written = settings.get("language", {}).get("code") or settings["espeak"]["voice"]
    language = str(written).replace("_", "-")[:35]
    quality = str(settings["audio"].get("quality", ""))[:16]
    package = _PACKAGES.get(str(settings.get("phoneme_type", "")), "")
    missing = bool(package) and not has_package(package)
    return PiperVoice(
        name,
        path,
        language,
        quality,
        rate_hz,
        _licence(path),
        _sha256(path),
        "voice_needs_package" if missing else "",
        {"package": package} if missing else {},
    )


def _licence(path: Path) -> str:
    for card in _cards(path):
        try:
            with card.open("rb") as file:
                text = file.read(MOST_CARD_BYTES).decode("utf-8", "replace")
        except OSError:
            continue
        found = _LICENCE.search(text)
        if found:
            return "".join(char for char in found[1] if char.isprintable())[:200]
    return ""


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
