"""The HTTP API against whoever comes: closed without the token, bounded, and never speechless."""

import http.client
import json
import re
import socket
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import sounds
from support.gateway_process import LIMIT_S, GatewayProcess, wait_for

API = "/api/v1"
ROUTES = [
    ("GET", "/state"),
    ("GET", "/shows/main/files"),
    ("POST", "/shows/main/talks"),
    ("GET", "/cues/x-1"),
    ("DELETE", "/talks/x-1"),
    ("GET", "/cues/x-1/receipts"),
    ("PUT", "/hosts/host-1/volume"),
    ("PUT", "/hosts/host-1/muted"),
    ("POST", "/hosts/host-1/identify"),
    ("POST", "/hosts/host-1/rekey"),
    ("POST", "/hosts/host-1/say-again"),
    ("GET", "/hosts/host-1/stream.sdp"),
    ("POST", "/listeners"),
    ("DELETE", "/listeners/x"),
    ("GET", "/listeners/x/stream.sdp"),
]

OPEN = [
    ("GET", "/studio"),
    ("POST", "/session"),
    ("GET", "/invitation/{secret}"),
    ("POST", "/invitation/{secret}"),
    ("GET", "/oidc/login"),
    ("GET", "/oidc/callback"),
    ("POST", "/phone/session"),
    ("POST", "/shows/{show}/shopify"),
    ("OPTIONS", "/shows/{show}/whip"),
    ("OPTIONS", "/shows/{show}/whep"),
]
"""What is for people who are not signed in yet, and what tells nothing."""


def routes_of(client: httpx.Client) -> list[tuple[str, str]]:
    """(method, path) of the whole API, as its own document tells."""
    document = client.get(f"{API}/openapi.json").json()
    paths = document["paths"].items()
    return [(method.upper(), path) for path, methods in paths for method in methods if path.startswith(API)]


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    """Where nobody asks too often: a fast machine asks about every route within seconds."""
    often = "[sign_in]\nrequests_per_second = 100000\n"
    with GatewayProcess(tmp_path_factory.mktemp("gateway"), more=often) as running:
        sounds.write(running.folder / "cues" / "voice.wav", sounds.voice_like(0.3))
        sounds.write(running.folder / "outside.wav", sounds.voice_like(0.3))
        yield running


@pytest.fixture
def stranger(gateway: GatewayProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=gateway.ready["http"], timeout=LIMIT_S) as client:
        yield client


def assert_says_why(answer: httpx.Response, status: int, code: str | None = None) -> None:
    """An error has a code and a sentence in both languages."""
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert set(body) == {"error", "en", "zh"} and all(body.values())
    assert body["en"] != body["zh"]
    if code is not None:
        assert body["error"] == code


class TestToken:
    @pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer wrong", "Basic {token}", "{token}"])
    def test_without_the_token_nothing_is_told_or_done(
        self, gateway: GatewayProcess, stranger: httpx.Client, header: str | None
    ) -> None:
        headers = {} if header is None else {"Authorization": header.format(token=gateway.ready["token"])}
        told = routes_of(stranger)
        assert len(told) > 50 and set(told) >= {(method, API + path) for method, path in OPEN}
        for method, path in told:
            if (method, path.removeprefix(API)) not in OPEN:
                place = re.sub(r"{[^}]+}", "x-1", path)
                answer = stranger.request(method, place, headers=headers, content=b"{not json")
                assert_says_why(answer, 401, "unauthorized")
                assert answer.headers["www-authenticate"] == "Bearer"

    def test_the_list_of_routes_is_of_routes(self, stranger: httpx.Client) -> None:
        told = {(method, re.sub(r"{[^}]+}", "*", path)) for method, path in routes_of(stranger)}
        for method, path in ROUTES:
            found = re.sub(r"/(main|x-1|x|host-1)(?=/|$)", "/*", API + path)
            assert (method, found) in told

    @pytest.mark.parametrize("prefix", ["Bearer ", "bearer ", "BEARER "])
    def test_with_it_one_comes_in(self, gateway: GatewayProcess, stranger: httpx.Client, prefix: str) -> None:
        headers = {"Authorization": prefix + gateway.ready["token"]}
        assert stranger.get(f"{API}/state", headers=headers).status_code == 200

    def test_a_token_that_is_no_latin_text_is_only_wrong(self, gateway: GatewayProcess) -> None:
        place = urlsplit(gateway.ready["http"])
        with socket.create_connection((str(place.hostname), place.port or 0), LIMIT_S) as sock:
            sock.sendall(b"GET /api/v1/state HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \xff\xfe\r\n\r\n")
            with sock.makefile("rb") as answer:
                assert answer.readline().startswith(b"HTTP/1.1 401 ")

    def test_health_and_metrics_are_open_to_this_machine(self, stranger: httpx.Client) -> None:
        wait_for("good health", lambda: stranger.get("/health").status_code == 200)
        assert stranger.get("/health").json() == {"status": "ok", "media": True, "mqtt": True}
        metrics = stranger.get("/metrics")
        assert metrics.status_code == 200 and metrics.headers["content-type"].startswith("text/plain; version=0.0.4")

    def test_pages_elsewhere_are_given_nothing(self, gateway: GatewayProcess, stranger: httpx.Client) -> None:
        headers = {"Authorization": f"Bearer {gateway.ready['token']}"}
        for host in ("evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1.evil.example", ""):
            assert_says_why(stranger.get("/health", headers={**headers, "Host": host}), 421, "bad_host")
        for host in ("localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:99", "192.0.2.1:80"):
            assert stranger.get("/metrics", headers={"Host": host}).status_code == 200
        allowed = stranger.options(f"{API}/state", headers={"Origin": "http://evil.example", **headers})
        answered = stranger.get(f"{API}/state", headers={"Origin": "http://evil.example", **headers})
        for answer in (allowed, answered):
            assert not [name for name in answer.headers if name.startswith("access-control")]
        assert answered.headers["cache-control"] == "no-store"


