"""One check of the diagnosis: what was looked at, how it stands, what was seen, and what to do. Pure.

Sentences stand in words.py: ``code`` says what was seen, ``code_do``, where there is one, what to do about it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from hushcue_words import LANGUAGES

from .words import WORDS

Verdict = Literal["ok", "warn", "wrong", "skipped"]
MARKS = {"ok": "✓", "warn": "!", "wrong": "✗", "skipped": "-"}
STYLES = {"ok": "green", "warn": "yellow", "wrong": "bold red", "skipped": "dim"}


@dataclass(frozen=True)
class Row:
    """check: of CHECKS in words.py. code: the sentence of what was seen; facts: what it needs, and figures beside."""

    check: str
    verdict: Verdict
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def said(self) -> str:
        """What was seen, in the language in force."""
        return WORDS.say(self.code, **self.facts)

    def advice(self) -> str:
        """What to do, "" where there is nothing."""
        return WORDS.say(self.code + "_do", **self.facts) if self.code + "_do" in WORDS else ""

    def as_json(self) -> dict[str, Any]:
        """For programs, and for people who read it later in either language."""
        advice = WORDS.both(self.code + "_do", **self.facts) if self.code + "_do" in WORDS else None
        return {
            "check": self.check,
            "verdict": self.verdict,
            "code": self.code,
            "seen": {name: value for name, value in self.facts.items() if is_plain(value)},
            "text": WORDS.both(self.code, **self.facts),
            "advice": advice,
        }


def is_plain(value: object) -> bool:
    """Whether JSON has it."""
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and is_plain(each) for key, each in value.items())
    if isinstance(value, list | tuple):
        return all(is_plain(each) for each in value)
    return value is None or isinstance(value, bool | int | float | str)


def worst(rows: Sequence[Row]) -> Verdict:
    """Of all: "wrong" before "warn" before "ok"."""
    order: tuple[Verdict, ...] = ("wrong", "warn", "ok")
    return next((each for each in order if any(row.verdict == each for row in rows)), "skipped")


def report(rows: Sequence[Row], about: Mapping[str, Any]) -> dict[str, Any]:
    """The whole as JSON. ``about``: whom it is about, and when."""
    counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in MARKS}
    summary = {tongue: summary_in(tongue, rows) for tongue in LANGUAGES}
    return {**about, "verdict": worst(rows), "counts": counts, "summary": summary, "rows": [r.as_json() for r in rows]}


def summary_in(tongue: str, rows: Sequence[Row]) -> str:
    """One sentence for the end."""
    wrong = sum(row.verdict == "wrong" for row in rows)
    warned = sum(row.verdict == "warn" for row in rows)
    first = next((row for row in rows if row.verdict == "wrong"), None)
    if first is not None:
        facts = {"wrong": wrong, "warned": warned, "first": WORDS.say_in(tongue, "check_" + first.check, {})}
        return WORDS.say_in(tongue, "summary_wrong", facts)
    return WORDS.say_in(tongue, "summary_warn" if warned else "summary_ok", {"warned": warned})
