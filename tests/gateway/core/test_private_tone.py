"""Two soft pips tell a host that a talk is private; nobody else hears them, and nothing waits for them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from support.desk import Desk, a_stream

from hushcue_gateway.core import commands as c
from hushcue_gateway.core import private_tone
from hushcue_gateway.core.ducking import Priority
from hushcue_gateway.core.engine import EngineSettings
from hushcue_gateway.core.events import TalkEnded, TalkStarted
from hushcue_gateway.core.limiter import db_to_gain
from hushcue_gateway.supervisor.media_state import MediaState

LSB = 1.0 / 32768.0
FRAMES = 40
SECRET = c.StartTalk("secret", "mia", ("ann", "tap-secret"), Priority.DIRECT, private=True, tone_to=("ann",))
Sound = NDArray[np.float64]


def voice(frames: int = FRAMES, level: float = 0.3) -> NDArray[np.float32]:
    return np.random.default_rng(4).uniform(-level, level, frames * 160).astype(np.float32)


def ready(settings: EngineSettings | None = None) -> Desk:
    """Ann and Bob, a recorder of the talk, a monitor of Ann's ear."""
    desk = Desk(settings)
    desk.source("mia", owner="mia")
    desk.source("ned")
    frame_ms = desk.engine.settings.frame_ms
    for number, name in enumerate(("bob", "ann", "tap-secret", "ear")):
        size = 12 + 32 * frame_ms
        assert not desk.tell(a_stream(name, ssrc=number, frame_ms=frame_ms, datagram_bytes=size))
    desk.tell(c.AddMonitor("ear", "ann"))
    return desk


def heard(desk: Desk, who: str) -> Sound:
    """From the first sample of the talk on."""
    return desk.heard(who)[desk.delay_samples :]


def pips(sound: Sound) -> list[tuple[float, float]]:
    """(begin, end) in ms of what is not silence, gaps below 10 ms apart being one."""
    loud = np.flatnonzero(np.abs(sound) > 2 * LSB)
    if not loud.size:
        return []
    edges = np.flatnonzero(np.diff(loud) > 160)
    begins, ends = [loud[0], *loud[edges + 1]], [*loud[edges], loud[-1]]
    return [(begin / 16, end / 16) for begin, end in zip(begins, ends, strict=True)]


@pytest.mark.parametrize("frame_ms", [5, 10, 20])
def test_a_host_who_is_spoken_to_privately_hears_two_soft_pips_at_once(frame_ms: int) -> None:
    desk = ready(EngineSettings(frame_ms=frame_ms))
    assert not desk.tell(SECRET)
    desk.play(FRAMES, mia=0.0)
    sound = heard(desk, "ann")
    found = pips(sound)
    assert len(found) == 2 and found[-1][1] <= 250
    assert all(40 <= end - begin <= 80 for begin, end in found)
    assert 20 * np.log10(np.abs(sound).max()) == pytest.approx(-24, abs=1)


def test_nobody_else_hears_them_not_even_what_records_and_who_listens_in() -> None:
    desk = ready()
    desk.source("show", "programme")
    desk.tell(c.SetProgramme("show", ("bob",), 0.0), SECRET)
    desk.play(FRAMES, mia=0.0, show=voice())
    for other in ("tap-secret", "ear"):
        assert not desk.heard(other).any()
    rest = heard(desk, "bob")[160:] - voice()[160 : FRAMES * 160 - desk.delay_samples]
    assert 20 * np.log10(max(np.abs(rest).max(), 1e-9)) < -90


def test_the_voice_is_neither_delayed_nor_changed_and_the_account_of_it_is_the_same() -> None:
    sounds, events = [], []
    for tone_to in ((), ("ann",)):
        desk = ready()
        assert not desk.tell(c.StartTalk("secret", "mia", ("ann",), Priority.DIRECT, private=True, tone_to=tone_to))
        desk.play(FRAMES, mia=voice())
        desk.tell(c.StopTalk("secret"))
        desk.play(3)
        sounds.append(heard(desk, "ann"))
        events.append(desk.events)
        report = desk.engine.take_report()
        assert {each.id for each in report.sources} == {"mia", "ned"} and not report.talks
        assert {source for source, _ in desk.engine.take_peaks()} == {"mia", "ned"}
    plain, with_tone = sounds
    wave = np.pad(private_tone.WAVE, (0, len(plain) - len(private_tone.WAVE)))
    assert np.abs(with_tone - plain - wave).max() <= 2 * LSB
    assert events[0] == events[1] and [type(each) for each in events[0]] == [TalkStarted, TalkEnded]


def test_talks_that_name_nobody_for_it_have_none() -> None:
    desk = ready()
    desk.talk("open", "mia", "ann", "bob")
    desk.play(FRAMES, mia=0.0)
    assert not desk.heard("ann").any() and not desk.heard("bob").any()


def test_what_is_said_again_has_none_and_holds_none() -> None:
    desk = ready()
    desk.tell(SECRET)
    desk.play(FRAMES, mia=0.0)
    desk.tell(c.StopTalk("secret"))
    desk.play(5)
    assert pips(heard(desk, "ann"))
    assert not desk.tell(c.SayAgain("again", "secret", "replay", ("ann",), Priority.DIRECT, (), True))
    desk.play(FRAMES)
    assert not desk.heard("ann").any()


