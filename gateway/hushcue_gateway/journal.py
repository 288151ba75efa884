"""A file of records that outlives the gateway: one JSON object a line, written at once, never longer than two files.

A gateway that is killed loses at most the line it was writing. When the file is long enough it becomes the old one,
and a new one begins with what is still going on.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from .logs import Log

MOST_BYTES = 8 << 20
MOST_LINE_BYTES = 1 << 20
"""A longer line is none of ours."""

Record = dict[str, Any]


class Journal:
    """``NAME.jsonl`` in ``folder``, and ``NAME.old.jsonl`` before it; readable by their owner alone.

    A disk that is full or gone costs the journal, never the sound: it is logged, and tried again with every record.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        log: Log,
        begin_with: Callable[[], Iterable[Record]] = tuple,
        most_bytes: int = MOST_BYTES,
    ):
        self._path = folder / f"{name}.jsonl"
        self._old = folder / f"{name}.old.jsonl"
        self._log = log
        self._begin_with = begin_with
        self._most = most_bytes
        self._file: BinaryIO | None = None
        self._size = 0
        self._turning = False

    def read(self) -> Iterator[Record]:
        """Every record of before, oldest first. A line that is no JSON object (the last of a crash) is left out."""
        for path in (self._old, self._path):
            with contextlib.suppress(OSError), open(path, "rb") as file:
                while line := file.readline(MOST_LINE_BYTES):
                    with contextlib.suppress(ValueError):
                        record = json.loads(line)
                        if isinstance(record, dict):
                            yield record

    def write(self, record: Record) -> None:
        """Add one. Never raises."""
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        try:
            if self._file is None:
                self._open()
            if self._size + len(line) > self._most and self._size and not self._turning:
                self._turn()
            assert self._file is not None
            self._file.write(line)
            self._size += len(line)
        except OSError as error:
            self._log.error("journal_lost", path=self._path, reason=error.strerror or error)
            self.close()

    def close(self) -> None:
        """Until the next ``write``."""
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):
                file.close()

    def _open(self) -> None:
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        self._file = open(handle, "ab", buffering=0)  # noqa: SIM115 - it stays open
        self._size = self._file.tell()
        if self._size:
            os.lseek(handle, -1, os.SEEK_END)
            if os.read(handle, 1) != b"\n":  # cut off: what comes must not be read as part of it
                self._file.write(b"\n")

    def _turn(self) -> None:
        self.close()
        os.replace(self._path, self._old)
        self._turning = True  # what goes on may be longer than the whole journal: it is written once all the same
        try:
            for record in self._begin_with():
                self.write(record)
        finally:
            self._turning = False
        if self._file is None:
            self._open()
