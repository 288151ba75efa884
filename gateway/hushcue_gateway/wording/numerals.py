"""Which numbers a text names, in digits and in words. Pure.

What is found is compared with what may be named; so a word that only looks like a number costs a rephrased line, never
a truth. Those that stand in everyday phrases (一下, "this one") are known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from .readers import READERS, Noun
from .readers.reader import plain

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_HAN_VALUES: Mapping[str, int] = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    **{"〇": 0, "两": 2, "兩": 2, "俩": 2, "仨": 3, "廿": 20, "卅": 30, "卌": 40},
    **{"壹": 1, "贰": 2, "貳": 2, "弐": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "陸": 6, "柒": 7, "捌": 8, "玖": 9},
}
_HAN_PLACES: Mapping[str, int] = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_HAN_GROUPS: Mapping[str, int] = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_HAN = re.compile(f"[{''.join([*_HAN_VALUES, *_HAN_PLACES, *_HAN_GROUPS])}]+")
_SAY = "看讲講说說聊试試问問推催等歇比"
_NOT_AFTER = "(?<![零〇一二两兩三四五六七八九十百千万萬亿億])"
_HAN_PHRASES = re.compile(
    f"{_NOT_AFTER}(?:一(?=[下起些点點定样樣直遍共会會眼把句声聲旦般切轮輪番层層方步向口气旦緒度番言押])|[千万萬]+(?=别|別|不要)"
    "|[万萬](?=一)(?!一[零十百千万萬亿億])一|万が一|十分(?![钟鐘之]))"
    "|(?<=[进進这這那同另每某第唯之下])一(?=[个個款样樣次波])|(?<=[再下答讲講说說])一(?=[次遍])"
    f"|(?<=[{_SAY}])一(?=[{_SAY}])|统一|統一|二[維维][码碼]|一[键鍵]|三[连連]|五一|四周|[周週][一二三四五六]"
    "|百分之(?=[\\d零一二三四五六七八九十百])"
    "|[陆陸](?=[续續地路上军軍])|(?<=[大登着著离離内內])[陆陸]|(?<=收)拾|拾(?=[取起いうえおわっ])|(?<=[队隊入退落])伍"
)
"""What looks like a number and counts nothing."""
_HALF = re.compile("半(?![天夜身袖])")
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)

_JOINED: Mapping[str, frozenset[str]] = {
    "en": frozenset({"and"}),
    "es": frozenset({"y", "coma"}),
    "pt": frozenset({"e", "vírgula"}),
    "vi": frozenset({"lẻ", "linh", "phẩy", "không"}),
    "id": frozenset({"koma"}),
}
"""Words that belong to a number only between others of it."""
_MORE: Mapping[str, tuple[str, ...]] = {
    "en": (
        *("hundred", "dozen", "half", "twice", "double", "triple", "point", "quarter", "couple"),
        *("tens", "dozens", "hundreds", "thousands", "millions", "billions"),
    ),
    "es": (
        *("docena", "medio", "media", "mitad", "doble", "triple"),
        *("decenas", "docenas", "cientos", "centenares", "miles", "millones"),
    ),
    "pt": (
        *("dúzia", "meio", "meia", "metade", "dobro", "triplo", "catorze"),
        *("dezenas", "dúzias", "centenas", "milhares", "milhões"),
    ),
    "id": (
        *("setengah", "separuh", "lusin", "seribu", "sepuluh", "sebelas"),
        *("puluhan", "ratusan", "ribuan", "jutaan", "belasan"),
    ),
    "vi": ("nửa", "chục", "ngàn", "tư", "gấp"),
}
"""Numbers that no reader says."""
_ORDINALS: Mapping[str, tuple[str, ...]] = {
    "en": ("third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    "es": ("tercer", "cuart", "quint", "sext", "séptim", "octav", "noven", "décim"),
    "pt": ("terceir", "quart", "quint", "sext", "sétim", "oitav", "non", "décim"),
    "id": ("ketiga", "keempat", "kelima", "keenam", "ketujuh", "kedelapan", "kesembilan", "kesepuluh"),
}
"""From the third on; with two genders, without their last letter. The first and the second mean much else."""
_ONE_IN_PHRASES: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:this|that|the next|next|each|every|which|another|no) one\b|\bone (?:more|by|of)\b"),
    "es": re.compile(
        r"(?<!\by )(?<!ciento )(?<!cientos )(?<!cientas )(?<!mil )(?<!queda )(?<!quedan )(?<!solo )(?<!sólo )"
        r"(?<!última )(?<!último )(?<!apenas )\b(?:un|una|uno)\b(?! sol[oa])"
    ),
    "pt": re.compile(
        r"(?<!\be )(?<!mil )(?<!resta )(?<!restam )(?<!só )(?<!última )(?<!último )(?<!apenas )\b(?:um|uma)\b(?! s[óo])"
    ),
    "id": re.compile(r"\bsalah satu\b|\bsatu per satu\b|\bsatu lagi\b"),
    "vi": re.compile(r"\bmột (?:chút|lần nữa|tí|ít|câu)\b|\bnăm nay\b|\btư vấn\b"),
}
"""What looks like a one and counts nothing."""
_THAI = re.compile("(?:หนึ่ง|สอง|สาม|สี่|ห้า(?![มง])|หก|เจ็ด|แปด|เก้า(?!อี้)|ยี่|สิบ|ร้อย|พัน|หมื่น|แสน|ล้าน|ศูนย์|เอ็ด|ครึ่ง|จุด)+")
_KANA_COUNTS: Mapping[str, int] = {
    "ひとつ": 1, "ふたつ": 2, "みっつ": 3, "よっつ": 4, "いつつ": 5, "むっつ": 6, "ななつ": 7, "やっつ": 8,
    "ここのつ": 9, "ひとり": 1, "ふたり": 2,
}  # fmt: skip


def strange_numbers(text: str, language: str, allowed: Iterable[float]) -> list[str]:
    """The numbers in ``text`` that are none of ``allowed``, as they are written there. language: of LANGUAGES."""
    text = unicodedata.normalize("NFKC", text).lower()
    values = {round(value, 4) for value in allowed}
    found = _in_digits(text, language, values)
    if language.startswith("zh") or language == "ja":
        found += [match[0] for match in _HALF.finditer(text)]
        found += [run for run, value in han_numbers(text) if value not in values]
        found += [
            word for word, value in _KANA_COUNTS.items() if language == "ja" and word in text and value not in values
        ]
    elif language == "th":
        spoken = _spoken_forms(language, values)
        found += [run[0] for run in _THAI.finditer(text) if run[0] not in spoken]
    else:
        found += _in_words(text, language, values)
    return found


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a number stands in a text. values: what it may be, of those that may be named."""

    start: int
    end: int
    text: str
    values: frozenset[float]


