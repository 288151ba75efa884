"""What a program and the processes below it take: processor time and memory, as the operating system tells (Linux)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
CLOCK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True)
class Sample:
    """cpu_s: of all its threads since it began. memory_bytes: resident, and of it what it shares with nobody."""

    cpu_s: float
    memory_bytes: int
    own_bytes: int


def tree(pid: int) -> list[int]:
    """The process and everything below it; empty where that cannot be told."""
    found, more = [], [pid]
    while more:
        each = more.pop()
        if not (PROC / str(each)).is_dir():
            continue
        found.append(each)
        for task in sorted((PROC / str(each) / "task").glob("*/children")):
            more += [int(word) for word in _text(task).split()]
    return found


def sample(pid: int) -> Sample | None:
    """What it has taken so far; None when it is gone."""
    fields = _text(PROC / str(pid) / "stat").rpartition(") ")[2].split()
    if len(fields) < 13:
        return None
    sizes = {
        line.partition(":")[0]: int(line.split()[1]) * 1024
        for line in _text(PROC / str(pid) / "smaps_rollup").splitlines()
        if line.endswith("kB")
    }
    own = sizes.get("Private_Clean", 0) + sizes.get("Private_Dirty", 0)
    return Sample((int(fields[11]) + int(fields[12])) / CLOCK, sizes.get("Rss", 0), own)


def program(pid: int) -> str:
    """The name of what runs there."""
    words = _text(PROC / str(pid) / "cmdline").split("\0")
    return Path(words[0]).name if words and words[0] else ""


def by_name(root: int, names: Mapping[int, str]) -> dict[str, list[int]]:
    """Name -> processes below ``root``; what ``names`` does not name goes by its program."""
    found: dict[str, list[int]] = {}
    for pid in tree(root):
        found.setdefault(names.get(pid) or program(pid), []).append(pid)
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
