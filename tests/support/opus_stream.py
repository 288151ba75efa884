"""An Opus stream in virtual time: what is said, what the network does to it, what is heard."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from hushcue_gateway.opus import Decoder, Encoder
from hushcue_gateway.webrtc.playout import Playout

RATE = 16_000
FIRST_SEQUENCE, FIRST_TIMESTAMP = 65_500, 0xFFFFF000
"""Both wrap soon."""

Delay = Callable[[float, Random], float]
"""(when it is sent, chance) -> how many ms it takes."""


def speech(seconds: float) -> NDArray[np.int16]:
    """Something with pitch, pauses and syllables."""
    time = np.arange(int(seconds * RATE)) / RATE
    pitch = 2 * np.pi * np.cumsum(140 + 20 * np.sin(2 * np.pi * 0.7 * time)) / RATE
    voice = sum(np.sin(place * pitch) / place for place in range(1, 12))
    loud = np.convolve(np.sin(2 * np.pi * 0.5 * time) > -0.2, np.ones(320) / 320, "same")
    return np.asarray(voice * loud * 4000, np.int16)


@dataclass
class Heard:
    """samples: all frames in a row. delays_ms: of each, from the end of its first sample's 10 ms to the pull."""

    samples: NDArray[np.float32]
    delays_ms: NDArray[np.float64]
    targets_ms: NDArray[np.float64]
    playout: Playout


def run(
    delay: Delay = lambda sent, chance: 0.5,
    *,
    seconds: float = 8.0,
    packet_ms: int = 10,
    lose: Callable[[int, Random], bool] = lambda place, chance: False,
    ppm: float = 0.0,
    fec: bool = True,
    red: bool = False,
    dtx: bool = False,
    twice: float = 0.0,
    seed: int = 1,
    said: NDArray[np.int16] | None = None,
) -> Heard:
    """Say it, lose some of it, play it."""
    chance = Random(seed)
    said = speech(seconds) if said is None else said
    encoder = Encoder(RATE, 1, "voip", 32_000, fec=fec, loss_percent=20, dtx=dtx)
    size, before = RATE * packet_ms // 1000, None
    coming: list[tuple[float, int, int, bytes, bytes | None]] = []
    sequence, silent_ms = FIRST_SEQUENCE, 0
    for place in range(len(said) // size):
        packet = encoder.encode(said[place * size : (place + 1) * size])
        silent_ms = silent_ms + packet_ms if dtx and len(packet) <= 2 else 0
        if silent_ms > packet_ms and silent_ms % 400:
            continue
        sequence += 1
        if not lose(place, chance):
            sent = (place + 1) * packet_ms * (1 + ppm * 1e-6)
            for _ in range(2 if chance.random() < twice else 1):
                coming.append((sent + delay(sent, chance), place, sequence, packet, before))
        before = packet
    coming.sort(key=lambda each: each[0])
    playout = Playout(Decoder(RATE))
    frames, delays, targets, now, at = [], [], [], 3.3, 0
    while now < coming[-1][0] + 60:
        while at < len(coming) and coming[at][0] <= now:
            arrival, place, number, packet, copy = coming[at]
            timestamp = FIRST_TIMESTAMP + place * packet_ms * 48
            if red and copy is not None:
                playout.copy((timestamp - packet_ms * 48) & 0xFFFFFFFF, copy)
            playout.packet(number & 0xFFFF, timestamp & 0xFFFFFFFF, packet, arrival)
            at += 1
        frames.append(playout.frame(now))
        delays.append(playout.newest_delay_ms)
        targets.append(playout.target_ms)
        now += 10
    return Heard(np.concatenate(frames), np.array(delays), np.array(targets), playout)


def roughest(samples: NDArray[np.float32]) -> float:
    """The largest second difference: a click makes it large."""
    return float(np.abs(np.diff(samples, 2)).max())
