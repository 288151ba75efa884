"""Who may do what: the tables of the module, walked in full."""

import pytest

from hushcue_gateway.core.rights import (
    OWNER,
    PRIORITIES,
    REFUSALS,
    SCOPE_FLAGS,
    Action,
    Role,
    decide,
    talk_allowed,
)
from hushcue_gateway.core.role_presets import PRESETS

HOSTS = {"ann": ("left",), "bob": ("left", "tall"), "cai": ("right",)}
BY_ID = {role.id: role for role in PRESETS}
ANYTHING = Role("any", "Any", talk_to=("all",), priority="emergency", may_latch=True, may_page_all=True)


@pytest.mark.parametrize("action", Action)
def test_an_owner_may_do_everything(action: Action) -> None:
    assert decide(None, True, action)


@pytest.mark.parametrize("action", Action)
def test_whoever_belongs_to_no_show_may_do_only_what_is_about_themselves(action: Action) -> None:
    assert decide(None, False, action) == (action in (Action.OPEN, Action.SELF))


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", PRESETS, ids=lambda role: role.id)
def test_a_role_allows_what_its_flags_say_and_never_owning(role: Role, action: Action) -> None:
    flags = {action: getattr(role, flag) for flag, action in SCOPE_FLAGS.items()}
    expected = {Action.OPEN: True, Action.SELF: True, Action.SEE: True, Action.TALK: True, Action.OWN: False, **flags}
    assert decide(role, False, action) == expected[action]


def test_a_role_that_may_talk_to_nobody_may_not_talk() -> None:
    assert not decide(Role("mute", "Mute"), False, Action.TALK)


def test_the_presets_are_those_of_the_trade() -> None:
    assert set(BY_ID) == {"director", "product", "ops", "support", "data", "technician"}
    assert [role.id for role in PRESETS if role.may_page_all] == ["director", "ops"]
    assert [role.id for role in PRESETS if role.may_administer] == ["technician"]
    assert [role.id for role in PRESETS if role.may_phrases] == ["director", "ops", "technician"]
    assert [role.id for role in PRESETS if role.talk_one_at_a_time] == ["product"]
    assert [role.id for role in PRESETS if role.may_speak_as_assistant] == ["director", "ops", "data"]
    assert [role.id for role in PRESETS if role.may_feed] == ["director", "ops", "data"]
    assert {role.id: role.priority for role in PRESETS if role.priority != "direct"} == {
        "director": "emergency",
        "ops": "announcement",
    }


@pytest.mark.parametrize(
    ("role", "names", "priority", "mode", "refusal"),
    [
        ("director", ["all"], "emergency", "latch", None),
        ("director", ["ann"], "assistant", "hold", None),
        ("support", ["ann"], "assistant", "hold", "talk_not_allowed_assistant"),
        ("ops", ["all"], "announcement", "hold", None),
        ("ops", ["all"], "emergency", "hold", "talk_not_allowed_priority"),
        ("product", ["ann"], "direct", "latch", None),
        ("product", ["left"], "direct", "hold", "talk_one_host_only"),
        ("product", ["right"], "direct", "hold", None),  # a group of one is one host
        ("product", ["all"], "direct", "hold", "talk_one_host_only"),
        ("support", ["all"], "direct", "hold", "talk_not_allowed_page_all"),
        ("support", ["left", "right"], "direct", "hold", "talk_not_allowed_page_all"),  # everybody by other names
        ("support", ["left"], "direct", "hold", None),
        ("support", ["ann"], "announcement", "hold", "talk_not_allowed_priority"),
        ("data", ["ann"], "assistant", "hold", None),
        ("data", ["ann"], "direct", "latch", "talk_not_allowed_latch"),
        ("data", ["ann"], "direct", "timed", "talk_not_allowed_latch"),
        ("data", ["ann"], "direct", "tap", None),  # held instead
        ("technician", ["ann"], "direct", "latch", None),
    ],
)
def test_what_a_preset_may_say(role: str, names: list[str], priority: str, mode: str, refusal: str | None) -> None:
    assert talk_allowed(BY_ID[role], HOSTS, names, priority, mode) == refusal  # type: ignore[arg-type]


@pytest.mark.parametrize(("to", "names", "may"), [
    (("left",), ["ann"], True),
    (("left",), ["left"], True),
    (("left",), ["cai"], False),
    (("left",), ["ann", "cai"], False),
    (("left",), ["all"], False),
    (("ann",), ["left"], False),
    (("ann", "right"), ["ann", "cai"], True),
    ((), ["ann"], False),
    (("gone",), ["ann"], False),
])  # fmt: skip
def test_only_who_is_within_reach_may_be_talked_to(to: tuple[str, ...], names: list[str], may: bool) -> None:
    role = Role("r", "R", talk_to=to, may_page_all=True)
    assert (talk_allowed(role, HOSTS, names, "direct", "hold") is None) == may


@pytest.mark.parametrize("highest", PRIORITIES[1:])
@pytest.mark.parametrize("wanted", PRIORITIES[1:])
def test_a_priority_above_ones_own_is_refused(highest: str, wanted: str) -> None:
    role = Role("r", "R", talk_to=("all",), priority=highest)  # type: ignore[arg-type]
    refused = PRIORITIES.index(wanted) > PRIORITIES.index(highest)
    assert (talk_allowed(role, HOSTS, ["ann"], wanted, "hold") == "talk_not_allowed_priority") == refused


def test_an_owner_may_say_anything() -> None:
    for priority in PRIORITIES:
        assert talk_allowed(OWNER, HOSTS, ["all"], priority, "latch") is None


def test_a_role_comes_back_from_its_json_as_it_was() -> None:
    for role in (*PRESETS, OWNER):
        assert Role.of_json(role.as_json()) == role


@pytest.mark.parametrize("change", [{"label": ""}, {"label": "x" * 65}, {"priority": "assistant"}, {"talk_to": "all"}])
def test_a_role_that_is_none_is_refused(change: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError)):
        Role.of_json({**ANYTHING.as_json(), **change})


def test_every_refusal_has_a_sentence() -> None:
    from hushcue_gateway.talk_words import WORDS

    assert all(code in WORDS for code in REFUSALS)
