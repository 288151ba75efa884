"""A chip at the end of a USB cable: what can be asked of it (device.py), where it is (ports.py), and how MicroPython's
raw prompt is spoken (serial_device.py). Used by ``hushcue flash``, ``provision``, ``diagnose`` and ``monitor``.
"""

from .device import Device, DeviceError, DeviceGone, DeviceRefused, Entry, Facts, NoPrompt, Stamp
from .ports import Port, choose_port, find_ports
from .serial_device import SerialDevice, open_device

__all__ = [
    "Device",
    "DeviceError",
    "DeviceGone",
    "DeviceRefused",
    "Entry",
    "Facts",
    "NoPrompt",
    "Port",
    "SerialDevice",
    "Stamp",
    "choose_port",
    "find_ports",
    "open_device",
]
