"""The pages as a browser gets them: what was built, with strict rules for what it may load, and nothing else."""

import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send
from support.asgi import Browser

from hushcue_gateway.web import site
from hushcue_gateway.web.caller import GATE, marks
from hushcue_gateway.web.gate import Gate
from hushcue_gateway.web.pages import PAGES, Pages

SCRIPT = "console.log('hush');\n" * 200
FILES = {
    "index.html": "<!doctype html><title>console</title>",
    "phone.html": "<!doctype html><title>phone</title>",
    "usb.html": "<!doctype html><title>usb</title>",
    "icon.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "assets/console-B0Ab.js": SCRIPT,
    "sources.sha256": "0" * 64,
    "assets/notes.unknown": "not for sending",
}


class Gated:
    """What the guard puts into every request."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, GATE: Gate()}, receive, send)


def browser_of(folder: Path) -> Browser:
    app = FastAPI()
    for router in Pages(site.read(folder)).routers():
        app.include_router(router)
    return Browser(Gated(app))


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return browser_of(tmp_path)


def policy(answer: httpx.Response) -> dict[str, list[str]]:
    parts = (part.split() for part in answer.headers["content-security-policy"].split(";"))
    return {name: words for name, *words in parts}


def test_the_console_stands_at_the_root_and_the_phone_page_beside_it(browser: Browser) -> None:
    for place, name in PAGES.items():
        answer = browser.get(place)
        assert answer.status_code == 200
        assert answer.text == FILES[name]
        assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_one_page_alone_may_open_serial_ports_and_hears_nobody(browser: Browser) -> None:
    for place in PAGES:
        may = browser.get(place).headers["permissions-policy"].split(", ")
        assert ("serial=(self)" in may, "microphone=(self)" in may) == (place == "/usb", place != "/usb")
        assert ("serial=()" in may, "microphone=()" in may) == (place != "/usb", place == "/usb")
        assert policy(browser.get(place)) == policy(browser.get("/"))


def test_a_page_is_never_kept_so_that_a_new_version_counts_at_once(browser: Browser) -> None:
    assert browser.get("/").headers["cache-control"] == "no-store"
    assert "etag" not in browser.get("/").headers


def test_what_is_named_after_its_content_is_kept_for_good(browser: Browser) -> None:
    caching = browser.get("/assets/console-B0Ab.js").headers["cache-control"]
    assert "immutable" in caching and int(re.search(r"max-age=(\d+)", caching).group(1)) >= 31536000


def test_what_has_a_lasting_name_is_asked_about_and_not_sent_twice(browser: Browser) -> None:
    first = browser.get("/icon.svg")
    assert first.headers["cache-control"] == "no-cache"
    second = browser.get("/icon.svg", headers={"If-None-Match": first.headers["etag"]})
    assert second.status_code == 304 and not second.content
    third = browser.get("/icon.svg", headers={"If-None-Match": '"something-else"'})
    assert third.status_code == 200


def test_text_is_sent_packed_to_whoever_can_unpack_it(browser: Browser) -> None:
    packed = browser.get("/assets/console-B0Ab.js", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip" and packed.text == SCRIPT
    assert int(packed.headers["content-length"]) < len(SCRIPT) / 4
    for refused in ("identity", "gzip;q=0", "br"):
        plain = browser.get("/assets/console-B0Ab.js", headers={"Accept-Encoding": refused})
        assert "content-encoding" not in plain.headers and plain.text == SCRIPT


def test_nothing_from_elsewhere_may_be_loaded_run_or_framed(browser: Browser) -> None:
    for place in ("/", "/phone", "/assets/console-B0Ab.js"):
        answer = browser.get(place)
        rules = policy(answer)
        assert rules["default-src"] == ["'none'"]
        assert rules["frame-ancestors"] == ["'none'"] and rules["base-uri"] == ["'none'"]
        allowed = {word for words in rules.values() for word in words}
        assert allowed <= {"'none'", "'self'", "data:", "blob:"}
        assert set(rules["script-src"]) == set(rules["style-src"]) == {"'self'"}
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "microphone=(self)" in answer.headers["permissions-policy"]


@pytest.mark.parametrize(
    "place",
    [
        "/sources.sha256",
        "/assets/notes.unknown",
        "/assets/",
        "/static/index.html",
        "/..%2f..%2fpages.py",
        "/assets/../../pages.py",
    ],
)
def test_nothing_else_of_the_disk_can_be_asked_for(browser: Browser, place: str) -> None:
    assert browser.get(place).status_code == 404


def test_a_gateway_without_its_console_says_so_in_both_languages(tmp_path: Path) -> None:
    client = browser_of(tmp_path)
    for place in PAGES:
        answer = client.get(place)
        assert answer.status_code == 503
        assert "was not built" in answer.text and "尚未构建" in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert policy(answer)["default-src"] == ["'none'"]


def test_every_page_is_open_and_marked_so(tmp_path: Path) -> None:
    app = FastAPI()
    app.include_router(Pages(site.read(tmp_path)).routers()[0])
    places = list(marks(app))
    assert {place.path for place in places} == set(PAGES)
    assert all([need.action.value for need in place.needs] == ["open"] for place in places)


def test_a_head_request_is_answered_without_a_body(browser: Browser) -> None:
    answer = browser.ask("HEAD", "/")
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
