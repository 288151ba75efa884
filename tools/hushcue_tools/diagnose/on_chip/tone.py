"""A tone and a sweep at the DAC, never louder than the ceiling of config.json; and whether the bit clock runs true."""

import math
import time

_RATE_HZ = 48000
_FRAMES = 480  # 10 ms: a whole number of periods of every multiple of 100 Hz


def _sound(hertz, amplitude, first, last):
    """10 ms of stereo; ``first`` and ``last`` are the loudness at its two ends, 0..1."""
    out = bytearray(4 * _FRAMES)
    step = 2 * math.pi * hertz / _RATE_HZ
    for index in range(_FRAMES):
        value = int(amplitude * (first + (last - first) * index / _FRAMES) * math.sin(step * index))
        at = 4 * index
        out[at] = out[at + 2] = value & 0xFF
        out[at + 1] = out[at + 3] = (value >> 8) & 0xFF
    return out


def _play(speaker, hertz, amplitude, blocks):
    begin, middle, end = [_sound(hertz, amplitude, *ends) for ends in ((0, 1), (1, 1), (1, 0))]
    for number in range(blocks):
        speaker.write(begin if number == 0 else end if number == blocks - 1 else middle)


def probe(asked):
    import machine

    module = __import__("hushcue_bodypack.boards." + asked["board"])
    pins = getattr(getattr(module, "boards"), asked["board"])  # noqa: B009 - the lean form keeps what stands in a text
    ring = 4096
    speaker = machine.I2S(
        pins.I2S_ID,
        sck=machine.Pin(pins.I2S_SCK),
        ws=machine.Pin(pins.I2S_WS),
        sd=machine.Pin(pins.I2S_SD),
        mode=machine.I2S.TX,
        bits=16,
        format=machine.I2S.STEREO,
        rate=_RATE_HZ,
        ibuf=ring,
    )
    yield {"pins": [pins.I2S_SCK, pins.I2S_WS, pins.I2S_SD]}
    try:
        for hertz, blocks in asked["notes"]:
            _play(speaker, hertz, asked["amplitude"], blocks)
        # the clock: how long the DAC takes for what is written once its ring is full
        quiet = bytes(4 * _FRAMES)
        for _ in range(ring // (4 * _FRAMES) + 2):
            speaker.write(quiet)
        shortest = None  # whatever disturbs makes it longer
        for _ in range(5):
            started = time.ticks_us()
            for _ in range(asked["clock_blocks"]):
                speaker.write(quiet)
            took_us = time.ticks_diff(time.ticks_us(), started)
            shortest = took_us if shortest is None else min(shortest, took_us)
        yield {"frames": asked["clock_blocks"] * _FRAMES, "took_us": shortest}
        time.sleep_ms(50)
    finally:
        speaker.deinit()
