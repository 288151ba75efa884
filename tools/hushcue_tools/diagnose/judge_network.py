"""Verdicts on the way from the chip to the gateway: radio, name, port, account, presence. Pure."""

from collections.abc import Mapping
from typing import Any

from .row import Row

GOOD_DBM = -67
POOR_DBM = -75
CROWDED = 12
SLOW_CONNECT_MS = 300

NO_NETWORK = (201, 210, 211, 212)
"""ESP-IDF's WIFI_REASON_NO_AP_FOUND and its kin, as WLAN.status() passes them on."""
WEAK_SECURITY = (210, 211)
WRONG_PASSWORD = (202, 204, 15)
REFUSED = (103, 104, 111)
"""ECONNABORTED, ECONNRESET (what lwIP says), ECONNREFUSED."""
TIMED_OUT = (110, 116)
CODES = {1: "version", 2: "id", 3: "unavailable", 4: "password", 5: "password"}
"""MQTT 3.1.1, table 3.1."""


def judge_wifi(told: Mapping[str, Any]) -> list[Row]:
    """``told``: what on_chip/wifi.py said."""
    if not told["joined"]:
        return [Row("wifi", "wrong", wifi_fault(told), wifi_facts(told))]
    rows = []
    dbm = told.get("rssi_dbm")
    facts = wifi_facts(told)
    if dbm is None:
        rows.append(Row("wifi", "warn", "wifi_no_level", facts))
    elif dbm < POOR_DBM:
        rows.append(Row("wifi", "wrong", "wifi_poor", facts))
    elif dbm < GOOD_DBM:
        rows.append(Row("wifi", "warn", "wifi_weak", facts))
    else:
        rows.append(Row("wifi", "ok", "wifi", facts))
    saving = told.get("power_save")
    if saving is not None:
        calm = saving == told.get("no_power_save")
        rows.append(Row("power_save", "ok" if calm else "wrong", "power_save_off" if calm else "power_save_on"))
    return rows


def wifi_facts(told: Mapping[str, Any]) -> dict[str, Any]:
    """For sentences."""
    ours = told.get("ours") or []
    channel = told.get("channel")
    return {
        "ssid": told["ssid"],
        "dbm": told.get("rssi_dbm"),
        "channel": "?" if channel is None else channel,
        "ip": told.get("ip", ""),
        "networks": told.get("networks"),
        "nearest": max((level for _, level in ours), default=None),
        "status": told.get("status"),
    }


def wifi_fault(told: Mapping[str, Any]) -> str:
    """The sentence for why there is no link. What a scan saw counts more than the driver's last word."""
    status, ours = told.get("status"), told.get("ours") or []
    if status in WEAK_SECURITY:
        return "wifi_security"
    if not ours and told.get("networks") is not None:
        return "wifi_alone" if told["networks"] == 0 else "wifi_not_there"
    if status in WRONG_PASSWORD:
        return "wifi_password"
    if ours and max(level for _, level in ours) < POOR_DBM:
        return "wifi_far"
    if status in NO_NETWORK:
        return "wifi_not_there"
    return "wifi_no_link"


def judge_broker(told: Mapping[str, Any]) -> list[Row]:
    """``told``: what on_chip/broker.py said."""
    facts = {"host": told["host"], "port": told["port"], "address": told.get("address", "")}
    step = told["step"]
    if step == "name":
        return [Row("broker", "wrong", "broker_name", facts)]
    if step == "connect":
        errno = told.get("errno")
        facts["errno"] = errno
        if errno in REFUSED:
            return [Row("broker", "wrong", "broker_refused", facts)]
        return [Row("broker", "wrong", "broker_timeout" if errno in TIMED_OUT else "broker_unreached", facts)]
    facts["ms"] = told.get("connect_ms")
    if told["code"] != 0:
        why = CODES.get(told["code"], "silent")
        facts["code"] = told["code"]
        return [Row("broker", "wrong", "broker_" + why, facts)]
    slow = (told.get("connect_ms") or 0) > SLOW_CONNECT_MS
    rows = [Row("broker", "warn" if slow else "ok", "broker_slow" if slow else "broker", facts)]
    presence = told.get("presence")
    if presence is None:
        rows.append(Row("gateway", "wrong", "gateway_none", facts))
    elif presence.get("refused"):
        rows.append(Row("gateway", "wrong", "gateway_hidden", facts))
    elif presence.get("state") != "online":
        rows.append(Row("gateway", "wrong", "gateway_offline", facts))
    else:
        rows.append(Row("gateway", "ok", "gateway", facts))
    return rows
