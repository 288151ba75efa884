"""What is made of a text, and what a show has chosen to make it with. Pure values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from .languages import CANTONESE, WRITTEN_CANTONESE, is_cantonese, primary_of

Kind = Literal["piper", "openjtalk", "espeak", "clip", "http"]
"""In the order in which they are tried where nobody has chosen."""
KINDS: tuple[Kind, ...] = get_args(Kind)
MAX_TEXT_CHARS = 500
MAX_CHOICES = 64
MAX_URL_CHARS = 500
MAX_NAME_CHARS = 200
MAX_KEY_CHARS = 1000
DEADLINE_S = (0.2, 20.0)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_CHOICE = re.compile(r"openjtalk|espeak|clip|http|piper:[\w.+-]{1,100}")
_KEY = re.compile(r"[!-~]*")
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
    none is all. key: never shown. on: False keeps it and asks it nothing. Raises ValueError naming the field."""

    url: str
    model: str = "tts-1"
    voice: str = "alloy"
    key: str = field(default="", repr=False)
    languages: tuple[str, ...] = ()
    deadline_s: float = 3.0
    on: bool = True

    def __post_init__(self) -> None:
        if not _is_address(self.url):
            raise ValueError("http: url: must begin with http:// or https:// and hold nobody's name or password")
        if isinstance(self.deadline_s, bool) or not DEADLINE_S[0] <= self.deadline_s <= DEADLINE_S[1]:
            raise ValueError("http: deadline_s: must be from 0.2 to 20")
        for name in ("model", "voice"):
            value = getattr(self, name)
            if not isinstance(value, str) or len(value) > MAX_NAME_CHARS or not value.isprintable():
                raise ValueError(f"http: {name}: at most {MAX_NAME_CHARS} printable characters")
        if not isinstance(self.key, str) or len(self.key) > MAX_KEY_CHARS or not _KEY.fullmatch(self.key):
            raise ValueError(f"http: key: at most {MAX_KEY_CHARS} ASCII characters, none of them a space")
        if len(self.languages) > MAX_CHOICES or not all(_LANGUAGE.fullmatch(each) for each in self.languages):
            raise ValueError("http: languages: must be language tags")
        if not isinstance(self.on, bool):
            raise ValueError("http: on: must be true or false")

    def speaks(self, language: str) -> bool:
        """Whether it is asked for this language."""
        tongues = {primary_of(each) for each in self.languages}
        return self.on and (not tongues or primary_of(language) in tongues)


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
            fine = isinstance(phrase, str) and 1 <= len(phrase) <= 64
            if not _RULE.fullmatch(rule) or not _LANGUAGE.fullmatch(language) or not fine:
                raise ValueError("clips: rule/language and the id of a phrase")
        if isinstance(self.pace, bool) or not 0.7 <= self.pace <= 1.5:
            raise ValueError("pace: must be from 0.7 to 1.5")

    def choice(self, language: str) -> str:
        """What was chosen for the language, or for what it is a kind of; "" is nothing. For Cantonese a voice that was
        chosen for Chinese is none: it speaks Mandarin."""
        if is_cantonese(language):
            written = self.by_language.get(WRITTEN_CANTONESE, "")
            found = self.by_language.get(language) or self.by_language.get(CANTONESE)
            return found or (written if written == "clip" else "")
        return self.by_language.get(language) or self.by_language.get(primary_of(language), "")

    def clip(self, rule: str, language: str) -> str:
        """The phrase that stands for this rule in this language; "" is none. What is bound to all of Chinese is said to
        nobody who listens in Cantonese."""
        if is_cantonese(language):
            tags = (language, CANTONESE, WRITTEN_CANTONESE)
            return next((found for tag in tags if (found := self.clips.get(f"{rule}/{tag}"))), "")
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
                values["http"] = service_of(values["http"])
            return cls(**values)
        except TypeError as error:
            raise ValueError(f"voices: {error}") from None

    def changed(self, change: Mapping[str, Any]) -> VoiceSettings:
        """With what ``change`` gives, in the form of ``as_json``. choose, bind: single entries of by_language and of
        clips, "" takes one away; two people who change different ones leave each other's alone. Raises ValueError."""
        document = {**self.as_json(), **change, "http": None}
        for some, whole in (("choose", "by_language"), ("bind", "clips")):
            entries = document.pop(some, {})
            try:
                merged = {**document[whole], **entries}
                document[whole] = {name: value for name, value in merged.items() if value or name not in entries}
            except TypeError:
                raise ValueError(f"{some}: must be an object") from None
        service = change.get("http", self.http)
        if service is not None and not isinstance(service, Service):
            service = service_of(service, self.http)
        return replace(VoiceSettings.of_json(document), http=service)


def service_of(document: object, before: Service | None = None) -> Service:
    """A service as people give it. One who changes it does not know its key: without one, that of ``before`` stays, for
    the address that it was given for and no other. Raises ValueError naming what is wrong."""
    if not isinstance(document, Mapping):
        raise ValueError("http: must be an object")
    values = {name: value for name, value in document.items() if name != "has_key"}
    if before is not None and values.get("url") == before.url:
        values.setdefault("key", before.key)
    try:
        return Service(**{**values, "languages": tuple(values.get("languages", ()))})
    except TypeError as error:
        raise ValueError(f"http: {error}") from None


def _is_address(url: object) -> bool:
    """Of a server. Names and passwords in it would stand wherever addresses are shown."""
    if not isinstance(url, str) or len(url) > MAX_URL_CHARS or not re.fullmatch(r"https?://[^\s#]+", url):
        return False
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return False
