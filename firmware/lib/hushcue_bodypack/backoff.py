"""How long to wait before trying again: doubling, bounded, with jitter so that not all come back at once."""


class Backoff:
    """Waits of first_ms, twice that, ... never above limit_ms; each one shortened by up to a quarter at random."""

    def __init__(self, first_ms: int = 200, limit_ms: int = 2000):
        self.first_ms = first_ms
        self.limit_ms = limit_ms
        self._next_ms = first_ms

    def next_ms(self, chance: float) -> int:
        """The wait before the next try. ``chance`` is a random number 0 <= chance < 1, given by the caller."""
        wait_ms = self._next_ms
        self._next_ms = min(self.limit_ms, wait_ms * 2)
        return wait_ms - int(wait_ms * chance) // 4

    def reset(self) -> None:
        """What was tried has held for a while: the next wait is the first one again."""
        self._next_ms = self.first_ms
