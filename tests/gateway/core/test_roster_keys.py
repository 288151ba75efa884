"""Keys of sessions, signatures of documents, and what happens when a key is another one."""

import random
from typing import Any

import pytest
from support.roster_show import HELLO, KEY, OTHER_KEY, Show, command_of, document, kinds, one, opened

from hushcue_gateway.core.actions import Notice, Played, PublishSession, SendCommand
from hushcue_gateway.core.bodypack import BodypackConfig
from hushcue_gateway.core.commands import AddStream
from hushcue_gateway.core.roster import Roster
from hushcue_gateway.core.sessions import FIRST_SEQUENCE_BITS, RosterSettings
from hushcue_gateway.keys import hmac_sha256
from hushcue_wire import keys
from hushcue_wire.errors import WireError

OTHER_ID = keys.key_id(hmac_sha256, OTHER_KEY)


def test_a_stream_has_the_keys_that_the_bodypack_derives_from_the_document() -> None:
    show = Show()
    actions = show.hello()
    stream, session = one(actions, AddStream), document(actions)
    nonce = bytes.fromhex(session["nonce"])
    assert (stream.key, stream.report_key) == keys.session_keys(hmac_sha256, KEY, nonce, "host-1", session["session"])
    assert stream.key.hex() not in repr(actions) and repr(stream.key) not in repr(actions)


def test_no_two_sessions_share_a_key_and_every_stream_begins_in_the_lowest_quarter() -> None:
    show = Show()
    streams = [one(show.hello(boot=boot), AddStream) for boot in range(200)]
    assert len({stream.key for stream in streams} | {stream.report_key for stream in streams}) == 400
    assert max(stream.first_sequence for stream in streams) < 1 << FIRST_SEQUENCE_BITS
    assert max(stream.first_sequence for stream in streams) > 1 << (FIRST_SEQUENCE_BITS - 1)


def test_documents_are_signed_for_their_topic_and_for_nobody_else() -> None:
    show = Show()
    published = one(show.hello(), PublishSession)
    ordered = one(show.roster.command("host-1", "identify", show.now_ns), SendCommand)
    for action in (published, ordered):
        assert opened(action)
        with pytest.raises(WireError, match="mac"):
            opened(action, OTHER_KEY)
    moved = PublishSession("host-2", published.topic.replace("host-1", "host-2"), published.payload)
    with pytest.raises(WireError, match="mac"):
        opened(moved)
    changed = PublishSession("host-1", published.topic, published.payload.replace(b'"muted": false', b'"muted": true'))
    with pytest.raises(WireError, match="mac"):
        opened(changed)


def test_the_counter_rises_with_every_document_and_the_epoch_is_that_of_the_start() -> None:
    show = Show(epoch=5)
    counters = [document(show.hello())["counter"]]
    counters.append(document(show.hello())["counter"])
    actions = show.roster.set_volume("host-1", -9.0, show.now_ns)
    counters += [document(actions)["counter"], command_of(actions)["counter"]]
    counters.append(document(show.hello(boot=12))["counter"])
    counters.append(command_of(show.roster.command("host-1", "report", show.now_ns))["counter"])
    assert counters == sorted(set(counters))
    assert {document(show.hello())["epoch"], command_of(actions)["epoch"]} == {5}


def test_a_hello_with_another_key_is_told_once_and_gets_no_session() -> None:
    show = Show()
    first = show.hello(key=OTHER_ID)
    assert kinds(first) == ["bodypack_online", "bodypack_wrong_key"]
    notice = first[-1]
    assert isinstance(notice, Notice)
    assert notice.facts == {"key": OTHER_ID, "ours": HELLO["key"]}
    assert kinds(show.hello(key=OTHER_ID)) == []
    assert kinds(show.telemetry()) == []
    assert (show.view.session, show.view.state) == (None, "online")
    assert "AddStream" in kinds(show.hello(boot=12))
    assert kinds(show.hello(boot=13, key=OTHER_ID)) == ["bodypack_restarted", "RemoveStream", "bodypack_wrong_key"]


def test_a_replaced_device_key_ends_the_stream_under_the_old_one_at_once() -> None:
    show = Show()
    show.hello()
    actions = show.do(show.roster.set_key("host-1", OTHER_KEY, show.now_ns))
    assert kinds(actions) == ["RemoveStream", "key_replaced", "bodypack_wrong_key"]
    assert show.view.session is None
    back = show.hello(boot=12, key=OTHER_ID)
    assert "AddStream" in kinds(back)
    published = one(back, PublishSession)
    assert opened(published, OTHER_KEY)
    assert show.roster.set_key("host-1", OTHER_KEY, show.now_ns) == []


