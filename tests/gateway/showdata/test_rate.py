"""One source that tells very much waits for itself, and keeps nobody else waiting."""

from __future__ import annotations

import pytest

from hushcue_gateway.showdata import rate
from hushcue_gateway.showdata.rate import AT_ONCE, MOST_OPEN, PER_S, Rates


def test_what_comes_at_once_is_free_and_more_waits_as_long_as_it_takes() -> None:
    rates = Rates()
    assert rates.wait_s("a", AT_ONCE, 10.0) == 0.0
    assert rates.wait_s("a", PER_S, 10.0) == 1.0 and rates.wait_s("b", PER_S, 10.0) == 0.0
    assert rates.wait_s("a", PER_S, 11.0) == 1.0
    assert rates.wait_s("a", AT_ONCE, 1_000.0) == 0.0, "a pause makes it good again, and not more than that"
    assert rates.wait_s("a", 1, 1_000.0) > 0.0


def test_a_source_has_so_many_ways_in_at_a_time_and_those_that_close_are_free_again() -> None:
    rates = Rates()
    assert all(rates.enter("a") for _ in range(MOST_OPEN))
    assert not rates.enter("a") and rates.enter("b")
    rates.leave("a")
    assert rates.enter("a") and not rates.enter("a")


def test_sources_that_went_away_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate, "MOST_SOURCES", 3)
    rates = Rates()
    for who in "abcd":
        rates.wait_s(who, AT_ONCE, 0.0)
    assert [rates.wait_s(who, 1, 0.0) > 0.0 for who in "da"] == [True, False]
