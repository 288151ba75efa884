"""Sound that never came: PortAudio does not report it, so blocks are counted against the clock. Pure."""

WINDOW_NS = 500_000_000
DRIFT_PER_S = 0.001
"""The envelope follows the clocks' difference up to this."""


class LossMeter:
    """``block`` for every block that comes; ``lost_ms`` grows by what the clock says is missing.

    A block is late by its place in the sound against its arrival. Scheduling makes single blocks late and never early,
    so the least lateness within half a second is the sound's own; when that jumps, sound is missing.
    """

    def __init__(self, block_ns: int):
        self._threshold_ns = 0.6 * block_ns
        self.lost_ms = 0.0
        self._origin_ns: int | None = None
        self._sound_ns = 0.0
        self._least_ns: float | None = None
        self._baseline_ns: float | None = None
        self._window_end_ns = 0

    def block(self, duration_ns: float, arrived_ns: int) -> float:
        """One block of ``duration_ns`` of sound arrived; returns how late it is against the least, in ns."""
        if self._origin_ns is None:
            self._origin_ns, self._window_end_ns = arrived_ns, arrived_ns + WINDOW_NS
        late_ns = arrived_ns - self._origin_ns - self._sound_ns
        self._sound_ns += duration_ns
        self._least_ns = late_ns if self._least_ns is None else min(self._least_ns, late_ns)
        if arrived_ns >= self._window_end_ns:
            self._close_window(arrived_ns)
        return late_ns - (self._baseline_ns if self._baseline_ns is not None else late_ns)

    def _close_window(self, now_ns: int) -> None:
        least = self._least_ns
        self._least_ns = None
        self._window_end_ns = now_ns + WINDOW_NS
        if least is None:
            return
        if self._baseline_ns is None:
            self._baseline_ns = least
        elif least - self._baseline_ns > self._threshold_ns:
            self.lost_ms += (least - self._baseline_ns) / 1e6
            self._baseline_ns = least
        else:
            limit = DRIFT_PER_S * WINDOW_NS
            self._baseline_ns += min(limit, max(-limit, least - self._baseline_ns))
            self._baseline_ns = min(self._baseline_ns, least)

    def restart(self) -> None:
        """The device was opened again: what was lost stays counted."""
        self._origin_ns = self._least_ns = self._baseline_ns = None
        self._sound_ns = 0.0
