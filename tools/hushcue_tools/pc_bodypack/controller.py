"""The control thread of a PC bodypack: MQTT by the firmware's own client, and what a person sees of it."""

import asyncio
import socket
from collections.abc import Callable
from typing import Any

from ..firmware import use
from . import crypto, kept_ceiling
from .audio import clock_ms
from .settings import Settings
from .words import WORDS

use()

from hushcue_bodypack import control as firmware_control  # noqa: E402 - importable only now
from hushcue_bodypack import telemetry  # noqa: E402
from hushcue_bodypack.mqtt import Client  # noqa: E402
from hushcue_bodypack.mqtt_conversation import Conversation, Message  # noqa: E402
from hushcue_bodypack.tracing import Tracing  # noqa: E402
from hushcue_bodypack.trust import Trust  # noqa: E402

TURN_S = 0.05
ADDRESS_TURNS = 40
GOODBYE_TURNS = 10

Say = Callable[[str], None]


def address_towards(host: str, port: int) -> str:
    """The IPv4 address this machine uses towards ``host``; "" where there is no way. Sends nothing."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((host, port))
            return str(probe.getsockname()[0])
    except OSError:
        return ""


class Controller:
    """``turn`` several times a second; ``run_client`` beside it. ``restart`` is set when the gateway asks for it."""

    def __init__(self, settings: Settings, identity: telemetry.Identity, session: Any, say: Say):
        self.restart = False
        self._settings = settings
        self._say = say
        self._told_session: int | None = None
        self._told_down = False
        self._turns = 0
        self._tracing: Tracing | None = None
        trusted = Trust(settings.id, settings.key, crypto.hmac_sha256)
        self.control = firmware_control.Control(identity, session, dict, trusted, clock_ms())
        conversation = Conversation(settings.id, settings.id, settings.password, will=self.control.will())
        for topic, qos in self.control.subscriptions:
            conversation.subscribe(topic, qos)
        self._client = Client(
            conversation, settings.broker_host, settings.broker_port, clock_ms, self._on_message, self._on_change
        )
        self._identity = identity

    async def run_client(self) -> None:
        """Keep the connection to the broker, for ever."""
        await self._client.run()

    def turn(self) -> None:
        """Let the firmware's control act."""
        if self._turns % ADDRESS_TURNS == 0:
            here = address_towards(self._settings.broker_host, self._settings.broker_port)
            if here:  # a network that is gone for a moment is no new address
                self.control.address(here, clock_ms())
        self._turns += 1
        queued = self._client.conversation.queued
        self.control.tick(clock_ms(), queued)
        if self._tracing is not None and not self._tracing.step(clock_ms(), queued):
            self._tracing = None
        self._act()
        self._tell()

    async def leave(self) -> None:
        """Say that we go, as far as the broker still listens."""
        topic = self.control.will().topic
        self._client.publish(topic, telemetry.offline(self._identity.boot), 1, True, True)
        for _ in range(GOODBYE_TURNS):
            await asyncio.sleep(TURN_S)
            if not self._client.conversation.up:
                break
        self._client.leave()

    def _act(self) -> None:
        while (action := self.control.take_action()) is not None:
            if action.kind == firmware_control.ERRAND:
                getattr(self, f"_{action.topic}")(action.payload)
            else:
                self._client.publish(action.topic, action.payload, action.qos, action.retain, action.newest_only)

    def _restart(self, _order: Any) -> None:
        self.restart = True

    def _update(self, _order: Any) -> None:
        self.control.tell_update("refused no_loader")  # it runs what is installed here

    def _trace(self, order: Any) -> None:
        if self._tracing is None:
            self._tracing = Tracing(self.control, self.control.session, order, clock_ms())

    def _ceiling(self, _order: Any) -> None:
        settings = self._settings
        if settings.config is not None:
            try:
                kept_ceiling.keep(settings.config, settings.key.hex(), self._identity.ceiling_db)
            except OSError as error:
                self.control.set_fault(f"ceiling not kept: {error.strerror}", clock_ms())
                return
        self.control.tell_hello(clock_ms())

    def _on_message(self, message: Message) -> None:
        self.control.message(message.topic, message.payload, message.retain, clock_ms())
        self._act()

    def _on_change(self, up: bool) -> None:
        if up:
            self.control.connected(clock_ms())
            self._told_down = False
            self._say(WORDS.say("broker_up", **self._facts()))
        else:
            self.control.disconnected(clock_ms())
        self._act()

    def _facts(self) -> dict[str, object]:
        return {"id": self._settings.id, "host": self._settings.broker_host, "port": self._settings.broker_port}

    def _tell(self) -> None:
        trouble = self._client.conversation.trouble
        if trouble and not self._client.conversation.up and not self._told_down:
            self._told_down = True
            self._say(WORDS.say("broker_down", reason=trouble, **self._facts()))
        session = self.control.session_id
        if session != self._told_session:
            self._told_session = session
            code = "session_ended" if session is None else "session_begun"
            facts = {"id": self._settings.id} if session is None else {"id": self._settings.id, "session": session}
            self._say(WORDS.say(code, **facts))
