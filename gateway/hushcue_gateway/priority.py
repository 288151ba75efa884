"""Asking the system to prefer a real-time process over others. What it does not grant is done without."""

import contextlib
import os
import sys

NICE = -11
"""What sound servers take by custom (PulseAudio, PipeWire)."""
HIGH_PRIORITY_CLASS = 0x80
"""SetPriorityClass, Windows: needs no privilege."""


def prefer_this_process() -> bool:
    """True when it was granted. To be called before threads are started: on Linux they inherit it one by one."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        return bool(kernel.SetPriorityClass(kernel.GetCurrentProcess(), HIGH_PRIORITY_CLASS))
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, NICE)
        return True
    return False
