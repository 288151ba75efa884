"""Keys are where they belong and nowhere else: not in the log, the API, the metrics, on MQTT or in the state folder."""

import argparse
import base64
import contextlib
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support import sounds
from support.fake_bodypack import FakeBodypack
from support.foreign_broker import ForeignBroker
from support.gateway_process import LIMIT_S, PASSWORD, GatewayProcess, device_key, wait_for
from support.mqtt_client import Account, MqttClient
from support.programs import environment

from hushcue_gateway import account_command, key_command
from hushcue_gateway.keys import hmac_sha256, key_id
from hushcue_wire import keys

ACCOUNTS = {"gateway": "gateway-password", "host-1": PASSWORD, "host-2": PASSWORD, "spy": "a-spy-password"}


def faces(secret: bytes) -> list[bytes]:
    """The ways in which a secret might be written down."""
    text = base64.b64encode(secret).decode().rstrip("=")
    shown = [secret.hex(), secret.hex().upper(), text, base64.urlsafe_b64encode(secret).decode().rstrip("=")]
    shown += [repr(secret)[2:-1], json.dumps(list(secret)), str(int.from_bytes(secret, "big"))]
    halves = [secret.hex()[: len(secret)], secret.hex()[len(secret) :]]
    return [secret, *(each.encode() for each in shown + halves)]


def secrets_of(bodypack: FakeBodypack) -> list[bytes]:
    """The device key, the command key, and both keys of every session it was given."""
    assert bodypack.key is not None
    found = [bodypack.key, keys.command_key(hmac_sha256, bodypack.key)]
    for session in bodypack.sessions:
        nonce = bytes.fromhex(session["nonce"])
        found += keys.session_keys(hmac_sha256, bodypack.key, nonce, bodypack.name, session["session"])
    return found


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    folder = tmp_path_factory.mktemp("gateway")
    with ForeignBroker(folder / "broker", ACCOUNTS) as broker:
        lines = ['mode = "external"', 'host = "127.0.0.1"', f"port = {broker.port}", 'username = "gateway"']
        lines.append(f'password = "{ACCOUNTS["gateway"]}"')
        with GatewayProcess(folder, broker="\n".join(lines)) as running:
            running.ready["broker_port"] = broker.port
            sounds.write(running.folder / "cues" / "voice.wav", sounds.voice_like(0.5))
            yield running


def everything_asked(gateway: GatewayProcess) -> bytes:
    """Every answer of the API to a question, and the metrics."""
    document = gateway.http.get("/api/v1/openapi.json").json()
    cue, asked = gateway.state()["cues"][-1]["id"], [b""]
    for path, methods in document["paths"].items():
        if "get" in methods and "listener_id" not in path:
            place = path.replace("{cue_id}", cue).replace("{bodypack_id}", "host-1")
            asked.append(gateway.http.get(place).content)
    assert len(asked) > 6
    return b"\n".join(asked)


def told(seen: MqttClient, kind: str) -> int:
    """How many documents of a kind somebody was told of."""
    return sum(topic.endswith(f"/{kind}") for topic, _, _ in list(seen.got))


def kept_in(folder: Path) -> bytes:
    """What stands in all files of a gateway that runs, but for the keys where they belong."""
    found = []
    for path in folder.rglob("*"):
        if path.name != "keys.json":
            with contextlib.suppress(FileNotFoundError, IsADirectoryError):  # another has just taken its place
                found.append(path.read_bytes())
    return b"\n".join(found)


def test_no_key_is_ever_told(gateway: GatewayProcess) -> None:
    spy = Account("127.0.0.1", gateway.broker_port, "spy", ACCOUNTS["spy"])
    with (
        MqttClient(spy, subscribe_to=("#",)) as seen,
        FakeBodypack("host-1", gateway.broker_port, tells=True) as bodypack,
        FakeBodypack("host-2", gateway.broker_port) as other,
    ):
        bodypack.wait_for_sound()
        other.wait_for_sound()
        request = {"bodypack": "host-1", "ip": "127.0.0.1", "port": 9}
        listener = gateway.http.post("/api/v1/listeners", json=request).json()
        gateway.http.put("/api/v1/hosts/host-1/volume", json={"volume_db": -3})
        gateway.wait_until_said(gateway.say("voice.wav", "all"))
        for _ in range(3):
            first = bodypack.session
            assert gateway.http.post("/api/v1/hosts/host-1/rekey").status_code == 202
            wait_for("another session", lambda first=first: bodypack.session is not first)
        bodypack.publish("hello", b'{"v": 1, "key": "nonsense"}')
        bodypack.publish("played", b"\xff")
        bodypack.wait_for_sound()
        wait_for("a receipt", lambda: "receipt" in gateway.codes())
        kinds = {"session": 5, "played": 1, "command": 1}
        wait_for("all of it is seen", lambda: all(told(seen, kind) >= most for kind, most in kinds.items()))
        secrets = secrets_of(bodypack) + secrets_of(other)
        assert len(secrets) >= 4 + 2 * 5
        found = re.search(r"inline:(\S+)", listener["sdp"])
        assert found is not None
        listeners_key = base64.b64decode(found[1])
        answers = everything_asked(gateway)
        traffic = b"\n".join(topic.encode() + b" " + payload for topic, payload, _ in list(seen.got))
        log = "".join(gateway._lines).encode()
        kept = kept_in(gateway.folder / "state")
    assert b"session_started" in log and b"nonce" not in log
    for where, text in {"answers": answers, "traffic": traffic, "log": log, "state folder": kept}.items():
        for secret in [*secrets, listeners_key]:
            for face in faces(secret):
                assert face not in text, (
                    f"a key is in the {where}: {text[max(0, text.find(face) - 80) : text.find(face)]!r}"
                )
    assert faces(listeners_key)[3] in listener["sdp"].encode(), "the search finds what is there"


