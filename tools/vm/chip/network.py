"""Stand-in for ``network``: one station interface whose access point a test can take away (see outside.py).

The address is the loopback interface's, where the sockets of the harness live.
"""

import time

import outside

STA_IF = 0
AP_IF = 1
STAT_IDLE = 1000
STAT_CONNECTING = 1001
STAT_GOT_IP = 1010
STAT_NO_AP_FOUND = 201
_ASSOCIATION_MS = 150
_country = "XX"
_hostname = "mpy-esp32"


def country(code=None):
    global _country
    if code is None:
        return _country
    if len(code) != 2:
        raise ValueError("country code must be two letters")
    _country = code


def hostname(name=None):
    global _hostname
    if name is None:
        return _hostname
    if len(name) > 32:
        raise ValueError("hostname is too long")
    _hostname = name


class WLAN:
    IF_STA = 0
    IF_AP = 1
    PM_NONE = 0
    PM_PERFORMANCE = 1
    PM_POWERSAVE = 2

    def __init__(self, interface=IF_STA):
        if interface != WLAN.IF_STA:
            raise ValueError("only the station is modelled")
        self._active = False
        self._asked_ms = None
        self._settings = {"pm": WLAN.PM_PERFORMANCE, "reconnects": -1, "txpower": 20, "channel": 6}

    def active(self, on=None):
        if on is None:
            return self._active
        self._active = bool(on)
        return self._active

    def connect(self, ssid=None, key=None, *, bssid=None):
        if not self._active:
            raise OSError("Wifi Not Started")
        if self._asked_ms is not None:
            raise OSError("Wifi Internal State Error")  # esp_wifi_connect() while it is connecting or connected
        self._asked_ms = time.ticks_ms()

    def disconnect(self):
        self._asked_ms = None

    def isconnected(self):
        outside.look()
        if not self._active or self._asked_ms is None:
            return False
        if not outside.access_point:
            self._asked_ms = time.ticks_ms()  # the driver goes on trying; it will take its time again
            return False
        return time.ticks_diff(time.ticks_ms(), self._asked_ms) >= _ASSOCIATION_MS

    def ifconfig(self):
        return ("127.0.0.1", "255.0.0.0", "127.0.0.1", "127.0.0.1") if self.isconnected() else ("0.0.0.0",) * 4

    def ipconfig(self, name):
        if name != "addr4":
            raise ValueError("unknown config param")
        return (self.ifconfig()[0], self.ifconfig()[1])

    def scan(self):
        outside.look()
        return [(b"studio-wifi", b"\x02\0\0\0\0\1", 6, -57, 3, False)] if outside.access_point else []

    def status(self, what=None):
        if what is None:
            return STAT_GOT_IP if self.isconnected() else STAT_CONNECTING if outside.access_point else STAT_NO_AP_FOUND
        if what != "rssi":
            raise ValueError("unknown status param")
        if not self.isconnected():
            raise OSError("Wifi Not Connected")
        return -57

    def config(self, name=None, **settings):
        if name is not None:
            if name == "mac":
                return b"\x24\x6f\x28\x01\x02\x03"
            if name not in self._settings:
                raise ValueError("unknown config param")
            return self._settings[name]
        for key in settings:
            if key not in self._settings:
                raise ValueError("unknown config param")
        self._settings.update(settings)
