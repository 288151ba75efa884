"""Every file of the slot that is started, against its manifest, line by line: a chip need not hold all of it."""

import hashlib
import json
import os

_LINE_BYTES = 256


def _text(path):
    try:
        with open(path) as file:
            return file.read(_LINE_BYTES)
    except (OSError, ValueError):
        return ""


def _digest(path):
    whole = hashlib.sha256()
    size = 0
    buf = bytearray(512)
    with open(path, "rb") as file:
        got = file.readinto(buf)
        while got:
            whole.update(memoryview(buf)[:got])
            size += got
            got = file.readinto(buf)
    return size, "".join(["%02x" % byte for byte in whole.digest()])


def _names(folder):
    try:
        return os.listdir(folder)
    except OSError:
        return []


def probe(asked):
    named = _text("/hushcue/slot").strip()
    slots = [slot for slot in ("a", "b") if "manifest.json" in _names("/hushcue/" + slot)]
    slot = named if named in slots else slots[0] if slots else ""
    yield {
        "slot": slot,
        "slots": slots,
        "trial": _text("/hushcue/trial"),
        "loaders": [name for name in ("boot.py", "main.py") if name in _names("/")],
        "old": "hushcue_bodypack" in _names("/lib"),
        "config": "config.json" in _names("/"),
    }
    if not slot:
        return
    place = "/hushcue/" + slot + "/"
    good = 0
    ended = False
    with open(place + "manifest.json", "rb") as manifest:
        line = manifest.readline()
        head = json.loads(line.strip() + b"}}")
        yield {"head": {name: head.get(name) for name in ("format", "version", "board", "machine", "mpy")}}
        line = manifest.readline()
        while line:
            text = line.strip()
            if text == b"}}":
                ended = True
                break
            entry = json.loads(b"{" + (text[:-1] if text[-1:] == b"," else text) + b"}")
            for path in entry:
                try:
                    size, digest = _digest(place + path)
                    fault = "" if [size, digest] == entry[path] else "changed"
                except OSError:
                    fault = "missing"
                if fault:
                    yield {"file": path, "fault": fault}
                else:
                    good += 1
            line = manifest.readline()
    yield {"good": good, "whole": ended}
