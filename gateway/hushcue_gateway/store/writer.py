"""The one thread that writes.

Changes that wait are stored together, in order, in one transaction; one that makes no sense costs itself alone (a
savepoint each). While the disk takes nothing they wait, MOST_WAITING at most, the newest are dropped beyond that; the
disk is tried again every RETRY_S. Whoever waits for an answer gets Trouble instead.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from hushcue_words import EXIT_MISSING, Trouble

from ..logs import Log
from .engine import is_of_the_disk, make_engine, reason_of
from .words import WORDS

MOST_WAITING = 20_000
MOST_TOGETHER = 500
RETRY_S = 1.0
STOP_S = 5.0
Result = TypeVar("Result")
Change = Callable[[Session], object]


class Writer:
    """``start``; ``do`` and ``post`` from any thread; ``stop``."""

    def __init__(self, path: Path, log: Log):
        self._path, self._log = path, log
        self._engine: Engine = make_engine(path, writes=True)
        self._posted: deque[Change] = deque()
        self._asked: deque[tuple[Change, Future[Any]]] = deque()
        self._changed = threading.Condition()
        self._stop_by: float | None = None
        self._busy = False
        self._why: str | None = None
        self._retry_at = 0.0
        self._held_up = 0
        self._dropped_then = 0
        self.dropped = 0
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)

    @property
    def waiting(self) -> int:
        """Changes not stored yet."""
        return len(self._posted) + len(self._asked)

    @property
    def writable(self) -> bool:
        """False while the disk takes nothing."""
        return self._why is None

    def start(self) -> None:
        self._thread.start()

    def post(self, fn: Change) -> None:
        """See ``Database.change_soon``."""
        with self._changed:
            if len(self._posted) >= MOST_WAITING or self._stop_by is not None:
                self.dropped += 1
                return
            self._posted.append(fn)
            self._changed.notify_all()

    def do(self, fn: Callable[[Session], Result]) -> Result:
        """See ``Database.write``."""
        future: Future[Result] = Future()
        with self._changed:
            if self._stop_by is not None:
                raise RuntimeError("the database is not open")
            self._asked.append((fn, future))
            self._changed.notify_all()
        return future.result()

    def settle(self, timeout_s: float) -> bool:
        """Wait until nothing waits."""
        deadline = time.monotonic() + timeout_s
        with self._changed:
            return self._changed.wait_for(
                lambda: not (self._posted or self._asked or self._busy), deadline - time.monotonic()
            )

    def stop(self) -> None:
        """Store what waits, if the disk takes it within STOP_S. May be called twice."""
        with self._changed:
            self._stop_by = self._stop_by or time.monotonic() + STOP_S
            self._changed.notify_all()
        self._thread.join()
        self._engine.dispose()

    # --- the writing thread -----------------------------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(self._due, self._patience_s())
                if self._over():
                    break
                self._busy = True
            self._store_posted()  # first: what was posted before is stored before
            self._answer()
        for _, future in self._asked:
            future.set_exception(self._trouble())

    def _due(self) -> bool:
        if self._asked or self._stop_by is not None:
            return True
        return bool(self._posted) and time.monotonic() >= self._retry_at

    def _patience_s(self) -> float | None:
        return max(0.0, self._retry_at - time.monotonic()) if self._posted else None

    def _over(self) -> bool:
        if self._stop_by is None:
            return False
        if self._why is None:  # however late this thread is given its turn, a disk that takes something is given it
            return not self.waiting
        return not self._asked or time.monotonic() > self._stop_by

    def _store_posted(self) -> None:
        while self._posted:
            batch = [self._posted[place] for place in range(min(MOST_TOGETHER, len(self._posted)))]
            try:
                self._present()
                wrong = self._store(batch)
            except Exception as error:
                if not is_of_the_disk(error):
                    wrong = [error]  # the transaction as a whole: should not be, and must not be tried for ever
                else:
                    self._refused(error)
                    return
            for _ in batch:
                self._posted.popleft()
            for each in wrong:
                self.dropped += 1
                self._log.error("store_mistake", reason=repr(each))
            self._accepted(len(batch))

    def _store(self, batch: list[Change]) -> list[Exception]:
        """All in one transaction; those that failed by themselves."""
        wrong: list[Exception] = []
        with Session(self._engine) as session, session.begin():
            for change in batch:
                try:
                    with session.begin_nested():
                        change(session)
                except Exception as error:
                    if is_of_the_disk(error):
                        raise
                    wrong.append(error)
        return wrong

    def _answer(self) -> None:
        while self._asked:
            change, future = self._asked.popleft()
            try:
                self._present()
                with Session(self._engine, expire_on_commit=False) as session, session.begin():
                    result = change(session)
                    session.flush()
                    session.expunge_all()
            except Exception as error:
                if is_of_the_disk(error):
                    self._refused(error)
                    future.set_exception(self._trouble())
                else:
                    future.set_exception(error)
            else:
                self._accepted(0)
                future.set_result(result)

    def _present(self) -> None:
        """A file that is gone would be written all the same, to nobody's use."""
        if not self._path.exists():
            raise FileNotFoundError(2, "the file is gone")

    def _refused(self, error: BaseException) -> None:
        self._engine.dispose()  # what comes back may be another file system
        self._retry_at = time.monotonic() + RETRY_S
        if self._why is None:
            self._held_up, self._dropped_then = 0, self.dropped
            self._log.error("store_unwritable", path=self._path, reason=reason_of(error))
        self._why = reason_of(error)

    def _accepted(self, count: int) -> None:
        if self._why is None:
            return
        self._held_up += count
        if not self._posted:
            dropped = self.dropped - self._dropped_then
            self._why = None
            self._log.info("store_writable", path=self._path, written=self._held_up, dropped=dropped)

    def _trouble(self) -> Trouble:
        return WORDS.trouble("store_not_now", exit_code=EXIT_MISSING, reason=self._why or "closed")
