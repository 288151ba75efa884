"""Volume, mute, commands and the host's button."""

from typing import Any

import pytest
from support.roster_show import KEY, Show, command_of, document, kinds

from hushcue_gateway.core.actions import Notice
from hushcue_gateway.core.bodypack import BodypackConfig

# -- volume, mute, commands


def test_volume_is_revised_in_the_session_and_sent_as_a_command() -> None:
    show = Show()
    show.hello()
    for revision, (wish, becomes) in enumerate([(-20.0, -20.0), (9.0, 0.0), (-99.0, -60.0)], start=1):
        actions = show.do(show.roster.set_volume("host-1", wish, show.now_ns))
        session, command = document(actions), command_of(actions)
        assert (session["revision"], session["volume_db"]) == (revision, becomes)
        assert (command["do"], command["volume_db"], command["id"]) == ("volume", becomes, revision)
        assert command["session"] == session["session"]
        assert show.view.volume_db == becomes


def test_volume_outlives_restarts_of_the_bodypack() -> None:
    show = Show()
    assert show.roster.set_volume("host-1", -30.0, show.now_ns) == []
    show.do(show.roster.set_muted("host-1", True, show.now_ns))
    assert (document(show.hello())["volume_db"], document(show.hello(boot=12))["muted"]) == (-30.0, True)


def test_mute_and_unmute() -> None:
    show = Show()
    show.hello()
    muted = show.do(show.roster.set_muted("host-1", True, show.now_ns))
    assert (document(muted)["muted"], command_of(muted)["do"]) == (True, "mute")
    back = show.do(show.roster.set_muted("host-1", False, show.now_ns))
    assert (document(back)["muted"], command_of(back)["do"]) == (False, "unmute")


def test_a_change_while_the_link_is_down_is_published_when_it_is_back() -> None:
    show = Show()
    show.hello()
    show.roster.broker_link(False, show.now_ns)
    assert show.roster.set_volume("host-1", -10.0, show.now_ns) == []
    back = show.roster.broker_link(True, show.now_ns)
    assert (document(back)["volume_db"], document(back)["revision"]) == (-10.0, 1)


def test_commands_are_numbered_within_the_session_and_their_answer_is_told_once() -> None:
    show = Show()
    assert kinds(show.roster.command("host-1", "identify", show.now_ns)) == ["bodypack_not_in_session"]
    show.hello()
    numbers = [command_of(show.roster.command("host-1", "identify", show.now_ns))["id"] for _ in range(3)]
    assert numbers == [1, 2, 3]
    done = {"boot": 11, "number": 0, "what": "command_done", "command": 2}
    assert kinds(show.says("event", done)) == ["command_done"]
    assert kinds(show.says("event", done)) == []
    assert show.view.repeated == 1
    assert kinds(show.says("event", {**done, "number": 1})) == []  # answered already
    refused = {"boot": 11, "number": 2, "what": "command_refused", "command": 3, "detail": "busy"}
    (notice,) = show.says("event", refused)
    assert isinstance(notice, Notice)
    assert notice.facts == {"command": "identify", "detail": "busy"}


def test_numbers_and_revisions_begin_anew_with_a_session() -> None:
    show = Show()
    show.hello()
    show.roster.set_volume("host-1", -10.0, show.now_ns)
    assert document(show.hello(boot=12))["revision"] == 0
    actions = show.roster.set_volume("host-1", -11.0, show.now_ns)
    assert (document(actions)["revision"], command_of(actions)["id"]) == (1, 1)


@pytest.mark.parametrize("wrong", [float("nan"), float("inf")])
def test_a_volume_that_is_no_number_raises(wrong: float) -> None:
    with pytest.raises(ValueError, match="volume_db"):
        Show().roster.set_volume("host-1", wrong, 0)


@pytest.mark.parametrize(
    "ask",
    [
        lambda roster: roster.set_volume("x", 0.0, 0),
        lambda roster: roster.set_muted("x", True, 0),
        lambda roster: roster.command("x", "report", 0),
        lambda roster: roster.view("x"),
    ],
)
def test_asking_for_a_bodypack_that_is_not_configured_raises_key_error(ask: Any) -> None:
    with pytest.raises(KeyError):
        ask(Show().roster)


@pytest.mark.parametrize("volumes", [(1.0, 0.0), (-61.0, 0.0), (0.0, 13.0)])
def test_a_configuration_above_its_maximum_raises(volumes: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="volume_db"):
        BodypackConfig("x", KEY, volume_db=volumes[0], max_volume_db=volumes[1])


# -- the host's button


def test_presses_are_recorded_and_told_once() -> None:
    show = Show()
    show.hello()
    for number, what, code in [(0, "acknowledge", "acknowledged"), (1, "call", "called"), (2, "fault", "fault")]:
        event = {"boot": 11, "number": number, "what": what, "detail": "x"}
        assert kinds(show.says("event", event)) == [code]
        assert kinds(show.says("event", event)) == []
    assert [(mark.what, mark.number) for mark in show.view.marks] == [("acknowledge", 0), ("call", 1)]


def test_a_press_counts_even_before_we_know_the_bodypack() -> None:
    assert kinds(Show().says("event", {"boot": 11, "number": 4, "what": "call"})) == ["called"]


def test_numbers_begin_anew_with_a_boot() -> None:
    show = Show()
    show.hello()
    show.says("event", {"boot": 11, "number": 9, "what": "call"})
    show.hello(boot=12)
    assert kinds(show.says("event", {"boot": 12, "number": 0, "what": "call"})) == ["called"]
    assert kinds(show.says("event", {"boot": 11, "number": 10, "what": "call"})) == []


def test_marks_are_bounded() -> None:
    show = Show()
    show.hello()
    for number in range(200):
        show.says("event", {"boot": 11, "number": number, "what": "call"})
    assert [mark.number for mark in show.view.marks] == list(range(136, 200))
