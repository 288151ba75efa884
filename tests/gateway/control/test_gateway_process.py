"""The whole gateway as a program: how it starts, what goes wrong around it, how it ends."""

import base64
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pylibsrtp
import pytest
from support import sounds
from support.fake_bodypack import FakeBodypack
from support.foreign_broker import ForeignBroker
from support.gateway_process import LIMIT_S, PASSWORD, GatewayProcess, wait_for
from support.ports import free_port
from support.programs import environment

from hushcue_wire import seq

ACCOUNTS = {"gateway": "gateway-password", "host-1": PASSWORD}


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    """One that tests share which leave it as it was."""
    with GatewayProcess(tmp_path_factory.mktemp("gateway"), ("host-1", "host-2", "absent")) as running:
        sounds.write(running.folder / "cues" / "voice.wav", sounds.voice_like(1.0))
        (running.folder / "cues" / "text.txt").write_text("no sound", encoding="utf-8")
        (running.folder / "cues" / "broken.wav").write_bytes(b"RIFF....WAVE no sound either")
        (running.folder / "outside.wav").write_bytes(b"")
        yield running


def continuity(bodypack: FakeBodypack) -> tuple[int, int]:
    """(datagrams of the newest session, sequence numbers that are missing between them)."""
    numbers = [packet.sequence for packet in bodypack.packets()]
    steps = [seq.distance(after, before) for before, after in pairwise(numbers)]
    return len(numbers), sum(step - 1 for step in steps)


def foreign(port: int, *more: str) -> str:
    lines = ['mode = "external"', 'host = "127.0.0.1"', f"port = {port}", 'username = "gateway"', *more]
    return "\n".join([*lines, f'password = "{ACCOUNTS["gateway"]}"'])


class TestCues:
    def test_a_file_is_said_to_those_it_is_for(self, gateway: GatewayProcess) -> None:
        port = gateway.broker_port
        with FakeBodypack("host-1", port) as first, FakeBodypack("host-2", port) as second:
            first.wait_for_sound()
            second.wait_for_sound()
            cue = gateway.wait_until_said(gateway.say("voice.wav", "host-1"))
            wait_for("it is heard", lambda: abs(first.samples()).max() > 0.2)
            second.wait_for_sound()  # and what was sent before that has come
            assert (cue["state"], cue["to"], cue["reason"]) == ("ended", ["host-1"], "released")
            assert cue["mouth_ns"] < cue["ended_ns"] and cue["ended_ns"] - cue["started_ns"] > 0.5e9
            assert abs(second.samples()).max() == 0.0, "what is said to one is absent from the other's mix"

    def test_a_cue_can_be_stopped_on_the_way(self, gateway: GatewayProcess) -> None:
        sounds.write(gateway.folder / "cues" / "long.wav", sounds.voice_like(3 * LIMIT_S))
        cue_id = gateway.say("long.wav", "all")
        wait_for("it talks", lambda: gateway.cue(cue_id)["state"] == "talking")
        assert gateway.http.delete(f"/api/v1/talks/{cue_id}").status_code == 204
        assert gateway.wait_until_said(cue_id)["reason"] == "released"
        wait_for("nothing is left of it", lambda: gateway.state()["capture"]["players"] == 0)
        assert gateway.http.delete(f"/api/v1/talks/{cue_id}").status_code == 404

    def test_two_cues_are_said_at_once(self, gateway: GatewayProcess) -> None:
        cues = [gateway.say("voice.wav", "all") for _ in range(2)]
        assert [gateway.wait_until_said(cue)["state"] for cue in cues] == ["ended", "ended"]

    def test_a_file_that_is_no_sound_is_refused_with_its_reason(self, gateway: GatewayProcess) -> None:
        cue = gateway.wait_until_said(gateway.say("broken.wav", "all"))
        assert (cue["state"], cue["reason"]) == ("refused", "file_unreadable")
        wait_for("it is logged", lambda: "cue_refused" in gateway.codes())
        assert gateway.wait_until_said(gateway.say("voice.wav", "all"))["state"] == "ended", "and the next one is said"

    def test_cues_of_the_folder_are_listed(self, gateway: GatewayProcess) -> None:
        files = gateway.http.get("/api/v1/shows/main/files").json()
        assert "voice.wav" in files and "text.txt" not in files