def mentions(text: str, language: str, allowed: Iterable[float]) -> list[Mention]:
    """Of those that may be named, in the order of the text, which is normalised (NFKC) and in small letters."""
    reader, values = READERS[language], {round(value, 4) for value in allowed}
    found: list[tuple[int, int, frozenset[float]]] = []
    for match in _DIGITS.finditer(text):
        value, end = _figure(match, reader.comma_is_point, text)
        found.append((match.start(), end, frozenset() if value is None else frozenset({round(value, 4)} & values)))
    if language.startswith("zh") or language == "ja":
        found += [(each.start(), each.end(), frozenset({float(han_value(each[0]))})) for each in _han_runs(text)]
        return _mentioned(text, found)
    said = {value: _spoken_forms(language, {value}) for value in values}
    if language == "th":
        spans = [(run.start(), run.end(), run[0]) for run in _THAI.finditer(text)]
    else:
        runs = _runs(text, language)
        spans = [(run[0].start(), run[-1].end(), "".join(word[0] for word in run)) for run in runs]
    for start, end, spoken in spans:
        found.append((start, end, frozenset(value for value, forms in said.items() if spoken in forms)))
    return _mentioned(text, found)


def _mentioned(text: str, found: Iterable[tuple[int, int, frozenset[float]]]) -> list[Mention]:
    return [Mention(start, end, text[start:end], values) for start, end, values in sorted(found, key=lambda at: at[:2])]


def without_numbers(text: str, language: str) -> str:
    """``text`` with a space for each of its numbers; which they are was looked at before."""
    if language == "th":
        return _THAI.sub(" ", text)
    if language.startswith("zh") or language == "ja":
        said = list(text)
        for match in _HAN.finditer(_HAN_PHRASES.sub(lambda phrase: "·" * len(phrase[0]), text)):
            said[match.start() : match.end()] = " " * len(match[0])
        return "".join(said)
    known = _number_words(language) | _JOINED[language]
    return _WORD.sub(lambda match: " " if match[0].lower() in known else match[0], text)


def numbers_in(text: str, language: str) -> set[float]:
    """What the digits of a text say: the numbers that a product's own name may bring along ("iPhone 15")."""
    reader = READERS[language]
    found = (plain(match[0], reader.comma_is_point) for match in _DIGITS.finditer(unicodedata.normalize("NFKC", text)))
    return {float(number) for number in found if number is not None}


def han_numbers(text: str) -> list[tuple[str, int]]:
    """(as it is written, its value) of the numbers in Chinese characters. Phrases that count nothing are left out."""
    return [(match[0], han_value(match[0])) for match in _han_runs(text)]


def _han_runs(text: str) -> Iterator[re.Match[str]]:
    text = re.sub(r"(?<=\d)[千万萬亿億]", "·", text)  # 12万 is told by its digits
    return _HAN.finditer(_HAN_PHRASES.sub(lambda match: "·" * len(match[0]), text))


