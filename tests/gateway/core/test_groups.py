"""Targets: ids, groups, everybody."""

import pytest

from hushcue_gateway.core.groups import Resolved, resolve

GROUPS_OF = {"host-1": ("hosts", "left"), "host-2": ("hosts",), "guest": (), "left": ("hosts",)}


@pytest.mark.parametrize(
    ("names", "ids", "unknown"),
    [
        (["all"], ("host-1", "host-2", "guest", "left"), ()),
        (["hosts"], ("host-1", "host-2", "left"), ()),
        (["guest", "host-1"], ("host-1", "guest"), ()),
        (["host-2", "hosts", "host-2"], ("host-1", "host-2", "left"), ()),
        (["left"], ("left",), ()),  # an id wins over a group of the same name
        (["nobody", "guest", "x", "nobody"], ("guest",), ("nobody", "x")),
        ([], (), ()),
    ],
)
def test_who_is_meant(names: list[str], ids: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    assert resolve(names, GROUPS_OF) == Resolved(ids, unknown)
