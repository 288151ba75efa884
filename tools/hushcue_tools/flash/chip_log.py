"""esptool's own words and its progress bar, kept from the terminal."""

import contextlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any


@cache
def ears() -> Any:
    """What esptool talks to in this process, instead of to the terminal. Before anything else of esptool is imported:
    parts of it keep hold of the first one that is there."""
    from esp_pylib.logger import EspLog, EspLogBase

    class Ears(EspLogBase):
        bar: Callable[[int, int], None] | None = None

        def print(self, *args: object, **kwargs: object) -> None: ...

        def err(self, *args: object, suggestion: str | None = None) -> None: ...

        def warn(self, *args: object, suggestion: str | None = None) -> None: ...

        def note(self, *args: object) -> None: ...

        def hint(self, *args: object) -> None: ...

        def debug(self, *args: object) -> None: ...

        def set_verbosity(self, mode: int | str) -> None: ...

        def progress_bar(self, cur_iter: int, total_iters: int, *_: object, **__: object) -> None:
            if self.bar is not None:
                self.bar(cur_iter, total_iters)

    EspLog.instance = Ears()
    return EspLog.instance


@contextlib.contextmanager
def bar(show: Callable[[int, int], None]) -> Iterator[None]:
    """esptool's progress goes to ``show(done, total)``."""
    ears().bar = show
    try:
        yield
    finally:
        ears().bar = None
