"""Voices through the interface that consoles use: clips, a speech service whose key nobody gets back, and who may."""

from __future__ import annotations

import base64
import contextlib
import io
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.gateway_process import GatewayProcess, wait_for
from support.person import Person
from support.speech_server import SECONDS, SpeechServer, a_wav, speech_server

KEY = "sesame-open-0815"
SHOW = "/api/v1/shows/main"
PHONES = """
[[phones]]
id = "anna"
language = "th"
"""


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    with GatewayProcess(tmp_path_factory.mktemp("voices"), bodypacks=(), more=PHONES) as gateway:
        yield gateway


@pytest.fixture(scope="module")
def server() -> Iterator[SpeechServer]:
    with speech_server() as server:
        yield server


def service_at(url: str, **more: object) -> dict[str, Any]:
    """A patient one: nothing here is about being late."""
    return {"url": url, "deadline_s": 20, **more}


def change(gateway: GatewayProcess, **voices: object) -> dict[str, Any]:
    answer = gateway.http.put(f"{SHOW}/assistant/settings", json={"voices": voices})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["voices"]
    return found


def setup(gateway: GatewayProcess) -> dict[str, Any]:
    found: dict[str, Any] = gateway.http.get(f"{SHOW}/voices/setup").json()
    return found


def test_a_clip_is_what_a_host_of_that_language_hears_of_its_rule(gateway: GatewayProcess) -> None:
    body = {"label": "Stock is low", "kind": "recorded", "language": "th"}
    phrase = gateway.http.post(f"{SHOW}/phrases", json=body).json()["id"]
    sound = gateway.http.put(f"/api/v1/phrases/{phrase}/sound", content=a_wav(), headers={"Content-Type": "audio/wav"})
    assert sound.status_code == 200, sound.text
    change(gateway, bind={"sold_out/th": "p-another", "stock_low/th": phrase})
    change(gateway, bind={"sold_out/th": ""})
    assert setup(gateway)["clips"] == {"stock_low/th": phrase}
    lines = (
        '{"type": "product", "product": "Dress", "label": "Dress", "slot": 3, "stock_low": 20}',
        '{"type": "gauge", "product": "Dress", "stock": 100}',
        '{"type": "pin", "product": "Dress", "slot": 3}',
        '{"type": "gauge", "product": "Dress", "stock": 12}',
    )
    headers = {"Content-Type": "application/x-ndjson"}
    for line in ('{"type": "on_air", "on": true}', *lines):
        assert gateway.http.post(f"{SHOW}/ingest", content=line, headers=headers).status_code == 200

    def card() -> dict[str, Any] | None:
        cards = gateway.http.get(f"{SHOW}/state").json()["suggestions"].values()
        return next((one for one in cards if one["rule"] == "stock_low" and one["state"] != "making"), None)

    found = wait_for("a suggestion", card)
    assert (found["language"], found["engine"], found["voice"]) == ("th", "clip", phrase)
    assert found["spoken_s"] == pytest.approx(SECONDS, abs=0.1)


def test_a_service_is_tried_kept_switched_off_and_removed(gateway: GatewayProcess, server: SpeechServer) -> None:
    asked: dict[str, Any] = {"text": "fifty left", "language": "en", "service": service_at(server.good, key=KEY)}
    tried = gateway.http.post(f"{SHOW}/voices/trial", json=asked)
    assert tried.status_code == 200, tried.text
    with wave.open(io.BytesIO(base64.b64decode(tried.json()["wav"]))) as sound:
        assert sound.getnframes() / sound.getframerate() == pytest.approx(tried.json()["seconds"], abs=0.01)
    assert tried.json()["took_ms"] > 0 and server.asked[-1][1] == f"Bearer {KEY}"
    assert setup(gateway)["service"] is None, "trying keeps nothing"

    change(gateway, http=service_at(server.good, key=KEY, languages=["en"]))
    asked["service"] = service_at(server.good)
    assert gateway.http.post(f"{SHOW}/voices/trial", json=asked).status_code == 200
    assert server.asked[-1][1] == f"Bearer {KEY}", "the one that is kept for this address"
    asked["service"] = service_at(server.broken)
    refused = gateway.http.post(f"{SHOW}/voices/trial", json=asked)
    assert (refused.status_code, refused.json()["error"]) == (422, "speech_service_failed")
    assert "HTTP 500" in refused.json()["zh"] and server.asked[-1][1] == "", "it goes to no other address"

    preview = {"text": "sixty left", "language": "en", "voice": "http"}
    heard = gateway.http.post(f"{SHOW}/assistant/preview", json=preview).json()
    assert (heard["engine"], heard["took_ms"] > 0) == ("http", True)
    change(gateway, http=service_at(server.good, on=False, languages=["en"]))
    assert gateway.http.post(f"{SHOW}/assistant/preview", json=preview).json()["error"] == "voice_not_there"
    kept = setup(gateway)["service"]
    assert (kept["on"], kept["has_key"], kept["url"]) == (False, True, server.good)
    change(gateway, http=service_at(server.good, key="", on=False))
    assert setup(gateway)["service"]["has_key"] is False
    change(gateway, http=None)
    assert setup(gateway)["service"] is None


