"""A child process that is watched: its death or silence is noticed, and another takes its place knowing all it knew.

A spare is kept ready, so that taking its place is a matter of milliseconds. All watching is done by one thread.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import wait

from ..link import Heartbeat
from .occupant import Occupant

EVENTS_KEPT = 1024
WATCH_S = 0.05
START_S = 60.0
"""One that ends is noticed at once; this is for a small machine that does other work."""
SPARE_AFTER_S = 1.0
"""The next spare is started so long after its forerunner took over: starting one takes a CPU for a while."""
BACKOFF_S, BACKOFF_MAX_S = 0.2, 2.0
"""Between the restarts of a process that lives for less than STEADY_S."""
STEADY_S = 5.0


class ChildFailed(RuntimeError):
    """The process did not become ready: it ended (exit code) or said nothing in time."""


@dataclass(frozen=True)
class Restart:
    """What happened: reason "died" or "hung"."""

    reason: str
    exit_code: int | None
    silent_ms: float
    restarts: int


class Child:
    """Keeps one process of ``target(connection, *arguments)`` running.

    replay() gives what a fresh process has to be told; on_event gets every event, from the watching thread;
    on_restart is told of each replacement as soon as the new process is alive.
    """

    def __init__(
        self,
        name: str,
        target: Callable[..., None],
        arguments: tuple[object, ...],
        *,
        hang_s: float,
        spare: bool,
        replay: Callable[[], list[object]],
        on_event: Callable[[object], None],
        on_restart: Callable[[Restart], None],
    ):
        self._name, self._target, self._arguments = name, target, arguments
        self._hang_s = hang_s
        self._wants_spare = spare
        self._replay, self._on_event, self._on_restart = replay, on_event, on_restart
        self._current: Occupant | None = None
        self._spare: Occupant | None = None
        self._spare_due = 0.0
        self._backoff_s = BACKOFF_S
        self._activated = 0.0
        self._restarts = 0
        self.last_heard_ns = 0
        """when the process before the one at work was last heard"""
        self._alive = threading.Event()
        self._stopping = threading.Event()
        self._lock = threading.RLock()
        self._thread: threading.Thread | None = None
        self.commands_dropped = 0

    @property
    def pid(self) -> int:
        """Of the process at work now, 0 when there is none."""
        current = self._current
        return current.pid if current else 0

    def start(self, timeout_s: float = START_S) -> None:
        """Returns when the process is at work. Raises ChildFailed."""
        if self._thread is not None:
            raise RuntimeError("started twice")
        self._current = self._take_over()
        self._spare_due = time.monotonic() + SPARE_AFTER_S
        self._thread = threading.Thread(target=self._watch, name=f"{self._name}-watch", daemon=True)
        self._thread.start()
        if not self._alive.wait(timeout_s):
            exit_code = self._current.exit_code if self._current else None
            self.stop()
            raise ChildFailed(f"{self._name} is not ready after {timeout_s:g} s (exit code {exit_code})")

    def send(self, remember: Callable[[], list[object]]) -> bool:
        """Post the messages that ``remember`` returns, all or none; it is called under the lock under which a new
        process is told ``replay``, so that no command is told twice or never."""
        with self._lock:
            messages = remember()
            current = self._current
            if current is None or self._stopping.is_set():
                return True  # what was remembered is told when there is a process
            told = current.post(messages)
            if not told:
                self.commands_dropped += 1
            return told

    def stop(self) -> None:
        """End the process and its spare. May be called twice."""
        self._stopping.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()
        with self._lock:
            for occupant in (self._current, self._spare):
                if occupant is not None:
                    occupant.stop()
            self._current = self._spare = None

    # --- the watching thread ----------------------------------------------------------------------------------------

    def _watch(self) -> None:
        looked = time.monotonic_ns()
        while not self._stopping.is_set():
            current = self._current
            assert current is not None
            wait([current.connection, current.process.sentinel], WATCH_S)
            now = time.monotonic_ns()
            if now - looked > 6e9 * WATCH_S:
                current.heard_ns = now  # this process stood still itself: so may have the other
            looked = now
            reason = self._listen(current, now)
            if reason:
                self._replace(current, reason)
                looked = time.monotonic_ns()
            self._care_for_spare()

    def _listen(self, current: Occupant, now_ns: int) -> str | None:
        """Pass on what it says; why it has to be replaced, if it has."""
        try:
            messages = current.read()
        except (EOFError, OSError):
            return "died"
        for message in messages:
            if isinstance(message, Heartbeat):
                self._alive.set()
            else:
                self._on_event(message)
        if current.exit_code is not None and not messages:
            return "died"
        limit_s = self._hang_s if self._alive.is_set() else START_S
        return "hung" if now_ns - current.heard_ns > limit_s * 1e9 else None

    def _replace(self, old: Occupant, reason: str) -> None:
        if reason == "died":
            old.process.join(1.0)
        exit_code = old.exit_code
        self.last_heard_ns = silent_since_ns = old.heard_ns
        old.kill()
        self._restarts += 1
        if time.monotonic() - self._activated < STEADY_S:
            if self._stopping.wait(self._backoff_s if self._restarts > 1 else 0.0):
                with self._lock:
                    self._current = None
                return
            self._backoff_s = min(BACKOFF_MAX_S, 2 * self._backoff_s)
        else:
            self._backoff_s = BACKOFF_S
        with self._lock:
            self._current = self._take_over()
        self._spare_due = time.monotonic() + SPARE_AFTER_S
        if self._await_heartbeat(self._current):
            silent_ms = (time.monotonic_ns() - silent_since_ns) / 1e6
            self._on_restart(Restart(reason, exit_code, silent_ms, self._restarts))

    def _take_over(self) -> Occupant:
        """The spare if there is a ready one, else a process started now; told everything."""
        with self._lock:
            spare, self._spare = self._spare, None
            if spare is not None and (spare.exit_code is not None or not spare.ready):
                spare.kill()
                spare = None
            occupant = spare or Occupant(self._name, self._target, self._arguments)
            occupant.activate(self._replay())
            self._activated = time.monotonic()
            return occupant

    def _await_heartbeat(self, current: Occupant) -> bool:
        """Until the new process is at work; False when it dies first, which the next round sees."""
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline and not self._stopping.is_set():
            try:
                if not current.connection.poll(WATCH_S):
                    continue
                messages = current.read()
            except (EOFError, OSError):
                return False
            for message in messages:
                if not isinstance(message, Heartbeat):
                    self._on_event(message)
            if any(isinstance(message, Heartbeat) for message in messages):
                return True
        return False

    def _care_for_spare(self) -> None:
        if not self._wants_spare or not self._alive.is_set():
            return
        spare = self._spare
        if spare is None:
            if time.monotonic() >= self._spare_due:
                self._spare = Occupant(f"{self._name}-spare", self._target, self._arguments)
            return
        try:
            spare.read()
        except (EOFError, OSError):
            spare.kill()
            self._spare = None
            self._spare_due = time.monotonic() + BACKOFF_MAX_S


class EventQueue:
    """Events kept for ``poll`` when nobody gave a callback: the newest EVENTS_KEPT."""

    def __init__(self) -> None:
        self._events: deque[object] = deque(maxlen=EVENTS_KEPT)

    def put(self, event: object) -> None:
        self._events.append(event)

    def poll(self) -> list[object]:
        """All since the last call, oldest first."""
        events: list[object] = []
        while self._events:
            events.append(self._events.popleft())
        return events
