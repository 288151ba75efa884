"""A text that somebody typed reaches the voice in words: its numbers, prices, times and signs are read before."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hushcue_gateway.voice.reading import as_words
from hushcue_gateway.wording.languages import LANGUAGES
from hushcue_gateway.wording.readers import READERS
from hushcue_gateway.wording.readers.text import as_spoken

TEXTS = [
    ("zh", "3号链接2件,第2件半价", "三号链接两件,第二件半价"),
    ("zh", "12000人在线，1.2万次点击，200个", "一万两千人在线，一点二万次点击，两百个"),
    ("zh", "转化率2.4%，只要¥99.9", "转化率百分之二点四，只要九十九点九元"),
    ("zh", "20:00 开播，3-5天发货，电话13800138000", "二十点整 开播，三到五天发货，电话一三八零零一三八零零零"),
    ("zh", "等一会儿，这儿有点儿贵，儿童款女儿穿", "等一会，这里有点贵，儿童款女儿穿"),
    ("zh", "2-3件", "两到三件"),
    ("zh", "XL码50+，A&B", "XL码五十多，A和B"),
    ("zh-TW", "2萬件，NT$299", "兩萬件，两百九十九元".replace("两", "兩")),
    ("en", "only $19.99 now, 50+ left!", "only nineteen dollars and ninety-nine cents now, over fifty left!"),
    ("zh", "身高160cm，体重60kg的穿M码，100%棉", "身高一百六十厘米，体重六十公斤的穿M码，百分之百棉"),
    ("en", "1.5kg, 1 kg, 50ml, 5G", "one point five kilos, one kilo, fifty millilitres, five G"),
    ("es", "21kg", "veintiún kilos"),
    ("vi", "30cm", "ba mươi xăng ti mét"),
    ("ja", "10cm", "じゅっせんち"),
    ("en", "8:30pm #3 -5 1,832", "eight thirty p m number three minus five one thousand eight hundred and thirty-two"),
    ("en", "5G & A4, 10-12 days", "five G and A four, ten to twelve days"),
    ("en", "€5, 500 USD", "five euros, five hundred dollars"),
    ("es", "21 personas, 21 minutos, $1.500", "veintiuna personas, veintiún minutos, mil quinientos dólares"),
    ("es", "2,4% y 1.832 clics", "dos coma cuatro por ciento y mil ochocientos treinta y dos clics"),
    ("pt", "R$ 1.234,56", "mil duzentos e trinta e quatro reais e cinquenta e seis centavos"),
    ("pt", "2 unidades às 20:30", "duas unidades às vinte e trinta"),
    (
        "id",
        "Rp150.000 atau 150rb, 1,5 jt",
        "seratus lima puluh ribu rupiah atau seratus lima puluh ribu, satu juta lima ratus ribu",
    ),
    ("vi", "giá 150k, 1.500.000đ", "giá một trăm năm mươi nghìn, một triệu năm trăm nghìn đồng"),
    ("th", "เหลือ 12 ชิ้น ฿99.50", "เหลือ สิบสอง ชิ้น เก้าสิบเก้าจุดห้าศูนย์บาท"),
    ("th", "๑๒ ชิ้น", "สิบสอง ชิ้น"),
    ("ja", "21人、3分、¥1,980", "にじゅういちにん、さんぷん、せんきゅうひゃくはちじゅうえん"),
    ("ja", "2.4%、10:30", "にいてん よんぱーせんと、じゅうじ さんじゅっぷん"),
    ("en", "call 0812-3456-7890", "call zero eight one two, three four five six, seven eight nine zero"),
    ("en", "１２ ⑫ ½ 👍🏽 *wow* <b>", "twelve twelve wow b"),
    ("de", "Nur 5 % für $3", "Nur 5 % für $3"),
]


@pytest.mark.parametrize(("language", "text", "words"), TEXTS)
def test_signs_and_numbers_are_read(language: str, text: str, words: str) -> None:
    assert as_words(text, language) == words


ODD = st.text(
    st.one_of(
        st.characters(categories=("L", "N", "P", "S", "M", "Zs")),
        st.sampled_from("0123456789.,:-–+%$¥€₫฿đRpk#&@=×/～号件点人分 "),
    ),
    max_size=40,
)


@settings(deadline=None)
@given(st.sampled_from(LANGUAGES), ODD)
def test_no_digit_and_no_sign_is_left_to_the_engine(language: str, text: str) -> None:
    words = as_spoken(text, READERS[language])
    assert not [char for char in words if unicodedata.category(char) in ("Nd", "Sc", "Sm", "So", "Sk", "Cc")]
    assert not any(char.isascii() and char in "%#@&*+=/\\|_^~<>{}$`" for char in words)


@settings(deadline=None)
@given(st.sampled_from(LANGUAGES), ODD)
def test_words_are_read_as_they_are(language: str, text: str) -> None:
    words = as_words(text, language)
    assert as_words(words, language) == words


@settings(deadline=None)
@given(st.sampled_from(LANGUAGES), st.integers(0, 10**9))
def test_a_plain_number_in_a_text_is_read_like_any_other(language: str, number: int) -> None:
    words = as_words(f"x {number}.", language)
    reader = READERS[language]
    spoken = reader.digits(str(number)) if number >= 10**9 else reader.cardinal(number)
    assert words.replace(" ", "") == f"x{spoken}.".replace(" ", "")
