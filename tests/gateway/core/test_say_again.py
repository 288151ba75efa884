"""What was said can be said again: the newest cues, bounded, whole or in pieces, as a talk of its own."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from support.desk import Desk

from hushcue_gateway.core.commands import AddSource, SayAgain, StopTalk
from hushcue_gateway.core.ducking import Priority
from hushcue_gateway.core.engine import EngineSettings
from hushcue_gateway.core.events import CommandRefused, TalkEnded, TalkStarted
from hushcue_gateway.core.recording import MOST_CUES, MOST_S, Recording, Recordings
from hushcue_gateway.core.replay import PAUSE_MS, Replay
from hushcue_gateway.missed import CONTEXT_MS, shifted, with_context

FRAME = 160


def noise(frames: int, seed: int = 1) -> NDArray[np.float32]:
    """Quiet enough that no limiter touches it."""
    return np.random.default_rng(seed).uniform(-0.4, 0.4, frames * FRAME).astype(np.float32)


def desk_that_said(sound: NDArray[np.float32], gain_db: float = 0.0, owner: str = "") -> Desk:
    desk = Desk()
    desk.stream("host-1", "host-2")
    desk.source("mouth", gain_db=gain_db, owner=owner)
    desk.talk("cue", "mouth", "host-1", "host-2")
    desk.play(len(sound) // FRAME, mouth=sound)
    desk.tell(StopTalk("cue"))
    desk.play(5)
    desk.heard("host-1")
    desk.heard("host-2")
    desk.events.clear()
    return desk


def again(**changes: object) -> SayAgain:
    fields: dict[str, object] = {"cue": "again", "of": "cue", "source": "again-source", "to": ("host-1",)}
    return SayAgain(**{**fields, "priority": Priority.DIRECT, **changes})  # type: ignore[arg-type]


def test_a_cue_is_said_again_as_it_was_to_whom_it_is_meant_and_leaves_nothing_behind() -> None:
    sound = noise(50)
    desk = desk_that_said(sound)
    assert desk.tell(again()) == []
    desk.play(60)
    heard = desk.heard("host-1")[desk.delay_samples :]
    inner = slice(FRAME, 49 * FRAME)
    assert np.abs(heard[inner] - sound[inner]).max() < 2e-4, "int16 is what is lost"
    assert np.abs(heard[: FRAME // 8]).max() < np.abs(sound[: FRAME // 8]).max() / 4, "it fades in"
    assert not heard[52 * FRAME :].any()
    assert not desk.heard("host-2").any()
    started, ended = desk.events
    assert isinstance(started, TalkStarted) and isinstance(ended, TalkEnded)
    assert (started.cue, ended.cue, ended.tick - started.tick) == ("again", "again", 50)
    assert [each.id for each in desk.engine.take_report().sources] == ["mouth"]
    assert desk.tell(AddSource("again-source", "talk")) == [], "its source is gone"


def test_pieces_are_said_with_a_pause_between_them() -> None:
    sound = noise(100)
    desk = desk_that_said(sound)
    desk.tell(again(ranges=((100, 200), (500, 515))))
    desk.play(60)
    heard = desk.heard("host-1")[desk.delay_samples :]
    first, pause, second = 10 * FRAME, PAUSE_MS // 10 * FRAME, 2 * FRAME
    assert np.abs(heard[FRAME : first - FRAME] - sound[11 * FRAME : 19 * FRAME]).max() < 2e-4
    assert not heard[first + FRAME : first + pause - FRAME].any()
    assert heard[first + pause : first + pause + second].any()
    assert not heard[first + pause + second + FRAME :].any()


def test_the_gain_of_the_source_and_its_owner_hold_for_the_repetition_too() -> None:
    desk = desk_that_said(np.full(50 * FRAME, 0.1, np.float32), gain_db=6.0, owner="host-2")
    desk.tell(again(to=("host-1", "host-2")))
    desk.play(30)
    assert desk.level("host-1") == pytest.approx(0.2, rel=0.01)
    assert not desk.heard("host-2").any(), "nobody hears themselves"


def test_it_can_be_stopped_on_the_way() -> None:
    desk = desk_that_said(noise(100))
    desk.tell(again())
    desk.play(10)
    desk.tell(StopTalk("again"))
    desk.play(5)
    desk.heard("host-1")
    desk.play(20)
    assert not desk.heard("host-1").any()
    assert [each.id for each in desk.engine.take_report().sources] == ["mouth"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"of": "nobody"}, "recording_unknown"),
        ({"of": "cue", "ranges": ((600_000, 600_100),)}, "recording_unknown"),
        ({"of": 3}, "id_invalid"),
        ({"cue": ""}, "id_invalid"),
        ({"source": "mouth"}, "source_exists"),
        ({"to": ()}, "talk_no_target"),
        ({"to": "host-1"}, "id_invalid"),
        ({"ranges": ((5, 1),)}, "id_invalid"),
        ({"ranges": ((-1, 1),)}, "id_invalid"),
        ({"ranges": [(0, 1)]}, "id_invalid"),
        ({"ranges": ((0, 1),) * 2000}, "id_invalid"),
        ({"priority": 99}, "talk_priority_invalid"),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing_behind(changes: dict[str, object], code: str) -> None:
    desk = desk_that_said(noise(20))
    (refused,) = desk.tell(again(**changes))
    assert isinstance(refused, CommandRefused) and refused.code == code
    desk.play(3)
    assert [each.id for each in desk.engine.take_report().sources] == ["mouth"]
    assert not desk.heard("host-1").any()


def test_a_talk_that_goes_on_is_not_repeated_yet_and_one_that_repeats_is_not_recorded() -> None:
    desk = desk_that_said(noise(20))
    desk.talk("open", "mouth", "host-1")
    desk.play(5, mouth=0.1)
    (refused,) = desk.tell(again(of="open"))
    assert isinstance(refused, CommandRefused) and refused.code == "recording_unknown"
    desk.tell(again())
    desk.play(30)
    (refused,) = desk.tell(again(of="again", cue="third", source="third"))
    assert isinstance(refused, CommandRefused) and refused.code == "recording_unknown"


def test_the_newest_cues_are_kept_and_no_others() -> None:
    desk = Desk()
    desk.stream("host-1")
    desk.source("mouth")
    for number in range(MOST_CUES + 3):
        desk.talk(f"c{number}", "mouth", "host-1")
        desk.play(2, mouth=0.1)
        desk.tell(StopTalk(f"c{number}"))
        desk.play(1)
    kept = [
        not desk.tell(again(of=f"c{number}", cue=f"a{number}", source=f"s{number}")) for number in range(MOST_CUES + 3)
    ]
    assert kept == [False] * 3 + [True] * MOST_CUES


def test_of_a_long_talk_the_newest_is_kept() -> None:
    recordings = Recordings(20)
    source = AddSource("mouth", "talk")
    recordings.begin("cue", source)
    recording = recordings.get("cue")
    assert recording is None, "nothing was said yet"
    kept = Recording(source, MOST_S * 50)
    for number in range(MOST_S * 50 + 70):
        kept.add(np.full(320, number / 32768, np.float32))
    assert (len(kept.frames), kept.forgotten) == (MOST_S * 50, 70)
    replay = Replay(kept, ((0, 1000), (1400, 1440)), 20)
    frame = replay.frame()
    assert frame is not None
    frame = replay.frame()
    assert frame is None or np.isclose(frame.max() * 32768, 71, atol=72)
    assert Replay(kept, ((0, 1000),), 20).empty, "what is forgotten cannot be said"


def test_samples_beyond_full_scale_stay_within_int16() -> None:
    recording = Recording(AddSource("mouth", "talk"), 4)
    recording.add(np.array([-3.0, -1.0, 0.0, 1.0, 3.0], np.float32))
    assert recording.frames[0].tolist() == [-32768, -32768, 0, 32767, 32767] or recording.frames[0].max() == 32767


@pytest.mark.parametrize("frame_ms", [5, 10, 20])
def test_every_frame_length_keeps_the_same_times(frame_ms: int) -> None:
    desk = Desk(EngineSettings(frame_ms=frame_ms))
    assert desk.frame_samples == frame_ms * 16
    desk.source("mouth")
    desk.talk("cue", "mouth", "host-1")
    ticks = 1000 // frame_ms
    desk.play(ticks, mouth=0.1)
    desk.tell(StopTalk("cue"))
    desk.play(1)
    desk.events.clear()
    desk.tell(again(ranges=((200, 400),)))
    desk.play(ticks)
    started, ended = desk.events
    assert isinstance(started, TalkStarted) and isinstance(ended, TalkEnded)
    assert (ended.tick - started.tick) * frame_ms == 200


# -- what is worth saying again

RANGES = st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 400)), max_size=12).map(
    lambda pairs: sorted((low, low + size) for low, size in pairs)
)


@given(missed=RANGES, duration_ms=st.integers(1, 6000))
def test_pieces_hold_everything_missed_with_its_context_once(missed: list[tuple[int, int]], duration_ms: int) -> None:
    within = [(low, min(high, duration_ms)) for low, high in missed if low < duration_ms]
    pieces = with_context(within, duration_ms)
    for low, high in within:
        (piece,) = [each for each in pieces if each[0] <= low and high <= each[1]]
        assert piece[0] <= max(0, low - CONTEXT_MS) and piece[1] >= min(duration_ms, high + CONTEXT_MS)
    assert all(before[1] < after[0] for before, after in pairwise(pieces)), "in order, apart"
    assert all(0 <= low < high <= duration_ms for low, high in pieces)
    for low, high in pieces:
        assert any(low <= each[0] <= high for each in within)


def test_pieces_move_with_a_recording_that_began_later() -> None:
    assert shifted(((0, 100), (200, 400), (900, 950)), 250) == ((0, 150), (650, 700))
    assert shifted(((0, 100),), 0) == ((0, 100),)
