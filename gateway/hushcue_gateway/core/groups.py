"""From what people address ("all", a group, a bodypack) to bodypack ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ALL = "all"
"""The target that means every bodypack."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """``ids`` in the order they are configured, each once; ``unknown`` in the order they were named."""

    ids: tuple[str, ...]
    unknown: tuple[str, ...]


def resolve(names: Iterable[str], groups_of: Mapping[str, tuple[str, ...]]) -> Resolved:
    """Who is meant by ``names``. ``groups_of`` maps every bodypack id to its groups; an id wins over a group."""
    every_group = {group for groups in groups_of.values() for group in groups}
    wanted: set[str] = set()
    unknown: list[str] = []
    for name in names:
        if name == ALL:
            wanted.update(groups_of)
        elif name in groups_of:
            wanted.add(name)
        elif name in every_group:
            wanted.update(bodypack for bodypack, groups in groups_of.items() if name in groups)
        elif name not in unknown:
            unknown.append(name)
    return Resolved(tuple(bodypack for bodypack in groups_of if bodypack in wanted), tuple(unknown))
