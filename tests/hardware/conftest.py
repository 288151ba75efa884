"""``pytest tests/hardware --device PORT``: a real board. Without the option everything here is skipped."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hushcue_tools.device import SerialDevice, open_device


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--device", default=None, metavar="PORT", help="a board whose firmware may be replaced")
    parser.addoption("--image", default=None, metavar="FILE", help="MicroPython's file: the board is erased for it")


@pytest.fixture
def port(request: pytest.FixtureRequest) -> str:
    """Of the board."""
    name = request.config.getoption("--device", default=None)
    if not name:
        pytest.skip("no board: --device PORT")
    return str(name)


@pytest.fixture
def image(request: pytest.FixtureRequest) -> Path:
    """MicroPython's file, where the board may be erased."""
    name = request.config.getoption("--image", default=None)
    if not name:
        pytest.skip("nothing may be erased: --image FILE")
    return Path(name)


@pytest.fixture
def device(port: str) -> Iterator[SerialDevice]:
    """The board at its prompt."""
    found = open_device(port, wait_s=20.0)
    try:
        yield found
    finally:
        found.close()