@pytest.mark.parametrize(
    ("service", "named"),
    [
        ({"url": "ftp://nowhere"}, "url"),
        ({"url": f"https://me:{KEY}@a.example/"}, "url"),
        ({"url": "http://a", "key": f"{KEY}\n"}, "key"),
        ({"url": "http://a", "deadline_s": 100}, "deadline_s"),
        ({"url": "http://a", "loudness": 1}, "service"),
    ],
)
def test_what_is_wrong_with_it_is_named_and_never_repeated(
    gateway: GatewayProcess, service: dict[str, Any], named: str
) -> None:
    body = {"text": "fifty left", "language": "en", "service": service}
    for answer in (
        gateway.http.post(f"{SHOW}/voices/trial", json=body),
        gateway.http.put(f"{SHOW}/assistant/settings", json={"voices": {"http": service}}),
    ):
        assert (answer.status_code, answer.json()["error"]) == (422, "bad_setting"), answer.text
        assert KEY not in answer.text
    assert named in gateway.http.post(f"{SHOW}/voices/trial", json=body).json()["en"]


def test_the_key_is_in_no_answer_no_document_no_log_and_no_export(
    gateway: GatewayProcess, server: SpeechServer
) -> None:
    change(gateway, http=service_at(server.broken, key=KEY))
    gateway.http.post(f"{SHOW}/assistant/preview", json={"text": "เหลือ", "language": "th"})
    airing = gateway.http.get(f"{SHOW}/airings").json()
    first = (airing if isinstance(airing, list) else airing["airings"])[0]["id"]
    places = ("state", "voices", "voices/setup", "assistant/settings", "assistant/rules", "phrases", "links")
    told = [gateway.http.get(f"{SHOW}/{place}") for place in (*places, f"airings/{first}/export.zip")]
    told += [gateway.http.get(f"/api/v1/{place}") for place in ("state", "audit", "openapi.json")]
    told.append(gateway.http.get("/metrics"))
    assert [answer.status_code for answer in told] == [200] * len(told)
    assert not [str(answer.url) for answer in told if KEY.encode() in answer.content]
    assert KEY not in str(gateway.log()) and server.asked[-1][1] == f"Bearer {KEY}"
    modes = []
    for path in Path(gateway.folder).rglob("*"):
        with contextlib.suppress(FileNotFoundError):  # the gateway is at work: files of a moment go
            if path.is_file() and KEY.encode() in path.read_bytes():
                modes.append(path.stat().st_mode)
    assert all(mode & 0o077 == 0 for mode in modes), "where it is kept, its owner alone reads it"
    assert modes, "it is kept"


def test_others_see_what_is_set_up_but_neither_where_things_are_nor_what_to_change(
    gateway: GatewayProcess, server: SpeechServer
) -> None:
    change(gateway, http=service_at(server.good, key=KEY))
    folder = Path(gateway.folder) / "state" / "voices"
    assert setup(gateway)["piper"]["folder"] == str(folder) and folder.is_dir()
    (folder / "nobody.onnx").write_bytes(b"no voice")
    (found,) = setup(gateway)["piper"]["voices"]
    assert (found["name"], found["trouble"]["code"]) == ("nobody", "voice_no_settings")
    invite = gateway.http.post("/api/v1/invites", json={"show": "main", "role": "data"}).json()["token"]
    person = Person.join(str(gateway.ready["http"]).rstrip("/"), str(invite), "dora")
    try:
        seen = person.http.get(f"{SHOW}/voices/setup").json()
        assert (seen["service"]["url"], seen["piper"]["folder"]) == ("", "")
        assert seen["service"]["has_key"] and seen["clips"]
        body = {"text": "fifty left", "language": "en", "service": {"url": server.good}}
        assert person.http.post(f"{SHOW}/voices/trial", json=body).status_code == 403
        assert person.http.put(f"{SHOW}/assistant/settings", json={"voices": {"http": None}}).status_code == 403
        preview = {"text": "fifty left", "language": "en", "voice": "espeak"}
        assert person.http.post(f"{SHOW}/assistant/preview", json=preview).json()["engine"] == "espeak"
    finally:
        person.close()
