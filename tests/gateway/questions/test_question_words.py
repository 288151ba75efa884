"""What questions make the gateway say: in both languages, with a label for what nobody named."""

import re

import pytest

from hushcue_gateway.questions.questions import OTHER
from hushcue_gateway.questions.troubles import WORDS


@pytest.mark.parametrize("code", sorted(WORDS))
def test_each_sentence_can_be_said_in_both_languages(code: str) -> None:
    english, chinese = WORDS.both(code, **{name: "7" for name in WORDS.placeholders(code)}).values()
    assert not re.search(r"[\u4e00-\u9fff]", english) and re.search(r"[\u4e00-\u9fff]", chinese)


def test_groups_without_a_topic_have_a_name_on_screens() -> None:
    assert OTHER == {"en": "other question", "zh": "其他提问"}
