"""``hushcue provision`` as a technician uses it: the studio's file, the gateway's own keys, a file or a board."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import installed_chip
from support.micropython.board import SerialBoard
from support.patient_cable import patient_cable

from hushcue_tools import cli
from hushcue_tools.pc_bodypack import judgement
from hushcue_tools.pc_bodypack.crypto import hmac_sha256
from hushcue_tools.provision import label
from hushcue_wire import keys
from hushcue_words import choose_language

__all__ = ["patient_cable"]

Captured = pytest.CaptureFixture[str]
WIFI = "the-wifi-password"
on_posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals and no such permissions")


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("HUSHCUE_TEST_WIFI", WIFI)
    yield
    choose_language(None)


@pytest.fixture
def studio(tmp_path: Path, capsys: Captured) -> Path:
    """A studio's file as the gateway writes it."""
    path = tmp_path / "studio.toml"
    assert cli.main(["gateway", "--new-config", str(path)]) == 0
    capsys.readouterr()
    return path


def provision(studio: Path, capsys: Captured, *words: str) -> tuple[int, str, str]:
    """(exit code, standard output, standard error); whatever is secret must be in neither."""
    more = [] if "--wifi" in words else ["--wifi", "studio-wifi", "--wifi-password-env", "HUSHCUE_TEST_WIFI"]
    code = cli.main(["provision", "--config", str(studio), *more, *words])
    output = capsys.readouterr()
    secrets = [WIFI, *(each["password"] for each in tomllib.loads(studio.read_text()).get("bodypacks", []))]
    kept = studio.parent / "state" / "keys.json"
    if kept.exists():
        secrets += json.loads(kept.read_text()).values()
    assert not any(secret in output.out + output.err for secret in secrets)
    return code, output.out, output.err


def gateway_key(studio: Path, name: str) -> str:
    """What the gateway has for a bodypack, in hex."""
    return str(json.loads((studio.parent / "state" / "keys.json").read_text())[name])


