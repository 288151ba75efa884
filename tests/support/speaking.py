"""The assistant's voice for tests: one life of the part, in a loop of its own."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable
from pathlib import Path

from hushcue_gateway.logs import Log
from hushcue_gateway.voice.speaking import Speaking

Work = Callable[[Speaking], Awaitable[None]]
WithSpeaking = Callable[[Work], None]


def with_speaking_in(folder: Path) -> WithSpeaking:
    """The process of eSpeak NG starts with the first text that needs it."""

    def run(work: Work) -> None:
        async def life() -> None:
            speaking = Speaking(folder, Log((), io.StringIO()))
            try:
                await speaking.prepare()
                await speaking.start()
                await work(speaking)
            finally:
                await speaking.stop()

        asyncio.run(life())

    return run
