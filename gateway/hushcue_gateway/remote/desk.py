"""The part that remote controls come through: OSC and MQTT, each where the configuration says so."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any

from ..config import Config
from ..logs import Log
from ..mqtt_desk import MqttDesk
from ..part import BasePart
from ..people.desk import People
from ..phrases.say import SayPhrase
from ..show_desk import ShowDesk
from ..source_desk import SourceDesk
from ..talk_desk import TalkDesk
from ..web.gate import Gate
from . import topics
from .deck import Deck, Hosts
from .mqtt_control import MqttControlServer
from .osc import OscServer

TICK_S = 0.2


class RemoteDesk(BasePart):
    """document: the live document of a show. hosts, say: see ``deck.py``."""

    def __init__(
        self,
        config: Config,
        gate: Gate,
        people: People,
        shows: ShowDesk,
        sources: SourceDesk,
        talks: TalkDesk,
        mqtt: MqttDesk,
        hosts: Hosts,
        say: SayPhrase,
        document: Callable[[str], Mapping[str, Any]],
        log: Log,
    ):
        self._log = log
        self.osc: OscServer | None = None
        self.mqtt: MqttControlServer | None = None
        self._decks: list[Deck] = []

        def deck(hold_s: float) -> Deck:
            made = Deck(gate, shows, sources, talks, hosts, say, hold_s)
            self._decks.append(made)
            return made

        token = people.caller_of_token
        if config.osc.enabled:
            self.osc = OscServer(config.osc, deck(config.osc.hold_s), gate, token, shows.shows, document, log)
        if config.mqtt_control.enabled:
            pace = people.limits.demand_request
            own = deck(config.mqtt_control.hold_s)
            self.mqtt = MqttControlServer(config.studio, mqtt, own, token, pace, shows.shows, document, log)
            mqtt.hear(self.mqtt.arrived, topics.request(config.studio))
        self._ticking: asyncio.Task[None] | None = None

    async def start(self) -> None:
        if self.osc is not None:
            await self.osc.start()
        if self._decks:
            self._ticking = asyncio.create_task(self._tick(), name="remote controls")

    async def stop(self) -> None:
        if self._ticking is not None:
            self._ticking.cancel()
            await asyncio.gather(self._ticking, return_exceptions=True)
        for deck in self._decks:
            deck.close()
        if self.osc is not None:
            self.osc.stop()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            try:
                for deck in self._decks:
                    deck.tick(time.monotonic_ns())
                if self.osc is not None:
                    self.osc.tick(time.monotonic())
                if self.mqtt is not None:
                    self.mqtt.tick()
            except Exception as error:
                self._log.error("our_mistake", where="remote controls", reason=repr(error))
