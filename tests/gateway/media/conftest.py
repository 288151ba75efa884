"""What the tests of rings, media and capture share: real rings, a real receiver, a real sound server."""

import socket
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from support.pulse import pulse

from hushcue_gateway.rings import Ring
from hushcue_gateway.supervisor import RingRack

__all__ = ["pulse"]

Event = TypeVar("Event")
PATIENCE_S = 60.0


@pytest.fixture
def ring() -> Iterator[Ring]:
    made = Ring.create(8000)
    yield made
    made.close()
    made.unlink()


@pytest.fixture
def rack() -> Iterator[RingRack]:
    made = RingRack()
    yield made
    made.close()


@pytest.fixture
def receiver() -> Iterator[socket.socket]:
    """A UDP socket on loopback; a receive waits a minute at most."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)  # seconds of a stream that nobody drains
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(PATIENCE_S)
        yield sock


class Events:
    """Collects the events of a facade and waits for one."""

    def __init__(self) -> None:
        self.all: list[object] = []

    def __call__(self, event: object) -> None:
        self.all.append(event)

    def of(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.all if isinstance(event, kind)]

    def wait(
        self, kind: type[Event], fits: Callable[[Event], bool] = lambda _: True, seconds: float = PATIENCE_S
    ) -> Event:
        """The first of a kind that fits, seen already or still to come."""
        deadline = time.monotonic() + seconds
        while True:
            for event in self.of(kind):
                if fits(event):
                    return event
            assert time.monotonic() < deadline, f"no {kind.__name__} that fits; seen: {self.all[-20:]}"
            time.sleep(0.01)


@pytest.fixture
def events() -> Events:
    return Events()