def test_a_bodypack_that_has_the_new_key_first_is_served_as_soon_as_the_gateway_has_it_too() -> None:
    show = Show()
    show.hello(key=OTHER_ID)
    actions = show.do(show.roster.set_key("host-1", OTHER_KEY, show.now_ns))
    assert kinds(actions) == ["key_replaced", "AddStream", "PublishSession", "session_started"]


def test_a_running_session_is_given_new_keys_without_anybody_touching_anything() -> None:
    show = Show()
    before = show.hello()
    after = show.do(show.roster.rekey("host-1", show.now_ns))
    assert kinds(after) == ["RemoveStream", "AddStream", "PublishSession", "session_started"]
    assert one(after, AddStream).key != one(before, AddStream).key
    assert document(after)["nonce"] != document(before)["nonce"]
    assert document(after)["session"] != document(before)["session"]
    assert show.roster.rekey("host-2", show.now_ns) == []


def test_who_is_updated_has_no_stream_until_it_is_woken_or_starts_anew() -> None:
    show = Show()
    show.hello()
    order = {"version": "0.5.0", "manifest": "ab" * 32, "size": 9, "place": "10.0.0.2:8590/ab"}
    told = show.do(show.roster.update("host-1", order, show.now_ns))
    assert kinds(told) == ["RemoveStream", "SendCommand"]
    assert {name: command_of(told)[name] for name in order} == order
    assert show.view.stream is None
    assert kinds(show.do(show.roster.update("host-1", order, show.now_ns))) == ["SendCommand"]
    assert kinds(show.do(show.roster.wake("host-1", show.now_ns))) == ["AddStream", "PublishSession", "session_started"]
    assert show.roster.wake("host-1", show.now_ns) == []
    show.do(show.roster.update("host-1", order, show.now_ns))
    assert kinds(show.hello(boot=12)) == ["bodypack_restarted", "AddStream", "PublishSession", "session_started"]


def test_nobody_loses_a_stream_for_an_order_that_cannot_be_sent() -> None:
    show = Show()
    show.hello()
    show.roster.broker_link(False, show.now_ns)
    assert kinds(show.roster.update("host-1", {"version": "0.5.0"}, show.now_ns)) == ["bodypack_not_in_session"]
    assert show.view.stream is not None


def test_new_keys_while_the_broker_is_away_wait_for_it() -> None:
    show = Show()
    show.hello()
    show.roster.broker_link(False, show.now_ns)
    assert show.roster.rekey("host-1", show.now_ns) == []
    assert "AddStream" in kinds(show.roster.broker_link(True, show.now_ns))


def test_a_new_media_engine_means_new_keys() -> None:
    show = Show()
    before = one(show.hello(), AddStream)
    after = one(show.roster.media_restarted(show.now_ns), AddStream)
    assert {before.key, before.report_key}.isdisjoint({after.key, after.report_key})


def test_played_documents_are_passed_on_whatever_session_and_boot_they_are_of() -> None:
    show = Show()
    told = {"boot": 9, "session": 4, "number": 3, "from": 65535, "fates": "QEFC"}
    (played,) = show.says("played", told)
    assert played == Played("host-1", show.now_ns, 9, 4, 3, 65535, b"@AB")
    show.hello()
    show.passes(6)
    assert show.view.state == "quiet"
    assert kinds(show.says("played", told)) == ["Played"]
    assert show.view.state == "quiet", "the boot before is no sign of life"
    assert kinds(show.says("played", {**told, "boot": 11})) == ["Played"]
    assert show.view.state == "online"
    assert show.says("played", told, retained=True) == []
    assert show.view.stale == 1


@pytest.mark.parametrize("fates", ["QEF=", "Q===", "=AAA", "QQ=="])
def test_base64_that_is_not_canonical_is_refused_or_read(fates: str) -> None:
    fields: dict[str, Any] = {"boot": 9, "session": 4, "number": 3, "from": 0, "fates": fates}
    show = Show()
    try:
        actions = show.says("played", fields)
    except WireError:
        return  # the contract itself refuses it
    assert kinds(actions) in (["Played"], ["document_malformed"])


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_device_key_has_32_bytes(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        BodypackConfig("x", bytes(size))


def test_chance_alone_makes_nonces_sessions_and_ssrcs() -> None:
    def first(seed: int) -> tuple[object, ...]:
        config = BodypackConfig("host-1", KEY)
        roster = Roster(RosterSettings("studio"), [config], random.Random(seed), hmac_sha256)
        show = Show(link=False)
        show.roster = roster
        stream = one(show.hello(), AddStream)
        return stream.ssrc, stream.key, stream.report_ssrc, stream.first_sequence, stream.first_timestamp

    assert all(mine != yours for mine, yours in zip(first(1), first(2), strict=True))
