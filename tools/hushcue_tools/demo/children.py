"""The programs of the demo: started together, watched, and all ended whatever happens to the demo itself.

Every child holds the read end of a pipe as its standard input. It ends when that closes, and the pipe closes when this
process is gone, however it went.
"""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import IO

LAST_LINES = 200
STOP_S = 5.0
KILL_S = 3.0
OUTPUT = {"PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"}
OURS = ("hushcue_tools", "hushcue_gateway", "hushcue_words", "hushcue_wire")


def search_path() -> str:
    """Where children find the packages that this process uses, installed or not."""
    specs = [find_spec(name) for name in OURS]
    roots = [str(Path(spec.origin).parent.parent) for spec in specs if spec is not None and spec.origin]
    return os.pathsep.join(dict.fromkeys([*roots, *os.environ.get("PYTHONPATH", "").split(os.pathsep)]).keys()).strip(
        os.pathsep
    )


class Child:
    """One running program. Its standard error is kept (the last lines), its standard output read by ``line``."""

    def __init__(self, name: str, command: Sequence[str], environment: dict[str, str] | None = None):
        self.name = name
        self.errors: deque[str] = deque(maxlen=LAST_LINES)
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, **OUTPUT, "PYTHONPATH": search_path(), **(environment or {})},
            # Ctrl-C comes to the demo alone, which ends its children in order.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        self._lines: deque[str] = deque(maxlen=LAST_LINES)
        self._news = threading.Condition()
        self._readers = [
            threading.Thread(target=self._read, args=(self._process.stdout, self._lines), daemon=True),
            threading.Thread(target=self._read, args=(self._process.stderr, self.errors), daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll()

    def line(self, timeout_s: float) -> str | None:
        """The next line it prints; None when it has ended, or said nothing in time."""
        deadline = time.monotonic() + timeout_s
        with self._news:
            while not self._lines:
                left_s = deadline - time.monotonic()
                if left_s <= 0 or (self.exit_code is not None and not self._readers[0].is_alive()):
                    return None
                self._news.wait(min(left_s, 0.2))
            return self._lines.popleft()

    def say(self, line: str) -> None:
        """A line into its standard input; lost when it has ended."""
        with contextlib.suppress(OSError, ValueError):
            if self._process.stdin is not None:
                self._process.stdin.write(line + "\n")
                self._process.stdin.flush()

    def ask_to_end(self) -> None:
        """Close its standard input."""
        with contextlib.suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()

    def end(self, timeout_s: float = STOP_S) -> int:
        """Ask, then terminate, then kill. Returns its exit code."""
        self.ask_to_end()
        for wait_s, harder in ((timeout_s, self._process.terminate), (KILL_S, self._process.kill)):
            try:
                self._process.wait(wait_s)
                break
            except subprocess.TimeoutExpired:
                harder()
        self._process.wait()
        for reader in self._readers:
            reader.join(KILL_S)
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()
        return int(self._process.returncode if self._process.returncode is not None else -1)

    def kill(self) -> None:
        """At once, as a power cut does. ``end`` still has to be called."""
        self._process.kill()
        self._process.wait()

    def _read(self, stream: IO[str] | None, lines: deque[str]) -> None:
        if stream is None:
            return
        with contextlib.suppress(ValueError):  # closed while reading
            for line in stream:
                with self._news:
                    lines.append(line.rstrip("\n"))
                    self._news.notify_all()
        with self._news:
            self._news.notify_all()


class Children:
    """All of them. Use as a context: at its end every child has ended, the latest first."""

    def __init__(self) -> None:
        self._children: list[Child] = []

    def __enter__(self) -> "Children":
        return self

    def __exit__(self, *_: object) -> None:
        for child in reversed(self._children):
            child.ask_to_end()
        while self._children:
            self._children.pop().end()

    def start(self, name: str, command: Sequence[str], environment: dict[str, str] | None = None) -> Child:
        """Start one more."""
        child = Child(name, command, environment)
        self._children.append(child)
        return child

    def ended(self) -> Child | None:
        """A child that has ended by itself, or None."""
        return next((child for child in self._children if child.exit_code is not None), None)

    def forget(self, child: Child) -> None:
        """This one was ended on purpose."""
        child.end()
        self._children.remove(child)


def hushcue(*words: str) -> list[str]:
    """The command line that runs one of our own programs with this interpreter."""
    return [sys.executable, "-m", "hushcue_tools", *words]
