"""The witness process as the control plane sees it."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

from ..witness.messages import CloseTap, OpenTap
from ..witness.process import main
from ..witness.settings import WitnessSettings
from .child import START_S, Child, EventQueue, Restart

RECEIVE_BUFFER_BYTES = 4 << 20
"""Several seconds of several taps: the process is replaced within that. Linux grants what net.core.rmem_max allows."""


@dataclass(frozen=True)
class WitnessRestarted:
    """As MediaRestarted, for the witness process: it has been told of every tap, and takes up every recording."""

    at_ns: int
    reason: str
    exit_code: int | None
    silent_ms: float
    restarts: int


class Witness:
    """Taps in a process of their own. Every method may be called from any thread.

    Events (witness/messages.py): RecordingEnded, Leak, WitnessReport; and WitnessRestarted.
    """

    def __init__(self, settings: WitnessSettings, on_event: Callable[[object], None] | None = None):
        """on_event is called from the supervisor's thread and must neither block nor raise; without it, use
        poll_events. The UDP socket is bound here, on this machine alone: OSError when it cannot."""
        self._queue = EventQueue()
        self._on_event = on_event or self._queue.put
        self._socket = open_socket()
        self.address: tuple[str, int] = self._socket.getsockname()
        """where taps are to be sent, the same for good"""
        self._taps: dict[str, dict[int, OpenTap]] = {}
        self._child = Child(
            "hushcue-witness",
            main,
            (settings, self._socket),
            hang_s=settings.hang_s,
            spare=settings.spare,
            replay=self._replay,
            on_event=self._on_event,
            on_restart=self._restarted,
        )

    @property
    def pid(self) -> int:
        """Of the process at work now, 0 when there is none."""
        return self._child.pid

    def start(self, timeout_s: float = START_S) -> None:
        """Start the process and wait until it works. Raises ChildFailed when it does not by then."""
        self._child.start(timeout_s)

    def open(self, order: OpenTap) -> bool:
        """Hear a tap, or another stream of one. False: the command queue is full, nothing is done."""

        def remember() -> list[object]:
            self._taps.setdefault(order.tap, {})[order.ssrc] = order
            return [order]

        return self._child.send(remember)

    def close(self, tap: str) -> bool:
        """Hear it no longer, a moment from now: what is under way is heard."""

        def remember() -> list[object]:
            self._taps.pop(tap, None)
            return [CloseTap(tap)]

        return self._child.send(remember)

    def poll_events(self) -> list[object]:
        """The events since the last call, oldest first, at most 1024 kept (only without on_event)."""
        return self._queue.poll()

    def stop(self) -> None:
        """End the process: asked first, killed after two seconds. May be called twice."""
        self._child.stop()
        self._socket.close()

    def _replay(self) -> list[object]:
        return [order for orders in self._taps.values() for order in orders.values()]

    def _restarted(self, what: Restart) -> None:
        now_ns = time.monotonic_ns()
        self._on_event(WitnessRestarted(now_ns, what.reason, what.exit_code, what.silent_ms, what.restarts))


def open_socket() -> socket.socket:
    """Bound to a port of the loopback interface that the kernel chose."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
        sock.bind(("127.0.0.1", 0))
    except OSError:
        sock.close()
        raise
    return sock
