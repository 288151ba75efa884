"""The button, the light and the cell, at the pins of the board's file."""

import time


def _button(machine, pins, wait_s):
    pull = machine.Pin.PULL_UP if pins.BUTTON_CLOSED == 0 else machine.Pin.PULL_DOWN
    contact = machine.Pin(pins.BUTTON, machine.Pin.IN, pull)
    time.sleep_ms(5)
    closed = 0
    for _ in range(20):
        closed += contact.value() == pins.BUTTON_CLOSED
        time.sleep_ms(2)
    yield {"part": "button", "pin": pins.BUTTON, "closed": closed, "of": 20, "waiting": wait_s > 0}
    if not wait_s:
        return
    started = time.ticks_ms()
    before = closed > 10
    changes = 0
    while changes < 2 and time.ticks_diff(time.ticks_ms(), started) < wait_s * 1000:
        now = contact.value() == pins.BUTTON_CLOSED
        if now != before:
            before = now
            changes += 1
            time.sleep_ms(30)  # the contact bounces
        time.sleep_ms(5)
    yield {"part": "button", "pressed": changes == 2}


def _light(machine, pins, times):
    lamp = machine.Pin(pins.LED, machine.Pin.OUT, value=1 - pins.LED_ON)
    yield {"part": "light", "pin": pins.LED}
    for _ in range(times):
        lamp.value(pins.LED_ON)
        time.sleep_ms(200)
        lamp.value(1 - pins.LED_ON)
        time.sleep_ms(200)
    yield {"part": "light", "blinked": times}


def _battery(machine, pins):
    if pins.BATTERY_ADC is None:
        yield {"part": "battery", "pin": None}
        return
    meter = machine.ADC(machine.Pin(pins.BATTERY_ADC), atten=machine.ADC.ATTN_11DB)
    readings = []
    for _ in range(15):
        readings.append(meter.read_uv() / 1000 * pins.BATTERY_DIVIDER)
        time.sleep_ms(5)
    readings.sort()
    spread = readings[-2] - readings[1]
    yield {"part": "battery", "pin": pins.BATTERY_ADC, "mv": int(readings[7]), "spread_mv": int(spread)}


def probe(asked):
    import machine

    module = __import__("hushcue_bodypack.boards." + asked["board"])
    pins = getattr(getattr(module, "boards"), asked["board"])  # noqa: B009 - see tone.py
    if "button" in asked["parts"]:
        for each in _button(machine, pins, asked["wait_s"]):
            yield each
    if "light" in asked["parts"]:
        for each in _light(machine, pins, asked["blinks"]):
            yield each
    if "battery" in asked["parts"]:
        for each in _battery(machine, pins):
            yield each
