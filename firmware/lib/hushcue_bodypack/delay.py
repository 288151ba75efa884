"""How long a frame should wait before it is played, and how long it does.

Two measurements, both against the stream's own clock (frame k was sent k * frame_ms after frame 0) and relative to the
fastest arrival of the last seconds: when frames become *available*, in their own packet or as a copy in a later one,
and when they are *pulled*. The target is the quantile 0.98 of the former in a histogram of 1 ms bins that forgets with
0.999 per frame, and never below the floor that the session asks for. ``excess_ms`` is the smallest pull of the last
half second less the target: what the listener waits for nothing, or, negative, what is missing to be safe.

Packets that an outage held back arrive as one burst. They are one event, so only its first two enter the histogram:
else one gap of half a second would add a quarter of a second to the delay of the ten seconds after it. What was asked
for, and took longer than redundancy takes, does not enter it: playing stalls for it, rather than have all the others
wait as long.
"""

import array

from micropython import const

from .ticks import add_ms, elapsed_ms

BINS = const(256)
BURST_PACKETS = const(2)
BASE_PACKETS = const(256)
PULLS = const(32)
OUTAGE_MS = const(40)
STRANGE_MS = const(30)
"""Where the newest packet is later than this, the sender may have paused: then nobody knows what it has sent since."""
_GROW_SHIFT = const(10)  # a frame weighs 1 + 2**-10 times the one before: the older ones are forgotten with 0.99902
_FIRST_WEIGHT = const(1 << 12)
_LAST_WEIGHT = const(1 << 18)
_SCALE_SHIFT = const(6)
_FAR = const(1 << 28)


class Delay:
    """All times in whole ms; frames are extended sequence numbers."""

    def __init__(self):
        self._bins = array.array("i", bytes(4 * BINS))
        self.reset(10, 10)

    def reset(self, frame_ms, floor_ms):
        """Nothing known; ``floor_ms`` is the smallest target."""
        self.frame_ms = frame_ms
        self.floor_ms = floor_ms
        bins = self._bins
        index = 0
        while index < BINS:
            bins[index] = 0
            index += 1
        self._weight = _FIRST_WEIGHT
        self._total = 0
        self._below = 0  # sum of bins[0 .. _quantile]
        self._quantile = 0
        self.jitter16 = 0
        self.restart()

    def restart(self):
        """The same network, another time base: keeps the histogram, forgets the clocks."""
        self._anchored = False
        self._frame = self._now = self.base_ms = 0
        self._burst = 0  # packets before this one that came hard on each other's heels
        self._pulls = 0
        self._pull_least = self._pull_least_before = _FAR

    def _anchor(self, frame, now):
        self._frame = frame
        self._now = self._last = now
        self._transit = 0
        self._newest = frame
        self._newest_now = now
        self._base_count = 0
        self._base_now = self._base_before = 0
        self.base_ms = 0
        self._anchored = True

    def arrived(self, frame, now, asked):
        """The packet of ``frame`` came, for the first time; ``asked`` for, it says nothing about the network."""
        if not self._anchored:
            self._anchor(frame, now)
        transit = elapsed_ms(now, self._now) - (frame - self._frame) * self.frame_ms
        if frame > self._newest:
            if not asked:
                change = transit - self._transit
                self.jitter16 += (change if change > 0 else -change) - ((self.jitter16 + 8) >> 4)
            self._newest = frame
            self._newest_now = now
            self._transit = transit
        if asked:
            return
        self._find_base(transit)
        self._burst = self._burst + 1 if 2 * elapsed_ms(now, self._last) < self.frame_ms else 0
        self._last = now

    def available(self, frame, now, asked):
        """``frame`` can be played from now on, by the packet that was the last to arrive, ``asked`` for or not."""
        late = self.age_ms(frame, now)
        if late <= OUTAGE_MS if asked else self._burst < BURST_PACKETS:
            self._count(late if late < BINS else BINS - 1)

    def age_ms(self, frame, now):
        """How long ago ``frame`` would have come by the fastest way of the last seconds."""
        return elapsed_ms(now, self._now) - (frame - self._frame) * self.frame_ms - self.base_ms

    def sent(self, now):
        """The newest frame that should be here by now, as the stream never pauses."""
        if not self._anchored:
            return 0
        newest = self._newest
        if self._transit - self.base_ms > STRANGE_MS:
            return newest + elapsed_ms(now, self._newest_now) // self.frame_ms
        return newest + self.age_ms(newest, now) // self.frame_ms

    def _find_base(self, transit):
        if transit < self._base_now:
            self._base_now = transit
        self._base_count += 1
        if self._base_count >= BASE_PACKETS:
            # every window moves the origin along, so that neither clock's distance from it ever grows large
            self._base_count = 0
            self._base_before = self._base_now
            self._base_now = transit
            steps = self._newest - self._frame
            if steps > 0:
                self._frame += steps
                self._now = add_ms(self._now, steps * self.frame_ms)
        self.base_ms = self._base_now if self._base_now < self._base_before else self._base_before

    def _count(self, late):
        bins = self._bins
        weight = self._weight
        bins[late] += weight
        self._total += weight
        if late <= self._quantile:
            self._below += weight
        self._weight += weight >> _GROW_SHIFT
        if self._weight >= _LAST_WEIGHT:
            self._rescale()
        wanted = self._total - self._total // 50
        while self._below < wanted:
            self._quantile += 1
            self._below += bins[self._quantile]
        while self._quantile > 0 and self._below - bins[self._quantile] >= wanted:
            self._below -= bins[self._quantile]
            self._quantile -= 1

    def _rescale(self):
        bins = self._bins
        self._weight >>= _SCALE_SHIFT
        self._total = self._below = 0
        index = 0
        while index < BINS:
            weight = bins[index] >> _SCALE_SHIFT
            bins[index] = weight
            self._total += weight
            if index <= self._quantile:
                self._below += weight
            index += 1

    def pulled(self, frame, now):
        """``frame`` is being played: how long it has waited, in ms."""
        wait = self.age_ms(frame, now)
        if wait < self._pull_least:
            self._pull_least = wait
        self._pulls += 1
        if self._pulls >= PULLS:
            self._pulls = 0
            self._pull_least_before = self._pull_least
            self._pull_least = _FAR
        return wait

    def moved(self, span):
        """All later frames will be pulled ``span`` ms later than the measurements say."""
        self._pull_least += span
        self._pull_least_before += span

    def least_ms(self):
        """The smallest wait of the last half second; the target until so much is measured."""
        before = self._pull_least_before
        if before >= _FAR >> 1:
            return self.target_ms()
        least = self._pull_least
        return least if least < before else before

    def excess_ms(self):
        """Waiting beyond the target, negative when too short; 0 until half a second is measured."""
        return self.least_ms() - self.target_ms()

    def target_ms(self):
        """How long after the fastest arrival a frame is wanted at the DAC's side."""
        wanted = self._quantile + 1
        return wanted if wanted > self.floor_ms else self.floor_ms

    def jitter_ms(self):
        """Interarrival jitter (RFC 3550 section 6.4.1), in ms."""
        return self.jitter16 / 16
