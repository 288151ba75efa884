"""A shop's topics and what it has learnt: read from people, checked, and read back."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.questions.shop import MAX_EXEMPLARS, MAX_TOPICS, Shop
from hushcue_gateway.questions.topics import Topic, TopicIndex, default_topics
from hushcue_gateway.questions.troubles import WORDS
from hushcue_words import Trouble

TOPIC: dict[str, Any] = {"label": {"en": "x", "zh": "某"}, "words": ["word"]}
PETS = Topic("pets", {"en": "pets", "zh": "宠物"}, ("dog", "cat food", "猫"), True)


def test_a_new_shop_has_topics_in_both_languages_and_every_word_leads_to_its_topic() -> None:
    topics = default_topics()
    assert len(topics) >= 15
    for topic in topics:
        assert topic.label["en"].isascii() and not topic.label["zh"].isascii()
        assert topic.words and all(word and word == word.strip() for word in topic.words)


def test_a_shop_reads_back_what_it_wrote() -> None:
    shop = Shop().with_topic(PETS).learnt(("does it bite", "咬人吗"), "pets")
    assert Shop.of_json(json.loads(json.dumps(shop.as_json()))) == shop


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda shop: [], "shop_not_object"),
        (lambda shop: {**shop, "more": 1}, "shop_unknown_key"),
        (lambda shop: {**shop, "topics": {}}, "shop_not_list"),
        (lambda shop: {**shop, "topics": [shop["topics"][0]] * 2}, "shop_twice"),
        (lambda shop: {**shop, "topics": [{"id": f"t{n}", **TOPIC} for n in range(MAX_TOPICS + 1)]}, "shop_not_list"),
        (lambda shop: {**shop, "topics": [{"id": "Bad id", **TOPIC}]}, "shop_bad_id"),
        (lambda shop: {**shop, "topics": [{"id": "t", **TOPIC, "label": {"en": "x"}}]}, "shop_not_text"),
        (lambda shop: {**shop, "topics": [{"id": "t", **TOPIC, "label": {"en": "x", "fr": "y"}}]}, "shop_unknown_key"),
        (lambda shop: {**shop, "topics": [{"id": "t", **TOPIC, "words": ["a\nb"]}]}, "shop_not_text"),
        (lambda shop: {**shop, "topics": [{"id": "t", **TOPIC, "words": [" "]}]}, "shop_not_text"),
        (lambda shop: {**shop, "topics": [{"id": "t", **TOPIC, "asked_by_name": 1}]}, "shop_not_flag"),
        (lambda shop: {**shop, "exemplars": [{"text": "x", "topic": "nowhere"}]}, "no_such_topic"),
        (lambda shop: {**shop, "exemplars": ["x"]}, "shop_not_object"),
    ],
)
def test_what_is_wrong_is_named(change: Any, code: str) -> None:
    with pytest.raises(Trouble) as trouble:
        Shop.of_json(change(Shop().as_json()))
    assert trouble.value.code == code
    assert all(trouble.value.in_language(tongue) for tongue in ("en", "zh"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["topics", "exemplars", "id", "label", "words", "text", "topic"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_is_given_it_is_a_shop_or_trouble(value: object) -> None:
    try:
        shop = Shop.of_json(value)
    except Trouble as trouble:
        assert trouble.code in WORDS
    else:
        assert Shop.of_json(shop.as_json()) == shop


def test_learning_masks_moves_and_keeps_within_bounds() -> None:
    shop = Shop().with_topic(PETS).learnt(("call +86 13812345678 does it bite",), "pets")
    assert shop.exemplars == (("call *** does it bite", "pets"),)
    assert shop.learnt(("call *** does it bite",), "size").exemplars == (("call *** does it bite", "size"),)
    for number in range(MAX_EXEMPLARS + 20):
        shop = shop.learnt((f"question {number}",), "price")
    assert len(shop.exemplars) == MAX_EXEMPLARS and shop.exemplars[-1] == (f"question {MAX_EXEMPLARS + 19}", "price")
    with pytest.raises(Trouble, match="nowhere"):
        shop.learnt(("x",), "nowhere")


def test_topics_come_and_go_with_what_was_learnt_for_them() -> None:
    shop = Shop().with_topic(PETS).learnt(("does it bite",), "pets")
    with pytest.raises(Trouble, match="already"):
        shop.with_topic(PETS)
    assert shop.without_topic("pets") == Shop()
    with pytest.raises(Trouble):
        Shop().without_topic("pets")


def test_longer_words_win_and_equal_ones_follow_the_order() -> None:
    topics = (
        Topic("a", {}, ("cat",)),
        Topic("b", {}, ("cat food",)),
        Topic("c", {}, ("dog",)),
        Topic("d", {}, ("dog",)),
    )
    from hushcue_gateway.questions.normalise import normalise

    index = TopicIndex(topics)
    assert index.touched(normalise("cat food here")).topic == "b"
    assert index.touched(normalise("a dog")).topic == "c"
    assert index.touched(normalise("nothing")).number == 0
