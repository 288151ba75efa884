"""Receipts tell what was really heard: in whatever order, however often and however incompletely it is told."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.receipt_book import FATE, FRAME_MS, HEARD, LATE, MS, Book, documents_of, said

from hushcue_gateway.core.account import Account, Part
from hushcue_gateway.core.ledger import MAX_OPEN
from hushcue_gateway.core.receipt import FATE_OF, FATES, WHY, Receipt
from hushcue_gateway.core.receipts import GRACE_NS, PATIENCE_NS, Receipts
from hushcue_wire import fates as wire


def test_every_frame_on_time_is_a_hundred_percent() -> None:
    book, first = said()
    assert (book.receipt().state, book.receipt().unknown) == ("pending", 300)
    book.hear(*documents_of(book, "h", first - 50, bytes([HEARD]) * 400), rtt_ms=6.0)
    receipt = book.receipt()
    assert receipt == Receipt(
        "c", "h", "complete", (), FRAME_MS, 300, on_time=300, heard_percent=100.0, delay_p50_ms=23.0, delay_p95_ms=23.0
    )
    assert book.told == [receipt]
    assert book.book.ratios() == {"h": 1.0}


def test_each_fate_is_counted_under_its_name() -> None:
    book, first = said(frames=9)
    octets = [
        HEARD,
        LATE,
        wire.RETRANSMISSION | wire.delay_code(48),
        wire.CONCEALED,
        wire.LOST,
        wire.ORIGINAL | wire.MUTED,
        wire.LOST | wire.MUTED,
        wire.ORIGINAL | wire.LEFT_OUT,
        wire.REDUNDANCY | wire.delay_code(0),
    ]
    book.hear(book.document("h", first, bytes(octets)))
    receipt = book.receipt()
    counts = {name: getattr(receipt, name) for name in (*FATES, "redundancy", "retransmission", "unknown", "unsent")}
    assert counts == {
        "on_time": 3,
        "late": 1,
        "concealed": 1,
        "lost": 1,
        "muted": 2,
        "left_out": 1,
        "redundancy": 2,
        "retransmission": 1,
        "unknown": 0,
        "unsent": 0,
    }
    assert receipt.heard_percent == 50.0, "4 of the 8 that were to be heard"
    assert (receipt.delay_p50_ms, receipt.delay_p95_ms) == (20.0, 400.0)
    assert dict(next(iter(book.book.totals()))[1]) == {name: counts[name] for name in FATES}


def test_every_octet_has_one_fate() -> None:
    assert set(FATE_OF.tolist()) == set(range(len(FATES)))
    assert len(FATE_OF) == 256


def test_percent_is_rounded_down_so_that_a_hundred_means_all() -> None:
    book, first = said(frames=30000)
    octets = bytes([wire.LOST]) + bytes([HEARD]) * 29999
    book.hear(*documents_of(book, "h", first, octets, 480))
    assert book.receipt().heard_percent == 99.99


@settings(max_examples=200, deadline=None)
@given(
    octets=st.lists(FATE, min_size=1, max_size=900).map(bytes),
    first=st.sampled_from([0, 100, 0x3FFF, 65300, 65535]),
    size=st.integers(1, 480),
    again=st.integers(0, 20),
    seed=st.integers(0, 1 << 30),
)
def test_order_and_repetition_of_documents_change_nothing(
    octets: bytes, first: int, size: int, again: int, seed: int
) -> None:
    """Shuffled, doubled, cut in other places: the receipt is the same."""
    chance = random.Random(seed)
    plain, start = said(frames=len(octets), first=first)
    plain.hear(*documents_of(plain, "h", start, octets))
    expected = plain.receipt()
    assert expected.state == "complete"
    book, start = said(frames=len(octets), first=first)
    told = documents_of(book, "h", start, octets, size)
    told += [chance.choice(told) for _ in range(again)]
    chance.shuffle(told)
    book.hear(*told)
    assert book.receipt() == expected
    assert len(book.told) == 1


@settings(max_examples=200, deadline=None)
@given(
    octets=st.lists(FATE, min_size=1, max_size=900).map(bytes),
    lost=st.sets(st.integers(0, 30), max_size=20),
    seed=st.integers(0, 1 << 30),
)
def test_what_is_never_told_is_unknown_and_counts_as_not_heard(octets: bytes, lost: set[int], seed: int) -> None:
    book, first = said(frames=len(octets))
    told = documents_of(book, "h", first, octets, 50)
    kept = [each for number, each in enumerate(told) if number not in lost]
    random.Random(seed).shuffle(kept)
    book.hear(*kept)
    book.passes(PATIENCE_NS // MS + 1)
    book.tick()
    receipt = book.receipt()
    missing = sum(len(each.fates) for number, each in enumerate(told) if number in lost)
    counted = sum(getattr(receipt, name) for name in FATES)
    assert (receipt.unknown, receipt.frames, counted) == (missing, len(octets), len(octets) - missing)
    assert receipt.state == ("partial" if missing else "complete")
    heard = receipt.on_time + receipt.late
    assert heard <= sum(octets.count(each) for each in (HEARD, LATE))
    assert receipt.heard_percent < 100.0 or not missing
    book.hear(*told)
    assert book.receipt().state == "complete", "told after all, it is put right"
    assert book.receipt().why == ()


def test_more_than_a_turn_of_the_sequence_numbers_later_the_frames_are_still_the_right_ones() -> None:
    book = Book()
    book.begin("h", first=0x3FFF)
    book.passes(70000 * FRAME_MS)
    first = book.place("h")
    assert first > 0xFFFF
    book.start("c", "h")
    book.passes(100 * FRAME_MS)
    book.stop("c", "h")
    book.hear(book.document("h", first, bytes([HEARD]) * 100))
    assert (book.receipt().state, book.receipt().on_time) == ("complete", 100)


def test_a_document_that_was_on_its_way_for_a_quarter_of_an_hour_is_placed_by_what_came_before() -> None:
    book, first = said(frames=300)
    book.hear(book.document("h", first, bytes([HEARD]) * 200))
    book.passes(900_000)  # at 10 ms a frame, more than a turn
    book.hear(book.document("h", first + 200, bytes([LATE]) * 100))
    receipt = book.receipt()
    assert (receipt.state, receipt.on_time, receipt.late) == ("complete", 200, 100)


def test_a_bodypack_that_forgot_the_middle_is_partial_and_the_rest_is_right() -> None:
    book, first = said(frames=300)
    book.hear(book.document("h", first, bytes([HEARD]) * 100), book.document("h", first + 200, bytes([HEARD]) * 150))
    assert book.receipt().state == "pending"
    book.passes(GRACE_NS // MS + 1)
    (receipt,) = book.tick()
    assert (receipt.state, receipt.why, receipt.unknown, receipt.on_time) == ("partial", ("not_told",), 100, 200)


def test_a_bodypack_that_restarts_loses_what_it_had_not_told_and_tells_of_the_rest() -> None:
    book = Book()
    book.begin("h", session=1, boot=1)
    book.start("c", "h")
    first = book.place("h")
    book.passes(1000)
    book.hear(book.document("h", first, bytes([HEARD]) * 80))
    book.passes(1000)  # it is dead for a second, and was sent to all the same
    book.end("h")
    book.begin("h", session=2, boot=2, first=7000)
    book.passes(1000)
    book.stop("c", "h")
    book.hear(book.document("h", 7000, bytes([HEARD]) * 100))
    receipt = book.receipt()
    assert (receipt.state, receipt.frames, receipt.on_time) == ("partial", 300, 180)
    assert (receipt.unknown, receipt.why[0]) == (119, "bodypack_restarted")
    assert receipt.heard_percent == 60.0
    assert len(book.told) == 1


def test_a_session_replaced_in_the_middle_is_one_receipt() -> None:
    book = Book()
    book.begin("h", session=1)
    book.start("c", "h")
    first = book.place("h")
    book.passes(1000)
    book.end("h")
    book.passes(200)  # no stream: nothing could be sent
    book.begin("h", session=2, first=9000)
    book.passes(800)
    book.stop("c", "h")
    one = replace(book.document("h", first, bytes([HEARD]) * 100), session=1)
    book.hear(one, book.document("h", 9000, bytes([HEARD]) * 80))
    receipt = book.receipt()
    assert (receipt.state, receipt.frames, receipt.on_time, receipt.unsent) == ("complete", 200, 180, 20)
    assert (receipt.why, receipt.heard_percent) == (("interrupted",), 90.0)


def test_what_the_bodypack_drops_with_the_old_session_is_unknown() -> None:
    book = Book()
    book.begin("h", session=1)
    book.start("c", "h")
    first = book.place("h")
    book.passes(1000)
    book.end("h")
    book.begin("h", session=2, first=9000)
    book.passes(1000)
    book.stop("c", "h")
    book.hear(replace(book.document("h", first, bytes([HEARD]) * 95), session=1))
    book.hear(book.document("h", 9000, bytes([HEARD]) * 120))
    assert book.receipt().state == "pending"
    book.passes(GRACE_NS // MS + 1)
    (receipt,) = book.tick()
    assert (receipt.state, receipt.why[0]) == ("partial", "session_replaced")
    assert (receipt.on_time, receipt.unknown + receipt.unsent, receipt.frames) == (195, 5, 200)
    assert receipt.unsent <= 1, "where the first session ended is known by the clock alone"


def test_a_bodypack_that_is_away_heard_nothing_and_one_that_came_late_the_rest() -> None:
    book = Book()
    book.book.talk_started("c", ("h", "late"), (), book.now_ns)
    book.passes(400)
    book.begin("late")
    book.passes(600)
    book.stop("c")
    away, late = book.receipt(bodypack="h"), book.receipt(bodypack="late")
    assert (away.state, away.why, away.frames, away.unsent, away.heard_percent) == (
        "complete",
        ("away",),
        100,
        100,
        0.0,
    )
    assert (late.state, late.frames, late.unsent) == ("pending", 100, 40)
    book.hear(book.document("late", 100, bytes([HEARD]) * 100))
    late = book.receipt(bodypack="late")
    assert (late.state, late.why, late.on_time, late.heard_percent) == ("complete", ("away",), 60, 60.0)


def test_the_talk_begins_again_with_a_new_engine_and_stays_one_cue() -> None:
    book = Book()
    book.begin("h", session=1)
    book.start("c", "h")
    book.passes(500)
    book.end("h")
    book.passes(100)
    book.book.talk_started("c", ("h",), (), book.now_ns)
    book.begin("h", session=2, first=50)
    book.passes(400)
    book.stop("c", "h")
    assert [part for part in book.records if part["k"] == "talk"] == [book.records[0]]
    receipt = book.receipt()
    assert (receipt.frames, receipt.unsent) == (100, 11), "the clock is not trusted with the last frame"


def test_a_stream_that_never_was_and_strange_documents_change_nothing() -> None:
    book, first = said()
    before = book.receipt()
    for told in (
        book.document("h", first, b"\x40" * 10, session=9),
        book.document("h", first, b"\x40" * 10, boot=9),
        replace(book.document("h", first, b"\x40" * 10), bodypack="stranger"),
    ):
        book.hear(told)
    assert book.receipt() == before
    assert book.book.of_cue("nobody") == []
    assert book.book.talk_ended("nobody", (), 0) == []


def test_two_cues_at_once_are_counted_once_in_the_totals() -> None:
    book = Book()
    book.begin("h")
    first = book.place("h")
    book.start("a", "h")
    book.start("b", "h")
    book.passes(1000)
    book.stop("a", "h")
    book.stop("b", "h")
    book.hear(book.document("h", first, bytes([HEARD]) * 100))
    assert [book.receipt(cue).on_time for cue in ("a", "b")] == [100, 100]
    ((_, fates, _),) = book.book.totals()
    assert fates["on_time"] == 100


# -- bounds


def test_cues_are_bounded_and_old_ones_keep_their_receipts_alone() -> None:
    book = Book()
    book.book = Receipts(book.records.append, FRAME_MS, most=100)
    book.begin("h")
    for number in range(150):
        first = book.place("h")
        book.start(f"c{number}", "h")
        book.passes(100)
        book.stop(f"c{number}", "h")
        book.hear(book.document("h", first, bytes([HEARD]) * 10))
        book.tick()
    assert book.book.of_cue("c49") == []
    assert book.receipt("c50").on_time == book.receipt("c149").on_time == 10
    assert book.book.missed_ms("c149", "h", 10_000) == []
    assert book.book.missed_ms(f"c{149 - MAX_OPEN}", "h", 10_000) is None, "only the receipt is left"


def test_a_talk_of_hours_keeps_counting_in_bounded_room() -> None:
    book = Book()
    book.begin("h")
    book.start("c", "h")
    first, heard = book.place("h"), 0
    for _ in range(400):
        book.passes(4800)
        book.hear(book.document("h", first, bytes([HEARD]) * 480))
        first, heard = first + 480, heard + 480
    book.stop("c", "h")
    account = Account(
        "c", "h", [part for entry in book.book._ledger.entries.values() for part in entry.accounts["h"].parts]
    )
    assert sum(part.octets.nbytes for part in account.parts) < 200_000
    assert (book.receipt().on_time, book.receipt().state) == (heard, "complete")


# -- what was missed


def test_what_was_missed_is_told_in_ms_of_the_cue() -> None:
    book, first = said(frames=300)
    octets = bytearray([HEARD]) * 300
    octets[50:60] = bytes([wire.LOST]) * 10
    octets[100:101] = bytes([wire.CONCEALED])
    octets[150:160] = bytes([wire.ORIGINAL | wire.LEFT_OUT]) * 10
    octets[200:205] = bytes([wire.ORIGINAL | wire.MUTED]) * 5
    book.hear(book.document("h", first, bytes(octets[:280])))
    assert book.book.missed_ms("c", "h", 120_000) == [(500, 600), (1000, 1010), (2000, 2050), (2800, 3000)]
    assert book.book.missed_ms("c", "h", 1500) == [(2000, 2050), (2800, 3000)]
    assert book.book.missed_ms("c", "nobody", 1500) is None
    assert book.book.missed_ms("d", "h", 1500) is None


@given(
    parts=st.lists(st.tuples(st.integers(0, 900), st.lists(FATE, max_size=40).map(bytes)), max_size=4),
    newest_ms=st.integers(1, 1200),
)
def test_what_was_missed_and_what_was_heard_make_the_whole(parts: list[tuple[int, bytes]], newest_ms: int) -> None:
    account, duration_ms = Account("c", "h"), 1000
    heard = [False] * duration_ms
    for number, (at_ms, octets) in enumerate(parts):
        part = Part(1, number, FRAME_MS, 500, at_ms)
        part.tell(500, octets)
        part.finish(500 + len(octets) - 1, True)
        account.parts.append(part)
        for place, octet in enumerate(octets):
            if FATES[FATE_OF[octet]] in ("on_time", "late", "left_out"):
                for ms in range(at_ms + place * FRAME_MS, min(duration_ms, at_ms + (place + 1) * FRAME_MS)):
                    heard[ms] = True
    missed = account.missed_ms(duration_ms, newest_ms)
    told = [False] * duration_ms
    for low, high in missed:
        assert 0 <= low < high <= duration_ms
        told[low:high] = [True] * (high - low)
    start = max(0, duration_ms - newest_ms)
    assert told[start:] == [not each for each in heard[start:]]
    assert not any(told[:start])


def test_every_reason_is_known() -> None:
    from hushcue_gateway.notices import WHY as SENTENCES

    assert set(SENTENCES) == set(WHY)


@pytest.mark.parametrize("frames", [0, 1])
def test_a_talk_that_was_over_before_it_was_heard_is_complete(frames: int) -> None:
    book = Book()
    book.begin("h")
    book.start("c", "h")
    book.passes(frames * FRAME_MS)
    book.stop("c", "h")
    book.hear(book.document("h", 100, bytes([HEARD]) * 10))
    assert (book.receipt().state, book.receipt().frames) == ("complete", frames)
    assert book.receipt().heard_percent == 100.0
