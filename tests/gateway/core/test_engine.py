"""The engine's edges: what it refuses, what it reports, what it never does."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.desk import Desk, a_stream

from hushcue_gateway.core import commands as c
from hushcue_gateway.core.ducking import DuckingPolicy, Priority
from hushcue_gateway.core.engine import Engine, EngineSettings
from hushcue_gateway.core.events import REFUSAL_CODES, CommandRefused
from hushcue_gateway.core.limiter import db_to_gain
from hushcue_wire import rtp

TALK = c.StartTalk("cue", "voice", ("host-1",), Priority.DIRECT)


def ready() -> Desk:
    desk = Desk()
    desk.source("voice")
    desk.source("robot", "assistant")
    desk.source("show", "programme")
    desk.stream("host-1")
    return desk


REFUSED: list[tuple[str, c.Command]] = [
    ("id_invalid", c.AddSource("", "talk")),
    ("id_invalid", c.AddSource("x" * 65, "talk")),
    ("id_invalid", c.AddSource(7, "talk")),  # type: ignore[arg-type]
    ("id_invalid", c.AddSource("x", "talk", owner=7)),  # type: ignore[arg-type]
    ("source_exists", c.AddSource("voice", "talk")),
    ("source_kind_invalid", c.AddSource("x", "song")),  # type: ignore[arg-type]
    ("gain_out_of_range", c.AddSource("x", "talk", float("nan"))),
    ("gain_out_of_range", c.AddSource("x", "talk", 24.1)),
    ("gain_out_of_range", c.AddSource("x", "talk", "loud")),  # type: ignore[arg-type]
    ("gain_out_of_range", c.SetSourceGain("voice", float("inf"))),
    ("source_unknown", c.SetSourceGain("x", 0.0)),
    ("source_unknown", c.RemoveSource("x")),
    ("stream_exists", a_stream("host-1")),
    ("id_invalid", a_stream("x", mix_of="")),
    ("stream_invalid", a_stream("x", address=("239.0.0.1", 5004))),
    ("stream_invalid", a_stream("x", address=("0.0.0.0", 5004))),
    ("stream_invalid", a_stream("x", address=("host", 5004))),
    ("stream_invalid", a_stream("x", address=("1.2.3.256", 5004))),
    ("stream_invalid", a_stream("x", address=("1.2.3", 5004))),
    ("stream_invalid", a_stream("x", address=("127.0.0.1", 0))),
    ("stream_invalid", a_stream("x", address=("127.0.0.1", 65536))),
    ("stream_invalid", a_stream("x", address=None)),
    ("stream_invalid", a_stream("x", ssrc=2**32)),
    ("stream_invalid", a_stream("x", ssrc=True)),
    ("stream_invalid", a_stream("x", payload_type=128)),
    ("stream_invalid", a_stream("x", first_sequence=65536)),
    ("stream_invalid", a_stream("x", first_timestamp=-1)),
    ("stream_invalid", a_stream("x", encoding="OPUS")),
    ("stream_invalid", a_stream("x", frame_ms=5, datagram_bytes=172)),  # shorter than the engine's frame
    ("stream_invalid", a_stream("x", frame_ms=40, datagram_bytes=1292)),
    ("stream_invalid", a_stream("x", frame_ms="10")),
    ("stream_invalid", a_stream("x", datagram_bytes=331)),
    ("stream_invalid", a_stream("x", datagram_bytes=588)),
    ("stream_unknown", c.RemoveStream("x")),
    ("stream_unknown", c.MoveStream("x", ("127.0.0.1", 5004))),
    ("stream_invalid", c.MoveStream("host-1", ("127.0.0.1", -1))),
    ("id_invalid", replace(TALK, cue="")),
    ("id_invalid", replace(TALK, to=("host-1", ""))),
    ("id_invalid", replace(TALK, to=["host-1"])),  # type: ignore[arg-type]
    ("source_unknown", replace(TALK, source="x")),
    ("talk_no_target", replace(TALK, to=())),
    ("talk_priority_invalid", replace(TALK, priority=5)),  # type: ignore[arg-type]
    ("talk_priority_invalid", replace(TALK, priority="direct")),  # type: ignore[arg-type]
    ("talk_priority_invalid", replace(TALK, source="robot")),  # the assistant speaks on its own rung
    ("talk_heartbeat_invalid", replace(TALK, heartbeat_ms=99)),
    ("talk_heartbeat_invalid", replace(TALK, heartbeat_ms=60001)),
    ("talk_unknown", c.StopTalk("x")),
    ("talk_unknown", c.KeepTalk("x")),
    ("source_unknown", c.SetProgramme("x", ("host-1",), 0.0)),
    ("source_kind_invalid", c.SetProgramme("voice", ("host-1",), 0.0)),
    ("gain_out_of_range", c.SetProgramme("show", ("host-1",), -61.0)),
    ("id_invalid", c.SetProgramme("show", (1,), 0.0)),  # type: ignore[arg-type]
    ("talk_unknown", c.StopTalk([])),  # type: ignore[arg-type]
    ("recording_unknown", c.SayAgain("again", "nobody said it", "again", ("host-1",), Priority.DIRECT)),
    ("monitor_unknown", c.RemoveMonitor("x")),
    ("dim_out_of_range", c.SetDim(("host-1",), 1.0)),
]


@pytest.mark.parametrize(("code", "command"), REFUSED, ids=lambda value: str(value)[:60])
def test_a_command_that_makes_no_sense_is_refused_and_changes_nothing(code: str, command: c.Command) -> None:
    desk = ready()
    before = desk.engine.take_report()
    refused = desk.tell(command)
    assert [type(event) for event in refused] == [CommandRefused]
    assert refused[0].code == code
    assert desk.engine.take_report() == before
    desk.play(3, voice=0.5)
    assert desk.level("host-1") == 0.0


def test_every_refusal_has_its_documented_facts() -> None:
    seen = set()
    for code, command in REFUSED:
        (refused,) = ready().tell(command)
        assert set(refused.facts) == set(REFUSAL_CODES[code])
        seen.add(code)
    small = Desk(EngineSettings(max_sources=1, max_streams=1, max_talks=1))
    small.source("voice")
    small.stream("host-1")
    small.talk("cue", "voice", "host-1")
    for extra in (c.AddSource("x", "talk"), a_stream("x"), replace(TALK, cue="x")):
        (refused,) = small.tell(extra)
        assert refused.code == "too_many"
        assert set(refused.facts) == set(REFUSAL_CODES["too_many"])
    (refused,) = small.tell(TALK)
    assert refused.code == "talk_exists"
    for of, code in (("host-1", "monitor_exists"), ("ear", "monitor_of_monitor")):
        small.tell(c.AddMonitor("ear", "host-1"))
        (refused,) = small.tell(c.AddMonitor("ear" if of == "host-1" else "other", of))
        assert refused.code == code
        assert set(refused.facts) == set(REFUSAL_CODES[code])
        seen.add(code)
    assert set(REFUSAL_CODES) - seen == {"too_many", "talk_exists"}


def test_something_that_is_no_command_raises() -> None:
    with pytest.raises(TypeError, match="str is not a command"):
        Engine().handle("StartTalk", 0)  # type: ignore[arg-type]


anything: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.floats(),
    st.text(max_size=70),
    st.lists(st.text(max_size=3), max_size=3),
    st.tuples(st.text(max_size=16), st.integers(-5, 70000)),
    st.sampled_from(["voice", "show", "host-1", "cue", "L16", "PCMU", "talk", ("host-1",), ("127.0.0.1", 5004)]),
)


@given(
    st.lists(
        st.one_of(
            st.builds(c.AddSource, anything, anything, anything, anything),
            st.builds(c.SetSourceGain, anything, anything),
            st.builds(c.RemoveSource, anything),
            st.builds(c.MoveStream, anything, anything),
            st.builds(c.RemoveStream, anything),
            st.builds(c.StartTalk, *[anything] * 7),
            st.builds(c.KeepTalk, anything),
            st.builds(c.StopTalk, anything),
            st.builds(c.SetProgramme, anything, anything, anything),
            st.builds(c.SetMixGain, anything, anything, anything),
            st.builds(c.AddStream, *[anything] * 17),
            st.builds(c.SayAgain, *[anything] * 6),
        ),
        max_size=12,
    )
)
def test_no_command_of_any_content_stops_the_sound(commands: list[c.Command]) -> None:
    desk = ready()
    desk.stream("witness")
    desk.source("steady", "programme")
    desk.tell(c.SetProgramme("steady", ("witness",), 0.0))
    for command in commands:
        desk.engine.handle(command, desk.now_ns)
        desk.play(1, voice=0.1, steady=0.25)
    desk.play(3, steady=0.25)
    assert desk.level("witness") == pytest.approx(0.25, abs=1e-3)


def test_every_stream_sends_one_constant_size_datagram_per_tick_in_silence_too() -> None:
    desk = Desk()
    desk.tell(a_stream("a", datagram_bytes=400))
    desk.tell(a_stream("b", encoding="PCMU", payload_type=97, datagram_bytes=172))
    for _ in range(5):
        sizes = {out.stream_id: len(out.data) for out in desk.engine.tick({}, desk.now_ns)}
        assert sizes == {"a": 400, "b": 172}


def test_the_marker_is_set_where_talk_begins() -> None:
    desk = ready()
    desk.stream("host-2")
    desk.tell(c.SetProgramme("show", ("host-1",), 0.0))
    desk.play(3, show=0.1, voice=0.1)
    desk.tell(TALK)
    desk.play(3, show=0.1, voice=0.1)
    desk.tell(replace(TALK, cue="second"))
    desk.play(2, show=0.1, voice=0.1)
    desk.tell(c.StopTalk("cue"), c.StopTalk("second"))
    desk.play(2, show=0.1, voice=0.1)
    desk.tell(TALK)
    desk.play(1, show=0.1, voice=0.1)
    assert [index for index, packet in enumerate(desk.sent["host-1"]) if packet.marker] == [0, 3, 10]
    assert [index for index, packet in enumerate(desk.sent["host-2"]) if packet.marker] == [0]


def test_a_stream_of_longer_frames_gets_the_same_sound() -> None:
    desk = ready()
    desk.tell(a_stream("slow", mix_of="host-1", frame_ms=20, datagram_bytes=652))
    desk.tell(TALK)
    desk.play(20, voice=np.random.default_rng(1).uniform(-0.5, 0.5, 3200).astype(np.float32))
    assert len(desk.sent["slow"]) == 10
    assert np.array_equal(desk.heard("slow"), desk.heard("host-1"))


def test_a_moved_stream_goes_on_at_its_new_address() -> None:
    desk = ready()
    (before,) = desk.engine.tick({}, 0)
    first = rtp.parse(bytes(before.data))
    assert not desk.tell(c.MoveStream("host-1", ("127.0.0.9", 6000)))
    (after,) = desk.engine.tick({}, 0)
    second = rtp.parse(bytes(after.data))
    assert (before.address, after.address) == (("127.0.0.1", 5004), ("127.0.0.9", 6000))
    assert second.sequence == first.sequence + 1
    assert not second.marker


def test_no_mix_is_ever_louder_than_the_threshold() -> None:
    desk = Desk()
    desk.stream("host-1")
    for number in range(8):
        desk.source(f"s{number}", gain_db=24.0)
        desk.talk(f"c{number}", f"s{number}", "host-1")
    random = np.random.default_rng(9)
    desk.play(30, **{f"s{n}": random.uniform(-1, 1, 4800).astype(np.float32) for n in range(8)})
    # rounding to 16 bits may add half a step
    assert np.abs(desk.heard("host-1")).max() <= db_to_gain(-1.0) + 0.5 / 32768
    assert desk.engine.take_report().limited_frames > 0


@pytest.mark.parametrize("lookahead_ms", [0.5, 2.0, 10.0])
@pytest.mark.parametrize("frame_ms", [5, 10, 20])
def test_the_engine_adds_exactly_its_stated_latency(frame_ms: int, lookahead_ms: float) -> None:
    desk = Desk(EngineSettings(frame_ms=frame_ms, lookahead_ms=lookahead_ms))
    desk.source("voice")
    size = 12 + 32 * frame_ms
    desk.tell(a_stream("host-1", frame_ms=frame_ms, datagram_bytes=size))
    desk.talk("cue", "voice", "host-1")
    click = np.zeros(16 * 200, np.float32)
    click[16 * 100] = 0.5
    desk.play(200 // frame_ms, voice=click)
    heard = desk.heard("host-1")
    assert desk.engine.latency_ms == lookahead_ms
    assert np.nonzero(heard)[0].tolist() == [16 * 100 + 16 * lookahead_ms]


def test_the_report_counts_what_happened() -> None:
    desk = ready()
    desk.tell(TALK)
    desk.play(4, voice=0.5, show=0.1)
    desk.play(2, voice=float("nan"), show=0.1)
    desk.play(1, show=0.1, stranger=0.1)
    report = desk.engine.take_report()
    assert (report.ticks, report.buses, report.talks, report.unknown_frames) == (7, 1, ("cue",), 1)
    voice = next(each for each in report.sources if each.id == "voice")
    assert (voice.frames, voice.starved_frames, voice.invalid_frames) == (7, 1, 2)
    assert voice.peak_db == pytest.approx(-6.02, abs=0.01)
    (stream,) = report.streams
    assert (stream.id, stream.mix_of, stream.packets, stream.bytes) == ("host-1", "host-1", 7, 7 * 332)


def test_a_source_that_is_removed_and_added_again_at_once_counts_from_zero() -> None:
    desk = ready()
    desk.tell(TALK)
    desk.play(5, voice=0.5)
    desk.tell(c.RemoveSource("voice"), c.AddSource("voice", "talk", -6.0))
    desk.play(1, voice=0.5)
    assert next(each for each in desk.engine.take_report().sources if each.id == "voice").frames == 1
    assert not desk.tell(TALK)
    desk.play(4, voice=0.5)
    assert desk.level("host-1") == pytest.approx(0.5 * db_to_gain(-6.0), abs=1e-4)


def test_fifty_bodypacks_that_hear_the_same_cost_one_mix() -> None:
    desk = Desk()
    desk.source("show", "programme")
    desk.source("voice")
    hosts = tuple(f"host-{number}" for number in range(50))
    desk.stream(*hosts)
    desk.tell(c.SetProgramme("show", hosts, -6.0))
    desk.play(5, show=0.2, voice=0.1)
    assert desk.engine.take_report().buses == 1
    desk.talk("private", "voice", "host-7")
    desk.play(5, show=0.2, voice=0.1)
    assert desk.engine.take_report().buses == 2
    desk.tell(c.StopTalk("private"))
    desk.play(90, show=0.2, voice=0.1)
    assert desk.engine.take_report().buses == 1


@pytest.mark.parametrize("wrong", [{"frame_ms": 7}, {"lookahead_ms": 0.0}, {"threshold_db": 3.0}])
def test_settings_out_of_range_raise(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        Engine(EngineSettings(**wrong))


def test_commands_and_events_cross_a_process_boundary() -> None:
    import pickle

    desk = ready()
    desk.tell(TALK, c.StopTalk("nobody"))
    desk.play(1, voice=0.1)
    things = [TALK, a_stream("x"), c.SetPolicy(DuckingPolicy()), *desk.events, desk.engine.take_report()]
    assert pickle.loads(pickle.dumps(things)) == things
