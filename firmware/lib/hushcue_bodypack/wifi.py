"""The radio: joining one network and staying there.

Power saving is off (it makes packets wait 100 to 300 ms for a beacon). Coming back after a loss is left to the driver's
own event handler; only when that has not worked for long is it told to begin again. Nothing here scans.
"""

import asyncio

import network

from .ticks import elapsed_ms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

KICK_MS = 30000
"""Without a link for so long, the driver is told to connect anew. There is no sound then that could be disturbed."""


class Wifi:
    """``country``: two letters, which channels may be used; ``hostname``: what the access point's list shows."""

    def __init__(self, ssid: str, password: str, country: str, hostname: str, clock_ms: "Callable[[], int]"):
        try:
            network.country(country)
        except (OSError, ValueError):  # a code the driver does not know: its own default is legal everywhere
            pass
        network.hostname(hostname)
        self.kicks = 0
        self._ssid = ssid
        self._password = password
        self._clock_ms = clock_ms
        self._wlan = network.WLAN(network.WLAN.IF_STA)
        self._wlan.active(True)
        self._wlan.config(pm=network.WLAN.PM_NONE)
        self._begin()

    def _begin(self) -> None:
        self._since_ms = self._clock_ms()
        if self._wlan.isconnected():  # the link outlives a soft reset
            return
        try:
            self._wlan.connect(self._ssid, self._password)
        except OSError:  # the driver is busy connecting already
            pass

    def connected(self) -> bool:
        """True while there is a link and an address."""
        return self._wlan.isconnected()

    def ip(self) -> str:
        """Our address, "" without a link."""
        return str(self._wlan.ifconfig()[0]) if self._wlan.isconnected() else ""

    def rssi_dbm(self) -> "int | None":
        """Signal strength, None without a link."""
        if not self._wlan.isconnected():
            return None
        try:
            return int(self._wlan.status("rssi"))
        except OSError:  # the link went in this moment
            return None

    def watch(self) -> None:
        """To be called about once a second."""
        now_ms = self._clock_ms()
        if self._wlan.isconnected():
            self._since_ms = now_ms
        elif elapsed_ms(now_ms, self._since_ms) > KICK_MS:
            self.kicks += 1
            try:
                self._wlan.disconnect()
            except OSError:  # there was nothing to give up
                pass
            self._begin()

    async def wait(self) -> None:
        """Until there is a link."""
        while not self._wlan.isconnected():
            self.watch()
            await asyncio.sleep(0.1)
