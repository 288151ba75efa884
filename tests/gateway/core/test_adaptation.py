"""What a receiver reports changes what its stream is made of."""

import pytest
from support.listener import frames
from support.room import Room, is_rtcp


def lossy(room: Room, fraction: int) -> None:
    """A second goes by, and its report says that so much was lost."""
    room.play(100)
    room.tell(room.listener.report(room.report.last_sequence, fraction))


def test_a_reported_loss_deepens_the_next_datagram_and_calm_seconds_take_it_back() -> None:
    room = Room()
    lossy(room, 0)
    assert (room.quality.depth, room.quality.primary, room.quality.repeats) == (3, "L16", False)
    lossy(room, 128)
    assert (room.quality.depth, room.quality.primary, room.quality.repeats) == (6, "PCMU", True)
    room.play(1)
    newest = room.listener.packets[room.report.last_sequence]
    assert len(frames(newest)) == 7 and newest.payload_type == 98
    assert room.quality.loss == pytest.approx(0.5)
    for _ in range(11):
        lossy(room, 0)
    assert (room.quality.depth, room.quality.changes, room.quality.reports) == (2, 2, 13)


def test_at_the_top_of_the_ladder_every_datagram_is_sent_twice_one_tick_apart() -> None:
    room = Room()
    lossy(room, 200)
    before = room.report
    sent = [outgoing.data for outgoing in room.play(50) if not is_rtcp(outgoing.data)]
    first, *pairs = sent
    assert len(pairs) == 2 * 49
    assert [first, *pairs[0::2]][:-1] == pairs[1::2]
    assert room.report.packets - before.packets == 50, "a repeat is no packet"
    assert room.quality.repeated == 49
    lossy(room, 0)
    assert room.quality.repeats


def test_a_loss_that_repeats_hide_is_still_seen() -> None:
    """16 % of the numbers never came although each was sent twice: the network loses 40 %, and the repeats go on."""
    room = Room()
    for _ in range(30):
        lossy(room, 128 if room.quality.reports == 0 else 41)
    assert room.quality.repeats and room.quality.changes == 1
    assert room.quality.loss == pytest.approx(0.4, abs=0.01)


def test_requests_for_much_lead_up_before_the_next_report() -> None:
    room = Room()
    lossy(room, 0)
    room.play(60)
    newest = room.report.last_sequence
    room.tell(room.listener.nack(range(newest - 40, newest - 15)))
    assert room.quality.depth == 6


def test_without_reports_the_depth_stays() -> None:
    room = Room()
    lossy(room, 60)
    room.play(3000)
    assert (room.quality.depth, room.quality.report_age_ms) == (5, 30_000)


def test_a_report_about_what_was_never_sent_is_counted_and_changes_nothing() -> None:
    room = Room()
    room.play(100)
    room.tell(room.listener.report(5000, 255))
    assert (room.quality.malformed, room.quality.reports, room.quality.depth) == (1, 0, 3)
