"""The host's one button: contact noise out, presses in.

A short press says "heard" (ACKNOWLEDGE), at its release; a long one says "call me" (CALL), once it is long enough.

    state      contact closed                        contact open
    UP         -> CLOSING                            -
    CLOSING    for SETTLE_MS: -> DOWN                -> UP (noise)
    DOWN       for LONG_MS: CALL, -> HELD            -> OPENING
    OPENING    -> DOWN (noise)                       for SETTLE_MS: ACKNOWLEDGE, -> UP
    HELD       -                                     -> LEAVING
    LEAVING    -> HELD (noise)                       for SETTLE_MS: -> UP
"""

from .ticks import elapsed_ms

NOTHING = 0
ACKNOWLEDGE = 1
CALL = 2

SETTLE_MS = 30
LONG_MS = 800

_UP = 0
_CLOSING = 1
_DOWN = 2
_OPENING = 3
_HELD = 4
_LEAVING = 5


class Button:
    """``sample`` is called with the contact every 5 to 50 ms."""

    def __init__(self, now_ms: int):
        self._state = _UP
        self._since_ms = now_ms  # in this state
        self._pressed_ms = now_ms  # when the press began

    def sample(self, closed: bool, now_ms: int) -> int:
        """The contact now -> NOTHING, ACKNOWLEDGE or CALL."""
        lasted_ms = elapsed_ms(now_ms, self._since_ms)
        state = self._state
        if state == _UP:
            if closed:
                self._pressed_ms = now_ms
                self._become(_CLOSING, now_ms)
        elif state == _CLOSING:
            if not closed:
                self._become(_UP, now_ms)
            elif lasted_ms >= SETTLE_MS:
                self._become(_DOWN, now_ms)
        elif state == _DOWN:
            if not closed:
                self._become(_OPENING, now_ms)
            elif elapsed_ms(now_ms, self._pressed_ms) >= LONG_MS:
                self._become(_HELD, now_ms)
                return CALL
        elif state == _OPENING:
            if closed:
                self._become(_DOWN, now_ms)
            elif lasted_ms >= SETTLE_MS:
                self._become(_UP, now_ms)
                return ACKNOWLEDGE
        elif state == _HELD:
            if not closed:
                self._become(_LEAVING, now_ms)
        elif closed:
            self._become(_HELD, now_ms)
        elif lasted_ms >= SETTLE_MS:
            self._become(_UP, now_ms)
        return NOTHING

    def _become(self, state: int, now_ms: int) -> None:
        self._state = state
        self._since_ms = now_ms
