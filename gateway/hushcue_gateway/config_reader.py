"""One table of the configuration, taken field by field; what is wrong is collected under its key.

``Reader`` never raises on what a person wrote: a wrong field gives its default, and a Trouble is noted. ``finish``
refuses the keys nobody asked for.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from typing import TypeVar

from hushcue_wire.errors import WireError
from hushcue_wire.topics import check_name
from hushcue_words import EXIT_USAGE, Trouble

from .words import WORDS

Choice = TypeVar("Choice", bound=str | int)
MAX_TEXT_CHARS = 256
MAX_TABLES = 1024


class Reader:
    """The TOML table at ``place`` ("" is the top, "sources[1]" the first of an array)."""

    def __init__(self, table: object, place: str, troubles: list[Trouble]):
        self._place = place
        self._troubles = troubles
        self._asked: list[str] = []
        self._table: Mapping[str, object] = {}
        if isinstance(table, Mapping):
            self._table = table
        else:
            self._note(place, "config_not_table")

    def key(self, name: str) -> str:
        """The full key of a field, as messages name it."""
        return f"{self._place}.{name}" if self._place else name

    def refuse(self, name: str, code: str, /, **facts: object) -> None:
        """Note that the field ``name`` is wrong."""
        self._note(self.key(name), code, **facts)

    def has(self, name: str) -> bool:
        """Whether the person wrote this key."""
        return name in self._table

    def text(self, name: str, default: str = "", *, most: int = MAX_TEXT_CHARS, required: bool = False) -> str:
        """Printable text of at most ``most`` characters."""
        value = self._take(name, default, required)
        if not isinstance(value, str) or len(value) > most or not value.isprintable():
            self.refuse(name, "config_not_text", most=most)
            return default
        if required and not value:
            self.refuse(name, "config_missing")
        return value

    def secret(self, name: str, *, least: int, required: bool = False) -> str | None:
        """A password or token of ``least`` to 128 printable ASCII characters; never repeated in a message."""
        value = self._take(name, None, required)
        if value is None:
            return None
        good = isinstance(value, str) and value.isascii() and value.isprintable() and least <= len(value) <= 128
        if not good:
            self.refuse(name, "config_bad_secret", least=least)
            return None
        assert isinstance(value, str)
        return value

    def name(self, name: str, default: str = "") -> str:
        """A studio, source, bodypack or group name, as the topics allow them."""
        value = self._take(name, default, not default)
        try:
            return check_name(value, name)
        except WireError:
            if value not in (None, ""):
                self.refuse(name, "config_bad_name", value=brief(value))
            return default

    def names(self, name: str) -> tuple[str, ...]:
        """A list of names; one name alone may stand without brackets."""
        value = self._take(name, [], False)
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or len(items) > MAX_TABLES:
            self.refuse(name, "config_not_names")
            return ()
        good: list[str] = []
        for place, item in enumerate(items, 1):
            try:
                good.append(check_name(item, name))
            except WireError:
                self.refuse(f"{name}[{place}]", "config_bad_name", value=brief(item))
        return tuple(good)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of short printable texts."""
        value = self._take(name, [], False)
        if not isinstance(value, list) or not all(isinstance(each, str) and each.isprintable() for each in value):
            self.refuse(name, "config_not_names")
            return ()
        return tuple(value)

    def pairs(self, name: str, most: int) -> Mapping[str, str]:
        """A table of at most ``most`` short printable texts under free names."""
        value = self._take(name, {}, False)
        texts = [*value.keys(), *value.values()] if isinstance(value, Mapping) else [None]
        good = all(isinstance(each, str) and each.isprintable() and 0 < len(each) <= MAX_TEXT_CHARS for each in texts)
        if not good or len(texts) > 2 * most:
            self.refuse(name, "config_not_pairs", most=most)
            return {}
        assert isinstance(value, Mapping)
        return dict(value)

    def choice(self, name: str, choices: Sequence[Choice], default: Choice) -> Choice:
        """One of ``choices``."""
        value = self._take(name, default, False)
        for each in choices:
            if type(value) is type(each) and value == each:
                return each
        near = difflib.get_close_matches(str(value), [str(each) for each in choices], 1)
        listed = ", ".join(str(each) for each in choices)
        self.refuse(name, "config_not_choice", choices=listed, value=brief(value), hint=_hint(near))
        return default

    def whole(self, name: str, low: int, high: int, default: int) -> int:
        """A whole number from ``low`` to ``high``."""
        value = self._take(name, default, False)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.refuse(name, "config_not_whole", low=low, high=high, value=brief(value))
        return default

    def number(self, name: str, low: float, high: float, default: float) -> float:
        """A finite number from ``low`` to ``high``."""
        value = self._take(name, default, False)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and math.isfinite(value) and low <= value <= high:  # type: ignore[arg-type, operator]
            return float(value)  # type: ignore[arg-type]
        self.refuse(name, "config_not_number", low=low, high=high, value=brief(value))
        return default

    def flag(self, name: str, default: bool = False) -> bool:
        """true or false."""
        value = self._take(name, default, False)
        if isinstance(value, bool):
            return value
        self.refuse(name, "config_not_flag", value=brief(value))
        return default

    def device(self, name: str) -> str | int | None:
        """A sound device: its number, a part of its name, or nothing for the system's own choice."""
        value = self._take(name, None, False)
        if value is None or value == "":
            return None
        number = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 9999
        if number or (isinstance(value, str) and len(value) <= MAX_TEXT_CHARS and value.isprintable()):
            return value  # type: ignore[return-value]
        self.refuse(name, "config_not_device", value=brief(value))
        return None

    def table(self, name: str) -> Reader:
        """The table under ``name``; an absent one is an empty one."""
        return Reader(self._take(name, {}, False), self.key(name), self._troubles)

    def tables(self, name: str) -> list[Reader]:
        """The array of tables under ``name``, counted from 1 as a person counts."""
        value = self._take(name, [], False)
        if not isinstance(value, list) or len(value) > MAX_TABLES:
            self.refuse(name, "config_not_tables", name=name)
            return []
        return [Reader(item, f"{self.key(name)}[{place}]", self._troubles) for place, item in enumerate(value, 1)]

    def finish(self) -> None:
        """Refuse every key that was not asked for, with the nearest known one."""
        for name in self._table:
            if name not in self._asked:
                near = difflib.get_close_matches(name, self._asked, 1)
                self.refuse(name, "config_unknown_key", hint=_hint(near))

    def _take(self, name: str, default: object, required: bool) -> object:
        self._asked.append(name)
        if name in self._table:
            return self._table[name]
        if required:
            self.refuse(name, "config_missing")
        return default

    def _note(self, key: str, code: str, /, **facts: object) -> None:
        self._troubles.append(Trouble(WORDS, code, {"key": key, **facts}, EXIT_USAGE))


def brief(value: object) -> str:
    """A value as a message shows it: short, on one line."""
    shown = value if isinstance(value, str) else repr(value)
    shown = "".join(char if char.isprintable() else "?" for char in shown)
    return shown if len(shown) <= 40 else shown[:37] + "..."


def _hint(near: Sequence[str]) -> Trouble | str:
    return WORDS.trouble("did_you_mean", value=near[0]) if near else ""
