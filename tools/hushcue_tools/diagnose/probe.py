"""Sends one of the programs of on_chip/ through the raw REPL, and reads what it says: lines of JSON behind a mark."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

ON_CHIP = Path(__file__).resolve().parent / "on_chip"
MARK = "@@hushcue "
NAMES = ("system", "files", "settings", "wifi", "broker", "tone", "parts", "speed", "trace")
LONGEST_LINE = 8192

RUN = """
import json as _json
def _run(asked):
    try:
        for each in probe(asked):
            print({mark!r} + _json.dumps(each))
    except Exception as error:
        import sys
        sys.print_exception(error)
        print({mark!r} + _json.dumps({{"error": "%s: %s" % (type(error).__name__, error)}}))
"""


class Runs(Protocol):
    """A device with a raw REPL: what of it a probe needs."""

    def exec(self, code: str, timeout_s: float = ..., heard: Callable[[bytes], None] | None = ...) -> str:
        """As device.Device has it."""


class ProbeError(Exception):
    """The program failed on the chip: what it said."""


class Lines:
    """Bytes of the cable in, documents out. What else is printed there is somebody else's, and kept for the report."""

    def __init__(self) -> None:
        self._rest = b""
        self.other: list[str] = []

    def feed(self, data: bytes) -> list[dict[str, Any]]:
        """The documents that are complete now."""
        *lines, self._rest = (self._rest + data.replace(b"\x04", b"")).split(b"\n")
        self._rest = self._rest[-LONGEST_LINE:]
        found = []
        for line in lines:
            text = line.decode("utf-8", "replace").strip()
            if text.startswith(MARK):
                try:
                    document = json.loads(text.removeprefix(MARK))
                except ValueError:
                    self.other.append(text)
                    continue
                if isinstance(document, dict):
                    found.append(document)
            elif text:
                self.other.append(text)
        return found


def source(name: str) -> str:
    """The text of a program. KeyError for one that there is not."""
    if name not in NAMES:
        raise KeyError(name)
    return (ON_CHIP / f"{name}.py").read_text(encoding="utf-8")


def slim(text: str) -> str:
    """Without its docstring's head and blank lines: the cable is slow, and the chip's memory small."""
    if text.startswith('"""'):
        text = text[text.index('"""', 3) + 3 :]
    return "\n".join(line for line in text.splitlines() if line.strip()) + "\n"


def program(text: str) -> str:
    """What defines the probe and what runs it."""
    return slim(text) + RUN.format(mark=MARK)


def call(asked: Mapping[str, Any]) -> str:
    """What runs a probe that was sent before."""
    return f"_run(_json.loads({json.dumps(dict(asked))!r}))\n"


class Prober:
    """One device; what is asked of it, one after the other."""

    def __init__(self, device: Runs):
        self._device = device
        self.other: list[str] = []

    def ask(
        self,
        name: str,
        asked: Mapping[str, Any] | None = None,
        *,
        text: str | None = None,
        timeout_s: float = 20.0,
        on_news: Callable[[dict[str, Any]], None] | None = None,
    ) -> list[dict[str, Any]]:
        """Everything that the program said. ``text`` stands for its source. Raises ProbeError where it failed."""
        self._device.exec(program(source(name) if text is None else text), timeout_s)
        return self.again(asked or {}, timeout_s=timeout_s, on_news=on_news)

    def again(
        self,
        asked: Mapping[str, Any],
        *,
        timeout_s: float = 20.0,
        on_news: Callable[[dict[str, Any]], None] | None = None,
    ) -> list[dict[str, Any]]:
        """Run the program that was sent last once more."""
        lines, found = Lines(), []

        def take(data: bytes) -> None:
            for document in lines.feed(data):
                found.append(document)
                if on_news is not None:
                    on_news(document)

        self._device.exec(call(asked), timeout_s, take)
        self.other += lines.other
        for document in found:
            if "error" in document and len(document) == 1:
                raise ProbeError(str(document["error"]))
        return found


def merged(documents: list[dict[str, Any]]) -> dict[str, Any]:
    """All of them in one."""
    return {name: value for document in documents for name, value in document.items()}


def parts(documents: list[dict[str, Any]], key: str) -> Iterator[dict[str, Any]]:
    """Those that have ``key``."""
    return (document for document in documents if key in document)