def test_one_bodypack_into_a_file(studio: Path, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "host-9.json"
    words = ("--id", "host-9", "--out", str(out), "--name", "主播九", "--group", "hosts", "--gateway", "10.1.2.3")
    code, said, err = provision(studio, capsys, *words, "--board", "esp32_c3", "--ceiling-db", "-9", "--json")
    assert code == 0, err
    document = json.loads(out.read_text())
    assert judgement.fault_in(document) is None
    entry = tomllib.loads(studio.read_text())["bodypacks"][-1]
    assert (entry["id"], entry["label"], entry["groups"]) == ("host-9", "主播九", ["hosts"])
    assert document["broker"] == {"host": "10.1.2.3", "port": 1883, "password": entry["password"]}
    assert len(entry["password"]) >= 20
    assert document["wifi"] == {"ssid": "studio-wifi", "password": WIFI, "country": "CN"}
    assert (document["board"], document["audio"], document["label"]) == ("esp32_c3", {"ceiling_db": -9.0}, "主播九")
    assert document["key"] == gateway_key(studio, "host-9")
    told = json.loads(said)
    assert told["bodypacks"][0]["key"] == keys.key_id(hmac_sha256, bytes.fromhex(document["key"]))
    assert told["restart_gateway"] is True
    if os.name != "nt":
        assert out.stat().st_mode & 0o777 == 0o600
        assert studio.stat().st_mode & 0o777 == 0o600
    assert cli.main(["gateway", "--config", str(studio), "--check"]) == 0


def test_again_means_a_new_key_and_everything_else_as_it_was(studio: Path, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "host-1.json"
    assert provision(studio, capsys, "--id", "host-1", "--out", str(out), "--gateway", "10.1.2.3")[0] == 0
    first, text = json.loads(out.read_text()), studio.read_text()
    code = cli.main(["provision", "--config", str(studio), "--id", "host-1", "--out", str(out), "--json"])
    assert code == 0  # nobody is asked: network and gateway stand in the file that is there
    told = json.loads(capsys.readouterr().out)
    second = json.loads(out.read_text())
    assert second["key"] != first["key"] and second["key"] == gateway_key(studio, "host-1")
    assert {**second, "key": ""} == {**first, "key": ""}
    assert studio.read_text() == text
    assert told["bodypacks"][0]["key_replaced"] is True and told["restart_gateway"] is False


def test_a_new_password_is_made_when_asked_for(studio: Path, tmp_path: Path, capsys: Captured) -> None:
    before = tomllib.loads(studio.read_text())["bodypacks"][0]["password"]
    out = tmp_path / "host-1.json"
    words = ("--id", "host-1", "--out", str(out), "--gateway", "10.1.2.3", "--new-password")
    code, _, err = provision(studio, capsys, *words)
    after = tomllib.loads(studio.read_text())["bodypacks"][0]["password"]
    assert code == 0 and after != before and json.loads(out.read_text())["broker"]["password"] == after
    assert "start it anew" in err


def test_nothing_is_changed_where_the_chip_or_the_gateway_would_refuse(
    studio: Path, tmp_path: Path, capsys: Captured
) -> None:
    text = studio.read_text()
    out = tmp_path / "x.json"
    gateway = ("--gateway", "10.1.2.3")
    for words, told in (
        (("--id", "Host 9", *gateway), "must be 1 to 32"),
        (("--id", "host-9", *gateway, "--ceiling-db", "3"), "audio.ceiling_db"),
        (("--id", "host-9", *gateway, "--country", "China"), "wifi.country"),
        (("--id", "all", *gateway), "id"),
        (("--id", "host-9", *gateway, "--show", "nowhere"), "show"),
    ):
        code, _, err = provision(studio, capsys, *words, "--out", str(out))
        assert code == 2 and told in err, err
        assert studio.read_text() == text and not out.exists()
        assert not studio.with_name("studio.toml.new").exists()
    assert not (tmp_path / "state" / "keys.json").exists()


def test_what_nobody_answers_is_named_with_its_option(studio: Path, tmp_path: Path, capsys: Captured) -> None:
    assert cli.main(["provision", "--config", str(studio), "--id", "host-1", "--out", str(tmp_path / "x")]) == 2
    assert "--wifi" in capsys.readouterr().err
    assert cli.main(["--language", "zh", "provision", "--config", str(tmp_path / "none"), "--id", "x"]) == 2
    assert "文件不存在" in capsys.readouterr().err


def test_a_whole_table_with_labels(studio: Path, tmp_path: Path, capsys: Captured) -> None:
    table = tmp_path / "hosts.csv"
    table.write_text("id,name,ceiling_db\nhost-1,One,\nhost-7,Seven,-12\n", encoding="utf-8")
    labels = tmp_path / "labels.png"
    words = ("--csv", str(table), "--out", str(tmp_path / "chips"), "--label", str(labels), "--gateway", "10.1.2.3")
    code, said, err = provision(studio, capsys, *words)
    assert code == 0, err
    assert said.count("device key") == 2
    seven = json.loads((tmp_path / "chips" / "host-7.json").read_text())
    assert (seven["label"], seven["audio"]["ceiling_db"]) == ("Seven", -12.0)
    found = {each["id"]: each["label"] for each in tomllib.loads(studio.read_text())["bodypacks"]}
    assert found == {"host-1": "One", "host-2": "Host 2", "host-7": "Seven"}
    from PIL import Image

    with Image.open(labels) as image:
        assert image.size[1] > 2 * label.pixels(25)


def test_every_mistake_of_a_table_is_told_at_once(studio: Path, tmp_path: Path, capsys: Captured) -> None:
    table = tmp_path / "hosts.csv"
    table.write_text("id,ceiling_db\na,loud\nb,\nb,\n")
    code, _, err = provision(studio, capsys, "--csv", str(table), "--out", str(tmp_path / "chips"))
    assert code == 2 and "line 2" in err and "line 4" in err
    code, _, err = provision(studio, capsys, "--csv", str(table), "--id", "x")
    assert code == 2


def test_a_label_of_another_kind_is_refused_first(studio: Path, tmp_path: Path, capsys: Captured) -> None:
    code, _, err = provision(studio, capsys, "--id", "host-1", "--out", str(tmp_path / "x"), "--label", "x.gif")
    assert code == 2 and ".pdf" in err and not (tmp_path / "x").exists()


@on_posix
def test_a_board_gets_its_identity_and_keeps_what_is_its_own(studio: Path, tmp_path: Path, capsys: Captured) -> None:
    flash = tmp_path / "flash"
    flash.mkdir()
    before: dict[str, Any] = installed_chip.config(watchdog=False, audio={"ceiling_db": -20, "descriptors": 6})
    (flash / "config.json").write_text(json.dumps(before))
    with SerialBoard(flash, main=False) as board:
        words = ("--id", "host-1", "--port", board.port, "--gateway", "10.1.2.3")
        code, said, err = provision(studio, capsys, *words)
    assert code == 0, err
    after = json.loads((flash / "config.json").read_text())
    assert after["key"] == gateway_key(studio, "host-1") != before["key"]
    assert after["audio"] == {"ceiling_db": -20, "descriptors": 6} and after["watchdog"] is False
    assert after["board"] == "esp32_s3" and judgement.fault_in(after) is None
    assert "no firmware" in err and "host-1: written to" in said


@on_posix
def test_a_cable_pulled_while_the_identity_is_written_leaves_the_old_one_whole(
    studio: Path, tmp_path: Path, capsys: Captured
) -> None:
    flash = tmp_path / "flash"
    flash.mkdir()
    before = json.dumps(installed_chip.config())
    (flash / "config.json").write_text(before)
    board = SerialBoard(flash, main=False)

    def pull(data: bytes) -> bytes:
        if b"hc_write(b" in data:
            board.pull_after = 0
        return data

    board.toward = pull
    with board:
        words = ("--id", "host-1", "--port", board.port, "--gateway", "10.1.2.3")
        code, _, err = provision(studio, capsys, *words)
    assert code == 3 and "run the same command once more" in err
    assert (flash / "config.json").read_text() == before
    again = SerialBoard(flash, main=False)
    with again:
        code, _, err = provision(studio, capsys, "--id", "host-1", "--port", again.port, "--gateway", "10.1.2.3")
    assert code == 0, err
    assert json.loads((flash / "config.json").read_text())["key"] == gateway_key(studio, "host-1")
