"""The diagnosis of a whole bodypack over the cable: the official VM's prompt on a pseudo-terminal, the transport of
mpremote, the firmware in its slot, a real broker. Stand-ins are the chip's own parts."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import installed_chip
from support.micropython.board import SerialBoard
from support.mosquitto import Mosquitto
from support.patient_cable import patient_cable

from hushcue_tools import cli
from hushcue_wire import __version__
from hushcue_words import choose_language

__all__ = ["patient_cable"]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
Captured = pytest.CaptureFixture[str]
SECRETS = (installed_chip.KEY.hex(), "not-a-secret-of-anybody", "nor-is-this-one")


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    choose_language(None)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A flash without a config.json, to be copied."""
    flash = tmp_path_factory.mktemp("installed") / "flash"
    flash.mkdir()
    installed_chip.install(flash)
    return flash


def flash_of(installed: Path, folder: Path, document: dict[str, Any] | None) -> Path:
    """A copy with this config.json."""
    flash = folder / "flash"
    shutil.copytree(installed, flash)
    if document is not None:
        (flash / "config.json").write_text(json.dumps(document))
    return flash


def diagnose(flash: Path, capsys: Captured, *more: str) -> tuple[int, dict[str, Any]]:
    """(exit code, the report); no secret may be in anything that was printed."""
    with SerialBoard(flash, main=False) as board:
        code = cli.main(["diagnose", "--port", board.port, "--json", *more])
    output = capsys.readouterr()
    assert not any(secret in output.out + output.err for secret in SECRETS)
    assert output.out, output.err
    return code, json.loads(output.out)


def rows(told: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """check -> (verdict, code)."""
    return {row["check"]: (row["verdict"], row["code"]) for row in told["rows"]}


def test_a_whole_bodypack_is_looked_at_from_end_to_end(installed: Path, tmp_path: Path, capsys: Captured) -> None:
    with Mosquitto(tmp_path) as broker:
        broker_of = {"host": "127.0.0.1", "port": broker.port, "password": "nor-is-this-one"}
        flash = flash_of(installed, tmp_path, installed_chip.config(broker=broker_of))
        code, told = diagnose(flash, capsys)
    found = rows(told)
    assert told["id"] == "host-1"
    assert found["firmware"] == ("ok", "firmware")
    assert found["files"] == ("ok", "files")
    assert found["config"] == ("ok", "config")
    assert found["key"] == ("skipped", "key_unknown")
    assert found["wifi"] == ("ok", "wifi")
    assert found["power_save"] == ("ok", "power_save_off")
    assert found["broker"][1] in ("broker", "broker_slow")
    assert found["gateway"] == ("wrong", "gateway_none")
    dac = next(row["seen"] for row in told["rows"] if row["check"] == "dac")
    print(dac)
    assert found["dac"] == ("ok", "dac"), dac
    assert found["button"] == ("ok", "button")
    assert found["battery"] == ("skipped", "battery_none")
    assert "speed" in found and found["speed"][1] != "speed_refused"
    assert not any(code == "probe_failed" for _, code in found.values()), told
    speed = next(row["seen"] for row in told["rows"] if row["check"] == "speed")
    assert speed["total"] == speed["receive"] + speed["play"] > 0
    assert speed["authenticate"] > 0 and speed["keystream"] > 0
    assert code == 4  # nobody runs a gateway here
    assert told["summary"]["en"].endswith("gateway.") and "网关" in told["summary"]["zh"]


def test_a_broken_file_a_wrong_setting_and_a_dead_network_are_each_named(
    installed: Path, tmp_path: Path, capsys: Captured
) -> None:
    wrong = installed_chip.config(audio={"ceiling_db": 3})
    flash = flash_of(installed, tmp_path, wrong)
    (flash / "hushcue/a/lib/hushcue_wire/seq.py").write_text("changed = True\n")
    (flash / "hushcue/a/lib/hushcue_bodypack/led.py").unlink()
    code, told = diagnose(flash, capsys, "--quick")
    assert code == 4
    found = rows(told)
    assert found["files"] == ("wrong", "files_bad")
    files = next(row["seen"] for row in told["rows"] if row["check"] == "files")
    assert files["faults"] == {
        "lib/hushcue_bodypack/led.py": "missing",
        "lib/hushcue_wire/seq.py": "changed",
    }
    assert found["config"] == ("wrong", "config_wrong")
    reason = next(row for row in told["rows"] if row["check"] == "config")
    assert "audio.ceiling_db" in reason["text"]["en"] and "须为" in reason["text"]["zh"]
    assert reason["advice"]["en"] == "hushcue provision --id host-1 writes it anew"
    assert found["wifi"] == found["broker"] == ("skipped", "needs_config")


def test_a_board_without_identity_and_one_without_firmware(tmp_path: Path, capsys: Captured) -> None:
    flash = tmp_path / "flash"
    flash.mkdir()
    code, told = diagnose(flash, capsys, "--quick")
    found = rows(told)
    assert code == 4
    assert found["firmware"] == ("wrong", "firmware_none")
    assert found["files"] == ("wrong", "files_none")
    assert found["config"] == ("wrong", "config_missing")
    assert found["button"] == ("skipped", "needs_firmware")


def test_keys_are_compared_with_the_studios_file(installed: Path, tmp_path: Path, capsys: Captured) -> None:
    studio = tmp_path / "studio.toml"
    assert cli.main(["gateway", "--new-config", str(studio)]) == 0
    capsys.readouterr()
    flash = flash_of(installed, tmp_path, installed_chip.config())
    (tmp_path / "state").mkdir()
    keys = tmp_path / "state" / "keys.json"
    keys.write_text(json.dumps({"host-1": installed_chip.KEY.hex()}))
    keys.chmod(0o600)
    _, told = diagnose(flash, capsys, "--quick", "--config", str(studio))
    assert rows(told)["key"] == ("ok", "key")
    keys.write_text(json.dumps({"host-1": bytes(32).hex()}))
    _, told = diagnose(flash, capsys, "--quick", "--config", str(studio))
    assert rows(told)["key"] == ("wrong", "key_other")
    seen = next(row["seen"] for row in told["rows"] if row["check"] == "key")
    assert len(seen["key"]) == len(seen["ours"]) == 8 and seen["key"] != seen["ours"]
    studio.write_text(studio.read_text().replace('id = "host-1"', 'id = "host-8"'))
    _, told = diagnose(flash, capsys, "--quick", "--config", str(studio))
    assert rows(told)["key"] == ("wrong", "key_stranger")


def test_the_report_for_people_says_what_to_do_in_both_languages(
    installed: Path, tmp_path: Path, capsys: Captured
) -> None:
    flash = flash_of(installed, tmp_path, installed_chip.config(key="too short"))
    for language, told in (("en", "do: hushcue provision"), ("zh", "处理：运行 hushcue provision")):
        with SerialBoard(flash, main=False) as board:
            assert cli.main(["--language", language, "diagnose", "--quick", "--port", board.port]) == 4
        output = capsys.readouterr()
        assert told in output.out.replace("\n", " ")
        assert __version__ in output.out
        assert "too short" not in output.out + output.err


def test_a_bodypack_of_the_network_and_of_a_cable_at_once_is_refused(capsys: Captured) -> None:
    assert cli.main(["diagnose", "--port", "x", "--id", "y"]) == 2
    assert "either" in capsys.readouterr().err
