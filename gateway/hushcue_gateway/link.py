"""A child process's end of the pipe to the process that supervises it: two bounded queues and two threads."""

import os
import queue
import signal
import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection

QUEUE_LENGTH = 1024
ORPHAN_GRACE_S = 2.0


@dataclass(frozen=True)
class Ready:
    """The first message of a child: imported, waiting for Activate."""

    pid: int


@dataclass(frozen=True)
class Activate:
    """Begin to work: until then the child is a spare."""


@dataclass(frozen=True)
class Shutdown:
    """End in good order."""


@dataclass(frozen=True)
class Heartbeat:
    """The thread that matters is alive."""

    at_ns: int


class Link:
    """``take`` commands, ``emit`` events; ``closed`` once the parent is gone or has said Shutdown.

    A parent that is gone ends this process, in good order if it manages within ORPHAN_GRACE_S, else at once.
    """

    def __init__(self, connection: Connection):
        self._connection = connection
        self._commands: queue.Queue[object] = queue.Queue(QUEUE_LENGTH)
        self._events: queue.Queue[object] = queue.Queue(QUEUE_LENGTH)
        self._closed = threading.Event()
        self.events_dropped = 0

    def start(self) -> None:
        """Ctrl-C is the parent's to handle: this process ends when the parent wants it."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.Thread(target=self._read, name="link-read", daemon=True).start()
        threading.Thread(target=self._write, name="link-write", daemon=True).start()

    @property
    def closed(self) -> bool:
        return self._closed.is_set()

    def emit(self, event: object) -> None:
        """Queue an event; never waits. When the parent does not read, the event is dropped and counted."""
        try:
            self._events.put_nowait(event)
        except queue.Full:
            self.events_dropped += 1

    def take(self, timeout_s: float | None = 0.0) -> object | None:
        """The next command, None when there is none in time; timeout 0 never waits, None waits for ever."""
        try:
            return self._commands.get(block=timeout_s != 0.0, timeout=timeout_s or None)
        except queue.Empty:
            return None

    def flush(self, timeout_s: float = 0.5) -> None:
        """Wait until the events are written, so that last words are heard."""
        deadline = time.monotonic() + timeout_s
        while self._events.unfinished_tasks and time.monotonic() < deadline:
            time.sleep(0.005)

    def _read(self) -> None:
        while True:
            try:
                message = self._connection.recv()
            except (EOFError, OSError):
                self._close()
                time.sleep(ORPHAN_GRACE_S)
                os._exit(0)
            if isinstance(message, Shutdown):
                self._close()
            else:
                self._commands.put(message)

    def _close(self) -> None:
        self._closed.set()
        try:
            self._commands.put_nowait(Shutdown())
        except queue.Full:
            return

    def _write(self) -> None:
        while True:
            event = self._events.get()
            try:
                self._connection.send(event)
            except OSError:
                return
            finally:
                self._events.task_done()
