"""Keeping virtual CPUs from falling asleep: one process per CPU that does nothing, at the lowest priority there is.

A host wakes an idle virtual CPU up to tens of milliseconds late; one that is never idle it wakes in time. A SCHED_IDLE
process takes no time from any other of its group (sched(7)), only electricity. Linux groups processes by session where
it has autogroup, shares time out among the groups, and asks for the class within one alone: so a spinner has a session
of its own, which is told to be nice as a whole. Measured on one CPU beside a session that wants all of it: an
idle-class process takes half, with its session nice 3 %. Linux only; elsewhere nothing happens.

The processes run this file as a program, without packages, so that starting them costs little.
"""

import os
import signal
import subprocess
import sys
import time

NICEST = b"19"
TRIES, PAUSE_S = 20, 0.11
"""Who is not root may say so once in 100 ms, of all sessions together."""


class Spinners:
    """One spinner per CPU this process may run on, between ``start`` and ``stop``; they end with their parent too."""

    def __init__(self) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []

    @property
    def pids(self) -> tuple[int, ...]:
        """Of the spinners at work."""
        return tuple(process.pid for process in self._processes)

    def start(self) -> None:
        """Does nothing where SCHED_IDLE is not to be had."""
        if sys.platform != "linux" or self._processes:
            return
        for cpu in sorted(os.sched_getaffinity(0)):
            words = [sys.executable, "-I", "-S", __file__, str(cpu), str(os.getpid())]
            self._processes.append(subprocess.Popen(words, stdin=subprocess.DEVNULL, start_new_session=True))

    def stop(self) -> None:
        """May be called twice."""
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.wait()
        self._processes.clear()


def spin(cpu: int, parent_pid: int) -> None:
    """Take what nobody wants of one CPU until the parent is gone; ends at once when it may not be idle-class."""
    if sys.platform != "linux":
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        os.sched_setaffinity(0, {cpu})
    except OSError:
        return
    be_nice()
    while os.getppid() == parent_pid:
        for _ in range(1_000_000):
            pass


def be_nice() -> None:
    """The whole session takes what is left; does nothing where sessions are no groups."""
    for _ in range(TRIES):
        try:
            with open("/proc/self/autogroup", "wb", buffering=0) as file:
                file.write(NICEST)
            return
        except BlockingIOError:
            time.sleep(PAUSE_S)
        except OSError:
            return


if __name__ == "__main__":
    spin(int(sys.argv[1]), int(sys.argv[2]))
