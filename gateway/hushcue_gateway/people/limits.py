"""How often: bounds on guesses and on requests. In memory; a restart forgets them.

| what                      | counted per                      | bound                                                |
|---------------------------|----------------------------------|------------------------------------------------------|
| every request             | caller (nobody: address)         | ``requests_per_second`` over 10 s                    |
| a wrong password or link  | address                          | ``attempts`` a minute, ten times that an hour        |
| a wrong password          | account, from whatever address   | ten times ``attempts`` an hour                       |
| signing in at all         | address                          | twelve times ``attempts`` a minute                   |

Only what was wrong counts towards the second and third: fifty people behind one address sign in side by side. The third
lets a stranger keep a person from signing in for an hour; that is the price of an end to guessing, and the other
browsers of that person stay signed in. An IPv6 address counts as its /64, which is what one house has.
"""

from __future__ import annotations

import ipaddress
import time

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter

from .words import WORDS

WINDOW_S = 10


class Limits:
    """``demand_...`` raises Trouble ``too_often`` with the seconds to wait; ``failed_...`` counts."""

    def __init__(self, attempts: int = 10, requests_per_second: int = 100):
        storage = MemoryStorage()
        self._fixed = FixedWindowRateLimiter(storage)
        self._moving = MovingWindowRateLimiter(storage)
        self._requests = RateLimitItemPerSecond(requests_per_second * WINDOW_S, WINDOW_S)
        self._tries = RateLimitItemPerMinute(attempts * 12)
        self._by_address = (RateLimitItemPerMinute(attempts), RateLimitItemPerHour(attempts * 10))
        self._by_account = RateLimitItemPerHour(attempts * 10)

    def demand_request(self, who: str) -> None:
        """One more request of ``who``."""
        if not self._fixed.hit(self._requests, "request", who):
            raise self._wait(self._requests, self._fixed, "request", who)

    def demand_try(self, address: str) -> None:
        """One more attempt to come in from there."""
        where = house_of(address)
        if not self._moving.hit(self._tries, "try", where):
            raise self._wait(self._tries, self._moving, "try", where)

    def demand_guess(self, address: str, account: str = "") -> None:
        """May this address still be wrong, and about this account? Asked before every check of a secret."""
        where = house_of(address)
        for item in self._by_address:
            if not self._moving.test(item, "wrong", where):
                raise self._wait(item, self._moving, "wrong", where)
        if account and not self._moving.test(self._by_account, "account", account):
            raise self._wait(self._by_account, self._moving, "account", account)

    def failed_guess(self, address: str, account: str = "") -> bool:
        """It was wrong. True when that was one too many."""
        where = house_of(address)
        for item in self._by_address:
            self._moving.hit(item, "wrong", where)
        if account:
            self._moving.hit(self._by_account, "account", account)
        return not self._moving.test(self._by_address[0], "wrong", where)

    def _wait(
        self, item: RateLimitItem, limiter: FixedWindowRateLimiter | MovingWindowRateLimiter, *about: str
    ) -> Exception:
        reset = limiter.get_window_stats(item, *about).reset_time
        return WORDS.trouble("too_often", seconds=max(1, round(reset - time.time() + 0.5)))


def house_of(address: str) -> str:
    """What counts as one address."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if ip.version == 6:
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False).network_address)
    return str(ip)
