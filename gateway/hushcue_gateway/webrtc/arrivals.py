"""How late packets come, and the delay that covers it. Pure; time is an argument.

A packet's *transit* is its arrival less its timestamp. Both clocks are free, so only differences mean something: the
least transit of the last WINDOW_MS is *on time* (two windows, so that it follows clocks that drift apart), and what a
packet has more than that is its *delay*. Delays go into a histogram of 1 ms bins that forgets slowly; the delay that
QUANTILE of the packets keep is what playing has to wait.
"""

FORGET = 0.999
QUANTILE = 0.98
BINS = 250
ALIKE = 500
WINDOW_MS = 5000.0


class Arrivals:
    """``add`` every packet; ``on_time_ms`` and ``jitter_ms`` are what is known."""

    def __init__(self, first_guess_ms: float):
        self._bins = [0.0] * BINS
        self._bins[min(BINS - 1, int(first_guess_ms))] = 1.0
        self._count = 0
        self._weight = 1.0
        self._total = 1.0
        self._least: float | None = None
        self._least_before: float | None = None
        self._window_began_ms = 0.0
        self.jitter_ms = float(first_guess_ms)
        """QUANTILE of the delays, rounded up to the next millisecond"""

    @property
    def on_time_ms(self) -> float:
        """Transit of a packet that was not delayed. Meaningless before the first ``add``."""
        if self._least is None:
            return 0.0
        return self._least if self._least_before is None else min(self._least, self._least_before)

    def add(self, transit_ms: float, arrival_ms: float) -> float:
        """Count one packet; its delay."""
        if self._least is None or arrival_ms - self._window_began_ms > 2 * WINDOW_MS:
            self._least, self._least_before, self._window_began_ms = transit_ms, None, arrival_ms
        elif arrival_ms - self._window_began_ms > WINDOW_MS:
            self._least, self._least_before, self._window_began_ms = transit_ms, self._least, arrival_ms
        else:
            self._least = min(self._least, transit_ms)
        delay_ms = transit_ms - self.on_time_ms
        if delay_ms < BINS:  # against more than that no buffer helps
            self._learn(int(delay_ms))
        return delay_ms

    def _learn(self, place: int) -> None:
        """Newer ones weigh more, by 1 / FORGET each; the first ones alike, so that the guess does not outlive them."""
        self._count += 1
        if self._count > ALIKE:
            self._weight /= FORGET
        self._bins[place] += self._weight
        self._total += self._weight
        if self._weight > 1e12:
            self._bins = [weight / self._weight for weight in self._bins]
            self._total, self._weight = sum(self._bins), 1.0
        kept, wanted = 0.0, QUANTILE * self._total
        for index, weight in enumerate(self._bins):
            kept += weight
            if kept >= wanted:
                self.jitter_ms = index + 1.0
                return
