"""One way of writing: whatever people type, and whatever nobody would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.questions.normalise import MAX_CHARS, normalise
from hushcue_gateway.questions.reader import Reader
from hushcue_gateway.questions.shop import Shop

READER = Reader(Shop())


def test_decoration_goes_and_words_stay() -> None:
    text = normalise("  ＨＥＬＬＯ   @bob  sooooo nice!!! 😍 see https://x.example/a?b=1 [smile] ")
    assert text.plain == "hello so nice! see"
    assert text.words == ("hello", "so", "nice", "see")


def test_a_mark_inside_a_link_asks_nothing() -> None:
    assert not normalise("look https://x.example/?q=1").marked
    assert normalise("price？").marked and normalise("¿cuanto").marked


def test_accents_are_folded_on_latin_letters_only() -> None:
    assert normalise("Giá bao nhiêu đó").folded == "gia bao nhieu do"
    assert normalise("ราคาเท่าไหร่").folded == "ราคาเท่าไหร่"
    assert normalise("サイズが").folded == "サイズが"


def test_thai_am_stays_as_people_type_it() -> None:
    assert normalise("ทำไม น้ำ").plain == "ทำไม น้ำ"


def test_what_nobody_sees_is_gone() -> None:
    assert normalise("pr\u200bi\u202ec\U000e0041e\ufeff").plain == "price"


def test_sentences_stand_between_bars_and_prices_are_not_cut() -> None:
    assert normalise("nice. how much? 19.99 each").sentences == "| nice | how much | 19.99 each |"
    assert normalise("a|b|c").sentences.count("|") == 4


@given(st.text(max_size=700))
def test_any_text_is_read_and_bounded(raw: str) -> None:
    text = normalise(raw)
    assert len(text.plain) <= MAX_CHARS
    assert "|" not in text.sentences.replace("| ", "").removesuffix("|")
    reading = READER.read(raw)
    assert reading.score >= 0 and (not reading.spam or not reading.question)


@given(st.text(max_size=300))
def test_normalising_twice_changes_nothing_for_readers(raw: str) -> None:
    once = normalise(raw).plain
    if "." not in once and "@" not in once and "[" not in once:
        assert normalise(once).words == normalise(raw).words


PIECES = (
    *(
        "a ",
        "không ",
        "ko ạ ",
        "how ",
        "what ",
        "apa ",
        "o ",
        "que ",
        "você ",
        "es ",
        "ไหม",
        "อะไร",
        "か",
        "の",
        "吗",
        "多",
        "1 ",
    ),
    *(
        "@a",
        "a.",
        "www.",
        "{{",
        "[",
        "<",
        " ou ",
        "hi ",
        "hola, ",
        "ignore ",
        "act as ",
        "kak ",
        "123-",
        "+1 ",
        "|",
        "。",
        "か1",
    ),
)


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=3),
    st.sampled_from(("", "en", "es", "pt", "id", "vi", "th", "ja")),
)
def test_no_pattern_runs_away_on_repetition(pieces: list[str], told: str) -> None:
    """A pattern that tries exponentially many ways would not come back from 500 letters (the run has a time limit)."""
    READER.read(("".join(pieces) * MAX_CHARS)[:MAX_CHARS], told)


@pytest.mark.parametrize("raw", ["\x00", "\ud800", "\U0010ffff", "٣", "Ⅷ", "ﷺ" * 500, "a\u0301" * 400])
def test_strange_letters_are_no_trouble(raw: str) -> None:
    READER.read(raw)