class TestLimits:
    def test_a_long_request_is_refused_before_it_is_read(self, gateway: GatewayProcess) -> None:
        assert_says_why(gateway.http.post(f"{API}/shows/main/talks", content=b" " * 70000), 413, "too_large")

    def test_a_long_request_whose_length_is_not_told_is_refused_too(self, gateway: GatewayProcess) -> None:
        chunks = (b" " * 1000 for _ in range(100))
        assert_says_why(gateway.http.post(f"{API}/shows/main/talks", content=chunks), 413, "too_large")

    def test_a_lie_about_the_length_changes_nothing(self, gateway: GatewayProcess) -> None:
        place = urlsplit(gateway.ready["http"])
        for length in ("-1", "1e3", "9" * 400, "x"):
            with closing(http.client.HTTPConnection(str(place.hostname), place.port, timeout=LIMIT_S)) as connection:
                connection.putrequest("POST", f"{API}/shows/main/talks")
                connection.putheader("Authorization", f"Bearer {gateway.ready['token']}")
                connection.putheader("Content-Length", length)
                connection.endheaders()
                assert 400 <= connection.getresponse().status < 500

    def test_a_long_head_is_refused(self, gateway: GatewayProcess) -> None:
        assert_says_why(gateway.http.get(f"{API}/state", headers={"X-Long": "x" * 20000}), 413, "too_large")


CUE = {"file": "voice.wav", "to": ["all"]}
LISTENER = {"bodypack": "host-1", "ip": "127.0.0.1", "port": 9}
WRONG = [
    ("POST", "/shows/main/talks", b"", "bad_request"),
    ("POST", "/shows/main/talks", b"{", "bad_request"),
    ("POST", "/shows/main/talks", b"[1]", "bad_request"),
    ("POST", "/shows/main/talks", b"\xff\xfe", "bad_request"),
    ("POST", "/shows/main/talks", b"[" * 5000, "bad_request"),
    ("POST", "/shows/main/talks", {"to": ["all"]}, "no_microphone"),
    ("POST", "/shows/main/talks", {**CUE, "source": "desk"}, "file_or_source"),
    ("POST", "/shows/main/talks", {**CUE, "to": []}, "bad_request"),
    ("POST", "/shows/main/talks", {**CUE, "to": "all"}, "bad_request"),
    ("POST", "/shows/main/talks", {**CUE, "to": ["all"] * 257}, "bad_request"),
    ("POST", "/shows/main/talks", {**CUE, "to": ["nobody"]}, "unknown_target"),
    ("POST", "/shows/main/talks", {**CUE, "to": ["Host-1"]}, "bad_request"),
    ("POST", "/shows/main/talks", {**CUE, "priority": "programme"}, "bad_request"),
    ("POST", "/shows/main/talks", {**CUE, "volume": 3}, "bad_request"),
    ("POST", "/shows/main/talks", {**CUE, "file": "../outside.wav"}, "unknown_file"),
    ("POST", "/shows/main/talks", {**CUE, "file": "/etc/passwd"}, "unknown_file"),
    ("POST", "/shows/main/talks", {**CUE, "file": "none.wav"}, "unknown_file"),
    ("POST", "/shows/main/talks", {**CUE, "file": "a\x00b.wav"}, "unknown_file"),
    ("POST", "/shows/main/talks", {**CUE, "file": "\ud800.wav"}, "bad_request"),
    ("POST", "/shows/main/talks", {**CUE, "file": "x" * 256}, "bad_request"),
    ("POST", "/shows/main/talks", {"source": "desk", "to": ["all"]}, "unknown_source"),
    ("PUT", "/hosts/host-1/volume", {"volume_db": 12.1}, "bad_request"),
    ("PUT", "/hosts/host-1/volume", {"volume_db": "loud"}, "bad_request"),
    ("PUT", "/hosts/host-1/volume", b'{"volume_db": NaN}', "bad_request"),
    ("PUT", "/hosts/host-1/volume", b'{"volume_db": 1e999}', "bad_request"),
    ("PUT", "/hosts/host-1/muted", {"muted": 1}, "bad_request"),
    ("PUT", "/hosts/host-1/muted", {}, "bad_request"),
    ("POST", "/listeners", {**LISTENER, "ip": "224.0.0.1"}, "bad_request"),
    ("POST", "/listeners", {**LISTENER, "ip": "0.0.0.0"}, "bad_request"),
    ("POST", "/listeners", {**LISTENER, "ip": "255.255.255.255"}, "bad_request"),
    ("POST", "/listeners", {**LISTENER, "ip": "::1"}, "bad_request"),
    ("POST", "/listeners", {**LISTENER, "ip": "host"}, "bad_request"),
    ("POST", "/listeners", {**LISTENER, "port": 0}, "bad_request"),
    ("POST", "/listeners", {**LISTENER, "port": "9"}, "bad_request"),
    ("POST", "/listeners", {**LISTENER, "encoding": "OPUS"}, "bad_request"),
]


