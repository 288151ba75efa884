"""``hushcue diagnose --id`` takes a link trace through a real gateway, of a PC bodypack in bad weather."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.gateway_process import PASSWORD, GatewayProcess, device_key, wait_for
from support.link import Conditions
from support.proxied_bodypack import ProxiedBodypack

from hushcue_tools import cli
from hushcue_tools.bench import link_trace

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    with GatewayProcess(tmp_path_factory.mktemp("studio")) as running:
        yield running


@pytest.fixture
def where(gateway: GatewayProcess, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Options that lead to it."""
    monkeypatch.setenv("HUSHCUE_TEST_TOKEN", gateway.ready["token"])
    return ["--gateway", gateway.ready["http"], "--token-env", "HUSHCUE_TEST_TOKEN"]


def test_one_that_is_away_has_no_trace(where: list[str], tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "air.csv"
    assert cli.main(["diagnose", "--id", "host-2", "--json", "--trace", str(file), "--seconds", "5", *where]) == 4
    told = json.loads(capsys.readouterr().out)
    (link,) = [row for row in told["rows"] if row["code"] == "remote_untraced"]
    assert "host-2" in link["text"]["en"] and "host-2" in link["text"]["zh"]
    assert not file.exists()


def test_the_trace_is_saved_and_judged(
    gateway: GatewayProcess, where: list[str], tmp_path: Path, capsys: Captured
) -> None:
    file = tmp_path / "air.csv"
    key, bad = device_key("host-1"), Conditions(loss=0.2, delay_ms=2)
    with ProxiedBodypack("host-1", gateway.broker_port, PASSWORD, key, tmp_path, bad, 5) as bodypack:
        wait_for("a stream", lambda: bodypack.session.received > 50)
        cli.main(["diagnose", "--id", "host-1", "--json", "--trace", str(file), "--seconds", "5", *where])
    output = capsys.readouterr()
    link = json.loads(output.out)["rows"][-1]
    assert (link["check"], link["code"]) == ("link", "link_bad"), output
    rows = link_trace.read(file)
    assert len(rows) == link["seen"]["sent"]
    assert 10 < link["seen"]["lost"] < 60, "a fifth by the weather, and what a busy machine loses"
    assert f"--trace {file}" in output.err
