"""The thread that fills the rings, just ahead of every tick of the media process."""

import gc
import threading
import time

from .feed import Feed
from .phase import Phase

IDLE_S = 0.05
SETTLE_NS = 1_000_000_000


class Pump:
    """``add`` and ``remove`` feeds from any thread; ``start``, ``stop`` once."""

    def __init__(self, period_ms: int):
        self.late_ms = 0.0
        """the worst of the newest full second"""
        self._period_ns = period_ms * 1_000_000
        self._feeds: tuple[Feed, ...] = ()
        self._lock = threading.Lock()
        self._some = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="pump", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; feeds that are left are ended too."""
        self._stopping = True
        self._some.set()
        self._thread.join()
        for feed in self._feeds:
            feed.end()
        self._feeds = ()

    def add(self, feed: Feed) -> None:
        """From the next tick on."""
        with self._lock:
            self._feeds = (*self._feeds, feed)
            self._some.set()

    def remove(self, feed: Feed) -> None:
        """No longer; the ring is let go of. No error when it is not there."""
        with self._lock:
            if feed in self._feeds:
                self._feeds = tuple(each for each in self._feeds if each is not feed)
                feed.end()
            if not self._feeds and not self._stopping:
                self._some.clear()

    def _run(self) -> None:
        now = time.monotonic_ns()
        phase, settled, tick = Phase(self._period_ns, now), now, now
        while not self._stopping:
            if not self._some.wait(IDLE_S):
                continue
            now = time.monotonic_ns()
            tick = phase.next_tick([feed.ring.read_stamp_ns for feed in self._feeds], max(tick, now))
            due = tick - phase.lead_ns
            if due > now:
                time.sleep((due - now) / 1e9)
            phase.late(max(0, time.monotonic_ns() - due))
            with self._lock:
                for feed in self._feeds:
                    feed.step(due, tick)
            if due - settled > SETTLE_NS:
                settled = due
                self.late_ms = phase.settle() / 1e6
                gc.collect(0)
