"""The broker and our connection to it: started, watched, read."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping

from .broker import Mosquitto, Refused
from .config import GATEWAY_USER, Config
from .logs import Log
from .mqtt import Arrival, BrokerAddress, Link
from .part import BasePart
from .remote.topics import CONTROLLER_USER
from .showdata.topics import FEEDER_USER

BROKER_HANGS_S = 8.0
"""Longer than several attempts to connect take."""
AFTER_MISTAKE_S = 0.5


class MqttDesk(BasePart):
    """``start`` brings up the broker, which is quick to fail; ``open`` connects, once others are ready to hear."""

    def __init__(self, config: Config, boot: int, log: Log):
        self._config = config
        self._boot = boot
        self._log = log
        self._broker: Mosquitto | None = None
        self._address: BrokerAddress | None = None
        self._link: Link | None = None
        self._reader: asyncio.Task[None] | None = None
        self._hearers: list[Callable[[Arrival], None]] = []
        self._topics: list[str] = []
        self.kept_accounts: Callable[[], Mapping[str, str]] = dict
        """account -> ``password_hash`` that counts before what the file says; asked when the broker starts"""
        self.turned_away: Callable[[Refused], None] = lambda _: None
        """told of everybody whom our own broker did not let in"""

    def hear(self, hearer: Callable[[Arrival], None], *topics: str) -> None:
        """``hearer`` is told whatever arrives, and what the broker has under ``topics`` too. Before ``open``."""
        self._hearers.append(hearer)
        self._topics += topics

    async def start(self) -> None:
        """The broker. Raises Trouble."""
        settings = self._config.broker
        if settings.mode == "external":
            self._address = BrokerAddress(
                settings.host, settings.port, settings.username, settings.password, settings.tls, settings.tls_ca
            )
            return
        password = secrets.token_urlsafe(24)
        self._log.hide(password)
        accounts = {GATEWAY_USER: password}
        accounts.update((bodypack.id, bodypack.password) for bodypack in self._config.bodypacks if bodypack.password)
        control = self._config.mqtt_control
        if control.enabled and control.password is not None:
            accounts[CONTROLLER_USER] = control.password
        feeder = self._config.showdata
        if feeder.mqtt and feeder.password is not None:
            accounts[FEEDER_USER] = feeder.password
        self._broker = Mosquitto(
            settings,
            self._config.studio,
            accounts,
            self._config.state_dir,
            self._log,
            self.kept_accounts(),
            lambda refused: self.turned_away(refused),
        )
        await self._broker.start()
        self._address = BrokerAddress(*self._broker.address, GATEWAY_USER, password)

    def open(self) -> None:
        """Connect, and go on connecting. Raises Trouble."""
        assert self._address is not None
        self._link = Link(self._address, self._config.studio, self._boot, self._log, self._topics)
        self._link.start()
        self._reader = asyncio.create_task(self._read(), name="mqtt reader")

    async def close(self) -> None:
        """Say farewell to the broker. May be called twice."""
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
        if self._link is not None:
            await self._link.stop()

    async def stop(self) -> None:
        await self.close()
        if self._broker is not None:
            await self._broker.stop()

    def tick(self, now_ns: int) -> None:
        """Our own broker on our own machine is away this long only when it is there and does not answer."""
        link, broker = self._link, self._broker
        if link is None or broker is None or link.connected:
            return
        since = max(link.away_since, broker.started_at)
        if broker.running and time.monotonic() - since > BROKER_HANGS_S:
            broker.replace()

    def publish(self, topic: str, payload: bytes, *, qos: int = 1, retain: bool = False) -> bool:
        """Send a document. False when there is no connection: nothing is kept for later."""
        return self._link is not None and self._link.publish(topic, payload, qos=qos, retain=retain)

    def admit(self, account: str, kept: str) -> None:
        """Let it sign in with the password that ``kept`` was made of, and with no other. Of an external broker we keep
        no accounts. Raises Trouble."""
        if self._broker is not None:
            self._broker.admit(account, kept)

    def dismiss(self, account: str) -> None:
        """Let it sign in no longer; its connection is cut. May be called twice. Raises Trouble."""
        if self._broker is not None:
            self._broker.dismiss(account)

    # --- what others may know ---------------------------------------------------------------------------------------

    @property
    def address(self) -> str:
        """Where the gateway finds its broker."""
        if self._broker is not None:
            return f"{self._config.broker.listen}:{self._broker.port}"
        return f"{self._config.broker.host}:{self._config.broker.port}"

    @property
    def port(self) -> int:
        """Of the broker."""
        return self._broker.port if self._broker else self._config.broker.port

    @property
    def pid(self) -> int | None:
        """The embedded broker's process; None without one."""
        return self._broker.pid if self._broker else None

    @property
    def restarts(self) -> int:
        """How often the embedded broker was started again."""
        return self._broker.restarts if self._broker else 0

    @property
    def connected(self) -> bool:
        """Whether the broker hears us."""
        return self._link is not None and self._link.connected

    @property
    def reconnects(self) -> int:
        """Connections after the first."""
        return max(0, self._link.reconnects) if self._link else 0

    @property
    def dropped(self) -> int:
        """Documents that came faster than they could be read."""
        return self._link.dropped if self._link else 0

    async def _read(self) -> None:
        """A mistake of ours in one document must not end the reading of all others."""
        assert self._link is not None
        while True:
            try:
                async for arrival in self._link.arrivals():
                    for hearer in self._hearers:
                        hearer(arrival)
            except Exception as error:
                self._log.error("our_mistake", where="mqtt", reason=repr(error))
                await asyncio.sleep(AFTER_MISTAKE_S)
