"""NTP timestamps as RTCP carries them (RFC 3550 section 4): seconds and 1/2**32 s, or "short", the middle 32 bits
of that: 1/65536 s, wrapping after 18 hours. The clock behind them has to run evenly, and need not know the time.
"""


def of_ns(time_ns: int) -> "tuple[int, int]":
    """(seconds, fraction) of a clock that counts nanoseconds."""
    seconds, rest = divmod(time_ns, 1_000_000_000)
    return seconds & 0xFFFFFFFF, (rest << 32) // 1_000_000_000


def short(time: "tuple[int, int]") -> int:
    """The middle 32 bits of (seconds, fraction)."""
    return (time[0] & 0xFFFF) << 16 | time[1] >> 16


def short_of_ns(duration_ns: int) -> int:
    """A duration in 1/65536 s, at most what the field holds."""
    return min((duration_ns << 16) // 1_000_000_000, 0xFFFFFFFF)


def round_trip(arrival: int, last: int, delay: int) -> int:
    """1/65536 s: ``arrival`` - ``last`` - ``delay`` (RFC 3550 section 6.4.1, A - LSR - DLSR), all short. Rounding may
    make it a little less than nothing: then 0."""
    time = (arrival - last - delay) & 0xFFFFFFFF
    return time if time < 0x80000000 else 0


def ms(duration: int) -> float:
    """1/65536 s in milliseconds."""
    return duration * 1000 / 65536
