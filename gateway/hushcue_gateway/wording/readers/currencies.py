"""Currencies: how many minor units a unit has (ISO 4217), how their signs look, what they are called. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split()
THIRDS = "BHD IQD JOD KWD LYD OMR TND".split()
EXPONENTS: Mapping[str, int] = {**dict.fromkeys(WHOLE, 0), **dict.fromkeys(THIRDS, 3)}
"""ISO 4217, table A.1; every other currency has 2, the rupiah too though nobody sees a sen."""


@dataclass(frozen=True, slots=True)
class Coin:
    """unit, sub: forms as a Noun's. sub "": parts are told behind the point. joiner: between both."""

    unit: str
    sub: str = ""
    joiner: str = ""


def parts_of(minor: int, currency: str) -> tuple[int, int, int]:
    """Whole units, the rest, and how many places the rest has."""
    places = EXPONENTS.get(currency, 2)
    whole, part = divmod(minor, 10**places)
    return whole, part, places


SIGNS: Mapping[str, str] = {
    "R$": "BRL",
    "US$": "USD",
    "MX$": "MXN",
    "NT$": "TWD",
    "Rp": "IDR",
    "$": "USD",
    "¥": "CNY",
    "￥": "CNY",
    "€": "EUR",
    "£": "GBP",
    "฿": "THB",
    "₫": "VND",
}
"""What stands before an amount; ¥ in a Japanese text is yen."""
SUFFIXES: Mapping[str, str] = {"€": "EUR", "₫": "VND", "đ": "VND", "฿": "THB", "$": "USD", "£": "GBP", "¥": "CNY"}
"""What stands behind one."""
CODES = ("CNY", "USD", "EUR", "THB", "IDR", "VND", "BRL", "MXN", "JPY", "GBP", "TWD", "RMB")

_ZH = {"CNY": "元", "USD": "美元", "JPY": "日元", "THB": "泰铢", "VND": "越南盾", "IDR": "印尼盾", "GBP": "英镑"}
_ZH_HANT = {"CNY": "元", "USD": "美元", "JPY": "日圓", "THB": "泰銖", "VND": "越南盾", "IDR": "印尼盾", "GBP": "英鎊"}

COINS: Mapping[str, Mapping[str, Coin]] = {
    "zh-Hans": {
        **{code: Coin(name) for code, name in _ZH.items()},
        **{"EUR": Coin("欧元"), "BRL": Coin("雷亚尔"), "MXN": Coin("墨西哥比索"), "TWD": Coin("新台币")},
    },
    "zh-Hant": {
        **{code: Coin(name) for code, name in _ZH_HANT.items()},
        **{"EUR": Coin("歐元"), "BRL": Coin("雷亞爾"), "MXN": Coin("墨西哥披索"), "TWD": Coin("元")},
    },
    "en": {
        "CNY": Coin("yuan"),
        "USD": Coin("dollar/dollars", "cent/cents", "and"),
        "EUR": Coin("euro/euros", "cent/cents", "and"),
        "THB": Coin("baht"),
        "IDR": Coin("rupiah"),
        "VND": Coin("dong"),
        "BRL": Coin("real/reais", "centavo/centavos", "and"),
        "MXN": Coin("peso/pesos", "centavo/centavos", "and"),
        "JPY": Coin("yen"),
        "GBP": Coin("pound/pounds", "p"),
        "TWD": Coin("Taiwan dollar/Taiwan dollars"),
    },
    "es": {
        "CNY": Coin("yuan/yuanes"),
        "USD": Coin("dólar/dólares", "centavo/centavos", "con"),
        "EUR": Coin("euro/euros", "céntimo/céntimos", "con"),
        "THB": Coin("baht"),
        "IDR": Coin("f rupia/rupias"),
        "VND": Coin("dong"),
        "BRL": Coin("real/reales", "centavo/centavos", "con"),
        "MXN": Coin("peso/pesos", "centavo/centavos", "con"),
        "JPY": Coin("yen/yenes"),
        "GBP": Coin("f libra/libras", "penique/peniques", "con"),
        "TWD": Coin("dólar taiwanés/dólares taiwaneses"),
    },
    "id": {
        "CNY": Coin("yuan"),
        "USD": Coin("dolar", "sen"),
        "EUR": Coin("euro", "sen"),
        "THB": Coin("baht"),
        "IDR": Coin("rupiah", "sen"),
        "VND": Coin("dong"),
        "BRL": Coin("real"),
        "MXN": Coin("peso"),
        "JPY": Coin("yen"),
        "GBP": Coin("pon"),
        "TWD": Coin("dolar Taiwan"),
    },
    "th": {
        "CNY": Coin("หยวน"),
        "USD": Coin("ดอลลาร์", "เซนต์"),
        "EUR": Coin("ยูโร", "เซนต์"),
        "THB": Coin("บาท", "สตางค์"),
        "IDR": Coin("รูเปียห์"),
        "VND": Coin("ดอง"),
        "BRL": Coin("เรอัล"),
        "MXN": Coin("เปโซ"),
        "JPY": Coin("เยน"),
        "GBP": Coin("ปอนด์"),
        "TWD": Coin("ดอลลาร์ไต้หวัน"),
    },
    "vi": {
        "CNY": Coin("tệ"),
        "USD": Coin("đô la"),
        "EUR": Coin("ơ rô"),
        "THB": Coin("bạt"),
        "IDR": Coin("ru pi a"),
        "VND": Coin("đồng"),
        "BRL": Coin("rê an"),
        "MXN": Coin("pê sô"),
        "JPY": Coin("yên"),
        "GBP": Coin("bảng"),
        "TWD": Coin("đài tệ"),
    },
    "pt": {
        "CNY": Coin("yuan/yuans"),
        "USD": Coin("dólar/dólares", "centavo/centavos", "e"),
        "EUR": Coin("euro/euros", "centavo/centavos", "e"),
        "THB": Coin("baht"),
        "IDR": Coin("f rupia/rupias"),
        "VND": Coin("dong"),
        "BRL": Coin("real/reais", "centavo/centavos", "e"),
        "MXN": Coin("peso/pesos", "centavo/centavos", "e"),
        "JPY": Coin("iene/ienes"),
        "GBP": Coin("f libra/libras", "pêni/pence", "e"),
        "TWD": Coin("dólar taiwanês/dólares taiwaneses"),
    },
    "ja": {
        "CNY": Coin("げん"),
        "USD": Coin("どる", "せんと"),
        "EUR": Coin("ゆーろ", "せんと"),
        "THB": Coin("ばーつ"),
        "IDR": Coin("るぴあ"),
        "VND": Coin("どん"),
        "BRL": Coin("れある"),
        "MXN": Coin("ぺそ"),
        "JPY": Coin("えん"),
        "GBP": Coin("ぽんど"),
        "TWD": Coin("たいわんどる"),
    },
}
"""By language and currency."""
