"""Which language a comment is in."""

import pytest

from hushcue_gateway.questions.language import LANGUAGES, guess, primary
from hushcue_gateway.questions.normalise import normalise


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("这个多少钱", "zh-Hans"),
        ("這個多少錢", "zh-Hant"),
        ("how much is this dress", "en"),
        ("cuánto cuesta el vestido", "es"),
        ("quanto custa o vestido", "pt"),
        ("berapa harganya kak", "id"),
        ("giá bao nhiêu vậy shop", "vi"),
        ("ราคาเท่าไหร่คะ", "th"),
        ("これいくらですか", "ja"),
        ("送料込み", "ja"),
        ("値段", "ja"),
        ("iPhone 多少钱", "zh-Hans"),
        ("sizeいくつ", "ja"),
    ],
)
def test_script_and_words_give_the_language_away(text: str, language: str) -> None:
    assert guess(normalise(text)) == language


def test_the_script_wins_over_what_is_told() -> None:
    assert guess(normalise("ราคาเท่าไหร่คะ"), "en") == "th"
    assert guess(normalise("價格"), "en-US") == "zh-Hant"


def test_letters_that_both_ways_of_writing_share_follow_what_is_told() -> None:
    assert guess(normalise("包邮"), "zh") == "zh-Hans"
    assert guess(normalise("有黑色"), "zh-TW") == guess(normalise("有黑色"), "zh-Hant") == "zh-Hant"
    assert guess(normalise("有黑色"), "zh") == guess(normalise("有黑色")) == "zh-Hans"


def test_words_that_give_nothing_away_follow_the_show() -> None:
    assert guess(normalise("ok")) == "en"
    assert guess(normalise("wkwkwk"), usual="id") == "id"
    assert guess(normalise("😍"), "ja") == "ja"


def test_tags_of_sources_are_understood() -> None:
    assert [primary(tag) for tag in ("zh_Hant_TW", "in", "PT-br", "yue", "")] == ["zh", "id", "pt", "zh", ""]


def test_only_languages_of_the_list_are_ever_guessed() -> None:
    texts = ("привет", "안녕하세요", "مرحبا", "Grüß Gott", "", "123", "हैलो")
    assert {guess(normalise(text), told) for text in texts for told in ("", "ru", "xx-YY-zz", "ko")} <= set(LANGUAGES)
