"""Whether everything that must move still moves. Only then is the chip's watchdog fed.

Pure: the parts say :meth:`Health.beat`; the edge asks :meth:`Health.stalled` and feeds ``machine.WDT`` where it is "".
"""

from .ticks import elapsed_ms


class Health:
    """``limits_ms``: part -> how long it may be silent."""

    def __init__(self, limits_ms: "dict[str, int]", now_ms: int):
        self._limits_ms = limits_ms
        self._beats_ms = {part: now_ms for part in limits_ms}

    def beat(self, part: str, now_ms: int) -> None:
        """``part`` moves."""
        if part not in self._limits_ms:
            raise ValueError("no such part: " + part)
        self._beats_ms[part] = now_ms

    def stalled(self, now_ms: int) -> str:
        """The first part that is silent too long, or ""."""
        for part, limit_ms in self._limits_ms.items():
            if elapsed_ms(now_ms, self._beats_ms[part]) > limit_ms:
                return part
        return ""
