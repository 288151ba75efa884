"""The PC bodypack's sound card: what is written comes out of a real sound server, whole."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from support.gateway_process import wait_for
from support.pulse import Pulse, pulse

__all__ = ["pulse"]

TONE_HZ = 997
RATE_HZ = 48000
SECONDS = 4
PLAYER = """
import sys, time
import numpy as np
from hushcue_tools.pc_bodypack.dac import CardDac, VirtualDac
from hushcue_tools.pc_bodypack.priority import prefer_this_thread

prefer_this_thread()
dac = CardDac("loudspeaker") if sys.argv[1] == "card" else VirtualDac(None, True, "loudspeaker")
at = np.arange(48000 * int(sys.argv[2])) / 48000
tone = bytes(4 * 48000) + np.repeat((8000 * np.sin(2 * np.pi * 997 * at)).astype("<i2"), 2).tobytes()
left, due, most = memoryview(tone), time.monotonic(), time.monotonic() + 60
while left and time.monotonic() < most:
    while left and (taken := dac.write(left[:1920])):
        left = left[taken:]
    dac.tend()
    due += 0.005
    time.sleep(max(0.0, due - time.monotonic()))
time.sleep(0.5)
dac.close({})
"""


def whole_pieces(sound: np.ndarray) -> tuple[int, int]:
    """How many tenths of a second hold the tone without a seam, and how many hold any sound.

    A tone is what the recurrence x[n] = 2 cos(w) x[n-1] - x[n-2] goes on with; a seam breaks it.
    """
    pieces = sound[: len(sound) // 4800 * 4800].reshape(-1, 4800)
    pieces = pieces[np.abs(pieces).max(axis=1) > 1000]
    turn = 2 * np.cos(2 * np.pi * TONE_HZ / RATE_HZ)
    seams = np.abs(pieces[:, 2:] - turn * pieces[:, 1:-1] + pieces[:, :-2]).max(axis=1)
    return int(np.sum(seams < 20)), len(pieces)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("kind", ["card", "listener"])
def test_a_tone_comes_out_of_the_loudspeaker_without_seams(pulse: Pulse, tmp_path: Path, kind: str) -> None:
    """As the DAC itself, and listening along to a timeline, after a second of silence in which the server settles. What
    a busy machine does to the server, which has no priority here, may cost a quarter."""
    path = tmp_path / "heard.raw"
    recorder = pulse.overhear(path)
    try:
        wait_for("the server is listened to", lambda: path.exists() and path.stat().st_size > 0)
        subprocess.run([sys.executable, "-c", PLAYER, kind, str(SECONDS)], check=True, timeout=120)
        size = path.stat().st_size
        wait_for("what was on its way is heard", lambda: path.stat().st_size >= size + 2 * RATE_HZ // 2)
    finally:
        recorder.terminate()
        recorder.wait(20)
    whole, sounding = whole_pieces(np.fromfile(path, "<i2").astype(np.float64))
    assert sounding >= SECONDS * 10 * 0.75
    assert whole >= sounding * 0.75


def test_the_measure_sees_a_seam() -> None:
    at = np.arange(4800 * 4) / RATE_HZ
    tone = np.round(8000 * np.sin(2 * np.pi * TONE_HZ * at))
    assert whole_pieces(tone) == (4, 4)
    tone[4800 + 2000 :] = np.roll(tone, -7)[4800 + 2000 :]
    assert whole_pieces(tone)[0] < 4
