"""The trace of ``hushcue diagnose`` with a real gateway that sends, and the official VM at the end of a cable."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import installed_chip
from support.gateway_process import GatewayProcess, device_key
from support.micropython.board import SerialBoard
from support.patient_cable import patient_cable

from hushcue_tools import cli
from hushcue_tools.bench import link_trace

__all__ = ["patient_cable"]

Captured = pytest.CaptureFixture[str]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[GatewayProcess]:
    with GatewayProcess(tmp_path / "studio") as running:
        yield running


@pytest.fixture
def where(gateway: GatewayProcess, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Options that lead to it."""
    monkeypatch.setenv("HUSHCUE_TEST_TOKEN", gateway.ready["token"])
    return ["--gateway", gateway.ready["http"], "--token-env", "HUSHCUE_TEST_TOKEN"]


def test_a_trace_of_the_way_to_the_chip_can_be_played_again(
    gateway: GatewayProcess, where: list[str], tmp_path: Path, capsys: Captured
) -> None:
    flash = tmp_path / "flash"
    flash.mkdir()
    broker = {"host": "127.0.0.1", "port": gateway.broker_port, "password": "nor-is-this-one"}
    key = device_key("host-1").hex()
    installed_chip.install(flash, installed_chip.config(studio="test", broker=broker, key=key))
    file = tmp_path / "air.csv"
    with SerialBoard(flash, main=False) as board:
        words = ["diagnose", "--port", board.port, "--quick", "--json", "--trace", str(file), "--seconds", "3"]
        cli.main([*words, *where])
    output = capsys.readouterr()
    assert output.out, output.err
    told = json.loads(output.out)
    link = next(row for row in told["rows"] if row["check"] == "link")
    assert link["code"] in ("link_traced", "link_bad"), (link, output.err)
    rows = link_trace.read(file)
    assert 100 < len(rows) <= 310, "a chip that is held up at the end misses some"
    assert link["seen"]["sent"] == len(rows) and link["seen"]["lost"] < 50
    assert gateway.state()["listeners"] == []
    refused = next(row for row in told["rows"] if row["check"] == "broker")
    assert refused["code"] == "broker_password"
