"""Whether a line that a language model wrote may be said: it may name nothing that the facts do not. Pure.

Looked at after the model has answered, whatever the model is and whatever it was told. A line that is refused costs
nothing: the template's own words are ready.

| refused                         | because                                                                     |
|---------------------------------|-----------------------------------------------------------------------------|
| a number, in digits or in words | it is none of the facts' nor what comes of rounding one                     |
| one fact's number as another's  | "20 left, price 3", where 3 are left (``swapped.py``)                       |
| a claim (``claims.py``)         | superlatives, cures, guarantees, gifts and prices that are not among the facts |
| the opposite (``opposites.py``) | "do not mention it": no number, no claim, and all wrong                     |
| an address, markup, emoji       | it is no speech, and may lead viewers away                                   |
| another language                | the voice would read it as noise                                            |
| what a viewer wrote, repeated   | profanity, names and instructions come from there                           |
| too long, really spoken         | a host cannot listen and talk on for that long                              |
| strict: an unknown word         | "waterproof" has no number and is in no table                               |
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from hushcue_words import Trouble

from ..rules.opportunity import FactValue
from .claims import claims_in
from .kinds import numbers_of
from .limits import Limits
from .line import MOST_SPOKEN_S, SLOT
from .numerals import strange_numbers, without_numbers
from .opposites import opposite_in
from .readers import READERS
from .swapped import swapped
from .templates import PACKS
from .words import WORDS

MOST_CHARS = 160
LONGEST_S = 8.0
"""Whatever a show has set."""
_MARKUP = re.compile(
    r"https?:|www\.|\b[\w-]+\.(?:com|net|org|cn|io|me|co|shop|vn|th|id|br|mx|jp|tw)\b|[<>{}\[\]`*_#|\\^~=@]|\$\(|&\w+;|//"
    r"|\b(?:wechat|whatsapp|telegram|line id|vx|weixin)\b|微信|加v|加我"
    r"|as an ai|language model|system prompt|ignore (?:all|previous)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"https?:|www\.|//|(?<![\w.])[a-z0-9][a-z0-9-]*\.[a-z]{2,}"
    r"|\b(?:dot|punto|ponto|titik|chấm) ?(?:com|net|cn|co|shop)\b|[点點](?:com|net|cn)|ドットコム|จุดคอม",
    re.IGNORECASE,
)
"""As letters of any width spell it."""
_SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "zh-Hans": ("CJK",),
    "zh-Hant": ("CJK",),
    "ja": ("HIRAGANA", "KATAKANA", "CJK"),
    "th": ("THAI",),
}
_MOSTLY = 0.6
"""Of the letters are of the language's script; names of products bring others along."""
_QUOTE_CHARS = {True: 6, False: 18}
"""As long as this, what is the same as in a comment was taken from it. True: of a script without spaces."""
_SMALL: Mapping[str, str] = {
    "zh-Hans": "的了吧呢啊吗在有还就都很也和是多个请您你我他她们这那哦呀嘛给把被让号",
    "zh-Hant": "的了吧呢啊嗎在有還就都很也和是多個請您你我他她們這那喔呀囉給把被讓跟號",
    "ja": "をはがにでとのもへやかねよ",
    "th": "",
}
"""Characters that claim nothing by themselves: particles and pronouns."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Refusal:
    """code and facts: of ``words.py``."""

    code: str
    facts: Mapping[str, str | int | float]

    def trouble(self) -> Trouble:
        """For people."""
        return WORDS.trouble(self.code, exit_code=0, **self.facts)


def check(
    text: str,
    facts: Mapping[str, FactValue],
    language: str,
    spoken_s: float,
    max_s: float = MOST_SPOKEN_S,
    *,
    told: str = "",
    limits: Limits | None = None,
    comments: Iterable[str] = (),
) -> Refusal | None:
    """None: it may be said. facts: those that it says it is made of. language: of LANGUAGES. spoken_s: how long its
    sound really is; 0 where it is not made yet. told: the template's own text, which may be repeated."""
    limits = limits or Limits()
    plain = unicodedata.normalize("NFKC", text)
    strings = (value for value in facts.values() if isinstance(value, str) and value)
    topic = PACKS[language].topics.get(str(facts.get("topic")), ("", ""))[0]
    lifted = (told, topic, *strings, *limits.allowed_claims)
    if not any(char.isalnum() for char in plain):
        return Refusal("guard_empty", {})
    if len(text) > MOST_CHARS:
        return Refusal("guard_too_many_letters", {"most": MOST_CHARS})
    if (found := _no_speech(text) or _address(plain, lifted)) is not None:
        return Refusal("guard_markup", {"found": found})
    if not _is_of(plain, language, facts):
        return Refusal("guard_other_language", {"language": language})
    if strange := strange_numbers(text, language, numbers_of(facts, language)):
        return Refusal("guard_strange_number", {"number": strange[0][:20]})
    if claims := claims_in(plain, language, limits.own_claims, lifted):
        return Refusal("guard_claim", {"claim": claims[0][:20]})
    if (word := opposite_in(plain, language)) and not opposite_in(told, language):
        return Refusal("guard_opposite", {"word": word[:20]})
    if number := swapped(text, language, facts):
        return Refusal("guard_swapped_number", {"number": number[:20]})
    if any(_quotes(plain, comment, language, told) for comment in comments):
        return Refusal("guard_quotes_viewer", {})
    if limits.strict and (word := _unknown(plain, language, (*lifted, *limits.nouns))):
        return Refusal("guard_unknown_word", {"word": word[:20]})
    most_s = min(max_s, LONGEST_S)
    if spoken_s > most_s:
        return Refusal("guard_too_long", {"seconds": round(spoken_s, 1), "most": most_s})
    return None


