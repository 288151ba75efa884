"""How late: constant, spread evenly, or as Wi-Fi does it. Pure; chance has a seed.

The four kinds of Wi-Fi follow published measurements of delay (median 3 ms; 10 % and 1 % of the worst between 20 and
250 ms in crowded networks) and the beacon interval of a station whose modem sleeps:

    name        | every datagram                | stalls (what is sent meanwhile comes at their end)
    ------------+-------------------------------+---------------------------------------------------
    quiet       | 1.2 ms + gamma(2, 0.25 ms)    | every 5 s, 5 to 20 ms
    busy        | 1.5 ms + lognormal(0.3, 0.8)  | every 1 s, 18 ms on average
    campus      | 1.5 ms + lognormal(0.4, 0.6)  | every 0.5 s, lognormal(3, 1) ms; and every 25 s it is
                |                               | crowded for 0.6 s: some 100 ms more
    modem-sleep | 1.5 ms after the next beacon  | none; a beacon every 102.4 ms; up without waiting
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from .link_channel import Spells

BEACON_MS = 102.4
CROWD_STEP_MS = 200.0


class Delay(Protocol):
    """What each datagram of one direction waits."""

    def of(self, now_ms: float) -> float:
        """Milliseconds from now to its arrival, before what came earlier holds it up."""
        ...


class Even:
    """``least_ms``, and evenly up to ``spread_ms`` more."""

    def __init__(self, least_ms: float, spread_ms: float = 0.0, seed: int = 0):
        self._least_ms = least_ms
        self._spread_ms = spread_ms
        self._dice = random.Random(seed)

    def of(self, now_ms: float) -> float:
        """One throw."""
        return self._least_ms + (self._spread_ms * self._dice.random() if self._spread_ms else 0.0)


class Sum:
    """One delay after another."""

    def __init__(self, *parts: Delay):
        self._parts = parts

    def of(self, now_ms: float) -> float:
        """Each begins where the one before ends."""
        then_ms = now_ms
        for part in self._parts:
            then_ms += part.of(then_ms)
        return then_ms - now_ms


@dataclass(frozen=True)
class Radio:
    """What both directions of one radio share: when it stalls, and when the air is crowded."""

    stalls: Spells | None = None
    crowds: Spells | None = None
    crowd_seed: int = 0

    def extra_ms(self, now_ms: float) -> float:
        """Of the crowd: the same for all datagrams of 200 ms."""
        if self.crowds is None or self.crowds.at(now_ms) is None:
            return 0.0
        return random.Random(self.crowd_seed * 1_000_003 + int(now_ms // CROWD_STEP_MS)).lognormvariate(4.6, 0.6)


class Wifi:
    """One direction of a radio: ``noise()`` ms per datagram, and what the radio does."""

    def __init__(self, radio: Radio, noise: Callable[[], float]):
        self._radio = radio
        self._noise = noise

    def of(self, now_ms: float) -> float:
        """At least to the end of the stall that is on."""
        delay_ms = self._noise() + self._radio.extra_ms(now_ms)
        stall = self._radio.stalls.at(now_ms) if self._radio.stalls is not None else None
        return max(delay_ms, stall[1] - now_ms) if stall is not None else delay_ms


class Beacons:
    """Delivered after the next beacon."""

    def of(self, now_ms: float) -> float:
        """1.5 ms after it."""
        return 1.5 + BEACON_MS - now_ms % BEACON_MS


def quiet(seed: int) -> tuple[Delay, Delay]:
    """A channel of one's own, modem sleep off."""
    dice = random.Random(seed)
    stalls = Spells(lambda: dice.expovariate(0.2 / 1000), lambda: dice.uniform(5, 20))
    return _both(Radio(stalls), seed, lambda own: 1.2 + own.gammavariate(2, 0.25))


def busy(seed: int) -> tuple[Delay, Delay]:
    """Others are on the channel."""
    dice = random.Random(seed)
    stalls = Spells(lambda: dice.expovariate(1.0 / 1000), lambda: dice.expovariate(1 / 18))
    return _both(Radio(stalls), seed, lambda own: 1.5 + own.lognormvariate(0.3, 0.8))


def campus(seed: int) -> tuple[Delay, Delay]:
    """A crowded building."""
    dice = random.Random(seed)
    stalls = Spells(lambda: dice.expovariate(2.0 / 1000), lambda: dice.lognormvariate(3.0, 1.0))
    mood = random.Random(seed + 1)
    crowds = Spells(lambda: mood.expovariate(1 / 25_000), lambda: mood.expovariate(1 / 600))
    return _both(Radio(stalls, crowds, seed), seed, lambda own: 1.5 + own.lognormvariate(0.4, 0.6))


def modem_sleep(seed: int) -> tuple[Delay, Delay]:
    """The bodypack sleeps between beacons; what it sends itself does not wait."""
    return Beacons(), Even(1.5)


WIFI: dict[str, Callable[[int], tuple[Delay, Delay]]] = {
    "quiet": quiet,
    "busy": busy,
    "campus": campus,
    "modem-sleep": modem_sleep,
}
"""Name -> (down, up) for a seed."""


def _both(radio: Radio, seed: int, noise: Callable[[random.Random], float]) -> tuple[Delay, Delay]:
    down, up = random.Random(seed + 10_007), random.Random(seed + 20_011)
    return Wifi(radio, lambda: noise(down)), Wifi(radio, lambda: noise(up))
