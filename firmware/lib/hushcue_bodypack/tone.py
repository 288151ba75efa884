"""The identify tone: three short soft beeps, so that a technician finds the bodypack that is meant."""

import array

import micropython

BEEPS = 3
PERIOD = 3520
"""Samples from beep to beep (220 ms); the sound lasts the first 120 ms of each."""
LENGTH = BEEPS * PERIOD
LOUDEST = 2048
"""Amplitude, -24 dBFS; half of the ceiling where that is lower."""


def _sine():
    # one turn in 64 steps of a rotation, as integers: no math module needed, the error stays below one unit
    table = array.array("h", bytes(128))
    x, y = float(LOUDEST), 0.0
    for index in range(64):
        table[index] = int(y + 0.5) if y >= 0 else -int(0.5 - y)
        x, y = x * 0.9951847266721969 - y * 0.0980171403295606, x * 0.0980171403295606 + y * 0.9951847266721969
    return table


SINE = _sine()


@micropython.viper
def mix_beeps(position: int, count: int, out: ptr16, sine: ptr16, amplitude: int, ceiling: int):
    """Add samples position .. position + count of the tone to ``out``, held within the ceiling.

    880 Hz (sine is 64 steps, 901/256 of one per sample), 8 ms edges, ``amplitude`` 0..4096 is Q12.
    """
    floor = 0 - ceiling
    i = 0
    while i < count:
        place = position + i
        while place >= 3520:
            place -= 3520
        if place < 1920:
            edge = 1920 - place
            if place < edge:
                edge = place
            if edge > 128:
                edge = 128
            value = (int(sine[((place * 901) >> 8) & 63]) ^ 0x8000) - 0x8000
            value = (((value * edge) >> 7) * amplitude) >> 12
            value += (int(out[i]) ^ 0x8000) - 0x8000
            if value > ceiling:
                value = ceiling
            elif value < floor:
                value = floor
            out[i] = value & 0xFFFF
        i += 1


class Tone:
    """Where the beeps are; silent until :meth:`start`."""

    def __init__(self, ceiling):
        self._ceiling = ceiling
        half = ceiling >> 1
        self._amplitude = 4096 if half >= LOUDEST else (half << 12) // LOUDEST
        self._position = LENGTH

    def start(self):
        """From the first beep on."""
        self._position = 0

    def sounding(self):
        """Whether there is anything to mix."""
        return self._position < LENGTH

    def mix(self, out, count):
        """Add the next ``count`` samples to ``out``."""
        mix_beeps(self._position, count, out, SINE, self._amplitude, self._ceiling)
        self._position += count
