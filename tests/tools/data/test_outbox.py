"""What is still to be told: nothing is lost, nothing changes places, and what is left out is counted."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from hushcue_tools.data.outbox import MOST_CHARS, MOST_UNANSWERED, Outbox


def ids(message: str | None) -> list[str]:
    return [each["id"] for each in json.loads(message or "[]")]


def test_every_document_gets_an_id_of_this_telling_unless_it_has_one() -> None:
    outbox = Outbox("run")
    for document in ({"a": 1}, {"id": "own"}, {"a": 2}):
        outbox.put(document)
    assert ids(outbox.message()) == ["run-1", "own", "run-2"]


def test_what_has_no_answer_is_told_again_when_the_connection_broke() -> None:
    outbox = Outbox("run")
    outbox.put({"n": 1})
    first = outbox.message()
    outbox.put({"n": 2})
    outbox.broke()
    assert ids(outbox.message()) == [*ids(first), "run-2"]
    assert outbox.answered() == 2 and len(outbox) == 0 and outbox.answered() == 0


def test_no_more_than_a_few_messages_wait_for_their_answer() -> None:
    outbox = Outbox("run")
    for _ in range(MOST_UNANSWERED):
        outbox.put({})
        assert outbox.message()
    outbox.put({})
    assert outbox.message() is None
    outbox.answered()
    assert outbox.message()


def test_a_gateway_that_is_away_too_long_misses_the_oldest_and_is_told_how_many() -> None:
    outbox = Outbox("run", most=3)
    for number in range(5):
        outbox.put({"id": str(number)})
    assert (outbox.left_out, len(outbox), ids(outbox.message())) == (2, 3, ["2", "3", "4"])


def test_no_character_of_a_document_ends_a_line() -> None:
    outbox = Outbox("run")
    outbox.put({"text": "a\u2028b\x85c\n多少钱"})
    message = outbox.message()
    assert message and len(message.splitlines()) == 1 and json.loads(message)[0]["text"] == "a\u2028b\x85c\n多少钱"


STEPS = st.lists(
    st.one_of(st.integers(1, 60_000), st.sampled_from(["message", "answered", "broke"])), min_size=1, max_size=60
)


@given(STEPS)
def test_whatever_happens_all_documents_arrive_in_order(steps: list[int | str]) -> None:
    outbox = Outbox("run")
    sent: list[list[str]] = []
    arrived: list[str] = []
    put = 0

    def answer() -> None:
        if sent:
            arrived.extend(sent.pop(0))
            assert outbox.answered() > 0

    def message() -> bool:
        text = outbox.message()
        if text is None:
            return False
        assert len(text) <= MOST_CHARS + 2
        sent.append(ids(text))
        return True

    for step in steps:
        if isinstance(step, int):
            outbox.put({"text": "x" * step})
            put += 1
        elif step == "message":
            message()
        elif step == "answered":
            answer()
        else:
            sent.clear()
            outbox.broke()
    while message() or sent:
        answer()
    assert len(outbox) == 0
    assert arrived == sorted(arrived, key=lambda name: int(name.partition("-")[2]))
    assert len(arrived) == len(set(arrived)) == put - outbox.left_out
