"""A *part*: one of the things the control process is made of. ``parts.py`` lists them, ``control.py`` runs them.

A part meets the others through the arguments of its constructor and nowhere else. Everything below is called in the
asyncio loop of the control process.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from fastapi import APIRouter

Observers = Mapping[type, Callable[[Any], None]]
"""Type of an event or action -> who is told. Exactly that type, not those derived from it."""


class Part(Protocol):
    """What the control process asks of each of its parts."""

    async def prepare(self) -> None:
        """What takes long and needs no other part: starting a process, opening a file. All parts prepare at the same
        time, before the first one starts. Raises Trouble; ``stop`` is still to be called."""

    async def start(self) -> None:
        """Begin, in the order of the list. Raises Trouble naming what is missing; ``stop`` is still to be called."""

    async def stop(self) -> None:
        """End, in the opposite order. May be called twice, without ``start`` and without ``prepare``. Never raises."""

    def observers(self) -> Observers:
        """Events of child processes that this part wants to see. Several parts may observe one type."""

    def actions(self) -> Observers:
        """Actions of the roster that this part wants to see: Notice, Played, AddStream, RemoveStream."""

    def tick(self, now_ns: int) -> None:
        """Every half second. now_ns: monotonic."""

    def routers(self) -> Sequence[APIRouter]:
        """Its share of the HTTP interface: routers whose paths are whole ("/api/v1/...")."""


class BasePart:
    """Nothing of all that; a part overrides what it needs."""

    async def prepare(self) -> None:
        """See ``Part``."""

    async def start(self) -> None:
        """See ``Part``."""

    async def stop(self) -> None:
        """See ``Part``."""

    def observers(self) -> Observers:
        """See ``Part``."""
        return {}

    def actions(self) -> Observers:
        """See ``Part``."""
        return {}

    def tick(self, now_ns: int) -> None:
        """See ``Part``."""

    def routers(self) -> Sequence[APIRouter]:
        """See ``Part``."""
        return ()
