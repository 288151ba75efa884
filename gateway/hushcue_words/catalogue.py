"""A catalogue: every sentence one room says, under its code, in both languages."""

from collections.abc import Iterator, Mapping
from string import Formatter

from .language import LANGUAGES, language
from .trouble import EXIT_USAGE, Trouble


class Catalogue:
    """Sentences by code: ``{code: (english, chinese)}`` with ``{placeholders}`` that agree in both.

    Checked when it is made: an empty sentence, or a placeholder that only one language has, is ValueError.
    """

    def __init__(self, sentences: Mapping[str, tuple[str, str]]):
        self._sentences = dict(sentences)
        for code, pair in self._sentences.items():
            if not all(text.strip() for text in pair):
                raise ValueError(f"{code}: a sentence is empty")
            english, chinese = (placeholders(text) for text in pair)
            if english != chinese:
                raise ValueError(f"{code}: placeholders differ: {sorted(english)} and {sorted(chinese)}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._sentences)

    def __contains__(self, code: object) -> bool:
        return code in self._sentences

    def placeholders(self, code: str) -> frozenset[str]:
        """The facts that the sentence ``code`` needs."""
        return placeholders(self._sentences[code][0])

    def say(self, code: str, /, **facts: object) -> str:
        """The sentence in the language in force. An unknown code or a missing fact is our mistake: KeyError."""
        return self.say_in(language(), code, facts)

    def say_in(self, tongue: str, code: str, facts: Mapping[str, object]) -> str:
        """The sentence in ``tongue``, one of LANGUAGES. A fact that is itself Trouble is said in that tongue too."""
        told = {name: fact.in_language(tongue) if isinstance(fact, Trouble) else fact for name, fact in facts.items()}
        return self._sentences[code][LANGUAGES.index(tongue)].format_map(told)

    def both(self, code: str, /, **facts: object) -> dict[str, str]:
        """``{"en": ..., "zh": ...}`` for answers whose reader's language is not known."""
        return {tongue: self.say_in(tongue, code, facts) for tongue in LANGUAGES}

    def trouble(self, code: str, /, *, exit_code: int = EXIT_USAGE, **facts: object) -> Trouble:
        """A Trouble to raise; that its sentence can be said is checked here, not at the edge."""
        trouble = Trouble(self, code, facts, exit_code)
        trouble.in_language("en")
        return trouble


def placeholders(text: str) -> frozenset[str]:
    """The names between braces."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
