"""The two real-time processes and the rings between them: the one place that starts, tells and ends them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from hushcue_words import EXIT_BUG

from .config import Config
from .core_settings import engine_settings
from .logs import Log
from .part import BasePart
from .supervisor import Capture, CaptureSettings, ChildFailed, Media, MediaSettings, RingRack
from .words import WORDS

BLOCK_MS = 5
"""Of a sound card: half a frame, so that a sample waits half as long for its block."""


class SoundDesk(BasePart):
    """on_event is called from threads of the supervisors."""

    def __init__(self, config: Config, log: Log, on_event: Callable[[object], None]):
        self._log = log
        self.rack = RingRack()
        settings = MediaSettings(
            engine=engine_settings(config),
            dscp=config.media.dscp,
            keep_awake=config.media.keep_awake,
            spare=config.media.spares,
        )
        self.media = Media(settings, self.rack, on_event)
        self.capture = Capture(CaptureSettings(block_ms=BLOCK_MS, spare=config.media.spares), self.rack, on_event)

    async def prepare(self) -> None:
        """Both beside each other: they are slow to start. Raises Trouble."""
        results = await asyncio.gather(
            self._start_child("media", self.media.start),
            self._start_child("capture", self.capture.start),
            return_exceptions=True,  # nothing may still be starting when ``stop`` is called
        )
        for result in results:
            if isinstance(result, BaseException):
                raise result

    async def stop(self) -> None:
        await asyncio.gather(asyncio.to_thread(self.capture.stop), asyncio.to_thread(self.media.stop))
        self.rack.close()

    def tell(self, command: object) -> bool:
        """Tell the engine; False, and a line in the log, where its queue is full."""
        told = self.media.send(command)
        if not told:
            self._log.error("queue_full", child="media")
        return told

    @property
    def pids(self) -> dict[str, int]:
        """The processes of media and capture at work now, 0 when there is none."""
        return {"media": self.media.pid, "capture": self.capture.pid}

    async def _start_child(self, child: str, start: Callable[[], None]) -> None:
        try:
            await asyncio.to_thread(start)
        except ChildFailed as failure:
            raise WORDS.trouble("child_failed", exit_code=EXIT_BUG, child=child, reason=failure) from None
