"""What the gateway says of its sources: news, once."""

import io
import json

from hushcue_gateway.capture.messages import SourceLost, SourceOpened
from hushcue_gateway.logs import Log
from hushcue_gateway.picture import Picture
from hushcue_gateway.words import WORDS


def told(*events: SourceLost | SourceOpened) -> list[tuple[str, str]]:
    """(level, code) of each line that these events make."""
    stream = io.StringIO()
    picture = Picture(Log([WORDS], stream, True, "debug"))
    observers = picture.observers()
    for event in events:
        observers[type(event)](event)
    return [(line["level"], line["code"]) for line in map(json.loads, stream.getvalue().splitlines())]


def lost(source: str, code: str, **facts: str) -> SourceLost:
    return SourceLost(source, code, facts, 2.0, 0)


OPENED = SourceOpened("desk", "USB", 48000.0, 1, 5.0, 0)
GONE = lost("desk", "device_gone", device="USB")


def test_a_microphone_that_stays_away_is_warned_of_once() -> None:
    lines = told(*[lost("desk", "no_microphone")] * 5)
    assert lines == [("warning", "source_lost")] + [("debug", "source_lost")] * 4


def test_another_reason_another_source_and_another_loss_are_news() -> None:
    assert told(lost("desk", "no_microphone"), lost("other", "no_microphone"), GONE) == [("warning", "source_lost")] * 3
    again = [level for level, code in told(GONE, OPENED, GONE) if code == "source_lost"]
    assert again == ["warning", "warning"]
