"""A talk is told with the packets that carry its first and its last sample."""

import numpy as np
import pytest
from support.desk import a_stream
from support.listener import frames
from support.room import Room

from hushcue_gateway.core import commands as c
from hushcue_gateway.core.ducking import Priority
from hushcue_gateway.core.engine import EngineSettings
from hushcue_gateway.core.events import TalkEnded, TalkStarted
from hushcue_wire import audio


def loud(room: Room) -> set[int]:
    """Sequence numbers of the packets whose own frame is not silent."""
    return {
        number
        for number, packet in room.listener.packets.items()
        if np.frombuffer(frames(packet)[number][1], ">i2").any()
    }


@pytest.mark.parametrize("lookahead_ms", [0.5, 2.0, 10.0])
@pytest.mark.parametrize(
    ("frame_ms", "stream_ms", "warm"),
    [(10, 10, 3), (10, 10, 4), (5, 10, 3), (5, 10, 4), (5, 20, 5), (5, 5, 1), (20, 20, 2)],
)
def test_a_talk_is_told_with_its_first_and_last_packet(
    frame_ms: int, stream_ms: int, warm: int, lookahead_ms: float
) -> None:
    depth = min(3, audio.most_depth("L16", stream_ms))
    room = Room(
        EngineSettings(frame_ms=frame_ms, lookahead_ms=lookahead_ms),
        frame_ms=stream_ms,
        redundancy=depth,
        datagram_bytes=audio.datagram_bytes("L16", stream_ms, depth),
    )
    desk = room.desk
    desk.source("mine", owner="host-1")
    room.play(warm)
    desk.talk("cue", "voice", "host-1", "host-2")
    desk.talk("own", "mine", "host-1")
    room.play(7)
    desk.tell(c.StopTalk("cue"))
    room.play(40)
    events = desk.engine.take_events()
    (first,) = [event.first for event in events if isinstance(event, TalkStarted) and event.cue == "cue"]
    (last,) = [event.last for event in events if isinstance(event, TalkEnded)]
    (own,) = [event.first for event in events if isinstance(event, TalkStarted) and event.cue == "own"]
    assert own == (), "nobody hears themselves"
    assert (first, last) == ((("host-1", min(loud(room))),), (("host-1", max(loud(room))),))


def test_a_talk_that_was_over_before_a_tick_has_no_place() -> None:
    room = Room()
    room.desk.talk("cue", "voice", "host-1")
    room.desk.tell(c.StopTalk("cue"))
    room.desk.talk("cue", "voice", "host-1")
    room.play(3)
    events = [event for event in room.desk.engine.take_events() if isinstance(event, TalkStarted | TalkEnded)]
    assert [type(event) for event in events] == [TalkStarted, TalkEnded, TalkStarted]
    assert events[0].first == () and events[1].last == ()  # type: ignore[union-attr]
    assert events[2].first == (("host-1", 0),)  # type: ignore[union-attr]


def test_every_stream_of_a_mix_has_its_own_place() -> None:
    room = Room(first_sequence=500)
    assert not room.desk.tell(a_stream("ear", mix_of="host-1", key=bytes(30), datagram_bytes=342, ssrc=5))
    for _ in range(3):
        room.desk.engine.tick({}, 0)
    room.desk.tell(c.StartTalk("cue", "voice", ("host-1",), Priority.DIRECT))
    room.desk.engine.tick({}, 0)
    (event,) = room.desk.engine.take_events()
    assert isinstance(event, TalkStarted)
    assert dict(event.first) == {"host-1": 503, "ear": 3}
