"""A chip's flash with the firmware in a slot, as ``hushcue flash`` leaves it, in a form that the VM without a native
emitter can run: sources, whose viper functions became bytecode."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hushcue_tools import firmware_build
from hushcue_wire import __version__, manifest

from .micropython import runtime

BOARD = "esp32_s3"
KEY = bytes(range(32))
CONVERT = """
import { withoutEmitters } from %s;
import fs from 'node:fs';
for (const file of JSON.parse(fs.readFileSync(0, 'utf8')))
  fs.writeFileSync(file, withoutEmitters(fs.readFileSync(file, 'utf8'), file));
"""


def config(**changes: Any) -> dict[str, Any]:
    """A config.json in which nothing is wrong."""
    document: dict[str, Any] = {
        "id": "host-1",
        "studio": "studio",
        "label": "Host 1",
        "key": KEY.hex(),
        "board": BOARD,
        "wifi": {"ssid": "studio-wifi", "password": "not-a-secret-of-anybody"},
        "broker": {"host": "127.0.0.1", "port": 1883, "password": "nor-is-this-one"},
        "audio": {"ceiling_db": -6.0},
    }
    return {**document, **changes}


def install(flash: Path, document: dict[str, Any] | None = None, slot: str = "a") -> Path:
    """Fill the folder ``flash``. The slot's folder."""
    place = flash / "hushcue" / slot
    lib = place / "lib"
    source = runtime.FIRMWARE / "lib"
    for module in firmware_build.wanted(source, BOARD):
        (lib / module).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / module, lib / module)
    without_emitters(lib)
    write_manifest(place)
    (flash / "hushcue" / "slot").write_text(slot)
    for name in firmware_build.STARTERS:
        shutil.copyfile(runtime.FIRMWARE / name, flash / name)
    if document is not None:
        (flash / "config.json").write_text(json.dumps(document))
    return place


def without_emitters(folder: Path) -> None:
    """In place, every source below it."""
    script = CONVERT % json.dumps((runtime.VM / "viper.mjs").as_uri())
    files = json.dumps([str(path) for path in folder.rglob("*.py")])
    command = [runtime.node(), "--input-type=module", "-e", script]
    subprocess.run(command, input=files, text=True, check=True)


def write_manifest(place: Path, version: str = __version__) -> None:
    """Of what lies in a slot's folder now."""
    files = {}
    for path in sorted((place / "lib").rglob("*.py")):
        data = path.read_bytes()
        files[path.relative_to(place).as_posix()] = (len(data), hashlib.sha256(data).hexdigest())
    (place / manifest.NAME).write_bytes(manifest.make(version, BOARD, "xtensawin", 6, files))
