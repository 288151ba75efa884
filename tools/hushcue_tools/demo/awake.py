"""Whether the processors of this machine should be kept awake, so that the demo measures hushcue and not their sleep.

A virtual processor that has nothing to do is given back to the host, which may take tens of milliseconds to return it.
The gateway's ``keep_awake`` prevents that with a spinner per processor under SCHED_IDLE, which takes no time from real
work. Linux only; not where a control group limits processor time, which spinning would use up.
"""

import os
from pathlib import Path

QUOTA = Path("/sys/fs/cgroup/cpu.max")
OLD_QUOTA = Path("/sys/fs/cgroup/cpu/cpu.cfs_quota_us")
PROCESSORS = Path("/proc/cpuinfo")


def is_useful() -> bool:
    """Whether this is a virtual machine whose processors may be kept busy."""
    if not hasattr(os, "SCHED_IDLE"):
        return False
    return " hypervisor" in _text(PROCESSORS) and not _has_quota()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""


def _has_quota() -> bool:
    quota = _text(QUOTA).split()
    return (bool(quota) and quota[0] != "max") or _text(OLD_QUOTA).strip() not in ("", "-1")
