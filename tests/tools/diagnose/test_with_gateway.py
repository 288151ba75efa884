"""The diagnosis and the monitor with a real gateway behind them; the trace has a file of its own, test_traced.py."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from support.fake_bodypack import FakeBodypack
from support.gateway_process import GatewayProcess, wait_for

from hushcue_tools import cli

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    # however long this process has no time to say that a bodypack is there, the gateway believes it
    constants = {"core.liveness._AFTER_SILENCE": []}
    with GatewayProcess(tmp_path_factory.mktemp("studio"), constants=constants) as running:
        yield running


@pytest.fixture
def where(gateway: GatewayProcess, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Options that lead to it."""
    monkeypatch.setenv("HUSHCUE_TEST_TOKEN", gateway.ready["token"])
    return ["--gateway", gateway.ready["http"], "--token-env", "HUSHCUE_TEST_TOKEN"]


def test_a_bodypack_that_was_never_heard(where: list[str], capsys: Captured) -> None:
    assert cli.main(["diagnose", "--id", "host-2", "--json", "--seconds", "0.2", *where]) == 4
    told = json.loads(capsys.readouterr().out)
    verdicts = {row["check"]: row["code"] for row in told["rows"]}
    assert verdicts["online"] == "remote_never" and verdicts["studio"] == "remote_studio"
    assert told["id"] == "host-2"


def test_one_that_is_there(gateway: GatewayProcess, where: list[str], capsys: Captured) -> None:
    with FakeBodypack("host-1", gateway.broker_port):
        wait_for("a session", lambda: gateway.bodypack("host-1")["session"] is not None)
        wait_for("telemetry", lambda: gateway.bodypack("host-1")["telemetry"] is not None)
        cli.main(["diagnose", "--id", "host-1", "--json", "--seconds", "0.5", *where])
        told = json.loads(capsys.readouterr().out)
        assert cli.main(["monitor", "--id", "host-1", "--json", "--seconds", "1.5", *where]) == 0
    verdicts = {row["check"]: row["code"] for row in told["rows"]}
    assert verdicts["online"] == "remote_online" and verdicts["key"] == "remote_key_good"
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert said[0]["text"] == "the bodypack is online"
    assert any("dBFS" in line["text"] and line["telemetry"]["boot"] for line in said)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--id", "host-9"], "host-1, host-2"),
        (["--id", "host-1", "--token-env", "NOT_SET_ANYWHERE"], "NOT_SET_ANYWHERE"),
    ],
)
def test_a_mistake_is_named(where: list[str], words: list[str], told: str, capsys: Captured) -> None:
    assert cli.main(["diagnose", *where, *words]) == 2
    assert told in capsys.readouterr().err


def test_a_wrong_token_and_a_gateway_that_is_not_there(
    where: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("HUSHCUE_TEST_TOKEN", "another-token-altogether")
    assert cli.main(["diagnose", "--id", "host-1", *where]) == 2
    assert "token" in capsys.readouterr().err
    nobody = ["--gateway", "http://127.0.0.1:9", "--token-env", "HUSHCUE_TEST_TOKEN"]
    assert cli.main(["--language", "zh", "diagnose", "--id", "host-1", *nobody]) == 3
    assert "没有应答" in capsys.readouterr().err
