"""Finding an input: by nothing (the default), by PortAudio's number, by a piece of its name. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from .messages import Device, Facts

PA_DEVICE_UNAVAILABLE = -9985
PA_INVALID_DEVICE = -9996
MAX_NAMES_TOLD = 8
OTHER_RATES_HZ = (48000.0, 44100.0, 16000.0)


class DeviceTrouble(Exception):
    """An input cannot be had: ``code`` of messages.LOST_CODES and the ``facts`` of its sentence."""

    def __init__(self, code: str, facts: Facts):
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


def inputs(
    devices: Sequence[Mapping[str, Any]], host_apis: Sequence[Mapping[str, Any]], default: int
) -> tuple[Device, ...]:
    """The devices that have inputs, of what ``query_devices`` and ``query_hostapis`` answer; ``default`` -1: none."""
    return tuple(
        Device(
            index=index,
            name=str(each["name"]),
            host_api=str(host_apis[each["hostapi"]]["name"]),
            channels=int(each["max_input_channels"]),
            rate_hz=float(each["default_samplerate"]),
            default=index == default,
        )
        for index, each in enumerate(devices)
        if each["max_input_channels"] > 0
    )


def find(devices: Sequence[Device], wanted: str | int | None) -> Device:
    """The input meant by ``wanted``. Raises DeviceTrouble: "no_microphone" (no default either), "no_device",
    "device_ambiguous".

    A whole name wins over pieces of others. The same name under several host APIs (Windows) is the one under the
    default device's, else the first.
    """
    if wanted is None and not devices:
        raise DeviceTrouble("no_microphone", {})
    if wanted is None:
        matches = [each for each in devices if each.default] or list(devices[:1])
    elif isinstance(wanted, int):
        matches = [each for each in devices if each.index == wanted]
    else:
        key = wanted.casefold()
        matches = [each for each in devices if each.name.casefold() == key]
        matches = matches or [each for each in devices if key in each.name.casefold()]
    asked = "" if wanted is None else wanted
    if not matches:
        raise DeviceTrouble("no_device", {"device": asked, "known": _names(devices)})
    if len({each.name for each in matches}) > 1:
        raise DeviceTrouble("device_ambiguous", {"device": asked, "known": _names(matches)})
    api = next((each.host_api for each in devices if each.default), None)
    return next((each for each in matches if each.host_api == api), matches[0])


def rates_hz(device: Device) -> tuple[float, ...]:
    """The rates to try, in order: the one a device calls its own, then usual ones.

    Under ALSA none is its own: PortAudio says 44.1 kHz of whatever can do that, while sound servers and nearly all
    cards run at 48 kHz. Measured with PulseAudio's plugin and blocks of 5 ms: at 48 kHz 99 % of them come within half a
    millisecond of an even clock, at 44.1 kHz two at a time, up to 10 ms late.
    """
    first = (OTHER_RATES_HZ[0], device.rate_hz) if device.host_api == "ALSA" else (device.rate_hz,)
    return tuple(dict.fromkeys((*first, *OTHER_RATES_HZ)))


def trouble_of(device: str, error: Exception) -> DeviceTrouble:
    """PortAudio's error (its arguments are text, number, and on some systems the host's own) as ours."""
    number = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], int) else 0
    if number == PA_DEVICE_UNAVAILABLE:
        return DeviceTrouble("device_busy", {"device": device})
    if number == PA_INVALID_DEVICE:
        return DeviceTrouble("no_device", {"device": device, "known": ""})
    detail = str(error.args[0]) if error.args else type(error).__name__
    return DeviceTrouble("device_failed", {"device": device, "detail": detail[:200]})


def _names(devices: Sequence[Device]) -> str:
    names = [each.name for each in devices] or ["-"]
    return ", ".join(names[:MAX_NAMES_TOLD]) + (", ..." if len(names) > MAX_NAMES_TOLD else "")
