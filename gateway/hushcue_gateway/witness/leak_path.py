"""The way from an ear into the programme: learnt, so that its leak can be taken out and others be looked for. Pure.

In each band of the short-time spectrum a leak is the cue through a short filter over frames (the convolutive transfer
function of Talmon, Cohen and Gannot 2009, IEEE Trans. ASLP-17), fitted by least squares with the programme as the
noise. So a room's reverberation goes with the direct sound, up to REACH after it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .leak import BAND, FFT, HOP, LAGS, Signal, Spectrum, Window, stft

TAPS = 5
"""Frames of the filter; the first begins a frame before the direct sound."""
REACH = (TAPS - 2) * HOP
BEFORE_CUE = LAGS + REACH
"""So many samples before a window what an ear hears may still sound in it."""
RIDGE = 0.02
"""Of the mean of the normal equations' diagonal: a band that says nothing gives no filter."""


class LeakPath:
    """Of one ear into one feed. lag: samples from the tap to the direct sound."""

    def __init__(self, lag: int):
        self.lag = lag
        self._normal = np.zeros((int(BAND.sum()), TAPS, TAPS), np.complex128)
        self._right = np.zeros((int(BAND.sum()), TAPS), np.complex128)
        self._filters: NDArray[np.complex128] | None = None

    def learn(self, heard: Signal, window: Window) -> None:
        """heard: what the ear was given, from BEFORE_CUE samples before the window to its end."""
        said = self._frames(heard, len(window.spectrum))
        weighted = np.conj(said) * window.weight[:, BAND].T[:, None, :]
        self._normal += weighted @ said.transpose(0, 2, 1)
        self._filters = None
        self._right += (weighted @ window.spectrum[:, BAND].T[:, :, None])[..., 0]

    def forget(self, share: float) -> None:
        """Keep ``share`` of what was learnt."""
        self._normal *= share
        self._right *= share

    def leak(self, heard: Signal, frames: int) -> Spectrum:
        """What of ``heard`` (as in ``learn``) is in a window of so many frames."""
        filters = self._filters
        if filters is None:
            diagonal = np.einsum("fii->f", self._normal).real / TAPS
            loading = RIDGE * (diagonal + 1e-3 * diagonal.mean() + 1e-30)
            loaded = self._normal + loading[:, None, None] * np.eye(TAPS)
            solved = np.linalg.solve(loaded, self._right[..., None]).astype(np.complex128)
            filters = self._filters = solved.transpose(0, 2, 1)
        spectrum: Spectrum = np.zeros((frames, FFT // 2 + 1), np.complex128)
        spectrum[:, BAND] = (filters @ self._frames(heard, frames))[:, 0].T
        return spectrum

    def _frames(self, heard: Signal, frames: int) -> NDArray[np.complex128]:
        """(bands, TAPS, frames): the frame of ``heard`` that each tap brings to each frame of the window."""
        whole = stft(heard[BEFORE_CUE - self.lag - REACH :])[:, BAND]
        missing = frames + TAPS - 1 - len(whole)
        if missing > 0:
            whole = np.concatenate([whole, np.zeros((missing, whole.shape[1]))])
        return np.stack([whole[TAPS - 1 - tap : TAPS - 1 - tap + frames].T for tap in range(TAPS)], axis=1)
