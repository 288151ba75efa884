"""What became of a frame, in one byte: where it came from, whether playing had to wait for it, and its delay.

bits 7-6   source: NONE, ORIGINAL (its own packet), REDUNDANCY (a copy in a later packet, RFC 2198),
           RETRANSMISSION (RFC 4585)
bit 5      LATE: playing had to wait, a gap was filled before it. With NONE: the gap was not filled either (LOST),
           else it was concealed
bits 4-0   delay code: 0..29 from the fastest arrival of the last seconds to playing; MUTED: not heard by choice;
           LEFT_OUT: a frame of a pause that was not played, to give delay back
"""

NONE = 0x00
ORIGINAL = 0x40
REDUNDANCY = 0x80
RETRANSMISSION = 0xC0
SOURCE_BITS = 0xC0
LATE = 0x20
LOST = NONE | LATE
CONCEALED = NONE
CODE_BITS = 0x1F
MUTED = 30
LEFT_OUT = 31

DELAYS_MS = (
    0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60,
    70, 82, 96, 112, 132, 156, 184, 220, 264, 320, 400, 540, 800, 1200,
)  # fmt: skip
"""What the codes 0..29 mean; a delay gets the largest that is not above it."""


def delay_code(delay_ms: int) -> int:
    """0..29. Allocates nothing."""
    if delay_ms <= 60:
        return delay_ms >> 2 if delay_ms > 0 else 0
    code = 29
    while DELAYS_MS[code] > delay_ms:
        code -= 1
    return code
