"""Which input is meant, and every way it cannot be had."""

import pytest

from hushcue_gateway.capture.devices import DeviceTrouble, find, inputs, rates_hz, trouble_of
from hushcue_gateway.capture.messages import LOST_CODES, Device
from hushcue_gateway.capture.words import WORDS

APIS = [{"name": "MME"}, {"name": "Windows WASAPI"}]
RAW = [
    {"name": "Speakers", "hostapi": 0, "max_input_channels": 0, "default_samplerate": 48000.0},
    {"name": "USB Mic", "hostapi": 0, "max_input_channels": 2, "default_samplerate": 44100.0},
    {"name": "USB Mic", "hostapi": 1, "max_input_channels": 1, "default_samplerate": 48000.0},
    {"name": "USB Mic Pro", "hostapi": 1, "max_input_channels": 4, "default_samplerate": 96000.0},
    {"name": "Line In", "hostapi": 1, "max_input_channels": 2, "default_samplerate": 48000.0},
]
DEVICES = inputs(RAW, APIS, default=4)


def test_only_inputs_are_listed() -> None:
    assert [each.index for each in DEVICES] == [1, 2, 3, 4]
    assert [each.default for each in DEVICES] == [False, False, False, True]


@pytest.mark.parametrize(
    ("wanted", "index"), [(None, 4), (3, 3), ("pro", 3), ("LINE", 4), ("USB Mic", 2), ("usb mic pro", 3)]
)
def test_a_device_is_found_by_default_number_or_piece_of_its_name(wanted: str | int | None, index: int) -> None:
    """A whole name wins over a piece; of one name under two host APIs, the default device's API."""
    assert find(DEVICES, wanted).index == index


def test_without_a_default_the_first_input_is_taken() -> None:
    assert find(inputs(RAW, APIS, default=-1), None).index == 1


@pytest.mark.parametrize(
    ("wanted", "code"), [("webcam", "no_device"), (0, "no_device"), (99, "no_device"), ("mic", "device_ambiguous")]
)
def test_what_cannot_be_found_names_what_there_is(wanted: str | int, code: str) -> None:
    with pytest.raises(DeviceTrouble) as trouble:
        find(DEVICES, wanted)
    assert trouble.value.code == code
    assert "USB Mic" in WORDS.say(code, **trouble.value.facts)


def test_a_machine_without_any_microphone_says_so() -> None:
    with pytest.raises(DeviceTrouble) as trouble:
        find((), None)
    assert trouble.value.code == "no_microphone"
    assert "no microphone" in WORDS.say("no_microphone", **trouble.value.facts)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("Device unavailable", -9985), "device_busy"),
        (("Invalid device", -9996), "no_device"),
        (("Invalid sample rate", -9997), "device_failed"),
        (("Unanticipated host error", -9999, (8, -16, "busy")), "device_failed"),
        (("something",), "device_failed"),
        ((), "device_failed"),
    ],
)
def test_portaudio_errors_become_sentences(arguments: tuple[object, ...], code: str) -> None:
    trouble = trouble_of("USB Mic", Exception(*arguments))
    assert trouble.code == code
    assert "USB Mic" in WORDS.say(code, **trouble.facts)


def test_every_code_has_a_sentence() -> None:
    assert all(code in WORDS for code in LOST_CODES)


@pytest.mark.parametrize(
    ("host_api", "own_hz", "first_hz"),
    [
        ("ALSA", 44100.0, 48000.0),
        ("ALSA", 96000.0, 48000.0),
        ("Core Audio", 44100.0, 44100.0),
        ("MME", 48000.0, 48000.0),
    ],
)
def test_the_rate_that_a_device_calls_its_own_is_tried_first_unless_alsa_only_guesses_it(
    host_api: str, own_hz: float, first_hz: float
) -> None:
    rates = rates_hz(Device(0, "mic", host_api, 1, own_hz, True))
    assert rates[0] == first_hz
    assert own_hz in rates
    assert len(set(rates)) == len(rates)
