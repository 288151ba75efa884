"""Whatever comes from outside: a result or a WireError, never anything else; and what is written can be read again."""

from __future__ import annotations

import base64
import json
import string
from typing import Any, cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hushcue_wire import documents, rtp, seq, topics
from hushcue_wire.errors import WireError

TABLES = cast("dict[str, dict[str, tuple[Any, ...]]]", documents.TABLES)
KINDS = st.sampled_from(sorted(documents.TABLES))
UINT16 = st.integers(0, 0xFFFF)
UINT32 = st.integers(0, 0xFFFFFFFF)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.text(string.ascii_lowercase + string.digits + "-", min_size=1, max_size=32).filter(lambda n: n[0] != "-")


def field_values(rule: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    """Values that keep one line of a table."""
    kind = rule[0]
    if kind == "int":
        return st.integers(rule[1], rule[2])
    if kind == "number":
        return st.integers(rule[1], rule[2]) | st.floats(rule[1], rule[2])
    if kind == "text":
        letters = st.characters(exclude_categories=("Cc", "Cs"))
        return st.text(letters, max_size=rule[1])
    if kind == "name":
        return NAMES
    if kind == "hex":
        return st.text("0123456789abcdef", min_size=rule[1], max_size=rule[1])
    if kind == "base64":
        return st.binary(min_size=1, max_size=rule[1]).map(lambda data: base64.b64encode(data).decode())
    if kind == "bool":
        return st.booleans()
    if kind == "choice":
        return st.sampled_from(rule[1])
    if kind == "choices":
        return st.lists(st.sampled_from(rule[1]), min_size=1, max_size=rule[2])
    octet = st.integers(0, 255)
    first = st.integers(1, 223)
    return st.builds("{}.{}.{}.{}".format, first, octet, octet, octet)


@st.composite
def good_fields(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """A document of ``kind`` within all limits, optional fields there or not."""
    fields = {}
    for entry, rule in TABLES[kind].items():
        if entry[-1] != "?" or draw(st.booleans()):
            fields[entry.rstrip("?")] = draw(field_values(rule))
    return fields


@given(st.binary(max_size=200))
@example(b"\xbf" + bytes(200))
@example(b"\xb0" + bytes(13))
def test_any_datagram_is_read_or_refused(data: bytes) -> None:
    try:
        packet = rtp.parse(data)
    except WireError:
        return
    assert len(packet.payload) + packet.padding_bytes + 12 + 4 * len(packet.csrc) <= len(data)


@given(
    first=st.integers(0x80, 0xBF),
    rest=st.binary(min_size=11, max_size=60),
    tail=st.binary(max_size=60),
)
def test_datagrams_that_begin_like_rtp_are_read_or_refused(first: int, rest: bytes, tail: bytes) -> None:
    data = bytes([first]) + rest + tail
    try:
        packet = rtp.parse(data)
    except WireError:
        return
    # the payload lies where it is said to lie, at the end but for the padding
    end = len(data) - packet.padding_bytes
    assert bytes(packet.payload) == data[end - len(packet.payload) : end]


@given(
    payload_type=st.integers(0, 127),
    sequence=UINT16,
    timestamp=UINT32,
    ssrc=UINT32,
    payload=st.binary(max_size=700),
    marker=st.booleans(),
    csrc=st.lists(UINT32, max_size=15),
    padding_bytes=st.integers(0, 255),
)
def test_a_packet_written_is_read_as_it_was(csrc: list[int], **fields: Any) -> None:
    packet = rtp.parse(rtp.serialize(rtp.Packet(csrc=tuple(csrc), **fields)))
    assert packet.csrc == tuple(csrc)
    assert {name: getattr(packet, name) for name in fields} == fields


@given(st.integers(0, 3), UINT16, st.integers(-32767, 32767))
def test_the_circle_has_no_seam(turns: int, sequence: int, step: int) -> None:
    there = seq.add(sequence, step)
    assert seq.distance(there, sequence) == step
    assert seq.is_newer(there, sequence) == (step > 0)
    reference = (turns + 1) * seq.MODULUS + sequence
    assert seq.extend(there, reference) == reference + step


@given(KINDS, st.binary(max_size=1100))
@example("session", b'{"v":1,' + b'"x":1e5,' * 100 + b"}")
def test_any_payload_is_a_document_or_refused(kind: str, data: bytes) -> None:
    try:
        documents.read(kind, data)
    except WireError as error:
        assert error.place.split(".")[0] == kind


@given(KINDS, JSON)
def test_any_json_is_a_document_or_refused(kind: str, value: Any) -> None:
    try:
        documents.read(kind, json.dumps(value).encode())
    except WireError as error:
        assert error.place.split(".")[0] == kind


@given(st.data())
def test_a_good_document_with_one_field_replaced_is_kept_within_limits_or_refused(data: st.DataObject) -> None:
    kind = data.draw(KINDS)
    fields: dict[str, Any] = {"v": 1} | data.draw(good_fields(kind))
    fields[data.draw(st.sampled_from(sorted(fields)))] = data.draw(JSON)
    try:
        got = documents.read(kind, json.dumps(fields).encode())
    except WireError:
        return
    documents.make(kind, got)  # what was let in keeps the table


@given(st.data())
def test_a_document_written_is_read_as_it_was(data: st.DataObject) -> None:
    kind = data.draw(KINDS)
    fields = data.draw(good_fields(kind))
    names = [entry.rstrip("?") for entry in TABLES[kind]]
    try:
        made = documents.make(kind, fields)
    except WireError as error:
        # the one way for good fields to be refused: escapes make the text of other scripts long
        assert error.place == kind and "longer" in error.reason
        return
    assert documents.read(kind, made) == {name: fields.get(name) for name in names}


TOPIC_WORDS = ["hushcue", "1", "2", "a", "gateway", "bodypack", "status", "hello", "", "+"]


@given(st.text(max_size=120) | st.lists(st.sampled_from(TOPIC_WORDS), max_size=8).map("/".join))
def test_any_topic_is_ours_or_refused(topic: str) -> None:
    try:
        studio, bodypack, kind = topics.split(topic)
    except WireError:
        return
    rebuilt = topics.bodypack(studio, bodypack, kind) if bodypack else topics.gateway_status(studio)
    assert rebuilt == topic


@given(NAMES, NAMES, st.sampled_from(topics.KINDS))
def test_every_topic_comes_apart_as_it_was_built(studio: str, name: str, kind: str) -> None:
    assert topics.split(topics.bodypack(studio, name, kind)) == (studio, name, kind)


@pytest.mark.parametrize("kind", sorted(documents.TABLES))
def test_bytes_that_are_no_text_are_refused(kind: str) -> None:
    for data in (b"\xff", b'{"v":1,"state":"\xff"}', "{}".encode("utf-16")):
        with pytest.raises(WireError):
            documents.read(kind, data)
