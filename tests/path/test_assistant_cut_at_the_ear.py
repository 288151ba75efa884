"""A person's key while the assistant speaks, judged at the DMA ring of the bodypack: when the host hears silence.

The gateway is silent within 30 ms (tests/gateway/core/test_assistant_cut.py); what is under way in the jitter buffer is
heard all the same, as is what a person says. So the ear asks: is the assistant over before the person's first word?
"""

import numpy as np
import pytest

from hushcue_gateway.core.ducking import Priority
from hushcue_tools.bench import link
from hushcue_tools.bench.studio import Line, Shape, Studio
from hushcue_tools.ear import EAR_RATE_HZ
from hushcue_wire.audio import RATE_HZ

BEGIN_MS, KEY_MS, END_MS = 100.0, 500.0, 700.0
LEVEL = 0.5
SILENT = LEVEL * 10 ** (-60 / 20)


def tone(seconds: float) -> np.ndarray:
    return (LEVEL * np.sin(2 * np.pi * 400 * np.arange(int(seconds * RATE_HZ)) / RATE_HZ)).astype(np.float32)


def heard_ms(lines: list[Line], frame_ms: int) -> tuple[float, float]:
    """When the first and when the last of it left the DAC, ms after the start."""
    studio = Studio({"host-1": link.Network.listed([])}, lines, Shape(frame_ms=frame_ms))
    try:
        studio.run(END_MS)
        (loud,) = np.nonzero(np.abs(studio.bodypacks["host-1"].recording().samples) > SILENT)
    finally:
        studio.close()
    return float(loud[0]) * 1000 / EAR_RATE_HZ, float(loud[-1]) * 1000 / EAR_RATE_HZ


@pytest.mark.parametrize("phase_ms", [0.1, 4.9, 9.9])
@pytest.mark.parametrize("frame_ms", [5, 10, 20])
def test_the_assistant_is_over_before_the_first_word_of_the_person_is_heard(frame_ms: int, phase_ms: float) -> None:
    at_ms, to = KEY_MS + phase_ms, ("host-1",)
    word_ms, _ = heard_ms([Line("word", tone(0.1), at_ms, to)], frame_ms)
    assistant = Line("assistant", tone(1.0), BEGIN_MS, to, Priority.ASSISTANT)
    key = Line("key", np.zeros(RATE_HZ, np.float32), at_ms, to)
    first_ms, last_ms = heard_ms([assistant, key], frame_ms)
    assert first_ms < KEY_MS < last_ms < word_ms
    assert last_ms - at_ms <= 60.0
