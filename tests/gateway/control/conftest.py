"""Brokers to hold to the contract."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.mqtt_client import Account

from hushcue_gateway.broker import Mosquitto, mosquitto
from hushcue_gateway.config import GATEWAY_USER, Broker
from hushcue_gateway.logs import Log

PASSWORDS = {GATEWAY_USER: "gateway-password", "host-1": "password-1", "host-2": "password-2"}
STUDIO = "test"


class BrokerUnderTest:
    """A broker and its accounts."""

    def __init__(self, host: str, port: int):
        self.host, self.port = host, port

    def account(self, name: str, password: str | None = None) -> Account:
        return Account(self.host, self.port, name, PASSWORDS[name] if password is None else password)


class LoopThread:
    """An asyncio loop in a thread of its own, for parts of the gateway that live in one."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Any], timeout_s: float = 150.0) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout_s)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


@pytest.fixture(scope="module")
def loop_thread() -> Iterator[LoopThread]:
    thread = LoopThread()
    yield thread
    thread.close()


@pytest.fixture(scope="module")
def make_mosquitto(loop_thread: LoopThread) -> Iterator[Callable[..., Mosquitto]]:
    """Makes and starts one; all are stopped at the end. None is given up for being slow, nor lives long enough for the
    wait before its next start to be short again."""
    made: list[Mosquitto] = []

    def make(folder: Path, settings: Broker | None = None, log: Log | None = None) -> Mosquitto:
        broker = Mosquitto(settings or Broker(port=0), STUDIO, PASSWORDS, folder, log or Log([]))
        made.append(broker)
        loop_thread.run(broker.start())
        return broker

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mosquitto, "READY_S", 60.0)
        patch.setattr(mosquitto, "GOOD_LIFE_S", 600.0)
        yield make
        for broker in made:
            loop_thread.run(broker.stop())


@pytest.fixture(scope="module", params=["mosquitto"])
def broker(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    make_mosquitto: Callable[..., Mosquitto],
) -> BrokerUnderTest:
    """Every kind of broker that comes up by itself."""
    started = make_mosquitto(tmp_path_factory.mktemp(request.param))
    return BrokerUnderTest(*started.address)
