"""What the whole firmware holds on the heap once it is put together, so that growth is noticed.

An ESP32 without PSRAM has little more than a hundred kilobytes of heap beside its radio. boot.py runs, main.py runs up
to the start of the app, and the app is made, for a board with the smaller jitter buffer; all garbage is collected
before and after, and the stand-ins of the chip, its libraries among them, count before. Words and blocks of the VM are
as large as the chip's.
Within the figure, and not on a chip: viper functions as bytecode with their arrays (on a chip: machine code in memory
of its own), and what objects of the stand-ins (sockets, I2S, radio, timer) hold. Not within it: the stacks, the TCP
stream, documents on their way.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.micropython import bodypack, runtime

MEASURED_BYTES = {"source": 198_224, "lean": 176_384}
"""Of the sources as they are, and of their lean form, which ``hushcue firmware`` compiles. 20 480 of it are the jitter
buffer. A build with machine code holds about 40 kB less."""

STAND_INS = """
import gc, sys
import array, asyncio, esp32, json, machine, math, network, os, random, select, socket, struct, time
gc.collect()
"""
LOADED = """
before = gc.mem_alloc()
exec(open("/boot.py").read(), {"__name__": "__main__"})
shared = {"__name__": "__main__"}
program = open("/main.py").read()
exec(program.replace("begin.run(pool)", "from hushcue_bodypack import app"), shared)
program = None
gc.collect()
"""
MADE = """
imported = gc.mem_alloc() - before
from hushcue_bodypack import board, safe
# in the lean form it has another name
settings = [value for value in [getattr(safe, name) for name in dir(safe)] if isinstance(value, dict) and "id" in value]
app = shared["app"].App(settings[0], board.load("esp32_c3"), shared["pool"])
gc.collect()
"""
TOLD = """
print("imported", imported, "made", gc.mem_alloc() - before)
"""


TRACED = (
    "before = gc.mem_alloc()\nfrom hushcue_bodypack import errands, tracing\n",
    "gc.collect()\nloaded = gc.mem_alloc() - before\n",
    "ring = bytearray(2 * 1024)\ngc.collect()\ntaken = gc.mem_alloc() - before\n",
    "errands = tracing = ring = None\nfrom hushcue_bodypack import forgetting\n"
    "for forget in [getattr(forgetting, name) for name in dir(forgetting)]:\n"
    "    if type(forget) is type(lambda: 0):\n        forget()\n"  # in the lean form it has another name
    "forget = forgetting = None\n",
    "gc.collect()\n",
    "gc.collect()\nkept = gc.mem_alloc() - before\n"
    "left = [name for name in sys.modules if 'trac' in name or 'errand' in name]\n"
    "print('loaded', loaded, 'taken', taken, 'kept', kept, left)\n",
)
TRACE_BYTES = 8_192
"""Of heap while a trace is taken; documents on their way come on top."""


def start(form: str, tmp_path: Path, *more: str) -> str:
    """What the app prints that was made so, and ``more`` run after it."""
    settings = {
        "id": "host-1",
        "key": "5a" * 32,
        "board": "esp32_c3",
        "wifi": {"ssid": "studio-wifi", "password": "not-a-secret"},
        "broker": {"host": "127.0.0.1", "password": "nor-this"},
        "audio": {"port": bodypack.free_udp_port()},
    }
    flash = tmp_path / "flash"
    flash.mkdir()
    (flash / "config.json").write_text(json.dumps(settings))
    firmware = runtime.FIRMWARE if form == "source" else runtime.lean_firmware("esp32_c3", tmp_path / "lean")
    run = runtime.Run(STAND_INS, flash=flash, after=[LOADED, MADE, TOLD, *more], firmware=firmware)
    code, output = run.finish()
    assert code == 0, output
    return output


@pytest.mark.parametrize("form", MEASURED_BYTES)
def test_the_whole_app_holds_no_more_than_it_did(form: str, tmp_path: Path) -> None:
    if runtime.unix_port() and runtime.word_bits() > 32:
        pytest.skip("everything is twice as large on a 64-bit VM")
    output = start(form, tmp_path)
    figures = re.search(r"^imported (\d+) made (\d+)$", output, re.MULTILINE)
    assert figures is not None, output
    imported, made = map(int, figures.groups())
    print(f"imported {imported}, made {made}")
    assert 32 * 640 < imported < made <= MEASURED_BYTES[form] * 11 // 10


def test_what_a_trace_takes_beside_the_app_is_little_and_is_let_go(tmp_path: Path) -> None:
    if runtime.unix_port():
        pytest.skip("a unix port may collect between any two lines")
    output = start("lean", tmp_path, *TRACED)
    found = re.search(r"^loaded (\d+) taken (\d+) kept (-?\d+) \[\]$", output, re.MULTILINE)
    assert found is not None, output
    loaded, taken, kept = map(int, found.groups())
    print(f"loaded {loaded}, taken {taken}, kept {kept}")
    assert 2 * 1024 < taken < TRACE_BYTES
    assert kept < taken // 8  # names that were met once stay known to MicroPython for ever
