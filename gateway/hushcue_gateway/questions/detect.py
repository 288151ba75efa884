"""Whether a comment asks something: marks, words that ask, topics, and what speaks against it, added up.

A mark or a word that certainly asks is enough. Topics alone are not: "the size fits" asks nothing, so what is short,
half asking or polite counts only together with a topic, and praise and news of what was bought count against it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .language import primary
from .normalise import Text
from .words import LEXICONS

THRESHOLD = 0.9
CERTAIN = 1.0
KNOWN_ALREADY = 0.3
HALF = 0.55
ASK = 0.55
SLIGHT = 0.35
TOPIC = 0.4
LONE_TOPIC = 0.55
PRAISE = -0.7
DONE = -1.2
SHORT_WORDS = 9
SHORT_CHARS = 26
"""In what is longer, half a sign asks nothing."""
_BODY = re.compile(
    r"(?<!\d)1[3-9]\d ?(?:cm|厘米|公分)?[ ,，/、和与-]{0,3}(?:体重|體重)?\d{2,3} ?(?:kg|公斤|斤|กก|"
    r"กิโล|kilos?|キロ|lbs)?(?!\d)|"
    r"\b(?:mido|meço|mede|uso) 1?[.,]?\d{2,3}\b|\b(?:1m\d{1,2}|m\d{2}) ?,? ?\d{2} ?(?:kg|k|ky|ký|"
    r"cân)\b|\b(?:tb|bb|td) ?\d{2,3}\b.{0,8}\b(?:bb|tb|kg)?\b ?\d{2,3}"
)
_OTHERS = ("es", "pt", "id", "vi")
_ENGLISH = LEXICONS["en"].votes


class Verdict(NamedTuple):
    """score: 0 to about 2; a question from THRESHOLD on."""

    question: bool
    score: float


def detect(text: Text, language: str, topics: int, asking_topic: bool) -> Verdict:
    """Read one comment. topics: how many of the shop's topics its words touch. asking_topic: one of them is asked for
    by its name alone ("price", "多少钱") and nothing else is said."""
    if not text.lettered:
        return Verdict(False, 0.0)
    score = _of_language(text, primary(language), topics, asking_topic)
    if score < THRESHOLD and not text.solid and primary(language) == "en" and _ENGLISH.isdisjoint(text.words):
        # No word gave the language away: what is certain in another one counts.
        score = max(score, _elsewhere(text))
    if text.marked and (len(text.words) > 1 or text.solid or topics):
        score = max(score, CERTAIN)
    if topics and _BODY.search(text.plain):
        score = max(score, CERTAIN)
    return Verdict(score >= THRESHOLD, round(max(0.0, score), 2))


def _of_language(text: Text, name: str, topics: int, asking_topic: bool) -> float:
    words = LEXICONS[name]
    sentences = text.sentences
    if words.masked.search(sentences):
        sentences = words.masked.sub(" ", sentences)
    if words.certain.search(sentences):
        return CERTAIN
    score = 0.0
    if words.wh.search(sentences):
        if not words.known.search(sentences):
            return CERTAIN
        score = KNOWN_ALREADY
    if topics:
        score += TOPIC
        if asking_topic:
            score += LONE_TOPIC
    short = len(text.plain) <= SHORT_CHARS if text.solid else len(text.words) <= SHORT_WORDS
    if short and words.half.search(sentences):
        score += HALF
    if short and words.ask.search(sentences):
        score += ASK
    if score and words.slight.search(sentences):
        score += SLIGHT
    if score >= SLIGHT:
        if words.praise.search(sentences):
            score += PRAISE
        if words.done.search(sentences):
            score += DONE
    # Half a sign and a short sentence without any topic ask nothing yet.
    return score if topics else min(score, THRESHOLD - 0.01)


def _elsewhere(text: Text) -> float:
    for name in _OTHERS:
        words = LEXICONS[name]
        if words.certain.search(words.masked.sub(" ", text.sentences)):
            return CERTAIN
    return 0.0
