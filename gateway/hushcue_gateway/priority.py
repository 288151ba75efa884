"""Asking the system to prefer a real-time process over others. What it does not grant is done without.

Linux: round robin in the real-time class (sched(7)). A better nice value alone does not help there: where the kernel
groups processes by session (autogroup, on by default), nice only counts within the gateway's own group, and any other
terminal or service gets as much of the processor as the whole gateway. Granted to root, and to accounts with an
``rtprio`` limit, as audio machines have it; the kernel itself keeps 5 % for everybody else.
"""

import contextlib
import os
import sys

MEDIA_RANK = 20
CAPTURE_RANK = 18
"""Of 1..99: above nothing but ordinary programs, below whatever the system itself runs in this class (50 and more)."""
NICE = -11
"""Where the class is not granted, or not known (macOS): what sound servers take by custom."""
HIGH_PRIORITY_CLASS = 0x80
"""SetPriorityClass, Windows: needs no privilege."""


def prefer_this_process(rank: int) -> str:
    """What was granted to all threads there are (later ones inherit it): "class", "nice", or nothing: ""."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        return "class" if kernel.SetPriorityClass(kernel.GetCurrentProcess(), HIGH_PRIORITY_CLASS) else ""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            for thread in _threads():
                os.sched_setscheduler(thread, os.SCHED_RR, os.sched_param(rank))
            return "class"
    with contextlib.suppress(OSError):
        for thread in _threads():
            os.setpriority(os.PRIO_PROCESS, thread, NICE)
        return "nice"
    return ""


def _threads() -> list[int]:
    """Of this process, where the system lists them; else 0, which stands for the caller."""
    with contextlib.suppress(OSError):
        return [int(name) for name in os.listdir("/proc/self/task")]
    return [0]
