"""Numbers in Brazilian Portuguese: duas unidades, mil e duzentas pessoas, um milhão de reais. Pure."""

from __future__ import annotations

from typing import ClassVar

from .romance import Romance

_ONES = (
    "zero um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete "
    "dezoito dezenove"
).split()
_TENS = ("", "", "vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa")
_HUNDREDS = (" cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos").split(" ")
_GROUPS = ("", "mil/mil", "milhão/milhões", "bilhão/bilhões", "trilhão/trilhões")


class Portuguese(Romance):
    language = "pt"
    digit_words = tuple(_ONES[:10])
    point = "vírgula"
    over_word = "mais de"
    percent_word = "por cento"
    signs: ClassVar = {"&": "e", "+": "mais", "=": "igual a", "@": "arroba", "#": "número", "×": "vezes"}
    hour_forms = "f hora/horas"
    feminine = frozenset(
        "unidade unidades pessoa pessoas peça peças venda vendas pergunta perguntas hora horas vez vezes libra libras "
        "rupia rupias compra compras".split()
    )

    def words(self, number: int, *, feminine: bool) -> str:
        return _words(number, feminine=feminine)

    def clock(self, hour: int, minute: int) -> str:
        hours = _words(hour, feminine=True)
        if minute == 0:
            return f"{hours} {'hora' if hour == 1 else 'horas'}"
        return f"{hours} e {_words(minute, feminine=False)}"


def _words(number: int, *, feminine: bool) -> str:
    if number == 0:
        return _ONES[0]
    groups = [(place, number // 1000**place % 1000) for place in range(4, -1, -1)]
    told = [(place, group) for place, group in groups if group]
    words = ""
    for index, (place, group) in enumerate(told):
        one, _, many = _GROUPS[place].partition("/")
        # the sex of what is counted reaches the thousands, and not the millions
        said = "" if place == 1 and group == 1 else _below_thousand(group, feminine=feminine and place < 2)
        said = " ".join(word for word in (said, one if group == 1 else many) if word)
        last = index == len(told) - 1
        joined = " e " if last and (group <= 100 or group % 100 == 0) else " "
        words += (joined if words else "") + said
    return words


def _below_thousand(number: int, *, feminine: bool) -> str:
    if number == 100:
        return "cem"
    hundreds, rest = divmod(number, 100)
    words = []
    if hundreds:
        word = _HUNDREDS[hundreds]
        words.append(word.removesuffix("os") + "as" if feminine and hundreds > 1 else word)
    if rest >= 20:
        words.append(_TENS[rest // 10])
        rest %= 10
    if rest:
        word = _ONES[rest]
        words.append({"um": "uma", "dois": "duas"}.get(word, word) if feminine else word)
    return " e ".join(words)
