"""Merge patches: the examples of RFC 7396, and that patches always lead from the old document to the new."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hushcue_gateway.core.board import Board, apply, diff, lean

# RFC 7396, appendix A: (original, patch, result)
EXAMPLES: list[tuple[Any, Any, Any]] = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, None, None),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]

words = st.text("abc", min_size=1, max_size=2)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(-2, 2, allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=4),
    max_leaves=5,
)
documents = st.dictionaries(words, values, max_size=5)


@pytest.mark.parametrize(("original", "patch", "result"), EXAMPLES)
def test_the_examples_of_the_rfc(original: Any, patch: Any, result: Any) -> None:
    assert apply(original, patch) == result


@given(documents, documents)
@settings(max_examples=80)
def test_the_patch_between_two_documents_leads_from_one_to_the_other(old: Any, new: Any) -> None:
    old, new = lean(old), lean(new)
    assert apply(old, diff(old, new)) == new


@given(documents)
@settings(max_examples=40)
def test_equal_documents_have_an_empty_patch(document: Any) -> None:
    assert diff(lean(document), lean(document)) == {}


def test_numbers_of_another_kind_are_another_value() -> None:
    assert diff({"a": 1}, {"a": True}) == {"a": True}


puts = st.tuples(st.sampled_from(["hosts", "talks"]), st.sampled_from(["x", "y", "z"]), st.none() | documents)


@given(st.lists(st.lists(puts, max_size=4), max_size=6))
@settings(max_examples=60)
def test_whoever_applies_every_patch_has_the_document(rounds: list[list[tuple[str, str, Any]]]) -> None:
    board = Board(["hosts", "talks"])
    told: Any = {"hosts": {}, "talks": {}}
    truth: Any = {"hosts": {}, "talks": {}}
    for seq, changes in enumerate(rounds):
        before = board.seq
        for section, entry, value in changes:
            board.put(section, entry, value)
            if value is None:
                truth[section].pop(entry, None)
            else:
                truth[section][entry] = lean(value)
        assert {name: set(board.entries(name)) for name in truth} == {name: set(truth[name]) for name in truth}
        patch = board.flush()
        assert (patch is None) == (board.seq == before), seq
        told = apply(told, patch or {})
        assert told == truth == board.document()
    assert board.flush() is None


def test_only_what_changed_is_told() -> None:
    board = Board(["hosts"])
    board.put("show", "", {"id": "main", "on_air": False})
    board.put("hosts", "ann", {"state": "online", "battery": 50, "leak": None})
    board.flush()
    board.put("hosts", "ann", {"state": "online", "battery": 49, "leak": None})
    board.put("show", "", {"id": "main", "on_air": False})
    assert board.flush() == {"hosts": {"ann": {"battery": 49}}}


def test_a_table_that_is_replaced_loses_what_is_gone() -> None:
    board = Board(["hosts"])
    board.replace("hosts", {"ann": {"n": 1}, "bob": {"n": 2}})
    board.flush()
    board.replace("hosts", {"bob": {"n": 2}, "cai": {"n": 3}})
    assert board.flush() == {"hosts": {"ann": None, "cai": {"n": 3}}}


def test_a_table_is_not_put_whole_and_a_section_has_no_entries() -> None:
    board = Board(["hosts"])
    for section, entry in (("hosts", ""), ("show", "x")):
        with pytest.raises(ValueError):
            board.put(section, entry, {})
