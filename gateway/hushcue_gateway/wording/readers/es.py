"""Numbers in Spanish, as they are said in America: veintiún minutos, veintiuna unidades, doscientas personas. Pure."""

from __future__ import annotations

from typing import ClassVar

from .reader import Noun
from .romance import Romance

_ONES = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
    "veintiocho veintinueve"
).split()
_TENS = ("", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_HUNDREDS = (
    " ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
).split(" ")
_MILLIONS = ("", "millón/millones", "billón/billones")


class Spanish(Romance):
    language = "es"
    digit_words = tuple(_ONES[:10])
    point = "coma"
    over_word = "más de"
    percent_word = "por ciento"
    signs: ClassVar = {"&": "y", "+": "más", "=": "igual a", "@": "arroba", "#": "número", "×": "por"}
    hour_forms = "f hora/horas"
    feminine = frozenset(
        "unidad unidades persona personas pieza piezas prenda prendas venta ventas pregunta preguntas hora horas vez "
        "veces libra libras rupia rupias órdenes compras".split()
    )
    masculine = frozenset(
        "minuto minutos segundo segundos peso pesos dólar dólares euro euros real reales yuan yuanes pedido pedidos "
        "clic clics comentario comentarios espectador espectadores producto productos día días par pares".split()
    )

    def words(self, number: int, *, feminine: bool) -> str:
        return _words(number, feminine=feminine)

    def before_noun(self, words: str, noun: Noun) -> str:
        """uno loses its o before a masculine noun and is una before a feminine one."""
        return words if noun.feminine else _short(words)

    def clock(self, hour: int, minute: int) -> str:
        hours = _words(hour, feminine=True)
        return f"{hours} en punto" if minute == 0 else f"{hours} y {_words(minute, feminine=False)}"


def _short(words: str) -> str:
    if words.endswith("veintiuno"):
        return words.removesuffix("veintiuno") + "veintiún"
    return words.removesuffix("o") if words == "uno" or words.endswith(" uno") else words


def _words(number: int, *, feminine: bool) -> str:
    if number == 0:
        return _ONES[0]
    words = []
    for place in (2, 1, 0):
        group = number // 10 ** (6 * place) % 10**6
        if not group:
            continue
        said = _below_million(group, feminine=feminine and place == 0)
        if place:
            one, many = _MILLIONS[place].split("/")
            said = f"un {one}" if group == 1 else f"{_short(said)} {many}"
        words.append(said)
    return " ".join(words)


def _below_million(number: int, *, feminine: bool) -> str:
    thousands, rest = divmod(number, 1000)
    words = []
    if thousands:
        words.append("mil" if thousands == 1 else _short(_below_thousand(thousands, feminine)) + " mil")
        if feminine and thousands % 10 == 1 and thousands % 100 != 11 and thousands > 1:
            # the number before mil is short even where what is counted is feminine: veintiún mil unidades
            words[0] = _short(_below_thousand(thousands, False)) + " mil"
            if thousands >= 200:
                words[0] = words[0].replace("cientos", "cientas").replace("quinientos", "quinientas")
    if rest:
        words.append(_below_thousand(rest, feminine))
    return " ".join(words)


def _below_thousand(number: int, feminine: bool) -> str:
    if number == 100:
        return "cien"
    hundreds, rest = divmod(number, 100)
    words = []
    if hundreds:
        word = _HUNDREDS[hundreds]
        words.append(word.removesuffix("os") + "as" if feminine and hundreds > 1 else word)
    if rest:
        word = _ONES[rest] if rest < 30 else _TENS[rest // 10] + (f" y {_ONES[rest % 10]}" if rest % 10 else "")
        words.append(word.removesuffix("o") + "a" if feminine and word.endswith("uno") else word)
    return " ".join(words)
