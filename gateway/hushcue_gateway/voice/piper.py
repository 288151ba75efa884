"""Voices of Piper that somebody put into the folder "voices" (``shelf.py``), spoken by ONNX Runtime, without a GPU."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from .engine import Sound
from .languages import Unreadable

_LOADED = 2
"""Voices kept loaded: one takes 400 MB."""
_THREADS = max(1, min(4, (os.cpu_count() or 2) - 1))
"""One processor is for the sound that is going on."""


class Piper:
    """The library, loaded. Raises Unreadable("voice_missing") where it is not installed."""

    def __init__(self) -> None:
        try:
            import onnxruntime
            import piper
        except (ImportError, OSError) as error:
            raise Unreadable("voice_missing", reason=str(error)[:200]) from error
        self._onnxruntime: Any = onnxruntime
        self._piper: Any = piper
        self._voices: dict[str, Any] = {}

    def speak(self, text: str, voice: str, pace: float, most_s: float) -> Sound:
        """See ``Engine``. voice: the path of its model."""
        pieces: list[bytes] = []
        rate_hz, count = 0, 0
        text = text.replace("[[", " ").replace("]]", " ")  # between these Piper takes phonemes
        try:
            model = self._load(voice)
            usual = model.config.length_scale
            settings = self._piper.SynthesisConfig(length_scale=usual / pace)
            for sentence in model.synthesize(text, settings):
                rate_hz = sentence.sample_rate
                pieces.append(sentence.audio_int16_bytes)
                count += len(pieces[-1]) // 2
                if count > most_s * rate_hz:
                    raise Unreadable("speech_too_long", limit_s=most_s)
        except Unreadable:
            raise
        except Exception as error:  # whatever a stranger's model makes of it
            self._voices.pop(voice, None)
            raise Unreadable("voice_missing", reason=f"{type(error).__name__}: {error}"[:200]) from error
        if not pieces:
            raise Unreadable("nothing_to_say")
        return Sound(b"".join(pieces), rate_hz)

    def _load(self, path: str) -> Any:
        model = self._voices.pop(path, None)
        if model is None:
            model = self._piper.PiperVoice.load(path, download_dir=Path(path).parent)
            options = self._onnxruntime.SessionOptions()  # Piper itself takes every processor there is
            options.intra_op_num_threads = _THREADS
            options.inter_op_num_threads = 1
            model.session = self._onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
            while len(self._voices) >= _LOADED:
                self._voices.pop(next(iter(self._voices)))
        self._voices[path] = model
        return model
