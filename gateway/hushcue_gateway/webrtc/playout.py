"""De-jitter of one incoming Opus stream: packets as they come in, frames of 10 ms at 16 kHz when they are due. Pure.

| state   | it leaves when                               | a frame is                                           |
|---------|----------------------------------------------|------------------------------------------------------|
| waiting | the oldest packet has waited as long as the  | silence                                              |
|         | target -> playing                            |                                                      |
| playing | the packet due has not come, nor any after   | that packet; or the copy of it that a later one      |
|         | it -> stalled                                | holds; or concealment, and time goes on              |
| stalled | a packet comes -> playing; none for STALL_MS | concealment, and the place is kept: what is only     |
|         | -> waiting                                   | late is still said                                   |

A stall makes the delay longer; whatever it is longer than the target is taken out again, a pitch period at a time
(``stretch``), sooner in pauses than within words. The same takes care of clocks that run apart. While the sender says
nothing by design (DTX), time goes on. Times in ms are of any one clock; timestamps count 48 kHz (RFC 7587).
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .arrivals import Arrivals
from .counts import Counts
from .opus_packet import DTX_BYTES, TIMESTAMP_HZ, has_copy, ticks
from .stretch import FADE, LEAST_LAG, MOST_LAG, NEEDED, Samples, is_quiet, lengthen, shorten

RATE_HZ = 16_000
FRAME = RATE_HZ // 100
TICKS_PER_MS = TIMESTAMP_HZ // 1000
TICKS_PER_SAMPLE = TIMESTAMP_HZ // RATE_HZ
FRAME_TICKS = FRAME * TICKS_PER_SAMPLE
FIRST_GUESS_MS = 20.0
"""The target before anything is known."""
MOST_TARGET_MS = 250.0
STALL_MS = 400
SKIP_MS = 600.0
"""A delay this much beyond the target is cut at once."""
JUMP_TICKS = 2 * TIMESTAMP_HZ
"""A timestamp this far from the newest one begins a new timeline."""
MOST_PACKETS = 200
FRAME_MS = 10.0
HOLD_MS = 1.5
"""The delay is left alone within this of the target and a frame above it."""
SHORT_MS = -5.0
"""So far under the target words are drawn out too."""
LEAST_CUT, IN_WORDS = 16, 160
"""Samples: less is not worth a seam in a pause, within a word."""
LIKENESS = 0.7
LOSS_MEMORY = 200
COPIES_PAY = 0.02
"""With more lost than this share, waiting for the packet after, which holds a copy, is worth its time."""


class OpusDecoder(Protocol):
    """``hushcue_gateway.opus.Decoder`` at 16 kHz mono. Raises ValueError for what is no packet."""

    def decode(self, packet: bytes, /) -> NDArray[np.int16]: ...
    def conceal(self, samples: int, /) -> NDArray[np.int16]: ...
    def fec(self, packet: bytes, samples: int | None = None, /) -> NDArray[np.int16]: ...


@dataclass(slots=True)
class _Held:
    payload: bytes
    is_copy: bool


class Playout:
    """``packet`` for whatever comes, ``frame`` once per 10 ms of real time."""

    def __init__(self, decoder: OpusDecoder, floor_ms: float = 3.0):
        """floor_ms: the target is never less."""
        self.counts = Counts()
        self.newest_delay_ms = 0.0
        """``delay_ms`` of the newest frame"""
        self._decoder = decoder
        self._floor_ms = floor_ms
        self._arrivals = Arrivals(max(floor_ms, FIRST_GUESS_MS))
        self._packets: dict[int, _Held] = {}
        self._newest: int | None = None
        """timestamp, unwrapped"""
        self._sequence: int | None = None
        self._missing: dict[int, None] = {}
        self._loss = 0.0
        self._packet_ms = 20.0
        self._next: int | None = None
        """timestamp of what is decoded next; None while waiting"""
        self._stalled = 0
        """ticks concealed without going on"""
        self._dtx = False
        self._fresh = True
        self._ready: Samples = np.zeros(0, np.float32)
        self._played: Samples = np.zeros(NEEDED, np.float32)

    # --- what is known ----------------------------------------------------------------------------------------------

    @property
    def state(self) -> str:
        """waiting, playing, stalled."""
        if self._next is None:
            return "waiting"
        return "stalled" if self._stalled else "playing"

    @property
    def jitter_ms(self) -> float:
        """98 % of the packets are no later than this."""
        return self._arrivals.jitter_ms

    @property
    def target_ms(self) -> float:
        """The delay wished: jitter, and a packet more where losses make copies worth waiting for."""
        wanted = self._arrivals.jitter_ms + (self._packet_ms if self._loss > COPIES_PAY else 0.0)
        return min(MOST_TARGET_MS, max(self._floor_ms, wanted))

    def delay_ms(self, now_ms: float) -> float:
        """How long after the moment at which an undelayed packet would have come its first sample is played, were it
        the next one; 0 while waiting."""
        if self._next is None:
            return 0.0
        place_ms = self._next / TICKS_PER_MS - len(self._ready) * 1000 / RATE_HZ
        return now_ms - self._arrivals.on_time_ms - place_ms

    # --- packets ----------------------------------------------------------------------------------------------------

    def packet(self, sequence: int, timestamp: int, payload: bytes, arrival_ms: float) -> None:
        """One packet as it came. sequence 0..65535, timestamp 0..2**32-1."""
        length = ticks(payload)
        if not length:
            self.counts.bad += 1
            return
        if not self._follow(sequence):
            return
        place = self._unwrap(timestamp)
        self.counts.received += 1
        if length >= FRAME_TICKS:
            self._packet_ms = length / TICKS_PER_MS
        self._newest = place if self._newest is None else max(self._newest, place)
        self._arrivals.add(arrival_ms - place / TICKS_PER_MS, arrival_ms)
        self._keep(place, length, payload, is_copy=False)

    def copy(self, timestamp: int, payload: bytes) -> None:
        """A packet said once more inside a later one (RFC 2198). To be told before that later one."""
        length = ticks(payload)
        if not length or self._newest is None:
            return
        place = self._newest + _signed(timestamp - self._newest)
        if abs(place - self._newest) < JUMP_TICKS and place not in self._packets:
            self._keep(place, length, payload, is_copy=True)

    def _keep(self, place: int, length: int, payload: bytes, is_copy: bool) -> None:
        if self._next is not None and place + length <= self._next:
            self.counts.late += not is_copy
            return
        held = self._packets.get(place)
        if held is None or held.is_copy:
            self._packets[place] = _Held(payload, is_copy)
        if len(self._packets) > MOST_PACKETS:
            del self._packets[min(self._packets)]
            self.counts.skipped += 1

    def _follow(self, sequence: int) -> bool:
        """Count by sequence numbers; False for a duplicate."""
        newest, counts = self._sequence, self.counts
        if newest is None:
            self._sequence = sequence
            return True
        step = (sequence - newest + 0x8000 & 0xFFFF) - 0x8000
        if step > 0:
            self._sequence = sequence
            gap = min(step - 1, 1000)
            counts.lost += gap
            for number in range(sequence - gap, sequence):
                self._missing[number & 0xFFFF] = None
            while len(self._missing) > 1000:
                del self._missing[next(iter(self._missing))]
            for missed in (*(True,) * min(gap, 50), False):
                self._loss += (missed - self._loss) / LOSS_MEMORY
            return True
        if sequence not in self._missing:
            counts.duplicate += 1
            return False
        del self._missing[sequence]
        counts.lost -= 1
        counts.reordered += 1
        return True

    def _unwrap(self, timestamp: int) -> int:
        """On one line with the others; a jump begins another line."""
        if self._newest is None:
            return timestamp
        step = _signed(timestamp - self._newest)
        if abs(step) >= JUMP_TICKS:
            self._restart()
            return timestamp
        return self._newest + step

    def _restart(self) -> None:
        self.counts.restarts += 1
        self._packets.clear()
        self._newest = self._next = None
        self._arrivals = Arrivals(self._arrivals.jitter_ms)

    # --- frames -----------------------------------------------------------------------------------------------------

    def frame(self, now_ms: float) -> Samples:
        """The next FRAME samples. now_ms: when they are due."""
        if self._next is None and not self._begin(now_ms):
            self.counts.silent += 1
            self.newest_delay_ms = 0.0
            return self._out(self._tail())
        self.newest_delay_ms = self.delay_ms(now_ms)
        if self.newest_delay_ms - self.target_ms > SKIP_MS:
            self._skip(now_ms)
        rest = len(self._ready)
        self._fill(FRAME)
        if rest < FRAME and not self._stalled and self._next is not None:
            self._adjust(self.delay_ms(now_ms) - rest * 1000 / RATE_HZ - self.target_ms, rest)
        out, self._ready = self._ready[:FRAME], self._ready[FRAME:]
        return self._out(out)

    def _out(self, frame: Samples) -> Samples:
        self._played = np.concatenate((self._played[FRAME:], frame))
        return frame

    def _tail(self) -> Samples:
        """What was decoded and not played when the waiting began, then silence."""
        frame = np.zeros(FRAME, np.float32)
        rest, self._ready = self._ready[:FRAME], self._ready[FRAME:]
        frame[: len(rest)] = rest
        return frame

    def _begin(self, now_ms: float) -> bool:
        if not self._packets:
            return False
        oldest = min(self._packets)
        if now_ms - self._arrivals.on_time_ms - oldest / TICKS_PER_MS < self.target_ms:
            return False
        self._next, self._stalled, self._dtx, self._fresh = oldest, 0, False, True
        return True

    def _fill(self, samples: int) -> None:
        """Decode until so many samples are ready."""
        while len(self._ready) < samples:
            missing = samples - len(self._ready)
            part = self._decode_next() if self._next is not None else np.zeros(missing, np.float32)
            if self._fresh and len(part) >= FADE:
                part[:FADE] *= np.linspace(0.0, 1.0, FADE, dtype=np.float32)
                self._fresh = False
            self._ready = np.concatenate((self._ready, part))

    def _decode_next(self) -> Samples:
        assert self._next is not None
        while self._packets:
            place = min(self._packets)
            gap = place - self._next
            if gap <= 0:
                held = self._packets.pop(place)
                length = ticks(held.payload)
                if length + gap <= 0:
                    continue
                return self._decode(held, length, -gap)
            if self._stalled:
                passed = min(gap, self._stalled)
                self._next += passed
                self._stalled -= passed
                if passed == gap:
                    continue
            return self._bridge(place, place - self._next)
        return self._stall()

    def _decode(self, held: _Held, length: int, cut: int) -> Samples:
        """A packet, without the part of ``cut`` ticks whose time is over already."""
        assert self._next is not None
        self._next += length - cut
        self._stalled = 0
        self._dtx = len(held.payload) <= DTX_BYTES
        try:
            samples = self._decoder.decode(held.payload)
        except ValueError:
            self.counts.bad += 1
            return self._conceal(length - cut)
        self.counts.by_red += held.is_copy
        samples = samples[cut // TICKS_PER_SAMPLE :]
        if self._dtx:
            self.counts.silent += len(samples) // FRAME
        else:
            self.counts.played += max(1, len(samples) // FRAME)
        return _floats(samples)

    def _bridge(self, place: int, gap: int) -> Samples:
        """``gap`` ticks are missing before the packet at ``place``, which is there."""
        assert self._next is not None
        payload = self._packets[place].payload
        if gap <= ticks(payload) and gap % 120 == 0 and has_copy(payload):
            try:
                mended = self._decoder.fec(payload, gap // TICKS_PER_SAMPLE)
            except ValueError:
                self.counts.bad += 1
            else:
                self._next += gap
                self.counts.by_fec += 1
                return _floats(mended)
        step = min(gap, FRAME_TICKS)
        self._next += step
        return self._conceal(step)

    def _stall(self) -> Samples:
        """Nothing is there. Silence by design goes on; what may be late is waited for."""
        assert self._next is not None
        if self._dtx:
            self._next += FRAME_TICKS
            self._waited(FRAME_TICKS)
            return self._conceal(FRAME_TICKS)
        self._waited(FRAME_TICKS)
        return self._conceal(FRAME_TICKS)

    def _waited(self, step: int) -> None:
        newest = self._newest if self._newest is not None else 0
        if self._dtx:
            if self._next is not None and self._next - newest > JUMP_TICKS // 2:
                self._next = None
            return
        self._stalled += step
        if self._stalled > STALL_MS * TICKS_PER_MS:
            self._next, self._stalled = None, 0

    def _conceal(self, length: int) -> Samples:
        """What stands in for ``length`` ticks: libopus knows multiples of 2.5 ms."""
        samples = max(1, round(length / 120)) * 40
        if self._dtx:
            self.counts.silent += 1
        else:
            self.counts.concealed += max(1, samples // FRAME)
        return _floats(self._decoder.conceal(samples))

    # --- the delay --------------------------------------------------------------------------------------------------

    def _adjust(self, spare_ms: float, rest: int) -> None:
        """Bring the delay nearer to the target. spare_ms: how long the packet decoded last has waited beyond the
        target. rest: samples that lay ready when it was decoded, which are delay and cover nothing."""
        frames = int((abs(spare_ms) - HOLD_MS) // FRAME_MS) if abs(spare_ms) >= HOLD_MS else -1
        if spare_ms >= 0:
            self._shorten(rest + FRAME * max(0, frames))
        elif frames >= 0:
            self._lengthen(FRAME * (frames + 1) - rest, spare_ms < SHORT_MS)

    def _shorten(self, most: int) -> None:
        quiet = is_quiet(self._ready[:FRAME]) and is_quiet(self._played)
        least, likeness = (LEAST_CUT, -1.0) if quiet else (IN_WORDS, LIKENESS)
        if most < least:
            return
        lag = min(most, MOST_LAG)
        needed = max(NEEDED, FRAME + lag)
        while len(self._ready) < needed and self._next in self._packets:
            self._fill(len(self._ready) + 1)
        if len(self._ready) >= needed:
            self._ready, gone = shorten(self._ready, lag if quiet else LEAST_LAG, lag, likeness)
            self.counts.shortened += gone

    def _lengthen(self, most: int, in_words: bool) -> None:
        quiet = is_quiet(self._ready[:FRAME]) and is_quiet(self._played)
        lag = min(most, MOST_LAG)
        if lag < LEAST_LAG or not (quiet or in_words):
            return
        likeness = -1.0 if quiet else LIKENESS
        self._ready, more = lengthen(self._played, self._ready, lag if quiet else LEAST_LAG, lag, likeness)
        self.counts.lengthened += more

    def _skip(self, now_ms: float) -> None:
        """Far behind: the oldest go, and the seam is faded."""
        assert self._next is not None
        wanted = (now_ms - self._arrivals.on_time_ms - self.target_ms) * TICKS_PER_MS
        for place in sorted(self._packets):
            if place >= wanted:
                break
            del self._packets[place]
            self.counts.skipped += 1
        self._fill_seam(min(self._packets) if self._packets else int(wanted))

    def _fill_seam(self, place: int) -> None:
        old = _floats(self._decoder.conceal(FRAME))[:FADE]
        self._ready = np.zeros(0, np.float32)
        self._next, self._stalled = place, 0
        self._fill(FRAME)
        rise = np.linspace(0.0, 1.0, FADE, dtype=np.float32)
        self._ready[:FADE] = old * (1.0 - rise) + self._ready[:FADE] * rise


def _floats(samples: NDArray[np.int16]) -> Samples:
    return samples.astype(np.float32) * np.float32(1 / 32768)


def _signed(difference: int) -> int:
    """Of two timestamps, -2**31..2**31-1."""
    return (difference + 0x80000000 & 0xFFFFFFFF) - 0x80000000
