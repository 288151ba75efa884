"""What every recorder of vectors needs: running other software, and writing a vector file."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
Vector = dict[str, Any]


def save(name: str, title: str, body: dict[str, Any]) -> None:
    """Write one vector file: short objects on one line, so that a change reads well in a diff."""
    lines = ["{", f'  "title": {json.dumps(title)},']
    for number, (key, value) in enumerate(body.items()):
        tail = "," if number < len(body) - 1 else ""
        if isinstance(value, list):
            width = 1 if isinstance(value[0], dict) else 8
            rows = [json.dumps(row, ensure_ascii=True) for row in value]
            text = ",\n".join("    " + ", ".join(rows[start : start + width]) for start in range(0, len(rows), width))
            lines.append(f"  {json.dumps(key)}: [\n{text}\n  ]{tail}")
        else:
            lines.append(f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=True)}{tail}")
    (HERE / name).write_text("\n".join([*lines, "}"]) + "\n", encoding="utf-8", newline="\n")
    print(f"{name}: " + ", ".join(f"{len(v)} {k}" for k, v in body.items() if isinstance(v, list)))


def first_line(*command: str) -> str:
    """The first line a program prints: its version."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    line = (done.stdout + done.stderr).splitlines()[0].strip()
    return line.split(" Copyright")[0].replace("gst-launch-1.0", "GStreamer").replace("sox:      SoX", "SoX")


def convert(command: list[str], data: bytes) -> bytes:
    """What a program writes to its standard output when it reads ``data`` from its standard input."""
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout
