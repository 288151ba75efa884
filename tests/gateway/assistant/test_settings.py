"""What people set is checked, kept, and shows no secret."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.assistant.settings import AssistantSettings, BadSetting
from hushcue_gateway.assistant.tongue import LANGUAGES, by_language, language_of, words_of
from hushcue_gateway.effect.coin import MOST_HOLDOUT_PERCENT
from hushcue_gateway.rules.forms import holdout_form
from hushcue_gateway.rules.opportunity import NEVER_HELD, RULES
from hushcue_gateway.voice.languages import CANTONESE

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def test_what_is_kept_comes_back() -> None:
    settings = AssistantSettings().changed(
        {
            "hosts": ["host-1", "team"],
            "delay_s": 3,
            "manners": {"gap_s": 10},
            "languages": {"host-1": "pt-BR"},
            "voices": {"by_language": {"en": "espeak"}, "pace": 1.2},
            "rephrase": {"url": "http://localhost:8080/v1", "model": "small", "key": "secret"},
        }
    )
    again = AssistantSettings.of_store(json.loads(json.dumps(settings.as_json())))
    assert again == settings
    assert (again.manners.gap_s, again.manners.ttl_s) == (10, 30)


def test_a_secret_is_never_shown_and_goes_to_no_other_server() -> None:
    service = {"url": "https://speech.example/v1/audio/speech", "key": "sesame"}
    settings = AssistantSettings().changed(
        {"rephrase": {"url": "https://one.example", "key": "sesame"}, "voices": {"http": service}}
    )
    shown = json.dumps(settings.as_json(secrets=False))
    assert "sesame" not in shown and "sesame" not in repr(settings)
    same = settings.changed({"rephrase": {"url": "https://one.example", "model": "other"}})
    assert same.rephrase.key == "sesame"
    moved = settings.changed({"rephrase": {"url": "https://two.example"}})
    assert moved.rephrase.key == ""
    voices = settings.changed({"voices": {"http": {"url": "https://elsewhere.example/v1/audio/speech"}}}).voices
    assert voices.http is not None and voices.http.key == ""
    kept = settings.changed({"voices": {"http": {"url": service["url"], "has_key": True}}}).voices
    assert kept.http is not None and kept.http.key == "sesame"


@pytest.mark.parametrize(
    "change",
    [
        {"delay_s": -1},
        {"delay_s": True},
        {"hosts": "all"},
        {"manners": {"gap_s": 10_000}},
        {"manners": {"unknown": 1}},
        {"languages": {"host-1": "not a language"}},
        {"rephrase": {"url": "ftp://x"}},
        {"rephrase": {"url": "http://x", "key": 7}},
        {"voices": {"pace": 9}},
        {"voices": {"http": {"url": "nowhere"}}},
        {"nothing": 1},
    ],
)
def test_what_is_outside_its_limits_is_refused_by_name(change: dict[str, object]) -> None:
    with pytest.raises(BadSetting) as wrong:
        AssistantSettings().changed(change)
    assert next(iter(change)) in wrong.value.field


@given(
    st.dictionaries(st.sampled_from(["hosts", "delay_s", "manners", "languages", "voices", "rephrase", "rules"]), JSON)
)
def test_whatever_an_older_version_kept_the_gateway_starts(kept: dict[str, object]) -> None:
    assert isinstance(AssistantSettings.of_store(kept), AssistantSettings)


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-TW", "zh-Hant"),
        ("zh-Hant-HK", CANTONESE),
        ("zh_MO", CANTONESE),
        ("yue", CANTONESE),
        ("en-GB", "en"),
        ("pt-BR", "pt"),
        ("es-419", "es"),
        ("fr", "en"),
        ("", "en"),
    ],
)
def test_a_host_is_spoken_to_in_words_that_there_are(tag: str, language: str) -> None:
    assert language_of(tag) == language
    assert words_of(language) in LANGUAGES


def test_hosts_are_grouped_by_language_and_a_choice_counts_before_their_own() -> None:
    hosts = [("a", "zh"), ("b", "en"), ("c", "zh-CN"), ("d", "en")]
    assert by_language(hosts, {"d": "es-MX"}) == {"zh-Hans": ("a", "c"), "en": ("b",), "es": ("d",)}


def test_no_more_can_be_held_back_than_the_coin_allows() -> None:
    for rule in RULES:
        assert holdout_form(rule).high == (0 if rule in NEVER_HELD else MOST_HOLDOUT_PERCENT)
