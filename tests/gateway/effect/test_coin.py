"""The coin: exact in its blocks, unguessable without the key, the same again with it."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.effect.coin import BLOCK, assign, audit, p_send

SECRET = bytes(range(32))


def sides(count: int, percent: float, airing: str = "air-1", rule: str = "question") -> list[str]:
    return [assign(SECRET, airing, rule, n, percent) for n in range(count)]


@pytest.mark.parametrize("percent", [0, 10, 20, 30, 40, 50])
def test_every_block_of_ten_holds_exactly_its_share(percent: int) -> None:
    said = sides(200, percent)
    for begun in range(0, 200, BLOCK):
        assert said[begun : begun + BLOCK].count("hold") == percent // 10


def test_a_share_that_is_no_whole_number_of_ten_is_kept_on_average() -> None:
    said = [sides(BLOCK, 25, airing=f"air-{number}").count("hold") for number in range(1000)]
    assert set(said) == {2, 3}
    assert 2.45 < sum(said) / len(said) < 2.55


def test_each_place_of_a_block_is_held_as_often_as_any_other() -> None:
    held: Counter[int] = Counter()
    for number in range(1500):
        held.update(n for n, side in enumerate(sides(BLOCK, 30, airing=f"air-{number}")) if side == "hold")
    assert all(0.26 < held[place] / 1500 < 0.34 for place in range(BLOCK))


def test_airings_and_rules_have_coins_of_their_own() -> None:
    many = {
        tuple(sides(40, 30, airing, rule)) for airing in ("air-1", "air-2") for rule in ("question", "viewers_peak")
    }
    assert len(many) == 4


def test_names_that_run_into_each_other_are_not_mixed_up() -> None:
    assert sides(60, 30, "air", "1rule") != sides(60, 30, "air1", "rule")


def test_the_coin_of_version_one_stays_as_it_is() -> None:
    """What is stored is audited years later: these come from an implementation of its own, below."""
    assert sides(30, 30) == [by_hand(n) for n in range(30)]


def by_hand(n: int) -> str:
    import hashlib
    import hmac

    def draw(place: int) -> bytes:
        text = f"5:air-1,8:question,{len(str(n // 10))}:{n // 10},1:{place},"
        return hmac.new(SECRET, text.encode(), hashlib.sha256).digest()

    return "hold" if n % 10 in sorted(range(10), key=draw)[:3] else "send"


def test_an_audit_finds_what_the_coin_never_said() -> None:
    rows = [("air-1", "question", n, 30.0, side) for n, side in enumerate(sides(20, 30))]
    assert audit(SECRET, rows) == []
    turned = [*rows[:7], (*rows[7][:4], "send" if rows[7][4] == "hold" else "hold"), *rows[8:]]
    assert audit(SECRET, turned) == [("air-1", "question", 7)]
    assert audit(bytes(32), rows) != []


@pytest.mark.parametrize(
    ("secret", "n", "percent"), [(b"short", 0, 30), (SECRET, -1, 30), (SECRET, 0, 51), (SECRET, 0, -1)]
)
def test_what_makes_no_sense_is_refused(secret: bytes, n: int, percent: float) -> None:
    with pytest.raises(ValueError):
        assign(secret, "air-1", "question", n, percent)


@given(st.binary(min_size=16, max_size=40), st.text(max_size=20), st.integers(0, 10**9), st.integers(0, 50))
def test_the_same_question_has_the_same_answer(secret: bytes, airing: str, n: int, percent: int) -> None:
    assert assign(secret, airing, "question", n, percent) == assign(secret, airing, "question", n, percent)


@given(st.binary(min_size=16, max_size=16), st.integers(0, 1000))
def test_who_is_held_at_a_small_share_is_held_at_a_larger_one(secret: bytes, n: int) -> None:
    said = [assign(secret, "air-1", "question", n, percent) for percent in range(0, 51, 10)]
    assert said == sorted(said, reverse=True)


def test_the_probability_that_is_stored_is_the_share_that_is_spoken() -> None:
    assert p_send(30) == 0.7
    assert p_send(0) == 1.0
