"""A bounded ring of float32 samples in shared memory: one process writes, one reads, nobody waits.

Two int64 counters that only ever grow, ``written`` (the producer's) and ``read`` (the consumer's), say what is in it.
Each is stored by one side alone, as one aligned 8-byte store. The producer puts samples first and publishes
``written`` after; the consumer copies first and publishes ``read`` after. On x86 stores keep their order by
themselves; on ARM they do not, so a fence stands between: two round trips through a lock private to this side are a
full barrier (a release followed by an acquire of the same lock may not be passed in either direction). This rests on
CPython's lock being a real acquire/release, which holds for every CPython of today and is written down nowhere.

Segments are made and unlinked by one process, the owner; others attach. Python before 3.13 registers an attached
segment for deletion as if it were made there, so attaching keeps that registration from happening.
"""

import sys
import threading
from multiprocessing import resource_tracker, shared_memory
from typing import Any

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

_MAGIC = 0x4855534843554531
_HEADER_BYTES = 192
# The owner's line of 64 bytes, the producer's, the consumer's: two sides never store into the same cache line.
_MAGIC_AT, _CAPACITY = 0, 1
_WRITTEN, _OVERFLOW, _WRITE_STAMP, _BLOCK, _FLOWING = 8, 9, 10, 11, 12
_READ, _STARVED, _SKIPPED, _READ_STAMP, _TARGET, _TURN = 16, 17, 18, 19, 20, 21

_attaching = threading.Lock()


class RingError(RuntimeError):
    """The segment is not there, or is not one of our rings."""


