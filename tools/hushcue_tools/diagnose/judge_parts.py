"""Verdicts on what is soldered: DAC, button, light, cell. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .row import Row

CLOCK_PERCENT = 5.0
"""What is written frees whole descriptors: up to 5.3 ms of the 250 that are measured."""
LOW_PERCENT = 20
NOISY_MV = 150


def judge_tone(told: Sequence[Mapping[str, Any]], heard: bool | None) -> list[Row]:
    """``told``: what on_chip/tone.py said; ``heard``: what the person said, None where nobody was asked."""
    pins: Sequence[int] = next((each["pins"] for each in told if "pins" in each), [])
    run = next((each for each in told if "frames" in each), None)
    if run is None:
        return [Row("dac", "wrong", "dac_silent", {"pins": "/".join(map(str, pins))})]
    rate = run["frames"] * 1_000_000 / max(1, run["took_us"])
    facts = {"rate": round(rate), "pins": "/".join(map(str, pins))}
    rows = []
    if abs(rate - 48000) * 100 > 48000 * CLOCK_PERCENT:
        rows.append(Row("dac", "wrong", "dac_clock", facts))
    else:
        rows.append(Row("dac", "ok", "dac", facts))
    if heard is not None:
        rows.append(Row("earpiece", "ok" if heard else "wrong", "earpiece" if heard else "earpiece_silent", facts))
    return rows


def judge_parts(
    told: Sequence[Mapping[str, Any]], seen: bool | None, charge: Callable[[int], int], is_cell: Callable[[int], bool]
) -> list[Row]:
    """``told``: what on_chip/parts.py said; ``seen``: whether the person saw the light, None where nobody was asked."""
    rows = []
    for each in told:
        if each.get("part") == "button" and "closed" in each:
            rows.append(rest_row(each))
        elif each.get("part") == "button" and "pressed" in each:
            pressed = each["pressed"]
            rows.append(Row("button", "ok" if pressed else "wrong", "button_pressed" if pressed else "button_missing"))
        elif each.get("part") == "light" and "blinked" in each:
            facts = {"pin": next(one["pin"] for one in told if one.get("part") == "light" and "pin" in one)}
            code = "light_told" if seen is None else "light" if seen else "light_dark"
            rows.append(Row("light", "skipped" if seen is None else "ok" if seen else "wrong", code, facts))
        elif each.get("part") == "battery":
            rows.append(battery_row(each, charge, is_cell))
    return rows


def rest_row(told: Mapping[str, Any]) -> Row:
    """The button that nobody presses."""
    facts = {"pin": told["pin"]}
    if told["closed"] == told["of"]:
        return Row("button", "warn", "button_stuck", facts)
    if told["closed"]:
        return Row("button", "warn", "button_noisy", facts)
    return Row("button", "ok", "button", facts)


def battery_row(told: Mapping[str, Any], charge: Callable[[int], int], is_cell: Callable[[int], bool]) -> Row:
    """The cell."""
    if told["pin"] is None:
        return Row("battery", "skipped", "battery_no_pin")
    mv = int(told["mv"])
    facts = {"mv": mv, "pin": told["pin"], "percent": charge(mv), "spread_mv": told["spread_mv"]}
    if not is_cell(mv):
        return Row("battery", "skipped", "battery_none", facts)
    if told["spread_mv"] > NOISY_MV:
        return Row("battery", "warn", "battery_noisy", facts)
    if facts["percent"] < LOW_PERCENT:
        return Row("battery", "warn", "battery_low", facts)
    return Row("battery", "ok", "battery", facts)
