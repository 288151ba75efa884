"""What a fresh process is told after a restart."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.capture.messages import OpenMicrophone, PlayEnded, PlayFile, PlayStarted, StopSource
from hushcue_gateway.core.commands import (
    AddSource,
    AddStream,
    MoveStream,
    RemoveSource,
    RemoveStream,
    SetMixGain,
    SetProgramme,
    SetSourceGain,
    StartTalk,
    StopTalk,
)
from hushcue_gateway.core.ducking import Priority
from hushcue_gateway.core.engine import Engine, EngineSettings
from hushcue_gateway.core.events import EngineReport, MediaReport, StreamReport, TalkEnded
from hushcue_gateway.supervisor.capture_state import CaptureState
from hushcue_gateway.supervisor.media_state import MediaState

MS = 1_000_000


def stream(key: str = "s", sequence: int = 0, timestamp: int = 0) -> AddStream:
    return AddStream(key, "host", ("127.0.0.1", 9), 1, "L16", 96, 10, 332, sequence, timestamp)


COMMANDS = st.lists(
    st.one_of(
        st.builds(AddSource, id=st.sampled_from("ab"), kind=st.sampled_from(["talk", "programme"])),
        st.builds(RemoveSource, id=st.sampled_from("ab")),
        st.builds(SetSourceGain, id=st.sampled_from("ab"), gain_db=st.integers(-60, 24).map(float)),
        st.builds(stream, st.sampled_from("st"), st.integers(0, 65535), st.integers(0, 2**32 - 1)),
        st.builds(MoveStream, id=st.sampled_from("st"), address=st.sampled_from([("127.0.0.1", 1), ("127.0.0.1", 2)])),
        st.builds(RemoveStream, id=st.sampled_from("st")),
        st.builds(
            StartTalk,
            cue=st.sampled_from("xyz"),
            source=st.sampled_from("ab"),
            to=st.just(("host",)),
            priority=st.just(Priority.DIRECT),
            tone_to=st.sampled_from([(), ("host",)]),
        ),
        st.builds(
            SetMixGain,
            source=st.sampled_from("ab"),
            to=st.just(("host", "guest")),
            gain_db=st.sampled_from([0.0, -12.0]),
        ),
        st.builds(StopTalk, cue=st.sampled_from("xyz")),
        st.builds(
            SetProgramme,
            source=st.sampled_from("ab"),
            to=st.just(("host",)),
            gain_db=st.one_of(st.none(), st.just(-12.0)),
        ),
    ),
    max_size=40,
)


@given(COMMANDS)
def test_an_engine_that_is_told_the_replay_is_where_the_old_one_was(commands: list[object]) -> None:
    """Against the real engine: same sources, streams and talks, and nothing in the replay is refused that the old
    engine had taken."""
    old, new, state = Engine(EngineSettings()), Engine(EngineSettings()), MediaState()
    for command in commands:
        if not old.handle(command, 0):  # type: ignore[arg-type]
            state.remember(command, 0)
        old.tick({}, 0)
    for command in state.replay(0):
        assert new.handle(command, 0) == []  # type: ignore[arg-type]
    new.tick({}, 0)
    then, now = old.take_report(), new.take_report()
    assert sorted(now.talks) == sorted(then.talks)
    assert {each.id for each in now.sources} == {each.id for each in then.sources}
    assert {each.id for each in now.streams} == {each.id for each in then.streams}


def test_a_stream_that_nobody_was_told_of_begins_where_it_was_asked_to() -> None:
    state = MediaState()
    state.remember(stream(sequence=65535, timestamp=7), None)
    assert state.replay(5_000 * MS) == [stream(sequence=65535, timestamp=7)]


def test_a_stream_goes_on_where_its_time_has_got_to() -> None:
    """A second after it began 100 frames may have gone out, 0..99 after the first: the next is 101 with the one at
    hand; sequence and timestamp wrap."""
    state = MediaState()
    state.remember(stream(sequence=65500, timestamp=2**32 - 160), 0)
    replayed = state.replay(1000 * MS)
    assert replayed == [stream(sequence=(65500 + 101) % 65536, timestamp=(101 * 160 - 160))]


def test_a_report_says_better_than_the_clock_where_a_stream_is() -> None:
    state = MediaState()
    state.remember(stream(), 0)
    report = StreamReport("s", "host", packets=90, bytes=1, last_sequence=89, last_timestamp=89 * 160)
    state.observe(MediaReport(at_ns=1000 * MS, engine=EngineReport(100, 1, 0, 0, streams=(report,)), overruns=0))
    assert state.replay(1055 * MS) == [stream(sequence=90 + 6, timestamp=(90 + 6) * 160)]
    assert state.replay(1155 * MS) == [stream(sequence=96 + 11, timestamp=(96 + 11) * 160)]


def test_a_stream_with_a_key_ends_with_its_process_and_is_not_told_again() -> None:
    """Its index must not be used twice: nobody knows how far it got."""
    state = MediaState()
    protected = replace(stream("p", 5), key=bytes(30), datagram_bytes=342)
    state.remember(protected, None)
    state.remember(stream("s"), None)
    assert state.replay(0) == [protected, stream("s")], "nobody had been told"
    assert state.take_ended() == ()
    assert [each.id for each in state.replay(0)] == ["s"]  # type: ignore[attr-defined]
    assert state.take_ended() == ("p",)
    assert [each.id for each in state.replay(0)] == ["s"]  # type: ignore[attr-defined]
    assert state.take_ended() == ()
    assert state.ended(RemoveStream("p")) and state.ended(MoveStream("p", ("127.0.0.1", 1)))
    assert not state.ended(RemoveStream("s")) and not state.ended(protected)
    state.remember(RemoveStream("p"), 0)
    assert not state.ended(RemoveStream("p"))
    again = replace(protected, key=bytes(29) + b"x", ssrc=2)
    state.remember(again, 0)
    assert not state.ended(RemoveStream("p")) and not state.ended(again)
    assert [each.id for each in state.replay(0)] == ["s"]  # type: ignore[attr-defined]
    assert state.take_ended() == ("p",)


def test_a_talk_that_ended_by_itself_does_not_come_back() -> None:
    state = MediaState()
    state.remember(AddSource("a", "talk"), 0)
    state.remember(StartTalk("x", "a", ("host",), Priority.DIRECT), 0)
    state.observe(TalkEnded("x", 0, 1, "heartbeat"))
    assert state.replay(0) == [AddSource("a", "talk")]


def test_microphones_open_again_and_files_go_on_from_where_they_were_cut_off() -> None:
    state = CaptureState()
    microphone = OpenMicrophone("m", "ring-m")
    state.remember(microphone)
    state.remember(PlayFile("f", "ring-f", "a.wav", "cue"))
    state.remember(OpenMicrophone("gone", "ring-g"))
    state.remember(StopSource("gone"))
    assert state.replay(0) == [microphone, PlayFile("f", "ring-f", "a.wav", "cue")]
    assert state.observe(PlayStarted("f", "cue", 1000 * MS, 5000.0))
    assert state.replay(1500 * MS)[1] == PlayFile("f", "ring-f", "a.wav", "cue", offset_ms=500.0)
    assert not state.observe(PlayStarted("f", "cue", 1100 * MS, 4500.0)), "one start is enough for a cue"
    assert state.replay(2000 * MS)[1] == PlayFile("f", "ring-f", "a.wav", "cue", offset_ms=900.0)
    assert state.observe(PlayEnded("f", "cue", 0, "finished"))
    assert state.replay(0) == [microphone]
