"""The media process as the control plane sees it."""

import time
from collections.abc import Callable

from ..core.commands import AddSource, RemoveSource
from ..media.awake import Spinners
from ..media.messages import CloseRing, OpenRing
from ..media.process import main
from ..media.settings import MediaSettings
from ..media.udp import open_socket
from .child import START_S, Child, EventQueue, Restart
from .lifecycle import MediaRestarted, MediaStarted
from .media_state import MediaState
from .rack import RingRack


class Media:
    """The engine in a process of its own. Every method may be called from any thread.

    Events: those of core/events.py (TalkStarted, TalkEnded, CommandRefused, MediaReport once a second), TickReport
    (media/messages.py) once a second, MediaStarted, MediaRestarted. After a restart the talks in force begin again, so
    their TalkStarted comes a second time. Streams with keys end with the process they were in: MediaRestarted names
    them, and whoever wants them begins new ones, with new keys (``Roster.media_restarted`` in core/roster.py).
    """

    def __init__(self, settings: MediaSettings, rack: RingRack, on_event: Callable[[object], None] | None = None):
        """on_event is called from the supervisor's thread (MediaStarted: from the one that calls ``start``) and must
        neither block nor raise; without it, use poll_events. The UDP socket is bound here: OSError when it cannot."""
        self._rack = rack
        self._queue = EventQueue()
        self._on_event = on_event or self._queue.put
        self._state = MediaState()
        self._socket = open_socket(settings.bind_ip, settings.bind_port, settings.dscp)
        self.port: int = self._socket.getsockname()[1]
        """UDP port that every stream is sent from, the same for good"""
        self._spinners = Spinners() if settings.keep_awake else None
        self._child = Child(
            "hushcue-media",
            main,
            (settings, self._socket),
            hang_s=settings.hang_s,
            spare=settings.spare,
            replay=self._replay,
            on_event=self._event,
            on_restart=self._restarted,
        )

    @property
    def pid(self) -> int:
        """Of the process at work now, 0 when there is none."""
        return self._child.pid

    @property
    def commands_dropped(self) -> int:
        """Commands for which ``send`` said False."""
        return self._child.commands_dropped

    def start(self, timeout_s: float = START_S) -> None:
        """Start the process and wait until it ticks. Raises ChildFailed when it does not by then."""
        if self._spinners is not None:
            self._spinners.start()
        self._child.start(timeout_s)
        self._on_event(MediaStarted(time.monotonic_ns(), self.pid, self.port))

    def send(self, command: object) -> bool:
        """Pass a command of core/commands.py. It is also remembered: after a restart the process is told again every
        source, stream, talk, programme and policy in force; a stream without keys then goes on where its time has got
        to; one with keys has ended, and what is still said about it is no error. Commands sent before ``start`` are
        told at the start.

        AddSource makes the ring of its source, RemoveSource ends it. False: the queue is full (counted), send again.
        """
        return self._child.send(lambda: self._remember(command))

    def poll_events(self) -> list[object]:
        """The events since the last call, oldest first, at most 1024 kept (only without on_event)."""
        return self._queue.poll()

    def stop(self) -> None:
        """End the process: asked first, killed after two seconds. May be called twice."""
        self._child.stop()
        if self._spinners is not None:
            self._spinners.stop()
        self._socket.close()

    def _remember(self, command: object) -> list[object]:
        ended = self._state.ended(command)
        self._state.remember(command, time.monotonic_ns() if self._child.pid else None)
        if ended:
            return []
        if isinstance(command, AddSource):
            return [OpenRing(command.id, self._rack.name_of(command.id)), command]
        if isinstance(command, RemoveSource):
            self._rack.drop(command.id)
            return [command, CloseRing(command.id)]
        return [command]

    def _replay(self) -> list[object]:
        rings = [OpenRing(source, self._rack.name_of(source)) for source in self._state.sources]
        return [*rings, *self._state.replay(time.monotonic_ns())]

    def _event(self, event: object) -> None:
        self._state.observe(event)
        self._on_event(event)

    def _restarted(self, what: Restart) -> None:
        now = time.monotonic_ns()
        ended = self._state.take_ended()
        self._on_event(MediaRestarted(now, what.reason, what.exit_code, what.silent_ms, what.restarts, ended))
