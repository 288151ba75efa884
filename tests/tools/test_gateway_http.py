"""How every tool asks a gateway: against a real HTTP server that is no gateway, or one that refuses."""

import io
import json
import threading
from collections.abc import Iterator
from email.message import Message
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from typing import Any
from urllib.error import HTTPError
from urllib.request import OpenerDirector

import pytest

from hushcue_tools.gateway_http import Address, Answer, GatewayHttp, Silent
from hushcue_words import Trouble

ANSWERS = {
    "/fine": (200, b'{"a": 1}'),
    "/empty": (204, b""),
    "/page": (200, b"<html>a router</html>"),
    "/list": (200, b"[1]"),
    "/no": (409, json.dumps({"error": "busy", "en": "not now", "zh": "请稍后"}).encode()),
    "/bare": (500, b"\xff\xfe"),
    "/cut": (503, b"{"),
    "/torn": (200, b'{"a": 1'),
}
CUT = ("/cut", "/torn")
"""The server hangs up in the middle of these."""


class Server(ThreadingTCPServer):
    """Not http.server's own, which asks for this machine's name first: that can take long."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[dict[str, str], bytes]] = []


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        self.server.asked.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        self.do_GET()

    def do_GET(self) -> None:
        status, content = ANSWERS[self.path]
        self.send_response(status)
        self.send_header("Content-Length", str(len(content) + 10 * (self.path in CUT)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def http(server: Server) -> GatewayHttp:
    return GatewayHttp(f"http://127.0.0.1:{server.server_address[1]}/", "a-token")


def test_a_document_is_asked_for_with_the_token(http: GatewayHttp, server: Server) -> None:
    assert http.ask("POST", "/fine", {"b": 2}).document == {"a": 1}
    headers, body = server.asked[-1]
    assert headers["Authorization"] == "Bearer a-token" and headers["Content-Type"] == "application/json"
    assert json.loads(body) == {"b": 2}


def test_an_empty_answer_is_no_document(http: GatewayHttp) -> None:
    answer = http.ask("GET", "/empty")
    assert (answer.refused, answer.document) == (False, {})


@pytest.mark.parametrize("path", ["/page", "/list"])
def test_what_answers_but_is_no_gateway_is_said(http: GatewayHttp, path: str) -> None:
    with pytest.raises(Silent, match="no gateway"):
        http.ask("GET", path)


def test_who_refuses_and_hangs_up_has_refused(http: GatewayHttp) -> None:
    assert http.ask("GET", "/cut").status == 503


def test_who_hangs_up_in_the_middle_of_an_answer_has_not_answered(http: GatewayHttp) -> None:
    with pytest.raises(Silent):
        http.ask("GET", "/torn")


def test_a_connection_reset_in_a_refusal_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Reset(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise ConnectionResetError("reset by peer")

    def refuse(*_: Any, **__: Any) -> None:
        raise HTTPError("http://127.0.0.1:1/", 503, "busy", Message(), Reset())

    monkeypatch.setattr(OpenerDirector, "open", refuse)
    answer = GatewayHttp("http://127.0.0.1:1", "").ask("GET", "/")
    assert (answer.status, answer.content) == (503, b"")


def test_nobody_there_is_said_with_the_reason(server: Server) -> None:
    with pytest.raises(Silent, match="refused"):
        GatewayHttp("http://127.0.0.1:1", "").ask("GET", "/fine")


@pytest.mark.parametrize(("language", "said"), [("en", "not now"), ("zh", "请稍后")])
def test_a_refusal_is_said_in_the_language_of_who_asked(
    http: GatewayHttp, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setattr("hushcue_tools.gateway_http.language", lambda: language)
    assert http.ask("GET", "/no").sentence == said


def test_a_refusal_without_a_sentence_is_its_number(http: GatewayHttp) -> None:
    assert http.ask("GET", "/bare").sentence == "HTTP 500"
    assert Answer(403, b"").sentence == "HTTP 403"


def test_no_certificate_is_said() -> None:
    with pytest.raises(Trouble) as caught:
        GatewayHttp("https://127.0.0.1:1", "", Path(__file__))
    assert caught.value.code == "no_ca"


class TestAddress:
    def test_of_a_configuration_with_the_token_that_the_gateway_made(self, tmp_path: Path) -> None:
        (tmp_path / "state").mkdir()
        (tmp_path / "state" / "http-token").write_text("made\n")
        config = tmp_path / "studio.toml"
        config.write_text('\ufeff[http]\nport = 9000\n[[shows]]\nid = "evening"\n', encoding="utf-8")
        assert Address.find("", "", config) == Address("http://127.0.0.1:9000", "made", "evening")

    def test_what_is_named_goes_before_the_configuration(self, tmp_path: Path) -> None:
        config = tmp_path / "studio.toml"
        config.write_text('[http]\ntoken = "theirs"\n')
        assert Address.find("https://studio", "mine", config) == Address("https://studio", "mine", "main")
        assert Address.find("https://studio", "mine", None) == Address("https://studio", "mine", "main")

    @pytest.mark.parametrize("text", ["http = 1", "[[shows]]\nname = 1", "shows = 1", "[", ""])
    def test_a_configuration_that_says_nothing_useful_is_refused(self, tmp_path: Path, text: str) -> None:
        config = tmp_path / "studio.toml"
        config.write_text(text)
        with pytest.raises(Trouble) as caught:
            Address.find("", "", config)
        assert caught.value.code == "no_config"

    def test_without_a_token_it_is_said_where_to_name_one(self) -> None:
        with pytest.raises(Trouble) as caught:
            Address.find("http://127.0.0.1:1", "", None)
        assert caught.value.code == "no_token"
