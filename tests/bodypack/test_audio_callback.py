"""The audio callback of the whole app, edges included, takes no heap: on MicroPython's VM, looked at from inside."""

from __future__ import annotations

import json
from pathlib import Path

import pylibsrtp
import pytest
from support.micropython import runtime

from hushcue_wire import rtp

SSRC = 0xF1223344
PROGRAM = Path(__file__).parent / "on_vm" / "audio_callback.py"


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    folder = tmp_path_factory.mktemp("air")
    file = folder / "datagrams.bin"
    policy = pylibsrtp.Policy(bytes(range(30)), pylibsrtp.Policy.SSRC_SPECIFIC, SSRC)
    session = pylibsrtp.Session(policy)
    packets = (rtp.Packet(96, 100 + number, 160 * number, SSRC, bytes([1, 2] * 160)) for number in range(600))
    file.write_bytes(b"".join(session.protect(rtp.serialize(packet)) for packet in packets))
    run = runtime.Run(code=PROGRAM.read_text(encoding="utf-8"), mounts=[(file, "/datagrams.bin")])
    code, output = run.finish()
    assert code == 0, output
    found: dict[str, float] = json.loads(output.splitlines()[-1])
    return found


def test_a_thousand_callbacks_take_no_heap(measured: dict[str, float]) -> None:
    assert measured["error"] == ""
    assert measured["heap_bytes"] == 0


def test_they_did_what_they_are_for(measured: dict[str, float]) -> None:
    assert measured["received"] > 400
    assert measured["strange"] > 5
    assert measured["answers"] > 0
    assert 4 <= measured["underruns"] <= 6
    assert measured["written_bytes"] > 900_000
