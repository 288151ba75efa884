"""Volume, mute and hearing protection: one gain per frame, ramped, and a ceiling that nothing passes.

The gain of a frame is the volume times the limiter's gain. The limiter looks at the frame's peak before it is played:
where volume times peak would pass the limit, its gain falls within the first millisecond; it comes back slowly
(about 160 ms), so a loud voice is turned down rather than cut off. The limit lies 1 dB under the ceiling to leave room
for peaks between the samples; what still passes is held at the ceiling sample by sample.
"""

from . import dsp, levels

ATTACK_SAMPLES = 16


class Loudness:
    """``ceiling`` is the largest amplitude that may leave, 1..32767; it is provisioned and never rises."""

    def __init__(self, ceiling):
        self.ceiling = levels.FULL_SCALE
        self.lower(ceiling)
        self._volume = levels.UNITY
        self._muted = False
        self._volume_before = levels.UNITY
        self._limiter = levels.UNITY
        self._gain = levels.UNITY
        self._release_shift = 4
        self.peak = 0

    def lower(self, ceiling):
        """From the next frame on; a higher one than before changes nothing."""
        if ceiling <= self.ceiling:
            self._limit = max(1, ceiling - ceiling // 9)
            self.ceiling = ceiling

    def configure(self, frame_ms):
        """Release in the same time whatever the frame lasts (5, 10 or 20 ms)."""
        self._release_shift = 5 if frame_ms == 5 else 4 if frame_ms == 10 else 3

    def set_volume_db(self, db):
        """From the next frame on, -60..+12 dB."""
        self._volume = levels.gain_q12(db)

    def set_muted(self, on):
        """From the next frame on."""
        self._muted = bool(on)

    def apply(self, line, at, count, peak, out):
        """out[0:count] = line[at : at + count] levelled; ``peak`` is the largest magnitude among them."""
        volume = 0 if self._muted else self._volume
        loudest = volume if volume > self._volume_before else self._volume_before
        self._volume_before = volume
        limiter = self._limiter
        missing = levels.UNITY - limiter
        released = limiter + (missing >> self._release_shift) + (1 if missing else 0)
        wanted = (peak * loudest) >> 12
        allowed = levels.UNITY if wanted <= self._limit else (self._limit << 12) // wanted
        self._limiter = allowed if allowed < released else released
        before = self._gain
        after = (volume * self._limiter) >> 12
        self._gain = after
        ramp = 0
        if before != after:
            ramp = count
            if self._limiter < limiter and ramp > ATTACK_SAMPLES:
                ramp = ATTACK_SAMPLES
        dsp.level(at, count, line, out, before, after, ramp, self.ceiling)
        reached = (peak * (before if before > after else after)) >> 12
        if reached > self.ceiling:
            reached = self.ceiling
        if reached > self.peak:
            self.peak = reached

    def rest(self):
        """Nothing was played: the next frame starts at the gain that is set now, and the limiter has let go."""
        self._volume_before = 0 if self._muted else self._volume
        self._limiter = levels.UNITY
        self._gain = self._volume_before
