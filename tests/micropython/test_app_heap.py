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

MEASURED_BYTES = 157_360
"""Of which 20 480 are the jitter buffer. A build with machine code holds about 30 kB less."""
MOST_BYTES = MEASURED_BYTES * 11 // 10

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
exec(program[: program.rindex("app.main(")], shared)
program = None
gc.collect()
"""
MADE = """
imported = gc.mem_alloc() - before
from hushcue_bodypack import board, config
app = shared["app"].App(config.load(), board.load("esp32_c3"), shared["pool"])
gc.collect()
"""
TOLD = """
print("imported", imported, "made", gc.mem_alloc() - before)
"""


def test_the_whole_app_holds_no_more_than_it_did(tmp_path: Path) -> None:
    if runtime.unix_port() and runtime.word_bits() > 32:
        pytest.skip("everything is twice as large on a 64-bit VM")
    settings = {
        "id": "host-1",
        "board": "esp32_c3",
        "wifi": {"ssid": "studio-wifi", "password": "not-a-secret"},
        "broker": {"host": "127.0.0.1", "password": "nor-this"},
        "audio": {"port": bodypack.free_udp_port()},
    }
    (tmp_path / "config.json").write_text(json.dumps(settings))
    code, output = runtime.Run(STAND_INS, flash=tmp_path, after=[LOADED, MADE, TOLD]).finish()
    assert code == 0, output
    figures = re.search(r"^imported (\d+) made (\d+)$", output, re.MULTILINE)
    assert figures is not None, output
    imported, made = map(int, figures.groups())
    print(f"imported {imported}, made {made}")
    assert 32 * 640 < imported < made <= MOST_BYTES
