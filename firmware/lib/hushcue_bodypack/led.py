"""The status light: what it says, as lengths of on and off in milliseconds, over and over.

pattern      looks like                       says
BOOTING      on                               starting
NO_WIFI      fast, even                       no network
NO_BROKER    slow, even                       network, but no broker
NO_SESSION   two flashes, a pause             a broker, but no gateway has taken us
READY        a short flash every 2 s          all is well, nothing is said
PLAYING      on, a short gap every 2 s        sound
MUTED        three flashes, a pause           sound is switched off for us
IDENTIFY     very fast                        "this one"
FAULT        one long, two short              a person must look: see the status, or the serial console
DARK         off                              -
"""

from .ticks import elapsed_ms

BOOTING = 0
NO_WIFI = 1
NO_BROKER = 2
NO_SESSION = 3
READY = 4
PLAYING = 5
MUTED = 6
IDENTIFY = 7
FAULT = 8
DARK = 9

PATTERNS = (
    (1000, 0),
    (125, 125),
    (600, 600),
    (80, 160, 80, 880),
    (60, 1940),
    (1900, 100),
    (80, 160, 80, 160, 80, 840),
    (60, 60),
    (600, 200, 120, 200, 120, 760),
    (0, 1000),
)
"""By pattern: on, off, on, off, ..."""


class Led:
    """Which pattern, and whether the light is on within it."""

    def __init__(self, now_ms: int):
        self.pattern = BOOTING
        self._since_ms = now_ms

    def show(self, pattern: int, now_ms: int) -> None:
        """Begin ``pattern``; a pattern that runs already goes on."""
        if pattern != self.pattern:
            self.pattern = pattern
            self._since_ms = now_ms

    def is_on(self, now_ms: int) -> bool:
        """The light at this moment."""
        lengths = PATTERNS[self.pattern]
        within_ms = elapsed_ms(now_ms, self._since_ms)
        period_ms = sum(lengths)
        if not 0 <= within_ms < period_ms:
            within_ms %= period_ms
            # kept near: the chip's clock can tell times apart for some days only
            self._since_ms = now_ms - within_ms
        on = True
        for length_ms in lengths:
            if within_ms < length_ms:
                return on
            within_ms -= length_ms
            on = not on
        return False


def choose(wifi: bool, broker: bool, served: bool, playing: bool, muted: bool, identifying: bool, fault: bool) -> int:
    """The most pressing thing to say. Sound before its control plane: playing without a broker is still playing."""
    if identifying:
        return IDENTIFY
    if not wifi:
        return NO_WIFI
    if fault:
        return FAULT
    if muted:
        return MUTED
    if playing:
        return PLAYING
    if not broker:
        return NO_BROKER
    return READY if served else NO_SESSION