class Ring:
    """One single-producer single-consumer ring; make one with ``create`` (the owner) or ``attach`` (the others)."""

    def __init__(self, segment: shared_memory.SharedMemory, owner: bool):
        self._segment = segment
        self._owner = owner
        self._open = True
        self._lock = threading.Lock()
        view = segment.buf
        assert view is not None, "a segment just opened has its memory"
        self._head = view[:_HEADER_BYTES].cast("q")
        if owner:
            self._head[_CAPACITY] = (view.nbytes - _HEADER_BYTES) // 4
            self._head[_MAGIC_AT] = _MAGIC
        elif self._head[_MAGIC_AT] != _MAGIC:
            self._head.release()
            self._open = False
            segment.close()
            raise RingError(f"{segment.name} is not a ring")
        self.capacity: int = self._head[_CAPACITY]
        self._data: Samples = np.frombuffer(view, np.float32, self.capacity, _HEADER_BYTES)

    @classmethod
    def create(cls, capacity_samples: int) -> "Ring":
        """Make a ring that holds at least ``capacity_samples``; this process owns it and has to ``unlink`` it."""
        if capacity_samples < 1:
            raise ValueError("a ring holds at least one sample")
        size = _HEADER_BYTES + 4 * capacity_samples
        return cls(shared_memory.SharedMemory(create=True, size=size), owner=True)

    @classmethod
    def attach(cls, name: str) -> "Ring":
        """Open a ring that another process made. Raises RingError when it is not there or is something else."""
        try:
            segment = _attach_untracked(name)
        except (FileNotFoundError, ValueError) as error:
            raise RingError(f"{name}: {error}") from error
        return cls(segment, owner=False)

    @property
    def name(self) -> str:
        """What ``attach`` takes."""
        return self._segment.name

    # --- the producer's side ----------------------------------------------------------------------------------------

    def write(self, samples: Samples, at_ns: int) -> int:
        """Append what fits of float32 ``samples`` and return its count; the rest is dropped and counted.

        at_ns: monotonic time of the end of the newest sample, dropped or not.
        """
        head = self._head
        written: int = head[_WRITTEN]
        count = min(len(samples), self.capacity - (written - head[_READ]))
        self._fence()
        start = written % self.capacity
        first = min(count, self.capacity - start)
        self._data[start : start + first] = samples[:first]
        self._data[: count - first] = samples[first:count]
        head[_WRITE_STAMP] = at_ns
        self._fence()
        head[_WRITTEN] = written + count
        if count < len(samples):
            head[_OVERFLOW] += len(samples) - count
        return count

    def set_flowing(self, flowing: bool, block_samples: int = 0) -> None:
        """Say whether sound is coming, in blocks of about ``block_samples``. When it is not, an empty ring is no
        starvation, and the consumer takes a last part of a frame instead of waiting for the rest."""
        self._head[_BLOCK] = block_samples
        self._head[_FLOWING] = int(flowing)

    @property
    def target_samples(self) -> int:
        """The delay that the consumer wishes: samples between the newest written and the reading place, as
        ``delay_samples`` counts. 0: no consumer has said."""
        return int(self._head[_TARGET])

    @property
    def read_stamp_ns(self) -> int:
        """When the consumer last took a frame (its deadline), 0 before the first."""
        return int(self._head[_READ_STAMP])

    def delay_samples(self, at_ns: int, rate_hz: int) -> float | None:
        """How far the newest sample (written just now, at ``at_ns``) is ahead of a reader who read evenly.

        None while the consumer is between its two stores, which ``turn`` (odd then) tells.
        """
        head = self._head
        turn = head[_TURN]
        read, stamp = head[_READ], head[_READ_STAMP]
        self._fence()
        if turn & 1 or head[_TURN] != turn:
            return None
        return float(head[_WRITTEN] - read) - (at_ns - stamp) * rate_hz / 1e9

    # --- the consumer's side ----------------------------------------------------------------------------------------

    def read_into(self, out: Samples, at_ns: int) -> int:
        """Fill ``out`` whole and return its length, or return 0 and count a starved frame: never a part of it.

        at_ns: the deadline this frame is read for. ``out`` is left alone when starved.
        """
        if self.level < len(out):
            self._head[_STARVED] += 1
            return 0
        self._take(out, at_ns)
        return len(out)

    def read_rest(self, out: Samples, at_ns: int) -> int:
        """Take what is there, at most ``len(out)``, the end of a sound; the remainder of ``out`` becomes zeros."""
        count = min(self.level, len(out))
        self._take(out[:count], at_ns)
        out[count:] = 0.0
        return count

    def skip(self, samples: int) -> int:
        """Drop up to ``samples`` of the oldest, counted; returns how many."""
        count = max(0, min(samples, self.level))
        self._head[_SKIPPED] += count
        self._head[_READ] += count
        return count

    def ask_target(self, samples: int) -> None:
        """Tell the producer which delay to steer to."""
        self._head[_TARGET] = samples

    def _take(self, out: Samples, at_ns: int) -> None:
        head = self._head
        self._fence()
        read: int = head[_READ]
        start = read % self.capacity
        first = min(len(out), self.capacity - start)
        out[:first] = self._data[start : start + first]
        out[first:] = self._data[: len(out) - first]
        head[_TURN] |= 1
        self._fence()
        head[_READ_STAMP] = at_ns
        head[_READ] = read + len(out)
        self._fence()
        head[_TURN] += 1

    # --- both sides -------------------------------------------------------------------------------------------------

    @property
    def level(self) -> int:
        """Samples written and not yet read."""
        return int(self._head[_WRITTEN] - self._head[_READ])

    @property
    def written(self) -> int:
        """Samples ever written."""
        return int(self._head[_WRITTEN])

    @property
    def read(self) -> int:
        """Samples ever read or skipped."""
        return int(self._head[_READ])

    @property
    def overflow_samples(self) -> int:
        """Samples that came while the ring was full."""
        return int(self._head[_OVERFLOW])

    @property
    def starved_frames(self) -> int:
        """Frames wanted that were not there."""
        return int(self._head[_STARVED])

    @property
    def skipped_samples(self) -> int:
        """Samples that the consumer dropped to catch up."""
        return int(self._head[_SKIPPED])

    @property
    def write_stamp_ns(self) -> int:
        """Monotonic time of the end of the newest sample, 0 before the first."""
        return int(self._head[_WRITE_STAMP])

    @property
    def block_samples(self) -> int:
        """About how many samples come at once, 0 when not said."""
        return int(self._head[_BLOCK])

    @property
    def flowing(self) -> bool:
        """Whether the producer says that sound is coming."""
        return bool(self._head[_FLOWING])

    def close(self) -> None:
        """Let go of the memory. May be called twice; nothing else may be called afterwards but ``unlink``."""
        if self._open:
            self._open = False
            del self._data
            self._head.release()
            self._segment.close()

    def unlink(self) -> None:
        """Remove the segment; those who hold it keep it until they close. The owner's duty, once."""
        if self._owner:
            self._owner = False
            self._segment.unlink()

    def _fence(self) -> None:
        lock = self._lock
        lock.acquire()
        lock.release()
        lock.acquire()
        lock.release()


def _attach_untracked(name: str) -> shared_memory.SharedMemory:
    if sys.version_info >= (3, 13):
        return shared_memory.SharedMemory(name=name, track=False)
    tracker: Any = resource_tracker
    with _attaching:
        register = tracker.register
        tracker.register = lambda *_: None
        try:
            return shared_memory.SharedMemory(name=name)
        finally:
            tracker.register = register
