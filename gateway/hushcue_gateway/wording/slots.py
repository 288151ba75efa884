"""A template and its facts become a text for screens and the same for a voice. Pure.

| slot                   | is                                                                       |
|------------------------|--------------------------------------------------------------------------|
| `{it}` `{next}`        | the product: its number in the list, else its label                      |
| `{label}`              | its label, where the voice can read it                                   |
| `{topic}`              | what is asked about, in the language                                     |
| `{stock:unit/units}`   | a count with its noun; forms as a Noun's, none for the bare number       |
| `{viewers>viewer/viewers}` | the same, rounded down to two figures and said to be more            |
| `{stock?queda/quedan}` | the first for one, the second otherwise                                  |
| `{seconds_left~}`      | a duration, as exact as it can still be when it is heard                 |
| `{cvr}` `{times}`      | a share as percent, a factor: on cards                                   |
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from ..rules.opportunity import FactValue
from .line import SLOT, Pack, Template
from .product_names import label_of, name_of, reads
from .readers import READERS, Noun, Reader
from .readers.reader import rounded_down
from .readers.text import as_spoken

NAMES = ("it", "next", "label", "topic")
SHARES = frozenset({"ctr", "cvr", "usual_cvr"})
MOST_TOPIC_CHARS = 24


class Untold(Exception):
    """The template needs what the facts do not tell."""


def filled(template: Template, facts: Mapping[str, FactValue], pack: Pack) -> tuple[str, str, tuple[str, ...]] | None:
    """(text, spoken, the facts in it); None where a fact is missing or out of its bounds."""
    filling = _Filling(facts, pack)
    try:
        for name, least in template.least.items():
            if filling.number(name) < least:
                return None
        text = SLOT.sub(lambda match: filling.shown(match[1], match[2] or "", match[3] or ""), template.text)
        spoken = SLOT.sub(
            lambda match: filling.said(match[1], match[2] or "", match[3] or ""), template.spoken or template.text
        )
    except Untold:
        return None
    if filling.may_capitalise(template):
        text = text[:1].upper() + text[1:]
    return text, spoken, tuple(filling.told)


def near(seconds: int) -> int:
    """A duration as it can be said while it goes on: rounded down, from half a minute on in steps."""
    for below, step in ((21, 1), (120, 10), (600, 30)):
        if seconds < below:
            return seconds - seconds % step
    return seconds - seconds % 60


def figure(number: int, pack: Pack) -> str:
    """With the thousands' mark of the language."""
    digits = str(abs(number))
    if pack.group and len(digits) > (4 if pack.language == "es" else 3):
        digits = f"{abs(number):,}".replace(",", pack.group)
    return f"-{digits}" if number < 0 else digits


class _Filling:
    """One template's. told: the facts that were used, in their order."""

    def __init__(self, facts: Mapping[str, FactValue], pack: Pack):
        self._facts = facts
        self._pack = pack
        self._reader: Reader = READERS[pack.language]
        self.told: dict[str, None] = {}

    def number(self, name: str) -> float:
        """Raises Untold."""
        value = self._facts.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
            raise Untold(name)
        return value

    def shown(self, name: str, kind: str, forms: str) -> str:
        """A slot on a screen."""
        if name in NAMES:
            return self._name(name)[0]
        if name == "src":
            return self._text(name)
        value = self._told_number(name)
        if kind == "?":
            return _chosen(value, forms)
        if kind == "~":
            return self._duration_shown(near(round(value)))
        if not kind and name in SHARES:
            return f"{self._point(round(value * 100, 1))}%"
        if not kind and value != round(value):
            return self._point(round(value, 1))
        whole = round(value)
        if kind == ">" and (low := rounded_down(whole)) != whole:
            return self._pack.over.format(n=figure(low, self._pack), noun=Noun.of(forms).many).strip()
        return self._counted_shown(whole, forms)

    def said(self, name: str, kind: str, forms: str) -> str:
        """A slot in a voice's mouth."""
        if name in NAMES:
            return self._name(name)[1]
        if name == "src":
            return self._text(name)
        value = self._told_number(name)
        if kind == "?":
            return _chosen(value, forms)
        if kind == "~":
            return self._reader.duration(near(round(value)))
        if not kind and name in SHARES:
            return self._reader.percent(_plain(value * 100))
        if not kind and value != round(value):
            return self._reader.decimal(_plain(value))
        whole = round(value)
        if kind == ">":
            return self._reader.more_than(whole, forms)
        return self._reader.counted(whole, forms) if forms else self._reader.cardinal(whole)

    def may_capitalise(self, template: Template) -> bool:
        """A sentence that begins with words of ours, not with a label: "iPad" stays as it is."""
        return not template.text.startswith("{it}") or "label" not in self.told

    def _told_number(self, name: str) -> float:
        value = self.number(name)
        self.told[name] = None
        return value

    def _text(self, name: str) -> str:
        value = self._facts.get(name)
        if not isinstance(value, str) or not value:
            raise Untold(name)
        self.told[name] = None
        return value

    def _name(self, name: str) -> tuple[str, str]:
        if name == "topic":
            found = self._topic()
        elif name == "label":
            found = label_of(self._facts, self._pack)
        else:
            found = name_of(self._facts, self._pack, "next_" if name == "next" else "")
        if found is None:
            raise Untold(name)
        shown, spoken, fact = found
        self.told[fact] = None
        return shown, spoken

    def _topic(self) -> tuple[str, str, str] | None:
        """By its id; a topic that the shop made has labels in Chinese and English only, and is left out of a sentence
        in whose language they cannot be read."""
        known = self._pack.topics.get(str(self._facts.get("topic")))
        if known:
            return *known, "topic"
        name = "topic_zh" if self._pack.language.startswith("zh") else "topic_en"
        label = " ".join(str(self._facts.get(name) or "").split())
        if not 0 < len(label) <= MOST_TOPIC_CHARS or not reads(label, self._pack):
            return None
        if label[:2].istitle():  # a label of a list, in the middle of a sentence: "Ring size"
            label = label[0].lower() + label[1:]
        return label, as_spoken(label, self._reader), name

    def _counted_shown(self, number: int, forms: str) -> str:
        digits = figure(number, self._pack)
        if not forms:
            return digits
        noun = Noun.of(forms)
        return f"{digits}{self._pack.gap}{noun.one if number == 1 else noun.many}"

    def _duration_shown(self, seconds: int) -> str:
        forms = dict(zip(self._spoken_durations(), self._pack.durations or self._spoken_durations(), strict=True))
        parts = self._reader.duration_parts(seconds)
        return self._pack.gap.join(self._counted_shown(number, forms.get(each, each)) for number, each in parts)

    def _spoken_durations(self) -> tuple[str, str, str]:
        return self._reader.hour_forms, self._reader.minute_forms, self._reader.second_forms

    def _point(self, value: float) -> str:
        return _plain(value).replace(".", "," if self._reader.comma_is_point else ".")


def _plain(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _chosen(value: float, forms: str) -> str:
    one, _, many = forms.partition("/")
    return one if round(value) == 1 else many
