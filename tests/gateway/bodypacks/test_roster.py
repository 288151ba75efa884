"""Bodypacks that come to the roster and leave it, in virtual time."""

from __future__ import annotations

import pytest
from support.roster_show import KEY, OTHER_KEY, Show, kinds, one

from hushcue_gateway.core.actions import PublishSession
from hushcue_gateway.core.bodypack import BodypackConfig
from hushcue_gateway.core.commands import AddStream, RemoveStream
from hushcue_gateway.updates.rollout import Rollout, Sight


def test_one_that_is_added_gets_its_session_by_its_next_hello() -> None:
    show = Show()
    assert kinds(show.hello("host-9")) == ["bodypack_unknown"]
    show.roster.add(BodypackConfig("host-9", KEY, ("tall",), "Nine"))
    assert "host-9" in show.roster and show.roster.view("host-9").label == "Nine"
    actions = show.hello("host-9")
    assert one(actions, AddStream).id == "host-9"
    assert show.roster.resolve(["tall"]).ids == ("host-9",)


def test_twice_is_a_mistake_of_ours() -> None:
    show = Show()
    with pytest.raises(ValueError, match="host-1"):
        show.roster.add(BodypackConfig("host-1", OTHER_KEY))
    assert show.roster.key("host-1") == KEY


def test_one_that_is_removed_loses_stream_and_document_and_is_silent_about_it() -> None:
    show = Show()
    show.hello()
    actions = show.roster.remove("host-1", show.now_ns)
    assert kinds(actions) == ["RemoveStream", "PublishSession"]
    assert one(actions, RemoveStream).id == "host-1" and one(actions, PublishSession).payload == b""
    assert "host-1" not in show.roster and show.hello() == []
    with pytest.raises(KeyError):
        show.roster.view("host-1")


def test_one_that_is_removed_while_it_is_away_has_nothing_to_lose_but_its_document() -> None:
    show = Show()
    assert kinds(show.roster.remove("host-1", show.now_ns)) == ["PublishSession"]


def test_one_that_comes_back_by_another_key_is_somebody_new() -> None:
    show = Show()
    show.hello()
    session = show.roster.view("host-1").session
    show.roster.remove("host-1", show.now_ns)
    show.roster.add(BodypackConfig("host-1", OTHER_KEY))
    refused = show.hello(boot=2)
    assert kinds(refused) == ["bodypack_online", "bodypack_wrong_key"]
    assert show.roster.view("host-1").session is None and session is not None


def test_a_new_name_and_new_groups_touch_no_session() -> None:
    show = Show()
    show.hello()
    session = show.roster.view("host-1").session
    show.roster.rename("host-1", "新名字", ("left",))
    view = show.roster.view("host-1")
    assert (view.label, view.groups, view.session) == ("新名字", ("left",), session)


def test_a_roll_out_does_not_wait_for_one_that_is_gone() -> None:
    rollout = Rollout("update-1", "0.5.0", (("a",), ("b", "c")))
    for row in rollout.rows.values():
        row.build = "1" * 16
    rollout.rows["a"].phase = rollout.rows["c"].phase = "done"
    away = {"b": Sight(here=False, talking=False, boot=1, build="0" * 16, trial=False)}
    rollout.tick(away, 1)
    assert rollout.state == "running"
    assert rollout.forget("b") and not rollout.forget("b")
    rollout.tick({}, 2)
    assert rollout.state == "done" and rollout.stages == (("a",), ("c",))
    assert Rollout.from_json(rollout.as_json(), 0) == rollout
