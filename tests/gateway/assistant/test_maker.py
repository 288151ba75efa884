"""What a person approved is said with the numbers of now, and in the words that they saw."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.opportunities import opportunity

from hushcue_gateway.assistant.maker import Maker
from hushcue_gateway.assistant.suggestion import Suggestion
from hushcue_gateway.wording.fill import variants
from hushcue_words import Trouble

RULES = ("stock_low", "viewers_peak", "slow_product", "comment_spike", "question", "order_surge", "deadline")


def maker() -> Maker:
    return Maker(None, lambda *_: [])  # type: ignore[arg-type]


def suggested(rule: str, language: str, variant: int, **facts: object) -> Suggestion:
    """As a card has it."""
    one = Suggestion("one", "main", 0, 60_000, ("host-1",), language, opportunity=opportunity(rule, **facts))
    return maker().worded(one, variant)[0]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("rule", RULES)
def test_the_sentence_stays_while_nothing_has_changed(rule: str, language: str) -> None:
    for turn in range(len(variants(opportunity(rule), language))):
        made = suggested(rule, language, turn)
        assert maker().reworded(made) == made


def test_its_numbers_are_those_of_now_in_the_same_sentence() -> None:
    for turn in range(len(variants(opportunity("question"), "en"))):
        made = suggested("question", "en", turn, users=5)
        later = maker().reworded(replace(made, opportunity=opportunity("question", users=7)))
        assert later is not None and later.text == made.text.replace("5", "7") and later.variant == made.variant


def test_another_sentence_takes_its_place_where_it_does_not_hold_any_more() -> None:
    turns = (suggested("slow_product", "en", turn) for turn in range(3))
    counting = next(made for made in turns if "only 3 orders" in made.text)
    later = maker().reworded(replace(counting, opportunity=opportunity("slow_product", orders=0)))
    assert later is not None and later.variant != counting.variant and later.text


def test_where_no_sentence_holds_any_more_there_is_nothing_to_say() -> None:
    made = suggested("deadline", "en", 0, seconds_left=20)
    assert maker().reworded(replace(made, opportunity=opportunity("deadline", seconds_left=4))) is None


def refused(rule: str, language: str, **facts: object) -> Trouble:
    """Why there are no words for it."""
    one = Suggestion("one", "main", 0, 60_000, ("host-1",), language, opportunity=opportunity(rule, **facts))
    with pytest.raises(Trouble) as trouble:
        maker().worded(one, 0)
    return trouble.value


def test_a_product_without_number_and_name_says_what_is_missing_and_where_to_enter_it() -> None:
    trouble = refused("stock_low", "en", product="SKU-3021", label="SKU-3021", slot=0)
    assert trouble.code == "no_name"
    english, chinese = trouble.in_language("en"), trouble.in_language("zh")
    assert "SKU-3021" in english and "Products" in english and "商品" in chinese


def test_a_name_that_the_voice_cannot_say_is_told_with_the_name_of_the_language() -> None:
    trouble = refused("stock_low", "en", product="SKU-3021", label="夏季新款雪纺连衣裙", slot=0)
    assert trouble.code == "name_not_said"
    assert "夏季新款雪纺连衣裙" in trouble.in_language("en") and "English" in trouble.in_language("en")
    assert "英语" in trouble.in_language("zh")


@pytest.mark.parametrize("label", ["", "夏季新款雪纺连衣裙"])
def test_an_id_that_is_a_word_names_the_product_where_nothing_else_does(label: str) -> None:
    assert "lamp" in suggested("stock_low", "en", 0, product="lamp", label=label, slot=0).text.lower()
    assert "lamp" not in suggested("stock_low", "en", 0, product="lamp", label=label, slot=3).text.lower()


def test_who_listens_in_cantonese_is_given_the_words_of_traditional_chinese_and_no_other_voice() -> None:
    made = suggested("stock_low", "yue", 0)
    assert made.text == suggested("stock_low", "zh-Hant", 0).text and made.language == "yue"
    assert maker().reworded(made) == made
