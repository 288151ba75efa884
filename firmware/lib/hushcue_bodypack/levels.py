"""Decibels of people, integers of loops.

Gains are Q12 (4096 is unity), amplitudes are int16 magnitudes. Used when a setting changes or a report is made,
never per packet: floats allocate.
"""

import math

UNITY = 4096
FULL_SCALE = 32767
LOUDEST_DB = 12
QUIETEST_DB = -60
FLOOR_DB = -120


def gain_q12(db):
    """Gain of a volume in dB, bounded to -60..+12 dB: 4..16306."""
    bounded = min(LOUDEST_DB, max(QUIETEST_DB, db))
    return int(UNITY * 10 ** (bounded / 20) + 0.5)


def amplitude(db):
    """The int16 amplitude of a peak in dBFS, bounded to -60..0 dBFS: 33..32767."""
    bounded = min(0, max(QUIETEST_DB, db))
    return int(FULL_SCALE * 10 ** (bounded / 20) + 0.5)


def level_db(peak):
    """dBFS of an amplitude 0..32768, rounded down to half a dB; FLOOR_DB for silence."""
    if peak <= 0:
        return FLOOR_DB
    halves = math.ceil(-40 * math.log10(peak / FULL_SCALE))
    return -halves / 2 if halves > 0 else 0
