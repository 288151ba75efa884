"""What a show's log says of the assistant's cues: one line for all hosts to whom it happened at about the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from .suggestion import Suggestion

TOGETHER_S = 0.25
"""Between the first host and the line."""


class Telling:
    """tell: (code, show, hosts, text). Lives in the asyncio loop; ``stop`` tells what waits."""

    def __init__(self, tell: Callable[[str, str, tuple[str, ...], str], None]):
        self._tell = tell
        self._waiting: dict[tuple[str, str, str, str], tuple[list[str], asyncio.TimerHandle]] = {}

    def told(self, code: str, suggestion: Suggestion, host: str) -> None:
        """It happened to one host."""
        key = (code, suggestion.show, suggestion.id, suggestion.text)
        if key in self._waiting:
            self._waiting[key][0].append(host)
        else:
            self._waiting[key] = [host], asyncio.get_running_loop().call_later(TOGETHER_S, self._say, key)

    def stop(self) -> None:
        """Nothing waits any more."""
        for key in list(self._waiting):
            self._say(key)

    def _say(self, key: tuple[str, str, str, str]) -> None:
        hosts, timer = self._waiting.pop(key)
        timer.cancel()
        code, show, _, text = key
        self._tell(code, show, tuple(hosts), text)
