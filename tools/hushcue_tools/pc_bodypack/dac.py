"""The two DACs of a PC bodypack: a clock with a recording, or the sound card with the clock to fall back on."""

import time
from pathlib import Path

from hushcue_words import Trouble

from .dma import DmaRing
from .recorder import Recorder
from .soundcard import Listener, SoundCard

DESCRIPTORS = 4
"""As the boards have it: at most 16 ms wait."""
RETRY_NS = 2_000_000_000


class VirtualDac:
    """The DMA ring on this machine's clock, into a WAV file (or nowhere), with a sound card listening along or not."""

    def __init__(
        self,
        wav: Path | None,
        audible: bool = False,
        device: str | int | None = None,
        descriptors: int = DESCRIPTORS,
    ):
        """Raises OSError where the WAV file cannot be made, Trouble where the card cannot be opened."""
        start_ns = time.monotonic_ns()
        self._recorder = Recorder(wav, start_ns) if wav is not None else None
        sink = self._recorder.write if self._recorder is not None else _nowhere
        try:
            self._listener = Listener(device, sink) if audible else None
        except Trouble:
            if self._recorder is not None:
                self._recorder.close({})
            raise
        self._ring = DmaRing(start_ns, descriptors, self._listener.write if self._listener else sink)

    @property
    def underruns(self) -> int:
        """Times the ring ran dry."""
        return self._ring.underruns

    def write(self, data: memoryview) -> int:
        """Bytes accepted now."""
        return self._ring.write(data, time.monotonic_ns())

    def tend(self) -> None:
        """Let the time that has passed be silence where nothing was written."""
        self._ring.play(time.monotonic_ns())

    def close(self, facts: dict[str, object]) -> None:
        """Finish the recording; ``facts`` go beside it."""
        self.tend()
        if self._listener is not None:
            self._listener.close()
        if self._recorder is not None:
            self._recorder.close({"underruns": self.underruns, "dry_frames": self._ring.dry_frames, **facts})


class CardDac:
    """The sound card. When it goes away the clock takes over, and the card is tried again every two seconds."""

    def __init__(self, device: str | int | None, descriptors: int = DESCRIPTORS):
        """Raises Trouble where the device cannot be opened now."""
        self.underruns = 0
        self.lost = False
        self._device = device
        self._descriptors = descriptors
        self._card: SoundCard | None = SoundCard(device, descriptors)
        self._clock = DmaRing(time.monotonic_ns(), descriptors)
        self._retry_ns = 0

    def write(self, data: memoryview) -> int:
        """Bytes accepted now."""
        now_ns = time.monotonic_ns()
        if self._card is None:
            return self._clock.write(data, now_ns)
        try:
            taken = self._card.write(data)
        except OSError:
            self._card.close()
            self._card = None
            self.lost = True
            self._retry_ns = now_ns + RETRY_NS
            self._clock = DmaRing(now_ns, self._descriptors)
            return 0
        if self._card.underflowed:
            self._card.underflowed = False
            self.underruns += 1
        return taken

    def tend(self) -> None:
        """Try a lost card again. Opening one takes a while; there is nothing to hear meanwhile."""
        if self._card is None and time.monotonic_ns() >= self._retry_ns:
            try:
                self._card = SoundCard(self._device, self._descriptors)
                self.lost = False
            except Trouble:
                self._retry_ns = time.monotonic_ns() + RETRY_NS

    def close(self, facts: dict[str, object]) -> None:
        """Be silent at once."""
        if self._card is not None:
            self._card.close()


def _nowhere(data: bytes | memoryview) -> None:
    """Nobody records."""