class TestBodypacks:
    def test_volume_and_mute_are_retained_and_commanded(self, gateway: GatewayProcess) -> None:
        with FakeBodypack("host-1", gateway.broker_port) as bodypack:
            bodypack.wait_for_sound()
            before = bodypack.sessions[-1]
            answer = gateway.http.put("/api/v1/hosts/host-1/volume", json={"volume_db": -12})
            assert answer.json() == {"volume_db": -12.0}
            assert gateway.http.put("/api/v1/hosts/host-1/muted", json={"muted": True}).json() == {"muted": True}
            wait_for("both revisions", lambda: bodypack.sessions[-1]["muted"])
            after = bodypack.sessions[-1]
            assert (after["session"], after["ssrc"]) == (before["session"], before["ssrc"])
            assert after["revision"] == before["revision"] + 2 and after["volume_db"] == -12
            wait_for("both commands", lambda: len(bodypack.commands) >= 2)
            assert [command["do"] for command in bodypack.commands[-2:]] == ["volume", "mute"]
            gateway.http.put("/api/v1/hosts/host-1/muted", json={"muted": False})
            gateway.http.put("/api/v1/hosts/host-1/volume", json={"volume_db": 0})
        with FakeBodypack("host-1", gateway.broker_port, boot=2) as again:
            again.wait_for_sound()
            assert (again.sessions[-1]["volume_db"], again.sessions[-1]["muted"]) == (0, False)

    def test_identify_reaches_one_that_is_there_and_is_refused_for_one_that_is_not(
        self, gateway: GatewayProcess
    ) -> None:
        with FakeBodypack("host-1", gateway.broker_port, boot=3) as bodypack:
            bodypack.wait_for_sound()
            assert gateway.http.post("/api/v1/hosts/host-1/identify").status_code == 202
            wait_for("the command", lambda: any(command["do"] == "identify" for command in bodypack.commands))
        answer = gateway.http.post("/api/v1/hosts/absent/identify")
        assert (answer.status_code, answer.json()["error"]) == (409, "bodypack_away")
        assert gateway.http.get("/api/v1/hosts/absent/stream.sdp").status_code == 409

    def test_the_button_is_shown(self, gateway: GatewayProcess) -> None:
        with FakeBodypack("host-1", gateway.broker_port, boot=4) as bodypack:
            bodypack.wait_for_sound()
            bodypack.event(0, "call")
            bodypack.event(1, "acknowledge")
            wait_for("both marks", lambda: len(gateway.bodypack("host-1")["marks"]) >= 2)
            assert [mark["what"] for mark in gateway.bodypack("host-1")["marks"]][-2:] == ["call", "acknowledge"]
            known = ("called", "acknowledged")
            codes = wait_for(
                "both notices",
                lambda: set(known) <= set(found := [each["code"] for each in gateway.state()["notices"]]) and found,
            )
            assert codes.index("called") < codes.index("acknowledged")

    def test_telemetry_is_in_the_state_and_in_the_metrics(self, gateway: GatewayProcess) -> None:
        with FakeBodypack("host-2", gateway.broker_port, boot=5) as bodypack:
            bodypack.wait_for_sound()
            wait_for("telemetry", lambda: gateway.bodypack("host-2")["telemetry"])
            wait_for("packets", lambda: gateway.bodypack("host-2")["stream"]["packets"] > 0)
            metrics = gateway.http.get("/metrics").text
        for line in (
            'hushcue_bodypack_battery_ratio{bodypack="host-2"} 0.8',
            'hushcue_bodypack_jitter_seconds{bodypack="host-2"} 0.0005',
            'hushcue_bodypack_online{bodypack="host-2"} 1.0',
            "hushcue_mqtt_connected 1.0",
        ):
            assert line in metrics.splitlines()
        for name in (
            "hushcue_media_tick_lateness_seconds{",
            "hushcue_media_overruns_total ",
            'hushcue_stream_packets_total{bodypack="host-2",stream="host-2"}',
            'hushcue_mqtt_documents_refused_total{reason="malformed"}',
            "hushcue_broker_restarts_total ",
        ):
            assert any(line.startswith(name) for line in metrics.splitlines()), name

    def test_a_listener_is_sent_the_mix_of_a_bodypack_that_is_not_there(self, gateway: GatewayProcess) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
            listener.bind(("127.0.0.1", 0))
            listener.settimeout(LIMIT_S)
            request = {"bodypack": "host-2", "ip": "127.0.0.1", "port": listener.getsockname()[1], "encoding": "PCMU"}
            added = gateway.http.post("/api/v1/listeners", json=request)
            assert added.status_code == 201 and "PCMU/16000/1" in added.json()["sdp"]
            key = re.search(r"inline:(\S+)", added.json()["sdp"])
            assert key is not None
            policy = pylibsrtp.Policy(base64.b64decode(key[1]), pylibsrtp.Policy.SSRC_ANY_INBOUND)
            assert len(pylibsrtp.Session(policy).unprotect(listener.recv(2000))) == 12 + 160
            place = f"/api/v1/listeners/{added.json()['id']}"
            assert gateway.http.get(place + "/stream.sdp").text == added.json()["sdp"]
            assert key[1] not in gateway.http.get("/api/v1/state").text
            assert gateway.http.delete(place).status_code == 204
            assert gateway.http.delete(place).status_code == 404
            wait_for("it is gone", lambda: gateway.state()["listeners"] == [])


