"""What the firmware's loops must compute, written a second time: whole arrays in NumPy instead of one sample at a time.

Each function takes the very arguments of the viper function of the same name; buffers are copies that it may change,
and the integer result is returned. The machine code is held to these bit by bit.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]
Bytes = bytearray


def _samples(buffer: Bytes) -> Samples:
    return np.frombuffer(buffer, "<i2")


def _magnitude(values: Samples) -> int:
    return int(np.abs(values.astype(np.int32)).max(initial=0))


def _clamped(values: NDArray[np.int64], ceiling: int) -> NDArray[np.int64]:
    return np.clip(values, -ceiling, ceiling)


def copy_samples(at: int, to: int, src: Bytes, dst: Bytes, count: int) -> int:
    """Any overlap with ``to`` before ``at``."""
    _samples(dst)[to : to + count] = _samples(src)[at : at + count].copy()
    return 0


def clear_samples(to: int, end: int, dst: Bytes) -> int:
    """Zeros."""
    _samples(dst)[to:end] = 0
    return 0


def peak(at: int, end: int, src: Bytes) -> int:
    """Largest magnitude."""
    return _magnitude(_samples(src)[at:end])


def decode_l16(at: int, count: int, src: Bytes, dst: Bytes, to: int) -> int:
    """Big-endian to native."""
    values = np.frombuffer(src, ">i2")[at : at + count].astype(np.int16)
    _samples(dst)[to : to + count] = values
    return _magnitude(values)


def decode_pcmu(at: int, count: int, src: Bytes, dst: Bytes, to: int, table: Bytes) -> int:
    """By the expansion formula of ITU-T G.711, not by the table."""
    code = ~np.frombuffer(src, np.uint8)[at : at + count].astype(np.int32) & 0xFF
    magnitude = ((((code & 0x0F) << 3) + 0x84) << ((code & 0x70) >> 4)) - 0x84
    values = np.where(code & 0x80, -magnitude, magnitude).astype(np.int16)
    _samples(dst)[to : to + count] = values
    return _magnitude(values)


def level(at: int, count: int, src: Bytes, dst: Bytes, before: int, after: int, ramp: int, ceiling: int) -> int:
    """Ramp, then a steady gain, then the ceiling."""
    gain = np.full(count, after, np.int64)
    if ramp:
        step = ((after - before) << 14) // ramp
        gain[:ramp] = ((before << 14) + step * np.arange(1, ramp + 1)) >> 14
    values = (_samples(src)[at : at + count].astype(np.int64) * gain) >> 12
    _samples(dst)[:count] = _clamped(values, ceiling)
    return 0


def crossfade(at: int, to: int, src: Bytes, dst: Bytes, count: int) -> int:
    """Linear, its weights in 14 bits."""
    step = 16384 // count
    weight = 16384 - step * count + (step >> 1) + step * np.arange(count, dtype=np.int64)
    old = _samples(src)[at : at + count].astype(np.int64)
    new = _samples(dst)[to : to + count].astype(np.int64)
    _samples(dst)[to : to + count] = old + (((new - old) * weight) >> 14)
    return 0


def drop_one(at: int, count: int, buf: Bytes, shift: int) -> int:
    """The first of the smallest steps loses its later sample."""
    values = _samples(buf)[at : at + count].astype(np.int32)
    where = int(np.argmin(np.abs(np.diff(values)))) + 1
    _samples(buf)[at - shift : at - shift + count - 1] = np.delete(values, where)
    return 0


def insert_one(count: int, buf: Bytes) -> int:
    """The first of the smallest steps gains its middle."""
    values = _samples(buf)[:count].astype(np.int32)
    where = int(np.argmin(np.abs(np.diff(values)))) + 1
    middle = (values[where] + values[where - 1]) >> 1
    _samples(buf)[: count + 1] = np.insert(values, where, middle)
    return 0


EVEN = (116, -258, 590, -1322, 5016)
ODD = (-105, 1634)


def upsample_taps() -> NDArray[np.int64]:
    """The prototype's 29 coefficients at 48 kHz in Q13."""
    near = np.zeros(15, np.int64)
    near[0] = 8192
    for index, even in enumerate(reversed(EVEN)):
        odd = ODD[::-1][index] if index < len(ODD) else 0
        near[3 * index + 1] = even + odd
        near[3 * index + 2] = even - odd
    return np.concatenate([near[:0:-1], near])


