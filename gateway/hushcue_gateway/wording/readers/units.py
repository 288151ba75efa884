"""Measures that stand behind a number in few letters: "60kg" has a name in every language. Pure."""

from __future__ import annotations

from collections.abc import Mapping

_LETTERS = ("cm", "mm", "km", "kg", "ml", "g")
_NAMES: Mapping[str, str] = {
    "zh-Hans": "厘米 毫米 公里 公斤 毫升 克",
    "zh-Hant": "公分 公釐 公里 公斤 毫升 公克",
    "en": "centimetre/centimetres millimetre/millimetres kilometre/kilometres kilo/kilos millilitre/millilitres "
    "gram/grams",
    "es": "centímetro/centímetros milímetro/milímetros kilómetro/kilómetros kilo/kilos mililitro/mililitros "
    "gramo/gramos",
    "pt": "centímetro/centímetros milímetro/milímetros quilômetro/quilômetros quilo/quilos mililitro/mililitros "
    "grama/gramas",
    "id": "sentimeter milimeter kilometer kilo mililiter gram",
    "th": "เซนติเมตร มิลลิเมตร กิโลเมตร กิโล มิลลิลิตร กรัม",
    "vi": "xăng ti mét|mi li mét|ki lô mét|ki lô|mi li lít|gam",
    "ja": "せんち みり きろ きろ みりりっとる ぐらむ",
}

UNITS: Mapping[str, Mapping[str, str]] = {
    language: dict(zip(_LETTERS, names.split("|") if "|" in names else names.split(), strict=True))
    for language, names in _NAMES.items()
}
"""By language and letters: forms as a Noun's. Metres and litres have but one letter, which means too many things."""
