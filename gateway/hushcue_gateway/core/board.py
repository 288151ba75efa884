"""A document that is told to many, and afterwards only what changed in it: JSON merge patches (RFC 7396). Pure.

In a merge patch null means "not there". So a member whose value would be null is left out of the document altogether:
absent and null are the same thing, for whoever reads it too.

A board is made of sections, and some sections of entries: ``put("hosts", "host-1", {...})``. ``flush`` compares what
was put with what was told, section by section and entry by entry, and never looks at the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]
_ABSENT: Any = object()


def lean(value: Any) -> Any:
    """A copy of ``value`` without members that are null, at any depth of objects and lists."""
    if isinstance(value, dict):
        return {name: lean(each) for name, each in value.items() if each is not None}
    if isinstance(value, list | tuple):
        return [lean(each) for each in value]
    return value


def diff(old: Json, new: Json) -> Json:
    """The merge patch that makes ``new`` of ``old``, {} where they are equal. Both are lean."""
    patch: Json = {name: None for name in old if name not in new}
    for name, value in new.items():
        before = old.get(name, _ABSENT)
        if isinstance(before, dict) and isinstance(value, dict):
            inner = diff(before, value)
            if inner:
                patch[name] = inner
        elif not _same(before, value):
            patch[name] = value
    return patch


def _same(before: Any, value: Any) -> bool:
    """Equal, and of one kind: 1, 1.0 and true are different JSON."""
    return before is value or (type(before) is type(value) and bool(before == value))


def apply(document: Any, patch: Any) -> Any:
    """RFC 7396 section 2, MergePatch; ``document`` is left as it is."""
    if not isinstance(patch, dict):
        return patch
    result = dict(document) if isinstance(document, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = apply(result.get(name), value)
    return result


class Board:
    """One document. tables: the sections that hold entries; every other section is one value."""

    def __init__(self, tables: Iterable[str]) -> None:
        self._tables = frozenset(tables)
        self._told: Json = {name: {} for name in sorted(self._tables)}
        self._new: dict[tuple[str, str], Any] = {}
        self.seq = 0
        """number of the newest patch"""

    @property
    def dirty(self) -> bool:
        """Whether something was put since ``flush``."""
        return bool(self._new)

    def document(self) -> Json:
        """As it was told last."""
        return self._told

    def entries(self, table: str) -> list[str]:
        """What a table will hold once it is flushed."""
        ids = dict.fromkeys(self._told[table])
        for (section, entry), value in self._new.items():
            if section == table:
                if value is None:
                    ids.pop(entry, None)
                else:
                    ids[entry] = None
        return list(ids)

    def put(self, section: str, entry: str, value: Any) -> None:
        """An entry of a table, or with entry "" a whole section. None takes it away."""
        if (section in self._tables) != bool(entry):
            raise ValueError(f"{section}: wrong use of a table")
        self._new[section, entry] = lean(value)

    def replace(self, table: str, entries: dict[str, Any]) -> None:
        """A table that holds exactly these."""
        for gone in self.entries(table):
            if gone not in entries:
                self.put(table, gone, None)
        for entry, value in entries.items():
            self.put(table, entry, value)

    def flush(self) -> Json | None:
        """The patch since the last one, None where nothing changed."""
        patch: Json = {}
        for (section, entry), value in self._new.items():
            where = self._told[section] if entry else self._told
            name = entry or section
            piece = diff({name: where[name]} if name in where else {}, {} if value is None else {name: value})
            if not piece:
                continue
            if value is None:
                where.pop(name)
            else:
                where[name] = value
            if entry:
                patch.setdefault(section, {}).update(piece)
            else:
                patch.update(piece)
        self._new.clear()
        if not patch:
            return None
        self.seq += 1
        return patch
