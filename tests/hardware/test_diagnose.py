"""``hushcue diagnose``, ``provision`` and ``monitor`` on a real board: what no virtual machine can show."""

import json
import time

import pytest

from hushcue_tools import cli
from hushcue_tools.device import Port, SerialDevice
from hushcue_tools.diagnose.examination import Examination, Wanted
from hushcue_tools.monitor.cable import Tail


def test_every_check_runs_on_the_chip(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    """No program of the diagnosis fails there; the figures are printed for whoever reads this."""
    assert cli.main(["diagnose", "--port", port, "--json"]) in (0, 4)
    told = json.loads(capsys.readouterr().out)
    for row in told["rows"]:
        print(row["check"], row["verdict"], row["text"]["en"])
    assert not [row for row in told["rows"] if row["code"] == "probe_failed"]


def test_a_packet_takes_less_than_a_quarter_of_its_time_and_leaves_no_garbage(device: SerialDevice) -> None:
    found = {row.check: row for row in Examination(device, Wanted(sound=False)).look()}
    assert found["speed"].verdict == "ok", found["speed"].said()
    assert found["speed"].facts["heap_bytes_per_packet"] == 0
    assert found["heap"].verdict != "wrong", found["heap"].said()


def test_the_dac_takes_48_000_frames_a_second(device: SerialDevice) -> None:
    found = {row.check: row for row in Examination(device, Wanted(speed=False)).look()}
    assert found["dac"].verdict == "ok", found["dac"].said()


def test_looking_does_not_start_the_chip_anew(device: SerialDevice, port: str) -> None:
    """The lines DTR and RTS reset many boards when a port is opened."""
    device.exec("hushcue_was_here = 1")
    device.close()
    deadline = time.monotonic() + 3
    said = [line.text for line in Tail(Port(port, "", ""), lambda: time.monotonic() > deadline).lines()]
    assert not any(text.startswith(("rst:", "ets ")) for text in said), said
