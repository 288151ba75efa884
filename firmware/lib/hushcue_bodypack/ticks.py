"""The chip's millisecond clock: ``time.ticks_ms()`` counts 0..2**30-1 and wraps, so differences are taken on the
circle.

2**30 ms are 12.4 days. Times further apart than half of that cannot be told apart, and nothing here lives that long.
"""

_HALF = 1 << 29
_MASK = (1 << 30) - 1  # 2**30 itself would be an object on the heap, and so a new one in every difference


def elapsed_ms(now, then):
    """How long ``then`` lies before ``now``: -2**29..2**29-1 ms, negative when it lies after."""
    return ((now - then + _HALF) & _MASK) - _HALF


def add_ms(now, span):
    """The clock's reading ``span`` ms (any sign) later."""
    return (now + span) & _MASK
