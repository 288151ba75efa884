"""What a person's console remembers (hotkeys, appearance), kept for the next browser they sign in with.

An object that only the console reads: here it is bounded, and nothing more. The last write wins.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete

from ..store.database import Database
from ..store.models.settings import PreferenceRow
from .words import WORDS

MOST_BYTES = 32 * 1024
DEEPEST = 8
"""How far objects and lists may lie in each other; the object itself is the first."""


@dataclass(frozen=True)
class Preferences:
    """What was kept. changed_at_ms: None where nothing ever was."""

    value: dict[str, Any]
    changed_at_ms: int | None = None


class PreferenceShelf:
    """By account. Not kept in memory: it is asked for at a sign-in, and never while somebody talks."""

    def __init__(self, database: Database):
        self._database = database

    async def of(self, account: str) -> Preferences:
        """Theirs; empty where there are none."""
        row = await self._database.run(lambda session: session.get(PreferenceRow, account))
        return Preferences(row.value, row.changed_at_ms) if row is not None else Preferences({})

    async def put(self, account: str, value: dict[str, Any], now_ms: int) -> Preferences:
        """Theirs from now on, all of it. Raises Trouble where it is too large, or cannot be told again as JSON."""
        demand_bounded(value)
        row = {"account": account, "value": value, "changed_at_ms": now_ms}
        await self._database.change(lambda session: session.merge(PreferenceRow(**row)))
        return Preferences(value, now_ms)

    async def forget(self, account: str) -> None:
        """The account is gone."""
        await self._database.change(
            lambda session: session.execute(delete(PreferenceRow).where(PreferenceRow.account == account))
        )


def demand_bounded(value: dict[str, Any]) -> None:
    """Raise Trouble for what is more than MOST_BYTES of UTF-8, lies deeper than DEEPEST, or is no JSON (NaN, half of a
    surrogate pair)."""
    trouble = WORDS.trouble("preferences_bad", most=MOST_BYTES // 1024, deep=DEEPEST)
    layer: list[Any] = [value]
    for _ in range(DEEPEST):
        layer = [part for each in layer for part in _parts(each)]
    if layer:
        raise trouble
    try:
        size = len(json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8"))
    except ValueError:
        raise trouble from None
    if size > MOST_BYTES:
        raise trouble


def _parts(value: Any) -> list[Any]:
    """What lies in an object or a list. A layer holds no more than a body of a request does."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
