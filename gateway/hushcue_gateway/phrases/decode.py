"""A recording that somebody uploaded, as samples: any of FORMATS, decoded by FFmpeg's libraries through PyAV.

What a stranger sends is bounded before and while it is read: bytes, kinds of container, seconds of sound, rate and
channels, and the time that all of it may take. Blocks: to be called in a thread.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator

import av
import numpy as np
from av.audio.resampler import AudioResampler

from hushcue_wire.audio import RATE_HZ

from .sound import MOST_S, Samples

MOST_BYTES = 4 << 20
FORMATS = ((0, b"RIFF", "wav"), (0, b"OggS", "ogg"), (0, b"\x1aE\xdf\xa3", "matroska"), (4, b"ftyp", "mov"))
"""Where in the file which bytes stand -> the one reader of FFmpeg that may have it. Its own guessing also knows play
lists, which name other files and other machines."""
MOST_RATE_HZ = 192_000
MOST_CHANNELS = 8
LEAD_S = 30.0
"""Silence before the speech, to be trimmed, may be so long on top of what a phrase may be."""
PATIENCE_S = 10.0


class Undecodable(Exception):
    """``code`` and ``facts`` of ``phrases/words.py``."""

    def __init__(self, code: str, **facts: str | int | float):
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


def decode(data: bytes) -> Samples:
    """Mono at RATE_HZ, full scale 1.0; what is longer than MOST_S + LEAD_S is left out. Raises Undecodable."""
    if len(data) > MOST_BYTES:
        raise Undecodable("sound_too_large", most=MOST_BYTES)
    pieces: list[Samples] = []
    most, have = int((MOST_S + LEAD_S) * RATE_HZ), 0
    deadline = time.monotonic() + PATIENCE_S
    try:
        for piece in _pieces(data):
            pieces.append(piece)
            have += piece.size
            if have >= most:
                break
            if time.monotonic() > deadline:
                raise Undecodable("sound_too_slow")
    except (av.FFmpegError, ValueError, OverflowError, MemoryError) as error:
        if not pieces:  # else: cut off at the end, as recordings of a browser often are
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise Undecodable("sound_unreadable", reason=reason) from error
    if not have:
        raise Undecodable("sound_none")
    return np.concatenate(pieces)[:most]


def _pieces(data: bytes) -> Iterator[Samples]:
    kind = next((name for place, magic, name in FORMATS if data[place : place + len(magic)] == magic), None)
    if kind is None:
        raise Undecodable("sound_unknown")
    with av.open(io.BytesIO(data), mode="r", format=kind, metadata_errors="ignore") as container:
        if not container.streams.audio:
            raise Undecodable("sound_none")
        stream = container.streams.audio[0]
        context = stream.codec_context
        if not 0 < context.sample_rate <= MOST_RATE_HZ or not 0 < context.channels <= MOST_CHANNELS:
            raise Undecodable("sound_unreadable", reason=f"{context.sample_rate} Hz, {context.channels} channels")
        context.thread_count = 1
        resampler = AudioResampler(format="flt", layout="mono", rate=RATE_HZ)
        for frame in container.decode(stream):
            frame.pts = None
            yield from (_samples(each) for each in resampler.resample(frame))
        yield from (_samples(each) for each in resampler.resample(None))


def _samples(frame: av.AudioFrame) -> Samples:
    return np.asarray(frame.to_ndarray(), np.float32).reshape(-1)
