"""eSpeak NG through ctypes. Its state is global: one of these in a process, used by one thread."""

from __future__ import annotations

import ctypes
from typing import Any

from .engine import Sound
from .languages import RATES_WPM, Unreadable

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS
_BUFFER_MS = 40
_DONT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT: a library must not end the process
_RATE = 1  # espeakRATE
_USUAL_WPM = 175
_UTF8, _END_PAUSE = 1, 0x1000  # espeakCHARS_UTF8, espeakENDPAUSE; without espeakSSML and espeakPHONEMES text is text

_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Espeak:
    """The library, ready. Raises Unreadable("voice_missing") where it cannot be loaded."""

    def __init__(self) -> None:
        try:
            import espeakng_loader

            self._lib: Any = ctypes.CDLL(espeakng_loader.get_library_path())
            data = espeakng_loader.get_data_path()
        except (ImportError, OSError, RuntimeError) as error:
            raise Unreadable("voice_missing", reason=str(error)[:200]) from error
        lib = self._lib
        lib.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
        lib.espeak_SetVoiceByName.argtypes = [ctypes.c_char_p]
        lib.espeak_SetParameter.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int]
        lib.espeak_Synth.argtypes = [
            ctypes.c_char_p,
            ctypes.c_size_t,
            ctypes.c_uint,
            ctypes.c_int,
            ctypes.c_uint,
            ctypes.c_uint,
            ctypes.c_void_p,
            ctypes.c_void_p,
        ]
        lib.espeak_SetSynthCallback.argtypes = [_CALLBACK]
        self.rate_hz = int(lib.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, str(data).encode(), _DONT_EXIT))
        if self.rate_hz <= 0:
            raise Unreadable("voice_missing", reason=f"espeak_Initialize {self.rate_hz}")
        self._sound = bytearray()
        self._most_bytes = 0
        self._callback = _CALLBACK(self._take)  # kept: the library only borrows it
        lib.espeak_SetSynthCallback(self._callback)

    def speak(self, text: str, voice: str, pace: float, most_s: float) -> Sound:
        """See ``Engine``. voice: eSpeak's name of it."""
        lib = self._lib
        if lib.espeak_SetVoiceByName(voice.encode()) != 0:
            raise Unreadable("voice_missing", reason=voice)
        lib.espeak_SetParameter(_RATE, round(RATES_WPM.get(voice, _USUAL_WPM) * pace), 0)
        self._sound.clear()
        self._most_bytes = int(most_s * self.rate_hz) * 2
        data = text.encode() + b"\0"
        status = lib.espeak_Synth(data, len(data), 0, 1, 0, _UTF8 | _END_PAUSE, None, None)
        if len(self._sound) > self._most_bytes:
            raise Unreadable("speech_too_long", limit_s=most_s)
        if status != 0 or not self._sound:
            raise Unreadable("voice_missing", reason=f"espeak_Synth {status}")
        return Sound(bytes(self._sound), self.rate_hz)

    def _take(self, samples: Any, count: int, _events: Any) -> int:
        """Called by the library with every buffer; 1 ends the synthesis."""
        if samples and count > 0:
            self._sound += ctypes.string_at(samples, count * 2)
        return int(len(self._sound) > self._most_bytes)
