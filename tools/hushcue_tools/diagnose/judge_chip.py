"""Verdicts on what lies on the chip: MicroPython, firmware, files, config.json, memory. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .row import Row

OLDEST_MICROPYTHON = (1, 28, 0)
LOW_FLASH_BYTES = 200_000
"""Less, and an update has no room for a second slot."""
LOW_HEAP_BYTES = 60_000
NAMED_FILES = 3

RESETS = {1: "power_on", 2: "reset", 3: "watchdog", 4: "deep_sleep", 5: "soft_reset"}
"""machine.reset_cause() of the ESP32 port."""
WATCHDOG = 3

Fault = Callable[[Mapping[str, Any]], tuple[str, str] | None]
"""What the firmware says of a config.json."""


def judge_system(told: Mapping[str, Any], ours: str) -> list[Row]:
    """``told``: what on_chip/system.py said, in one; ``ours``: the version of these tools."""
    version = tuple(told["micropython"])
    facts = {
        "version": ".".join(map(str, version)),
        "machine": told["machine"] or "?",
        "mhz": told["mhz"],
        "chip": told["chip"],
        "least": ".".join(map(str, OLDEST_MICROPYTHON)),
    }
    good = version >= OLDEST_MICROPYTHON
    rows = [Row("micropython", "ok" if good else "wrong", "micropython" if good else "micropython_old", facts)]
    rows.append(firmware_row(told, ours))
    rows += [start_row(told), memory_row(told)]
    return rows


def firmware_row(told: Mapping[str, Any], ours: str) -> Row:
    """Is there one, and is it that of these tools?"""
    found = told.get("firmware")
    if not found:
        return Row("firmware", "wrong", "firmware_none", {"reason": told.get("error", "")})
    facts = {"version": found, "ours": ours, "place": told.get("place") or ""}
    if found == ours:
        return Row("firmware", "ok", "firmware", facts)
    newer = numbers(found) > numbers(ours)
    return Row("firmware", "warn", "firmware_newer" if newer else "firmware_older", facts)


def numbers(version: str) -> tuple[int, ...]:
    """For comparing: "0.4.0rc1" is (0, 4, 0)."""
    return tuple(int(found.group()) for part in version.split(".")[:3] if (found := re.match(r"\d+", part)))


def start_row(told: Mapping[str, Any]) -> Row:
    """How it came to start, and whether it keeps failing."""
    failed, cause = int(told.get("failed_starts") or 0), told.get("reset_cause")
    facts = {"failed": failed, "cause": RESETS.get(cause if isinstance(cause, int) else 0, str(cause))}
    if failed > 0:
        return Row("start", "warn", "start_failed", facts)
    if cause == WATCHDOG:
        return Row("start", "warn", "start_watchdog", facts)
    return Row("start", "ok", "start", facts)


def memory_row(told: Mapping[str, Any]) -> Row:
    """Heap without the firmware loaded, and flash."""
    free, flash = told["heap_free_bytes"], told.get("flash_free_bytes")
    facts = {
        "heap_kb": round(free / 1024),
        "flash_kb": "?" if flash is None else round(flash / 1024),
        "least_kb": round(LOW_FLASH_BYTES / 1024),
    }
    if free < LOW_HEAP_BYTES:
        return Row("memory", "warn", "memory_heap", facts)
    if flash is not None and flash < LOW_FLASH_BYTES:
        return Row("memory", "warn", "memory_flash", facts)
    return Row("memory", "ok", "memory", facts)


def judge_files(told: Sequence[Mapping[str, Any]], ours: str) -> list[Row]:
    """``told``: what on_chip/files.py said."""
    place = told[0]
    rows = []
    missing = [name for name in ("boot.py", "main.py") if name not in place["loaders"]]
    if missing:
        rows.append(Row("files", "wrong", "loaders_missing", {"names": ", ".join(missing)}))
    if not place["slot"]:
        code = "files_old" if place["old"] else "files_none"
        rows.append(Row("files", "warn" if place["old"] else "wrong", code))
        return rows
    head: Mapping[str, Any] = next((each["head"] for each in told if "head" in each), {})
    end = next((each for each in told if "good" in each), {"good": 0, "whole": False})
    bad = [each for each in told if "file" in each]
    facts: dict[str, Any] = {
        "slot": place["slot"],
        "version": head.get("version", "?"),
        "good": end["good"],
        "bad": len(bad),
        "names": ", ".join(each["file"] for each in bad[:NAMED_FILES]) + (" …" if len(bad) > NAMED_FILES else ""),
        "faults": {each["file"]: each["fault"] for each in bad},
        "ours": ours,
    }
    if not end["whole"]:
        rows.append(Row("files", "wrong", "files_manifest", facts))
    elif bad:
        rows.append(Row("files", "wrong", "files_bad", facts))
    else:
        rows.append(Row("files", "ok", "files", facts))
    if place["trial"]:
        rows.append(Row("files", "warn", "files_trial", {"slot": place["slot"]}))
    return rows


def filled(told: Mapping[str, Any]) -> dict[str, Any]:
    """The chip's config.json with stand-ins for its secrets, of the same lengths."""
    document = {name: dict(value) if isinstance(value, Mapping) else value for name, value in told["document"].items()}
    lengths = told["lengths"]
    if "key" in lengths:
        document["key"] = "0" * 64 if told["key"] else "-"
    for place, length in lengths.items():
        section, _, name = place.partition(".")
        if name and isinstance(document.get(section), dict):
            document[section][name] = None if length is None else "x" * length
    return document


def judge_settings(told: Mapping[str, Any], fault_in: Fault, expected: Mapping[str, Any] | None) -> list[Row]:
    """``told``: what on_chip/settings.py said. ``expected``: what the studio's file says of this bodypack ("id",
    "studio", "key" where known), None without such a file."""
    fault = told.get("fault")
    if fault:
        return [Row("config", "wrong", "config_" + fault)]
    wrong = fault_in(filled(told))
    document = told["document"]
    facts = {"id": document.get("id", "?"), "studio": document.get("studio", "studio"), "key": told["key"]}
    if wrong is not None:
        return [Row("config", "wrong", "config_wrong", {**facts, "place": wrong[0], "reason": wrong[1]})]
    rows = [Row("config", "ok", "config", facts)]
    rows.append(key_row(facts, expected))
    return rows


def key_row(facts: Mapping[str, Any], expected: Mapping[str, Any] | None) -> Row:
    """The public numbers of the two keys."""
    if expected is None:
        return Row("key", "skipped", "key_unknown", facts)
    if not expected.get("known", True):
        return Row("key", "wrong", "key_stranger", facts)
    if expected.get("studio") not in (None, facts["studio"]):
        return Row("key", "wrong", "key_studio", {**facts, "ours": expected["studio"]})
    if expected.get("key") is None:
        return Row("key", "skipped", "key_unknown", facts)
    if expected["key"] != facts["key"]:
        return Row("key", "wrong", "key_other", {**facts, "ours": expected["key"]})
    return Row("key", "ok", "key", facts)
