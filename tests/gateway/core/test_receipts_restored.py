"""Receipts over the death of the gateway: records make the same book again, and what went on was cut off."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from support.receipt_book import FATE, HEARD, LATE, MS, Book, documents_of, restored, said

from hushcue_gateway.core.ledger import TOLD, Record
from hushcue_gateway.core.receipt import Receipt
from hushcue_gateway.core.receipts import GRACE_NS, PATIENCE_NS
from hushcue_wire import fates as wire


@settings(max_examples=100, deadline=None)
@given(octets=st.lists(FATE, min_size=1, max_size=500).map(bytes), size=st.integers(10, 480), apart=st.booleans())
def test_the_records_of_a_book_make_the_same_book(octets: bytes, size: int, apart: bool) -> None:
    book, first = said(frames=len(octets))
    book.hear(*documents_of(book, "h", first, octets, size))
    records = list(book.records)
    if apart:
        records.sort(key=lambda record: record["k"] == TOLD)
    other = restored(records, book.now_ns)
    assert other.book.of_cue("c") == book.book.of_cue("c")
    assert other.told == [], "what was told is not told again"


def test_a_cue_cut_off_by_the_gateways_death_is_shown_as_such_with_what_was_heard_up_to_then() -> None:
    book = Book()
    book.begin("h", session=1, boot=3)
    book.start("c", "h")
    first = book.place("h")
    book.passes(1000)
    book.hear(book.document("h", first, bytes([HEARD]) * 90))
    other = restored(book.records, book.now_ns + 3000 * MS)
    assert other.receipt().state == "pending"
    late = book.document("h", first + 90, bytes([HEARD]) * 60 + bytes([wire.LOST]) * 20)
    other.hear(late)
    assert (other.receipt().frames, other.receipt().on_time) == (150, 150), "the newest that came is its last"
    other.begin("h", session=2, boot=3, first=50)
    other.hear(other.document("h", 50, bytes([HEARD]) * 10))
    other.passes(GRACE_NS // MS + 1)
    (receipt,) = other.tick()
    assert (receipt.state, receipt.why, receipt.heard_percent) == ("partial", ("gateway_restarted",), 100.0)


def test_after_the_death_of_both_nothing_more_is_awaited() -> None:
    book = Book()
    book.begin("h", session=1, boot=3)
    book.start("c", "h")
    book.passes(1000)
    book.hear(book.document("h", 100, bytes([HEARD]) * 90))
    other = restored(book.records, book.now_ns)
    other.begin("h", session=2, boot=4)
    (receipt,) = other.told
    assert (receipt.state, receipt.on_time) == ("partial", 90)
    assert receipt.why == ("gateway_restarted",)


def test_another_clock_after_a_restart_of_the_machine_ends_the_waiting_all_the_same() -> None:
    book, first = said()
    book.hear(book.document("h", first, bytes([HEARD]) * 90))
    other = restored(book.records, 5 * MS)
    assert other.tick() == []
    other.passes(PATIENCE_NS // MS + 1)
    (receipt,) = other.tick()
    assert (receipt.state, receipt.why, receipt.unknown) == ("partial", ("not_reported",), 210)


def test_a_journal_that_begins_anew_holds_what_is_unfinished() -> None:
    book, first = said()
    book.hear(book.document("h", first, bytes([HEARD, wire.LOST]) * 45))
    book.begin("g")
    book.start("d", "g", "h")
    book.passes(500)
    book.hear(book.document("g", 100, bytes([LATE]) * 30))
    records = [*book.book.unfinished(), *book.book.unfinished_told()]
    other = restored(records, book.now_ns)
    assert other.receipt() == book.receipt()
    assert other.receipt("d", "g").late == 30
    twice = restored([*book.records, *records], book.now_ns)
    assert twice.receipt() == book.receipt(), "records that come twice count once"


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.dictionaries(
                st.sampled_from(["k", "cue", "b", "to", "at", "f", "from", "boot", "session", "r"]), st.text()
            ),
            st.fixed_dictionaries({"k": st.sampled_from(["talk", "part", "last", "told", "gave", "over", "receipt"])}),
            st.fixed_dictionaries(
                {
                    "k": st.sampled_from(["talk", "part", "last", "told", "gave", "over", "receipt"]),
                    "cue": st.sampled_from(["c", 1, None]),
                    "b": st.sampled_from(["h", [], 3]),
                    "to": st.sampled_from([["h"], 3]),
                    "at": st.sampled_from([0, "x"]),
                    "boot": st.integers(-1, 2),
                    "session": st.integers(-1, 2),
                    "frame_ms": st.integers(-1, 10),
                    "first": st.integers(-1, 10),
                    "at_ms": st.integers(-1, 10),
                    "last": st.one_of(st.none(), st.integers(-5, 50)),
                    "exact": st.booleans(),
                    "cut": st.booleans(),
                    "why": st.just("away"),
                    "from": st.integers(-5, 50),
                    "f": st.sampled_from(["QEFC", "?", ""]),
                    "n": st.integers(-1, 3),
                    "rtt": st.just(1.0),
                    "r": st.sampled_from([{}, {"cue": "c"}]),
                }
            ),
        ),
        max_size=20,
    )
)
def test_no_journal_makes_it_raise(records: list[Record]) -> None:
    book = restored(records, 10 * MS)
    book.tick()
    for cue in ("c", "1"):
        for receipt in book.book.of_cue(cue):
            assert Receipt.of_json(receipt.as_json()) == receipt
