"""The sources of a show, as parts see them that do not keep them."""

from collections.abc import Callable, Iterable
from typing import Protocol


class Entry(Protocol):
    """One source of a show."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...


class Sources(Protocol):
    """Who knows the sources."""

    def on_change(self, hear: Callable[[], None], /) -> None: ...
    def of_show(self, show: str, /) -> Iterable[Entry]: ...
