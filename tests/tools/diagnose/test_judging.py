"""Verdicts: from what a chip or a gateway said to what a person is told."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from hushcue_tools.bench import chip as chip_bench
from hushcue_tools.diagnose import judge_chip, judge_gateway, judge_network, judge_parts, judge_speed, row
from hushcue_tools.diagnose.row import Row
from hushcue_tools.diagnose.words import WORDS
from hushcue_tools.pc_bodypack import judgement
from hushcue_words import LANGUAGES

SOURCES = Path(row.__file__).parent
SYSTEM = {
    "micropython": [1, 28, 0],
    "machine": "ESP32S3 module with ESP32S3",
    "mhz": 240,
    "chip": "246f28010203",
    "reset_cause": 1,
    "failed_starts": 0,
    "heap_free_bytes": 8_000_000,
    "flash_free_bytes": 1_500_000,
    "firmware": "0.4.0",
    "place": "/hushcue/a/lib/hushcue_wire/__init__.mpy",
}
WIFI = {
    "ssid": "studio",
    "joined": True,
    "rssi_dbm": -55,
    "channel": 6,
    "ip": "192.168.1.30",
    "power_save": 0,
    "no_power_save": 0,
    "status": 1010,
}
BROKER = {
    "step": "gateway",
    "host": "192.168.1.10",
    "port": 1883,
    "connect_ms": 8,
    "code": 0,
    "presence": {"state": "online"},
}


def codes(rows: list[Row]) -> list[tuple[str, str]]:
    """(verdict, sentence) of each; each can be said."""
    for each in rows:
        assert each.said() and each.as_json()["text"]["zh"]
    return [(each.verdict, each.code) for each in rows]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"micropython": [1, 26, 1]}, [("wrong", "micropython_old")]),
        ({"firmware": "0.3.9"}, [("warn", "firmware_older")]),
        ({"firmware": "0.10.0"}, [("warn", "firmware_newer")]),
        ({"firmware": None, "error": "ImportError"}, [("wrong", "firmware_none")]),
        ({"failed_starts": 2}, [("warn", "start_failed")]),
        ({"reset_cause": 3}, [("warn", "start_watchdog")]),
        ({"heap_free_bytes": 30_000}, [("warn", "memory_heap")]),
        ({"flash_free_bytes": 100_000}, [("warn", "memory_flash")]),
    ],
)
def test_the_system(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = codes(judge_chip.judge_system({**SYSTEM, **changes}, "0.4.0"))
    assert [each for each in found if each[0] != "ok"] == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [("ok", "wifi"), ("ok", "power_save_off")]),
        ({"rssi_dbm": -70}, [("warn", "wifi_weak"), ("ok", "power_save_off")]),
        ({"rssi_dbm": -80}, [("wrong", "wifi_poor"), ("ok", "power_save_off")]),
        ({"rssi_dbm": None}, [("warn", "wifi_no_level"), ("ok", "power_save_off")]),
        ({"power_save": 1}, [("ok", "wifi"), ("wrong", "power_save_on")]),
        ({"power_save": None}, [("ok", "wifi")]),
        ({"joined": False, "status": 202, "networks": 3, "ours": [[6, -50]]}, [("wrong", "wifi_password")]),
        ({"joined": False, "status": 202, "networks": 3, "ours": []}, [("wrong", "wifi_not_there")]),
        ({"joined": False, "status": 201, "networks": 0, "ours": []}, [("wrong", "wifi_alone")]),
        ({"joined": False, "status": 1001, "networks": 3, "ours": [[6, -85]]}, [("wrong", "wifi_far")]),
        ({"joined": False, "status": 211, "networks": 3, "ours": [[6, -50]]}, [("wrong", "wifi_security")]),
        ({"joined": False, "status": 1001, "networks": 3, "ours": [[6, -50]]}, [("wrong", "wifi_no_link")]),
        ({"joined": False, "status": 201, "networks": None, "ours": []}, [("wrong", "wifi_not_there")]),
    ],
)
def test_the_radio(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert codes(judge_network.judge_wifi({**WIFI, **changes})) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [("ok", "broker"), ("ok", "gateway")]),
        ({"connect_ms": 900}, [("warn", "broker_slow"), ("ok", "gateway")]),
        ({"step": "name"}, [("wrong", "broker_name")]),
        ({"step": "connect", "errno": 111}, [("wrong", "broker_refused")]),
        ({"step": "connect", "errno": 104}, [("wrong", "broker_refused")]),
        ({"step": "connect", "errno": 116}, [("wrong", "broker_timeout")]),
        ({"step": "connect", "errno": 113}, [("wrong", "broker_unreached")]),
        ({"code": 5}, [("wrong", "broker_password")]),
        ({"code": 2}, [("wrong", "broker_id")]),
        ({"code": -1}, [("wrong", "broker_silent")]),
        ({"presence": None}, [("ok", "broker"), ("wrong", "gateway_none")]),
        ({"presence": {"state": "offline"}}, [("ok", "broker"), ("wrong", "gateway_offline")]),
        ({"presence": {"refused": True}}, [("ok", "broker"), ("wrong", "gateway_hidden")]),
    ],
)
def test_the_way_to_the_gateway(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert codes(judge_network.judge_broker({**BROKER, **changes})) == expected


def test_settings_are_judged_by_the_firmwares_own_table_without_their_secrets() -> None:
    document = {"id": "host-1", "wifi": {"ssid": "s"}, "broker": {"host": "h"}}
    lengths = {"key": 64, "wifi.password": 12, "broker.password": 20}
    told = {"document": document, "lengths": lengths, "key": "0011aabb"}
    assert codes(judge_chip.judge_settings(told, judgement.fault_in, None)) == [
        ("ok", "config"),
        ("skipped", "key_unknown"),
    ]
    for place, length in (("wifi.password", 5), ("broker.password", 0), ("wifi.password", None)):
        wrong = {**told, "lengths": {**lengths, place: length}}
        found = judge_chip.judge_settings(wrong, judgement.fault_in, None)
        assert codes(found) == [("wrong", "config_wrong")]
        assert found[0].facts["place"] == place
    no_key = {**told, "key": None}
    assert judge_chip.judge_settings(no_key, judgement.fault_in, None)[0].facts["place"] == "key"
    assert codes(judge_chip.judge_settings({"fault": "missing"}, judgement.fault_in, None)) == [
        ("wrong", "config_missing")
    ]
    moved = {"known": True, "studio": "other", "key": "0011aabb"}
    assert codes(judge_chip.judge_settings(told, judgement.fault_in, moved))[1] == ("wrong", "key_studio")


@pytest.mark.parametrize(
    ("mv", "spread", "code"),
    [(4100, 10, "battery"), (3600, 10, "battery_low"), (3900, 400, "battery_noisy"), (300, 900, "battery_none")],
)
def test_the_cell(mv: int, spread: int, code: str) -> None:
    told = {"part": "battery", "pin": 1, "mv": mv, "spread_mv": spread}
    assert codes([judge_parts.battery_row(told, judgement.charge_percent, judgement.is_cell)])[0][1] == code


def test_parts_that_a_person_looks_at() -> None:
    told: list[dict[str, Any]] = [
        {"part": "button", "pin": 4, "closed": 20, "of": 20},
        {"part": "button", "pressed": False},
        {"part": "light", "pin": 5},
        {"part": "light", "blinked": 6},
        {"part": "battery", "pin": None},
    ]
    found = codes(judge_parts.judge_parts(told, False, judgement.charge_percent, judgement.is_cell))
    assert found == [
        ("warn", "button_stuck"),
        ("wrong", "button_missing"),
        ("wrong", "light_dark"),
        ("skipped", "battery_no_pin"),
    ]


@pytest.mark.parametrize(
    ("took_us", "heard", "expected"),
    [
        (250_000, None, [("ok", "dac")]),
        (250_000, True, [("ok", "dac"), ("ok", "earpiece")]),
        (250_000, False, [("ok", "dac"), ("wrong", "earpiece_silent")]),
        (500_000, None, [("wrong", "dac_clock")]),
    ],
)
def test_the_dac(took_us: int, heard: bool | None, expected: list[tuple[str, str]]) -> None:
    told: list[dict[str, Any]] = [{"pins": [15, 16, 17]}, {"frames": 12_000, "took_us": took_us}]
    assert codes(judge_parts.judge_tone(told, heard)) == expected
    assert codes(judge_parts.judge_tone(told[:1], None)) == [("wrong", "dac_silent")]


@pytest.mark.parametrize(
    ("receive", "pause", "expected"),
    [
        (600, 4_000, [("ok", "speed"), ("ok", "heap")]),
        (2_800, 40_000, [("warn", "speed_slow"), ("warn", "heap_pause")]),
        (6_000, 90_000, [("wrong", "speed_too_slow"), ("wrong", "heap_pause_long")]),
    ],
)
def test_the_speed(receive: int, pause: int, expected: list[tuple[str, str]]) -> None:
    told = {
        "authenticate_us": 100,
        "keystream_us": 50,
        "longest_pause_us": pause,
        "heap_free_bytes": 100_000,
        "heap_used_bytes": 100_000,
        "authentic": 40,
        "refused": 0,
    }
    packets = [[receive, 400, 0]] * 40
    found = judge_speed.judge_speed(packets, told, 160)
    assert codes(found) == expected
    assert found[0].facts["total"] == receive + 400
    assert codes(judge_speed.judge_speed(packets, {**told, "authentic": 39}, 160)) == [("wrong", "speed_refused")]
    assert codes(judge_speed.judge_speed([[600, 400, 32]] * 40, told, 160))[-1] == ("warn", "heap_grows")


def test_the_budget_is_that_of_the_bench() -> None:
    assert judge_speed.BUDGET_INSTRUCTIONS == chip_bench.BUDGET
    assert judge_speed.budget_us(160) == 844


def remote(**changes: Any) -> dict[str, Any]:
    """A state in which all is well."""
    zero = ("received", "lost", "late", "duplicate", "rejected", "concealed", "underruns", "redundant", "resent")
    telemetry = {name: 0 for name in (*zero, "nacks", "forged", "replayed")}
    telemetry |= {"boot": 1, "session": 2, "uptime_s": 3600, "received": 500, "jitter_ms": 2.0, "buffer_ms": 20.0}
    telemetry |= {"level_db": -20.0, "rssi_dbm": -50, "battery_percent": 80, "battery_mv": 4000}
    telemetry |= {"heap_free_bytes": 60_000, "rtt_ms": 3.0, "temperature_c": 40.0}
    bodypack: dict[str, Any] = {
        "id": "host-1",
        "state": "online",
        "heard_s": 0.5,
        "session": 2,
        "firmware": "0.4.0",
        "board": "esp32_s3",
        "playout": "playing",
        "fault": None,
        "telemetry": telemetry | changes.pop("telemetry", {}),
        "documents": {"malformed": 0},
    }
    media = {"lateness_ms": {"max": 0.3}, "overruns": changes.pop("overruns", 0)}
    notices = changes.pop("notices", [])
    broker = {"connected": changes.pop("connected", True)}
    bodypack |= changes
    gateway = {"version": "0.4.0"}
    return {"bodypacks": [bodypack], "notices": notices, "gateway": gateway, "media": media, "broker": broker}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"heard_s": None, "telemetry": {}}, [("wrong", "remote_never")]),
        ({"state": "lost"}, [("wrong", "remote_away")]),
        ({"session": None}, [("wrong", "remote_no_session")]),
        ({"firmware": "0.3.0"}, [("warn", "remote_firmware_other")]),
        ({"fault": "OSError: 5"}, [("wrong", "remote_fault")]),
        ({"telemetry": {"received": 700, "rssi_dbm": -80}}, [("wrong", "remote_poor")]),
        ({"telemetry": {"lost": 100, "received": 600}}, [("warn", "remote_link_bad"), ("warn", "remote_gaps")]),
        ({"telemetry": {"received": 500, "underruns": 2}}, [("wrong", "remote_nothing"), ("warn", "remote_underruns")]),
        ({"telemetry": {"received": 700, "battery_percent": 9}}, [("warn", "remote_battery_low")]),
        ({"telemetry": {"received": 700, "heap_free_bytes": 5000}}, [("warn", "remote_heap_low")]),
        ({"telemetry": {"received": 700, "temperature_c": 95}}, [("warn", "remote_hot")]),
        ({"telemetry": {"received": 700, "forged": 3}}, [("warn", "remote_forged")]),
        ({"documents": {"malformed": 4}}, [("warn", "remote_malformed")]),
        ({"connected": False}, [("wrong", "remote_no_broker")]),
        ({"overruns": 5}, [("warn", "remote_overruns")]),
        (
            {
                "notices": [
                    {"code": "session_started", "bodypack": "host-1"},
                    {"code": "bodypack_wrong_key", "bodypack": "host-1", "facts": {"key": "00", "ours": "11"}},
                ]
            },
            [("wrong", "remote_key")],
        ),
    ],
)
def test_from_afar(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    later = dict(changes)
    later.setdefault("telemetry", {"received": 1000})
    found = codes(judge_gateway.judge_state(remote(), remote(**later), "host-1"))
    found = [each for each in found if each[0] in ("warn", "wrong")]
    if "heard_s" in changes:
        found = [each for each in found if each[1] != "remote_nothing"]
    assert found == expected


def test_every_sentence_that_the_judges_know_is_in_the_catalogue_and_none_is_there_for_nobody() -> None:
    text = "".join(path.read_text() for path in SOURCES.glob("*.py") if not path.name.startswith("words"))
    rooms = ("words_chip", "words_way", "words_remote")
    for name in rooms:
        module = __import__(f"hushcue_tools.diagnose.{name}", fromlist=["x"])
        for code in getattr(module, name.removeprefix("words_").upper()):
            said = code.removesuffix("_do")
            prefixes = [f'"{said[: len(prefix)]}"' for prefix in ("config_", "broker_") if said.startswith(prefix)]
            assert f'"{said}"' in text or any(prefix in text for prefix in prefixes), code
            assert said in WORDS


def test_advice_needs_no_fact_that_what_was_seen_does_not_have() -> None:
    for code in WORDS:
        if code.endswith("_do"):
            beyond = WORDS.placeholders(code) - WORDS.placeholders(code.removesuffix("_do"))
            assert beyond <= {"id", "least", "ours", "pin", "pins", "ssid", "port", "host", "patience"}, (code, beyond)


def test_the_end_of_a_report_names_what_to_begin_with() -> None:
    rows = [Row("memory", "ok", "memory", {"heap_kb": 1, "flash_kb": 2}), Row("files", "wrong", "files_none")]
    assert row.worst(rows) == "wrong"
    told = row.report(rows, {"id": "host-1"})
    assert (told["verdict"], told["counts"]["wrong"]) == ("wrong", 1)
    assert told["summary"]["en"].endswith("Begin with: files.")
    assert set(told["summary"]) == set(LANGUAGES)
    assert row.worst(rows[:1]) == "ok"
    assert re.search("正常", row.summary_in("zh", rows[:1]))