def test_a_bodypack_with_another_key_is_told_of_and_hears_nothing(gateway: GatewayProcess) -> None:
    wrong = device_key("somebody else")
    with FakeBodypack("host-2", gateway.broker_port, boot=21, key=wrong) as bodypack:
        notice = wait_for(
            "it is told",
            lambda: [each for each in gateway.state()["notices"] if each["code"] == "bodypack_wrong_key"],
        )[-1]
        assert notice["facts"] == {"key": key_id(wrong), "ours": key_id(device_key("host-2"))}
        assert "hushcue key host-2" in notice["en"] and "hushcue key host-2" in notice["zh"]
        assert key_id(wrong) in notice["zh"]
        before = gateway.bodypack("host-2")["documents"]["malformed"]
        bodypack.hello()
        bodypack.publish("event", b"what comes after that hello")
        wait_for("both are read", lambda: gateway.bodypack("host-2")["documents"]["malformed"] > before)
        time.sleep(0.5)
        assert gateway.bodypack("host-2")["session"] is None and not bodypack.arrived and not bodypack.sessions
        wait_for("it is there", lambda: gateway.bodypack("host-2")["state"] == "online")

        def levels() -> list[str]:
            return [entry["level"] for entry in gateway.log() if entry["code"] == "bodypack_wrong_key"]

        wait_for("it is logged", levels)
    assert levels() == ["warning"]


def nothing_comes(bodypack: FakeBodypack) -> bool:
    """Nor is on its way: in so long fifty datagrams would have come."""
    before = len(bodypack.arrived)
    time.sleep(0.5)
    return len(bodypack.arrived) == before


def test_a_key_that_is_replaced_is_void_at_once_and_its_bodypack_is_back_when_it_has_the_new_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def key_of(name: str) -> bytes:
        kept = json.loads((tmp_path / "state" / "keys.json").read_text(encoding="utf-8"))
        return bytes.fromhex(kept[name])

    def command(*words: str) -> None:
        parser = argparse.ArgumentParser()
        key_command.add_arguments(parser)
        assert key_command.run(parser.parse_args([*words, "--config", str(gateway.config)])) == 0

    with GatewayProcess(tmp_path) as gateway:
        with (
            FakeBodypack("host-1", gateway.broker_port) as bodypack,
            FakeBodypack("host-2", gateway.broker_port) as other,
        ):
            bodypack.wait_for_sound()
            other.wait_for_sound()
            kept = other.session
            command("host-1", "--new")
            wait_for("it is noticed", lambda: gateway.bodypack("host-1")["session"] is None)
            wait_for("nothing more is sent under the old key", lambda: nothing_comes(bodypack))
            wait_for("it is said", lambda: {"key_replaced", "bodypack_wrong_key"} <= set(gateway.codes()))
            other.wait_for_sound()
            assert kept and other.session and other.session["session"] == kept["session"], "it concerns nobody else"
        into = tmp_path / "config.json"
        into.write_text('{"id": "host-1"}')
        command("host-1", "--into", str(into))
        provisioned = bytes.fromhex(json.loads(into.read_text())["key"])
        assert provisioned == key_of("host-1") != device_key("host-1")
        with FakeBodypack("host-1", gateway.broker_port, boot=2, key=provisioned) as bodypack:
            bodypack.wait_for_sound()
        said = capsys.readouterr()
        for secret in (provisioned, device_key("host-1")):
            for face in faces(secret):
                assert face not in "".join(gateway._lines).encode() and face not in (said.out + said.err).encode()


