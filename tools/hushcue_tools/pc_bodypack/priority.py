"""Asking the system to run the audio thread when it is due, as a chip does. What it does not grant is done without."""

import contextlib
import os
import sys

RANK = 15
"""Of the round-robin real-time class (sched(7)): below the gateway's own processes, which may run beside it."""
HIGH_PRIORITY_CLASS = 0x80


def prefer_this_thread() -> None:
    """The calling thread and those it starts from now on; on Windows the process. Linux grants it to root and to
    accounts with an ``rtprio`` limit."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), HIGH_PRIORITY_CLASS)
    elif sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(RANK))
