"""Commands for protected streams: which are refused, and that a key is used once and never shown."""

import logging
from dataclasses import replace

import pytest
from support.desk import Desk
from support.listener import KEY, REPORT_KEY, a_protected_stream
from support.room import Room

from hushcue_gateway.core import commands as c
from hushcue_gateway.media.protect import protect


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("key", {"key": bytes(29)}),
        ("key", {"key": "x" * 30}),
        ("report_key", {"report_key": bytes(31)}),
        ("report_key", {"report_key": KEY}),
        ("report_key", {"key": b"", "datagram_bytes": 828}),
        ("report_ssrc", {"report_ssrc": -1}),
        ("first_sequence", {"first_sequence": 0x4000}),
        ("redundancy", {"redundancy": 7}),
        ("redundancy", {"redundancy": 4}),
        ("most_redundancy", {"most_redundancy": 2}),
        ("redundancy", {"most_datagram_bytes": 600}),
        ("datagram_bytes", {"datagram_bytes": 839}),
        ("datagram_bytes", {"redundancy": 0, "datagram_bytes": 332}),
        ("red_payload_type", {"red_payload_type": 128}),
    ],
)
def test_a_stream_that_can_not_be_is_refused_and_no_key_is_shown(field: str, change: dict[str, object]) -> None:
    (event,) = Desk(None, protect).tell(a_protected_stream("x", **change))
    assert (event.code, event.facts["field"]) == ("stream_invalid", field)  # type: ignore[union-attr]
    if "key" in field:
        assert event.facts["value"] == ""  # type: ignore[union-attr]


def test_a_key_is_used_for_one_stream_only_even_after_that_one_is_gone() -> None:
    room = Room()
    tell = room.desk.tell
    (event,) = tell(replace(room.command, id="other", report_ssrc=1))
    assert event.facts["field"] == "key"  # type: ignore[union-attr]
    assert not tell(c.RemoveStream("host-1"))
    (event,) = tell(room.command)
    assert event.facts["field"] == "key"  # type: ignore[union-attr]
    assert not tell(replace(room.command, key=REPORT_KEY[::-1]))


def test_two_receivers_do_not_report_under_one_name() -> None:
    room = Room()
    other = replace(room.command, id="other", key=bytes(30), ssrc=9)
    (event,) = room.desk.tell(other)
    assert event.facts["field"] == "report_ssrc"  # type: ignore[union-attr]
    assert not room.desk.tell(c.RemoveStream("host-1"), other)


def test_a_key_is_in_no_text_of_a_command() -> None:
    command = a_protected_stream("x", key=b"\xab" * 30, report_key=b"\xcd" * 30)
    for text in (repr(command), str(command), f"{command!r:.2000}", logging.Formatter().format(_record(command))):
        assert "key=" not in text.replace("report_ssrc", "") and "xab" not in text and "xcd" not in text


def _record(command: c.AddStream) -> logging.LogRecord:
    return logging.LogRecord("x", logging.INFO, "x", 1, "%s", (command,), None)
