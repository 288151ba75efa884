"""What people are told: both languages, every code, the facts they need."""

import io
import pickle
import re

import pytest

from hushcue_gateway.broker.words import WORDS as BROKER
from hushcue_gateway.capture.words import WORDS as CAPTURE
from hushcue_gateway.core.actions import NOTICE_CODES
from hushcue_gateway.core.events import REFUSAL_CODES
from hushcue_gateway.links.words import WORDS as LINKS
from hushcue_gateway.notices import NOTICES, REFUSALS
from hushcue_gateway.showdata.words import WORDS as SHOWDATA
from hushcue_gateway.traces.words import WORDS as TRACES
from hushcue_gateway.updates.words import WORDS as UPDATES
from hushcue_gateway.voice.words import WORDS as VOICE
from hushcue_gateway.web.words import WORDS as WEB
from hushcue_gateway.words import WORDS as GATEWAY
from hushcue_words import EXIT_MISSING, EXIT_USAGE, Catalogue, Troubles, choose_language, complain, language
from hushcue_words.language import language_of

CATALOGUES = {
    "gateway": GATEWAY,
    "broker": BROKER,
    "capture": CAPTURE,
    "links": LINKS,
    "notices": NOTICES,
    "refusals": REFUSALS,
    "showdata": SHOWDATA,
    "traces": TRACES,
    "updates": UPDATES,
    "voice": VOICE,
    "web": WEB,
}
CHINESE = re.compile("[\u4e00-\u9fff]")


class _Anything:
    """A fact that can be formatted in every way."""

    def __format__(self, spec: str) -> str:
        return "fact"


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_sentence_can_be_said_in_both_languages(name: str) -> None:
    catalogue = CATALOGUES[name]
    assert list(catalogue)
    for code in catalogue:
        facts = dict.fromkeys(catalogue.placeholders(code), _Anything())
        english, chinese = (catalogue.say_in(tongue, code, facts) for tongue in ("en", "zh"))
        assert not CHINESE.search(english), code
        assert CHINESE.search(chinese) or not re.search("[a-z]{3}", chinese.replace("fact", "")), code
        assert english.count("fact") >= len(facts) and chinese.count("fact") >= len(facts), code


def test_every_notice_of_the_roster_has_a_sentence_with_its_facts() -> None:
    assert set(NOTICES) == set(NOTICE_CODES)
    for code, facts in NOTICE_CODES.items():
        assert NOTICES.placeholders(code) == {"id", *facts}, code


def test_every_refusal_of_the_engine_has_a_sentence_with_its_facts() -> None:
    assert set(REFUSALS) == set(REFUSAL_CODES)
    for code, facts in REFUSAL_CODES.items():
        assert REFUSALS.placeholders(code) <= set(facts), code


@pytest.mark.parametrize(
    "sentences",
    [
        {"a": ("", "空")},
        {"a": ("word", "  ")},
        {"a": ("{port} is taken", "已被占用")},
        {"a": ("is taken", "{port} 已被占用")},
        {"a": ("{port}", "{prot}")},
    ],
)
def test_a_catalogue_with_a_hole_cannot_be_made(sentences: dict[str, tuple[str, str]]) -> None:
    with pytest.raises(ValueError, match="a: "):
        Catalogue(sentences)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, None),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "de_DE", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": "zh_CN", "LC_ALL": "en_US"}, "en"),
        ({"LC_ALL": "en_US", "HUSHCUE_LANGUAGE": "zh"}, "zh"),
        ({"LANG": "zh_CN", "HUSHCUE_LANGUAGE": "auto"}, "zh"),
    ],
)
def test_the_environment_chooses_the_language(environment: dict[str, str], expected: str | None) -> None:
    assert language_of(environment) == expected


def test_a_chosen_language_wins_until_it_is_given_back() -> None:
    before = language()
    try:
        assert choose_language("zh") == "zh"
        assert GATEWAY.say("stopped") == "已停止"
        with pytest.raises(ValueError, match="fr"):
            choose_language("fr")
    finally:
        assert choose_language("auto") == before


def test_trouble_names_its_code_says_itself_and_crosses_processes() -> None:
    trouble = GATEWAY.trouble("http_port_taken", exit_code=EXIT_MISSING, host="127.0.0.1", port=80)
    again = pickle.loads(pickle.dumps(trouble))
    assert (again.code, again.exit_code) == ("http_port_taken", EXIT_MISSING)
    assert "127.0.0.1:80" in again.in_language("en") and "127.0.0.1:80" in again.in_language("zh")


def test_trouble_whose_sentence_lacks_a_fact_cannot_be_made() -> None:
    with pytest.raises(KeyError, match="port"):
        GATEWAY.trouble("http_port_taken", host="127.0.0.1")


def test_all_troubles_are_said_and_the_worst_exit_code_counts() -> None:
    troubles = Troubles(
        [
            GATEWAY.trouble("config_missing", key="studio"),
            GATEWAY.trouble("http_no_address", exit_code=EXIT_MISSING, host="10.9.8.7"),
        ]
    )
    said = io.StringIO()
    assert complain(troubles, said) == max(EXIT_USAGE, EXIT_MISSING)
    assert said.getvalue().splitlines() == [
        "hushcue: studio: is missing",
        "hushcue: http.host: 10.9.8.7 is no address of this machine",
    ]


def test_a_console_that_cannot_show_chinese_gets_something_readable() -> None:
    console = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="")
    choose_language("zh")
    try:
        complain(GATEWAY.trouble("config_missing", key="studio"), console)
    finally:
        choose_language("auto")
    assert console.buffer.getvalue().startswith(b"hushcue: studio")


def test_a_nested_trouble_is_said_in_the_language_of_the_whole() -> None:
    why = CAPTURE.trouble("file_missing", path="x.wav")
    both = GATEWAY.both("cue_refused", cue="1", why=why)
    assert "is not there" in both["en"] and "找不到" in both["zh"]
