"""Likeness of short texts: letters in a row, weighed by how rare they are (tf-idf), compared by the cosine."""

from __future__ import annotations

import math
from collections.abc import Mapping

from .normalise import Text

Vector = Mapping[str, float]
MAX_GRAMS = 120
_MOST_KNOWN = 50_000


def grams(text: Text) -> dict[str, int]:
    """Letters and pairs where a script sets no spaces; else words, and threes of letters within them."""
    found: dict[str, int] = {}
    if text.solid:
        letters = "".join(char for char in text.folded if char.isalnum() or "\u0e30" <= char <= "\u0e4e")
        pieces = [letters[at : at + 2] for at in range(max(1, len(letters) - 1))]
    else:
        padded = [f"_{word}_" for word in text.words]
        pieces = padded + [word[at : at + 3] for word in padded if len(word) > 4 for at in range(len(word) - 2)]
    for piece in pieces[:MAX_GRAMS]:
        found[piece] = found.get(piece, 0) + 1
    return found


class Rarity:
    """How rare each gram is among the texts seen so far."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}
        self._texts = 0

    def learn(self, counts: Mapping[str, int]) -> None:
        """One more text. When too many grams are known, those seen once go."""
        self._texts += 1
        for gram in counts:
            self._seen[gram] = self._seen.get(gram, 0) + 1
        if len(self._seen) > _MOST_KNOWN:
            self._seen = {gram: number for gram, number in self._seen.items() if number > 1}

    def vector(self, counts: Mapping[str, int]) -> dict[str, float]:
        """Of length 1; empty for an empty text."""
        weights = {
            gram: (1.0 + math.log(number)) * (1.0 + math.log((1 + self._texts) / (1 + self._seen.get(gram, 0))))
            for gram, number in counts.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {gram: weight / length for gram, weight in weights.items()} if length else {}


class Nearest:
    """Vectors by name, and which one is nearest; found through the grams that it shares."""

    def __init__(self) -> None:
        self._vectors: dict[str, Vector] = {}
        self._holders: dict[str, dict[str, float]] = {}

    def __len__(self) -> int:
        return len(self._vectors)

    def add(self, name: str, vector: Vector) -> None:
        """A new name, or a new vector for it."""
        self.drop(name)
        self._vectors[name] = vector
        for gram, weight in vector.items():
            self._holders.setdefault(gram, {})[name] = weight

    def drop(self, name: str) -> None:
        """Forget a name; one that is not there is no fault."""
        for gram in self._vectors.pop(name, {}):
            holders = self._holders[gram]
            del holders[name]
            if not holders:
                del self._holders[gram]

    def nearest(self, vector: Vector) -> tuple[str, float]:
        """Name and cosine of the nearest, ("", 0.0) where none shares a gram."""
        sums: dict[str, float] = {}
        for gram, weight in vector.items():
            for name, other in self._holders.get(gram, {}).items():
                sums[name] = sums.get(name, 0.0) + weight * other
        if not sums:
            return "", 0.0
        best = max(sums, key=sums.__getitem__)
        return best, sums[best]
