"""Numbers in words, read back: a table for each language, made by hand and apart from the readers' own."""

from __future__ import annotations

import re
from collections.abc import Mapping

UNITS: Mapping[str, str] = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis "
    "veintisiete veintiocho veintinueve",
    "pt": "zero um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete "
    "dezoito dezenove",
    "id": "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas",
    "th": "ศูนย์ หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า",
    "vi": "không một hai ba bốn năm sáu bảy tám chín mười",
    "ja": "ぜろ いち に さん よん ご ろく なな はち きゅう",
}
"""From nought up."""
_TENS: Mapping[str, str] = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
}
_HUNDREDS: Mapping[str, str] = {
    "es": "doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
    "pt": "duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos",
}
MORE: Mapping[str, Mapping[str, int]] = {
    "es": {"un": 1, "veintiún": 21, "una": 1, "veintiuna": 21, "cien": 100, "ciento": 100},
    "pt": {"uma": 1, "duas": 2, "cem": 100, "cento": 100},
    "id": {"seratus": 100, "seribu": 1000},
    "th": {"ยี่": 2, "เอ็ด": 1},
    "vi": {"mốt": 1, "lăm": 5},
    "ja": {"さんびゃく": 300, "ろっぴゃく": 600, "はっぴゃく": 800, "さんぜん": 3000, "はっせん": 8000},
}
TIMES: Mapping[str, Mapping[str, int]] = {
    "en": {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12},
    "es": {"mil": 1000, "millón": 10**6, "millones": 10**6, "billón": 10**12, "billones": 10**12},
    "pt": {"mil": 1000, "milhão": 10**6, "milhões": 10**6, "bilhão": 10**9, "bilhões": 10**9},
    "id": {"puluh": 10, "ratus": 100, "ribu": 1000, "juta": 10**6, "miliar": 10**9},
    "th": {"สิบ": 10, "ร้อย": 100, "พัน": 1000, "หมื่น": 10**4, "แสน": 10**5, "ล้าน": 10**6},
    "vi": {"mươi": 10, "trăm": 100, "nghìn": 1000, "triệu": 10**6, "tỷ": 10**9},
    "ja": {"じゅう": 10, "ひゃく": 100, "せん": 1000, "まん": 10**4, "おく": 10**8},
}
SKIPPED = {"and", "y", "e", "lẻ", "de"}


def number_of(words: str, language: str) -> int:
    """The number that ``words`` say. ValueError for a word that is none of a number's."""
    values = {word: value for value, word in enumerate(UNITS[language].split())} | MORE.get(language, {})
    values |= {word: 10 * place for place, word in enumerate(_TENS.get(language, "").split(), 2)}
    hundreds = _HUNDREDS.get(language, "").split()
    values |= {word: 100 * place for place, word in enumerate(hundreds, 2)}
    values |= {word.removesuffix("os") + "as": 100 * place for place, word in enumerate(hundreds, 2)}
    times = TIMES[language]
    parts: list[int] = []
    for word in _split(words, {*values, *times, "belas"}):
        if word in SKIPPED:
            continue
        if word == "belas":
            parts[-1] += 10
        elif word in times:
            below = []
            while parts and parts[-1] < times[word]:
                below.append(parts.pop())
            parts.append((sum(below) if below else 1) * times[word])
        else:
            parts.append(values[word])
    return sum(parts)


def _split(words: str, known: set[str]) -> list[str]:
    if " " in words or words in known or words.isascii():
        found = re.split(r"[\s-]+", words)
    else:
        found = re.findall("|".join(sorted(known, key=len, reverse=True)), words)
        if "".join(found) != words:
            raise ValueError(words)
    for word in found:
        if word not in known and word not in SKIPPED:
            raise ValueError(word)
    return found