def upsample3(to: int, count: int, dst: Bytes, src: Bytes, history: Bytes, ceiling: int) -> int:
    """Zeros put between the samples, one long filter, every output twice."""
    inputs = np.concatenate([_samples(history), _samples(src)[:count]]).astype(np.int64)
    stuffed = np.zeros(3 * len(inputs), np.int64)
    stuffed[::3] = inputs
    filtered = np.convolve(stuffed, upsample_taps())
    # the middle tap stands 14 outputs after the first; output 3 n is input n - 5
    start = 14 + 3 * 4
    values = filtered[start : start + 3 * count]
    outputs = (values + 4096) >> 13
    outputs = _clamped(outputs, ceiling)
    outputs[::3] = inputs[4 : 4 + count]
    _samples(dst)[to : to + 6 * count] = np.repeat(outputs, 2)
    _samples(history)[:] = inputs[-9:]
    return 0


def scale(at: int, to: int, src: Bytes, dst: Bytes, count: int, up: int, down: int) -> int:
    """Shifts."""
    _samples(dst)[to : to + count] = (_samples(src)[at : at + count].astype(np.int64) << up) >> down
    return 0


def best_lag(lag: int, last: int, stride: int, shift: int, buf: Bytes) -> int:
    """Cross-correlation, squared and divided by the energy."""
    values = _samples(buf).astype(np.int64)
    here = values[240:560:stride]
    scores = {}
    for candidate in range(lag, last + 1, stride):
        there = values[240 - candidate : 560 - candidate : stride]
        product = int(here @ there)
        if product > 0:
            product >>= shift
            scores[candidate] = product * product // ((int(there @ there) >> shift) + 1)
    return max(scores, key=lambda candidate: (scores[candidate], -candidate)) if scores else lag


