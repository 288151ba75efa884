"""Two sound clocks never agree: how much faster or slower to draw a microphone's sound. Pure.

The delay of a ring (``Ring.delay_samples``, measured at every block) is held at its target by a proportional and
integral controller, critically damped, on a smoothed measurement: in steady state it corrects exactly the drift, and
its pitch change, at most 1 part in 1000, is not heard. Nothing is ever cut out or put in, so nothing clicks.
"""

import math

MAX_CORRECTION = 0.001
"""Most that the ratio is bent: 1.7 hundredths of a semitone; it takes back 1 ms of delay a second."""
NATURAL_RAD_S = 0.1
"""How stiff: a wrong delay is mostly right after 20 to 30 s, a new drift of 300 ppm moves the delay by 1.1 ms at most,
and a millisecond of jitter that outlasts the smoothing bends the pitch by 200 ppm."""
SMOOTHING_S = 1.0
OUTLIER_MS = 60.0
"""A measurement this far off (a stalled reader or writer) steers no more than one this far off."""


class DriftController:
    """``update`` at every block with the delay measured; ``ratio`` is what the resampler is steered by."""

    def __init__(self, rate_hz: int):
        self.ratio = 0.0
        """output samples more (+) or fewer (-) than the nominal rates make, as a fraction"""
        self._rate_hz = rate_hz
        self._smooth: float | None = None
        self._integral = 0.0
        self._updated_ns: int | None = None

    @property
    def smooth_samples(self) -> float:
        """The delay as smoothed, 0 before the first measurement."""
        return self._smooth or 0.0

    def update(self, delay_samples: float, target_samples: float, now_ns: int) -> float:
        """One measurement; returns the new ``ratio``."""
        bound = OUTLIER_MS * 1e-3 * self._rate_hz
        error_now = min(bound, max(-bound, delay_samples - target_samples))
        if self._smooth is None or self._updated_ns is None:
            self._smooth, self._updated_ns = target_samples + error_now, now_ns
            return self.ratio
        elapsed_s = min(0.1, max(0.0, (now_ns - self._updated_ns) * 1e-9))
        self._updated_ns = now_ns
        self._smooth += (target_samples + error_now - self._smooth) * (1.0 - math.exp(-elapsed_s / SMOOTHING_S))
        error_s = (self._smooth - target_samples) / self._rate_hz
        wanted = -2.0 * NATURAL_RAD_S * error_s + self._integral
        self.ratio = min(MAX_CORRECTION, max(-MAX_CORRECTION, wanted))
        if wanted == self.ratio:
            self._integral -= NATURAL_RAD_S**2 * error_s * elapsed_s
        return self.ratio

    def restart(self) -> None:
        """The reader or the device is another one: measure anew, keep what is known of the drift."""
        self._smooth = None
        self._updated_ns = None
