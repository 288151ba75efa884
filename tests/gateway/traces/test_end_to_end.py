"""Traces and lower ceilings with everything real: the gateway as a program, its broker, a PC bodypack, bad weather."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.gateway_process import PASSWORD, GatewayProcess, device_key, wait_for
from support.link import Conditions, Network
from support.proxied_bodypack import ProxiedBodypack

from hushcue_bodypack import levels
from hushcue_tools.bench import link_trace
from hushcue_tools.bench.link import Link

BAD = Conditions(loss=0.06, delay_ms=3, jitter_ms=8)
SECONDS = 6


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    with GatewayProcess(tmp_path_factory.mktemp("studio")) as running:
        yield running


@pytest.fixture
def bodypack(gateway: GatewayProcess, tmp_path: Path) -> Iterator[ProxiedBodypack]:
    with started(gateway, tmp_path) as running:
        wait_for("a stream", lambda: running.session.received > 50)
        yield running


def started(gateway: GatewayProcess, folder: Path) -> ProxiedBodypack:
    return ProxiedBodypack("host-1", gateway.broker_port, PASSWORD, device_key("host-1"), folder, BAD, 3)


def get(gateway: GatewayProcess, path: str) -> Any:
    answer = gateway.http.get(f"/api/v1/bodypacks/host-1/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def sight(gateway: GatewayProcess) -> dict[str, Any]:
    """What people see of the bodypack."""
    answer = gateway.http.get("/api/v1/bodypacks")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = next(each for each in answer.json()["bodypacks"] if each["id"] == "host-1")
    return found


def newest(gateway: GatewayProcess, trace: str) -> list[dict[str, Any]]:
    """The traces that are kept, once this is one of them."""
    found: list[dict[str, Any]] = wait_for(
        "the store", lambda: (kept := get(gateway, "traces")) and kept[0]["id"] == trace and kept
    )
    return found


def come(bodypack: ProxiedBodypack) -> bool:
    """Whether packets are in the trace that it takes."""
    trace = bodypack.session.trace
    return trace is not None and trace.newest > 20


def lost_on_the_way(bodypack: ProxiedBodypack) -> int:
    """Datagrams that the bad network lost, or this machine."""
    there: Any = bodypack.proxy.figures()["there"]
    return int(there["lost"]) + bodypack.dropped()


def begin(gateway: GatewayProcess, seconds: int = SECONDS) -> str:
    answer = gateway.http.post("/api/v1/bodypacks/host-1/trace", json={"seconds": seconds})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def test_a_trace_of_a_bad_network_is_taken_kept_and_replayed(
    gateway: GatewayProcess, bodypack: ProxiedBodypack, tmp_path: Path
) -> None:
    before = lost_on_the_way(bodypack)
    trace = begin(gateway)
    assert sight(gateway)["tracing"] is True
    again = gateway.http.post("/api/v1/bodypacks/host-1/trace", json={"seconds": 5})
    assert (again.status_code, again.json()["error"]) == (409, "trace_running")
    not_yet = gateway.http.get(f"/api/v1/bodypacks/host-1/traces/{trace}")
    assert (not_yet.status_code, not_yet.json()["error"]) == (409, "trace_running")
    wait_for("the trace", lambda: not sight(gateway)["tracing"], 60)
    (summary, *_) = newest(gateway, trace)
    assert summary == sight(gateway)["trace"]
    assert summary["ended"] == "done" and summary["seconds"] == SECONDS
    frames = SECONDS * 1000 // summary["frame_ms"]
    assert frames // 4 <= summary["packets"] <= frames, "a gateway that stood still sent less"
    whole = get(gateway, f"traces/{trace}")
    assert whole["summary"] == summary and len(whole["points"]) == summary["packets"]
    lost = sum(delay is None for _, delay in whole["points"])
    assert round(100 * lost / summary["packets"], 2) == summary["lost_percent"]
    assert 0 < lost <= lost_on_the_way(bodypack) - before + summary["packets"] // 100
    file = gateway.http.get(f"/api/v1/bodypacks/host-1/traces/{trace}/trace.csv")
    assert file.headers["content-type"].startswith("text/csv") and trace in file.headers["content-disposition"]
    (tmp_path / "air.csv").write_text(file.text)
    rows = link_trace.read(tmp_path / "air.csv")
    assert [bool(row.fate.delays_ms) for row in rows] == [delay is not None for _, delay in whole["points"]]
    replayed = Network(Link(link_trace.Trace(rows)), Link())
    for number in range(len(rows)):
        replayed.down.send(b"x", round(number * summary["frame_ms"] * 1e6))
    assert replayed.down.lost == lost


def test_one_that_is_stopped_keeps_what_came(gateway: GatewayProcess, bodypack: ProxiedBodypack) -> None:
    trace = begin(gateway, 300)
    wait_for("packets of it", lambda: come(bodypack))
    assert gateway.http.delete("/api/v1/bodypacks/host-1/trace").status_code == 204
    wait_for("the end", lambda: not sight(gateway)["tracing"])
    summary = sight(gateway)["trace"]
    assert (summary["id"], summary["ended"]) == (trace, "stopped")
    assert 0 < summary["packets"] < 300_000 // summary["frame_ms"]
    nothing = gateway.http.delete("/api/v1/bodypacks/host-1/trace")
    assert (nothing.status_code, nothing.json()["error"]) == (409, "trace_not_running")


def test_traces_and_wishes_outlive_a_restart_and_twenty_traces_are_kept(
    gateway: GatewayProcess, bodypack: ProxiedBodypack
) -> None:
    for _ in range(3):
        trace = begin(gateway, 300)
        wait_for("packets of it", lambda: come(bodypack))
        gateway.http.delete("/api/v1/bodypacks/host-1/trace")
        wait_for("the end", lambda: not sight(gateway)["tracing"])
    before = newest(gateway, trace)
    gateway.stop()
    gateway.start()
    assert get(gateway, "traces") == before
    assert sight(gateway)["trace"] == before[0]
    assert [each["at_ms"] for each in before] == sorted((each["at_ms"] for each in before), reverse=True)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("bodypacks/host-9/traces", "unknown_bodypack"),
        ("bodypacks/host-1/traces/00000000", "unknown_trace"),
        ("bodypacks/host-2/traces/00000000/trace.csv", "unknown_trace"),
    ],
)
def test_what_is_not_there_is_named(gateway: GatewayProcess, path: str, code: str) -> None:
    answer = gateway.http.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.json()["error"]) == (404, code)


def test_one_that_is_away_cannot_be_asked(gateway: GatewayProcess) -> None:
    answer = gateway.http.post("/api/v1/bodypacks/host-2/trace", json={"seconds": 5})
    assert (answer.status_code, answer.json()["error"]) == (409, "bodypack_away")
    for seconds in (4, 301, 5.5, "5"):
        assert gateway.http.post("/api/v1/bodypacks/host-2/trace", json={"seconds": seconds}).status_code == 422


def lower(gateway: GatewayProcess, ceiling_db: float) -> tuple[int, str]:
    answer = gateway.http.patch("/api/v1/bodypacks/host-1", json={"ceiling_db": ceiling_db})
    return answer.status_code, answer.json().get("error", "")


def test_a_ceiling_is_lowered_told_and_never_raised(gateway: GatewayProcess, tmp_path: Path) -> None:
    with started(gateway, tmp_path) as bodypack:
        wait_for("a stream", lambda: bodypack.session.received > 50)
        wait_for("its hello", lambda: sight(gateway)["ceiling_db"] == -6)
        assert lower(gateway, -3) == (409, "ceiling_only_lowers")
        assert lower(gateway, -6) == (409, "ceiling_only_lowers")
        assert lower(gateway, -40) == (422, "ceiling_out_of_range")
        assert lower(gateway, -14.5) == (200, "")
        wait_for("the lower ceiling", lambda: bodypack.session.ceiling == levels.amplitude(-14.5))
        wait_for("that it says so", lambda: sight(gateway)["ceiling_db"] == -14.5)
        wait_for("that nothing is wanted", lambda: sight(gateway)["ceiling_wanted_db"] is None)
        assert lower(gateway, -10) == (409, "ceiling_only_lowers")
    gateway.stop()
    gateway.start()
    folder = tmp_path / "again"
    folder.mkdir()
    with started(gateway, folder) as bodypack:  # one that forgot: it kept nothing, so it is told again
        wait_for("the lower ceiling again", lambda: bodypack.session.ceiling == levels.amplitude(-14.5))
        wait_for("that it says so", lambda: sight(gateway)["ceiling_db"] == -14.5)
        wait_for("that nothing is wanted", lambda: sight(gateway)["ceiling_wanted_db"] is None)


def test_a_wish_for_one_that_is_away_waits(gateway: GatewayProcess, tmp_path: Path) -> None:
    assert lower(gateway, -20) == (200, "")
    assert sight(gateway)["ceiling_wanted_db"] == -20
    with started(gateway, tmp_path) as bodypack:
        wait_for("the lower ceiling", lambda: bodypack.session.ceiling == levels.amplitude(-20))
        wait_for("that nothing is wanted", lambda: sight(gateway)["ceiling_wanted_db"] is None)
