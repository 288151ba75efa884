"""The desk of traces and of ceilings, through the whole gateway; the bodypack is a stand-in that keeps the contract."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from support.fake_bodypack import FakeBodypack
from support.gateway_process import GatewayProcess, wait_for

from hushcue_gateway.ceilings import LOWEST_DB
from hushcue_gateway.traces.shelf import MOST
from hushcue_wire import documents

ROUTES = "/api/v1/bodypacks/host-1"
BOOTS = itertools.count(1, 10)
"""Nobody takes the session of one that was there before for its own."""


class Pack(FakeBodypack):
    """Answers as a test tells it to."""

    number = 0

    def orders(self, do: str) -> list[dict[str, Any]]:
        return [command for command in self.commands if command["do"] == do]

    def refuse(self, order: dict[str, Any], why: str) -> None:
        self.number += 1
        self.event(self.number, "command_refused", command=order["id"], detail=why)

    def trace(self, order: dict[str, Any], at: int, state: str, values: tuple[int, ...] = (), **more: object) -> None:
        came = base64.b64encode(b"".join(value.to_bytes(2, "big") for value in values)).decode() or None
        fields = {"boot": self.boot, "session": order["session"], "trace": order["trace"], **more}
        self.publish("trace", documents.make("trace", {**fields, "at": at, "state": state, "came": came}))


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    with GatewayProcess(tmp_path_factory.mktemp("studio")) as running:
        yield running


@pytest.fixture
def pack(gateway: GatewayProcess) -> Iterator[Pack]:
    with Pack("host-1", gateway.broker_port, boot=next(BOOTS)) as one:
        wait_for("a session", lambda: one.session)
        yield one


def begin(gateway: GatewayProcess, pack: Pack, seconds: int = 5) -> dict[str, Any]:
    """The order that the bodypack got."""
    before = len(pack.orders("trace"))
    answer = gateway.http.post(f"{ROUTES}/trace", json={"seconds": seconds})
    assert answer.status_code == 202, answer.text
    wait_for("the order", lambda: len(pack.orders("trace")) > before)
    order = pack.orders("trace")[-1]
    assert (order["trace"], order["seconds"]) == (answer.json()["id"], seconds)
    return order


def tracing(gateway: GatewayProcess) -> bool:
    return bool(sight(gateway)["tracing"])


def sight(gateway: GatewayProcess) -> dict[str, Any]:
    found: dict[str, Any] = next(
        each for each in gateway.http.get("/api/v1/bodypacks").json()["bodypacks"] if each["id"] == "host-1"
    )
    return found


def stored(gateway: GatewayProcess, trace: str) -> dict[str, Any]:
    """It, once it can be had."""

    def ask() -> httpx.Response | None:
        answer = gateway.http.get(f"{ROUTES}/traces/{trace}")
        return answer if answer.status_code == 200 else None

    found: dict[str, Any] = wait_for(f"trace {trace} is stored", ask).json()
    return found


def logged(gateway: GatewayProcess, code: str) -> None:
    """A line of its log comes by another way than its answers."""
    wait_for(f"{code} is in the log", lambda: code in gateway.codes())


def why_not(gateway: GatewayProcess, trace: str) -> tuple[int, str]:
    answer = gateway.http.get(f"{ROUTES}/traces/{trace}")
    return answer.status_code, answer.json().get("error", "")


def test_pieces_become_a_trace_whoever_repeats_them(gateway: GatewayProcess, pack: Pack) -> None:
    order = begin(gateway, pack)
    on_time = (1001,) * 10
    pack.trace(order, 0, "going", on_time)
    pack.trace(order, 0, "going", on_time)
    pack.trace(order, 5, "going", (1, 2, 3, 4, 5, 1011, 0))
    pack.trace(order, 0, "going", (7,), trace="00000000")
    pack.trace(order, 12, "done")
    wait_for("the end", lambda: not tracing(gateway))
    found = stored(gateway, order["trace"])
    assert [delay for _, delay in found["points"]] == [0.0] * 10 + [10.0]
    assert found["summary"]["packets"] == 11 and found["summary"]["good"] is True
    assert sight(gateway)["trace"] == found["summary"]
    logged(gateway, "trace_done")


def test_a_gap_ends_it_with_what_came_before(gateway: GatewayProcess, pack: Pack) -> None:
    order = begin(gateway, pack)
    pack.trace(order, 0, "going", (1001,) * 4)
    pack.trace(order, 9, "going", (1001,) * 4)
    wait_for("the end", lambda: not tracing(gateway))
    assert (sight(gateway)["trace"]["ended"], sight(gateway)["trace"]["packets"]) == ("cut", 4)


@pytest.mark.parametrize("state", ["silent", "no_memory", "stopped", "renewed"])
def test_one_of_which_nothing_came_says_why(gateway: GatewayProcess, pack: Pack, state: str) -> None:
    order = begin(gateway, pack)
    assert why_not(gateway, order["trace"]) == (409, "trace_running")
    pack.trace(order, 0, state)
    wait_for("the end", lambda: not tracing(gateway))
    code = f"trace_{state}" if state in ("silent", "no_memory") else "trace_cut"
    assert why_not(gateway, order["trace"]) == (409, code)
    logged(gateway, code)


def test_one_that_is_refused_says_why(gateway: GatewayProcess, pack: Pack) -> None:
    order = begin(gateway, pack)
    pack.refuse(order, "takes one already")
    wait_for("the end", lambda: not tracing(gateway))
    answer = gateway.http.get(f"{ROUTES}/traces/{order['trace']}")
    assert (answer.status_code, answer.json()["error"]) == (409, "trace_refused")
    assert "takes one already" in answer.json()["en"] and "takes one already" in answer.json()["zh"]


def test_no_more_than_the_newest_are_kept(gateway: GatewayProcess, pack: Pack) -> None:
    ids = []
    for _ in range(MOST + 2):
        order = begin(gateway, pack)
        pack.trace(order, 0, "going", (1001,) * 2)
        pack.trace(order, 2, "done")
        wait_for("the end", lambda: not tracing(gateway))
        ids.append(order["trace"])
    kept = wait_for(
        "the store",
        lambda: (found := gateway.http.get(f"{ROUTES}/traces").json()) and found[0]["id"] == ids[-1] and found,
    )
    assert len(kept) == MOST and {each["id"] for each in kept} <= set(ids)


def test_nonsense_is_refused_and_changes_nothing(gateway: GatewayProcess, pack: Pack) -> None:
    order = begin(gateway, pack)
    for payload in (b"", b"{}", b"[", b'{"v":1,"boot":1}', b"\xff" * 900):
        pack.publish("trace", payload)
    fields = {"boot": pack.boot, "session": 1, "trace": order["trace"], "state": "going"}
    pack.publish("trace", documents.make("trace", {**fields, "at": 0x7FFFFFFF, "came": "AAAA"}))
    wait_for("the end", lambda: not tracing(gateway))
    assert why_not(gateway, order["trace"]) == (409, "trace_cut")


def test_a_ceiling_is_told_until_the_bodypack_says_it_itself(gateway: GatewayProcess, pack: Pack) -> None:
    said_db = wait_for("its hello", lambda: sight(gateway)["ceiling_db"])
    wanted_db = said_db - 4
    answer = gateway.http.patch(ROUTES, json={"ceiling_db": wanted_db})
    assert (answer.status_code, answer.json()["ceiling_wanted_db"]) == (200, wanted_db)
    order = wait_for("the order", lambda: pack.orders("ceiling") and pack.orders("ceiling")[-1])
    assert order["ceiling_db"] == wanted_db
    higher = gateway.http.patch(ROUTES, json={"ceiling_db": wanted_db + 1})
    assert (higher.status_code, higher.json()["error"]) == (409, "ceiling_only_lowers")
    for bad in (LOWEST_DB - 1, 1):
        assert gateway.http.patch(ROUTES, json={"ceiling_db": bad}).status_code == 422
    assert sight(gateway)["ceiling_wanted_db"] == wanted_db
    orders = len(pack.orders("ceiling"))
    pack.boot += 1
    pack.hello()  # it has restarted, and knows nothing of it
    wait_for("the order again", lambda: len(pack.orders("ceiling")) > orders)
