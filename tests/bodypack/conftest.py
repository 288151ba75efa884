"""A real broker, and a witness at it, for the tests that ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bodypack.broker_bench import Witness
from support.mosquitto import Mosquitto


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path) as running:
        yield running


@pytest.fixture
def witness(broker: Mosquitto) -> Iterator[Witness]:
    seen = Witness(broker.port)
    yield seen
    seen.close()
