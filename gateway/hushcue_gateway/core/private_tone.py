"""Two soft pips under the first words of a private talk, so that a host knows that nobody else is spoken to. Pure.

They are mixed under the voice, which waits for nothing, into the mixes of those who are named and no others. Each is a
column of the mixer's in front of the sources' columns while it lasts; so they are no source, no talk, and nothing that
is remembered to be said again. A pip is as loud as what it announces may be: it is dimmed with its talk.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hushcue_wire.audio import RATE_HZ

from .bus import Gains
from .commands import StartTalk
from .limiter import Frames, db_to_gain
from .mix import Mixer
from .routing import Routing

PEAK_DB = -24.0
"""dBFS of the loudest sample"""
PIPS = ((20, 90, 988.0), (130, 200, 1319.0))
"""(from, to) in ms after the beginning of the talk, Hz. No mix frame is longer than the pause before the first."""


def _wave() -> Frames:
    wave = np.zeros(PIPS[-1][1] * RATE_HZ // 1000, np.float32)
    for begin_ms, end_ms, hz in PIPS:
        begin, end = begin_ms * RATE_HZ // 1000, end_ms * RATE_HZ // 1000
        phase = np.arange(end - begin) / RATE_HZ
        wave[begin:end] = db_to_gain(PEAK_DB) * np.hanning(end - begin) * np.sin(2 * np.pi * hz * phase)
    return wave


WAVE = _wave()
WAVE.flags.writeable = False


def frame(number: int, samples: int) -> Frames:
    """The ``number``-th frame of the tone, from 0, full scale 1.0; zeros after its end."""
    piece = WAVE[number * samples : (number + 1) * samples]
    return piece if len(piece) == samples else np.pad(piece, (0, samples - len(piece)))


@dataclass(slots=True)
class _Tone:
    talk: StartTalk
    hosts: Set[str]
    played: int = 0
    over: bool = False


class PrivateTones:
    """The tones that go on; ``len`` is how many columns of ``mixer`` are theirs."""

    def __init__(self, frame_samples: int, mixer: Mixer) -> None:
        self._samples = frame_samples
        self._mixer = mixer
        self._tones: list[_Tone] = []

    def __len__(self) -> int:
        return len(self._tones)

    def begin(self, talk: StartTalk, hosts: Set[str]) -> None:
        """``hosts`` hear it from the next frame on, while ``talk`` goes on."""
        if hosts:
            self._mixer.add_column(len(self._tones))
            self._tones.append(_Tone(talk, hosts))

    def before(
        self, heard: Frames, gains: Gains, routing: Routing, factors: NDArray[np.float64]
    ) -> tuple[Frames, Gains]:
        """``heard`` (sources, samples) and ``gains`` (bodypacks, sources) of a tick, with those of the tones in front.

        ``factors`` (bodypacks, rungs): how far each rung is dimmed. A talk that ended takes its tone along, faded.
        """
        for column in reversed(range(len(self._tones))):
            if self._tones[column].over:
                del self._tones[column]
                self._mixer.remove_column(column)
        if not self._tones:
            return heard, gains
        frames = [frame(tone.played, self._samples) for tone in self._tones]
        columns = [self._gains(tone, routing, factors) for tone in self._tones]
        for tone in self._tones:
            tone.played += 1
            ended = routing.talks.get(tone.talk.cue) is not tone.talk
            tone.over = ended or tone.played * self._samples >= len(WAVE)
        return np.vstack([*frames, heard]), np.column_stack([*columns, gains])

    @staticmethod
    def _gains(tone: _Tone, routing: Routing, factors: NDArray[np.float64]) -> Gains:
        """(bodypacks,): what its voice may have, and never more than its own level."""
        gains = np.zeros(len(routing.bodypacks), np.float32)
        if routing.talks.get(tone.talk.cue) is tone.talk:
            for row, bodypack in enumerate(routing.bodypacks):
                if bodypack in tone.hosts:
                    own = routing.mix_gains.get((tone.talk.source, bodypack), 1.0)
                    gains[row] = factors[row, tone.talk.priority] * min(own, 1.0)
        return gains
