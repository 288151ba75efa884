"""Something a person has to put right: raised as codes and facts, turned into words only at the edge."""

import sys
from collections.abc import Mapping, Sequence
from typing import Protocol, TextIO

from .language import language

EXIT_OK = 0
EXIT_BUG = 1
"""Our own mistake."""
EXIT_USAGE = 2
"""The command line or the configuration is wrong."""
EXIT_MISSING = 3
"""Something outside is missing or taken: a program, a port, a device."""


class Words(Protocol):
    """What a Trouble needs of its catalogue."""

    def say_in(self, tongue: str, code: str, facts: Mapping[str, object]) -> str: ...


class Trouble(Exception):
    """``code`` and ``facts`` for programs, ``str(trouble)`` for people. Made by ``Catalogue.trouble``."""

    def __init__(self, words: Words, code: str, facts: Mapping[str, object], exit_code: int):
        super().__init__(words, code, facts, exit_code)
        self.words = words
        self.code = code
        self.facts = dict(facts)
        self.exit_code = exit_code

    def in_language(self, tongue: str) -> str:
        """The sentence in "en" or "zh"."""
        return self.words.say_in(tongue, self.code, self.facts)

    def __str__(self) -> str:
        return self.in_language(language())


class Troubles(Trouble):
    """Several at once, so that a person can put them all right in one go. ``exit_code`` is that of the worst."""

    def __init__(self, troubles: Sequence[Trouble]):
        first = troubles[0]
        Trouble.__init__(self, first.words, first.code, first.facts, max(each.exit_code for each in troubles))
        self.args = (troubles,)
        self.troubles = tuple(troubles)

    def in_language(self, tongue: str) -> str:
        """One line for each."""
        return "\n".join(trouble.in_language(tongue) for trouble in self.troubles)


def complain(trouble: Trouble, stream: TextIO | None = None) -> int:
    """Say it on standard error, whatever that can print, and give back the exit code."""
    stream = stream or sys.stderr
    for line in str(trouble).splitlines():
        text = f"hushcue: {line}\n"
        stream.write(text.encode(stream.encoding or "utf-8", "backslashreplace").decode(stream.encoding or "utf-8"))
    stream.flush()
    return trouble.exit_code
