"""The PC's sound card as the bodypack's DAC, by sounddevice (PortAudio), and the search for one."""

from collections.abc import Callable
from typing import Any

from hushcue_words import EXIT_MISSING

from .dma import DESCRIPTOR_FRAMES, FRAME_BYTES, RATE_HZ
from .words import WORDS

LATENCY_S = 0.02
LISTEN_LATENCY_S = 0.1
LISTEN_DESCRIPTORS = 20
"""107 ms: a listener's card has a clock of its own, and sound servers take their sound in lumps of 25 ms."""
CUSHION = bytes(8 * DESCRIPTOR_FRAMES * FRAME_BYTES)
"""Silence, 43 ms, that a listener's card begins with, and again whenever it had nothing left."""
CHANNELS = 2


def library() -> Any:
    """The sounddevice module. Raises Trouble where it or PortAudio is missing."""
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise WORDS.trouble("no_portaudio", exit_code=EXIT_MISSING, reason=error) from None
    return sounddevice


def has_output() -> bool:
    """Whether there is a sound card that can play."""
    try:
        import sounddevice

        sounddevice.check_output_settings(samplerate=RATE_HZ, channels=CHANNELS, dtype="int16")
    except Exception:  # no library, no device, no such rate: in each case there is nothing to play on
        return False
    return True


def has_input() -> bool:
    """Whether there is a microphone."""
    try:
        import sounddevice

        sounddevice.check_input_settings(channels=1)
    except Exception:  # as above
        return False
    return True


class SoundCard:
    """An open output. ``write`` takes what fits into ``descriptors`` x 256 frames of its buffer, never blocks."""

    def __init__(self, device: str | int | None, descriptors: int, latency_s: float = LATENCY_S):
        """Raises Trouble where the device cannot be opened."""
        sounddevice = library()
        self._error: type[Exception] = sounddevice.PortAudioError
        try:
            self._stream = sounddevice.RawOutputStream(
                samplerate=RATE_HZ, channels=CHANNELS, dtype="int16", device=device, latency=latency_s
            )
            self._stream.start()
        except (self._error, ValueError) as error:
            name = WORDS.say("default_device") if device is None else device
            raise WORDS.trouble("no_sound_card", exit_code=EXIT_MISSING, device=name, reason=error) from None
        self._size = max(1, self._stream.write_available)
        self._most = max(descriptors * DESCRIPTOR_FRAMES, DESCRIPTOR_FRAMES * 2)
        self.underflowed = False
        """the card had nothing to play before the last write"""

    def write(self, data: memoryview) -> int:
        """Bytes taken now, 0 when full. Raises OSError when the card is gone."""
        try:
            room = self._stream.write_available
            held = max(0, self._size - room)
            frames = min(room, self._most - held, len(data) // FRAME_BYTES)
            if frames <= 0:
                return 0
            self.underflowed = bool(self._stream.write(data[: frames * FRAME_BYTES]))
        except self._error as error:
            raise OSError(str(error)) from error
        return int(frames) * FRAME_BYTES

    def close(self) -> None:
        """Stop at once. A card that is gone makes no more trouble."""
        try:
            self._stream.abort()
            self._stream.close()
        except self._error:
            pass


class Listener:
    """A sound card that listens along to a recorded timeline: takes what it can and lets the rest go. It is allowed to
    be late, so it has a cushion."""

    def __init__(self, device: str | int | None, then: Callable[[bytes | memoryview], object]):
        """Raises Trouble where the device cannot be opened."""
        self._card: SoundCard | None = SoundCard(device, LISTEN_DESCRIPTORS, LISTEN_LATENCY_S)
        self._card.underflowed = True
        self._then = then

    def write(self, data: bytes | memoryview) -> None:
        """Hand ``data`` on, and play it while the card is there."""
        self._then(data)
        if self._card is None:
            return
        try:
            if self._card.underflowed:
                self._card.write(memoryview(CUSHION))
            self._card.write(memoryview(data))
        except OSError:
            self.close()

    def close(self) -> None:
        """End the listening; the timeline goes on."""
        if self._card is not None:
            self._card.close()
            self._card = None
