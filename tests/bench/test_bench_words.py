"""The benches' own catalogues: both languages there, and Chinese is Chinese."""

import re

import pytest

from hushcue_tools.bench import loss, proxy_bench
from hushcue_tools.bench.assistant_words import WORDS as ASSISTANT_WORDS
from hushcue_tools.bench.browser_words import WORDS as BROWSER_WORDS
from hushcue_tools.bench.crowd_words import WORDS as CROWD_WORDS
from hushcue_tools.bench.effect_words import WORDS as EFFECT_WORDS
from hushcue_tools.bench.leak_words import WORDS as LEAK_WORDS
from hushcue_tools.bench.loss_words import WORDS as LOSS_WORDS
from hushcue_tools.bench.main import BENCHES, parser_of
from hushcue_tools.bench.proxy_words import WORDS as PROXY_WORDS
from hushcue_tools.bench.questions_words import WORDS as QUESTIONS_WORDS
from hushcue_tools.bench.rules_words import WORDS as RULES_WORDS
from hushcue_words import LANGUAGES, Catalogue, choose_language

CATALOGUES = [
    ASSISTANT_WORDS,
    BROWSER_WORDS,
    CROWD_WORDS,
    EFFECT_WORDS,
    LEAK_WORDS,
    LOSS_WORDS,
    PROXY_WORDS,
    QUESTIONS_WORDS,
    RULES_WORDS,
]


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_each_sentence_can_be_said_in_both_languages(catalogue: Catalogue) -> None:
    for code in catalogue:
        facts = {name: "7" for name in catalogue.placeholders(code)}
        english, chinese = catalogue.both(code, **facts).values()
        assert not re.search(r"[\u4e00-\u9fff]", english), code
        assert re.search(r"[\u4e00-\u9fff]", chinese), code


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(BENCHES))
def test_help_can_be_said_in_every_language(name: str, language: str) -> None:
    try:
        choose_language(language)
        assert "--json" in parser_of(name).format_help()
    finally:
        choose_language("en")


def test_both_reports_can_be_said_before_anything_happened() -> None:
    nothing = {"datagrams": 0, "lost": 0, "lost_percent": None, "bytes": 0}
    late = {"p50": None, "p95": None, "p99": None, "max": None}
    figures = {"there": nothing, "back": nothing, "lateness_ms": late}
    assert proxy_bench.describe(figures)
    assert proxy_bench.render(figures).row_count == 2
    assert loss.describe({"rows": []})
