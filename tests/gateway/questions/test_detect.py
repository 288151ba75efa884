"""Which comments ask. ``dev/`` holds comments that the rules were written with: a floor that nothing may fall below,
and no measure of how good they are (that is what ``hushcue bench questions --set`` is for)."""

from pathlib import Path

import pytest

from hushcue_gateway.questions.language import LANGUAGES, primary
from hushcue_gateway.questions.reader import Reader, Reading
from hushcue_gateway.questions.shop import Shop

DEV = Path(__file__).with_name("dev")
READER = Reader(Shop())
SHOP = Shop()


def read(text: str, told: str = "") -> Reading:
    return Reader(SHOP).read(text, told)


def comments(language: str) -> tuple[list[str], list[str]]:
    """Questions, and what asks nothing."""
    lines = (DEV / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    assert all(line[:2] in ("? ", "- ") for line in lines)
    return [line[2:] for line in lines if line[0] == "?"], [line[2:] for line in lines if line[0] == "-"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_of_each_language_are_found_without_a_mark_and_praise_is_none(language: str) -> None:
    asked, said = comments(language)
    assert len(set(asked)) >= 60 and len(set(said)) >= 60
    assert not any("?" in text for text in asked)
    found = [text for text in asked if READER.read(text, language).question]
    wrong = [text for text in said if READER.read(text, language).question]
    assert len(found) >= 0.88 * len(asked), sorted(set(asked) - set(found))
    assert len(wrong) <= 0.04 * len(said), wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_a_mark_nearly_every_question_is_found(language: str) -> None:
    asked, _ = comments(language)
    found = [text for text in asked if READER.read(text + "?", language).question]
    assert len(found) >= 0.97 * len(asked), sorted(set(asked) - set(found))


@pytest.mark.parametrize("language", LANGUAGES)
def test_case_pictures_long_letters_and_width_change_nothing(language: str) -> None:
    asked, _ = comments(language)
    changed = []
    for text in asked:
        loud = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text.upper()) + " 😍😍😍"
        if READER.read(text, language).question != READER.read(loud, language).question:
            changed.append(text)
    assert len(changed) <= 1, changed


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("how much is it", "price"),
        ("这个多少钱", "price"),
        ("請問價錢", "price"),
        ("cuanto cuesta", "price"),
        ("brp kak", "price"),
        ("ราคาเท่าไหร่คะ", "price"),
        ("giá bao nhiêu vậy shop", "price"),
        ("quanto custa", "price"),
        ("いくらですか", "price"),
        ("do you have size XL", "size"),
        ("165 120斤穿什么码", "size"),
        ("em 50kg mặc size gì", "size"),
        ("bb 60 muat ga", "size"),
        ("包邮吗", "shipping"),
        ("ongkir ke medan berapa", "shipping"),
        ("送料はいくらですか", "shipping"),
        ("สีตกไหมคะ", "material"),
        ("敏感肌能用吗", "suits"),
        ("保质期多久", "expiry"),
        ("tem garantia?", "returns"),
        ("es original?", "authenticity"),
        ("where is the link", "how_to_buy"),
        ("is it going to rain tomorrow", ""),
    ],
)
def test_the_topic_is_what_is_asked_about(text: str, topic: str) -> None:
    reading = read(text)
    assert reading.question and reading.topic == topic


@pytest.mark.parametrize(
    "text",
    [
        "the price is great!!",
        "尺码刚刚好",
        "size fits perfectly",
        "เสียดายจัง",
        "harganya murah banget",
        "价格很实惠",
        "发货很快",
    ],
)
def test_a_topic_alone_asks_nothing(text: str) -> None:
    assert not read(text).question


def test_a_bare_mark_or_one_astonished_word_asks_nothing() -> None:
    assert not any(read(text).question for text in ("?", "???", "really??", "wow?", "！？", "🤔?"))


def test_thai_letters_of_colour_inside_another_word_are_no_colour() -> None:
    assert read("สีดำมีไหม").topic == "colour"
    assert read("ของเสียไหมคะ").topic != "colour"


@pytest.mark.parametrize(
    ("accented", "bare"), [("giá bao nhiêu", "gia bao nhieu"), ("còn màu đen không", "con mau den khong")]
)
def test_vietnamese_without_accents_is_read_too(accented: str, bare: str) -> None:
    assert read(accented, "vi").question and read(bare, "vi").question


def test_long_sentences_ask_nothing_by_half_a_sign() -> None:
    said = "the delivery of my order took so long that i had already forgotten which colour and which size i had taken"
    assert not read(said, "en").question


def test_a_question_after_a_greeting_or_praise_is_still_one() -> None:
    assert all(
        read(text).question
        for text in ("hi sis, love it! how much is the red one", "好看！多少钱", "bagus kak, harganya berapa")
    )


def test_a_language_that_the_source_tells_wins_over_a_few_words() -> None:
    assert read("no", "pt-BR").language == "pt"
    assert read("como", "es").language == "es" and read("como", "pt").language == "pt"


def test_every_language_has_a_dev_set() -> None:
    assert {path.stem for path in DEV.glob("*.txt")} == set(LANGUAGES)
    assert {primary(language) for language in LANGUAGES} == {"zh", "en", "es", "id", "th", "vi", "pt", "ja"}
