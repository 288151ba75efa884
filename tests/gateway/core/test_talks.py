"""What a host hears: routing, privacy, mix-minus, interruption; measured in the samples that are sent."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.desk import Desk, a_stream

from hushcue_gateway.core.commands import (
    KeepTalk,
    RemoveSource,
    RemoveStream,
    SetPolicy,
    SetProgramme,
    SetSourceGain,
    StartTalk,
    StopTalk,
)
from hushcue_gateway.core.ducking import DuckingPolicy, Priority
from hushcue_gateway.core.engine import EngineSettings
from hushcue_gateway.core.events import TalkEnded, TalkStarted
from hushcue_gateway.core.limiter import db_to_gain

LSB = 1.0 / 32768.0


def voice(seed: int, frames: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-0.3, 0.3, frames * 160).astype(np.float32)


def test_a_held_key_is_heard_by_its_target_bit_for_bit_and_by_nobody_else(desk: Desk) -> None:
    desk.source("product")
    desk.stream("host-1", "host-2")
    desk.talk("cue", "product", "host-1")
    samples = np.rint(voice(1, 20) * 32768).astype(np.float32) / 32768
    desk.play(20, product=samples)
    heard = desk.heard("host-1")[desk.delay_samples :]
    assert np.array_equal(heard[160:], samples[160 : len(heard)])  # the first frame fades in
    assert not desk.heard("host-2").any()


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.sets(st.integers(0, 3), min_size=1), st.sampled_from(list(Priority))),
        min_size=1,
        max_size=8,
    ),
    st.integers(0, 2**32 - 1),
)
def test_private_talk_is_absent_from_every_other_mix(talks: list[tuple[int, set[int], Priority]], seed: int) -> None:
    """Whoever is in no talk's targets gets exact zeros, whatever the others say."""
    desk = Desk()
    for number in range(4):
        desk.source(f"operator-{number}")
        desk.stream(f"host-{number}")
    for cue, (source, to, priority) in enumerate(talks):
        desk.talk(f"cue-{cue}", f"operator-{source}", *(f"host-{host}" for host in to), priority=priority)
    sounds = {f"operator-{number}": voice(seed + number, 6) for number in range(4)}
    desk.play(6, **sounds)
    for cue in range(len(talks)):
        desk.tell(StopTalk(f"cue-{cue}"))
    desk.play(3, **sounds)
    addressed = set().union(*(to for _, to, _ in talks))
    for host in range(4):
        assert desk.heard(f"host-{host}").any() == (host in addressed)


def test_nobody_hears_themselves(desk: Desk) -> None:
    desk.source("host-1-microphone", owner="host-1")
    desk.stream("host-1", "host-2")
    desk.talk("cue", "host-1-microphone", "host-1", "host-2")
    desk.play(5, **{"host-1-microphone": voice(2, 5)})
    assert not desk.heard("host-1").any()
    assert desk.heard("host-2").any()


def test_ones_own_talk_does_not_dim_ones_own_programme(desk: Desk) -> None:
    desk.source("show", "programme")
    desk.source("mine", owner="host-1")
    desk.stream("host-1", "host-2")
    desk.tell(SetProgramme("show", ("host-1", "host-2"), 0.0))
    desk.talk("cue", "mine", "host-1", "host-2")
    desk.play(10, show=0.5, mine=0.0)
    assert desk.level("host-1") == pytest.approx(0.5, abs=LSB)
    assert desk.level("host-2") == pytest.approx(0.5 * db_to_gain(-18.0), abs=LSB)


def test_a_programme_owned_by_a_bodypacks_person_is_not_in_their_mix(desk: Desk) -> None:
    desk.source("show", "programme", owner="host-1")
    desk.stream("host-1", "host-2")
    desk.tell(SetProgramme("show", ("host-1", "host-2"), 0.0))
    desk.play(5, show=0.5)
    assert desk.level("host-1") == 0.0
    assert desk.level("host-2") == pytest.approx(0.5, abs=LSB)


def test_equal_priorities_are_heard_together(desk: Desk) -> None:
    desk.source("a")
    desk.source("b")
    desk.stream("host-1")
    desk.talk("1", "a", "host-1")
    desk.talk("2", "b", "host-1")
    desk.play(5, a=0.25, b=0.125)
    assert desk.level("host-1") == pytest.approx(0.375, abs=LSB)


