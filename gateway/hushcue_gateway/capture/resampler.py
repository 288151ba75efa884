"""Any rate to 16 kHz with a ratio that may change a little at every block: libsamplerate, block in, block out.

Files go through soxr. A microphone's sound has to be out as soon as it is in, and there soxr keeps it longer: measured
with 10 ms blocks at 48 kHz, HQ gives its output in lumps 7 to 37 ms late, LQ 3 to 20 ms, its variable-rate mode a
steady 12.5 ms; QQ nothing, but it folds everything above 8 kHz back. libsamplerate's medium sinc is a steady 2.8 ms
late, flat to 6.8 kHz, and 120 dB down from 8.5 kHz.
"""

import numpy as np
import samplerate

from ..rings import Samples

CONVERTER = "sinc_medium"
MAX_STEER = 0.005
"""The ratio may be off by this much: 5000 ppm."""


class Resampler:
    """Mono float32 at ``in_rate_hz`` to ``out_rate_hz``; the first output sample lies on the first input sample."""

    def __init__(self, in_rate_hz: float, out_rate_hz: int):
        if in_rate_hz <= 0 or out_rate_hz <= 0:
            raise ValueError("rates are positive")
        self._converter = samplerate.Resampler(CONVERTER, channels=1)
        self._nominal = out_rate_hz / in_rate_hz
        self._ratio = self._nominal

    def steer(self, ratio: float) -> None:
        """Make ``ratio`` more output samples than the rates say: +0.0001 is 100 ppm more, drawn out."""
        self._ratio = self._nominal * (1.0 + min(MAX_STEER, max(-MAX_STEER, ratio)))

    def push(self, block: Samples) -> Samples:
        """The output samples that ``block`` makes possible (a new array)."""
        if not len(block):
            return np.zeros(0, np.float32)
        return np.asarray(self._converter.process(block, self._ratio, end_of_input=False), np.float32)
