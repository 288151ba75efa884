"""One host hears one source louder or softer; nobody else notices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.desk import Desk, a_stream

from hushcue_gateway.core import commands as c
from hushcue_gateway.core.ducking import Priority
from hushcue_gateway.core.events import REFUSAL_CODES, CommandRefused
from hushcue_gateway.core.limiter import db_to_gain
from hushcue_gateway.core.routing import Plan, Routing
from hushcue_gateway.supervisor.media_state import MediaState

LSB = 1.0 / 32768.0
SOURCES = ("mia", "ned", "show")
ROWS = ("ann", "bob", "cai", "ear-ann")
HOSTS = ROWS[:3]
QUIETEST = c.MIN_GAIN_DB

a_talk = st.builds(
    c.StartTalk,
    cue=st.uuids().map(str),
    source=st.sampled_from(SOURCES),
    to=st.lists(st.sampled_from(HOSTS), min_size=1, unique=True).map(tuple),
    priority=st.sampled_from(Priority),
    private=st.booleans(),
)
a_gain = st.builds(
    c.SetMixGain,
    source=st.sampled_from(SOURCES),
    to=st.lists(st.sampled_from(HOSTS), unique=True).map(tuple),
    gain_db=st.one_of(st.just(0.0), st.floats(c.MIN_GAIN_DB, c.MAX_GAIN_DB)),
)


def plan_of(talks: list[c.StartTalk], gains: list[c.SetMixGain]) -> Plan:
    """Bob's own microphone is Ned's; Ann is listened to by Ned, without himself."""
    routing = Routing()
    for source in SOURCES:
        owner = "bob" if source == "ned" else ""
        routing.sources[source] = c.AddSource(source, "programme" if source == "show" else "talk", -3.0, owner)
    routing.bodypacks.extend(ROWS)
    routing.monitors["ear-ann"] = c.AddMonitor("ear-ann", "ann", ("ned",))
    routing.talks.update({talk.cue: talk for talk in talks})
    routing.set_programme(c.SetProgramme("show", HOSTS, -6.0))
    for gain in gains:
        routing.set_mix_gain(gain)
    return routing.plan(SOURCES)


@given(st.lists(a_talk, max_size=4), st.lists(a_gain, max_size=4))
def test_a_plan_with_gains_is_the_plan_without_times_the_gains(
    talks: list[c.StartTalk], gains: list[c.SetMixGain]
) -> None:
    """Whoever none is set for: bit by bit the same. An emergency: never less than without."""
    without, plan = plan_of(talks, []), plan_of(talks, gains)
    set_for = {(each.source, host): each.gain_db for each in gains for host in each.to}
    for row, name in enumerate(ROWS):
        host = "ann" if name == "ear-ann" else name
        for column, source in enumerate(SOURCES):
            gain = db_to_gain(set_for.get((source, host), 0.0))
            if without.rungs[row, column] == Priority.EMERGENCY:
                gain = max(1.0, gain)
            assert plan.gains[row, column] == pytest.approx(without.gains[row, column] * gain, rel=1e-12, abs=0.0)
        if not any(set_for.get((source, host)) for source in SOURCES):
            assert np.array_equal(plan.gains[row], without.gains[row])
    assert np.array_equal(plan.rungs, without.rungs) and np.array_equal(plan.held, without.held)
    assert plan.talking == without.talking


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.source("mia")
    made.source("show", "programme")
    made.stream("ann", "bob")
    made.tell(c.SetProgramme("show", ("ann", "bob"), 0.0))
    return made


def test_talks_and_programme_are_softer_for_one_host_and_the_datagrams_of_the_others_are_the_same() -> None:
    sound = {
        name: np.random.default_rng(seed).uniform(-0.2, 0.2, 4800).astype(np.float32)
        for seed, name in enumerate(SOURCES)
    }
    sent: list[list[bytes]] = []
    for told in ((), (c.SetMixGain("mia", ("ann",), -20.0), c.SetMixGain("show", ("ann",), 6.0))):
        desk = Desk()
        for name in SOURCES:
            desk.source(name, "programme" if name == "show" else "talk")
        desk.stream("ann", "bob")
        assert not desk.tell(c.SetProgramme("show", ("ann", "bob"), 0.0), *told)
        desk.talk("one", "mia", "ann", "bob")
        desk.talk("two", "ned", "bob")
        desk.play(30, **sound)
        sent.append([bytes(packet.payload) for packet in desk.sent["bob"]])
        if told:
            bob, ann = desk.heard("bob")[800:], desk.heard("ann")[800:]
            delayed = slice(800 - desk.delay_samples, 4800 - desk.delay_samples)
            programme = db_to_gain(-18.0) * sound["show"][delayed]
            assert ann == pytest.approx(0.1 * sound["mia"][delayed] + db_to_gain(6.0) * programme, abs=2 * LSB)
            assert bob == pytest.approx(sound["mia"][delayed] + sound["ned"][delayed] + programme, abs=2 * LSB)
    assert sent[0] == sent[1]


def test_a_monitor_hears_what_its_host_hears(desk: Desk) -> None:
    desk.tell(c.AddMonitor("ear", "ann"), a_stream("to-op", mix_of="ear", ssrc=7), c.SetMixGain("mia", ("ann",), -12.0))
    desk.talk("one", "mia", "ann", "bob")
    desk.play(5, mia=0.4)
    wanted = 0.4 * db_to_gain(-12.0)
    assert (desk.level("ann"), desk.level("to-op")) == (pytest.approx(wanted, abs=LSB), pytest.approx(wanted, abs=LSB))
    assert desk.level("bob") == pytest.approx(0.4, abs=LSB)


def test_it_is_remembered_for_a_bodypack_that_comes_later_and_0_forgets_it(desk: Desk) -> None:
    assert not desk.tell(c.SetMixGain("mia", ("cai", "ann"), -12.0), c.SetMixGain("mia", ("ann",), 0.0))
    desk.stream("cai")
    desk.talk("one", "mia", "ann", "cai")
    desk.play(5, mia=0.4)
    assert desk.level("cai") == pytest.approx(0.4 * db_to_gain(-12.0), abs=LSB)
    assert desk.level("ann") == pytest.approx(0.4, abs=LSB)


def test_it_is_forgotten_with_its_source(desk: Desk) -> None:
    desk.tell(c.SetMixGain("mia", ("ann",), QUIETEST), c.RemoveSource("mia"), c.AddSource("mia", "talk"))
    desk.talk("one", "mia", "ann")
    desk.play(5, mia=0.4)
    assert desk.level("ann") == pytest.approx(0.4, abs=LSB)


@pytest.mark.parametrize(
    ("rung", "heard"), [(Priority.ANNOUNCEMENT, 0.4 * db_to_gain(QUIETEST)), (Priority.EMERGENCY, 0.4)]
)
def test_an_emergency_is_heard_by_whom_its_voice_is_muted_for(desk: Desk, rung: Priority, heard: float) -> None:
    desk.tell(c.SetMixGain("mia", ("ann",), QUIETEST))
    desk.talk("one", "mia", "ann", priority=rung)
    desk.play(5, mia=0.4)
    assert desk.level("ann") == pytest.approx(heard, abs=LSB)


def test_it_moves_without_an_edge(desk: Desk) -> None:
    desk.talk("one", "mia", "ann")
    desk.play(5, mia=0.4)
    desk.tell(c.SetMixGain("mia", ("ann",), QUIETEST))
    desk.play(3, mia=0.4)
    steps = np.abs(np.diff(desk.heard("ann")[desk.delay_samples + 160 :]))
    assert steps.max() <= 0.4 / 160 + 2 * LSB


def test_what_is_said_again_is_as_loud_as_it_was(desk: Desk) -> None:
    desk.tell(c.SetMixGain("mia", ("ann",), -12.0))
    desk.talk("one", "mia", "ann", "bob")
    desk.play(30, mia=0.4)
    desk.tell(c.StopTalk("one"))
    desk.play(5)
    assert not desk.tell(c.SayAgain("again", "one", "replay", ("ann", "bob"), Priority.DIRECT))
    desk.play(15)
    assert desk.level("ann") == pytest.approx(0.4 * db_to_gain(-12.0), abs=2 * LSB)
    assert desk.level("bob") == pytest.approx(0.4, abs=2 * LSB)


GOOD = c.SetMixGain("mia", ("ann",), -6.0)


@pytest.mark.parametrize(
    ("code", "command"),
    [
        ("source_unknown", replace(GOOD, source="x")),
        ("source_unknown", replace(GOOD, source=["mia"])),  # type: ignore[arg-type]
        ("id_invalid", replace(GOOD, to=["ann"])),  # type: ignore[arg-type]
        ("id_invalid", replace(GOOD, to=("",))),
        ("gain_out_of_range", replace(GOOD, gain_db=c.MIN_GAIN_DB - 0.1)),
        ("gain_out_of_range", replace(GOOD, gain_db=c.MAX_GAIN_DB + 0.1)),
        ("gain_out_of_range", replace(GOOD, gain_db=float("nan"))),
        ("gain_out_of_range", replace(GOOD, gain_db=None)),  # type: ignore[arg-type]
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(desk: Desk, code: str, command: c.Command) -> None:
    (refused,) = desk.tell(command)
    assert isinstance(refused, CommandRefused) and refused.code == code
    assert set(refused.facts) == set(REFUSAL_CODES[code])
    desk.talk("one", "mia", "ann")
    desk.play(5, mia=0.4)
    assert desk.level("ann") == pytest.approx(0.4, abs=LSB)


def test_a_fresh_process_is_told_what_is_in_force_and_nothing_else() -> None:
    state, engine = MediaState(), Desk()
    mia, ned = c.AddSource("mia", "talk"), c.AddSource("ned", "talk")
    for command in (
        mia,
        ned,
        c.SetMixGain("mia", ("ann", "bob"), -6.0),
        c.SetMixGain("mia", ("bob",), 0.0),
        c.SetMixGain("ned", ("ann",), 3.0),
        c.SetMixGain("mia", ("cai",), -9.0),
        c.RemoveSource("ned"),
    ):
        state.remember(command, 0)
    replayed = state.replay(0)
    assert replayed == [mia, c.SetMixGain("mia", ("ann",), -6.0), c.SetMixGain("mia", ("cai",), -9.0)]
    assert not engine.tell(*replayed)  # type: ignore[arg-type]
