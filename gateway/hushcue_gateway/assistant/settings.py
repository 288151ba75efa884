"""What people set of the assistant in one show. Pure values, checked; kept as JSON.

Rules and manners have settings of their own (``rules/settings.py``, ``manners/settings.py``), which stand in here.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from hushcue_words import Trouble

from ..manners.settings import Manners
from ..rules.settings import RuleSettings
from ..voice.kinds import VoiceSettings
from ..wording.limits import Limits

MOST_HOSTS = 32
MOST_URL_CHARS = 300
MOST_MODEL_CHARS = 100
MOST_KEY_CHARS = 400
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
DELAY_S = (0, 30)


class BadSetting(ValueError):
    """field: which one is outside its limits."""

    def __init__(self, field: str):
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Rephrase:
    """A language model that may rephrase, never add (``wording/rephrase.py``). url: of an OpenAI-compatible server, ""
    is off. key: a secret, never shown. unasked: rules whose rephrased words may be said without approval. limits: what
    the words must not claim."""

    url: str = ""
    model: str = ""
    key: str = field(default="", repr=False)
    unasked: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)

    def as_json(self, *, secrets: bool) -> dict[str, Any]:
        """For the store, or (without secrets) for screens: there ``has_key`` says whether one is kept."""
        shown = {"url": self.url, "model": self.model, "unasked": list(self.unasked), "limits": self.limits.as_json()}
        return {**shown, "key": self.key} if secrets else {**shown, "has_key": bool(self.key)}


@dataclass(frozen=True, slots=True)
class AssistantSettings:
    """hosts: hosts and groups whom it speaks to; ("all",) is everybody. delay_s: how long an auto rule that is not
    urgent counts down before it speaks. languages: host -> BCP 47, for those who want another than their own."""

    hosts: tuple[str, ...] = ("all",)
    delay_s: int = 5
    manners: Manners = field(default_factory=Manners)
    rules: RuleSettings = field(default_factory=RuleSettings)
    languages: Mapping[str, str] = field(default_factory=dict)
    voices: VoiceSettings = field(default_factory=VoiceSettings)
    rephrase: Rephrase = field(default_factory=Rephrase)

    def as_json(self, *, secrets: bool = True) -> dict[str, Any]:
        """For the store; without secrets for screens."""
        return {
            "hosts": list(self.hosts),
            "delay_s": self.delay_s,
            "manners": self.manners.as_json(),
            "rules": self.rules.as_json(),
            "languages": dict(self.languages),
            "voices": _voices_json(self.voices, secrets=secrets),
            "rephrase": self.rephrase.as_json(secrets=secrets),
        }

    def changed(self, change: Mapping[str, Any]) -> AssistantSettings:
        """With what ``change`` gives, in the form of ``as_json``; what is not given stays. Raises BadSetting, or the
        Trouble of ``rules/settings.py`` and ``wording/limits.py``."""
        known = {each.name for each in fields(self)}
        for name in change:
            if name not in known:
                raise BadSetting(str(name)[:32])
        values = {name: _READ[name](value, getattr(self, name)) for name, value in change.items()}
        return replace(self, **values)

    @classmethod
    def of_store(cls, value: object) -> AssistantSettings:
        """What was kept, perhaps by another version: what does not hold any more is as at the beginning."""
        found = cls()
        for name, kept in value.items() if isinstance(value, Mapping) else ():
            if name == "rules":
                found = replace(found, rules=RuleSettings.of_store(kept))
                continue
            with contextlib.suppress(BadSetting, Trouble):
                found = found.changed({name: kept})
        return found


def _hosts(value: Any, _: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_HOSTS or not all(isinstance(each, str) for each in value):
        raise BadSetting("hosts")
    return tuple(dict.fromkeys(each[:64] for each in value))


def _delay(value: Any, _: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not DELAY_S[0] <= value <= DELAY_S[1]:
        raise BadSetting("delay_s")
    return value


def _manners(value: Any, before: Manners) -> Manners:
    try:
        return Manners.of_json({**before.as_json(), **value})
    except (ValueError, TypeError, KeyError) as error:
        raise BadSetting(f"manners.{getattr(error, 'field', '') or error}"[:64]) from None


def _rules(value: Any, before: RuleSettings) -> RuleSettings:
    return before.changed(value)


def _voices_json(voices: VoiceSettings, *, secrets: bool) -> dict[str, Any]:
    document = voices.as_json()
    service = document.get("http")
    if service is not None and not secrets:
        service["has_key"] = bool(service.pop("key"))
    return document


def _voices(value: Any, before: VoiceSettings) -> VoiceSettings:
    if not isinstance(value, dict):
        raise BadSetting("voices")
    try:
        return before.changed(value)
    except (ValueError, TypeError, AttributeError) as error:
        # "http: url: must begin ..." is voices.http.url: the rest of the sentence is English
        named = re.match(r"[\w, ]+(: \w+(?=:))?", str(error))
        raise BadSetting(f"voices.{named[0].replace(': ', '.') if named else ''}"[:64]) from None


def _texts(name: str, most: int, pattern: str) -> Any:
    want = re.compile(pattern)

    def read(value: Any, _: Any) -> dict[str, str]:
        if not isinstance(value, dict) or len(value) > most:
            raise BadSetting(name)
        for key, text in value.items():
            if not isinstance(key, str) or len(key) > 64 or not isinstance(text, str) or not want.fullmatch(text):
                raise BadSetting(f"{name}.{str(key)[:32]}")
        return dict(value)

    return read


def _rephrase(value: Any, before: Rephrase) -> Rephrase:
    if not isinstance(value, dict) or not value.keys() <= {"url", "model", "key", "unasked", "has_key", "limits"}:
        raise BadSetting("rephrase")
    url, model = (value.get(name, getattr(before, name)) for name in ("url", "model"))
    # a secret goes to the server that it was given for, and not to the next one
    key = value.get("key", before.key if url == before.url else "")
    if not isinstance(url, str) or len(url) > MOST_URL_CHARS or (url and not re.match(r"https?://[^\s/]+", url)):
        raise BadSetting("rephrase.url")
    if not isinstance(model, str) or len(model) > MOST_MODEL_CHARS:
        raise BadSetting("rephrase.model")
    if not isinstance(key, str) or len(key) > MOST_KEY_CHARS or not key.isascii():
        raise BadSetting("rephrase.key")
    unasked = value.get("unasked", list(before.unasked))
    if not isinstance(unasked, list) or not all(isinstance(each, str) and len(each) <= 32 for each in unasked[:64]):
        raise BadSetting("rephrase.unasked")
    limits = Limits.of_json({**before.limits.as_json(), **value["limits"]}) if "limits" in value else before.limits
    return Rephrase(url, model, key, tuple(unasked[:64]), limits)


_READ: Mapping[str, Any] = {
    "hosts": _hosts,
    "delay_s": _delay,
    "manners": _manners,
    "rules": _rules,
    "languages": _texts("languages", 200, LANGUAGE.pattern),
    "voices": _voices,
    "rephrase": _rephrase,
}
