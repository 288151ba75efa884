"""Documents become facts, and facts documents; whatever is wrong is refused by the name of its field."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.showdata.board import Board
from hushcue_gateway.showdata.documents import MAX_ID_CHARS, STRAY_MS, Malformed, document_of, entry_of, facts_of
from hushcue_gateway.showdata.fact import COUNTERS, Comment, Count, Fact, Gauge, OnAir, Order, Pin, Sheet
from hushcue_gateway.showdata.words import trouble_of

NOW = 1_800_000_000_000


def one(**document: Any) -> Fact:
    (fact,) = facts_of(document, NOW, "api")
    return fact


def test_each_type_of_document_is_its_fact() -> None:
    assert one(type="comment", text=" hi\nthere ", user="u", lang="th", id=7) == Comment(
        NOW, "hi there", "u", "", "th", "api", "7"
    )
    assert one(type="order", product="A", units=2, amount_minor=3980, currency="USD", src="shopify") == Order(
        NOW, "A", 2, 3980, "USD", "paid", "shopify"
    )
    assert one(type="gauge", viewers=5) == Gauge(NOW, "viewers", 5, src="api")
    assert one(type="counter", product="A", clicks=3, mode="total") == Count(NOW, "clicks", 3, "A", True, "api")
    assert one(type="pin", product="A", slot=3) == Pin(NOW, "A", 3, "api")
    assert one(type="product", product="A", label="Cup", offer_ends=0) == Sheet(
        NOW, "A", "Cup", offer_ends_at_ms=0, src="api"
    )
    assert one(type="on_air", on=True, scene="Break", quiet=True) == OnAir(NOW, True, "Break", True, "api")


def test_a_document_of_several_numbers_is_a_fact_for_each_with_an_id_of_its_own() -> None:
    told = facts_of({"type": "counter", "id": "x", "product": "A", "clicks": 3, "impressions": 9}, NOW, "api")
    assert {fact.id for fact in told} == {"x/clicks", "x/impressions"}
    sheet, stock = facts_of({"type": "product", "id": "y" * MAX_ID_CHARS, "product": "A", "stock": 4}, NOW, "api")
    assert sheet.id != stock.id and len(stock.id) <= MAX_ID_CHARS


def test_times_are_read_with_their_zone_and_a_time_far_from_now_is_now() -> None:
    strayed: list[bool] = []
    t = "2027-01-15T15:59:58.500+08:00"
    assert one(type="gauge", viewers=1, t=t).at_ms == NOW - 1500
    assert one(type="gauge", viewers=1, t=NOW - 1499.6).at_ms == NOW - 1500, "as some programs write it"
    assert one(type="gauge", viewers=1, t=NOW - STRAY_MS).at_ms == NOW - STRAY_MS
    (fact,) = facts_of(
        {"type": "gauge", "viewers": 1, "t": NOW - STRAY_MS - 1}, NOW, "api", lambda: strayed.append(True)
    )
    assert fact.at_ms == NOW and strayed == [True]


def test_a_clock_that_is_ahead_does_not_outdate_what_others_tell_after_it() -> None:
    board = Board(NOW - 60_000)
    for src, viewers, t, now_ms in (("ahead", 900, NOW + 300_000, NOW), ("right", 950, NOW + 2_000, NOW + 2_000)):
        for fact in facts_of({"type": "gauge", "viewers": viewers, "t": t}, now_ms, src):
            board.take(fact, now_ms)
    newest = board.reading("viewers")
    assert newest is not None and (newest.value, newest.at_ms, newest.src) == (950, NOW + 2_000, "right")


def test_what_turns_writing_around_or_is_not_seen_makes_no_other_name() -> None:
    sheet = one(type="product", product="\u200bSKU\ufeff3", label="\u202eevil\u202c\x85 \u2066cup\u2069")
    assert isinstance(sheet, Sheet) and (sheet.product, sheet.label) == ("SKU3", "evil  cup")
    half = one(type="comment", text="\ud83d" + "\U0001f600" * 499)
    assert isinstance(half, Comment) and half.text == "\U0001f600" * 499
    with pytest.raises(Malformed) as wrong:
        one(type="gauge", viewers=1, **{"\x9b31m\u202e\ud800": 1})
    assert wrong.value.field == "?31m??"


@pytest.mark.parametrize("number", [1e400, float("-inf"), 1e18, 5.5, "5", [5], None, {}, -0.5])
def test_what_is_no_whole_number_within_bounds_is_refused(number: object) -> None:
    with pytest.raises(Malformed):
        one(type="gauge", viewers=number)


def test_whole_numbers_as_some_programs_write_them_are_taken() -> None:
    assert getattr(one(type="gauge", viewers=-0.0), "value", None) == 0
    assert getattr(one(type="gauge", viewers=1e3), "value", None) == 1000


@pytest.mark.parametrize("own", ["e", "e" * 52, "e" * 53, "e" * 64, "a/b/c"])
def test_all_facts_of_one_document_are_known_to_belong_together(own: str) -> None:
    for document in (
        {"type": "gauge", "viewers": 1, "product": "A", "stock": 2},
        {"type": "product", "product": "A", "label": "Cup", "stock": 2},
        {"type": "counter", "product": "A", "clicks": 1, "impressions": 2, "carts": 3},
    ):
        facts = facts_of({**document, "id": own}, NOW, "manual")
        assert len({fact.id for fact in facts}) == len(facts) > 1 and all(len(fact.id) <= 64 for fact in facts)
        assert {entry_of(fact.id) for fact in facts} == {entry_of(own)}


@pytest.mark.parametrize(
    ("document", "field", "why"),
    [
        ([], "", "not_an_object"),
        ({}, "type", "missing"),
        ({"type": "sale"}, "type", "unknown_type"),
        ({"type": "gauge", "viewers": 1, "viewer": 2}, "viewer", "unknown_field"),
        ({"type": "gauge", "viewers": 1, "v": 2}, "v", "unknown_version"),
        ({"type": "gauge", "viewers": True}, "viewers", "not_a_number"),
        ({"type": "gauge", "viewers": -1}, "viewers", "out_of_range"),
        ({"type": "gauge", "viewers": 2**40 + 1}, "viewers", "out_of_range"),
        ({"type": "gauge", "viewers": float("nan")}, "viewers", "not_a_number"),
        ({"type": "gauge", "stock": 3}, "product", "missing"),
        ({"type": "counter"}, "impressions", "missing"),
        ({"type": "counter", "clicks": 1, "mode": "sum"}, "mode", "unknown_mode"),
        ({"type": "comment", "text": "x" * 501}, "text", "too_long"),
        ({"type": "comment", "text": "\n"}, "text", "empty"),
        ({"type": "comment", "text": "hi", "lang": "?"}, "lang", "not_a_language"),
        ({"type": "order", "amount_minor": 5}, "currency", "missing"),
        ({"type": "order", "amount_minor": 5, "currency": "usd"}, "currency", "not_a_currency"),
        ({"type": "order", "state": "lost"}, "state", "unknown_state"),
        ({"type": "pin"}, "product", "missing"),
        ({"type": "product", "product": ""}, "product", "empty"),
        ({"type": "product", "product": "A", "keywords": [1]}, "keywords", "not_words"),
        ({"type": "on_air", "on": 1}, "on", "not_true_or_false"),
        ({"type": "gauge", "viewers": 1, "t": "2027-01-15T08:00:00"}, "t", "time_without_zone"),
        ({"type": "gauge", "viewers": 1, "t": "soon"}, "t", "not_a_time"),
        ({"type": "gauge", "viewers": 1, "src": "A b"}, "src", "not_a_name"),
    ],
)
def test_what_is_wrong_is_named_and_has_a_sentence_in_both_languages(document: Any, field: str, why: str) -> None:
    with pytest.raises(Malformed) as refused:
        facts_of(document, NOW, "api")
    assert (refused.value.field, refused.value.why) == (field, why)
    said = trouble_of(refused.value)
    assert said.in_language("en") != said.in_language("zh")


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), max_size=20).map(
    str.strip
)
ids = names.filter(bool)
numbers = st.integers(0, 2**40)
times = st.integers(NOW - STRAY_MS, NOW)
srcs = st.sampled_from(["api", "demo-shop", "x.1"])
maybe = st.none() | numbers
facts = st.one_of(
    st.builds(Comment, times, ids, names, names, st.sampled_from(["", "th", "zh-Hant"]), srcs, names),
    st.builds(Order, times, names, st.integers(0, 1000), numbers, st.just("USD"), src=srcs, id=names),
    st.builds(Gauge, times, st.just("viewers"), numbers, src=srcs, id=names),
    st.builds(Gauge, times, st.just("stock"), numbers, ids, srcs, names),
    st.builds(Count, times, st.sampled_from(COUNTERS), numbers, names, st.booleans(), srcs, names),
    st.builds(Pin, times, names, st.none() | st.integers(0, 999), srcs, names),
    st.builds(
        Sheet,
        times,
        ids,
        st.none() | names,
        st.none() | st.integers(0, 999),
        maybe,
        st.none() | st.just("CNY"),
        maybe,
        maybe,
        st.none() | st.lists(ids, max_size=5).map(tuple),
        srcs,
        names,
    ),
    st.builds(OnAir, times, st.booleans(), names, st.booleans(), srcs, names),
)


@given(facts)
def test_a_fact_survives_being_written_down(fact: Fact) -> None:
    assert facts_of(json.loads(json.dumps(document_of(fact))), NOW, "other") == [fact]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)
fields = st.sampled_from(
    ["t", "id", "src", "v", "product", "viewers", "stock", "clicks", "text", "user", "state", "units", "on", "slot",
     "amount_minor", "currency", "keywords", "offer_ends", "mode", "quiet", "scene", "label"]
)  # fmt: skip
kinds = st.sampled_from(["comment", "order", "gauge", "counter", "pin", "product", "on_air"])


@given(st.dictionaries(fields | st.text(max_size=5), values, max_size=6), kinds)
def test_anything_is_facts_or_malformed(document: dict[str, Any], kind: str) -> None:
    try:
        found = facts_of({**document, "type": kind}, NOW, "api")
    except Malformed as malformed:
        trouble_of(malformed)
        return
    for fact in found:
        assert abs(fact.at_ms - NOW) <= STRAY_MS
        assert facts_of(document_of(fact), NOW, "api") == [fact]
