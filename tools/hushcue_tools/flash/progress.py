"""How far it is: a bar where somebody looks, a line per stage where nobody does, nothing where a program reads."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from .words import WORDS

Step = Callable[[int], None]


class Progress(Protocol):
    """Stages of something long. ``name`` is a code of the catalogue."""

    def stage(self, name: str, total: int, unit: str = "") -> AbstractContextManager[Step]:
        """A context; what it gives is called with how much has passed since the last call."""


class Silent:
    """Nothing is shown."""

    @contextmanager
    def stage(self, name: str, total: int, unit: str = "") -> Iterator[Step]:
        yield lambda _passed: None


class Shown:
    """On ``console``: a bar on a terminal, a line elsewhere."""

    def __init__(self, console: Console):
        self._console = console

    @contextmanager
    def stage(self, name: str, total: int, unit: str = "") -> Iterator[Step]:
        if not total:
            yield lambda _passed: None
            return
        text = WORDS.say(name)
        if not self._console.is_terminal:
            self._console.print(text, markup=False)
            yield lambda _passed: None
            return
        count = DownloadColumn() if unit == "bytes" else MofNCompleteColumn()
        with Bar(
            TextColumn("{task.description}"), BarColumn(), count, TimeRemainingColumn(), console=self._console
        ) as bar:
            task = bar.add_task(text, total=total)
            yield lambda passed: bar.advance(task, passed)
