"""A link trace and a lower ceiling on MicroPython's VM: the firmware as on the flash, a real broker, real UDP."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.micropython import bodypack, runtime
from support.micropython.stream import Stream
from support.mosquitto import Mosquitto

from hushcue_gateway.traces.assembly import Assembly
from hushcue_gateway.traces.taking import rows_of

FRAME_MS = 10
NAME = "00c0ffee"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What lies on the flash: the lean form, as it is shipped."""
    return runtime.lean_firmware("esp32_s3", tmp_path_factory.mktemp("lean"))


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path) as mosquitto:
        yield mosquitto


def order(gateway: bodypack.Gateway, number: int, do: str, **fields: object) -> dict[str, Any]:
    """A command, and the event that answers it."""
    gateway.tell("command", {"id": number, "session": 77, "do": do, **fields})
    return gateway.await_one("event", lambda event: event["command"] == number)


def test_a_trace_tells_what_came_and_what_did_not(broker: Mosquitto, files: Path, tmp_path: Path) -> None:
    lost = set(range(100, 110)) | {250, 251, 300}
    with bodypack.running(tmp_path, broker.port, files) as (pack, gateway):
        session = gateway.begin_session(gateway.await_one("hello")["boot"])
        with Stream(session, bodypack.stream_key(session), pack.port, lost.__contains__, bodypack.SPEED) as air:
            gateway.await_one("telemetry", lambda report: report["received"] > 30)
            assert order(gateway, 1, "trace", trace=NAME, seconds=5)["what"] == "command_done"
            air.say(np.zeros(4 * 16_000))
            assert order(gateway, 2, "trace", trace="00000001", seconds=5)["what"] == "command_refused"
            gateway.await_one("trace", lambda told: told["state"] != "going")
        told = gateway.all("trace")
        gateway.await_one("telemetry", lambda report: report["received"] > 500)
        fault = gateway.await_one("status")["fault"]
    assembly = Assembly()
    for each in told:
        assert (each["trace"], each["session"]) == (NAME, 77)
        assert assembly.add(each["at"], base64.b64decode(each["came"] or ""))
    assert [each["state"] for each in told] == ["going"] * (len(told) - 1) + ["done"]
    rows = rows_of(assembly, FRAME_MS)
    missing = [number for number, row in enumerate(rows) if row.delay_ms is None]
    print(f"{len(rows)} packets, missing {missing}")
    assert 480 <= len(rows) <= 500
    runs = [number for number in missing if number + 9 in missing]
    assert len(missing) >= len(lost) and runs, "the ten that were swallowed in a row"
    assert fault is None


def test_a_trace_that_is_stopped(broker: Mosquitto, files: Path, tmp_path: Path) -> None:
    with bodypack.running(tmp_path, broker.port, files) as (pack, gateway):
        session = gateway.begin_session(gateway.await_one("hello")["boot"])
        with Stream(session, bodypack.stream_key(session), pack.port, speed=bodypack.SPEED):
            gateway.await_one("telemetry", lambda report: report["received"] > 30)
            order(gateway, 1, "trace", trace=NAME, seconds=300)
            gateway.await_one("telemetry", lambda report: report["received"] > 200)
            order(gateway, 2, "trace", trace=NAME, seconds=0)
            gateway.await_one("trace", lambda told: told["state"] == "stopped")
            order(gateway, 3, "trace", trace=NAME, seconds=5)  # the memory is there for another one
            gateway.await_one("trace", lambda told: told["state"] == "done")


def test_a_lower_ceiling_is_kept_over_restarts_and_a_broken_file_lowers_it(
    broker: Mosquitto, files: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "flash" / "hushcue" / "ceiling"
    seen = set()

    def restarted(
        pack: bodypack.Bodypack, gateway: bodypack.Gateway, session: int, content: bytes = b""
    ) -> dict[str, Any]:
        gateway.tell("command", {"id": 100, "session": session, "do": "restart"})
        assert pack.ended() == runtime.RESET_EXIT, pack.lines
        kept.write_bytes(content or kept.read_bytes())
        pack.start()
        return gateway.await_one("hello", lambda hello: hello["boot"] not in seen)

    with bodypack.running(tmp_path, broker.port, files) as (pack, gateway):
        hello = gateway.await_one("hello")
        assert hello["ceiling_db"] == -6
        seen.add(hello["boot"])
        gateway.begin_session(hello["boot"])
        assert order(gateway, 1, "ceiling", ceiling_db=-3)["what"] == "command_refused"
        assert not kept.exists()
        assert order(gateway, 2, "ceiling", ceiling_db=-14.5)["what"] == "command_done"
        gateway.await_one("hello", lambda hello: hello["ceiling_db"] == -14.5)
        hello = restarted(pack, gateway, 77)
        assert hello["ceiling_db"] == -14.5
        assert kept.read_bytes().startswith(b"-14.5 ")
        seen.add(hello["boot"])
        gateway.begin_session(hello["boot"], session=78)
        assert restarted(pack, gateway, 78, kept.read_bytes()[:-1] + b"?")["ceiling_db"] == -30
