"""Frames as they come from the rings, made safe: one row per source, finite, bounded, counted, never with an edge.

A source that has no frame, or one with NaN or infinity in it, is silence for that frame. So that the silence does not
begin with a click, the last 5 ms are played backwards while they fade (the waveform goes on where it stopped); the
first frame after silence is faded in over 5 ms.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from hushcue_wire.audio import RATE_HZ

from .events import SourceReport
from .limiter import Frames

MAX_SAMPLE = 4.0
"""+12 dBFS: room for a resampler's overshoot and a hot float source; beyond it is clipped"""
SMALLEST = 1e-15
"""-300 dBFS: what is smaller is zero, so that no denormal slows the arithmetic"""
FADE_MS = 5
SILENCE_DB = -120.0


def level_db(amplitude: float) -> float:
    """dBFS of a linear amplitude, SILENCE_DB at the least."""
    return max(SILENCE_DB, 20.0 * float(np.log10(amplitude))) if amplitude > 0.0 else SILENCE_DB


class Intake:
    """The newest frame of every source and what was counted about it. Rows are sources in the order of ``ids``."""

    def __init__(self, frame_samples: int) -> None:
        self.frame_samples = frame_samples
        self.ids: list[str] = []
        self.frames: Frames = np.zeros((0, frame_samples), np.float32)
        self.rms: NDArray[np.float64] = np.zeros(0)
        """of the newest frame, linear, per source"""
        self.unknown_frames = 0
        fade = min(frame_samples, FADE_MS * RATE_HZ // 1000)
        self._fade_in = (np.arange(1, fade + 1) / fade).astype(np.float32)
        self._fade_out = self._fade_in[::-1] * np.float32(1.0 - 1.0 / fade)
        self._sounding: list[bool] = []
        self._counts: NDArray[np.int64] = np.zeros((0, 4), np.int64)  # frames, starved, invalid, clipped
        self._peak: NDArray[np.float64] = np.zeros(0)
        self._power: NDArray[np.float64] = np.zeros(0)
        self._meter: NDArray[np.float64] = np.zeros(0)
        self._measured = 0

    def add(self, source: str) -> None:
        """One more row at the end."""
        self.ids.append(source)
        self.frames = np.vstack([self.frames, np.zeros((1, self.frame_samples), np.float32)])
        self.rms = np.append(self.rms, 0.0)
        self._sounding.append(False)
        self._counts = np.vstack([self._counts, np.zeros((1, 4), np.int64)])
        self._peak = np.append(self._peak, 0.0)
        self._power = np.append(self._power, 0.0)
        self._meter = np.append(self._meter, 0.0)

    def remove(self, row: int) -> None:
        """Later rows move up."""
        del self.ids[row], self._sounding[row]
        self.frames = np.delete(self.frames, row, axis=0)
        self.rms = np.delete(self.rms, row)
        self._counts = np.delete(self._counts, row, axis=0)
        self._peak = np.delete(self._peak, row)
        self._power = np.delete(self._power, row)
        self._meter = np.delete(self._meter, row)

    def restart(self, row: int) -> None:
        """The source at ``row`` is a new one with the name of an old one: count from zero."""
        self._counts[row] = 0

    def gather(self, frames: Mapping[str, Frames]) -> Frames:
        """Take this tick's frames; the result is ``self.frames``, valid until the next call.

        A frame has shape (frame_samples,), float32, full scale 1.0; anything else is a programming error (ValueError).
        """
        before = self.frames
        after = np.zeros_like(before)
        taken = 0
        present: list[bool] = []
        for row, source in enumerate(self.ids):
            frame = frames.get(source)
            present.append(frame is not None)
            if frame is None:
                continue
            if frame.shape != (self.frame_samples,) or frame.dtype != np.float32:
                raise ValueError(f"frame of {source}: {frame.shape} {frame.dtype}, not ({self.frame_samples},) float32")
            after[row] = frame
            taken += 1
        self.unknown_frames += len(frames) - taken
        size = np.abs(after)
        peaks = size.max(axis=1, initial=0.0)  # NaN wins over every number
        good = np.isfinite(peaks)
        if not good.all():
            self._counts[~good, 2] += 1
            after[~good] = 0.0
            size[~good] = 0.0
            peaks[~good] = 0.0
        self._counts[:, 0] += 1
        self._counts[:, 3] += peaks > 1.0
        if (peaks > MAX_SAMPLE).any():
            np.clip(after, -MAX_SAMPLE, MAX_SAMPLE, out=after)
            peaks = np.minimum(peaks, np.float32(MAX_SAMPLE))
        after *= size >= SMALLEST
        for row, here in enumerate(present):
            if not here:
                self._counts[row, 1] += 1
            sound = here and bool(good[row])
            if sound != self._sounding[row]:
                self._sounding[row] = sound
                if sound:
                    after[row, : len(self._fade_in)] *= self._fade_in
                else:
                    after[row, : len(self._fade_out)] = before[row, : -len(self._fade_out) - 1 : -1] * self._fade_out
        power = np.einsum("ij,ij->i", after, after, dtype=np.float64) / self.frame_samples
        self.rms = np.sqrt(power)
        np.maximum(self._peak, peaks, out=self._peak)
        np.maximum(self._meter, peaks, out=self._meter)
        self._power += power
        self._measured += 1
        self.frames = after
        return after

    def take_peaks(self) -> tuple[tuple[str, float], ...]:
        """(source, loudest sample since the last call in dBFS), for meters."""
        peaks = tuple((source, level_db(float(peak))) for source, peak in zip(self.ids, self._meter, strict=True))
        self._meter[:] = 0.0
        return peaks

    def take_reports(self) -> tuple[SourceReport, ...]:
        """Levels since the last call, counts since each source was added."""
        measured = max(1, self._measured)
        reports = tuple(
            SourceReport(
                id=source,
                peak_db=level_db(float(self._peak[row])),
                rms_db=level_db(float(np.sqrt(self._power[row] / measured))),
                frames=int(self._counts[row, 0]),
                starved_frames=int(self._counts[row, 1]),
                invalid_frames=int(self._counts[row, 2]),
                clipped_frames=int(self._counts[row, 3]),
            )
            for row, source in enumerate(self.ids)
        )
        self._peak[:] = 0.0
        self._power[:] = 0.0
        self._measured = 0
        return reports
