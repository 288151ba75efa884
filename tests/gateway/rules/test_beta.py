"""What one may believe after having counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from hushcue_gateway.rules.beta import betainc
from hushcue_gateway.rules.rates import rate_above, rate_below


@given(st.floats(0.05, 1e5), st.floats(0.05, 1e5), st.floats(0.0, 1.0), st.booleans())
def test_it_is_the_function_that_scipy_has(a: float, b: float, x: float, near: bool) -> None:
    if near:  # where it is neither 0 nor 1
        x = min(1.0, a / (a + b) * (0.8 + 0.4 * x))
    assert betainc(a, b, x) == pytest.approx(special.betainc(a, b, x), abs=1e-8)


@pytest.mark.parametrize(
    ("a", "b", "x"), [(0, 1, 0.5), (1, -1, 0.5), (1, 1, -0.1), (1, 1, 1.1), (float("nan"), 1, 0.5)]
)
def test_what_it_is_not_defined_for_is_our_mistake(a: float, b: float, x: float) -> None:
    with pytest.raises(ValueError):
        betainc(a, b, x)


def test_a_rate_that_fell_is_the_more_certain_the_more_was_counted_now_and_before() -> None:
    now = [rate_below(orders, orders * 50, 500, 10_000, 0.7) for orders in (1, 5, 20, 80)]
    before = [rate_below(10, 500, orders, orders * 20, 0.7) for orders in (2, 10, 50, 500)]
    for sure in (now, before):
        assert sure == sorted(sure)
    assert now[-1] > 0.99 and before[0] < 0.8 < before[-1]


def test_a_rate_as_usual_is_hardly_ever_below() -> None:
    assert rate_below(50, 1000, 500, 10_000, 0.7) < 0.02


def test_two_rates_that_are_equal_are_as_likely_above_as_below() -> None:
    assert rate_above(50, 300, 300, 1800, 1.0) == pytest.approx(0.5, abs=0.05)


@given(st.integers(0, 500), st.integers(0, 500), st.floats(0.1, 5))
def test_more_orders_now_are_never_less_certain(now: int, before: int, times: float) -> None:
    assert rate_above(now + 1, 300, before, 1800, times) >= rate_above(now, 300, before, 1800, times) - 1e-9
