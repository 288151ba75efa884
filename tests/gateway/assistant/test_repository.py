"""What is kept of the assistant, and what goes when it has to."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from pathlib import Path

from hushcue_gateway.assistant import view
from hushcue_gateway.assistant.repository import Repository, opportunity_row
from hushcue_gateway.assistant.suggestion import Suggestion
from hushcue_gateway.logs import Log
from hushcue_gateway.rules.opportunity import Opportunity
from hushcue_gateway.store import Database
from hushcue_gateway.store.models.assistant import OpportunityRow
from hushcue_gateway.store.models.people import AccountRow


def an_opportunity(at_ms: int) -> Opportunity:
    facts = {"topic": "size", "users": 4, "example": "does it come in XL?"}
    return Opportunity("question", at_ms, "g1", "Dress", facts)


def opened(folder: Path) -> Database:
    database = Database(folder, Log((), io.StringIO()))
    database.open()
    return database


def test_what_was_found_comes_back_in_order_and_what_people_asked_for_does_not(tmp_path: Path) -> None:
    database = opened(tmp_path)
    try:
        repository = Repository(database)
        for number, why in ((2, ""), (1, ""), (3, "asked")):
            found = an_opportunity(number)
            repository.opportunity(opportunity_row(f"op-{number}", "main", "air-1", found, "send", 0.7, why=why))
        repository.decided("op-1", outcome={"orders": 3})
        assert database.settle(60)
        assert asyncio.run(repository.found("air-1")) == [an_opportunity(1), an_opportunity(2)]
        assert database.read(lambda session: session.get(OpportunityRow, "op-1").outcome) == {"orders": 3}  # type: ignore[union-attr]
    finally:
        database.close()


def test_what_viewers_wrote_goes_and_what_was_counted_stays(tmp_path: Path) -> None:
    database = opened(tmp_path)
    try:
        repository = Repository(database)
        for at_ms in (10, 20):
            row = opportunity_row(f"op-{at_ms}", "main", "air-1", an_opportunity(at_ms), "send", 0.7)
            repository.opportunity(row)
        repository.forget_texts("main", 15)
        repository.forget_texts("other", 100)
        assert database.settle(60)
        first, second = asyncio.run(repository.found("air-1"))
        assert dict(first.facts) == {"topic": "size", "users": 4}
        assert second.facts["example"] == "does it come in XL?"
    finally:
        database.close()


def test_suggestions_are_told_newest_first_and_a_page_at_a_time(tmp_path: Path) -> None:
    database = opened(tmp_path)
    try:
        repository = Repository(database)
        for number in range(5):
            repository.suggestion(Suggestion(f"sg-{number}", "main", number, 9, ("a",), "en", text=str(number)))
        assert database.settle(60)
        page = asyncio.run(repository.of_show("main", None, 2))
        assert [each["text"] for each in page] == ["4", "3"]
        more = asyncio.run(repository.of_show("main", page[-1]["at_ms"], 9))
        assert [each["text"] for each in more] == ["2", "1", "0"]
        assert [each.id for each in asyncio.run(repository.recent())] == [f"sg-{number}" for number in range(5)]
    finally:
        database.close()


def test_no_page_ends_between_two_of_the_same_moment(tmp_path: Path) -> None:
    """One for each language of the hosts is made at once; the next page begins before that moment."""
    database = opened(tmp_path)
    try:
        repository = Repository(database)
        for number, at_ms in enumerate((1, 2, 2, 2, 3)):
            repository.suggestion(Suggestion(f"sg-{number}", "main", at_ms, 9, ("a",), "en", text=str(number)))
        assert database.settle(60)
        page = asyncio.run(repository.of_show("main", None, 2))
        more = asyncio.run(repository.of_show("main", page[-1]["at_ms"], 2))
        assert [each["text"] for each in (*page, *more)] == ["4", "3", "2", "1", "0"]
    finally:
        database.close()


def test_rows_carry_the_product_s_name_of_then_and_the_name_of_who_decided(tmp_path: Path) -> None:
    database = opened(tmp_path)
    try:
        repository = Repository(database)
        found = Opportunity("stock_low", 1, "A", "SKU-1", {"label": "Silk dress", "stock": 3})
        repository.opportunity(opportunity_row("op-1", "main", "air-1", found, "send", 0.7))
        lin = AccountRow(id="acc-1", name="Lin", name_key="lin", owner=False, active=True, language="zh", made_at_ms=1)
        database.write(lambda session: session.merge(lin))
        for number, by in enumerate(("acc-1", "acc-gone", "assistant", "")):
            made = Suggestion(f"sg-{number}", "main", number, 9, ("a",), "en", opportunity=found, opportunity_id="op-1")
            repository.suggestion(replace(made, decided_by=by))
        repository.suggestion(Suggestion("sg-own", "main", 9, 9, ("a",), "en", text="mine"))
        assert database.settle(60)
        own, *rows = asyncio.run(repository.of_show("main", None, 9))
        assert (own["label"], own["by"]) == (None, None)
        assert [row["by"] for row in reversed(rows)] == ["Lin", "acc-gone", "assistant", None]
        assert {row["label"] for row in rows} == {"Silk dress"}
        card = view.suggestion(asyncio.run(repository.recent())[0])
        assert (card["label"], card["by"], card["demo"]) == ("Silk dress", "Lin", False), "also after a restart"
    finally:
        database.close()


def test_history_tells_in_words_why_something_was_not_said(tmp_path: Path) -> None:
    """The codes are told too, for programs; what could not be said tells its own trouble, also after a restart."""
    voice = {"code": "voice_none", "en": "there is no voice for Thai", "zh": "没有泰语的语音"}
    steps: list[tuple[tuple[str, ...], str, dict[str, str]]] = [
        (("made", "over"), "not_answered", {}),
        (("made", "approved", "queued", "over"), "too_old", {}),
        (("made", "approved", "queued", "over"), "muted", {}),
        (("made", "approved", "queued", "over"), "no_longer_true", {}),
        (("failed",), "not_said", voice),
        (("made", "approved", "queued", "speaking", "cut"), "person_spoke", {}),
        (("made", "approved", "queued", "speaking", "cut"), "no_such_code", {}),
        (("made", "over"), "not_answered", voice),
        (("made", "approved", "queued", "speaking", "spoken"), "", {}),
    ]
    database = opened(tmp_path)
    try:
        repository = Repository(database)
        for number, (whats, why, trouble) in enumerate(steps):
            made = Suggestion(f"sg-{number}", "main", number, 9, ("a",), "th", trouble=trouble)
            for what in whats:
                after = made.step(what, number, why if what == whats[-1] else "")
                assert after is not None
                made = after
            repository.suggestion(made)
        assert database.settle(60)
        rows = asyncio.run(repository.of_show("main", None, 20))[::-1]
        assert [row["why"] for row in rows] == [why for _, why, _ in steps]
        assert [row["reason"] and row["reason"]["en"] for row in rows] == [
            "nobody approved it in time",
            "its turn did not come in time",
            "the assistant was muted",
            "it was no longer true",
            "it could not be said: there is no voice for Thai",
            "a person spoke to the host",
            "it was stopped",
            "it could not be said: there is no voice for Thai",
            None,
        ]
        assert rows[4]["reason"]["zh"] == "无法播出：没有泰语的语音"
        assert dict(asyncio.run(repository.recent())[4].trouble) == voice
    finally:
        database.close()


def test_a_card_says_that_its_figures_are_made_up_and_writes_them_for_people() -> None:
    facts = {"label": "Bag", "slot": 3, "minutes_left": 4.0, "orders_per_min": 3.4142, "cvr": 0.0412, "demo": 1}
    found = Opportunity("slow_product", 1, "A", "SKU-1", facts)
    card = view.suggestion(Suggestion("sg-1", "main", 1, 9, ("a",), "en", opportunity=found))
    assert card["demo"] is True
    assert [fact["value"] for fact in card["facts"]] == ["Bag", 3, 4, 3.4, "4.1 %"]
