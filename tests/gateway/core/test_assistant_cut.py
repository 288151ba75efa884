"""A person's key silences the assistant: how soon, counted in samples, and without a click.

The samples of a stream follow one another without a gap, so sample n of the frame that leaves in the tick at T is heard
at T + n / 16 kHz, plus what the way takes, which is the same for all. The key is handled at some moment between two
ticks. Virtual time throughout: the figures are exact.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.desk import Desk, a_stream

from hushcue_gateway.core.commands import AddSource, AddStream, SetPolicy, StartTalk, StopTalk
from hushcue_gateway.core.ducking import DuckingPolicy, Priority
from hushcue_gateway.core.engine import EngineSettings
from hushcue_wire.audio import RATE_HZ, datagram_bytes

LEVEL = 0.5
SILENT = 10 ** (-60 / 20) * LEVEL
"""60 dB under what the assistant says."""
BOUND_MS = 30.0
STEP = LEVEL / (5 * RATE_HZ // 1000) + 2 / 32768
"""The most that one sample may differ from the next while a constant fades."""

frames_ms = st.sampled_from([5, 10, 20])
rungs = st.sampled_from([Priority.DIRECT, Priority.ANNOUNCEMENT, Priority.EMERGENCY])
policies = st.builds(
    DuckingPolicy,
    attack_ms=st.sampled_from([1.0, 5.0, 20.0]),
    by=st.sampled_from(["key", "activity"]),
    hold_ms=st.sampled_from([0.0, 300.0]),
)


def a_desk(frame_ms: int, policy: DuckingPolicy | None = None, lookahead_ms: float = 2.0) -> Desk:
    """The assistant speaks to one host, and has done so for a while."""
    desk = Desk(EngineSettings(frame_ms=frame_ms, policy=policy or DuckingPolicy(), lookahead_ms=lookahead_ms))
    desk.source("assistant", "assistant")
    desk.source("person")
    size = datagram_bytes("L16", frame_ms, 0)
    stream: AddStream = a_stream("host", frame_ms=frame_ms, datagram_bytes=size)
    assert not desk.tell(stream)
    desk.talk("cue", "assistant", "host", priority=Priority.ASSISTANT)
    desk.play(10, assistant=LEVEL)
    assert desk.level("host") == pytest.approx(LEVEL, abs=1e-3)
    return desk


def cut(desk: Desk, phase: float, *commands: StartTalk | StopTalk) -> tuple[float, np.ndarray]:
    """``commands`` at that share of a frame after the last tick. (ms until silence, the samples from then on)."""
    frame_ms = desk.engine.settings.frame_ms
    key_ns = desk.now_ns - round((1.0 - phase) * desk.frame_ns)
    for command in commands:
        assert not desk.engine.handle(command, key_ns)
    wait_ms = (desk.now_ns - key_ns) / 1e6
    desk.play(100 // frame_ms, assistant=LEVEL)
    heard = desk.heard("host")
    (loud,) = np.nonzero(np.abs(heard) > SILENT)
    last = int(loud[-1]) + 1 if loud.size else 0
    return wait_ms + 1000.0 * last / RATE_HZ, heard


@given(frames_ms, st.floats(0.0, 1.0), rungs, policies)
def test_a_key_of_a_person_silences_the_assistant_within_30_ms(
    frame_ms: int, phase: float, rung: Priority, policy: DuckingPolicy
) -> None:
    took_ms, heard = cut(a_desk(frame_ms, policy), phase, StartTalk("key", "person", ("host",), rung))
    assert took_ms <= BOUND_MS
    assert np.abs(np.diff(heard)).max() <= STEP


@pytest.mark.parametrize(("frame_ms", "most_ms"), [(5, 12.0), (10, 17.0), (20, 27.0)])
def test_it_takes_the_wait_for_a_tick_and_five_ms_and_what_the_limiter_looks_ahead(
    frame_ms: int, most_ms: float
) -> None:
    key = StartTalk("key", "person", ("host",), Priority.DIRECT)
    took = [cut(a_desk(frame_ms), phase, key)[0] for phase in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert max(took) <= most_ms
    assert max(took) == pytest.approx(most_ms, abs=0.2)
    assert took == sorted(took, reverse=True)


@given(frames_ms, st.floats(0.0, 1.0))
def test_an_order_to_be_silent_is_as_fast(frame_ms: int, phase: float) -> None:
    took_ms, heard = cut(a_desk(frame_ms), phase, StopTalk("cue"))
    assert took_ms <= BOUND_MS
    assert np.abs(np.diff(heard)).max() <= STEP


def test_it_stays_silent_while_the_key_is_held_though_nothing_is_said() -> None:
    desk = a_desk(10, DuckingPolicy(by="activity"))
    _, heard = cut(desk, 0.0, StartTalk("key", "person", ("host",), Priority.DIRECT))
    desk.play(100, assistant=LEVEL)
    assert np.abs(desk.heard("host")).max() == 0.0
    assert heard[-1] == 0.0


def test_after_the_key_it_stays_silent_for_the_hold_so_that_it_can_be_ended_before_it_is_heard_again() -> None:
    desk = a_desk(10, DuckingPolicy(by="activity", hold_ms=300.0))
    cut(desk, 0.0, StartTalk("key", "person", ("host",), Priority.DIRECT))
    assert not desk.tell(StopTalk("key"))
    desk.play(30, assistant=LEVEL)
    assert np.abs(desk.heard("host")).max() == 0.0
    assert not desk.tell(StopTalk("cue"))
    desk.play(100, assistant=LEVEL)
    assert np.abs(desk.heard("host")).max() == 0.0


def test_where_people_chose_to_dim_the_assistant_it_is_dimmed_and_not_cut() -> None:
    dims = ((Priority.DIRECT, Priority.ASSISTANT, -12.0),)
    desk = a_desk(10, DuckingPolicy(dims=dims))
    _, heard = cut(desk, 0.0, StartTalk("key", "person", ("host",), Priority.DIRECT))
    assert heard[-1] == pytest.approx(LEVEL * 10 ** (-12 / 20), abs=1e-3)
    assert np.abs(np.diff(heard)).max() <= STEP


def test_the_key_of_another_host_changes_nothing_here() -> None:
    desk = a_desk(10)
    assert not desk.tell(a_stream("other", ssrc=7))
    desk.play(2, assistant=LEVEL)
    desk.heard("host")
    _, heard = cut(desk, 0.3, StartTalk("key", "person", ("other",), Priority.EMERGENCY))
    assert np.abs(heard - LEVEL).max() < 1e-3


def test_people_are_faded_as_slowly_as_before() -> None:
    desk = a_desk(20)
    assert not desk.tell(StopTalk("cue"), AddSource("programme", "programme"))
    desk.talk("talk", "person", "host")
    desk.play(10, person=LEVEL)
    desk.heard("host")
    assert not desk.tell(StopTalk("talk"))
    desk.play(3, person=LEVEL)
    heard = desk.heard("host")
    fading = (heard > SILENT) & (heard < LEVEL - 1e-3)
    assert fading.sum() == pytest.approx(20 * RATE_HZ / 1000, rel=0.05)


def test_the_policy_may_change_while_the_assistant_is_cut() -> None:
    desk = a_desk(10)
    cut(desk, 0.5, StartTalk("key", "person", ("host",), Priority.DIRECT))
    assert not desk.tell(SetPolicy(DuckingPolicy(dims=())))
    desk.play(100, assistant=LEVEL)
    assert desk.level("host") == pytest.approx(LEVEL, abs=1e-3)
