"""Show data over MQTT: what comes on the topics of ``topics.py`` is taken, one payload after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from hushcue_words import Trouble

from ..logs import Log
from ..mqtt import MAX_KEPT_BYTES, Arrival, Document
from ..part import BasePart
from . import topics
from .ingest import read_text
from .words import WORDS

if TYPE_CHECKING:
    from .desk import ShowDataDesk

SRC = "mqtt"
MOST_WAITING = 2_000


class Broker(Protocol):
    """What is needed of the connection."""

    def hear(self, hearer: Callable[[Arrival], None], *topics: str) -> None: ...


class MqttWay(BasePart):
    """enabled: by the configuration."""

    def __init__(self, enabled: bool, studio: str, mqtt: Broker, desk: ShowDataDesk, log: Log):
        self.dropped = 0
        """payloads that came faster than they could be taken"""
        self._enabled = enabled
        self._studio = studio
        self._desk = desk
        self._log = log
        self._waiting: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue(MOST_WAITING)
        self._task: asyncio.Task[None] | None = None
        if enabled:
            mqtt.hear(self.arrived, f"{topics.base(studio)}/+")

    async def start(self) -> None:
        if self._enabled:
            self._task = asyncio.create_task(self._run(), name="show data over MQTT")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def arrived(self, arrival: Arrival) -> None:
        """A payload on a topic of ours; everything else is for others. What is retained is of another day."""
        if not isinstance(arrival, Document) or arrival.retained:
            return
        show = topics.show_of(self._studio, arrival.topic)
        if show is None:
            return
        if len(arrival.payload) >= MAX_KEPT_BYTES:
            self._refused(show, WORDS.trouble("mqtt_data_too_long", exit_code=0, most=MAX_KEPT_BYTES - 1))
        elif self._waiting.full():
            self.dropped += 1
        else:
            self._waiting.put_nowait((show, arrival.payload))

    async def _run(self) -> None:
        while True:
            show, payload = await self._waiting.get()
            try:
                read = await read_text(self._desk, show, payload, SRC)
                for why in read.troubles:
                    self._refused(show, why)
                await self._desk.take(show, read.facts, SRC)
                await asyncio.sleep(0)  # what waits already is no reason to keep others waiting
            except Trouble as trouble:
                self._refused(show, trouble)
            except Exception as error:
                self._log.error("our_mistake", where="show data over MQTT", reason=repr(error))

    def _refused(self, show: str, why: Trouble) -> None:
        self._log.tell("warning", "mqtt_data_refused", {"show": show, "why": why}, about=show)
