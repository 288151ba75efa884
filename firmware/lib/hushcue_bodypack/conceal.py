"""Packet loss concealment after ITU-T G.711 Appendix I, at 16 kHz and with whole numbers.

The last 20 ms that were heard are compared with what came 5..15 ms before: the lag of best likeness is the pitch
period. The gap is filled with that period over and over; after 10 ms with the last two of them, after 20 ms with
three, so that it does not sound like a machine. From 10 ms on it fades by a fifth per 10 ms and is silent at 60 ms.
When the sound comes back it is crossfaded with what the concealment would have gone on with.

Other than in the appendix nothing is delayed by a quarter period to mend the joint before the gap: the step there is
bent away over the first quarter period of the gap instead.
"""

import micropython

from . import dsp

HISTORY_SAMPLES = 780
"""48.75 ms: what must lie before the gap."""
SHORTEST_PITCH = 80
LONGEST_PITCH = 240
FADED_MS = 60
_WINDOW = 320
_SEARCHED = _WINDOW + LONGEST_PITCH
_HELD_MS = 10
_UNITY = 4096
_LONGEST_JOIN = 160


@micropython.viper
def scale(at: int, to: int, src: ptr16, dst: ptr16, count: int, up: int, down: int):
    """dst[to:] = src[at:] * 2**up / 2**down, ``count`` samples; the caller sees to it that they fit 11 bits with
    sign."""
    end = at + count
    while at < end:
        value = (int(src[at]) ^ 0x8000) - 0x8000
        dst[to] = ((value << up) >> down) & 0xFFFF
        at += 1
        to += 1


@micropython.viper
def best_lag(lag: int, last: int, stride: int, shift: int, buf: ptr16) -> int:
    """The lag from ``lag`` to ``last`` in steps of ``stride`` at which buf[240:560] is most like itself that much
    earlier.

    Normalised cross-correlation over every ``stride``-th sample. Samples fit 11 bits with sign; ``shift`` brings the
    sums (320 / stride products) below 2**15, so that their squares can be compared: 12 for stride 4, 14 for stride 1.
    ``last`` is below 240.
    """
    best = 0 - 1
    found = lag
    energy = 0
    i = 240 - lag
    while i < 560 - lag:
        there = (int(buf[i]) ^ 0x8000) - 0x8000
        energy += there * there
        i += stride
    while lag <= last:
        product = 0
        i = 240
        while i < 560:
            there = (int(buf[i - lag]) ^ 0x8000) - 0x8000
            product += ((int(buf[i]) ^ 0x8000) - 0x8000) * there
            i += stride
        if product > 0:
            product >>= shift
            score = product * product // ((energy >> shift) + 1)
            if score > best:
                best = score
                found = lag
        lag += stride
        # the window has moved by one of its samples
        there = (int(buf[240 - lag]) ^ 0x8000) - 0x8000
        energy += there * there
        there = (int(buf[560 - lag]) ^ 0x8000) - 0x8000
        energy -= there * there
    return found


@micropython.viper
def repeat(phase: int, to: int, src: ptr16, dst: ptr16, count: int, length: int, before: int, after: int) -> int:
    """dst[to : to + count] = src[0:length] over and over from ``phase`` on, its gain going from before to after (Q12).

    The phase to go on with is returned.
    """
    gain = before << 14
    step = ((after - before) << 14) // count
    end = to + count
    while to < end:
        value = (int(src[phase]) ^ 0x8000) - 0x8000
        dst[to] = ((value * (gain >> 14)) >> 12) & 0xFFFF
        gain += step
        phase += 1
        if phase >= length:
            phase = 0
        to += 1
    return phase


@micropython.viper
def bend(to: int, count: int, dst: ptr16, offset: int):
    """Add ``offset`` (17 bits with sign) to dst[to], less to every next sample, none after ``count`` (1..) of them."""
    weight = offset << 12
    step = weight // count
    end = to + count
    while to < end:
        value = ((int(dst[to]) ^ 0x8000) - 0x8000) + (weight >> 12)
        if value > 32767:
            value = 32767
        elif value < -32768:
            value = -32768
        dst[to] = value & 0xFFFF
        weight -= step
        to += 1


def _signed(buf, index):
    value = buf[2 * index] | buf[2 * index + 1] << 8
    return value - 0x10000 if value & 0x8000 else value


def gain_at(elapsed):
    """Q12 gain ``elapsed`` ms into a gap."""
    if elapsed <= _HELD_MS:
        return _UNITY
    if elapsed >= FADED_MS:
        return 0
    return _UNITY * (FADED_MS - elapsed) // (FADED_MS - _HELD_MS)


