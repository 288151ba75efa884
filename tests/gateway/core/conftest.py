"""A fresh desk for every test that asks for one."""

import pytest
from support.desk import Desk


@pytest.fixture
def desk() -> Desk:
    """With the default settings."""
    return Desk()
