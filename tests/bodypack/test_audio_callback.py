"""The audio callback of the whole app, edges included, takes no heap: on MicroPython's VM, looked at from inside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.micropython import runtime

PROGRAM = Path(__file__).parent / "on_vm" / "audio_callback.py"


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    code, output = runtime.Run(code=PROGRAM.read_text(encoding="utf-8")).finish()
    assert code == 0, output
    found: dict[str, float] = json.loads(output.splitlines()[-1])
    return found


def test_a_thousand_callbacks_take_no_heap(measured: dict[str, float]) -> None:
    assert measured["error"] == ""
    assert measured["heap_bytes"] == 0


def test_they_did_what_they_are_for(measured: dict[str, float]) -> None:
    assert measured["received"] > 400
    assert measured["strange"] > 5
    assert 4 <= measured["underruns"] <= 6
    assert measured["written_bytes"] > 900_000
