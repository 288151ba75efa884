"""A chip that this machine has no time for is not given up: for tests with a board on a pseudo-terminal."""

import pytest

from hushcue_tools.device import serial_device

__all__ = ["patient_cable"]


@pytest.fixture(autouse=True)
def patient_cable(monkeypatch: pytest.MonkeyPatch) -> None:
    """In every test of a module that imports it. A cable that is pulled is seen at once all the same; what got lost
    while a port was opened is waited for in vain for READ_S, so that is no minute."""
    monkeypatch.setattr(serial_device, "READ_S", 5.0)
    monkeypatch.setattr(serial_device, "PROMPT_S", (*serial_device.PROMPT_S, 10.0, 20.0))
