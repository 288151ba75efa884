"""The WebRTC process as the control plane sees it."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from ..webrtc.process import main
from ..webrtc.settings import WebrtcSettings
from .child import START_S, Child, EventQueue, Restart


@dataclass(frozen=True)
class WebrtcStarted:
    """The WebRTC process is ready."""

    at_ns: int
    pid: int


@dataclass(frozen=True)
class WebrtcRestarted:
    """As MediaRestarted, for the WebRTC process. Every session ended with the old one: a connection's keys and ports
    were its own."""

    at_ns: int
    reason: str
    exit_code: int | None
    silent_ms: float
    restarts: int


class Webrtc:
    """Sessions with browsers and encoders in a process of their own. Every method may be called from any thread.

    Events: those of webrtc/messages.py, WebrtcStarted, WebrtcRestarted.
    """

    def __init__(self, settings: WebrtcSettings, on_event: Callable[[object], None] | None = None):
        """on_event is called from the supervisor's thread and must neither block nor raise; without it, use
        poll_events."""
        self._queue = EventQueue()
        self._on_event = on_event or self._queue.put
        self._child = Child(
            "hushcue-webrtc",
            main,
            (settings,),
            hang_s=settings.hang_s,
            spare=settings.spare,
            replay=list,
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
        self._on_event(WebrtcStarted(time.monotonic_ns(), self.pid))

    def send(self, order: object) -> bool:
        """An order of webrtc/messages.py; nothing is remembered. False: the queue is full (counted), try again."""
        return self._child.send(lambda: [order])

    def poll_events(self) -> list[object]:
        """The events since the last call, oldest first, at most 1024 kept (only without on_event)."""
        return self._queue.poll()

    def stop(self) -> None:
        """End the process: asked first, killed after two seconds. May be called twice."""
        self._child.stop()

    def _restarted(self, what: Restart) -> None:
        now = time.monotonic_ns()
        self._on_event(WebrtcRestarted(now, what.reason, what.exit_code, what.silent_ms, what.restarts))
