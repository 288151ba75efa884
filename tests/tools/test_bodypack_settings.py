"""What ``hushcue bodypack`` can be told, and what it answers when that makes no sense."""

import argparse
import json
from pathlib import Path

import pytest

from hushcue_tools.pc_bodypack import settings
from hushcue_words import Trouble

FULL = ["--id", "host-1", "--broker", "127.0.0.1:1883", "--password-env", "SECRET", "--key-env", "KEY"]
KEY = "5a" * 32


def read(words: list[str], monkeypatch: pytest.MonkeyPatch) -> settings.Settings:
    monkeypatch.setenv("SECRET", "hush-hush")
    monkeypatch.setenv("KEY", KEY)
    parser = argparse.ArgumentParser()
    settings.add_arguments(parser)
    return settings.read(parser.parse_args(words))


def test_the_command_line_alone_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    got = read([*FULL, "--wav", "x.wav", "--studio", "east", "--port", "0"], monkeypatch)
    assert (got.id, got.studio, got.broker_host, got.broker_port) == ("host-1", "east", "127.0.0.1", 1883)
    assert got.password == "hush-hush"
    assert (got.port, got.audible, got.device, got.ceiling_db) == (0, False, None, -6.0)
    assert got.key == bytes.fromhex(KEY)
    assert "hush-hush" not in repr(got) and repr(got.key) not in repr(got) and KEY not in repr(got)


def test_a_chips_config_file_works_and_the_command_line_counts_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.json"
    document = {
        "id": "host-2",
        "key": "a5" * 32,
        "wifi": {"ssid": "studio", "password": "eight-or-more"},
        "broker": {"host": "10.0.0.2", "password": "p"},
        "audio": {"port": 5100, "ceiling_db": -12},
    }
    file.write_text(json.dumps(document))
    got = read(["--config", str(file)], monkeypatch)
    assert (got.id, got.broker_host, got.broker_port, got.port, got.ceiling_db) == (
        "host-2",
        "10.0.0.2",
        1883,
        5100,
        -12,
    )
    assert got.key == b"\xa5" * 32
    words = ["--config", str(file), "--id", "host-3", "--port", "5200", "--device", "3", "--key-env", "KEY"]
    got = read(words, monkeypatch)
    assert (got.id, got.port, got.device, got.key.hex()) == ("host-3", 5200, 3, KEY)


def test_password_and_key_may_lie_in_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, key = tmp_path / "password", tmp_path / "key"
    file.write_text("from a file\nmore\n")
    key.write_text("12" * 32 + "\n")
    words = ["--id", "a", "--broker", "h:1", "--password-file", str(file), "--key-file", str(key)]
    got = read(words, monkeypatch)
    assert (got.password, got.key) == ("from a file", b"\x12" * 32)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--broker", "h:1", "--password-env", "SECRET"], "id: is missing"),
        (["--id", "Host 1", "--broker", "h:1", "--password-env", "SECRET"], "id: must be 1 to 32"),
        (["--id", "a", "--password-env", "SECRET"], "broker.host: is missing"),
        (["--id", "a", "--broker", "h:1"], "broker.password: is missing"),
        (["--id", "a", "--broker", "h:1", "--password-env", "SECRET"], "written by: hushcue key"),
        ([*FULL[:-1], "SECRET"], "key: must be 64 hex digits"),
        ([*FULL[:-1], "NOT_SET_HERE"], "no variable NOT_SET_HERE"),
        ([*FULL[:-2], "--key-file", "/no/such"], "/no/such cannot be read"),
        (["--id", "a", "--broker", "nowhere", "--password-env", "SECRET"], "is not HOST:PORT"),
        (["--id", "a", "--broker", "h:99999", "--password-env", "SECRET"], "broker.port: must be a whole number"),
        (["--id", "a", "--broker", "h:1", "--password-env", "NOT_SET_HERE"], "no variable NOT_SET_HERE"),
        (["--id", "a", "--broker", "h:1", "--password-file", "/no/such"], "/no/such cannot be read"),
        (["--config", "/no/such.json"], "/no/such.json cannot be read"),
        ([*FULL, "--port", "80"], "audio.port: must be a whole number, 1024 to 65535"),
        ([*FULL, "--ceiling-db", "3"], "audio.ceiling_db: must be a number"),
        ([*FULL, "--descriptors", "1"], "audio.descriptors: must be a whole number"),
        ([*FULL, "--seconds", "-1"], "--seconds: -1.0 is not a useful time"),
    ],
)
def test_what_makes_no_sense_is_named(words: list[str], told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Trouble) as trouble:
        read(words, monkeypatch)
    assert told in str(trouble.value)
    assert trouble.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[1]", "is not a JSON object"),
        ("{", "is not a JSON object"),
        ('{"broker": 5}', "broker must be an object"),
        ('{"audio": []}', "audio must be an object"),
        ('{"id": "a", "colour": "red"}', "colour: is not a key I know"),
    ],
)
def test_a_config_file_that_makes_no_sense_is_named(
    text: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.json"
    file.write_text(text)
    with pytest.raises(Trouble) as trouble:
        read(["--config", str(file)], monkeypatch)
    assert told in str(trouble.value)
