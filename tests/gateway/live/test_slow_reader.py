"""A console that takes what it is told too slowly: it is cut off, nobody waits for it, and it comes back whole."""

import socket
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from support.gateway_process import LIMIT_S, wait_for
from support.person import Live, Person
from support.studio import Studio
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

SMALL_BYTES = 4096
SEGMENT_BYTES = 536
"""With so little room at this end, and such small segments, little waits in the system between the two programs."""
AT_ONCE = 100
MOST = 50_000


def unread(person: Person, show: str) -> Live:
    """A live connection whose end reads nothing that is not asked for: beyond one message, what comes stays outside."""
    place = urlsplit(person.url)
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BYTES)
    if hasattr(socket, "TCP_MAXSEG"):
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT_BYTES)
    line.connect((place.hostname, place.port))
    address = person.url.replace("http", "ws", 1) + f"/api/v1/shows/{show}/live"
    headers = {"Cookie": person.cookie()}
    found = connect(
        address,
        sock=line,
        origin=person.url,  # type: ignore[arg-type]
        additional_headers=headers,
        compression=None,
        max_queue=1,
        open_timeout=LIMIT_S,
        ping_interval=None,
        max_size=8 << 20,
    )
    return Live(found.__enter__())


def lagging(studio: Studio) -> list[dict[str, Any]]:
    return [entry for entry in studio.gateway.log() if entry["code"] == "live_lagging"]


def is_here(live: Live, person: Person) -> bool:
    return bool(live.state["people"][person.id]["online"])


def test_a_console_that_does_not_read_is_cut_off_and_comes_back_whole(
    studio: Studio, people: dict[str, Person], director: Live
) -> None:
    slow = people["data"]
    stuck = unread(slow, "main")
    director.wait_state(lambda _: is_here(director, slow))
    asked = 0
    while not lagging(studio):  # every question is answered, and no answer is read
        with suppress(ConnectionClosed):  # it is cut off, and the log has still to tell
            for _ in range(AT_ONCE):
                stuck.say("stop", id=asked, cue="nothing")
                asked += 1
        assert asked < MOST, "it is told more and more, and nobody notices that it reads nothing"
        assert director.ask("stop", cue="nothing")["error"] == "unknown_cue", "nobody else waits for it"
    (entry,) = lagging(studio)
    assert entry["facts"] == {"name": "data"}
    director.wait_state(lambda _: not is_here(director, slow))

    changed = studio.api.post("/api/v1/shows/main/talks", json={"source": "desk", "to": ["host-2"]}).json()["cue"]
    director.wait_state(lambda state: changed in state["talks"])
    assert studio.api.delete(f"/api/v1/talks/{changed}").status_code == 204
    director.wait_state(lambda state: changed in state["cues"] and not state["talks"])
    assert stuck.closed(), "what had been sent can still be read, and then it is over"
    assert changed not in stuck.state["cues"]

    back = slow.live("main")
    try:
        director.wait_state(lambda _: is_here(director, slow))
        assert director.ask("stop", cue="nothing")["error"] == "unknown_cue"
        assert set(back.state) == set(director.state)
        for name in ("show", "groups", "talks", "cues", "people", "rights"):
            wait_for(name, lambda name=name: settled(back)[name] == settled(director)[name])  # type: ignore[misc]
        assert back.ask("stop", cue="nothing")["error"] == "unknown_cue", "and is answered again"
    finally:
        back.close()


def settled(live: Live) -> dict[str, Any]:
    """Its document after everything that was told before now."""
    live.ask("stop", cue="nothing")
    return live.state
