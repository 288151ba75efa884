"""The desk: opens, watches, reopens and closes; everything that may take long, away from the sound.

A microphone's life: opening -> open -> lost -> opening ..., stopped from any of them. A lost one is tried again after
RETRY_S, doubled up to RETRY_MAX_S. PortAudio makes its list of devices once, when it is initialised; to see what was
plugged in since, it has to be shut down and initialised anew, which would end every open stream: so that is done only
when no microphone is open. While another one is, a device that comes back under its old number or name opens, and one
that was never in the list does not.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from hushcue_wire.audio import RATE_HZ

from ..link import Link
from ..rings import Ring, RingError
from . import portaudio
from .audio import AudioThreads, Playing
from .devices import DeviceTrouble, find
from .messages import (
    DeviceList,
    ListDevices,
    OpenMicrophone,
    PlayEnded,
    PlayFile,
    PlayRefused,
    PlayStarted,
    SourceLost,
    StopSource,
)
from .microphone import Microphone
from .player import Player
from .settings import CaptureSettings
from .tape import TapeTrouble, load

RETRY_S, RETRY_MAX_S = 0.25, 2.0
WATCH_S = 0.1
SILENT_NS = 700_000_000
"""A device that delivers nothing for so long is taken for gone."""
STUCK_S = 5.0
"""A call into PortAudio that has not come back by then never will."""
EXIT_STUCK = 70
STEADY_NS = 2_000_000_000
"""A microphone that has stayed open for so long begins with short retries again."""
HEARD_NS = 1_000_000_000

Result = TypeVar("Result")


class Desk:
    """``run`` until the link is closed, in the process's main thread."""

    def __init__(self, settings: CaptureSettings, link: Link):
        self._settings = settings
        self._link = link
        self._audio = AudioThreads(link)
        self._microphones: dict[str, Microphone] = {}
        self._loading: dict[str, PlayFile] = {}
        self._stale = False

    def run(self) -> None:
        """Take commands, watch the open microphones, try the lost ones again."""
        self._audio.start()
        watched = time.monotonic_ns()
        while not self._link.closed:
            command = self._link.take(timeout_s=WATCH_S)
            if command is not None:
                self._handle(command)
            now = time.monotonic_ns()
            if now - watched < 3 * WATCH_S * 1e9:  # else everything stood still, the microphones' callbacks too
                self._watch(now)
            watched = now
            for microphone in list(self._microphones.values()):
                if not microphone.is_open and time.monotonic_ns() >= microphone.retry_at_ns:
                    self._try(microphone)
                    watched = time.monotonic_ns()
        for microphone in self._microphones.values():
            self._guarded(microphone.end)

    def _handle(self, command: object) -> None:
        if isinstance(command, OpenMicrophone):
            self._open(command)
        elif isinstance(command, PlayFile):
            self._play(command)
        elif isinstance(command, StopSource):
            self._stop(command.source)
        elif isinstance(command, ListDevices):
            self._list()

    # --- microphones ------------------------------------------------------------------------------------------------

    def _open(self, order: OpenMicrophone) -> None:
        held = self._microphones.get(order.source)
        if held is not None and held.order == order:
            return
        self._stop(order.source)
        now = time.monotonic_ns()
        if self._full():
            facts = {"limit": self._settings.max_sources}
            self._link.emit(SourceLost(order.source, "too_many", facts, 0.0, now))
            return
        try:
            ring = Ring.attach(order.ring)
        except RingError:
            return  # its source was removed while the order was on its way
        self._microphones[order.source] = Microphone(order, ring, self._settings.block_ms, self._audio.wake)
        self._show()

    def _try(self, microphone: Microphone) -> None:
        """Open it, or say why not and when it is tried again."""
        try:
            if self._stale:
                self._refresh()
            device = find(portaudio.list_inputs(), microphone.order.device)
            opened = self._guarded(partial(microphone.open, device))
        except DeviceTrouble as trouble:
            self._lost(microphone, trouble)
            return
        self._link.emit(opened)

    def _watch(self, now_ns: int) -> None:
        for microphone in self._microphones.values():
            trouble = microphone.trouble(now_ns, SILENT_NS)
            if trouble is not None:
                self._lost(microphone, trouble)
            elif microphone.open_for(now_ns) > STEADY_NS:
                microphone.retry_s = 0.0

    def _lost(self, microphone: Microphone, trouble: DeviceTrouble) -> None:
        now = time.monotonic_ns()
        microphone.retry_s = min(RETRY_MAX_S, microphone.retry_s * 2 or RETRY_S)
        microphone.retry_at_ns = now + int(microphone.retry_s * 1e9)
        self._stale = True
        source = microphone.order.source
        self._link.emit(SourceLost(source, trouble.code, trouble.facts, microphone.retry_s, now))
        self._guarded(partial(microphone.close, "lost"))

    def _list(self) -> None:
        try:
            self._refresh()
            self._link.emit(DeviceList(portaudio.list_inputs()))
        except DeviceTrouble as trouble:
            self._link.emit(DeviceList((), trouble.code, trouble.facts))

    def _refresh(self) -> None:
        """Have PortAudio look again, when nothing is open."""
        if any(each.is_open for each in self._microphones.values()):
            return
        self._guarded(portaudio.look_again)
        self._stale = False

    def _guarded(self, call: Callable[[], Result]) -> Result:
        """Run a call into PortAudio. Should it hang, this process is of no more use for opening anything: it ends, and
        the supervisor starts another, as soon as no open microphone would be cut off by that."""
        returned = threading.Event()
        threading.Thread(target=self._await_return, args=(returned,), name="guard", daemon=True).start()
        try:
            return call()
        finally:
            returned.set()

    def _await_return(self, returned: threading.Event) -> None:
        while not returned.wait(STUCK_S):
            now = time.monotonic_ns()
            if not any(each.heard_within(now, HEARD_NS) for each in self._audio.microphones):
                print("capture: PortAudio does not come back; this process ends to be replaced", file=sys.stderr)
                os._exit(EXIT_STUCK)

    # --- files ------------------------------------------------------------------------------------------------------

    def _play(self, order: PlayFile) -> None:
        self._stop(order.source)
        if self._full():
            self._link.emit(PlayRefused(order.source, order.cue, "too_many", {"limit": self._settings.max_sources}))
            return
        self._loading[order.source] = order
        threading.Thread(target=self._load, args=(order,), name="load", daemon=True).start()

    def _load(self, order: PlayFile) -> None:
        """In a thread of its own: a long file must not keep a short one waiting."""
        try:
            tape = load(order.path, self._settings)
            ring = Ring.attach(order.ring)
        except TapeTrouble as trouble:
            if self._loading.pop(order.source, None) is order:
                self._link.emit(PlayRefused(order.source, order.cue, trouble.code, trouble.facts))
            return
        except RingError:
            self._loading.pop(order.source, None)
            return
        tape = tape[int(order.offset_ms * RATE_HZ / 1000) :]
        self._wait_until_over(order.source)
        with self._audio.lock:
            if self._loading.pop(order.source, None) is not order:
                ring.close()
                return
            start_ns = time.monotonic_ns()
            playing = Playing(order.source, order.cue, Player(ring, tape, RATE_HZ, start_ns), ring)
            mouth_ns = start_ns - int(order.offset_ms * 1e6)
            self._link.emit(PlayStarted(order.source, order.cue, mouth_ns, len(tape) * 1000 / RATE_HZ))
            self._audio.playing = (*self._audio.playing, playing)

    def _wait_until_over(self, source: str) -> None:
        """A ring has one producer: the file that was stopped for this one must have left it."""
        while any(each.source == source for each in self._audio.playing):
            time.sleep(0.001)

    # --- both -------------------------------------------------------------------------------------------------------

    def _stop(self, source: str) -> None:
        """Whatever the source is."""
        loading = self._loading.pop(source, None)
        if loading is not None:
            self._link.emit(PlayEnded(source, loading.cue, time.monotonic_ns(), "stopped"))
        for each in self._audio.playing:
            if each.source == source:
                each.stopped = True
        microphone = self._microphones.pop(source, None)
        if microphone is not None:
            self._show()
            self._guarded(microphone.end)

    def _show(self) -> None:
        with self._audio.lock:
            self._audio.microphones = tuple(self._microphones.values())

    def _full(self) -> bool:
        with self._audio.lock:  # a file that goes from loading to playing counts as one all the while
            used = len(self._microphones) + len(self._loading) + len(self._audio.playing)
        return used >= self._settings.max_sources
