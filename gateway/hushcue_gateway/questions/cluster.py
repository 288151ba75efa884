"""Questions of no known topic, put together by how alike they are written: one leader each, within one language."""

from __future__ import annotations

from collections import OrderedDict

from .grams import Nearest, Rarity, grams
from .language import primary
from .normalise import Text

ALIKE = 0.34
"""Cosine from which on two questions are one."""
MAX_LEADERS = 300
"""Of one language; the one heard from longest ago makes room."""
_MOST_TEXTS = 5_000


class Clusters:
    """Leaders by language. Names are "LANGUAGE/N", the same for every question like the first of them."""

    def __init__(self) -> None:
        self._rarity: dict[str, Rarity] = {}
        self._nearest: dict[str, Nearest] = {}
        self._recent: dict[str, OrderedDict[str, None]] = {}
        self._known: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._made = 0

    def name(self, text: Text, language: str) -> str:
        """The cluster of a question; a new one where none is like it."""
        tongue = primary(language)
        key = (tongue, text.folded)
        known = self._known.get(key)
        if known is not None and known in self._recent[tongue]:
            self._recent[tongue].move_to_end(known)
            return known
        rarity = self._rarity.setdefault(tongue, Rarity())
        nearest = self._nearest.setdefault(tongue, Nearest())
        recent = self._recent.setdefault(tongue, OrderedDict())
        counts = grams(text)
        rarity.learn(counts)
        vector = rarity.vector(counts)
        found, likeness = nearest.nearest(vector)
        if likeness < ALIKE:
            self._made += 1
            found = f"{tongue}/{self._made}"
            nearest.add(found, vector)
            recent[found] = None
            if len(recent) > MAX_LEADERS:
                gone, _ = recent.popitem(last=False)
                nearest.drop(gone)
        recent.move_to_end(found)
        self._known[key] = found
        if len(self._known) > _MOST_TEXTS:
            self._known.popitem(last=False)
        return found
