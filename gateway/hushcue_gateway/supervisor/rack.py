"""The rack: which ring belongs to which source. The parent process makes and unlinks every ring."""

import threading

from hushcue_wire.audio import RATE_HZ

from ..rings import Ring

RING_S = 0.5
"""What a ring holds: a reader that is away longer would only hear old sound."""


class RingRack:
    """One shared-memory ring per source. Thread-safe. Belongs to the process that supervises.

    Sound that this process has itself (a browser's, say) is written through ``ring_of``; the capture process attaches
    by ``name_of``. A ring has one producer at a time.
    """

    def __init__(self) -> None:
        self._rings: dict[str, Ring] = {}
        self._lock = threading.Lock()

    def ring_of(self, source: str) -> Ring:
        """The ring of ``source``, made when it is not there yet. Not to be closed by the caller."""
        with self._lock:
            if source not in self._rings:
                self._rings[source] = Ring.create(int(RING_S * RATE_HZ))
            return self._rings[source]

    def name_of(self, source: str) -> str:
        """The shared-memory name of the ring of ``source``; the ring is made when it is not there yet."""
        return self.ring_of(source).name

    def drop(self, source: str) -> None:
        """Close and unlink the ring of ``source``; no error when there is none. Who has it open keeps it."""
        with self._lock:
            ring = self._rings.pop(source, None)
        if ring is not None:
            ring.close()
            ring.unlink()

    def close(self) -> None:
        """Close and unlink all. May be called twice."""
        for source in list(self._rings):
            self.drop(source)
