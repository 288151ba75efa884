"""A host's phone and a real gateway: one link, one phone, its buttons, its texts and its receipts."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx
import pytest
from support.gateway_process import GatewayProcess, wait_for
from support.sounds import voice_like, write
from websockets.sync.client import ClientConnection, connect

LIMIT_S = 60.0
REPORT_S = 0.25
MORE = """
[webrtc]
enabled = false
stun = ["stun:192.0.2.1:3478"]
[[phones]]
id = "anna"
label = "Anna"
language = "en"
"""


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    folder = tmp_path_factory.mktemp("phone")
    with GatewayProcess(folder, more=MORE, warnings=("default",)) as running:
        yield running


class Phone:
    """What a page does, without a screen."""

    def __init__(self, gateway: GatewayProcess):
        self.gateway = gateway
        base = gateway.ready["http"]
        self.http = httpx.Client(base_url=base, timeout=LIMIT_S, headers={"Origin": base})
        self.socket: ClientConnection | None = None
        self.state: dict[str, Any] = {}
        self.bye: dict[str, Any] = {}
        self._number = 0
        self._open = ExitStack()

    def use(self, url: str) -> httpx.Response:
        answer = self.http.post("/api/v1/phone/session", json={"token": url.partition("#")[2]})
        if answer.status_code == 201:
            cookie = answer.headers["set-cookie"]
            assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/api/v1/phone/" in cookie
            self.cookie = cookie.partition(";")[0]
        return answer

    def open(self) -> None:
        base = self.gateway.ready["http"]
        self.socket = self._open.enter_context(
            connect(
                base.replace("http", "ws", 1) + "/api/v1/phone/live",
                additional_headers={"Cookie": self.cookie},
                origin=base,
                open_timeout=LIMIT_S,
                ping_interval=None,
            )
        )
        hello = self.read()
        assert hello["t"] == "hello"

    def send(self, **message: object) -> None:
        assert self.socket is not None
        self.socket.send(json.dumps(message))

    def read(self) -> dict[str, Any]:
        assert self.socket is not None
        message: dict[str, Any] = json.loads(self.socket.recv(timeout=LIMIT_S))
        if message["t"] == "bye":
            self.bye = message
        elif message["t"] in ("hello", "state"):
            self.state = message
        return message

    def until(self, what: str, test: Any) -> None:
        deadline = time.monotonic() + LIMIT_S
        while not test():
            assert time.monotonic() < deadline, what
            self.read()

    @contextmanager
    def listening(self, boot: int, concealed: int) -> Iterator[None]:
        """A page that hears everything, and reports it four times a second until this is left: each stretch once, with
        its age, however late it comes to telling it."""
        over = threading.Event()

        def report() -> None:
            told_s = time.monotonic()
            while not over.wait(REPORT_S / 5):
                while (late_s := time.monotonic() - told_s - REPORT_S) >= 0:
                    told_s += REPORT_S
                    self._number += 1
                    played = {"samples": 12_000, "concealed": concealed, "received": 12, "lost": 0}
                    played |= {"position": round(told_s * 48_000) & 0xFFFFFFFF}
                    self.send(t="played", n=self._number, delay_ms=30.0, rtt_ms=4.0, ago_ms=1000 * late_s, **played)

        self.send(t="listening", on=True, boot=boot, peer=1)
        reporting = threading.Thread(target=report)
        reporting.start()
        try:
            yield
        finally:
            over.set()
            reporting.join()
            self.send(t="listening", on=False, boot=boot, peer=1)

    def close(self) -> None:
        self._open.close()
        self.http.close()


@pytest.fixture
def phone(gateway: GatewayProcess) -> Iterator[Phone]:
    made = Phone(gateway)
    try:
        assert made.use(invite(gateway)["url"]).status_code == 201
        made.open()
        yield made
    finally:
        made.close()


def invite(gateway: GatewayProcess) -> dict[str, Any]:
    answer = gateway.http.post("/api/v1/shows/main/hosts/anna/invite")
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def host(gateway: GatewayProcess) -> dict[str, Any]:
    found: dict[str, Any] = gateway.http.get("/api/v1/shows/main/state").json()["hosts"]["anna"]
    return found


def test_a_link_is_good_once(gateway: GatewayProcess, phone: Phone) -> None:
    made = invite(gateway)
    assert made["qr_svg"].startswith("<svg") and "/phone#" in made["url"]
    other = Phone(gateway)
    try:
        assert phone.http.get("/api/v1/phone/session", headers={"Cookie": phone.cookie}).json()["host"] == "anna"
        assert other.use(made["url"]).status_code == 201
        assert other.use(made["url"]).json()["error"] == "phone_link_void"
        phone.until("the phone before is told", lambda: phone.bye)
        assert phone.bye["error"] == "phone_elsewhere" and phone.bye["zh"]
        old = phone.http.get("/api/v1/phone/session", headers={"Cookie": phone.cookie})
        assert old.status_code == 401
        assert gateway.http.post("/api/v1/shows/main/hosts/host-1/invite").json()["error"] == "not_a_phone"
    finally:
        other.close()


def test_a_phones_cookie_opens_nothing_else(gateway: GatewayProcess, phone: Phone) -> None:
    for path in ("/api/v1/shows", "/api/v1/shows/main/state", "/api/v1/session"):
        answer = phone.http.get(path, headers={"Cookie": phone.cookie})
        assert answer.status_code == 401 or answer.json().get("person") is None, path


def test_a_text_is_shown_until_it_is_acknowledged(gateway: GatewayProcess, phone: Phone) -> None:
    answer = gateway.http.post("/api/v1/hosts/anna/text", json={"text": "讲一下面料"})
    assert answer.status_code == 201, answer.text
    cue = answer.json()["cue"]
    phone.until("it is shown", lambda: phone.state["texts"])
    assert [(text["cue"], text["text"]) for text in phone.state["texts"]] == [(cue, "讲一下面料")]
    shown = gateway.http.get("/api/v1/shows/main/state").json()["cues"][cue]
    assert (shown["mode"], shown["text"], shown["hosts"]) == ("text", "讲一下面料", ["anna"])
    phone.send(t="ack", cue=cue)
    phone.until("it is gone", lambda: not phone.state["texts"])
    wait_for("everybody sees it", lambda: host(gateway).get("acknowledged", {}).get("cue") == cue)


def test_texts_go_to_screens_alone(gateway: GatewayProcess) -> None:
    refused = gateway.http.post("/api/v1/hosts/host-1/text", json={"text": "hello"})
    assert (refused.status_code, refused.json()["error"]) == (409, "not_a_phone")
    for text in ("", " ", "x" * 201, "a\x07b"):
        assert gateway.http.post("/api/v1/hosts/anna/text", json={"text": text}).status_code == 422


def test_a_call_lights_the_tile_until_it_is_answered(gateway: GatewayProcess, phone: Phone) -> None:
    phone.send(t="call")
    phone.until("the page shows it", lambda: phone.state["calling"])
    wait_for("everybody sees it", lambda: "calling_since" in host(gateway))
    assert gateway.http.delete("/api/v1/hosts/anna/call").status_code == 204
    phone.until("it is answered", lambda: not phone.state["calling"])


def events(gateway: GatewayProcess) -> list[tuple[str, str | None]]:
    """What the people of the show were told last: (code, host)."""
    base = gateway.ready["http"]
    with connect(
        base.replace("http", "ws", 1) + "/api/v1/shows/main/live",
        additional_headers={"Authorization": f"Bearer {gateway.ready['token']}"},
        open_timeout=LIMIT_S,
        max_size=8 << 20,
    ) as socket:
        told = json.loads(socket.recv(timeout=LIMIT_S))["events"]
    assert all(event["en"] and event["zh"] for event in told)
    return [(event["code"], event.get("host")) for event in told]


def test_its_buttons_are_lines_of_the_show_one_for_each_new_thing(gateway: GatewayProcess, phone: Phone) -> None:
    before = len(events(gateway))
    cue = gateway.http.post("/api/v1/hosts/anna/text", json={"text": "hello"}).json()["cue"]
    for _ in range(3):
        phone.send(t="call")
        phone.send(t="ack", cue=cue)
    phone.until("both", lambda: phone.state["calling"] and not phone.state["texts"])
    phone.send(t="ping")
    while phone.read()["t"] != "pong":
        pass
    told = [each for each in events(gateway)[before:] if each[0] in ("phone_called", "phone_acknowledged")]
    assert sorted(told) == [("phone_acknowledged", "anna"), ("phone_called", "anna")]
    assert gateway.http.delete("/api/v1/hosts/anna/call").status_code == 204


def test_it_is_told_the_servers_that_help_it_through_a_firewall(gateway: GatewayProcess, phone: Phone) -> None:
    answer = phone.http.get("/api/v1/phone/ice", headers={"Cookie": phone.cookie})
    assert answer.status_code == 200, answer.text
    assert answer.json()["iceServers"] == gateway.http.get("/api/v1/ice").json()["iceServers"]
    assert [server["urls"] for server in answer.json()["iceServers"]] == [["stun:192.0.2.1:3478"]]
    assert gateway.http.get("/api/v1/phone/ice", headers={"Authorization": ""}).status_code == 401


def test_volume_and_mute_reach_the_page(gateway: GatewayProcess, phone: Phone) -> None:
    assert gateway.http.put("/api/v1/hosts/anna/volume", json={"volume_db": -9}).json() == {"volume_db": -9.0}
    gateway.http.put("/api/v1/hosts/anna/muted", json={"muted": True})
    phone.until("both", lambda: phone.state["muted"] and phone.state["volume_db"] == -9.0)
    gateway.http.put("/api/v1/hosts/anna/muted", json={"muted": False})


def test_what_was_heard_of_a_cue_is_a_receipt(gateway: GatewayProcess, phone: Phone) -> None:
    write(gateway.folder / "cues" / "tone.wav", voice_like(1.0))

    def receipt(cue: str) -> Any:
        found = gateway.http.get(f"/api/v1/cues/{cue}/receipts").json()["receipts"]
        return found and found[0]["state"] != "pending" and found[0]

    def whole() -> bool:
        """Of a cue during which the clocks of the page and of the gateway both went on without a jump."""
        cue = gateway.say("tone.wav", "anna")
        gateway.wait_until_said(cue)
        found = wait_for("the receipt", lambda: receipt(cue))
        assert found["state"] in ("complete", "partial")
        return (
            found["state"] == "complete"
            and found["unknown"] == 0
            and 90.0 <= found["heard_percent"] < 100.0
            and found["concealed"] >= 1
            and found["frames"] == pytest.approx(104, abs=15)
        )

    with phone.listening(boot=5, concealed=240):
        wait_for("it is online", lambda: host(gateway)["state"] == "online")
        wait_for("a whole receipt", whole, 120.0, 0.0)
    wait_for("it is away", lambda: host(gateway)["state"] == "away")


@pytest.mark.parametrize(
    "nonsense", ["{", "[]", '{"t":"played"}', '{"t":"nothing"}', '{"t":"ack","cue":5}', "x" * 5000]
)
def test_a_page_that_talks_nonsense_is_let_go(phone: Phone, nonsense: str) -> None:
    assert phone.socket is not None
    phone.socket.send(nonsense)
    phone.until("it is told", lambda: phone.bye)
    assert phone.bye["error"] == "phone_message"


def test_a_restart_forgets_neither_the_phone_nor_its_volume_nor_that_it_is_muted(
    gateway: GatewayProcess, phone: Phone
) -> None:
    gateway.http.put("/api/v1/hosts/anna/volume", json={"volume_db": -21})
    gateway.http.put("/api/v1/hosts/anna/muted", json={"muted": True})
    assert gateway.stop() == 0
    gateway.start()
    assert (host(gateway)["volume_db"], host(gateway)["muted"]) == (-21.0, True)
    back = Phone(gateway)
    back.cookie = phone.cookie
    try:
        back.open()
        assert (back.state["volume_db"], back.state["muted"]) == (-21.0, True)
    finally:
        back.close()
    gateway.http.put("/api/v1/hosts/anna/muted", json={"muted": False})
