"""What rooms send can be sent: whatever text a part puts into the live document."""

from __future__ import annotations

import json

from hushcue_gateway.live.socket import as_text


def test_half_a_pair_of_surrogates_costs_nobody_their_websocket() -> None:
    message = {"scene": "Desk \ud83d", "label": "杯子"}
    text = as_text(message)
    assert text.encode() and json.loads(text) == message


def test_everything_else_is_sent_as_people_write_it() -> None:
    assert as_text({"label": "杯子 😀"}) == '{"label":"杯子 😀"}'
