"""Sessions and liveness in virtual time: what a bodypack says, what is done about it."""

from typing import Any

import pytest
from support.roster_show import HELLO, Show, document, kinds, one, what_stays

from hushcue_gateway.core.actions import PublishSession
from hushcue_gateway.core.commands import AddStream, MoveStream
from hushcue_gateway.core.engine import Engine, EngineSettings
from hushcue_gateway.media.protect import protect
from hushcue_wire import audio

LARGE = {"max_datagram_bytes": 1472}

# -- hello


def test_a_hello_is_answered_by_a_stream_and_the_session_document_that_describes_it() -> None:
    show = Show(min_delay_ms=25, epoch=77)
    actions = show.hello()
    assert kinds(actions) == ["bodypack_online", "AddStream", "PublishSession", "session_started"]
    stream, session = one(actions, AddStream), document(actions)
    assert (stream.id, stream.mix_of, stream.address) == ("host-1", "host-1", ("192.168.1.20", 5004))
    assert (stream.encoding, stream.frame_ms, stream.redundancy) == ("L16", 10, 3)
    assert stream.datagram_bytes == audio.datagram_bytes("PCMU", 10, 3), "L16 and three copies are more than it takes"
    assert one(actions, PublishSession).topic == "hushcue/1/studio/bodypack/host-1/session"
    assert session == {
        "session": show.view.session,
        "revision": 0,
        "boot": 11,
        "ssrc": stream.ssrc,
        "encoding": "L16",
        "payload_type": 96,
        "frame_ms": 10,
        "datagram_bytes": stream.datagram_bytes,
        "min_delay_ms": 25,
        "volume_db": -6.0,
        "muted": False,
        "nonce": session["nonce"],
        "report_ssrc": stream.report_ssrc,
        "red_payload_type": stream.red_payload_type,
        "epoch": 77,
        "counter": 1,
    }
    assert not Engine(None, protect).handle(stream, 0)  # the engine takes it
    assert (show.view.state, show.view.label) == ("online", "Anna")


def test_the_same_hello_again_gets_the_same_document_and_no_new_stream() -> None:
    show = Show()
    first = document(show.hello())
    again = show.hello()
    assert kinds(again) == ["PublishSession"]
    assert what_stays(document(again)) == what_stays(first)


def test_a_new_boot_voids_everything_before() -> None:
    show = Show()
    first = show.hello()
    show.telemetry()
    second = show.hello(boot=12)
    assert kinds(second) == [
        "bodypack_restarted",
        "RemoveStream",
        "AddStream",
        "PublishSession",
        "session_started",
    ]
    assert document(second)["boot"] == 12
    assert document(second)["session"] != document(first)["session"]
    assert one(second, AddStream).ssrc != one(first, AddStream).ssrc
    assert show.view.telemetry is None
    assert kinds(show.telemetry(boot=11)) == []
    assert show.view.stale == 1


def test_a_new_address_moves_the_stream_and_keeps_the_session() -> None:
    show = Show()
    first = document(show.hello())
    moved = show.hello(ip="192.168.1.99", port=6000)
    assert kinds(moved) == ["MoveStream", "bodypack_moved", "PublishSession"]
    assert one(moved, MoveStream).address == ("192.168.1.99", 6000)
    assert what_stays(document(moved)) == what_stays(first)


@pytest.mark.parametrize(
    ("who", "changes", "settings", "expected"),
    [
        ("host-1", LARGE, {}, ("L16", 10, 3)),
        ("host-1", {**LARGE, "depth": 1}, {}, ("L16", 10, 1)),
        ("host-2", LARGE, {}, ("PCMU", 10, 3)),  # its own preference
        ("host-1", {}, {"encoding": "PCMU"}, ("PCMU", 10, 3)),
        ("host-1", {"encodings": ["PCMU"]}, {}, ("PCMU", 10, 3)),
        ("host-2", {"encodings": ["L16"]}, {}, ("L16", 10, 0)),  # copies are PCMU
        ("host-1", {**LARGE, "frame_ms": [20]}, {}, ("L16", 20, 3)),
        ("host-1", {"frame_ms": [20], "max_datagram_bytes": 500}, {}, ("PCMU", 20, 0)),
        ("host-1", {"max_datagram_bytes": 200}, {}, ("PCMU", 10, 0)),
        ("host-1", LARGE, {"frame_ms": 5}, ("L16", 5, 3)),
        ("host-1", {**LARGE, "frame_ms": [10]}, {"frame_ms": 5}, ("L16", 10, 3)),
    ],
)
def test_the_format_is_the_best_that_both_can_do(
    who: str, changes: dict[str, Any], settings: dict[str, Any], expected: tuple[str, int, int]
) -> None:
    stream = one(Show(**settings).hello(who, **changes), AddStream)
    assert (stream.encoding, stream.frame_ms, stream.redundancy) == expected
    sizes = [audio.datagram_bytes(primary, *expected[1:]) for primary in (stream.encoding, "PCMU")]
    assert stream.datagram_bytes == next(size for size in sizes if size <= stream.most_datagram_bytes)
    assert not Engine(EngineSettings(frame_ms=settings.get("frame_ms", 10)), protect).handle(stream, 0)


