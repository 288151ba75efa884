"""A front desk for each test, at which nobody's time runs out while this machine does something else."""

import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.house import House


@pytest.fixture(autouse=True)
def no_time_passes_between_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many a minute, so many in ten seconds: of a clock that stands."""
    stopped = SimpleNamespace(time=cache(time.time))
    for module in ("limits.storage.memory", "limits.strategies", "hushcue_gateway.people.limits"):
        monkeypatch.setattr(f"{module}.time", stopped)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path) as house:
        yield house
