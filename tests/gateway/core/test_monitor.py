"""Monitors, private talks and dims of single hosts, measured from samples that the engine sent."""

import numpy as np
import pytest
from support.desk import Desk, Samples, a_stream

from hushcue_gateway.core import commands as c
from hushcue_gateway.core.ducking import MUTE_DB, Priority

ABSENT_DB = -60.0
FRAMES = 60


def tone(hz: float, frames: int = FRAMES, level: float = 0.3) -> Samples:
    return (level * np.sin(2 * np.pi * hz * np.arange(frames * 160) / 16000)).astype(np.float32)


def part_db(sound: "np.ndarray[tuple[int], np.dtype[np.float64]]", hz: float) -> float:
    """How loud a tone of that pitch is in the settled second half, dB below the tone as it was said."""
    half = sound[len(sound) // 2 :]
    carrier = np.exp(-2j * np.pi * hz * np.arange(len(half)) / 16000) * np.hanning(len(half))
    amplitude = 2 * abs((half * carrier).sum()) / np.hanning(len(half)).sum()
    return float(20 * np.log10(max(amplitude, 1e-7) / 0.3))


@pytest.fixture
def desk() -> Desk:
    """Ann and Bob with a stream each, a monitor of Ann's ear, one of Bob's, two voices."""
    made = Desk()
    made.source("mia")
    made.source("ned")
    made.source("show", "programme")
    made.stream("ann", "bob")
    assert not made.tell(c.AddMonitor("ear-ann", "ann", ("ned",)), c.AddMonitor("ear-bob", "bob"))
    assert not made.tell(
        a_stream("to-ned", mix_of="ear-ann", ssrc=7),
        a_stream("to-mia", mix_of="ear-bob", ssrc=8),
        c.SetProgramme("show", ("ann", "bob"), 0.0),
    )
    return made


def test_a_monitor_hears_what_its_host_hears_but_for_its_listeners_own_voice(desk: Desk) -> None:
    desk.talk("one", "mia", "ann")
    desk.talk("two", "ned", "ann")
    desk.play(FRAMES, mia=tone(500), ned=tone(800), show=tone(1200))
    ann, ned, mia = desk.heard("ann"), desk.heard("to-ned"), desk.heard("to-mia")
    assert part_db(ann, 500) == pytest.approx(0, abs=0.2) and part_db(ann, 800) == pytest.approx(0, abs=0.2)
    assert part_db(ned, 500) == pytest.approx(0, abs=0.2)
    assert part_db(ned, 800) < ABSENT_DB  # mix-minus
    assert part_db(ned, 1200) == pytest.approx(part_db(ann, 1200), abs=0.2)  # dimmed as there
    assert part_db(mia, 500) < ABSENT_DB and part_db(mia, 1200) == pytest.approx(0, abs=0.2)


def test_a_private_talk_is_in_its_hosts_ear_and_in_no_other_mix(desk: Desk) -> None:
    assert not desk.tell(c.StartTalk("secret", "mia", ("ann",), Priority.DIRECT, private=True))
    desk.play(FRAMES, mia=tone(500), show=tone(1200))
    assert part_db(desk.heard("ann"), 500) == pytest.approx(0, abs=0.2)
    for other in ("bob", "to-ned", "to-mia"):
        heard = desk.heard(other)
        assert part_db(heard, 500) < ABSENT_DB
        assert part_db(heard, 1200) == pytest.approx(0, abs=0.2), "and nothing tells that it goes on"


def test_a_recorder_that_a_private_talk_names_hears_it(desk: Desk) -> None:
    desk.stream("tap-secret")
    assert not desk.tell(c.StartTalk("secret", "mia", ("ann", "tap-secret"), Priority.DIRECT, private=True))
    desk.play(FRAMES, mia=tone(500), ned=tone(800))
    assert part_db(desk.heard("tap-secret"), 500) == pytest.approx(0, abs=0.2)


def test_a_private_talk_that_is_said_again_stays_private(desk: Desk) -> None:
    desk.tell(c.StartTalk("secret", "mia", ("ann",), Priority.DIRECT, private=True))
    desk.play(FRAMES, mia=tone(500))
    desk.tell(c.StopTalk("secret"))
    desk.play(2)
    for stream in ("ann", "to-ned"):
        desk.heard(stream)
    assert not desk.tell(c.SayAgain("again", "secret", "replay", ("ann",), Priority.DIRECT, (), True))
    desk.play(FRAMES)
    assert part_db(desk.heard("ann"), 500) > -1
    assert part_db(desk.heard("to-ned"), 500) < ABSENT_DB


def test_a_higher_priority_interrupts_within_20_ms_of_audio_time(desk: Desk) -> None:
    desk.talk("low", "mia", "ann")
    desk.play(20, mia=0.25)
    desk.heard("ann")
    desk.talk("high", "ned", "ann", priority=Priority.EMERGENCY)
    desk.play(10, mia=0.25)
    heard = np.abs(desk.heard("ann"))
    dimmed = 0.25 * 10 ** (-24 / 20)
    louder = np.nonzero(heard > dimmed * 1.05)[0]
    assert louder.size and (louder[-1] + 1 - desk.delay_samples) / 16 <= 20
    assert heard[-1] == pytest.approx(dimmed, rel=0.05)


def test_a_monitor_is_there_before_its_host_is(desk: Desk) -> None:
    assert not desk.tell(c.AddMonitor("ear-cai", "cai"), a_stream("to-pam", mix_of="ear-cai", ssrc=9))
    desk.talk("one", "mia", "cai")
    desk.play(FRAMES, mia=tone(500))
    assert part_db(desk.heard("to-pam"), 500) == pytest.approx(0, abs=0.2)


def test_a_monitor_that_is_removed_is_silent_and_its_id_is_free(desk: Desk) -> None:
    desk.talk("one", "mia", "ann")
    assert not desk.tell(c.RemoveMonitor("ear-ann"))
    desk.play(FRAMES, mia=tone(500))
    assert part_db(desk.heard("to-ned"), 500) < ABSENT_DB
    assert not desk.tell(c.AddMonitor("ear-ann", "bob"))


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (c.AddMonitor("ear-ann", "bob"), "monitor_exists"),
        (c.AddMonitor("x", "ear-ann"), "monitor_of_monitor"),
        (c.AddMonitor("ann", "ear-bob"), "monitor_of_monitor"),
        (c.AddMonitor("", "ann"), "id_invalid"),
        (c.AddMonitor("x", "ann", ["mia"]), "id_invalid"),  # type: ignore[arg-type]
        (c.RemoveMonitor("x"), "monitor_unknown"),
        (c.RemoveMonitor(["x"]), "id_invalid"),  # type: ignore[arg-type]
        (c.SetDim(("ann",), 3.0), "dim_out_of_range"),
        (c.SetDim(("ann",), float("nan")), "dim_out_of_range"),
        (c.SetDim(("ann",), -61.0), "dim_out_of_range"),
    ],
)
def test_what_makes_no_sense_is_refused(desk: Desk, command: c.Command, code: str) -> None:
    (refused,) = desk.tell(command)
    assert refused.code == code  # type: ignore[union-attr]


