"""The cue log over HTTP: pages, filters, exports, recordings and who may hear them."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send
from support.asgi import Browser

from hushcue_gateway.config_recordings import Recordings as Settings
from hushcue_gateway.core.retention import Retention
from hushcue_gateway.core.rights import Role
from hushcue_gateway.core.role_presets import PRESETS
from hushcue_gateway.cue_book import CueBook
from hushcue_gateway.cues import Cue
from hushcue_gateway.logs import Log
from hushcue_gateway.receipt_desk import ReceiptDesk
from hushcue_gateway.recordings import Recordings
from hushcue_gateway.store import Database
from hushcue_gateway.store.cue_store import put_receipt
from hushcue_gateway.web.caller import CALLER, GATE, Caller
from hushcue_gateway.web.cue_log import cue_log_router
from hushcue_gateway.web.errors import install
from hushcue_gateway.web.gate import Gate, NoShows
from hushcue_gateway.witness.messages import RecordingEnded
from hushcue_gateway.words import WORDS

CUES = 45
SOUND = bytes(range(256)) * 20
NAMES = {"director": "李导", "host": "host-1"}


class Rights(NoShows):
    """Two shows with the preset roles."""

    def shows(self) -> Mapping[str, str]:
        return {"main": "Main", "other": "Other"}

    def role(self, show: str, role: str) -> Role | None:
        return next((each for each in PRESETS if each.id == role), None)


class As:
    """An application as somebody asks it."""

    def __init__(self, app: ASGIApp, gate: Gate, caller: Caller):
        self._app, self._gate, self._caller = app, gate, caller

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, CALLER: self._caller, GATE: self._gate}, receive, send)


def a_person(role: str, show: str = "main", name: str = "", owner: bool = False) -> Caller:
    return Caller("session", name or role, name or role, owner, {show: role}, None, "en", "s")


Ask = Callable[[Caller], Browser]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def ask(folder: Path) -> Iterator[Ask]:
    """The last tests of the file change what is there."""
    log = Log((), io.StringIO())
    database = Database(folder, log)
    database.open()
    receipts = ReceiptDesk(database, 10, log)
    recordings = Recordings(database, folder, Settings(min_free_mb=0), log)
    recordings.open()
    recordings.change("main", Retention(record=True), "li", 0)
    for number in range(CUES):
        private = number % 10 == 3
        cue = Cue(
            f"c-{number}", "mic-li", None, ("host-1",) if number % 2 else ("host-2",), ("all",), "direct",
            1_700_000_000.0 + number // 2, 0, state="ended", show="main", who="director", name="=李导", private=private,
            text="价格 99" if number == 7 else "",
        )  # fmt: skip
        receipts.store.keep_cue(cue)
        if number in (3, 5):
            path = recordings.begin(cue)
            assert path is not None
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(SOUND)
            recordings.ended(RecordingEnded(cue.id, str(path), len(SOUND), 2000, True))
    receipts.store.keep_cue(Cue("x-1", "m", None, (), (), "direct", 1.0, 0, show="other", state="ended"))
    heard = {"bodypack": "host-1", "state": "complete", "heard_percent": 98.5, "delay_ms": {"p50": 31.0, "p95": 40.0}}
    database.write(lambda session: put_receipt(session, "c-5", heard))
    book = CueBook(database, recordings.folder)
    gate = Gate(Rights())
    gate.knows("cue", book.show_of, lambda name: WORDS.trouble("unknown_cue", id=name))
    app = FastAPI()
    install(app)
    app.include_router(cue_log_router(book, receipts, recordings))
    yield lambda caller: Browser(As(app, gate, caller))
    database.close()


DIRECTOR = a_person("director")
OPS = a_person("ops")
PRODUCT = a_person("product")
STRANGER = a_person("director", "other")
OWNER = Caller("session", "boss", "boss", True)
CUES_OF_MAIN = "/api/v1/shows/main/cues"


def test_pages_follow_each_other_without_a_hole(ask: Ask) -> None:
    found: list[str] = []
    before, pages = "", 0
    while before is not None:
        page = ask(OPS).get(f"{CUES_OF_MAIN}?limit=10&before={before}").json()
        found += [cue["id"] for cue in page["cues"]]
        before, pages = page["next"], pages + 1
    assert pages == 5 and len(found) == len(set(found)) == CUES
    asked = [cue["asked"] for cue in ask(OPS).get(f"{CUES_OF_MAIN}?limit=200").json()["cues"]]
    assert asked == sorted(asked, reverse=True) and asked[0].startswith("2023-11-14T22:13:42")


@pytest.mark.parametrize(
    ("query", "count"),
    [("host=host-1", 22), ("who=director", 45), ("who=nobody", 0), ("text=%E4%BB%B7%E6%A0%BC", 1), ("text=%25", 0)],
)
def test_filters(ask: Ask, query: str, count: int) -> None:
    assert len(ask(OPS).get(f"{CUES_OF_MAIN}?limit=200&{query}").json()["cues"]) == count


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "before=1", "before=x.y", "host=" + "x" * 65])
def test_what_makes_no_sense_is_422(ask: Ask, query: str) -> None:
    answer = ask(OPS).get(f"{CUES_OF_MAIN}?{query}")
    assert (answer.status_code, answer.json()["error"]) == (422, "bad_request")


def test_a_cue_shows_what_was_heard_of_it(ask: Ask) -> None:
    cue = ask(OPS).get("/api/v1/cues/c-5").json()
    receipt = {"state": "complete", "heard_percent": 98.5, "delay_ms": 31.0, "acknowledged": None}
    assert (cue["hosts"], cue["to"], cue["receipts"]) == (["host-1"], ["all"], {"host-1": receipt})
    assert (cue["recording"], cue["recording_ms"]) == (True, 2000)
    full = ask(OPS).get("/api/v1/cues/c-5/receipts").json()
    assert full["receipts"][0]["delay_ms"]["p95"] == 40.0
    assert ask(OPS).get("/api/v1/cues/c-99").status_code == 404


def test_another_show_is_unknown_and_a_role_that_may_not_review_is_refused(ask: Ask) -> None:
    places = (CUES_OF_MAIN, f"{CUES_OF_MAIN}.csv", f"{CUES_OF_MAIN}.zip", "/api/v1/cues/c-5/recording.ogg")
    for place in places:
        assert ask(STRANGER).get(place).status_code == 404
        assert ask(PRODUCT).get(place).status_code == 403
        assert ask(Caller()).get(place).status_code == 401
        assert ask(OPS).get(place).status_code == 200
    assert ask(STRANGER).get("/api/v1/cues/c-5").status_code == 404
    assert ask(PRODUCT).get("/api/v1/cues/c-5").status_code == 200
    assert ask(OPS).get("/api/v1/shows/other/cues").status_code == 404


def test_the_sheet_opens_in_a_spreadsheet_and_runs_nothing(ask: Ask) -> None:
    answer = ask(OPS).get(f"{CUES_OF_MAIN}.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf") and answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == 'attachment; filename="main-cues.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == CUES
    (five,) = [row for row in rows if row["id"] == "c-5"]
    assert (five["name"], five["receipts"]) == ("'=李导", "host-1: complete 98.5 %")


def test_the_archive_holds_log_and_recordings(ask: Ask) -> None:
    archive = zipfile.ZipFile(io.BytesIO(ask(DIRECTOR).get(f"{CUES_OF_MAIN}.zip").content))
    assert archive.testzip() is None
    sounds = [name for name in archive.namelist() if name.endswith(".ogg")]
    assert len(sounds) == 2 and archive.read(sounds[0]) == SOUND
    assert len(archive.read("cues.json").splitlines()) == CUES
    assert archive.read("cues.csv").startswith(b"\xef\xbb\xbf")
    others = zipfile.ZipFile(io.BytesIO(ask(OPS).get(f"{CUES_OF_MAIN}.zip").content))
    assert len([name for name in others.namelist() if name.endswith(".ogg")]) == 1, "the private one is not theirs"


def test_a_recording_can_be_listened_to_from_any_place_in_it(ask: Ask) -> None:
    place = "/api/v1/cues/c-5/recording.ogg"
    whole = ask(OPS).get(place)
    assert (whole.status_code, whole.content, whole.headers["content-type"]) == (200, SOUND, "audio/ogg")
    assert whole.headers["accept-ranges"] == "bytes"
    part = ask(OPS).get(place, headers={"Range": "bytes=1000-1999"})
    assert (part.status_code, part.content) == (206, SOUND[1000:2000])
    assert part.headers["content-range"] == f"bytes 1000-1999/{len(SOUND)}"
    assert ask(OPS).get(place, headers={"Range": "bytes=999999-"}).status_code == 416
    none = ask(OPS).get("/api/v1/cues/c-6/recording.ogg")
    assert (none.status_code, none.json()["error"]) == (404, "unknown_recording")


def test_what_was_private_is_for_who_said_it_and_owners(ask: Ask) -> None:
    place = "/api/v1/cues/c-3/recording.ogg"
    assert [ask(who).get(place).status_code for who in (DIRECTOR, OWNER, OPS)] == [200, 200, 403]
    assert ask(OPS).ask("DELETE", "/api/v1/cues/c-3/recording").status_code == 403


def test_a_recording_is_deleted_for_good_and_its_cue_stays(ask: Ask, folder: Path) -> None:
    assert len(list(folder.rglob("*.ogg"))) == 2
    assert ask(OPS).ask("DELETE", "/api/v1/cues/c-5/recording").status_code == 204
    assert len(list(folder.rglob("*.ogg"))) == 1
    assert ask(OPS).ask("DELETE", "/api/v1/cues/c-5/recording").status_code == 404
    assert ask(OPS).get("/api/v1/cues/c-5").json()["recording"] is False


def test_retention_is_for_who_administers(ask: Ask) -> None:
    place = "/api/v1/shows/main/retention"
    technician = a_person("technician")
    change: dict[str, Any] = {"recordings_days": 7, "notice_zh": "本场录音"}
    assert ask(OPS).ask("PUT", place, json=change).status_code == 403
    answer = ask(technician).ask("PUT", place, json=change)
    assert answer.status_code == 200, answer.text
    assert ask(PRODUCT).get(place).json() == answer.json()
    said = answer.json()
    assert (said["record"], said["recordings_days"], said["cues_days"]) == (True, 7, 365)
    assert said["notice"]["zh"] == "本场录音" and said["notice"]["en"].startswith("Talk to your earpiece")
    for wrong in ({"recordings_days": -1}, {"record": 1}, {"odd": 1}, {"notice_en": "x" * 301}):
        assert ask(technician).ask("PUT", place, json=wrong).status_code == 422, json.dumps(wrong)