@pytest.mark.parametrize(("method", "path", "body", "code"), WRONG, ids=range(len(WRONG)))
def test_a_request_that_is_wrong_is_answered_with_what_is_wrong(
    gateway: GatewayProcess, method: str, path: str, body: bytes | dict[str, object], code: str
) -> None:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    assert_says_why(gateway.http.request(method, API + path, content=content, headers=headers), 422, code)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "no_such_place"),
        ("GET", "/docs", 404, "no_such_place"),
        ("PATCH", f"{API}/state", 405, "wrong_method"),
        ("GET", f"{API}/cues/none", 404, "unknown_cue"),
        ("DELETE", f"{API}/talks/none", 404, "unknown_cue"),
        ("DELETE", f"{API}/listeners/none", 404, "unknown_listener"),
        ("POST", f"{API}/hosts/none/identify", 404, "unknown_host"),
        ("GET", f"{API}/hosts/none/stream.sdp", 404, "unknown_host"),
        ("GET", f"{API}/hosts/host-1/stream.sdp", 409, "bodypack_away"),
        ("POST", f"{API}/hosts/host-1/identify", 409, "bodypack_away"),
        ("POST", f"{API}/hosts/%F0%9F%98%80/identify", 404, "unknown_host"),
        ("POST", f"{API}/hosts/{'x' * 5000}/identify", 404, "unknown_host"),
        ("GET", f"{API}/shows/none/state", 404, "unknown_show"),
    ],
)
def test_what_is_not_there_is_said_to_be_not_there(
    gateway: GatewayProcess, method: str, path: str, status: int, code: str
) -> None:
    assert_says_why(gateway.http.request(method, path), status, code)


def test_the_sentence_names_the_field(gateway: GatewayProcess) -> None:
    answer = gateway.http.post(f"{API}/shows/main/talks", json={"file": "voice.wav", "to": ["all", "A B"]})
    assert answer.json()["en"] == "to[2]: must be 1 to 32 characters a-z 0-9 -, not starting with -"
    answer = gateway.http.put(f"{API}/hosts/host-1/volume", json={"volume_db": 13})
    assert answer.json()["en"].startswith("volume_db: must be at most 12")
    assert answer.json()["zh"].startswith("volume_db：不能大于 12")


def test_listeners_are_limited(gateway: GatewayProcess) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sink:
        sink.bind(("127.0.0.1", 0))
        request = {**LISTENER, "port": sink.getsockname()[1]}
        answers = [gateway.http.post(f"{API}/listeners", json=request) for _ in range(33)]
        assert [answer.status_code for answer in answers] == [201] * 32 + [429]
        assert_says_why(answers[-1], 429, "too_many")
        for answer in answers[:-1]:
            assert gateway.http.delete(f"{API}/listeners/{answer.json()['id']}").status_code == 204


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)
FIELDS = st.dictionaries(
    st.sampled_from(["file", "source", "to", "priority", "volume_db", "muted", "bodypack", "ip", "port", "encoding"]),
    JSON,
    max_size=6,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(route=st.sampled_from([route for route in ROUTES if route[0] in ("POST", "PUT")]), body=FIELDS | JSON)
def test_no_request_makes_the_gateway_fail(gateway: GatewayProcess, route: tuple[str, str], body: object) -> None:
    method, path = route
    content = json.dumps(body).encode()
    answer = gateway.http.request(method, API + path, content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code < 500, (route, body, answer.text)
    if answer.status_code >= 400:
        assert_says_why(answer, answer.status_code)


def test_after_all_that_nothing_of_ours_went_wrong(gateway: GatewayProcess) -> None:
    assert not [entry for entry in gateway.log() if entry["level"] == "error"]
    assert gateway.http.get("/health").status_code == 200