def test_a_bodypack_that_can_do_nothing_of_ours_is_told_once_per_hello() -> None:
    show = Show()
    wrong = {"frame_ms": [5]}
    assert kinds(show.hello(**wrong)) == ["bodypack_online", "bodypack_no_format"]
    assert kinds(show.hello(**wrong)) == []
    assert kinds(show.telemetry()) == []
    assert "AddStream" in kinds(show.hello())
    assert kinds(show.hello(**wrong)) == ["RemoveStream", "bodypack_no_format"]
    assert show.view.session is None


def test_an_unknown_bodypack_is_refused_and_said_once() -> None:
    show = Show()
    assert kinds(show.hello("intruder")) == ["bodypack_unknown"]
    assert kinds(show.hello("intruder")) == []
    assert show.roster.refused_documents == 2


def test_a_hello_in_anothers_name_is_refused() -> None:
    show = Show()
    actions = show.says("hello", {**HELLO, "id": "host-2"}, who="host-1")
    assert kinds(actions) == ["document_malformed"]
    assert show.view.session is None


# -- liveness


def test_silence_makes_quiet_then_lost_then_ends_the_stream() -> None:
    show = Show()
    show.hello()
    told = {}
    for second in range(1, 41):
        for each in kinds(show.passes(1)):
            told[each] = second
    assert told == {"bodypack_quiet": 4, "bodypack_lost": 16, "RemoveStream": 31, "bodypack_expired": 31}
    assert (show.view.state, show.view.session) == ("offline", None)


def test_telemetry_keeps_it_online() -> None:
    show = Show()
    show.hello()
    for _ in range(60):
        assert kinds(show.telemetry() + show.passes(1)) == []
    assert show.view.state == "online"
    assert show.view.telemetry["jitter_ms"] == 0.5


def test_an_expired_bodypack_that_is_heard_again_gets_a_new_session_unasked() -> None:
    show = Show()
    old = document(show.hello())
    show.passes(35)
    back = show.telemetry(session=old["session"])
    assert kinds(back) == ["bodypack_online", "AddStream", "PublishSession", "session_started"]
    assert document(back)["session"] != old["session"]
    assert document(back)["boot"] == 11


def test_its_last_will_marks_it_offline_and_the_stream_goes_on_for_30_s() -> None:
    show = Show()
    show.hello()
    show.passes(2)
    assert kinds(show.says("status", {"state": "offline", "boot": 11})) == ["bodypack_offline"]
    assert show.view.state == "offline"
    assert kinds(show.passes(28)) == []
    assert kinds(show.passes(1)) == ["RemoveStream", "bodypack_expired"]


def test_it_is_online_again_after_its_will_without_a_new_session() -> None:
    show = Show()
    show.hello()
    show.says("status", {"state": "offline", "boot": 11})
    assert kinds(show.says("status", {"state": "online", "boot": 11})) == ["bodypack_online"]
    assert show.view.state == "online"


def test_the_last_will_of_an_older_boot_changes_nothing() -> None:
    show = Show()
    show.hello(boot=12)
    assert kinds(show.says("status", {"state": "offline", "boot": 11})) == []
    assert show.view.state == "online"


def test_what_the_broker_retained_is_no_sign_of_life() -> None:
    show = Show()
    assert kinds(show.says("hello", HELLO, retained=True)) == []
    show.hello()
    show.passes(10)
    assert kinds(show.says("status", {"state": "online", "boot": 11}, retained=True)) == []
    assert show.view.state == "quiet"
    assert show.view.stale == 1


def test_nothing_expires_while_our_own_broker_link_is_down() -> None:
    show = Show()
    first = document(show.hello())
    show.do(show.roster.broker_link(False, show.now_ns))
    assert kinds(show.passes(3600)) == []
    back = show.do(show.roster.broker_link(True, show.now_ns))
    assert kinds(back) == ["PublishSession"]  # the broker may have forgotten it
    assert what_stays(document(back)) == what_stays(first)
    assert kinds(show.passes(3)) == []
    assert "RemoveStream" in kinds(show.passes(30))


# -- sessions


def test_a_bodypack_in_another_session_is_given_its_own_again_but_not_all_the_time() -> None:
    show = Show()
    show.hello()
    published = [len([each for each in show.telemetry(session=99) + show.passes(1) if each]) for _ in range(6)]
    assert published == [0, 0, 1, 0, 1, 0]
    assert show.view.stale == 6
    assert show.view.telemetry is None
    assert show.view.state == "online"


def test_a_new_media_engine_means_new_sessions_for_all_that_had_one() -> None:
    show = Show()
    old = document(show.hello())
    actions = show.do(show.roster.media_restarted(show.now_ns))
    assert kinds(actions) == ["RemoveStream", "AddStream", "PublishSession", "session_started"]
    assert document(actions)["session"] != old["session"]


def test_a_new_media_engine_while_the_broker_is_down_waits_for_it() -> None:
    show = Show()
    show.hello()
    show.do(show.roster.broker_link(False, show.now_ns))
    assert kinds(show.do(show.roster.media_restarted(show.now_ns))) == []
    back = show.do(show.roster.broker_link(True, show.now_ns))
    assert kinds(back) == ["RemoveStream", "AddStream", "PublishSession", "session_started"]
    assert kinds(show.do(show.roster.broker_link(True, show.now_ns))) == []


def test_sessions_begun_before_the_link_are_published_when_it_comes() -> None:
    show = Show(link=False)
    assert kinds(show.hello()) == ["bodypack_online", "AddStream", "session_started"]
    assert kinds(show.do(show.roster.broker_link(True, show.now_ns))) == ["PublishSession"]