class TestDim:
    @pytest.mark.parametrize(("depth_db", "heard_db"), [(0.0, 0.0), (-6.0, -6.0), (-24.0, -24.0), (None, -18.0)])
    def test_one_host_may_have_its_own_depth(self, desk: Desk, depth_db: float | None, heard_db: float) -> None:
        desk.tell(c.SetDim(("ann",), MUTE_DB), c.SetDim(("ann",), depth_db))
        desk.talk("one", "mia", "ann", "bob")
        desk.play(FRAMES, show=tone(1200))
        assert part_db(desk.heard("ann"), 1200) == pytest.approx(heard_db, abs=0.3)
        assert part_db(desk.heard("bob"), 1200) == pytest.approx(-18, abs=0.3)
        assert part_db(desk.heard("to-ned"), 1200) == pytest.approx(heard_db, abs=0.3)

    def test_silence_is_a_depth_too(self, desk: Desk) -> None:
        desk.tell(c.SetDim(("ann",), MUTE_DB))
        desk.talk("one", "mia", "ann")
        desk.play(FRAMES, show=tone(1200))
        assert part_db(desk.heard("ann"), 1200) < ABSENT_DB

    def test_emergency_is_not_theirs_to_weaken(self, desk: Desk) -> None:
        desk.tell(c.SetDim(("ann",), 0.0))
        desk.talk("one", "mia", "ann", priority=Priority.EMERGENCY)
        desk.play(FRAMES, show=tone(1200))
        assert part_db(desk.heard("ann"), 1200) < ABSENT_DB

    def test_it_goes_with_its_host_when_rows_move(self, desk: Desk) -> None:
        desk.tell(c.SetDim(("bob",), 0.0), c.RemoveStream("ann"))
        desk.talk("one", "mia", "bob")
        desk.play(FRAMES, show=tone(1200))
        assert part_db(desk.heard("bob"), 1200) == pytest.approx(0, abs=0.3)
