"""A comment as readers of it need it: one way of writing, cut into sentences, what decorates it left out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

MAX_CHARS = 500
"""Of a comment; what is longer is cut, so that no pattern ever meets a long text."""
MAX_SENTENCES = 16
BAR = "|"
"""Stands before, between and behind sentences, so that a pattern can ask for a beginning or an end."""

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u2800\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f"
    "\U000e0000-\U000e01ef]"
)
_PICTURES = re.compile("[\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff]+")
_STICKER = re.compile(r"\[[^\[\]\s]{1,12}\]")
LINK = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.-])[\w-]{1,40}(?:\.[\w-]{1,40}){0,3}\.(?:com|net|org|cn|co|io|me|ly|shop|xyz|top)\b(?:/\S*)?"
)
MENTION = re.compile(r"(?<![\w.])@[^\s@,，:：]{1,32}")
_LONG_RUN = re.compile(r"([^\d\s])\1{2,}")
_SPACES = re.compile(r"\s+")
_ENDS = re.compile(r"・{2,}|[!?;。！？；…~\n|]+|\.(?!\d)")
_WORD = re.compile(r"[^\W_]+")
_SOLID = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_LETTER = re.compile(r"[^\W\d_]")


def _folds() -> dict[int, str]:
    """Latin letter with accents -> without. Other scripts' marks are letters of theirs (Thai vowels), and stay."""
    table = {ord("đ"): "d", ord("ø"): "o", ord("ß"): "ss", ord("ı"): "i", ord("ł"): "l"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = "".join(char for char in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(char))
        if base != chr(code):
            table[code] = base
    return table


_FOLDS = _folds()


@dataclass(frozen=True, slots=True)
class Text:
    """plain: NFKC, small letters, no links, names, pictures and long runs. folded: plain without accents on Latin
    letters. sentences: ``| one | two |``, of plain. words: of folded. marked: a question mark stood in it. solid: its
    script sets no spaces between words. lettered: at least one letter."""

    plain: str
    folded: str
    sentences: str
    words: tuple[str, ...]
    marked: bool
    solid: bool
    lettered: bool


def fold(text: str) -> str:
    """Small Latin letters without accents; everything else as it is."""
    return text.translate(_FOLDS)


def simplest(raw: str) -> str:
    """NFKC (but Thai am in one piece, as people type it), small letters, cut to MAX_CHARS, nothing invisible; links,
    names and pictures still in it."""
    text = unicodedata.normalize("NFKC", raw[:MAX_CHARS])[:MAX_CHARS].replace("\u0e4d\u0e32", "\u0e33")
    return INVISIBLE.sub("", text).lower()


def normalise(raw: str) -> Text:
    """Read a comment. Never raises, whatever is in it."""
    text = simplest(raw)
    if "." in text or "@" in text:
        text = MENTION.sub(" ", LINK.sub(" ", text))
    if "[" in text:
        text = _STICKER.sub(" ", text)
    text = _PICTURES.sub(" ", text).replace("\u2019", "'").replace("`", "'")
    marked = "?" in text or "\u00bf" in text
    text = _SPACES.sub(" ", _LONG_RUN.sub(r"\1", text)).strip()
    pieces = (piece.strip(" ,，、\"'“”()¡¿:：-") for piece in _ENDS.split(text))
    sentences = "".join(f"{BAR} {piece} " for piece in islice(filter(None, pieces), MAX_SENTENCES)) + BAR
    folded = fold(text)
    return Text(
        plain=text,
        folded=folded,
        sentences=sentences,
        words=tuple(_WORD.findall(folded)),
        marked=marked,
        solid=_SOLID.search(text) is not None,
        lettered=_LETTER.search(text) is not None,
    )
