"""What is kept of bodypacks over restarts, and what the configuration file has to say about it."""

import asyncio
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from hushcue_gateway.bodypacks.registry import Registry
from hushcue_gateway.broker.files import password_hash
from hushcue_gateway.logs import Log
from hushcue_gateway.store import Database

SALT = b"twelve bytes"
FILE = {"host-1": "the file's password"}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path, Log((), io.StringIO()))
    database.open()
    yield database
    database.close()


def started(database: Database, declared: Mapping[str, str | None]) -> tuple[Registry, list[str]]:
    """As after a start of the gateway, and whom it found."""
    assert database.settle(60.0)
    found: list[str] = []
    registry = Registry(database, declared)
    registry.on_found(found.append)
    asyncio.run(registry.start())
    return registry, found


def test_who_was_registered_is_found_again_with_its_account(database: Database) -> None:
    registry, _ = started(database, FILE)
    registry.add("host-7", "olga", 1000)
    registry.change("host-7", account=password_hash("new", SALT), seen_at_ms=2000, ip="192.168.1.7")
    again, found = started(database, FILE)
    assert found == ["host-7"] and again.registered() == {"host-7"}
    assert again["host-7"] == registry["host-7"]
    assert again.accounts() == {"host-7": password_hash("new", SALT)}
    again.remove("host-7")
    assert started(database, FILE)[1] == []


def test_a_password_from_here_counts_until_the_file_says_another(database: Database) -> None:
    registry, _ = started(database, FILE)
    account, instead_of = password_hash("from here", SALT), password_hash(FILE["host-1"], SALT)
    registry.change("host-1", account=account, instead_of=instead_of)
    assert started(database, FILE)[0].accounts() == {"host-1": account}
    changed, found = started(database, {"host-1": "another one in the file"})
    assert changed.accounts() == {} and found == []
    assert started(database, FILE)[0].accounts() == {}, "and it does not come back"


def test_one_that_the_file_adopts_and_drops_again_is_gone(database: Database) -> None:
    registry, _ = started(database, FILE)
    registry.add("host-7", "olga", 1000)
    adopted, found = started(database, {**FILE, "host-7": "in the file now"})
    assert found == [] and adopted.registered() == frozenset() and adopted.is_declared("host-7")
    dropped, found = started(database, FILE)
    assert found == [] and dropped["host-7"].registered_at_ms is None


def test_an_account_from_before_does_not_outlive_the_file_that_adopts_its_name(database: Database) -> None:
    registry, _ = started(database, {})
    registry.add("host-7", "olga", 1000)
    registry.change("host-7", account=password_hash("from here", SALT))
    adopted, _ = started(database, {"host-7": "the file's own"})
    assert adopted.accounts() == {}


def test_no_password_is_stored_in_the_clear(database: Database, tmp_path: Path) -> None:
    registry, _ = started(database, FILE)
    registry.change("host-1", account=password_hash("from here", SALT), instead_of=password_hash(FILE["host-1"], SALT))
    assert database.settle(60.0)
    database.close()
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"from here" not in everything and FILE["host-1"].encode() not in everything
