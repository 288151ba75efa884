"""Typed text in the voice that is always there: eSpeak NG, in one process for all who ask."""

from __future__ import annotations

from hushcue_words import Trouble

from .languages import Unreadable, readable
from .messages import Spoken
from .reading import as_words
from .words import WORDS
from .worker import Worker


class Voice:
    """Lives in one asyncio loop. ``stop`` last, whatever happened."""

    def __init__(self) -> None:
        self.worker = Worker("espeak")

    @property
    def pid(self) -> int:
        """Of the process at work, 0 while there is none."""
        return self.worker.pid

    async def say(self, text: str, language: str) -> Spoken:
        """``text`` spoken in ``language`` (BCP 47). Raises Trouble that says why it cannot be."""
        try:
            words = as_words(text, language)
            return await self.worker.ask(words, readable(words, language).voice)
        except Unreadable as trouble:
            raise Trouble(WORDS, trouble.code, trouble.facts, 0) from None

    async def stop(self) -> None:
        """End the process. May be called twice."""
        await self.worker.stop()
