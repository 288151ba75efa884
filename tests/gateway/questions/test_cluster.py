"""Questions of no topic, put together by how they are written."""

import math

from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.questions.cluster import MAX_LEADERS, Clusters
from hushcue_gateway.questions.grams import Nearest, Rarity, grams
from hushcue_gateway.questions.normalise import normalise

VECTORS = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0.1, 1.0), min_size=1)


@given(st.dictionaries(st.sampled_from(["x", "y", "z", "w"]), VECTORS, min_size=1), VECTORS)
def test_the_nearest_is_the_one_that_comparing_with_all_gives(
    held: dict[str, dict[str, float]], asked: dict[str, float]
) -> None:
    nearest = Nearest()
    for name, vector in held.items():
        nearest.add(name, {"old": 1.0})
        nearest.add(name, vector)
    scores = {
        name: sum(weight * vector.get(gram, 0.0) for gram, weight in asked.items()) for name, vector in held.items()
    }
    name, score = nearest.nearest(asked)
    assert math.isclose(score, max(scores.values()), abs_tol=1e-9)
    assert not score or math.isclose(scores[name], score, abs_tol=1e-9)


def test_what_is_dropped_is_not_found() -> None:
    nearest = Nearest()
    nearest.add("a", {"g": 1.0})
    nearest.drop("a")
    nearest.drop("never there")
    assert nearest.nearest({"g": 1.0}) == ("", 0.0) and len(nearest) == 0


@given(st.text(max_size=200))
def test_vectors_are_of_length_one_or_empty(raw: str) -> None:
    rarity = Rarity()
    counts = grams(normalise(raw))
    rarity.learn(counts)
    vector = rarity.vector(counts)
    assert not vector or math.isclose(sum(weight * weight for weight in vector.values()), 1.0, rel_tol=1e-9)


def test_wordings_of_one_question_find_together_and_others_do_not() -> None:
    clusters = Clusters()
    said = ("does the zipper jam", "does the zipper ever jam", "zipper jams or not", "where were you born")
    name = [clusters.name(normalise(text), "en") for text in (*said, "does the zipper jam!!")]
    assert name[0] == name[1] == name[2] == name[4] != name[3]
    chinese = [clusters.name(normalise(text), "zh-Hans") for text in ("拉链会不会卡", "拉链会卡吗", "主播哪里人")]
    assert chinese[0] == chinese[1] != chinese[2]


def test_languages_are_kept_apart_and_both_ways_of_writing_chinese_are_not() -> None:
    clusters = Clusters()
    assert clusters.name(normalise("ok ok"), "en") != clusters.name(normalise("ok ok"), "id")
    assert clusters.name(normalise("主播哪里人"), "zh-Hans") == clusters.name(normalise("主播哪里人"), "zh-Hant")


def test_there_are_never_more_leaders_than_allowed() -> None:
    clusters = Clusters()
    for number in range(MAX_LEADERS + 60):
        clusters.name(normalise(f"{number:x}zq{number * 7919:x} {number * 104729:x}"), "en")
    assert len(clusters._nearest["en"]) <= MAX_LEADERS
    assert len(clusters._recent["en"]) == len(clusters._nearest["en"])
