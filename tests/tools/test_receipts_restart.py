"""Power cuts in the middle of a cue, with whole programs: the receipts tell the truth each time.

A gateway, its broker and bodypacks run as people run them; one of them is killed while a cue is being heard. What the
receipt then says is held against the moments of the kill and of the sound's return in the recording.
"""

import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest
from support.programs import needs

from hushcue_tools.demo import show
from hushcue_tools.demo.children import Children
from hushcue_tools.demo.client import Client
from hushcue_tools.demo.rig import Rig

LIMIT_S = 60.0
HOST = "host-1"
FRAME_S = 0.01
TRIES = 3
"""Cues of which one has to be heard: a machine that is busy elsewhere for a moment spoils one."""
TELLS_S = 1.6
"""A bodypack tells what it played every second; a busy machine is forgiven some more."""

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="a process group is killed as POSIX does it"),
    pytest.mark.timeout(300),
]


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """One studio for a whole evening of power cuts: whatever is killed is started again, and the next cue is said."""
    needs("mosquitto")
    with Children() as children:
        yield Rig(children, tmp_path_factory.mktemp("studio"), (HOST,))


@pytest.fixture(scope="module")
def client(rig: Rig) -> Client:
    """At the gateway, which has its address and its token again after a restart."""
    client = rig.start_gateway()
    rig.start_bodypack(HOST)
    return client


def longest() -> show.CueFile:
    return max(show.cue_files().values(), key=lambda each: each.duration_s)


def begin(rig: Rig, client: Client) -> str:
    """A cue that has been talking for a second and a half; its id."""
    rig.wait_online(client)
    time.sleep(1.0)
    cue = client.say_file(longest().file, [HOST])
    wait_for(lambda: cue_of(client, cue)["state"] == "talking")
    time.sleep(1.5)
    return cue


def wait_for(test: Any, limit_s: float = LIMIT_S) -> Any:
    deadline = time.monotonic() + limit_s
    while not (found := test()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def cue_of(client: Client, cue: str) -> dict[str, Any]:
    return next(each for each in client.state()["cues"] if each["id"] == cue)


def settled(client: Client, cue: str) -> dict[str, Any]:
    """Its receipt, once it is no longer pending."""

    def there() -> dict[str, Any] | None:
        receipts = client.receipts(cue)
        return receipts[0] if receipts and receipts[0]["state"] != "pending" else None

    receipt: dict[str, Any] = wait_for(there)
    print({name: value for name, value in receipt.items() if value not in (0, [])})
    parts = ("on_time", "late", "concealed", "lost", "muted", "left_out", "unsent", "unknown")
    assert sum(receipt[name] for name in parts) == receipt["frames"]
    return receipt


def heard_s(receipt: dict[str, Any]) -> float:
    return (receipt["on_time"] + receipt["late"] + receipt["left_out"]) * FRAME_S


def codes(receipt: dict[str, Any]) -> set[str]:
    return {why["code"] for why in receipt["why"]}


def test_nothing_is_killed_and_all_of_it_is_heard_and_said_again(rig: Rig, client: Client) -> None:
    for _ in range(TRIES):
        cue = begin(rig, client)
        receipt = settled(client, cue)
        said = cue_of(client, cue)
        assert receipt["state"] == "complete"
        assert abs(receipt["frames"] * FRAME_S - (said["ended_ns"] - said["started_ns"]) / 1e9) < 0.05
        if receipt["heard_percent"] > 99.0:
            break
    assert receipt["heard_percent"] > 99.0, "a busy machine may conceal a frame, and the receipt says so"
    assert 0 < receipt["delay_ms"]["p50"] <= receipt["delay_ms"]["p95"] < 500
    again = settled(client, client.say_again(HOST))
    assert again["state"] == "complete" and again["frames"] >= receipt["frames"] - 10


def test_the_gateway_is_killed(rig: Rig, client: Client) -> None:
    cue = begin(rig, client)
    started_ns = cue_of(client, cue)["started_ns"]
    alive_ns = time.monotonic_ns()
    rig.kill_gateway()
    killed_ns = time.monotonic_ns()
    rig.start_gateway()
    assert (cue_of(client, cue)["state"], cue_of(client, cue)["reason"]) == ("ended", "gateway_restarted")
    receipt = settled(client, cue)
    least_s, most_s = ((each - started_ns) / 1e9 for each in (alive_ns, killed_ns))
    assert (receipt["state"], "gateway_restarted" in codes(receipt)) == ("partial", True)
    assert least_s - TELLS_S - 0.5 < heard_s(receipt) < most_s + 0.3, (least_s, most_s)
    assert receipt["frames"] * FRAME_S < most_s + 0.3


def test_the_broker_is_killed(rig: Rig, client: Client) -> None:
    cue = begin(rig, client)
    os.kill(client.state()["broker"]["pid"], signal.SIGKILL)
    receipt = settled(client, cue)
    assert (receipt["state"], receipt["unknown"], receipt["unsent"]) == ("complete", 0, 0)
    assert receipt["heard_percent"] > 99.0


def test_the_bodypack_is_killed(rig: Rig, client: Client) -> None:
    cue = begin(rig, client)
    killed_ns = time.monotonic_ns()
    rig.kill_bodypack(HOST)
    rig.start_bodypack(HOST)
    rig.wait_online(client)
    back_s = (time.monotonic_ns() - killed_ns) / 1e9
    receipt = settled(client, cue)
    said = cue_of(client, cue)
    length_s = (said["ended_ns"] - said["started_ns"]) / 1e9
    assert (receipt["state"], "bodypack_restarted" in codes(receipt)) == ("partial", True)
    assert abs(receipt["frames"] * FRAME_S - length_s) < 0.1
    missing_s = length_s - heard_s(receipt)
    assert 0.1 < missing_s < back_s + TELLS_S + 1.0, (back_s, length_s)
    assert receipt["unknown"] > 0


def test_the_media_process_is_killed(rig: Rig, client: Client) -> None:
    cue = begin(rig, client)
    before = client.state()["media"]
    os.kill(before["pid"], signal.SIGKILL)
    receipt = settled(client, cue)
    said = cue_of(client, cue)
    length_s = (said["ended_ns"] - said["started_ns"]) / 1e9
    assert abs(receipt["frames"] * FRAME_S - length_s) < 0.1
    assert length_s - heard_s(receipt) < 2.0, "it is back at once, with new keys"
    assert client.state()["media"]["restarts"] == before["restarts"] + 1
