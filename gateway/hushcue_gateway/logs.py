"""The log: a code with facts, said in the language of this process, never with a secret in it.

Readable lines by default, one JSON object a line with ``--log-json``. The same code about the same thing is said at
most BURST times in WINDOW_S; what was left unsaid is counted in the next line that is.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TextIO

from hushcue_words import Catalogue, Trouble, language

LEVELS = ("debug", "info", "warning", "error")
BURST = 5
WINDOW_S = 10.0
MAX_BUCKETS = 1024
LEAST_SECRET_CHARS = 6
HIDDEN = "***"


class Log:
    """Where every part of the gateway reports. Thread-safe; writing it never raises.

    catalogues: asked in order for the sentence of a code; a code that none has is shown with its facts as they are.
    """

    def __init__(
        self,
        catalogues: Iterable[Catalogue],
        stream: TextIO | None = None,
        as_json: bool = False,
        level: str = "info",
        clock: Callable[[], float] = time.monotonic,
    ):
        self._catalogues = tuple(catalogues)
        self._stream = stream
        self._as_json = as_json
        self._least = LEVELS.index(level)
        self._clock = clock
        self._secrets: set[str] = set()
        self._said: dict[tuple[str, str], tuple[float, int, int]] = {}
        self._lock = threading.Lock()

    def hide(self, secret: str | None) -> None:
        """Never write this text, wherever it turns up. Shorter than LEAST_SECRET_CHARS it would hide common words."""
        if secret and len(secret) >= LEAST_SECRET_CHARS:
            self._secrets.add(secret)

    def debug(self, code: str, /, **facts: object) -> None:
        """For whoever looks for a fault."""
        self.tell("debug", code, facts)

    def info(self, code: str, /, **facts: object) -> None:
        """What happened."""
        self.tell("info", code, facts)

    def warning(self, code: str, /, **facts: object) -> None:
        """Somebody else did something wrong; the sound goes on."""
        self.tell("warning", code, facts)

    def error(self, code: str, /, **facts: object) -> None:
        """A person has to do something."""
        self.tell("error", code, facts)

    def tell(self, level: str, code: str, facts: Mapping[str, object], about: str = "") -> None:
        """One line. ``about`` narrows what counts as the same thing for the rate limit, beside the code."""
        if LEVELS.index(level) < self._least:
            return
        with self._lock:
            unsaid = self._pass(code, about)
            if unsaid is None:
                return
            self._write(level, code, facts, unsaid)

    def _pass(self, code: str, about: str) -> int | None:
        """None: say nothing now. Else how many lines about this were left unsaid before."""
        now = self._clock()
        began, said, unsaid = self._said.get((code, about), (now, 0, 0))
        if now - began >= WINDOW_S:
            began, said = now, 0
        if said >= BURST:
            self._said[code, about] = (began, said, unsaid + 1)
            return None
        if len(self._said) >= MAX_BUCKETS:
            self._said.clear()
        self._said[code, about] = (began, said + 1, 0)
        return unsaid

    def _write(self, level: str, code: str, facts: Mapping[str, object], unsaid: int) -> None:
        moment = datetime.now(UTC).astimezone()
        message = self._sentence(code, facts)
        if self._as_json:
            entry: dict[str, object] = {"at": moment.isoformat(timespec="milliseconds"), "level": level, "code": code}
            entry["message"] = self._hidden(message)
            entry["facts"] = {name: self._plain(value) for name, value in facts.items()}
            if unsaid:
                entry["unsaid"] = unsaid
            line = json.dumps(entry, ensure_ascii=False)
        else:
            more = f"  (+{unsaid})" if unsaid else ""
            text = " ".join(self._hidden(message).split())
            line = f"{moment:%H:%M:%S}.{moment.microsecond // 1000:03d} {level:7} {text}{more}"
        stream = self._stream or sys.stderr
        coding = getattr(stream, "encoding", None) or "utf-8"
        try:
            stream.write(line.encode(coding, "backslashreplace").decode(coding) + "\n")
            stream.flush()
        except (OSError, ValueError):
            pass  # nobody reads the log any longer: no reason to stop the sound

    def _sentence(self, code: str, facts: Mapping[str, object]) -> str:
        for catalogue in self._catalogues:
            if code in catalogue and catalogue.placeholders(code) <= set(facts):
                return catalogue.say_in(language(), code, facts)
        return " ".join([code, *(f"{name}={value}" for name, value in facts.items())])

    def _plain(self, value: object) -> object:
        if value is None or isinstance(value, bool | int | float):
            return value
        return self._hidden(value.code if isinstance(value, Trouble) else str(value))

    def _hidden(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text


@contextlib.contextmanager
def capture_libraries(log: Log) -> Iterator[None]:
    """Let what libraries log (warnings and worse) go into ``log`` while this lasts."""
    handler = LibraryLines(log)
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)


class LibraryLines(logging.Handler):
    """What libraries log goes into our log too, under the code "library"."""

    def __init__(self, log: Log):
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        level = "error" if record.levelno >= logging.ERROR else "warning"
        facts = {"library": record.name, "text": record.getMessage()}
        if record.exc_info and record.exc_info[1] is not None:
            facts["text"] += f": {record.exc_info[1]!r}"
        self._log.tell(level, "library", facts, about=record.name)
