"""One life of a child process: its pipe, the thread that writes to it, and when it was last heard."""

import contextlib
import multiprocessing
import queue
import threading
import time
from collections.abc import Callable

from ..link import QUEUE_LENGTH, Activate, Ready, Shutdown

STOP_S = 2.0


class Occupant:
    """A spawned process running ``target(connection, *arguments)``. A spare until ``activate``."""

    def __init__(self, name: str, target: Callable[..., None], arguments: tuple[object, ...]):
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self.connection = ours
        self.process = context.Process(target=target, args=(theirs, *arguments), name=name, daemon=True)
        self.process.start()
        theirs.close()
        self.pid = self.process.pid or 0
        self.ready = False
        self.active = False
        self.heard_ns = time.monotonic_ns()
        self._outbound: queue.Queue[object] = queue.Queue(QUEUE_LENGTH)
        self._writer = threading.Thread(target=self._write, name=f"{name}-write", daemon=True)
        self._writer.start()

    def post(self, messages: list[object]) -> bool:
        """Queue messages, all or none; False when the child has left too many unread. One thread at a time."""
        if self._outbound.qsize() + len(messages) > QUEUE_LENGTH:
            return False
        for message in messages:
            self._outbound.put_nowait(message)
        return True

    def activate(self, replay: list[object]) -> None:
        """Let it begin, knowing ``replay``."""
        self.active = True
        self.heard_ns = time.monotonic_ns()
        for message in (Activate(), *replay):
            self._outbound.put(message)

    def read(self) -> list[object]:
        """What it has said, without waiting; Ready is taken note of. Raises EOFError or OSError when it is gone and
        all it had said has been returned."""
        messages: list[object] = []
        while len(messages) < QUEUE_LENGTH:
            try:
                if not self.connection.poll():
                    break
                message = self.connection.recv()
            except (EOFError, OSError):
                if messages:
                    break
                raise
            self.heard_ns = time.monotonic_ns()
            if isinstance(message, Ready):
                self.ready = True
            else:
                messages.append(message)
        return messages

    @property
    def exit_code(self) -> int | None:
        """None while it lives."""
        return self.process.exitcode

    def stop(self) -> None:
        """Ask it to end; kill it when it does not within STOP_S; give back what it held here."""
        if self.exit_code is None and self.post([Shutdown()]):
            deadline = time.monotonic() + STOP_S
            while self.exit_code is None and time.monotonic() < deadline:
                self._swallow()
        self.kill()

    def kill(self) -> None:
        """End it at once; give back what it held here."""
        if self.exit_code is None:
            self.process.kill()
        self.process.join()
        self.connection.close()
        with contextlib.suppress(queue.Full):  # when it is full, the writer's next send fails: the pipe is closed
            self._outbound.put_nowait(None)
        self._writer.join(1.0)
        self.process.close()

    def _swallow(self) -> None:
        """Its last words must not keep it from ending."""
        try:
            if self.connection.poll(0.02):
                self.connection.recv()
        except (EOFError, OSError):
            self.process.join(0.02)

    def _write(self) -> None:
        while (message := self._outbound.get()) is not None:
            try:
                self.connection.send(message)
            except OSError:
                return