def repeat(phase: int, to: int, src: Bytes, dst: Bytes, count: int, length: int, before: int, after: int) -> int:
    """Indexes modulo the length."""
    gain = ((before << 14) + ((after - before) << 14) // count * np.arange(count, dtype=np.int64)) >> 14
    cycle = _samples(src)[(phase + np.arange(count)) % length].astype(np.int64)
    _samples(dst)[to : to + count] = (cycle * gain) >> 12
    return (phase + count) % length


def bend(to: int, count: int, dst: Bytes, offset: int) -> int:
    """A falling line."""
    weight = (offset << 12) - (offset << 12) // count * np.arange(count, dtype=np.int64)
    values = _samples(dst)[to : to + count].astype(np.int64) + (weight >> 12)
    _samples(dst)[to : to + count] = np.clip(values, -32768, 32767)
    return 0


def mix_beeps(position: int, count: int, out: Bytes, sine: Bytes, amplitude: int, ceiling: int) -> int:
    """Envelope times sine where a beep is."""
    place = (position + np.arange(count, dtype=np.int64)) % 3520
    sounding = place < 1920
    edge = np.minimum(np.minimum(place, 1920 - place), 128)
    values = _samples(sine)[((place * 901) >> 8) & 63].astype(np.int64)
    values = (((values * edge) >> 7) * amplitude) >> 12
    mixed = _clamped(_samples(out)[:count].astype(np.int64) + values, ceiling)
    _samples(out)[:count] = np.where(sounding, mixed, _samples(out)[:count])
    return 0


def copy_masked(at: int, to: int, buf: Bytes, mask: Bytes, shift: int, pool: Bytes, count: int) -> int:
    """Octets, exclusive or."""
    octets = np.frombuffer(buf, np.uint8)[at : at + count] ^ np.frombuffer(mask, np.uint8)[at - shift :][:count]
    pool[to : to + count] = octets.tobytes()
    return 0


def find_header(buf: Bytes, at: int, size: int, ssrc: Bytes) -> int:
    """Every place of the source is looked at: is there a header around it?"""
    for place in range(at, size - 11):
        source = place + (4 if buf[place + 1] == 200 else 8)
        if buf[place] >> 6 == 2 and buf[source : source + 4] == ssrc[:4]:
            return place
    return size


def move_down(at: int, size: int, buf: Bytes) -> int:
    """Overlapping."""
    buf[: size - at] = bytes(buf[at:size])
    return 0


def missing_copies(flags: Bytes, frame: int, count: int, mask: int) -> int:
    """A sum of bits."""
    return sum(1 << k for k in range(count) if not flags[(frame - 1 - k) & mask] & 3)


def choose_packets(
    flags: Bytes, first: int, last: int, mask: int, depth: int, top: int, chosen: Bytes, most: int
) -> int:
    """The set of what is missing shrinks with every packet that is chosen."""
    missing = [frame for frame in range(first, last + 1) if not flags[frame & mask] & 3]
    count = 0
    while missing and count < most:
        oldest = missing[0]
        newest = min(oldest + depth, top)
        not_here = [number for number in range(oldest + 1, newest + 1) if not flags[number & mask] & 4]
        number = max([oldest, *not_here])
        flags[number & mask] |= 8
        chosen[2 * count : 2 * count + 2] = (number & 0xFFFF).to_bytes(2, "little")
        count += 1
        missing = [frame for frame in missing if frame > number]
    return count


def count_bursts(ring: Bytes, at: int, count: int, mask: int, counts: Bytes) -> int:
    """RFC 3611 appendix A.2, its names."""
    c11, c13, c14, c22, c23, c33, packets, lost = np.frombuffer(counts, "<i4").tolist()
    for place in range(at, at + count):
        if ring[place & mask] >> 6 == 1:
            packets += 1
            continue
        if packets >= 16:
            c14, c13 = (c14 + 1, c13) if lost == 1 else (c14, c13 + 1)
            c11 += packets
            lost = 1
        else:
            lost += 1
            if packets == 0:
                c33 += 1
            else:
                c23 += 1
                c22 += packets - 1
        packets = 0
    counts[:] = np.array([c11, c13, c14, c22, c23, c33, packets, lost], "<i4").tobytes()
    return 0


FUNCTIONS: dict[str, Callable[..., int]] = {
    "copy_samples": copy_samples,
    "clear_samples": clear_samples,
    "peak": peak,
    "decode_l16": decode_l16,
    "decode_pcmu": decode_pcmu,
    "level": level,
    "crossfade": crossfade,
    "drop_one": drop_one,
    "insert_one": insert_one,
    "upsample3": upsample3,
    "scale": scale,
    "best_lag": best_lag,
    "repeat": repeat,
    "bend": bend,
    "mix_beeps": mix_beeps,
    "copy_masked": copy_masked,
    "find_header": find_header,
    "move_down": move_down,
    "missing_copies": missing_copies,
    "choose_packets": choose_packets,
    "count_bursts": count_bursts,
}
"""By name. The readers of headers and blocks are not here: their second writing is in hushcue_wire."""


def image_rejection_db(top_hz: int, floor_hz: int = 0) -> float:
    """How far the loudest image of floor_hz..top_hz lies under its sound, in dB, by the upsampler's coefficients."""
    taps = upsample_taps() / 8192
    frequencies = np.arange(floor_hz, top_hz + 1, 20)
    offsets = np.arange(-14, 15)

    def gain(hz: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(np.abs(np.exp(-2j * np.pi * np.outer(hz, offsets) / 48000) @ taps))

    images = np.maximum(gain(16000 - frequencies), gain(16000 + frequencies))
    return float(-20 * np.log10((images / gain(frequencies)).max()))
