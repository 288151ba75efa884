"""What a product is called aloud: its label where the voice reads it, its number in the list otherwise. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from ..rules.opportunity import FactValue
from .line import Pack
from .readers import READERS
from .readers.text import as_spoken

MOST_WIDTH = 16
"""Of a label that is said: Latin letters count one, others two. Labels of shops are often whole sentences."""


def speakable(label: str, pack: Pack) -> str | None:
    """``label`` in words of the language, None where its voice cannot read it, or it is too long to be said."""
    label = " ".join(unicodedata.normalize("NFC", label).split())
    if not label or not all(char.isalnum() or char in " -'’&.%+" or _joined(char) for char in label):
        return None
    if sum(1 if char.isascii() else 2 for char in label if not _joined(char)) > MOST_WIDTH * _widening(pack):
        return None
    if not any(char.isalpha() for char in label) or not all(_reads(char, pack) for char in label if char.isalpha()):
        return None
    return as_spoken(label, READERS[pack.language])


def slot_of(facts: Mapping[str, FactValue], name: str) -> int | None:
    """The number in the list under ``name``; None where there is none: links begin at 1."""
    value = facts.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 9999 else None


def name_of(facts: Mapping[str, FactValue], pack: Pack, before: str = "") -> tuple[str, str, str] | None:
    """(as people read it, as it is spoken, the fact that told it); None where nothing can be said.

    before: "next_" for the product that follows. Hosts and operators call products by their numbers, so that comes
    first; a label that is only an id of the shop ("SKU-3021") is told by nobody. An id that is a word ("lamp") is the
    last resort, where the label cannot be said."""
    if (slot := slot_of(facts, before + "slot")) is not None:
        spoken = READERS[pack.language].cardinal(slot)
        return pack.slot.format(n=slot), (pack.slot_spoken or pack.slot).format(n=spoken), before + "slot"
    return label_of(facts, pack, before) or (None if before else _id_of(facts, pack))


def label_of(facts: Mapping[str, FactValue], pack: Pack, before: str = "") -> tuple[str, str, str] | None:
    """The same by its label alone."""
    label = facts.get(before + "label")
    if not isinstance(label, str) or (not before and label == facts.get("product") and _is_id(label)):
        return None
    spoken = speakable(label, pack)
    return (" ".join(label.split()), spoken, before + "label") if spoken else None


def _id_of(facts: Mapping[str, FactValue], pack: Pack) -> tuple[str, str, str] | None:
    """The same by its id, where that is a word."""
    product = facts.get("product")
    spoken = speakable(product, pack) if isinstance(product, str) and not _is_id(product) else None
    return (str(product), spoken, "product") if spoken else None


def reads(text: str, pack: Pack) -> bool:
    """Whether the voices of the language read every letter of it."""
    return all(_reads(char, pack) for char in text if char.isalpha())


def _reads(char: str, pack: Pack) -> bool:
    name = unicodedata.name(char, "")
    if name.startswith("MODIFIER LETTER") or name.startswith("KATAKANA-HIRAGANA"):
        return True
    return name.partition(" ")[0] in pack.scripts


def _joined(char: str) -> bool:
    """A mark that stands on a letter: tones and vowels of Thai, Vietnamese that was not composed."""
    return unicodedata.category(char) in ("Mn", "Mc")


def _widening(pack: Pack) -> float:
    """A Latin word takes more letters than a Chinese one: as many again, and half as many."""
    return 1.5 if pack.gap else 1.0


def _is_id(label: str) -> bool:
    return label.isascii() and any(char.isdigit() for char in label) and " " not in label
