"""A text that a person or a model wrote, as words: every number, price, share, time and sign read in its language.

What is said of templates is read where it is filled in; this is for texts that were edited, typed or rephrased. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from .currencies import CODES, SIGNS, SUFFIXES
from .reader import MOST, Noun, Reader, minor_of, plain
from .units import UNITS

_LONGEST_NUMBER = 9
"""Longer runs of digits, and those with a nought before them, are names: read one by one."""

_N = r"\d+(?:[.,]\d+)*"
_CODES = "|".join(CODES)
_TOKEN = re.compile(
    rf"""
      (?P<sign>R\$|US\$|MX\$|NT\$|\bRp\.?|[¥￥$€£฿₫]|\b(?:{_CODES})\b)\s?(?P<price>{_N})(?P<times>k|\s?(?:rb|jt|tr))?(?![\w])
    | (?P<sign_only>R\$|US\$|[¥￥$€£฿₫]|\bRp\.?)\s?(?P<price_only>{_N})
    | (?P<behind>{_N})\s?(?P<unit>[€₫฿£]|đ(?!\w)|(?:{_CODES})\b)
    | (?P<share>(?<![\w.,-])-?{_N}|{_N})\s?[%％]
    | (?<![\d:：])(?P<hour>[01]?\d|2[0-3])[:：](?P<minute>[0-5]\d)(?![\d:：])(?:\s?(?P<half>[AaPp])\.?[Mm]\b\.?)?
    | (?P<name>\d+(?:-\d+){{2,}})
    | (?<![\d.,-])(?P<low>{_N})(?:[-–—~～〜]|\s[-–—~～〜]\s)(?P<high>{_N})(?![-–—~]?\d)
    | (?P<ordinal>\#)\s?(?=\d)
    | (?P<number>(?<![\w.,-])-?{_N}|{_N})(?:(?P<letters>k|\s?(?:rb|jt|tr))(?!\w))?
      (?:\s?(?P<unit_of>cm|mm|km|kg|ml|g)(?![A-Za-z]))?(?P<more>\+(?!\d))?
    """,
    re.VERBOSE,
)
_NEXT_WORD = re.compile(r"\s?([^\W\d_]+)")
_KEPT = frozenset(".,!?;:'\"()[]-–—…·，。！？；：、（）「」『』《》〈〉“”‘’‚¿¡・ー〜ฯๆ।")
"""Marks that are pauses, or part of a word."""
_YEN = "JPY"


def as_spoken(text: str, reader: Reader) -> str:
    """``text`` with words only, on one line. What it says twice is what it says once."""
    text = _digits_of_any_script(unicodedata.normalize("NFC", text))
    said, at = [], 0
    while match := _TOKEN.search(text, at):
        said.append(text[at : match.start()])
        words, at = _read(match, reader)
        said.append(_apart(words, text, match.start(), at, reader))
    said.append(text[at:])
    return reader.smooth(_signs("".join(said), reader))


def _read(match: re.Match[str], reader: Reader) -> tuple[str, int]:
    """The words of a token, and where it ends."""
    told = match.groupdict()
    price, sign = told["price"] or told["price_only"] or told["behind"], told["sign"] or told["sign_only"]
    if price:
        currency = _currency(sign, reader) if sign else SUFFIXES.get(told["unit"], told["unit"])
        return _price(price, currency, (told["times"] or "").strip(), reader), match.end()
    if told["share"]:
        number = _plain(told["share"], reader)
        return (reader.percent(number) if number else _one_by_one(told["share"], reader)), match.end()
    if told["hour"]:
        hour = int(told["hour"])
        if told["half"] and hour <= 12:
            hour = hour % 12 + (12 if told["half"] in "Pp" else 0)
        return reader.clock(hour, int(told["minute"])), match.end()
    if told["low"]:
        high, end = _number(match, told["high"], "", reader)
        low, _ = _number(match, told["low"], "", reader)
        return reader.join(low, reader.up_to, high), end
    if told["name"]:
        return ", ".join(reader.digits(part) for part in told["name"].split("-")), match.end()
    if told["ordinal"]:
        return reader.signs["#"], match.end()
    if told["unit_of"] and (number := _plain(told["number"], reader)) is not None:
        return _measure(number, told["unit_of"], reader), match.end()
    words, end = _number(match, told["number"], (told["letters"] or "").strip(), reader)
    if told["more"]:
        number = _plain(told["number"], reader)
        words = reader.over(int(number), "") if number and number.isdigit() else words
    return words, end


def _measure(number: str, unit: str, reader: Reader) -> str:
    forms = UNITS[reader.language][unit]
    if number.removeprefix("-").isdigit():
        return reader.counted(int(number), forms)
    return reader.join(reader.decimal(number), Noun.of(forms).many)


def _number(match: re.Match[str], text: str, letters: str, reader: Reader) -> tuple[str, int]:
    number, end = _plain(text, reader), match.end()
    if number is not None and letters:
        if letters in reader.multiples:
            value = Decimal(number) * reader.multiples[letters]
            return reader.decimal(f"{value:f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))), end
        end = match.start("letters")
    if number is None or not number.removeprefix("-").isdigit() or _is_name(number):
        return _name_or_number(text, reader), end
    following = _NEXT_WORD.match(match.string, end)
    behind_ordinal = match.string[: match.start()].endswith("第")
    if following is None or behind_ordinal:
        return reader.cardinal(int(number)), end
    words, taken = reader.typed(int(number), following[1])
    return words, (following.start(1) + taken if taken else end)


def _name_or_number(text: str, reader: Reader) -> str:
    number = _plain(text, reader)
    return _one_by_one(text, reader) if number is None or _is_name(number) else reader.decimal(number)


def _is_name(number: str) -> bool:
    whole = number.removeprefix("-").partition(".")[0]
    return len(whole) > _LONGEST_NUMBER or (len(whole) > 1 and whole.startswith("0"))


def _one_by_one(text: str, reader: Reader) -> str:
    return reader.digits("".join(char for char in text if char.isdigit()))


def _plain(text: str, reader: Reader) -> str | None:
    number = plain(text.removeprefix("-"), reader.comma_is_point)
    return number if number is None or not text.startswith("-") else f"-{number}"


def _currency(sign: str, reader: Reader) -> str:
    sign = sign.removesuffix(".")
    if reader.language == "ja" and sign in "¥￥":
        return _YEN
    return SIGNS.get(sign, "CNY" if sign == "RMB" else sign)


def _price(text: str, currency: str, times: str, reader: Reader) -> str:
    number = _plain(text, reader)
    if number is None or len(number) > len(str(MOST)):
        return _one_by_one(text, reader)
    if times:
        number = f"{Decimal(number) * reader.multiples.get(times, 1):f}"
    minor = minor_of(number, "CNY" if currency == "RMB" else currency)
    if minor is None or reader.gap == "":  # as many places as were written: 一千二百点五零美元
        return reader.priced(number, currency)
    return reader.money(minor, currency)


def _apart(words: str, text: str, start: int, end: int, reader: Reader) -> str:
    """A space to either side where a letter would touch."""
    if not reader.gap or not words:
        return words
    before = " " if start and text[start - 1].isalnum() else ""
    after = " " if end < len(text) and text[end].isalnum() else ""
    return before + words + after


def _digits_of_any_script(text: str) -> str:
    """１２ ๑๒ ⑫ as 12; fractions and powers, which have no digits, as a pause."""
    said = []
    for char in text:
        if char.isascii() or unicodedata.category(char)[0] != "N":
            said.append(char)
            continue
        value = unicodedata.numeric(char, 0.5)
        said.append(str(int(value)) if value == int(value) else " ")
    return "".join(said)


def _signs(text: str, reader: Reader) -> str:
    """No sign is left that an engine would name in its own way or drop."""
    said = []
    for char in text:
        kind = unicodedata.category(char)
        if char in reader.signs and char != "#":
            said.append(f" {reader.signs[char]} " if reader.gap else reader.signs[char])
        elif char in _KEPT or kind[0] in "LM" or char == " ":
            said.append("" if 0xFE00 <= ord(char) <= 0xFE0F else char)
        else:
            said.append(" ")
    words = " ".join("".join(said).split())
    return re.sub(r"(?<=\s)[-–—](?=\s)", ",", words)
