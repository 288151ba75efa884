"""The board this firmware runs on: its file in ``boards``, and its button, light, battery and thermometer."""

import sys

import esp32
import machine

from .battery import Battery

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any  # noqa: TID251 - for the type checker alone

JITTER_BLOCKS = 32
"""For a board file that does not say it."""


def guess(machine_name: str) -> str:
    """The board file for what sys.implementation._machine says, such as "ESP32S3 module with ESP32S3"."""
    name = machine_name.upper().replace("-", "")
    if "ESP32S3" in name:
        return "esp32_s3"
    if "ESP32C3" in name:
        return "esp32_c3"
    return "esp32_generic"


def load(name: str = "") -> "Board":
    """The board by its file's name, or the one this chip looks like. Raises ImportError for an unknown name."""
    chosen = name or guess(getattr(sys.implementation, "_machine", ""))
    package = __name__.rsplit(".", 1)[0]
    module = __import__(package + ".boards." + chosen)
    for part in ("boards", chosen):
        module = getattr(module, part)
    return Board(module)


class Board:
    """``pins``: one of the modules of ``boards``."""

    def __init__(self, pins: "Any"):
        self.pins = pins
        self.name = pins.NAME
        self.jitter_blocks = int(getattr(pins, "JITTER_BLOCKS", JITTER_BLOCKS))
        pull = machine.Pin.PULL_UP if pins.BUTTON_CLOSED == 0 else machine.Pin.PULL_DOWN
        self._button = machine.Pin(pins.BUTTON, machine.Pin.IN, pull)
        self._led = machine.Pin(pins.LED, machine.Pin.OUT, value=1 - pins.LED_ON)
        self._battery = None  # type: Battery | None
        if pins.BATTERY_ADC is not None:
            self._adc = machine.ADC(machine.Pin(pins.BATTERY_ADC), atten=machine.ADC.ATTN_11DB)
            self._battery = Battery(pins.BATTERY_DIVIDER)

    def full_speed(self) -> None:
        """The CPU at the frequency of the board's file."""
        if machine.freq() != self.pins.CPU_HZ:
            machine.freq(self.pins.CPU_HZ)

    def button_closed(self) -> bool:
        """The contact now."""
        return bool(self._button.value() == self.pins.BUTTON_CLOSED)

    def light(self, on: bool) -> None:
        """The status LED."""
        self._led.value(self.pins.LED_ON if on else 1 - self.pins.LED_ON)

    def read_battery(self) -> None:
        """One reading of the ADC; call it now and then, the readings are smoothed."""
        if self._battery is not None:
            self._battery.update(self._adc.read_uv() / 1000)

    @property
    def battery_mv(self) -> "int | None":
        """The cell's voltage, None without one."""
        return self._battery.millivolts if self._battery is not None else None

    @property
    def battery_percent(self) -> "int | None":
        """The cell's charge, None without one."""
        return self._battery.percent if self._battery is not None else None

    def temperature_c(self) -> "float | None":
        """The chip's own, where it has a thermometer that can be read."""
        if hasattr(esp32, "mcu_temperature"):
            return float(esp32.mcu_temperature())
        if hasattr(esp32, "raw_temperature"):
            return round((esp32.raw_temperature() - 32) / 1.8, 1)
        return None
