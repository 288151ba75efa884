"""The embedded broker: comes up, comes back, goes with the gateway, and says what is missing."""

import base64
import io
import json
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.gateway_process import LIMIT_S, wait_for
from support.mqtt_client import Account, MqttClient

from hushcue_gateway.broker import Mosquitto, find, keeper
from hushcue_gateway.broker.files import access_list, is_of, password_file, password_hash
from hushcue_gateway.broker.words import WORDS
from hushcue_gateway.config import Broker
from hushcue_gateway.logs import Log
from hushcue_words import EXIT_MISSING, Trouble

from .conftest import PASSWORDS, STUDIO, LoopThread

Make = Callable[..., Mosquitto]


def can_sign_in(broker: Mosquitto) -> bool:
    try:
        with MqttClient(Account(*broker.address, "host-1", PASSWORDS["host-1"])) as client:
            return client.client.is_connected()
    except OSError:
        return False


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_it_comes_back_when_it_is_killed_on_the_same_port(make_mosquitto: Make, tmp_path: Path) -> None:
    stream = io.StringIO()

    def said(code: str) -> list[dict[str, float]]:
        entries = [json.loads(line) for line in stream.getvalue().splitlines()]
        return [entry["facts"] for entry in entries if entry["code"] == code]

    broker = make_mosquitto(tmp_path, log=Log([WORDS], stream, as_json=True))
    port = broker.port
    for restarts in (1, 2):
        os.kill(broker.pid, signal.SIGKILL)
        wait_for("another start", lambda restarts=restarts: len(said("broker_started")) == restarts + 1)
        wait_for("it takes clients", lambda: can_sign_in(broker))
        assert (broker.port, broker.restarts) == (port, restarts)
    assert [facts["wait_s"] for facts in said("broker_died")] == [0.2, 0.4], "each time it waits longer"
    assert not any(password in stream.getvalue() for password in PASSWORDS.values())


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes through /proc")
def test_it_comes_back_and_leaves_nobody_behind_when_its_keeper_is_killed(make_mosquitto: Make, tmp_path: Path) -> None:
    broker = make_mosquitto(tmp_path)
    first = broker.pid
    parent = int(Path(f"/proc/{first}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])
    os.kill(parent, signal.SIGKILL)
    wait_for("another process", lambda: broker.pid not in (0, first) and can_sign_in(broker))
    wait_for("the first one is gone", lambda: not is_alive(first))


def test_the_keeper_ends_its_program_when_the_gateway_is_gone_however_it_went() -> None:
    program = [sys.executable, "-c", "import time; time.sleep(600)"]
    command = [sys.executable, "-I", "-S", keeper.__file__, *program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        pid = int(process.stdout.readline())
        os.kill(pid, 0)
        process.stdin.close()  # as the kernel does for a killed process
        assert process.wait(LIMIT_S) != 0
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_stopping_ends_it_and_a_second_time_is_no_error(loop_thread: LoopThread, tmp_path: Path) -> None:
    broker = Mosquitto(Broker(port=0), STUDIO, PASSWORDS, tmp_path, Log([]))
    loop_thread.run(broker.start())
    pid = broker.pid
    loop_thread.run(broker.stop())
    loop_thread.run(broker.stop())
    assert not broker.running
    wait_for("it is gone", lambda: not is_alive(pid))
    assert not can_sign_in(broker)


def test_stopping_before_starting_is_no_error(loop_thread: LoopThread, tmp_path: Path) -> None:
    async def live_and_die() -> None:
        broker = Mosquitto(Broker(port=0), STUDIO, PASSWORDS, tmp_path, Log([]))
        await broker.stop()
        assert not broker.running

    loop_thread.run(live_and_die())


def test_a_port_that_is_taken_is_named(make_mosquitto: Make, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Trouble) as caught:
            make_mosquitto(tmp_path, Broker(port=port))
    assert (caught.value.code, caught.value.exit_code) == ("broker_port_taken", EXIT_MISSING)
    assert str(port) in caught.value.in_language("en") and str(port) in caught.value.in_language("zh")


def test_an_address_that_is_not_ours_is_named(make_mosquitto: Make, tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        make_mosquitto(tmp_path, Broker(port=0, listen="192.0.2.1"))
    assert (caught.value.code, caught.value.exit_code) == ("broker_no_address", EXIT_MISSING)


@pytest.mark.parametrize(
    ("platform", "command"),
    [("linux", "apt-get install mosquitto"), ("darwin", "brew install mosquitto"), ("win32", "winget install")],
)
def test_where_it_is_not_installed_the_way_to_get_it_is_said(
    monkeypatch: pytest.MonkeyPatch, platform: str, command: str
) -> None:
    monkeypatch.setattr(find.shutil, "which", lambda _name: None)
    monkeypatch.setattr(find, "PLACES", ())
    monkeypatch.setattr(find.sys, "platform", platform)
    with pytest.raises(Trouble) as caught:
        find.find()
    assert caught.value.exit_code == EXIT_MISSING
    for tongue in ("en", "zh"):
        assert command in caught.value.in_language(tongue) and "external" in caught.value.in_language(tongue)


def test_on_windows_it_is_looked_for_among_the_installed_programs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "mosquitto" / "mosquitto.exe"
    program.parent.mkdir()
    program.write_bytes(b"")
    program.chmod(0o755)
    monkeypatch.setattr(find.shutil, "which", lambda _name: None)
    monkeypatch.setattr(find, "PLACES", ())
    monkeypatch.setenv("ProgramFiles", str(tmp_path))
    assert find.find() == program


def test_a_program_that_is_named_and_is_none_is_said_so(make_mosquitto: Make, tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        make_mosquitto(tmp_path, Broker(port=0, program="no-such-mosquitto"))
    assert (caught.value.code, caught.value.exit_code) == ("broker_no_program", EXIT_MISSING)


def test_a_program_that_ends_at_once_is_said_with_its_own_words(make_mosquitto: Make, tmp_path: Path) -> None:
    program = tmp_path / "mosquitto"
    program.write_text("#!/bin/sh\necho 'out of luck' >&2\nexit 7\n", encoding="utf-8")
    program.chmod(0o755)
    with pytest.raises(Trouble) as caught:
        make_mosquitto(tmp_path, Broker(port=0, program=str(program)))
    assert caught.value.code == "broker_no_start" and "out of luck" in caught.value.in_language("en")


@pytest.mark.skipif(os.name != "posix", reason="permissions of another kind")
def test_its_files_are_for_the_owner_alone_and_hold_no_password(make_mosquitto: Make, tmp_path: Path) -> None:
    make_mosquitto(tmp_path)
    files = list((tmp_path / "broker").iterdir())
    assert {path.name for path in files} == {"mosquitto.conf", "passwords", "access"}
    assert stat.S_IMODE((tmp_path / "broker").stat().st_mode) == 0o700
    for path in files:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
        assert not any(password in path.read_text(encoding="utf-8") for password in PASSWORDS.values())


def test_password_lines_are_those_of_mosquitto_passwd() -> None:
    # written by mosquitto_passwd 2.0.11 with -H sha512-pbkdf2
    theirs = (
        "host-1:$7$101$F+aQAFEkg5BTph+A$CBWXdzmcTgjiuLPc6LOu6mHaVHrs"
        "DahzbnhzVGUs7yEeOj9rBF25eSb8l0+gNniqcQatVvs/fulWsFlwSNyRog=="
    )
    account, _, scheme, rounds, salt, _ = theirs.replace(":", "$").split("$")
    assert scheme == "7"
    kept = password_hash("password-1", base64.b64decode(salt), int(rounds))
    assert password_file({account: kept}) == theirs + "\n"
    assert is_of("password-1", kept)
    assert not is_of("password-2", kept)
    assert not any(is_of("password-1", broken) for broken in ("", "$7$101$", "$6$101$AAAA$AAAA", kept[:-4]))


def test_every_right_of_a_bodypack_is_confined_to_its_own_name() -> None:
    lines = [line.split() for line in access_list("test").splitlines() if line.startswith("pattern")]
    assert {line[1] for line in lines} == {"read", "write"}
    for _, right, topic in lines:
        assert "/bodypack/%u/" in topic or (right == "read" and topic == "hushcue/1/test/gateway/status")
        assert "#" not in topic and "+" not in topic
