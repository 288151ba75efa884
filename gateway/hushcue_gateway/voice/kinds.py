"""What is made of a text, and what a show has chosen to make it with. Pure values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from .languages import primary_of

Kind = Literal["piper", "openjtalk", "espeak", "clip", "http"]
"""In the order in which they are tried where nobody has chosen."""
KINDS: tuple[Kind, ...] = get_args(Kind)
MAX_TEXT_CHARS = 500
MAX_CHOICES = 64
MAX_URL_CHARS = 500
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_CHOICE = re.compile(r"openjtalk|espeak|clip|http|piper:[\w.+-]{1,100}")
_RULE = re.compile(r"[a-z][a-z_]{0,31}")


@dataclass(frozen=True, slots=True)
class Speech:
    """A sound that is ready. path: WAV, 16 kHz mono, levelled as phrases are. voice: the engine's name of it; of a clip
    the phrase. key: the same again for the same words in the same voice. took_ms: how long it was in the making,
    0.0 where it was there already."""

    path: Path
    seconds: float
    engine: Kind
    voice: str
    language: str
    key: str
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Service:
    """A speech service of the OpenAI style: POST ``url`` (.../v1/audio/speech). languages: those that it is asked for;
    none is all. key: never shown."""

    url: str
    model: str = "tts-1"
    voice: str = "alloy"
    key: str = field(default="", repr=False)
    languages: tuple[str, ...] = ()
    deadline_s: float = 3.0

    def __post_init__(self) -> None:
        if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", self.url) or len(self.url) > MAX_URL_CHARS:
            raise ValueError("http: url: must begin with http:// or https://")
        if not 0.2 <= self.deadline_s <= 20.0:
            raise ValueError("http: deadline_s: must be from 0.2 to 20")
        for name in ("model", "voice", "key"):
            value = getattr(self, name)
            if not isinstance(value, str) or len(value) > 200 or not value.isprintable():
                raise ValueError(f"http: {name}: at most 200 printable characters")
        if not all(_LANGUAGE.fullmatch(each) for each in self.languages):
            raise ValueError("http: languages: must be language tags")

    def speaks(self, language: str) -> bool:
        """Whether it is asked for this language."""
        return not self.languages or primary_of(language) in {primary_of(each) for each in self.languages}


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """Of a show. by_language: language -> "espeak", "openjtalk", "clip", "http" or "piper:NAME", tried before all
    others. clips: "rule/language" -> id of a phrase. pace: 0.7..1.5 times what is usual. Raises ValueError naming the
    field."""

    by_language: Mapping[str, str] = field(default_factory=dict)
    clips: Mapping[str, str] = field(default_factory=dict)
    http: Service | None = None
    pace: float = 1.0

    def __post_init__(self) -> None:
        if len(self.by_language) > MAX_CHOICES or len(self.clips) > MAX_CHOICES * 8:
            raise ValueError("by_language, clips: too many")
        for language, choice in self.by_language.items():
            if not _LANGUAGE.fullmatch(str(language)) or not _CHOICE.fullmatch(str(choice)):
                raise ValueError("by_language: a language and espeak, openjtalk, clip, http or piper:NAME")
        for bound, phrase in self.clips.items():
            rule, _, language = str(bound).partition("/")
            if not _RULE.fullmatch(rule) or not _LANGUAGE.fullmatch(language) or not 1 <= len(str(phrase)) <= 64:
                raise ValueError("clips: rule/language and the id of a phrase")
        if isinstance(self.pace, bool) or not 0.7 <= self.pace <= 1.5:
            raise ValueError("pace: must be from 0.7 to 1.5")

    def choice(self, language: str) -> str:
        """What was chosen for the language, or for what it is a kind of; "" is nothing."""
        return self.by_language.get(language) or self.by_language.get(primary_of(language), "")

    def clip(self, rule: str, language: str) -> str:
        """The phrase that stands for this rule in this language; "" is none."""
        return self.clips.get(f"{rule}/{language}") or self.clips.get(f"{rule}/{primary_of(language)}", "")

    def as_json(self) -> dict[str, Any]:
        """For the store, the service's key among it; ``of_json`` takes it back."""
        return asdict(self)

    @classmethod
    def of_json(cls, document: Mapping[str, Any]) -> VoiceSettings:
        """What is absent is as usual. Raises ValueError naming what is wrong."""
        strange = sorted(set(document) - set(cls.__slots__))
        if strange:
            raise ValueError(f"{strange[0]}: no such setting")
        values = dict(document)
        try:
            if values.get("http") is not None:
                service = dict(values["http"])
                service["languages"] = tuple(service.get("languages", ()))
                values["http"] = Service(**service)
            return cls(**values)
        except TypeError as error:
            raise ValueError(f"voices: {error}") from None
