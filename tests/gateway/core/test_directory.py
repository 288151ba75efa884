"""Shows, hosts, groups: names that mean something in their own show alone, and what the file says against people."""

from collections.abc import Callable
from typing import Any

import pytest

from hushcue_gateway.core.directory import Directory, DirectoryError, Host, Show
from hushcue_gateway.core.rights import Role
from hushcue_gateway.core.role_presets import PRESETS


def show(name: str, label: str = "") -> Show:
    return Show(name, label or name, {"label": label or name})


def host(name: str, room: str = "one", **said: Any) -> Host:
    values: dict[str, Any] = {"show": room, "label": name, "groups": (), "language": "zh", **said}
    return Host(name, kind="bodypack", **values, declared={**values, "groups": list(values["groups"])})


@pytest.fixture
def directory() -> Directory:
    made = Directory()
    made.declare(
        [show("one"), show("two")],
        [host("ann", groups=("left",)), host("bob", groups=("left", "tall")), host("cai", "two", groups=("left",))],
    )
    return made


def refused(code: str, what: Callable[[], object]) -> None:
    with pytest.raises(DirectoryError) as wrong:
        what()
    assert wrong.value.code == code


class TestNames:
    def test_a_group_and_all_mean_those_of_one_show(self, directory: Directory) -> None:
        assert directory.resolve("one", ["left"]).ids == ("ann", "bob")
        assert directory.resolve("two", ["left"]).ids == ("cai",)
        assert directory.resolve("one", ["all"]).ids == ("ann", "bob")

    def test_a_host_of_another_show_is_simply_unknown(self, directory: Directory) -> None:
        found = directory.resolve("one", ["cai", "ann", "nobody"])
        assert (found.ids, found.unknown) == (("ann",), ("cai", "nobody"))
        refused("unknown_host", lambda: directory.host("cai", "one"))

    def test_in_a_show_that_is_not_there_nothing_means_anything(self, directory: Directory) -> None:
        assert directory.resolve("three", ["all", "ann"]).ids == ()

    def test_a_group_may_not_have_the_name_of_a_host_beside_it(self, directory: Directory) -> None:
        refused("group_is_host", lambda: directory.change_host("bob", groups=("ann",)))
        refused("group_is_host", lambda: directory.add_host(Host("left", "one")))
        directory.add_host(Host("tall", "two"))  # another show

    @pytest.mark.parametrize("name", ["", "A", "-a", "a b", "x" * 33, "ä"])
    def test_an_id_is_a_topic_name(self, directory: Directory, name: str) -> None:
        refused("bad_name", lambda: directory.add_host(Host(name, "one")))

    @pytest.mark.parametrize("name", ["all", "gateway"])
    def test_some_names_are_taken(self, directory: Directory, name: str) -> None:
        refused("reserved_name", lambda: directory.add_show(Show(name, "x")))

    @pytest.mark.parametrize("language", ["", "not a tag", "zh-", "x" * 9])
    def test_a_language_is_a_tag(self, directory: Directory, language: str) -> None:
        refused("bad_language", lambda: directory.change_host("ann", language=language))


class TestFile:
    def test_what_people_changed_stands_while_the_file_says_the_same(self, directory: Directory) -> None:
        directory.change_host("ann", label="Anna", groups=("right",))
        directory.rename_show("one", "First")
        directory.declare([show("one"), show("two")], [host("ann", groups=("left",)), host("bob"), host("cai", "two")])
        assert directory.hosts["ann"].label == "Anna" and directory.hosts["ann"].groups == ("right",)
        assert directory.shows["one"].label == "First"

    def test_what_changed_in_the_file_counts_and_only_that(self, directory: Directory) -> None:
        directory.change_host("ann", label="Anna", groups=("right",))
        directory.declare([show("one"), show("two")], [host("ann", groups=("left", "new")), host("bob")])
        assert directory.hosts["ann"].groups == ("left", "new")
        assert directory.hosts["ann"].label == "Anna"

    def test_a_host_that_is_no_longer_in_the_file_is_gone_and_one_that_people_made_is_not(
        self, directory: Directory
    ) -> None:
        directory.add_host(Host("dee", "one", "phone"))
        directory.declare([show("one"), show("two")], [host("ann")])
        assert list(directory.hosts) == ["ann", "dee"]

    def test_a_show_that_leaves_the_file_becomes_peoples_own(self, directory: Directory) -> None:
        directory.put_member("two", "p1", "director")
        directory.declare([show("one")], [host("ann")])
        assert directory.role_of("two", "p1") is not None
        directory.remove_show("two")
        assert directory.role_of("two", "p1") is None

    def test_what_the_file_says_cannot_be_removed_here(self, directory: Directory) -> None:
        refused("host_declared", lambda: directory.remove_host("ann"))
        refused("show_declared", lambda: directory.remove_show("one"))


class TestPeople:
    def test_a_new_show_begins_with_the_presets(self, directory: Directory) -> None:
        directory.add_show(Show("three", "Three"))
        assert {role for room, role in directory.roles if room == "three"} == {role.id for role in PRESETS}

    def test_a_role_in_one_show_is_nothing_in_another(self, directory: Directory) -> None:
        directory.put_member("one", "p1", "director")
        assert directory.roles_of("p1") == {"one": "director"}
        assert directory.role_of("two", "p1") is None

    def test_a_role_that_changes_counts_at_once(self, directory: Directory) -> None:
        directory.put_member("one", "p1", "director")
        directory.put_role("one", Role("director", "Director", talk_to=("ann",)))
        found = directory.role_of("one", "p1")
        assert found is not None and found.talk_to == ("ann",)

    def test_a_role_that_somebody_has_stays(self, directory: Directory) -> None:
        directory.put_member("one", "p1", "ops")
        refused("role_in_use", lambda: directory.remove_role("one", "ops"))
        directory.remove_member("one", "p1")
        directory.remove_role("one", "ops")
        refused("unknown_role", lambda: directory.put_member("one", "p1", "ops"))

    def test_who_is_gone_is_gone_everywhere(self, directory: Directory) -> None:
        directory.put_member("one", "p1", "ops")
        directory.put_member("two", "p1", "data")
        assert sorted(directory.remove_account("p1")) == ["one", "two"]
        assert directory.members == {}
        refused("unknown_member", lambda: directory.remove_member("one", "p1"))

    def test_a_show_with_hosts_stays(self, directory: Directory) -> None:
        directory.add_show(Show("three", "Three"))
        directory.add_host(Host("dee", "three", "phone"))
        refused("show_has_hosts", lambda: directory.remove_show("three"))
