"""Columns that stand under each other."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from hushcue_tools.columns import lined_up

CELL = st.text(st.sampled_from("ab 腰包，é1"), max_size=6).map(str.strip)


def test_names_begin_at_their_left_and_figures_end_at_their_right() -> None:
    assert lined_up([["name", "ms"], ["a", "1000"]]) == ["name    ms", "a     1000"]


def test_a_chinese_character_takes_the_place_of_two() -> None:
    assert lined_up([["腰包", "1"], ["host", "22"]]) == ["腰包   1", "host  22"]


@given(st.lists(st.tuples(CELL, CELL, CELL.filter(bool)), min_size=1), st.sets(st.integers(0, 1)))
def test_every_line_is_as_long_as_the_others(rows: list[tuple[str, str, str]], left: set[int]) -> None:
    lines = lined_up(rows, left)
    assert len(lines) == len(rows) and len({cell_len(line) for line in lines}) == 1
