"""The control plane's end of a speech process: started with the first text, watched, replaced when it dies."""

from __future__ import annotations

import asyncio
import contextlib
import itertools

from ..supervisor.child import Child, Restart
from .engine import EngineName
from .languages import Unreadable
from .messages import NotSpoken, Speak, Spoken
from .process import main

HANG_S: dict[EngineName, float] = {"espeak": 10.0, "openjtalk": 30.0, "piper": 60.0}
"""The longest speech there is takes a fifth of that on the slowest machine it was measured on."""
PATIENCE_S = 60.0
"""With the start of the process, on a machine that does other work."""
MOST_S = 30.0


class Worker:
    """One engine in one process. Lives in one asyncio loop. ``stop`` last, whatever happened."""

    def __init__(self, engine: EngineName) -> None:
        self.engine = engine
        self._loop = asyncio.get_running_loop()
        self._child: Child | None = None
        self._starting = asyncio.Lock()
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Spoken]] = {}

    @property
    def pid(self) -> int:
        """Of the process at work, 0 while there is none."""
        return self._child.pid if self._child else 0

    async def ask(self, text: str, voice: str, pace: float = 1.0, most_s: float = MOST_S) -> Spoken:
        """``text`` in a voice of the engine. Raises Unreadable, with code "voice_failed" where the process ends in the
        middle of it twice."""
        try:
            try:
                return await self._ask(text, voice, pace, most_s)
            except ConnectionResetError:  # it may have been another text that ended the process
                return await self._ask(text, voice, pace, most_s)
        except (OSError, RuntimeError):
            raise Unreadable("voice_failed") from None

    async def stop(self) -> None:
        """End the process. May be called twice."""
        async with self._starting:
            child, self._child = self._child, None
            if child is not None:
                await asyncio.to_thread(child.stop)
        for future in self._waiting.values():
            future.cancel()

    async def _ask(self, text: str, voice: str, pace: float, most_s: float) -> Spoken:
        child = await self._running()
        order = Speak(next(self._numbers), text, voice, pace, most_s)
        future: asyncio.Future[Spoken] = self._loop.create_future()
        self._waiting[order.id] = future
        try:
            if not child.send(lambda: [order]):
                raise RuntimeError("too many texts wait")
            async with asyncio.timeout(PATIENCE_S):
                return await future
        finally:
            self._waiting.pop(order.id, None)

    async def _running(self) -> Child:
        async with self._starting:
            if self._child is None:
                child = Child(
                    "voice" if self.engine == "espeak" else f"voice-{self.engine}",
                    main,
                    (self.engine,),
                    hang_s=HANG_S[self.engine],
                    spare=False,
                    replay=list,
                    on_event=self._from_thread,
                    on_restart=self._from_thread,
                )
                await asyncio.to_thread(child.start)  # ChildFailed is a RuntimeError
                self._child = child
            return self._child

    def _from_thread(self, event: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: we have stopped
            self._loop.call_soon_threadsafe(self._on_event, event)

    def _on_event(self, event: object) -> None:
        if isinstance(event, Restart):
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(ConnectionResetError(event.reason))
            return
        waiting = self._waiting.get(event.id) if isinstance(event, Spoken | NotSpoken) else None
        if waiting is None or waiting.done():
            return
        if isinstance(event, Spoken):
            waiting.set_result(event)
        elif isinstance(event, NotSpoken):
            waiting.set_exception(Unreadable(event.code, **event.facts))
