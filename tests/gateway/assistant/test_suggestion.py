"""A suggestion goes its way once, and never back."""

from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.assistant.book import MOST, MOST_OPEN, MOST_SHOWN, SuggestionBook
from hushcue_gateway.assistant.suggestion import OVER, STEPS, Suggestion


def a_suggestion(name: str = "sg-1", show: str = "main", at_ms: int = 0) -> Suggestion:
    return Suggestion(name, show, at_ms, at_ms + 30_000, ("host-1",), "zh-Hans")


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=30))
def test_what_is_over_never_changes_again_but_that_a_person_takes_a_skip_back(steps: list[str]) -> None:
    now = a_suggestion()
    for at_ms, what in enumerate(steps):
        after = now.step(what, at_ms)
        if now.over:
            assert after is None or (now.state == "rejected" and what in ("restored", "reheld"))
        now = after or now
        assert [at for _, at in now.states] == sorted(at for _, at in now.states)


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=30))
def test_nothing_is_spoken_that_was_not_approved_and_queued_before(steps: list[str]) -> None:
    now = a_suggestion()
    for what in steps:
        now = now.step(what, 0) or now
    states = [state for state, _ in now.states]
    if "speaking" in states:
        assert states.index("approved") < states.index("queued") < states.index("speaking")


def test_two_people_who_press_at_once_are_one_approval() -> None:
    book = SuggestionBook()
    book.add(a_suggestion())
    book.step("sg-1", "made", 1)
    assert book.step("sg-1", "approved", 2) is not None
    assert book.step("sg-1", "approved", 3) is None
    assert book.step("sg-1", "skipped", 3) is None


def test_one_that_was_held_back_can_be_said_all_the_same() -> None:
    book = SuggestionBook()
    book.add(a_suggestion())
    assert book.step("sg-1", "withheld", 1) is not None
    said = book.step("sg-1", "approved", 2)
    assert said is not None and [state for state, _ in said.states] == ["making", "held", "approved"]


def test_what_waits_is_bounded_and_what_is_over_is_forgotten() -> None:
    book = SuggestionBook()
    assert all(book.add(a_suggestion(f"sg-{number}")) for number in range(MOST_OPEN))
    assert not book.add(a_suggestion("one-more"))
    assert book.add(a_suggestion("elsewhere", show="second"))
    for number in range(3 * MOST):
        book.step(f"sg-{number}", "skipped", number)
        book.add(a_suggestion(f"sg-{MOST_OPEN + number}"))
    assert book.get("sg-0") is None
    assert len(book.of_show("main")) == MOST_SHOWN
    assert book.get("elsewhere") is not None


def test_what_still_waited_when_the_gateway_ended_is_over() -> None:
    before = SuggestionBook()
    before.add(a_suggestion())
    waiting = before.step("sg-1", "made", 5)
    assert waiting is not None
    book = SuggestionBook()
    book.restore([waiting])
    found = book.get("sg-1")
    assert found is not None and (found.state, found.why) == ("expired", "gateway_restarted")
    assert found.state in OVER


def test_what_the_store_knows_of_it_is_over_too() -> None:
    """Else it would wait for ever in lists of what was, once newer ones have pushed it out of memory."""
    before = SuggestionBook()
    steps = ("made", "approved", "queued", "speaking")
    for number in range(len(steps) + 1):
        before.add(a_suggestion(f"sg-{number}"))
        for what in steps[:number]:
            before.step(f"sg-{number}", what, 5)
    kept: dict[str, Suggestion] = {}
    book = SuggestionBook(lambda each: kept.update({each.id: each}))
    book.restore(before.open())
    assert [kept[f"sg-{number}"].state for number in range(5)] == [*["expired"] * 4, "cut"]
    again: list[str] = []
    SuggestionBook(lambda each: again.append(each.id)).restore(kept.values())
    assert again == [], "what is over stays as it is"


def test_what_is_forgotten_is_told_and_never_kept_again() -> None:
    kept: list[str] = []
    gone: list[str] = []
    book = SuggestionBook(lambda each: kept.append(each.id))
    book.on_forget(lambda each: gone.append(each.id))
    book.add(a_suggestion("mine"))
    book.add(a_suggestion("theirs", show="second"))
    book.forget(lambda each: each.show == "second")
    assert gone == ["theirs"] and book.get("theirs") is None
    assert book.step("theirs", "made", 1) is None and book.change("theirs", text="x") is None
    assert kept == ["mine", "theirs"]


def test_every_change_is_kept_and_told() -> None:
    kept: list[str] = []
    told: list[str] = []
    book = SuggestionBook(lambda each: kept.append(each.state))
    book.on_change(lambda each: told.append(each.state))
    book.add(a_suggestion())
    book.step("sg-1", "made", 1)
    book.change("sg-1", text="hello")
    book.step("sg-1", "cut", 2)  # not speaking: nothing happens
    assert kept == told == ["making", "proposed", "proposed"]