@pytest.mark.parametrize("frame_ms", [5, 10])
def test_higher_speech_interrupts_within_20_ms_and_lets_go_after_hold_and_release(
    frame_ms: int,
) -> None:
    desk = Desk(EngineSettings(frame_ms=frame_ms))
    desk.source("low")
    desk.source("high")
    size = 160 if frame_ms == 5 else 320
    assert not desk.tell(*(a_stream("host-1", frame_ms=frame_ms, datagram_bytes=12 + size),))
    desk.talk("low", "low", "host-1")
    desk.play(100, low=0.5, high=0.0)
    desk.heard("host-1")
    desk.talk("page", "high", "host-1", priority=Priority.ANNOUNCEMENT)
    desk.play(20, low=0.5, high=0.0)
    sound = desk.heard("host-1")[desk.delay_samples :]
    dimmed = 0.5 * db_to_gain(-12.0)
    assert sound[20 * 16 - 1] == pytest.approx(dimmed, abs=LSB)
    assert sound[20 * 16 :] == pytest.approx(dimmed, abs=LSB)
    desk.tell(StopTalk("page"))
    desk.play(1000 // frame_ms, low=0.5, high=0.0)
    sound = desk.heard("host-1")[desk.delay_samples :]
    held, back = 300 * 16, 700 * 16
    assert sound[: held - 1] == pytest.approx(dimmed, abs=LSB)
    assert sound[held + 16 * frame_ms] > dimmed + LSB
    assert sound[back:] == pytest.approx(0.5, abs=LSB)


def test_a_source_in_two_talks_is_heard_on_the_higher_rung_whichever_came_first(desk: Desk) -> None:
    desk.source("voice")
    desk.source("page")
    desk.stream("host-1", "host-2")
    for host, rungs in (("host-1", (Priority.EMERGENCY, Priority.DIRECT)), ("host-2", tuple(Priority)[2::2])):
        for number, rung in enumerate(rungs):
            desk.talk(f"{host}-{number}", "voice", host, priority=rung)
    desk.talk("page", "page", "host-1", "host-2", priority=Priority.ANNOUNCEMENT)
    desk.play(5, voice=0.5, page=0.0)
    assert desk.level("host-1") == pytest.approx(0.5, abs=LSB)
    assert desk.level("host-2") == pytest.approx(0.5, abs=LSB)


def test_a_talk_on_the_lowest_rung_is_no_talkspurt_and_dims_nobody(desk: Desk) -> None:
    desk.source("jingle")
    desk.source("show", "programme")
    desk.stream("host-1")
    desk.tell(SetProgramme("show", ("host-1",), 0.0))
    desk.play(2, show=0.25, jingle=0.5)
    desk.talk("cue", "jingle", "host-1", priority=Priority.PROGRAMME)
    desk.play(3, show=0.25, jingle=0.5)
    assert [packet.marker for packet in desk.sent["host-1"]] == [True, False, False, False, False]
    assert desk.level("host-1") == pytest.approx(0.75, abs=LSB)


def test_people_cut_the_assistant_off(desk: Desk) -> None:
    desk.source("robot", "assistant")
    desk.source("director")
    desk.stream("host-1", "host-2")
    desk.talk("tip", "robot", "host-1", "host-2", priority=Priority.ASSISTANT)
    desk.play(5, robot=0.5, director=0.0)
    desk.talk("cue", "director", "host-1")
    desk.play(5, robot=0.5, director=0.0)
    assert desk.level("host-1") == 0.0
    assert desk.level("host-2") == pytest.approx(0.5, abs=LSB)


def test_by_activity_a_silent_key_does_not_dim() -> None:
    desk = Desk(EngineSettings(policy=DuckingPolicy(by="activity", hold_ms=100.0, release_ms=100.0)))
    desk.source("show", "programme")
    desk.source("voice", gain_db=6.0)
    desk.stream("host-1")
    desk.tell(SetProgramme("show", ("host-1",), 0.0))
    desk.talk("cue", "voice", "host-1")
    desk.play(10, show=0.5, voice=0.0)
    assert desk.level("host-1") == pytest.approx(0.5, abs=LSB)
    loud = db_to_gain(-50.0)  # -44 dBFS after its gain, and the threshold is -45
    desk.play(3, show=0.5, voice=loud)
    dimmed = desk.level("host-1") - loud * db_to_gain(6.0)
    assert dimmed == pytest.approx(0.5 * db_to_gain(-18.0), abs=2 * LSB)
    desk.play(30, show=0.5, voice=0.0)
    assert desk.level("host-1") == pytest.approx(0.5, abs=LSB)
    desk.tell(StopTalk("cue"))
    desk.play(5, show=0.5, voice=0.1)
    assert desk.level("host-1") == pytest.approx(0.5, abs=LSB)


def test_a_new_policy_acts_on_what_is_held(desk: Desk) -> None:
    desk.source("show", "programme")
    desk.source("voice")
    desk.stream("host-1")
    desk.tell(SetProgramme("show", ("host-1",), 0.0))
    desk.talk("cue", "voice", "host-1")
    desk.play(5, show=0.5, voice=0.0)
    desk.tell(SetPolicy(DuckingPolicy(dims=((Priority.DIRECT, Priority.PROGRAMME, -6.0),))))
    desk.play(40, show=0.5, voice=0.0)
    assert desk.level("host-1") == pytest.approx(0.5 * db_to_gain(-6.0), abs=LSB)


def test_the_programme_is_heard_at_its_gain_by_those_it_was_set_for(desk: Desk) -> None:
    desk.source("show", "programme", gain_db=-6.0)
    desk.stream("host-1", "host-2", "host-3")
    desk.tell(SetProgramme("show", ("host-1", "host-2"), -6.0), SetProgramme("show", ("host-2",), 0.0))
    desk.play(5, show=0.5)
    assert desk.level("host-1") == pytest.approx(0.5 * db_to_gain(-12.0), abs=LSB)
    assert desk.level("host-2") == pytest.approx(0.5 * db_to_gain(-6.0), abs=LSB)
    assert desk.level("host-3") == 0.0
    desk.tell(SetProgramme("show", ("host-2",), None), SetSourceGain("show", 0.0))
    desk.play(5, show=0.5)
    assert desk.level("host-1") == pytest.approx(0.5 * db_to_gain(-6.0), abs=LSB)
    assert desk.level("host-2") == 0.0


def test_a_stream_that_comes_later_hears_the_rest_of_the_talk_and_the_programme(desk: Desk) -> None:
    desk.source("show", "programme")
    desk.source("voice")
    desk.stream("host-1")
    desk.tell(SetProgramme("show", ("host-2",), 0.0))
    desk.talk("cue", "voice", "host-1", "host-2")
    desk.play(5, show=0.25, voice=0.5)
    desk.stream("host-2")
    desk.play(5, show=0.25, voice=0.5)
    assert desk.level("host-2") == pytest.approx(0.5 + 0.25 * db_to_gain(-18.0), abs=LSB)


def test_a_listener_hears_the_same_mix_as_its_bodypack(desk: Desk) -> None:
    desk.source("voice")
    desk.stream("host-1", "host-2")
    desk.talk("cue", "voice", "host-1")
    desk.tell(a_stream("listener", mix_of="host-1"))
    desk.play(10, voice=voice(4, 10))
    assert np.array_equal(desk.heard("listener"), desk.heard("host-1"))
    desk.tell(RemoveStream("host-1"))
    desk.play(3, voice=voice(5, 3))
    assert desk.heard("listener").any()
    assert len(desk.heard("host-1")) == 0


def test_removing_streams_leaves_the_others_what_they_heard(desk: Desk) -> None:
    for number in range(4):
        desk.source(f"s{number}")
        desk.stream(f"h{number}")
        desk.talk(f"c{number}", f"s{number}", f"h{number}")
    sounds = {f"s{number}": 0.1 * (number + 1) for number in range(4)}
    desk.play(3, **sounds)
    desk.tell(RemoveStream("h1"), RemoveStream("h0"))
    desk.play(3, **sounds)
    assert desk.level("h2") == pytest.approx(0.3, abs=LSB)
    assert desk.level("h3") == pytest.approx(0.4, abs=LSB)
    desk.stream("h1")
    desk.play(3, **sounds)
    assert desk.level("h1") == pytest.approx(0.2, abs=LSB)


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("start"), st.integers(0, 2), st.sampled_from(list(Priority))),
            st.tuples(st.just("stop"), st.integers(0, 2), st.none()),
            st.tuples(st.just("remove"), st.integers(0, 2), st.none()),
            st.tuples(st.just("starve"), st.integers(0, 2), st.none()),
        ),
        max_size=30,
    )
)
def test_no_sequence_of_keys_removals_and_starved_sources_clicks(acts: list[tuple[str, int, Priority | None]]) -> None:
    desk = Desk()
    desk.source("show", "programme")
    desk.stream("host-1")
    desk.tell(SetProgramme("show", ("host-1",), 0.0))
    for number in range(3):
        desk.source(f"s{number}")
    amplitude, hz = 0.15, (100.0, 170.0, 230.0, 310.0)
    for index, (act, number, priority) in enumerate(acts):
        name = f"s{number}"
        if act == "start" and priority is not None:
            desk.tell(StartTalk(f"c{number}", name, ("host-1",), priority))
        elif act == "stop":
            desk.tell(StopTalk(f"c{number}"))
        elif act == "remove":
            desk.tell(RemoveSource(name))
        time = np.arange(index * 160, index * 160 + 160) / 16000.0
        frames = {
            source: (amplitude * np.sin(2 * np.pi * hz[at] * time)).astype(np.float32)
            for at, source in enumerate(("s0", "s1", "s2", "show"))
        }
        if act in ("starve", "remove"):
            del frames[name]
        desk.tick(frames)
        if act == "remove":
            desk.source(name)
    sound = desk.heard("host-1")
    own = sum(2 * np.pi * each * amplitude / 16000.0 for each in hz)
    fades = 4 * amplitude * (1 / 160 + 1 / 80)  # a gain ramp over a frame, a soft edge over 5 ms
    assert np.abs(np.diff(sound)).max(initial=0.0) <= own + fades + 2 * LSB


