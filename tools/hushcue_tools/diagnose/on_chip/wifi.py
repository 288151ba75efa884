"""The radio: whether it has joined the network of config.json, else why not; signal, channel, power saving."""

import json
import time

_SEEN = 12


def _ask(wlan, name):
    try:
        return wlan.config(name)
    except (ValueError, OSError, TypeError):
        return None


def _rssi(wlan):
    try:
        return int(wlan.status("rssi"))
    except (ValueError, OSError):
        return None


def _around(wlan, ssid):
    """(how many networks there are, [[channel, dBm], ...] of ours)."""
    try:
        found = wlan.scan()
    except (OSError, AttributeError):
        return None, []
    ours = [[each[2], each[3]] for each in found if each[0] == ssid.encode()]
    return len(found), ours[:_SEEN]


def probe(asked):
    import network

    with open("/config.json", "rb") as file:
        wanted = json.loads(file.read(4096))["wifi"]
    wlan = network.WLAN(network.WLAN.IF_STA)
    joined = bool(wlan.active() and wlan.isconnected())
    told = {"ssid": wanted["ssid"], "joined_before": joined, "joined_ms": None}
    if not joined:
        try:
            network.country(wanted.get("country", "CN"))
        except (OSError, ValueError):
            told["country_refused"] = True
        wlan.active(True)
        wlan.config(pm=network.WLAN.PM_NONE)
        started = time.ticks_ms()
        try:
            wlan.connect(wanted["ssid"], wanted["password"])
        except OSError:  # it is trying already
            pass
        while not wlan.isconnected() and time.ticks_diff(time.ticks_ms(), started) < asked["seconds"] * 1000:
            time.sleep_ms(100)
        joined = wlan.isconnected()
        if joined:
            told["joined_ms"] = time.ticks_diff(time.ticks_ms(), started)
    told["joined"] = joined
    told["status"] = wlan.status()
    if joined:
        levels = []
        for _ in range(8):
            level = _rssi(wlan)
            if level is not None:
                levels.append(level)
            time.sleep_ms(50)
        told["rssi_dbm"] = sorted(levels)[len(levels) // 2] if levels else None
        told["channel"] = _ask(wlan, "channel")
        told["power_save"] = _ask(wlan, "pm")
        told["no_power_save"] = network.WLAN.PM_NONE
        told["ip"], told["mask"], told["router"] = wlan.ifconfig()[:3]
    else:
        told["networks"], told["ours"] = _around(wlan, wanted["ssid"])
    yield told