class TestStartAndEnd:
    @pytest.mark.parametrize("how", ["SIGINT", "SIGTERM"])
    def test_a_signal_ends_it_in_good_order(self, tmp_path: Path, how: str) -> None:
        with (
            GatewayProcess(tmp_path, fresh=True) as gateway,
            FakeBodypack("host-1", gateway.broker_port) as bodypack,
        ):
            bodypack.wait_for_sound()
            children = [gateway.state()[part]["pid"] for part in ("media", "capture", "broker")]
            assert gateway._end(getattr(signal, how)) == 0
            wait_for("its farewell", lambda: "offline" in [presence["state"] for presence in bodypack.presences])
        assert gateway.codes()[-2:] == ["stopping", "stopped"]
        assert not {"our_mistake", "library"}.intersection(gateway.codes()), gateway.log()
        for pid in children:
            wait_for(f"process {pid} is gone", lambda pid=pid: not _is_alive(pid))

    def test_killed_it_leaves_no_process_behind_and_can_start_again_at_once(self, tmp_path: Path) -> None:
        port = free_port()
        with (
            GatewayProcess(tmp_path, broker=f"port = {port}", fresh=True, patient=True) as gateway,
            FakeBodypack("host-1", port) as bodypack,
        ):
            boot = gateway.ready["boot"]
            children = [gateway.state()[part]["pid"] for part in ("media", "capture", "broker")]
            bodypack.wait_for_sound()
            session = bodypack.session
            gateway.http.put("/api/v1/hosts/host-1/volume", json={"volume_db": 3})
            gateway.http.put("/api/v1/hosts/host-1/muted", json={"muted": True})
            wait_for("it is stored", lambda: _stored_volumes(tmp_path / "state") == [("host-1", 3.0, 1)])
            gateway.kill()
            for pid in children:
                wait_for(f"process {pid} is gone", lambda pid=pid: not _is_alive(pid))
            gateway.start()
            assert gateway.ready["boot"] != boot
            wait_for("a new session", lambda: session and bodypack.sessions[-1]["session"] != session["session"])
            bodypack.wait_for_sound()
            first = next(each for each in bodypack.sessions if session and each["session"] != session["session"])
            assert (first["volume_db"], first["muted"]) == (3, True), "from its first word on"
            online = [presence["boot"] for presence in bodypack.presences if presence["state"] == "online"]
            assert list(dict.fromkeys(online)) == [boot, gateway.ready["boot"]]

    def test_the_token_is_kept_over_restarts_and_for_the_owner_alone(self, tmp_path: Path) -> None:
        with GatewayProcess(tmp_path) as gateway:
            token = gateway.ready["token"]
            assert token not in "".join(gateway._lines)
        path = tmp_path / "state" / "http-token"
        assert path.read_text(encoding="ascii").strip() == token
        assert os.name != "posix" or path.stat().st_mode & 0o777 == 0o600
        with GatewayProcess(tmp_path) as gateway:
            assert gateway.ready["token"] == token

    @pytest.mark.parametrize("table", ["http", "broker"])
    def test_a_port_that_is_taken_is_said_with_exit_code_3(self, tmp_path: Path, table: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            config = tmp_path / "gateway.toml"
            other_table = {"http": "broker", "broker": "http"}[table]
            config.write_text(f"[{table}]\nport = {port}\n[{other_table}]\nport = 0\n", encoding="utf-8")
            for language, words in (("en", "is in use by another program"), ("zh", "已被其他程序占用")):
                done = _run("--config", str(config), "--language", language)
                assert done.returncode == 3
                assert f"{table}.port" in done.stderr and str(port) in done.stderr and words in done.stderr
                assert "Traceback" not in done.stderr

    def test_a_state_folder_that_cannot_be_made_is_said_with_exit_code_3(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way", encoding="utf-8")
        config = tmp_path / "gateway.toml"
        config.write_text('state_dir = "file/state"\n[http]\nport = 0\n[broker]\nport = 0\n', encoding="utf-8")
        done = _run("--config", str(config))
        assert done.returncode == 3 and "state_dir: " in done.stderr and "Traceback" not in done.stderr

    def test_a_broker_that_is_not_installed_is_said_with_exit_code_3(self, tmp_path: Path) -> None:
        config = tmp_path / "gateway.toml"
        config.write_text('[http]\nport = 0\n[broker]\nport = 0\nprogram = "nowhere/mosquitto"\n', encoding="utf-8")
        done = _run("--config", str(config))
        assert done.returncode == 3 and "broker.program: nowhere/mosquitto" in done.stderr


class TestBrokerTrouble:
    def test_the_broker_killed_in_the_middle_of_a_cue_leaves_the_sound_whole(self, tmp_path: Path) -> None:
        with GatewayProcess(tmp_path, media="keep_awake = true", spares=True, patient=True) as gateway:
            sounds.write(gateway.folder / "cues" / "voice.wav", sounds.voice_like(6.0))
            with FakeBodypack("host-1", gateway.broker_port) as bodypack:
                bodypack.wait_for_sound()
                session = bodypack.session
                cue = gateway.say("voice.wav", "all")
                wait_for("it talks", lambda: gateway.cue(cue)["state"] == "talking")
                before = gateway.state()["broker"]
                os.kill(before["pid"], signal.SIGKILL)
                wait_for("the loss is noticed", lambda: "mqtt_lost" in gateway.codes())
                assert gateway.wait_until_said(cue)["state"] == "ended"
                wait_for("the link is back", lambda: gateway.state()["broker"]["connected"])
                wait_for("the bodypack is heard", lambda: (gateway.bodypack("host-1")["heard_s"] or 99) < 2)
                after = gateway.state()["broker"]
                bodypack.wait_for_sound()
                wait_for("all of it", lambda: continuity(bodypack)[0] > 500)
                assert continuity(bodypack)[1] == 0, "not one datagram was left out"
                assert bodypack.session and session and bodypack.session["session"] == session["session"]
                assert (after["restarts"], after["reconnects"]) == (1, 1) and after["pid"] != before["pid"]
                wait_for("it is said", lambda: {"broker_died", "mqtt_connected"} <= set(gateway.codes()))

    def test_a_broker_that_runs_and_does_not_answer_is_replaced(self, tmp_path: Path) -> None:
        with GatewayProcess(tmp_path) as gateway, FakeBodypack("host-1", gateway.broker_port) as bodypack:
            bodypack.wait_for_sound()
            pid = gateway.state()["broker"]["pid"]
            os.kill(pid, signal.SIGSTOP)
            wait_for("it is noticed", lambda: "broker_hangs" in gateway.codes())
            bodypack.wait_for_sound()
            wait_for(
                "the link to another one is there",
                lambda: (now := gateway.state()["broker"])["connected"] and now["pid"] not in (0, pid),
            )
            wait_for("the old one is gone", lambda: not _is_alive(pid))
            assert continuity(bodypack)[1] == 0

    def test_a_foreign_broker_may_come_later_and_go_in_between(self, tmp_path: Path) -> None:
        broker = ForeignBroker(tmp_path / "broker", ACCOUNTS)
        try:
            with GatewayProcess(tmp_path, ("host-1",), broker=foreign(broker.port)) as gateway:
                wait_for("it is said", lambda: "mqtt_unreachable" in gateway.codes())
                health = gateway.http.get("/health")
                assert (health.status_code, health.json()["mqtt"]) == (503, False)
                broker.start()
                with FakeBodypack("host-1", broker.port) as bodypack:
                    bodypack.wait_for_sound()
                    session = bodypack.session
                    broker.stop()
                    wait_for("the loss is said", lambda: "mqtt_lost" in gateway.codes())
                    bodypack.wait_for_sound()
                    documents = len(bodypack.sessions)
                    broker.start()
                    wait_for("the session is published again", lambda: len(bodypack.sessions) > documents)
                    assert bodypack.session and session and bodypack.session["session"] == session["session"]
                    bodypack.wait_for_sound()
                    assert continuity(bodypack)[1] == 0
                wait_for("good health", lambda: gateway.http.get("/health").json()["status"] == "ok")
        finally:
            broker.stop()

    def test_a_foreign_broker_that_refuses_us_is_said_and_the_password_is_not(self, tmp_path: Path) -> None:
        accounts = {**ACCOUNTS, "gateway": "changed-in-the-meantime"}
        with (
            ForeignBroker(tmp_path / "broker", accounts) as broker,
            GatewayProcess(tmp_path, ("host-1",), broker=foreign(broker.port)) as gateway,
        ):
            wait_for("it is said", lambda: "mqtt_not_admitted" in gateway.codes())
            assert ACCOUNTS["gateway"] not in "".join(gateway._lines)

    def test_a_foreign_broker_over_tls_is_believed_under_its_own_authority_only(self, tmp_path: Path) -> None:
        with ForeignBroker(tmp_path / "broker", ACCOUNTS, tls=True) as broker:
            trusting = foreign(broker.port, 'tls_ca = "broker/ca.pem"')
            with GatewayProcess(tmp_path, ("host-1",), broker=trusting) as gateway:
                wait_for("it connects", lambda: gateway.state()["broker"]["connected"])
            # paho-mqtt leaves the socket of a failed handshake to the garbage collector, which says so.
            ours = ("error", "ignore::ResourceWarning")
            doubting = foreign(broker.port, "tls = true")
            with GatewayProcess(tmp_path, ("host-1",), broker=doubting, warnings=ours) as gateway:
                wait_for("it is refused", lambda: "mqtt_unreachable" in gateway.codes())
                wait_for("for its certificate", lambda: any("certificate" in each for each in _unreachable(gateway)))
                assert not gateway.state()["broker"]["connected"]

    def test_an_authority_that_is_none_is_said_with_exit_code_2(self, tmp_path: Path) -> None:
        (tmp_path / "ca.pem").write_text("no certificate", encoding="utf-8")
        config = tmp_path / "gateway.toml"
        table = '[broker]\nmode = "external"\nhost = "127.0.0.1"\nport = 1\ntls_ca = "ca.pem"\n'
        config.write_text(table + "[http]\nport = 0\n", encoding="utf-8")
        done = _run("--config", str(config))
        assert done.returncode == 2 and "broker.tls_ca" in done.stderr and "Traceback" not in done.stderr


def test_a_microphone_that_is_not_there_is_said_and_the_rest_works(tmp_path: Path) -> None:
    more = '[[sources]]\nid = "desk"\ndevice = "no such microphone"\nto = ["all"]\nopen = true\n'
    with GatewayProcess(tmp_path, more=more) as gateway, FakeBodypack("host-1", gateway.broker_port) as bodypack:
        bodypack.wait_for_sound()
        trouble = wait_for("its trouble", lambda: gateway.state()["sources"][0]["trouble"])
        assert set(trouble) == {"en", "zh"}
        wait_for("it is lost, and tried again now and then", lambda: gateway.state()["sources"][0]["state"] == "lost")
        (cue,) = wait_for("its cue", lambda: gateway.state()["cues"])
        assert (cue["from"], cue["to"], cue["file"]) == ("desk", ["host-1", "host-2"], None)
        wait_for("it is an open microphone", lambda: gateway.state()["cues"][0]["state"] == "talking")
        wait_for("it is said", lambda: "source_lost" in gateway.codes())


def _unreachable(gateway: GatewayProcess) -> list[str]:
    """Why the broker was not, each time."""
    return [entry["facts"]["reason"].lower() for entry in gateway.log() if entry["code"] == "mqtt_unreachable"]


def _stored_volumes(folder: Path) -> list[tuple[str, float, int]]:
    with closing(sqlite3.connect(folder / "hushcue.db")) as connection:
        return connection.execute("SELECT host, volume_db, muted FROM ear_volumes").fetchall()


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "hushcue_gateway", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment(), check=False, timeout=120
    )


def test_the_line_of_readiness_says_all_that_a_starter_needs(gateway: GatewayProcess) -> None:
    assert {"ready", "http", "broker_port", "token", "media_port", "boot"} <= set(gateway.ready)