def newest_entry(gateway: GatewayProcess) -> dict[str, Any]:
    """Of the audit log: stored a moment after the answer."""
    found: dict[str, Any] = gateway.http.get("/api/v1/audit").json()["entries"][0]
    return found


def test_no_secret_of_a_person_is_ever_logged_or_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    password, another = "correct horse battery", "staple of another kind"
    with GatewayProcess(tmp_path) as gateway, httpx.Client(base_url=gateway.ready["http"], timeout=LIMIT_S) as browser:
        welcome = gateway.ready["welcome"].rpartition("/")[2]
        form = {"name": "Olga", "password": password}
        csrf = browser.post(f"/api/v1/invitation/{welcome}", json=form).json()["csrf"]
        found = [welcome, password, another, csrf, browser.cookies["hushcue_session"]]
        headers = {"X-Hushcue-Csrf": csrf}
        found.append(browser.post("/api/v1/tokens", json={"name": "deck"}, headers=headers).json()["secret"])
        found.append(browser.post("/api/v1/invites", json={"owner": True}, headers=headers).json()["token"])
        change = {"old": password, "new": another}
        found.append(browser.put("/api/v1/session/password", json=change, headers=headers).json()["csrf"])
        found.append(browser.cookies["hushcue_session"])
        browser.post("/api/v1/session", json={"name": password, "password": another})
        browser.get(f"/api/v1/invitation/{found[-3]}", headers={"Host": "evil.example"})
        parser = argparse.ArgumentParser()
        account_command.add_arguments(parser)
        assert account_command.run(parser.parse_args(["reset", "olga", "--config", str(gateway.config)])) == 0
        said = capsys.readouterr().out
        reset = re.search(r"/#/invitation/(\S+)", said)
        assert reset is not None
        found.append(reset[1])
        form = {"name": "Olga", "password": "chosen after a reset"}
        assert browser.post(f"/api/v1/invitation/{reset[1]}", json=form).status_code == 201
        wait_for("the newest entry", lambda: newest_entry(gateway)["what"] == "post_invitation")
        answers = everything_of(gateway, "/api/v1/accounts", "/api/v1/invites", "/api/v1/tokens", "/api/v1/audit")
        metrics = gateway.http.get("/metrics").content
        gateway.stop()
        log = "".join(gateway._lines).encode()
        state = [path for path in (tmp_path / "state").rglob("*") if path.is_file()]
        kept = b"".join(path.read_bytes() for path in state)
    assert b"signed_in" in log and b"$argon2id$" in kept and len(set(found)) == len(found) == 10
    for where, text in {"answers": answers, "metrics": metrics, "log": log, "state folder": kept}.items():
        for number, secret in enumerate(found):
            assert secret.encode() not in text, f"secret {number} is in the {where}"
    for path in state:
        assert path.name == "keys.json" or path.stat().st_mode & 0o077 == 0, path


def test_the_first_owner_is_told_in_both_languages_and_not_by_the_log(tmp_path: Path) -> None:
    with GatewayProcess(tmp_path, https='host = "127.0.0.1"\nport = 0') as gateway:
        first = gateway.ready["welcome"]
        assert first.startswith(gateway.ready["http"] + "/#/invitation/")
    command = [sys.executable, "-W", "error", "-m", "hushcue_gateway", "--config", str(gateway.config)]
    process = subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(4)]
    finally:
        process.terminate()
        out, err = process.communicate(timeout=LIMIT_S)
    assert "owner" in said[0] and "所有者" in said[1] and out == ""
    secrets = {line.strip().rpartition("/")[2] for line in said[2:]}
    assert len(secrets) == 1 and said[2].strip().startswith("http://") and said[3].strip().startswith("https://")
    assert first.rpartition("/")[2] not in secrets, "another one at every start"
    assert secrets.pop() not in err and "ready" in err


def everything_of(gateway: GatewayProcess, *places: str) -> bytes:
    """What the API answers there."""
    answers = [gateway.http.get(place) for place in places]
    assert all(answer.status_code == 200 for answer in answers)
    return b"\n".join(answer.content for answer in answers)


def test_keys_are_made_at_the_first_start_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "state" / "keys.json"
    gateway = GatewayProcess(tmp_path)
    path.unlink()
    with gateway:
        first = json.loads(path.read_text(encoding="utf-8"))
        assert set(first) == {"host-1", "host-2"} and len(set(first.values())) == 2
        assert path.stat().st_mode & 0o777 == 0o600
    with gateway:
        assert json.loads(path.read_text(encoding="utf-8")) == first
    path.write_text("{")
    with pytest.raises(AssertionError, match=r"keys\.json: is damaged"):
        gateway.start()
