"""How rules are set: shown as a table, kept as JSON, checked."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.rules.forms import GENERAL_FORM, RULE_FORMS, cooldown_form, forms_json, holdout_form, modes_of
from hushcue_gateway.rules.opportunity import NEVER_HELD, RULES
from hushcue_gateway.rules.settings import RuleSettings
from hushcue_gateway.rules.words import WORDS
from hushcue_words import Trouble

BAD: list[tuple[Any, str]] = [
    (None, "rules_not_object"),
    ([], "rules_not_object"),
    ({"rules": []}, "rules_not_object"),
    ({"rules": {"stock_low": 3}}, "rules_not_object"),
    ({"rules": {"stock_low": {"thresholds": 3}}}, "rules_not_object"),
    ({"other": {}}, "rules_unknown"),
    ({"rules": {"weather": {}}}, "rules_unknown"),
    ({"rules": {"stock_low": {"colour": 1}}}, "rules_unknown"),
    ({"rules": {"stock_low": {"thresholds": {"minutes": 1}}}}, "rules_unknown"),
    ({"general": {"speed": 1}}, "rules_unknown"),
    ({"rules": {"stock_low": {"mode": "always"}}}, "rules_mode"),
    ({"rules": {"source_stale": {"mode": "auto"}}}, "rules_mode"),
    ({"rules": {"stock_low": {"mode": ["auto"]}}}, "rules_mode"),
    ({"rules": {"stock_low": {"holdout_percent": 30}}}, "rules_never_held"),
    ({"rules": {"question": {"holdout_percent": 91}}}, "rules_whole"),
    ({"rules": {"question": {"cooldown_s": 5}}}, "rules_whole"),
    ({"rules": {"stock_low": {"thresholds": {"pieces": 0}}}}, "rules_whole"),
    ({"rules": {"stock_low": {"thresholds": {"pieces": 2.5}}}}, "rules_whole"),
    ({"rules": {"stock_low": {"thresholds": {"pieces": True}}}}, "rules_whole"),
    ({"rules": {"stock_low": {"thresholds": {"pieces": "20"}}}}, "rules_whole"),
    ({"rules": {"stock_low": {"thresholds": {"pieces": 10**400}}}}, "rules_whole"),
    ({"rules": {"stock_low": {"thresholds": {"minutes_left": float("nan")}}}}, "rules_number"),
    ({"general": {"warm_up_s": -1}}, "rules_whole"),
]


@pytest.mark.parametrize(("document", "code"), BAD)
def test_what_cannot_be_is_refused_by_name_in_both_languages(document: Any, code: str) -> None:
    with pytest.raises(Trouble) as refused:
        RuleSettings.of_json(document)
    assert refused.value.code == code
    assert re.search("[\u4e00-\u9fff]", refused.value.in_language("zh"))
    assert not re.search("[\u4e00-\u9fff]", refused.value.in_language("en"))


def test_a_show_begins_with_rules_that_suggest_and_hold_out_what_may_be() -> None:
    settings = RuleSettings()
    assert {settings.of(rule).mode for rule in RULES} == {"suggest"}
    assert {rule for rule in RULES if settings.of(rule).holdout_percent == 0} == NEVER_HELD
    assert {settings.of(rule).holdout_percent for rule in set(RULES) - NEVER_HELD} == {30}


def test_settings_survive_json() -> None:
    document = {
        "general": {"warm_up_s": 60},
        "rules": {"question": {"mode": "auto", "cooldown_s": 60, "thresholds": {"users": 4}}},
    }
    settings = RuleSettings.of_json(document)
    assert RuleSettings.of_json(json.loads(json.dumps(settings.as_json()))) == settings
    assert (settings.warm_up_s, settings.product_gap_s) == (60, 120)
    assert settings.of("question").mode == "auto" and settings.of("question")["users"] == 4
    assert settings.of("question")["share_percent"] == 15


def test_a_change_leaves_alone_what_it_does_not_name() -> None:
    before = RuleSettings.of_json({"rules": {"deadline": {"mode": "off"}, "stock_low": {"thresholds": {"pieces": 7}}}})
    after = before.changed({"rules": {"stock_low": {"mode": "auto"}}})
    assert after.of("deadline").mode == "off"
    assert (after.of("stock_low").mode, after.of("stock_low")["pieces"]) == ("auto", 7)
    assert before.of("stock_low").mode == "suggest"


def test_what_another_version_kept_is_read_as_far_as_it_holds() -> None:
    kept = {
        "general": {"warm_up_s": 300, "gone": 1},
        "rules": {
            "stock_low": {"mode": "auto", "thresholds": {"pieces": 9, "gone": 2}},
            "gone": {},
            "question": {"cooldown_s": -5},
        },
    }
    settings = RuleSettings.of_store(kept)
    assert settings.warm_up_s == 300
    assert (settings.of("stock_low").mode, settings.of("stock_low")["pieces"]) == ("auto", 9)
    assert settings.of("question") == RuleSettings().of("question")
    assert RuleSettings.of_store("rubbish") == RuleSettings()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(RULES),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["general", "rules", "thresholds", "mode", "cooldown_s", "pieces", "warm_up_s", *RULES]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_whatever_is_sent_is_taken_or_refused(document: Any) -> None:
    try:
        settings = RuleSettings.of_json(document)
    except Trouble:
        settings = RuleSettings.of_store(document)
    assert RuleSettings.of_json(settings.as_json()) == settings


def test_the_table_of_settings_says_everything_in_both_languages() -> None:
    forms = forms_json()
    assert list(forms["rules"]) == list(RULES) == list(RULE_FORMS)
    fields = [*forms["general"]]
    for rule, form in forms["rules"].items():
        assert form["label"]["en"] and form["about"]["zh"] and form["modes"] == list(modes_of(rule))
        fields += [*form["thresholds"], form["cooldown_s"], form["holdout_percent"]]
    for field in fields:
        assert set(field) == {"name", "label", "unit", "low", "high", "step", "default"}
        assert field["low"] <= field["default"] <= field["high"]
        assert re.search("[\u4e00-\u9fff]", field["label"]["zh"])
    json.dumps(forms)


def test_no_word_is_left_that_nothing_uses() -> None:
    fields = [*GENERAL_FORM, *(field for form in RULE_FORMS.values() for field in form)]
    fields += [form(rule) for rule in RULES for form in (cooldown_form, holdout_form)]
    used = {field.code for field in fields} | {f"unit_{field.unit}" for field in fields}
    used |= {*RULES, *(f"{rule}_about" for rule in RULES), "mode", "all_rules"}
    assert {code for code in WORDS if not code.startswith("rules_")} == used