# -- keys


def test_start_and_end_are_told_with_their_tick(desk: Desk) -> None:
    desk.source("voice")
    desk.stream("host-1")
    desk.play(3, voice=0.0)
    desk.talk("cue", "voice", "host-1")
    desk.play(1, voice=0.1)
    assert desk.events == [TalkStarted("cue", 1_030_000_000, 4, (("host-1", 3),))]
    desk.tell(StopTalk("cue"))
    desk.play(1, voice=0.1)
    assert desk.events[1:] == [TalkEnded("cue", 1_040_000_000, 5, "released", (("host-1", 5),))]
    desk.talk("tap", "voice", "host-1")
    desk.tell(StopTalk("tap"))
    desk.play(1, voice=0.1)
    assert [type(event) for event in desk.events[2:]] == [TalkStarted, TalkEnded]


def test_a_stuck_key_releases_itself_after_its_heartbeat(desk: Desk) -> None:
    desk.source("voice")
    desk.stream("host-1")
    desk.tell(StartTalk("cue", "voice", ("host-1",), Priority.DIRECT, heartbeat_ms=1000))
    for _ in range(3):
        desk.play(90, voice=0.1)
        assert not desk.tell(KeepTalk("cue"))
    assert [type(event) for event in desk.events] == [TalkStarted]
    kept_ns = desk.now_ns
    desk.play(100, voice=0.1)
    assert desk.level("host-1") == pytest.approx(0.1, abs=LSB)
    desk.play(3, voice=0.1)
    ended = desk.events[-1]
    assert isinstance(ended, TalkEnded)
    assert ended.reason == "heartbeat"
    assert 1_000_000_000 < ended.at_ns - kept_ns <= 1_000_000_000 + 2 * desk.frame_ns
    assert desk.level("host-1") == 0.0
    assert desk.tell(KeepTalk("cue"))[0].code == "talk_unknown"


def test_a_talk_without_heartbeat_is_held_for_ever(desk: Desk) -> None:
    desk.source("voice")
    desk.stream("host-1")
    desk.talk("cue", "voice", "host-1")
    desk.now_ns += 3600 * 10**9
    desk.play(3, voice=0.1)
    assert desk.level("host-1") == pytest.approx(0.1, abs=LSB)


def test_a_removed_source_ends_its_talks(desk: Desk) -> None:
    desk.source("voice")
    desk.stream("host-1")
    desk.talk("cue", "voice", "host-1")
    desk.play(2, voice=0.1)
    desk.tell(RemoveSource("voice"))
    desk.play(3)
    assert desk.level("host-1") == 0.0
    assert isinstance(desk.events[-1], TalkEnded)
    assert desk.events[-1].reason == "source_removed"
    assert desk.tell(StopTalk("cue"))[0].code == "talk_unknown"
