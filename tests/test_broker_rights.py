"""What the documentation lets accounts do at a broker of one's own is what the embedded broker lets them do."""

from __future__ import annotations

import pytest
from support import markdown
from support.tree import ROOT, read_text

from hushcue_gateway.broker.files import access_list
from hushcue_wire import topics


def rights(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


@pytest.mark.parametrize("page", ["technicians", "technicians.zh"])
def test_the_rights_at_a_broker_of_ones_own_are_those_at_ours(page: str) -> None:
    blocks = markdown.blocks(read_text(ROOT / "docs" / f"{page}.md"))
    lists = [rights(content) for _, content in blocks if "\npattern " in content]
    assert lists == [rights(access_list("a-studio").replace("/a-studio/", "/STUDIO/"))]


def test_a_bodypack_may_use_every_topic_that_it_has() -> None:
    lists = rights(access_list("a-studio"))
    for kind in topics.KINDS:
        right = "write" if kind in topics.FROM_BODYPACK else "read"
        assert f"pattern {right} {topics.bodypack('a-studio', 'x', kind).replace('/x/', '/%u/')}" in lists