def han_value(run: str) -> int:
    """一万零五十 is 10050, 两百 200, 二零二六 2026, 一千二 1200."""
    if not any(char in _HAN_PLACES or char in _HAN_GROUPS for char in run):
        return int("".join(str(_HAN_VALUES[char]) for char in run))
    total, section, digit, last = 0, 0, 0, 1
    pending = False
    for char in run:
        if char in _HAN_VALUES:
            digit, pending = _HAN_VALUES[char], True
            last = 1 if digit == 0 else last
        elif char in _HAN_PLACES:
            section += (digit if pending else 1) * _HAN_PLACES[char]
            digit, pending, last = 0, False, _HAN_PLACES[char]
        else:
            section += digit if pending else 0
            group = _HAN_GROUPS[char]
            if total and total < group:
                total, section = (total + section) * group, 0
            else:
                total, section = total + max(section, 1) * group, 0
            digit, pending, last = 0, False, group
    short = pending and last >= 100 and run[-2:-1] in {*_HAN_PLACES, *_HAN_GROUPS}  # 一千二, 三万五
    return total + section + (digit * last // 10 if short else digit)


def _in_digits(text: str, language: str, values: set[float]) -> list[str]:
    reader, found = READERS[language], []
    for match in _DIGITS.finditer(text):
        value, _ = _figure(match, reader.comma_is_point, text)
        if value is None or round(value, 4) not in values:
            found.append(match[0])
    return found + [char for char in text if _is_sign(char) and round(unicodedata.numeric(char), 4) not in values]


def _figure(match: re.Match[str], comma_is_point: bool, text: str) -> tuple[float | None, int]:
    """What digits say, and where they end: 12万 is 120000."""
    number = plain(match[0], comma_is_point)
    unit = text[match.end() : match.end() + 1]
    if number is None or unit not in tuple("万萬千亿億"):
        return (None if number is None else float(number)), match.end()
    return float(number) * (_HAN_GROUPS.get(unit) or _HAN_PLACES[unit]), match.end() + 1


def _is_sign(char: str) -> bool:
    """A number that is no digit, 〥 or ፭: voices are given its value."""
    return unicodedata.category(char) in ("Nl", "No") and char not in _HAN_VALUES


def _in_words(text: str, language: str, values: set[float]) -> list[str]:
    """Runs of the words that numbers are made of, each of which has to be one that may be named: two of them beside
    each other would be heard as a third."""
    spoken = _spoken_forms(language, values)
    runs = ([match[0] for match in run] for run in _runs(text, language))
    return [" ".join(words) for words in runs if "".join(words) not in spoken]


def _runs(text: str, language: str) -> list[list[re.Match[str]]]:
    """Words of numbers that stand beside each other."""
    text = _ONE_IN_PHRASES[language].sub(lambda match: "·" * len(match[0]), text)
    known, joined = _number_words(language), _JOINED[language]
    found: list[list[re.Match[str]]] = []
    run: list[re.Match[str]] = []
    end = 0

    def close() -> None:
        while run and run[-1][0] in joined:
            run.pop()
        if run:
            found.append(run.copy())
        run.clear()

    for match in _WORD.finditer(text):
        if run and text[end : match.start()].strip(" -'’"):
            close()
        end = match.end()
        if match[0] in known or (run and match[0] in joined):
            run.append(match)
        else:
            close()
    close()
    return found


@cache
def _number_words(language: str) -> frozenset[str]:
    """Every word that numbers of the language are made of."""
    reader = READERS[language]
    sample = [*range(130), *range(200, 1001, 100), 2000, 10**6, 2 * 10**6, 10**9, 2 * 10**9, 10**12, 2 * 10**12]
    forms = (
        words
        for number in sample
        for words in (reader.cardinal(number), *(reader.before(number, Noun("", "", sex)) for sex in (False, True)))
    )
    words = {word for said in forms for word in _WORD.findall(said)}
    words |= {word for number in range(3, 11) for word in _ordinals(number, language)}
    return frozenset((words | set(_MORE[language])) - _JOINED[language] - {"de"})


def _ordinals(number: int, language: str) -> tuple[str, ...]:
    if language not in _ORDINALS or not 3 <= number <= 10:
        return ()
    word = _ORDINALS[language][number - 3]
    return (word, f"{word}o", f"{word}a") if language in ("es", "pt") else (word,)


def _spoken_forms(language: str, values: set[float]) -> frozenset[str]:
    """How the numbers that may be named are said, without gaps."""
    reader = READERS[language]
    said = set()
    for value in values:
        if value < 0:
            continue
        if value != int(value):
            said.add(reader.decimal(f"{value:g}"))
            continue
        number = int(value)
        said |= {reader.cardinal(number), *(reader.before(number, Noun("", "", sex)) for sex in (False, True))}
        said |= set(_ordinals(number, language))
    return frozenset("".join(_WORD.findall(words)) if language != "th" else words for words in said)
