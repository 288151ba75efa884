"""A front desk for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.house import House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path) as house:
        yield house
