"""PortAudio through sounddevice, the only place that imports it: its errors leave here as DeviceTrouble.

Importing sounddevice initialises PortAudio, which asks the sound servers for their devices; that is done when the first
microphone is wanted, in the environment the process was started with. Where the library is not installed, asking for a
microphone is refused with "portaudio_missing"; files play in any case, and do not even load it.
"""

import contextlib
import functools
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .devices import DeviceTrouble, inputs, trouble_of
from .messages import Device

Callback = Callable[[NDArray[np.float32]], None]


def list_inputs() -> tuple[Device, ...]:
    """The inputs as PortAudio knew them when it was initialised. Raises DeviceTrouble."""
    sounddevice = _library()
    try:
        default = int(sounddevice.query_devices(kind="input")["index"])
    except (sounddevice.PortAudioError, ValueError):
        default = -1
    try:
        return inputs(list(sounddevice.query_devices()), list(sounddevice.query_hostapis()), default)
    except sounddevice.PortAudioError as error:
        raise trouble_of("", error) from error


def look_again() -> None:
    """Have PortAudio make its list anew. Every stream that is open would end. Raises DeviceTrouble."""
    sounddevice = _library()
    with contextlib.suppress(sounddevice.PortAudioError):  # not initialised when the attempt before failed half-way
        sounddevice._terminate()
    try:
        sounddevice._initialize()
    except sounddevice.PortAudioError as error:
        raise trouble_of("", error) from error


class InputStream:
    """A started float32 input stream of fixed blocks. Raises DeviceTrouble when it cannot be had."""

    def __init__(
        self,
        device: Device,
        rate_hz: float,
        channels: int,
        block: int,
        on_block: Callback,
        on_end: Callable[[], None],
    ):
        sounddevice = _library()

        def callback(indata: NDArray[np.float32], frames: int, timing: Any, status: Any) -> None:
            on_block(indata)

        try:
            self._stream = sounddevice.InputStream(
                samplerate=rate_hz,
                blocksize=block,
                device=device.index,
                channels=channels,
                dtype="float32",
                latency="low",
                callback=callback,
                finished_callback=on_end,
            )
        except (sounddevice.PortAudioError, ValueError) as error:
            raise trouble_of(device.name, error) from error
        try:
            self._stream.start()
        except sounddevice.PortAudioError as error:
            self._stream.close(ignore_errors=True)
            raise trouble_of(device.name, error) from error

    @property
    def latency_ms(self) -> float:
        """PortAudio's estimate of its own."""
        return float(self._stream.latency) * 1000

    def close(self) -> None:
        """Whatever state it is in; may take seconds."""
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)


@functools.cache
def _library() -> Any:
    """The module sounddevice. Raises DeviceTrouble, and tries again next time: nothing is remembered of a failure."""
    try:
        import sounddevice
    except OSError as error:  # the shared library is not there
        raise DeviceTrouble("portaudio_missing", {"detail": str(error)[:200]}) from error
    except Exception as error:  # PortAudio's own error class is not to be had without the module
        raise trouble_of("", error) from error
    return sounddevice
