"""Firmware for the slots of a bodypack on the VM: lean sources, not compiled files, since this VM has no viper."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from hushcue_gateway.updates.bundle import Bundle, read_bundle
from hushcue_wire import manifest

from . import runtime

BOARD = "esp32_s3"
MACHINE = "none"
"""What updating.py calls a MicroPython that takes no machine code."""
MPY = 6
PLAIN = """
import fs from 'node:fs';
import path from 'node:path';
import { withoutEmitters } from %r;
for (const name of fs.readdirSync(process.argv[1], { recursive: true })) {
  const file = path.join(process.argv[1], name);
  if (name.endsWith('.py')) fs.writeFileSync(file, withoutEmitters(fs.readFileSync(file, 'utf8'), file));
}
"""


def lean(folder: Path) -> Path:
    """The firmware for the VM, and its start programs beside it."""
    runtime.lean_firmware(BOARD, folder)
    if not runtime.unix_port():
        program = PLAIN % (runtime.VM / "viper.mjs").as_uri()
        subprocess.run([runtime.node(), "--input-type=module", "-e", program, str(folder / "lib")], check=True)
    return folder


def make(source: Path, folder: Path, version: str, changes: Mapping[str, tuple[str, str]]) -> Bundle:
    """A bundle of ``source``/lib as ``version``; changes: path below lib/ -> (text, what stands there instead)."""
    shutil.copytree(source / "lib", folder / "lib")
    for path, (old, new) in changes.items():
        text = (folder / "lib" / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, (path, old, text.count(old))
        (folder / "lib" / path).write_text(text.replace(old, new), encoding="utf-8")
    files = {}
    for found in sorted((folder / "lib").rglob("*.py")):
        data = found.read_bytes()
        files[found.relative_to(folder).as_posix()] = (len(data), hashlib.sha256(data).hexdigest())
    (folder / manifest.NAME).write_bytes(manifest.make(version, BOARD, MACHINE, MPY, files))
    return read_bundle(folder)


def put(bundle: Bundle, flash: Path, slot: str) -> None:
    """As flashed over the cable."""
    place = flash / "hushcue" / slot
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(bundle.folder, place)
    (flash / "hushcue" / "slot").write_text(slot)