def _no_speech(text: str) -> str | None:
    if match := _MARKUP.search(text):
        return match[0]
    for char in text:
        if unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs", "Cn", "So", "Sk", "Zl", "Zp"):
            return f"U+{ord(char):04X}"
    return None


def _address(text: str, lifted: tuple[str, ...]) -> str | None:
    """Of some place on the net. lifted: what may be said as it is; a brand may look like one."""
    for each in lifted:
        text = text.replace(unicodedata.normalize("NFKC", each), " ") if each else text
    match = _ADDRESS.search(text)
    return match[0][:20] if match else None


def _is_of(text: str, language: str, facts: Mapping[str, FactValue]) -> bool:
    for value in facts.values():
        if isinstance(value, str) and value:
            text = text.replace(value, "")
    letters = [unicodedata.name(char, "").partition(" ")[0] for char in text if char.isalpha()]
    scripts = _SCRIPTS.get(language, ("LATIN",))
    own = sum(name in scripts for name in letters)
    if language == "ja" and len(letters) > 8 and not any(name in ("HIRAGANA", "KATAKANA") for name in letters):
        return False
    return not letters or own >= _MOSTLY * len(letters)


def _solid(language: str) -> bool:
    """Written without spaces between words."""
    return language in _SCRIPTS


def _quotes(text: str, comment: str, language: str, told: str) -> bool:
    """Whether a stretch of the comment stands in the text that neither the template nor chance put there."""
    length = _QUOTE_CHARS[_solid(language)]
    text, comment, told = (" ".join(each.lower().split()) for each in (text, comment, told))
    stretches = (comment[start : start + length] for start in range(len(comment) - length + 1))
    return any(stretch in text and stretch not in told for stretch in stretches)


def _unknown(text: str, language: str, known: tuple[str, ...]) -> str | None:
    """The first word that nobody has told. In scripts without spaces: the first character that is in no pair of
    characters anybody has told."""
    text = without_numbers(text.lower(), language)
    if not _solid(language):
        words = _vocabulary(language) | {word for each in known for word in _WORD.findall(each.lower())}
        return next((word for word in _WORD.findall(text) if word not in words), None)
    for each in known:
        text = text.replace(unicodedata.normalize("NFKC", each).lower(), " ") if each else text
    pairs = _vocabulary(language) | set(_SMALL[language])
    for at, char in enumerate(text):
        if char.isalpha() and not {char, text[at : at + 2], text[at - 1 : at + 1] if at else ""} & pairs:
            return text[at : at + 4]
    return None


@cache
def _vocabulary(language: str) -> frozenset[str]:
    """Words of every template of the language, or its pairs of characters and what is counted."""
    pack = PACKS[language]
    texts = [template.text for room in (pack.cues, pack.cards) for each in room.values() for template in each]
    nouns = [
        noun.removeprefix("f ")
        for text in texts
        for match in SLOT.finditer(text)
        for noun in (match[3] or "").split("/")
    ]
    texts = [SLOT.sub(lambda match: " " + (match[3] or "").partition("/")[0], text) for text in texts]
    texts += [*nouns, *(name for name, _ in pack.topics.values()), *(pack.durations or ()), SLOT.sub(" ", pack.slot)]
    texts += [SLOT.sub(" ", pack.over), *_durations(language)]
    texts = [unicodedata.normalize("NFKC", text).lower() for text in texts]
    if not _solid(language):
        return frozenset(word for text in texts for word in _WORD.findall(text))
    pairs = {text[at : at + 2] for text in texts for at in range(len(text) - 1)}
    singles = {text.strip() for text in texts if len(text.strip()) == 1}
    return frozenset(pair for pair in pairs | singles if pair.isalpha() or _marked(pair))


def _durations(language: str) -> tuple[str, ...]:
    reader = READERS[language]
    forms = (reader.hour_forms, reader.minute_forms, reader.second_forms)
    short = ("分",) if language.startswith("zh") else ()
    return (*short, *(word.removeprefix("f ") for each in forms for word in each.split("/")))


def _marked(pair: str) -> bool:
    """Letters with marks of their own, as Thai writes them."""
    return all(unicodedata.category(char)[0] in "LM" for char in pair)
