"""What lies in one slot of a bodypack's flash: the manifest, by whose last line the slot is whole.

It is JSON, and it is also lines, so that a chip need not hold more of it than one of them:

    {"format": 1, "version": "0.4.0", "board": "esp32_s3", "machine": "xtensawin", "mpy": 6, "files": {
    "lib/hushcue_wire/rtp.mpy": [1880, "<64 hex digits of its SHA-256>"],
    "lib/hushcue_wire/seq.mpy": [402, "..."]
    }}

``board`` is the board's file, ``machine`` what mpy-cross calls the processor, ``mpy`` the version of compiled files.
"""

import json

from .errors import WireError

NAME = "manifest.json"
FORMAT = 1
END = b"}}\n"
MAX_BYTES = 24576
MAX_LINE_BYTES = 256
MAX_FILES = 160
MAX_FILE_BYTES = 262144
MAX_PATH_CHARS = 80
_HEX = "0123456789abcdef"
_PATH = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_."


def make(version: str, board: str, machine: str, mpy: int, files: "dict[str, tuple[int, str]]") -> bytes:
    """The manifest of ``files``: path relative to the slot -> (bytes, SHA-256 in hex). Raises WireError."""
    head = '{"format": %d, "version": %s, "board": %s, "machine": %s, "mpy": %d, "files": {' % (
        FORMAT,
        json.dumps(version),
        json.dumps(board),
        json.dumps(machine),
        mpy,
    )
    lines = []
    for path in sorted(files):
        lines.append('%s: [%d, "%s"]' % (json.dumps(path), files[path][0], files[path][1]))
    data = (head + "\n" + ",\n".join(lines) + "\n").encode() + END
    read(data)
    return data


def read_head(line: "bytes | bytearray | memoryview") -> "dict[str, object]":
    """The first line: version, board, machine, mpy. Raises WireError."""
    head = _json(line, b"}}")
    if head.get("format") != FORMAT:
        raise WireError("manifest.format", "must be %d" % FORMAT)
    for name in ("version", "board", "machine"):
        text = head.get(name)
        if not isinstance(text, str) or not 1 <= len(text) <= 32:
            raise WireError("manifest." + name, "must be text of 1 to 32 characters")
    mpy = head.get("mpy")
    if not isinstance(mpy, int) or isinstance(mpy, bool) or not 0 <= mpy <= 255:
        raise WireError("manifest.mpy", "must be a whole number from 0 to 255")
    return head


def read_entry(line: "bytes | bytearray | memoryview") -> "tuple[str, int, str] | None":
    """A later line: (path, bytes, SHA-256 in hex); None for the last one. Raises WireError."""
    text = bytes(line).strip()
    if text == END.strip():
        return None
    entry = _json(b"{" + (text[:-1] if text[-1:] == b"," else text), b"}")
    if len(entry) != 1:
        raise WireError("manifest.files", "must be one file per line")
    for path in entry:
        check_path(path)
        facts = entry[path]
        if not isinstance(facts, list) or len(facts) != 2:
            raise WireError("manifest.files", "must be [bytes, sha256]")
        size, digest = facts
        if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size <= MAX_FILE_BYTES:
            raise WireError("manifest.files", "must be files of at most %d bytes" % MAX_FILE_BYTES)
        if not isinstance(digest, str) or len(digest) != 64 or digest.strip(_HEX):
            raise WireError("manifest.files", "must name a SHA-256 of 64 hex digits")
        return path, size, digest
    raise WireError("manifest.files", "must be one file per line")


def check_path(path: object) -> str:
    """``lib/``, then names of a-z A-Z 0-9 _ . that begin with no dot. Raises WireError."""
    good = isinstance(path, str) and 4 < len(path) <= MAX_PATH_CHARS and path[:4] == "lib/"
    if good:
        for part in path.split("/"):  # type: ignore[attr-defined]
            good = good and part != "" and part[0] != "."
            for char in part:
                good = good and char in _PATH
    if not good:
        raise WireError("manifest.files", "must be paths below lib/")
    return path  # type: ignore[return-value]


def read(data: "bytes | bytearray | memoryview") -> "tuple[dict[str, object], dict[str, tuple[int, str]]]":
    """(head, {path: (bytes, SHA-256 in hex)}) of a whole manifest. Raises WireError."""
    if len(data) > MAX_BYTES:
        raise WireError("manifest", "is longer than %d bytes" % MAX_BYTES)
    lines = bytes(data).split(b"\n")
    if bytes(data[-len(END) :]) != END or len(lines) < 4:
        raise WireError("manifest", "has no end")
    head = read_head(lines[0])
    files = {}  # type: dict[str, tuple[int, str]]
    for line in lines[1:-2]:
        entry = read_entry(line)
        if entry is None or entry[0] in files or len(files) >= MAX_FILES:
            raise WireError("manifest.files", "must be at most %d different ones" % MAX_FILES)
        files[entry[0]] = entry[1:]
    return head, files


def order(version: str) -> "tuple[int, ...]":
    """To be compared: the first three numbers of a version. "0.4.0rc1" is as new as "0.4.0"."""
    numbers = []
    for part in (version + ".0.0.0").split(".")[:3]:
        digits = ""
        for char in part:
            if not "0" <= char <= "9":
                break
            digits += char
        numbers.append(int(digits or "0"))
    return tuple(numbers)


def _json(line: "bytes | bytearray | memoryview", ending: bytes) -> "dict[str, object]":
    if len(line) > MAX_LINE_BYTES:
        raise WireError("manifest", "has a line of more than %d bytes" % MAX_LINE_BYTES)
    try:
        found = json.loads((bytes(line).strip() + ending).decode())
    except (ValueError, UnicodeError):
        raise WireError("manifest", "is not as it was made") from None
    if not isinstance(found, dict):
        raise WireError("manifest", "is not as it was made")
    return found
