"""Everything about effect can be said in both languages, and every reason has a sentence."""

import re

import pytest

from hushcue_gateway.effect.moment import REASONS
from hushcue_gateway.effect.words import WORDS
from hushcue_gateway.report.words import WORDS as REPORT_WORDS
from hushcue_gateway.rules.opportunity import RULES
from hushcue_words import Catalogue


@pytest.mark.parametrize("catalogue", [WORDS, REPORT_WORDS], ids=["effect", "report"])
def test_english_is_english_and_chinese_is_chinese(catalogue: Catalogue) -> None:
    for code in catalogue:
        facts = dict.fromkeys(catalogue.placeholders(code), "7")
        english, chinese = catalogue.both(code, **facts).values()
        assert not re.search(r"[\u4e00-\u9fff]", english), code
        assert re.search(r"[\u4e00-\u9fff]", chinese) or code == "reason", code


@pytest.mark.parametrize("reason", [*REASONS, "no_clicks", "no_viewer_minutes", "forced"])
def test_every_reason_for_leaving_a_moment_out_can_be_said(reason: str) -> None:
    assert reason in WORDS


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_name(rule: str) -> None:
    assert f"rule_{rule}" in WORDS
