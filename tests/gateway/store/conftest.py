"""A database in a folder of its own."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from hushcue_gateway.logs import Log
from hushcue_gateway.store import Database
from hushcue_gateway.store.words import WORDS


class Said(io.StringIO):
    """What the log wrote."""

    def count(self, text: str) -> int:
        return self.getvalue().count(text)


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def log(said: Said) -> Log:
    return Log((WORDS,), said)


@pytest.fixture
def database(tmp_path: Path, log: Log) -> Iterator[Database]:
    database = Database(tmp_path, log)
    database.open()
    yield database
    database.close()