class Concealer:
    """Fills gaps in a line: a halfword buffer that holds what is heard, one sample after the other."""

    def __init__(self):
        self._past = bytearray(2 * HISTORY_SAMPLES)
        self._cycle = bytearray(2 * 3 * LONGEST_PITCH)
        self._scratch = bytearray(2 * _SEARCHED)
        self._length = 0  # samples of the cycle
        self._phase = 0  # the next one of them
        self._turn = 0  # samples since the gap began, modulo six periods: the phase in a cycle of 1, 2 or 3 of them
        self.pitch = SHORTEST_PITCH
        self.elapsed_ms = 0  # of the gap so far; 0 when there is none

    def rest(self):
        """Nothing was heard: as after a gap that has faded, the sound that comes is faded in."""
        self.elapsed_ms = FADED_MS

    def faded(self):
        """Whether the gap has lasted so long that silence is all there is."""
        return self.elapsed_ms >= FADED_MS

    def fill(self, line, at, end, span_ms):
        """The next ``span_ms`` (4..20) of the gap at line[at:].

        What was heard before the gap is line[:at], and before that the last of line[:end]: the line is a ring.
        """
        count = span_ms * 16
        started = self.elapsed_ms
        if started == 0:
            self._remember(line, at, end)
            self.pitch = self._find_pitch()
            self._turn = 0
            self._length = 0
        periods = 1 if started < 10 else 2 if started < 20 else 3
        before = gain_at(started)
        overlap = 0
        if self._length != periods * self.pitch:
            if self._length:
                overlap = self.pitch >> 2
                repeat(self._phase, 0, self._cycle, self._scratch, overlap, self._length, before, before)
            self._make_cycle(periods)
            self._phase = self._turn % self._length
        self._phase = repeat(
            self._phase, at, self._cycle, line, count, self._length, before, gain_at(started + span_ms)
        )
        self._turn = (self._turn + count) % (6 * self.pitch)
        if overlap:
            dsp.crossfade(0, at, self._scratch, line, overlap)
        if started == 0:
            last = HISTORY_SAMPLES - 1
            bend(at, self.pitch >> 2, line, _signed(self._past, last) - _signed(self._past, last - self.pitch))
        self.elapsed_ms = started + span_ms

    def join(self, line, at, count):
        """The sound is back at line[at : at + count]: fade over to it, and the gap is over."""
        overlap = min((self.pitch >> 2) + 64 * max(1, self.elapsed_ms // 10), _LONGEST_JOIN, count)
        gain = gain_at(self.elapsed_ms)
        if gain:
            repeat(self._phase, 0, self._cycle, self._scratch, overlap, self._length, gain, gain)
        else:
            dsp.clear_samples(0, overlap, self._scratch)
        dsp.crossfade(0, at, self._scratch, line, overlap)
        self.elapsed_ms = 0

    def _remember(self, line, at, end):
        near = min(at, HISTORY_SAMPLES)
        far = HISTORY_SAMPLES - near
        dsp.copy_samples(at - near, far, line, self._past, near)
        if far:
            dsp.copy_samples(end - far, 0, line, self._past, far)

    def pitch_at(self, line, at, end):
        """The pitch of the 20 ms that end at line[at] (not in a gap); ``end`` as for :meth:`fill`."""
        self._remember(line, at, end)
        return self._find_pitch()

    def _find_pitch(self):
        start = HISTORY_SAMPLES - _SEARCHED
        peak = dsp.peak(start, HISTORY_SAMPLES, self._past)
        if peak == 0:
            return SHORTEST_PITCH
        up = down = 0
        while (peak << up) < 512:
            up += 1
        while (peak >> down) > 1023:
            down += 1
        scale(start, 0, self._past, self._scratch, _SEARCHED, up, down)
        coarse = best_lag(SHORTEST_PITCH, LONGEST_PITCH - 4, 4, 12, self._scratch)
        return best_lag(max(SHORTEST_PITCH, coarse - 3), min(LONGEST_PITCH - 1, coarse + 3), 1, 14, self._scratch)

    def _make_cycle(self, periods):
        length = periods * self.pitch
        overlap = self.pitch >> 2
        dsp.copy_samples(HISTORY_SAMPLES - length, 0, self._past, self._cycle, length - overlap)
        dsp.copy_samples(HISTORY_SAMPLES - length - overlap, length - overlap, self._past, self._cycle, overlap)
        dsp.crossfade(HISTORY_SAMPLES - overlap, length - overlap, self._past, self._cycle, overlap)
        self._length = length
