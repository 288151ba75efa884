"""The two threads that move sound: one pumps microphones when a callback wakes it, one plays files by the clock.

They are two because a lock's timeout is coarse on Windows and ``time.sleep`` is not.
"""

import os
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from ..link import Heartbeat, Link
from ..rings import Ring
from .messages import CaptureReport, PlayEnded
from .microphone import Microphone
from .player import Player

IDLE_S = 0.05
REPORT_NS = 1_000_000_000
HEARTBEAT_NS = 100_000_000


@dataclass
class Playing:
    """A file on its way."""

    source: str
    cue: str
    player: Player
    ring: Ring
    stopped: bool = False
    """set by the desk; the thread that plays does the rest"""


class AudioThreads:
    """``microphones`` and ``playing`` are tuples that the desk replaces whole, so that the threads never wait."""

    def __init__(self, link: Link):
        self.microphones: tuple[Microphone, ...] = ()
        self.playing: tuple[Playing, ...] = ()
        self.wake = threading.Lock()
        """held while there is nothing to pump; a callback releases it"""
        self.lock = threading.Lock()
        """guards the replacement of the two tuples"""
        self._link = link

    def start(self) -> None:
        """Both threads end with the process."""
        for work, name in ((self._pump, "pump"), (self._play, "play")):
            threading.Thread(target=_or_die, args=(work,), name=name, daemon=True).start()

    def _pump(self) -> None:
        next_report = next_heartbeat = time.monotonic_ns()
        while not self._link.closed:
            self.wake.acquire(timeout=IDLE_S)
            for microphone in self.microphones:
                microphone.pump()
            now = time.monotonic_ns()
            if now >= next_heartbeat:
                next_heartbeat = now + HEARTBEAT_NS
                self._link.emit(Heartbeat(now))
            if now >= next_report:
                next_report = now + REPORT_NS
                reports = (microphone.report() for microphone in self.microphones)
                told = tuple(report for report in reports if report is not None)
                self._link.emit(CaptureReport(now, told, len(self.playing)))

    def _play(self) -> None:
        while not self._link.closed:
            now = time.monotonic_ns()
            due = now + int(IDLE_S * 1e9 / 10)
            for each in self.playing:
                if each.stopped:
                    each.player.stop()
                if each.player.step(now) or each.stopped:
                    self._finish(each)
                due = min(due, each.player.due_ns)
            time.sleep(max(0, due - time.monotonic_ns()) / 1e9)

    def _finish(self, ended: Playing) -> None:
        ended.ring.close()
        with self.lock:
            self.playing = tuple(each for each in self.playing if each is not ended)
        reason = "stopped" if ended.stopped else "finished"
        self._link.emit(PlayEnded(ended.source, ended.cue, ended.player.end_ns, reason))


def _or_die(work: Callable[[], None]) -> None:
    """A mistake of ours ends the process, loudly; the supervisor starts another."""
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
