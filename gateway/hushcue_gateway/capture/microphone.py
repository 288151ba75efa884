"""One microphone: a PortAudio input stream whose sound goes, at 16 kHz mono and steered in time, to a ring."""

import threading
import time

import numpy as np
from numpy.typing import NDArray

from hushcue_wire.audio import RATE_HZ

from ..rings import Ring, Samples
from .blocks import BlockQueue
from .devices import DeviceTrouble, rates_hz
from .drift import DriftController
from .losses import LossMeter
from .messages import Device, MicrophoneReport, OpenMicrophone, SourceOpened
from .portaudio import InputStream
from .resampler import Resampler

QUEUED_BLOCKS = 64
MAX_CHANNELS = 2
"""Opened when no channel is asked for: the ALSA pulse device offers 32 copies."""
READER_GONE_NS = 200_000_000


class Opening:
    """What exists from one opening of the device to its closing."""

    def __init__(self, device: Device, rate_hz: float, channels: int, block_ms: int, wake: threading.Lock):
        block = round(rate_hz * block_ms / 1000)
        self.device = device
        self.rate_hz = rate_hz
        self.channels = channels
        self.queue = BlockQueue(QUEUED_BLOCKS, block, channels, wake)
        self.resampler = Resampler(rate_hz, RATE_HZ)
        self.mono: Samples = np.zeros(block, np.float32)
        self.losses = LossMeter(round(block / rate_hz * 1e9))
        self.finished = False
        self.stream = InputStream(device, rate_hz, channels, block, self._arrived, self._ended)
        self.opened_ns = self.heard_ns = time.monotonic_ns()

    def _arrived(self, block: NDArray[np.float32]) -> None:
        """In PortAudio's thread."""
        self.heard_ns = now = time.monotonic_ns()
        self.queue.put(block, now)

    def _ended(self) -> None:
        """In PortAudio's thread: it will call no more."""
        self.finished = True


class Microphone:
    """``open``, ``close`` and ``end`` belong to the desk's thread, ``pump`` and ``report`` to the audio thread."""

    def __init__(self, order: OpenMicrophone, ring: Ring, block_ms: int, wake: threading.Lock):
        self.order = order
        self.ring = ring
        self.state = "opening"
        self.retry_s = 0.0
        self.retry_at_ns = 0
        self._block_ms = block_ms
        self._wake = wake
        self._opening: Opening | None = None
        self._drift = DriftController(RATE_HZ)
        self._blocks = 0
        self._lost_ms = 0.0
        self._late_ns = 0.0
        self._ended = False
        self._pumping = threading.Lock()
        """held while the ring is in use, so that it is not closed then"""

    @property
    def is_open(self) -> bool:
        return self._opening is not None

    def heard_within(self, now_ns: int, span_ns: int) -> bool:
        """Whether a block has come in the last ``span_ns``."""
        opening = self._opening
        return opening is not None and now_ns - opening.heard_ns < span_ns

    def open_for(self, now_ns: int) -> int:
        """Nanoseconds since it was opened, 0 when it is not."""
        opening = self._opening
        return now_ns - opening.opened_ns if opening is not None else 0

    def open(self, device: Device) -> SourceOpened:
        """Open ``device``, at the first of ``rates_hz`` that it takes. Raises DeviceTrouble. May take seconds."""
        wish = min(device.channels, MAX_CHANNELS)
        if self.order.channel is not None:
            if self.order.channel >= device.channels:
                detail = f"channel {self.order.channel} of {device.channels}"
                raise DeviceTrouble("device_failed", {"device": device.name, "detail": detail})
            wish = self.order.channel + 1
        opening = self._first_that_opens(device, wish)
        self._drift.restart()
        self.ring.set_flowing(True, RATE_HZ * self._block_ms // 1000)
        self._opening = opening
        self.state = "open"
        return SourceOpened(
            source=self.order.source,
            device=device.name,
            rate_hz=opening.rate_hz,
            channels=opening.channels,
            latency_ms=opening.stream.latency_ms,
            at_ns=opening.opened_ns,
        )

    def _first_that_opens(self, device: Device, wish: int) -> Opening:
        first: DeviceTrouble | None = None
        for channels in dict.fromkeys((wish, device.channels)):
            for rate_hz in rates_hz(device):
                try:
                    return Opening(device, rate_hz, channels, self._block_ms, self._wake)
                except DeviceTrouble as trouble:
                    if trouble.code != "device_failed":
                        raise
                    first = first or trouble
        assert first is not None
        raise first

    def close(self, state: str) -> None:
        """Close the stream, whatever state it is in. May take seconds inside PortAudio."""
        with self._pumping:
            opening, self._opening = self._opening, None
            self.state = state
            if not self._ended:
                self.ring.set_flowing(False)
        if opening is not None:
            self._lost_ms += self._lost_of(opening)
            opening.stream.close()

    def end(self) -> None:
        """Close the stream and let go of the ring, for good."""
        self.close("stopped")
        with self._pumping:
            self._ended = True
            self.ring.close()

    def trouble(self, now_ns: int, silent_ns: int) -> DeviceTrouble | None:
        """Why the open stream is not to be kept: it ended, or nothing came for ``silent_ns``."""
        opening = self._opening
        if opening is None:
            return None
        if opening.finished:
            return DeviceTrouble("device_gone", {"device": opening.device.name})
        silent = now_ns - opening.heard_ns
        if silent > silent_ns:
            return DeviceTrouble("device_silent", {"device": opening.device.name, "silent_ms": round(silent / 1e6)})
        return None

    def pump(self) -> None:
        """Move every block that has come into the ring."""
        with self._pumping:
            opening = self._opening
            if opening is None:
                return
            mono, channel = opening.mono, self.order.channel
            while (stamp_ns := opening.queue.take(mono, channel)) is not None:
                self._blocks += 1
                late_ns = opening.losses.block(1e9 * len(mono) / opening.rate_hz, stamp_ns)
                self._late_ns = max(self._late_ns, late_ns)
                self.ring.write(opening.resampler.push(mono), stamp_ns)
                opening.resampler.steer(self._correction(stamp_ns))

    def _correction(self, now_ns: int) -> float:
        """What the controller says; while nobody reads, what it knew."""
        target = self.ring.target_samples
        delay = self.ring.delay_samples(now_ns, RATE_HZ)
        if not target or abs(now_ns - self.ring.read_stamp_ns) > READER_GONE_NS:
            self._drift.restart()
        elif delay is not None:
            self._drift.update(delay, target, now_ns)
        return self._drift.ratio

    def report(self) -> MicrophoneReport | None:
        """The figures now, None when it has ended; the lateness is the worst since the last report."""
        with self._pumping:
            if self._ended:
                return None
            opening = self._opening
            late_ns, self._late_ns = self._late_ns, 0.0
            return MicrophoneReport(
                source=self.order.source,
                state=self.state,
                blocks=self._blocks,
                lost_ms=self._lost_ms + (self._lost_of(opening) if opening else 0.0),
                overflow_samples=self.ring.overflow_samples,
                delay_ms=self._drift.smooth_samples * 1000 / RATE_HZ,
                target_ms=self.ring.target_samples * 1000 / RATE_HZ,
                drift_ppm=self._drift.ratio * 1e6,
                callback_late_us=round(late_ns / 1000),
            )

    def _lost_of(self, opening: Opening) -> float:
        return opening.losses.lost_ms + opening.queue.dropped * self._block_ms
