"""The capture process as the control plane sees it."""

import time
from collections.abc import Callable

from ..capture.messages import ListDevices, OpenMicrophone, PlayFile, StopSource
from ..capture.process import main
from ..capture.settings import CaptureSettings
from .capture_state import CaptureState
from .child import START_S, Child, EventQueue, Restart
from .lifecycle import CaptureRestarted, CaptureStarted
from .rack import RingRack


class Capture:
    """Microphones and file players in a process of their own. Every method may be called from any thread.

    Events (capture/messages.py, supervisor/lifecycle.py): CaptureStarted, CaptureRestarted, SourceOpened, SourceLost,
    PlayStarted, PlayEnded, PlayRefused, DeviceList, CaptureReport. The sentences of their codes: capture/words.py.
    """

    def __init__(self, settings: CaptureSettings, rack: RingRack, on_event: Callable[[object], None] | None = None):
        """on_event is called from the supervisor's thread (CaptureStarted: from the one that calls ``start``) and must
        neither block nor raise; without it, use poll_events."""
        self._rack = rack
        self._queue = EventQueue()
        self._on_event = on_event or self._queue.put
        self._state = CaptureState()
        self._child = Child(
            "hushcue-capture",
            main,
            (settings,),
            hang_s=settings.hang_s,
            spare=settings.spare,
            replay=lambda: self._state.replay(self._child.last_heard_ns),
            on_event=self._event,
            on_restart=self._restarted,
        )

    @property
    def pid(self) -> int:
        """Of the process at work now, 0 when there is none."""
        return self._child.pid

    @property
    def commands_dropped(self) -> int:
        """Commands that found the queue full."""
        return self._child.commands_dropped

    def start(self, timeout_s: float = START_S) -> None:
        """Start the process and wait until it works. Raises ChildFailed when it does not by then."""
        self._child.start(timeout_s)
        self._on_event(CaptureStarted(time.monotonic_ns(), self.pid))

    def open_microphone(self, source: str, device: str | int | None = None, channel: int | None = None) -> bool:
        """Make ``device`` the producer of the ring of ``source``; it stays wanted (reopened after loss or restart)
        until ``stop_source``. False: the command queue is full (counted), try again.

        device: None is the default input, a number PortAudio's index, text a piece of the name in any case.
        """
        return self._send(OpenMicrophone(source, self._rack.name_of(source), device, channel))

    def play_file(self, source: str, path: str, cue: str) -> bool:
        """Play a WAV, FLAC or OGG file once into the ring of ``source``: PlayStarted and PlayEnded, or PlayRefused,
        follow with ``cue``. Send AddSource and StartTalk to media first: the sound begins at once. PlayEnded
        "finished" comes when the engine has taken the last sample: StopTalk then cuts nothing off. False as above."""
        return self._send(PlayFile(source, self._rack.name_of(source), path, cue))

    def stop_source(self, source: str) -> bool:
        """Close the microphone or end the file of ``source``. Do it before RemoveSource is sent to media."""
        return self._send(StopSource(source))

    def list_devices(self) -> bool:
        """Ask for DeviceList."""
        return self._send(ListDevices())

    def poll_events(self) -> list[object]:
        """The events since the last call, oldest first, at most 1024 kept (only without on_event)."""
        return self._queue.poll()

    def stop(self) -> None:
        """End the process: asked first, killed after two seconds. May be called twice."""
        self._child.stop()

    def _send(self, command: object) -> bool:
        def remember() -> list[object]:
            self._state.remember(command)
            return [command]

        return self._child.send(remember)

    def _event(self, event: object) -> None:
        if self._state.observe(event):
            self._on_event(event)

    def _restarted(self, what: Restart) -> None:
        now = time.monotonic_ns()
        self._on_event(CaptureRestarted(now, what.reason, what.exit_code, what.silent_ms, what.restarts))
