"""Every catalogue of the tools: both languages there, and Chinese is Chinese."""

import re

import pytest

from hushcue_tools import words as cli_words
from hushcue_tools.bench import words as bench_words
from hushcue_tools.data import words as data_words
from hushcue_tools.demo import words as demo_words
from hushcue_tools.diagnose import words as diagnose_words
from hushcue_tools.monitor import words as monitor_words
from hushcue_tools.pc_bodypack import words as bodypack_words
from hushcue_tools.provision import words as provision_words
from hushcue_tools.update import words as update_words
from hushcue_words import Catalogue

CATALOGUES = [
    cli_words.WORDS,
    demo_words.WORDS,
    bodypack_words.WORDS,
    bench_words.WORDS,
    data_words.WORDS,
    diagnose_words.WORDS,
    monitor_words.WORDS,
    provision_words.WORDS,
    update_words.WORDS,
]
WORD = re.compile(r"\b(?!hushcue\b)[a-z]{3,}\b")


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_each_sentence_can_be_said_in_both_languages(catalogue: Catalogue) -> None:
    for code in catalogue:
        facts = {name: "7" for name in catalogue.placeholders(code)}
        english, chinese = catalogue.both(code, **facts).values()
        assert not re.search(r"[\u4e00-\u9fff]", english), code
        if WORD.search(english):  # names, units and figures are the same in both
            assert re.search(r"[\u4e00-\u9fff]", chinese), code
