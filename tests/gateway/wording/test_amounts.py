"""Shares, money, times and durations are read as they are said in each of the nine languages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hushcue_gateway.links.money import exponent_of, minor_of
from hushcue_gateway.report.format import digits_of
from hushcue_gateway.wording.languages import LANGUAGES
from hushcue_gateway.wording.readers import READERS
from hushcue_gateway.wording.readers.currencies import EXPONENTS, THIRDS, WHOLE, parts_of
from hushcue_gateway.wording.readers.reader import rounded_down

DECIMALS = [
    ("zh-Hans", "2.40", "二点四零", "百分之二点四零"),
    ("zh-Hant", "99.9", "九十九點九", "百分之九十九點九"),
    ("en", "2.4", "two point four", "two point four percent"),
    ("es", "2.4", "dos coma cuatro", "dos coma cuatro por ciento"),
    ("pt", "2.4", "dois vírgula quatro", "dois vírgula quatro por cento"),
    ("id", "0.5", "nol koma lima", "nol koma lima persen"),
    ("th", "99.9", "เก้าสิบเก้าจุดเก้า", "เก้าสิบเก้าจุดเก้าเปอร์เซ็นต์"),
    ("vi", "99.9", "chín mươi chín phẩy chín", "chín mươi chín phẩy chín phần trăm"),
    ("ja", "2.4", "にいてん よん", "にいてん よんぱーせんと"),
    ("ja", "0.5", "れいてん ご", "れいてん ごぱーせんと"),
    ("ja", "1.8", "いってん はち", "いってん はちぱーせんと"),
]


@pytest.mark.parametrize(("language", "text", "words", "share"), DECIMALS)
def test_the_point_is_not_lost(language: str, text: str, words: str, share: str) -> None:
    assert READERS[language].decimal(text) == words
    assert READERS[language].percent(text) == share


MONEY = [
    ("zh-Hans", 9990, "CNY", "九十九点九元"),
    ("zh-Hans", 1999, "USD", "十九点九九美元"),
    ("zh-Hans", 200, "CNY", "两元"),
    ("zh-Hans", 19900, "JPY", "一万九千九百日元"),
    ("zh-Hant", 29900, "TWD", "兩百九十九元"),
    ("en", 1999, "USD", "nineteen dollars and ninety-nine cents"),
    ("en", 100, "USD", "one dollar"),
    ("en", 50, "EUR", "fifty cents"),
    ("en", 15_000_000, "IDR", "one hundred and fifty thousand rupiah"),
    ("en", 1990, "CNY", "nineteen point nine yuan"),
    ("en", 150_000, "VND", "one hundred and fifty thousand dong"),
    ("es", 1999, "MXN", "diecinueve pesos con noventa y nueve centavos"),
    ("es", 2100, "EUR", "veintiún euros"),
    ("pt", 1990, "BRL", "dezenove reais e noventa centavos"),
    ("pt", 100, "BRL", "um real"),
    ("id", 15_000_000, "IDR", "seratus lima puluh ribu rupiah"),
    ("id", 1990, "USD", "sembilan belas dolar sembilan puluh sen"),
    ("th", 9950, "THB", "เก้าสิบเก้าบาทห้าสิบสตางค์"),
    ("th", 9900, "THB", "เก้าสิบเก้าบาท"),
    ("vi", 150_000, "VND", "một trăm năm mươi nghìn đồng"),
    ("vi", 1990, "USD", "mười chín phẩy chín đô la"),
    ("ja", 1980, "JPY", "せんきゅうひゃくはちじゅうえん"),
    ("ja", 1990, "USD", "じゅうきゅうどる きゅうじゅうせんと"),
    ("en", -500, "EUR", "minus five euros"),
    ("en", 500, "XAU", "five X A U"),
]


@pytest.mark.parametrize(("language", "minor", "currency", "words"), MONEY)
def test_money_is_read_with_its_currency(language: str, minor: int, currency: str, words: str) -> None:
    assert READERS[language].money(minor, currency) == words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("currency", ["CNY", "USD", "EUR", "THB", "IDR", "VND", "BRL", "MXN", "JPY"])
def test_every_currency_has_a_name_in_every_language(language: str, currency: str) -> None:
    for minor in (1, 99, 100, 1999, 123_456_789):
        words = READERS[language].money(minor, currency)
        assert not any(char.isdigit() for char in words)
        assert currency not in words


TIMES = [
    ("zh-Hans", 20, 0, "二十点整"),
    ("zh-Hans", 9, 5, "九点零五分"),
    ("zh-Hans", 2, 30, "两点三十分"),
    ("zh-Hans", 12, 2, "十二点零二分"),
    ("zh-Hant", 10, 30, "十點三十分"),
    ("en", 20, 30, "eight thirty p m"),
    ("en", 9, 5, "nine oh five a m"),
    ("en", 0, 0, "twelve a m"),
    ("es", 1, 0, "una en punto"),
    ("es", 20, 30, "veinte y treinta"),
    ("id", 20, 0, "dua puluh tepat"),
    ("th", 20, 30, "ยี่สิบนาฬิกาสามสิบนาที"),
    ("vi", 20, 30, "hai mươi giờ ba mươi phút"),
    ("pt", 2, 0, "duas horas"),
    ("pt", 20, 30, "vinte e trinta"),
    ("ja", 7, 10, "しちじ じゅっぷん"),
    ("ja", 0, 5, "れいじ ごふん"),
]


@pytest.mark.parametrize(("language", "hour", "minute", "words"), TIMES)
def test_times_of_day_are_read(language: str, hour: int, minute: int, words: str) -> None:
    assert READERS[language].clock(hour, minute) == words


DURATIONS = {
    "zh-Hans": "一分三十秒",
    "zh-Hant": "一分三十秒",
    "en": "one minute thirty seconds",
    "es": "un minuto treinta segundos",
    "id": "satu menit tiga puluh detik",
    "th": "หนึ่งนาทีสามสิบวินาที",
    "vi": "một phút ba mươi giây",
    "pt": "um minuto trinta segundos",
    "ja": "いっぷん さんじゅうびょう",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_durations_are_read(language: str) -> None:
    assert READERS[language].duration(90) == DURATIONS[language]


def test_a_duration_of_whole_minutes_takes_the_long_word() -> None:
    assert READERS["zh-Hans"].duration(120) == "两分钟"
    assert READERS["zh-Hans"].duration(7325) == "两个小时两分五秒"
    assert READERS["en"].duration(0) == "zero seconds"


MORE_THAN = {
    "zh-Hans": "一千八百多",
    "zh-Hant": "一千八百多",
    "en": "over one thousand eight hundred",
    "es": "más de mil ochocientos",
    "id": "lebih dari seribu delapan ratus",
    "th": "กว่าหนึ่งพันแปดร้อย",
    "vi": "hơn một nghìn tám trăm",
    "pt": "mais de mil e oitocentos",
    "ja": "せんはっぴゃく いじょう",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_large_number_is_rounded_down_and_said_to_be_more(language: str) -> None:
    reader = READERS[language]
    assert reader.more_than(1832, "") == MORE_THAN[language]
    assert reader.more_than(1800, "").strip() == reader.cardinal(1800)


@settings(deadline=None)
@given(st.integers(0, 10**12))
def test_rounding_down_never_says_more_than_there_is(number: int) -> None:
    low = rounded_down(number)
    assert low <= number < low + max(1, number // 9)


@pytest.mark.parametrize("currency", ["CNY", "USD", "EUR", "IDR", "TWD", *WHOLE, *THIRDS])
def test_money_has_as_many_places_wherever_it_is_read(currency: str) -> None:
    """A price from a shop, in a report and in a voice's mouth: none of them a hundred times another."""
    places = EXPONENTS.get(currency, 2)
    assert digits_of(currency) == exponent_of(currency) == parts_of(0, currency)[2] == places
    assert parts_of(minor_of("7", currency) or 0, currency)[0] == 7