def test_nobody_hears_a_pip_for_a_microphone_of_their_own() -> None:
    desk = ready()
    desk.stream("mia")
    desk.tell(c.StartTalk("secret", "mia", ("mia",), Priority.DIRECT, private=True, tone_to=("mia",)))
    desk.play(FRAMES, mia=0.2)
    assert not desk.heard("mia").any()


def test_it_ends_with_its_talk_without_an_edge() -> None:
    desk = ready()
    desk.tell(SECRET)
    desk.play(5, mia=0.0)
    desk.tell(c.StopTalk("secret"))
    desk.play(FRAMES)
    sound = heard(desk, "ann")
    assert pips(sound)[-1][1] <= 60
    steepest = db_to_gain(private_tone.PEAK_DB) * (2 * np.pi * private_tone.PIPS[0][2] / 16000 + 1 / 160)
    assert np.abs(np.diff(sound)).max() <= steepest + 2 * LSB


def test_a_talk_that_was_never_heard_leaves_no_pip() -> None:
    desk = ready()
    desk.tell(SECRET, c.StopTalk("secret"))
    desk.play(FRAMES, mia=0.3)
    assert not desk.heard("ann").any()


def test_it_is_below_the_limit_with_the_loudest_voice_too() -> None:
    desk = ready()
    desk.tell(SECRET)
    desk.play(FRAMES, mia=voice(level=4.0))
    assert np.abs(desk.heard("ann")).max() <= db_to_gain(desk.engine.settings.threshold_db) + LSB / 2


@pytest.mark.parametrize(("gain_db", "softer_db"), [(c.MIN_GAIN_DB, -60.0), (12.0, 0.0)])
def test_it_is_as_soft_as_the_voice_and_never_louder_than_itself(gain_db: float, softer_db: float) -> None:
    desk = ready()
    desk.tell(c.SetMixGain("mia", ("ann",), gain_db), SECRET)
    desk.play(FRAMES, mia=0.0)
    wanted = np.abs(private_tone.WAVE).max() * db_to_gain(softer_db)
    assert np.abs(desk.heard("ann")).max() == pytest.approx(wanted, abs=2 * LSB)


def test_it_is_dimmed_with_its_talk_while_an_emergency_goes_on() -> None:
    desk = ready()
    desk.talk("alarm", "ned", "ann", priority=Priority.EMERGENCY)
    desk.play(5, ned=0.0)
    desk.heard("ann")
    desk.tell(SECRET)
    desk.play(FRAMES, mia=0.0, ned=0.0)
    assert np.abs(desk.heard("ann")).max() == pytest.approx(db_to_gain(-24.0 - 24.0), rel=0.1)


def test_hosts_and_sources_may_come_and_go_while_it_sounds() -> None:
    """Rows and columns move; whoever is there hears what is theirs."""
    desk = ready()
    desk.source("pam")
    desk.talk("other", "pam", "bob")
    desk.tell(SECRET)
    other = c.StartTalk("more", "ned", ("bob",), Priority.DIRECT, private=True, tone_to=("bob",))
    desk.play(3, mia=0.0, ned=0.0, pam=0.0)
    desk.tell(c.RemoveSource("ned"), c.AddSource("rob", "talk"))
    desk.play(2, mia=0.0, pam=0.0, rob=0.4)
    desk.tell(c.RemoveStream("bob"))
    desk.play(1, mia=0.0, pam=0.0)
    desk.stream("bob")
    desk.source("ned")
    desk.tell(other)
    desk.play(FRAMES, mia=0.0, ned=0.0, pam=0.125)
    assert len(pips(heard(desk, "ann"))) == 2
    assert desk.heard("bob")[-1] == pytest.approx(0.125, abs=LSB)
    assert desk.engine.take_report().buses == 3, "ann and what records her share a mix again"


def test_a_host_that_comes_in_the_middle_hears_the_rest() -> None:
    desk = ready()
    desk.tell(c.RemoveStream("ann"), SECRET)
    desk.play(10, mia=0.0)
    desk.stream("ann")
    desk.play(FRAMES, mia=0.0)
    assert len(pips(heard(desk, "ann"))) == 1


def test_a_talk_that_goes_on_in_a_fresh_process_does_not_pip_again() -> None:
    state = MediaState()
    source = c.AddSource("mia", "talk")
    state.remember(source, None)
    state.remember(SECRET, None)
    assert state.replay(0) == [source, SECRET], "nobody had been told"
    quiet = c.StartTalk("secret", "mia", ("ann", "tap-secret"), Priority.DIRECT, private=True)
    assert state.replay(0) == [source, quiet]
    state.remember(c.StopTalk("secret"), 0)
    state.remember(SECRET, 0)
    assert state.replay(0) == [source, quiet]


@pytest.mark.parametrize("tone_to", [["ann"], ("",), (7,)])
def test_who_hears_it_is_checked(tone_to: object) -> None:
    desk = ready()
    talk = c.StartTalk("secret", "mia", ("ann",), Priority.DIRECT, private=True, tone_to=tone_to)  # type: ignore[arg-type]
    (refused,) = desk.tell(talk)
    assert refused.code == "id_invalid"  # type: ignore[union-attr]
