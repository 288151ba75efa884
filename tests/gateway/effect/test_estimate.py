"""What moments say together: by arm as assigned, with three verdicts, and nothing left out unsaid."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from support.moments import campaign

from hushcue_gateway.effect.estimate import Estimate, basis_of, estimate, fisher, uneven
from hushcue_gateway.effect.moment import Moment, Outcome, followed, moment_of
from hushcue_gateway.effect.sentence import sentence, sentences
from hushcue_gateway.effect.verdict import more_needed, verdict_of
from hushcue_words import LANGUAGES


def test_a_large_effect_is_found_and_its_size_is_in_the_range() -> None:
    found = estimate(campaign(160, 1.8, seed=2), "end")
    assert found.verdict == "helps"
    assert found.low is not None and found.high is not None and found.ratio is not None
    assert found.low < 1.8 < found.high
    assert found.low < found.ratio < found.high


def test_a_harmful_cue_is_found_too() -> None:
    assert estimate(campaign(160, 0.5), "end").verdict == "hurts"


def test_no_effect_is_not_enough_evidence_and_says_how_many_more_it_takes() -> None:
    found = estimate(campaign(64), "end")
    assert (found.verdict, found.why) == ("unknown", "wide")
    assert found.more_needed is not None and found.more_needed > 0


def test_the_same_moments_always_say_the_same() -> None:
    moments = campaign(60, 1.2)
    assert estimate(moments) == estimate(list(moments))


def test_looking_again_and_again_takes_a_wider_range() -> None:
    moments = campaign(120, 1.3)
    live, end = estimate(moments, "live"), estimate(moments, "end")
    assert live.low is not None and end.low is not None and live.low < end.low
    assert live.high is not None and end.high is not None and live.high > end.high


def test_counts_are_those_of_the_moments() -> None:
    moments = campaign(40)
    found = estimate(moments)
    sent = [each for each in moments if each.arm == "send"]
    assert found.n_sent == len(sent) and found.n == 40
    assert found.orders_sent == sum(each.orders or 0 for each in sent)
    assert found.exposure_sent == sum(each.clicks or 0 for each in sent)


def test_what_was_assigned_counts_whatever_was_done_then() -> None:
    moments = campaign(60, 1.5)
    skipped = [replace(each, spoken=False) if number % 3 == 0 else each for number, each in enumerate(moments)]
    assert replace(estimate(skipped), n_spoken=0) == replace(estimate(moments), n_spoken=0)
    assert estimate(skipped).n_spoken < estimate(moments).n_spoken


def test_few_moments_have_no_verdict_however_large_the_difference() -> None:
    found = estimate(campaign(19, 6.0), "end")
    assert (found.verdict, found.why) == ("unknown", "too_few")
    assert "20" in sentence(found, "en")


def test_no_moments_at_all_can_be_said_too() -> None:
    found = estimate([])
    assert found.verdict == "unknown" and found.ratio is None and found.more_needed is None
    assert all(sentences(found).values())


def test_a_silent_arm_without_orders_has_no_upper_end() -> None:
    moments = [replace(each, orders=0) if each.arm == "hold" else each for each in campaign(40)]
    found = estimate(moments, "end")
    assert found.ratio is None and found.high is None
    assert found.low is not None and found.low > 1 and found.verdict == "helps"
    assert all(sentences(found).values())


def test_nobody_ordering_anything_is_no_evidence() -> None:
    assert estimate([replace(each, orders=0) for each in campaign(40)], "end").verdict == "unknown"


def test_forced_and_excluded_moments_are_counted_and_not_compared() -> None:
    moments = campaign(60)
    held = next(number for number, each in enumerate(moments) if each.arm == "hold")
    spoken = next(number for number, each in enumerate(moments) if each.arm == "send")
    moments[held] = replace(moments[held], arm="forced")
    moments[spoken] = replace(moments[spoken], arm="excluded", why="pin_changed", flags=("pin_changed",))
    found = estimate(moments)
    assert (found.n, found.n_forced, found.left_out) == (58, 1, {"pin_changed": 1})


def test_leaving_out_more_of_one_arm_than_of_the_other_is_not_allowed_to_flatter() -> None:
    """Speaking moves the pin whenever it does not sell: without those moments it would look like a success."""
    moments = campaign(120)
    flattered = [
        replace(each, arm="excluded", why="pin_changed") if each.arm == "send" and (each.orders or 0) < 6 else each
        for each in moments
    ]
    assert uneven(flattered) and not uneven(moments)
    found = estimate(flattered, "end")
    assert found.all_counted and found.n == 120
    assert (found.ratio, found.verdict) == (estimate(moments, "end").ratio, estimate(moments, "end").verdict)
    assert "coin" in sentence(found, "en") and "硬币" in sentence(found, "zh")


def test_orders_are_counted_by_what_nearly_all_moments_know() -> None:
    moments = campaign(40)
    assert basis_of(moments) == "clicks"
    assert basis_of([replace(each, clicks=None) for each in moments]) == "viewer_minutes"
    assert basis_of([replace(each, clicks=None, viewer_ms=None) for each in moments]) == "moments"
    some = [replace(each, clicks=None) if number < 4 else each for number, each in enumerate(moments)]
    found = estimate(some)
    assert (found.basis, found.n, found.left_out) == ("clicks", 36, {"no_clicks": 4})


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize("basis", ["clicks", "viewer_ms", "neither"])
def test_every_basis_can_be_said(basis: str, tongue: str) -> None:
    gone = {"clicks": {}, "viewer_ms": {"clicks": None}, "neither": {"clicks": None, "viewer_ms": None}}[basis]
    found = estimate([replace(each, **gone) for each in campaign(40)])
    assert "×" in sentence(found, tongue)


def test_orders_per_viewer_minute_stand_beside_those_per_click() -> None:
    found = estimate(campaign(80, 1.5))
    assert found.beside is not None and found.beside.basis == "viewer_minutes"


def test_the_sentence_says_what_was_counted() -> None:
    found = Estimate(
        45, 19, 41, 0, "clicks", 61, 26, 1000.0, 500.0, 1.18, 0.88, 1.58, 1.4, 0.95, "unknown", "wide", 100
    )
    assert sentence(found, "en") == (
        "Comparable moments: 64. A coin chose to speak at 45, to stay silent at 19. Of the 45, 41 were heard to the "
        "end; the others count all the same. Orders per 100 clicks: 6.1 spoken, 5.2 silent. Effect ×1.18, plausible "
        "range 0.88 to 1.58 → not enough evidence yet (about 100 more moments would show an effect of ×1.25)."
    )
    assert sentence(found, "zh") == (
        "在 64 个可比的时刻由抛硬币决定：提词 45 次，对照组 19 次不提词。"
        "其中 45 次应提词，完整播出 41 次；其余同样计入。"
        "每百次点击的订单：提词 6.1，不提词 5.2。效果 ×1.18，可信范围 0.88 至 1.58 → 证据不足"
        "（大约再有 100 个时刻才能看出 ×1.25 的效果）。"
    )


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(1.01, 2.0, "helps"), (0.5, 0.99, "hurts"), (0.9, 1.1, "unknown"), (1.01, None, "helps"), (0.0, None, "unknown")],
)
def test_three_verdicts(low: float, high: float | None, verdict: str) -> None:
    assert verdict_of(low, high, 30, 10)[0] == verdict
    assert verdict_of(low, high, 30, 4) == ("unknown", "too_few")


def test_more_is_needed_where_moments_vary_more() -> None:
    needed = [more_needed(40, variance, 0.95) or 0 for variance in (0.02, 0.05, 0.1, 0.5)]
    assert all(fewer < more for fewer, more in pairwise(needed))
    assert all(number % 10 == 0 for number in needed)
    assert more_needed(40, None, 0.95) is None


def test_fishers_exact_test_is_that_of_the_book() -> None:
    """The lady tasting tea: 3 of 4 right, two-sided (Fisher 1935)."""
    assert fisher(3, 1, 1, 3) == pytest.approx(34 / 70)
    assert fisher(0, 10, 0, 10) == 1.0


def test_a_stored_opportunity_comes_back_as_a_moment() -> None:
    row = {"id": "op-1", "airing": "air-1", "rule": "question", "product": "", "at_ms": 5, "arm": "send", "p_send": 0.7,
           "why": "", "outcome": Outcome(3, 40, 60_000, 10_000, 310_000).as_json()}  # fmt: skip
    moment = moment_of(row, spoken=True)
    assert (moment.arm, moment.orders, moment.clicks, moment.spoken) == ("send", 3, 40, True)
    flagged = moment_of({**row, "outcome": Outcome(3, 40, None, 0, 1, ("off_air",)).as_json()})
    assert (flagged.arm, flagged.why, flagged.assigned) == ("excluded", "off_air", "send")
    assert moment_of({**row, "outcome": None}).why == "not_counted"
    assert moment_of({**row, "arm": "forced"}).assigned == "hold"
    asked = moment_of({**row, "arm": "excluded", "why": "asked"})
    assert (asked.arm, asked.why, asked.assigned) == ("excluded", "asked", "")


def test_an_outcome_without_orders_is_not_compared() -> None:
    moment = Moment("op-1", "air-1", "question", "", 0, "send", side="send")
    assert followed(moment, Outcome(None, 40, None, 0, 1)).why == "no_orders"
