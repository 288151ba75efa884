"""Questions that no topic knows, put together where a model of meaning finds them alike: off the way of every comment.

The shop drops two files into the folder "embedder" of the state folder (``questions/embed.py``); without them nothing
happens here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

from hushcue_words import Trouble

from ..logs import Log
from ..part import BasePart
from ..questions.embed import Embedder, alike
from .mind import Mind

FOLDER = "embedder"
EVERY_NS = 25_000_000_000


class Meaning(BasePart):
    """minds: show -> what is thought of its airing."""

    def __init__(self, state_dir: Path, minds: Callable[[], Mapping[str, Mind]], log: Log):
        self._folder = state_dir / FOLDER
        self._minds = minds
        self._log = log
        self._embedder: Embedder | None = None
        self._due_ns = 0
        self._task: asyncio.Task[None] | None = None

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def tick(self, now_ns: int) -> None:
        if now_ns < self._due_ns or (self._task is not None and not self._task.done()):
            return
        self._due_ns = now_ns + EVERY_NS
        if Embedder.there(self._folder):
            self._task = asyncio.create_task(self.look(), name="meaning")

    async def look(self) -> None:
        """Every show's unnamed questions, once."""
        embedder = self._embedder = self._embedder or Embedder(self._folder)
        for mind in list(self._minds().values()):
            wordings = mind.questions.unnamed()
            if len(wordings) < 2:
                continue
            try:
                vectors = await asyncio.to_thread(embedder.vectors, [text for _, text in wordings])
                for group, into in alike(wordings, vectors):
                    mind.questions.join(group, into)
            except Trouble as trouble:  # of the files, or a group that was forgotten meanwhile
                self._log.tell("warning", trouble.code, trouble.facts, about=trouble.code)
            except Exception as error:
                self._log.error("our_mistake", where="embedder", reason=repr(error))
