"""Shows and phones in the configuration, and which names mean something in which show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hushcue_words import Trouble

from .config_reader import Reader
from .core.groups import ALL
from .words import WORDS

if TYPE_CHECKING:
    from .config import Bodypack, Config

FIRST_SHOW = "main"
GATEWAY_NAME = "gateway"
DEFAULT_LANGUAGE = "zh"


@dataclass(frozen=True)
class ShowEntry:
    """A room. Its hosts, sources and people never meet those of another."""

    id: str
    label: str


@dataclass(frozen=True)
class Phone:
    """A host whose phone is the earpiece. language: BCP 47."""

    id: str
    label: str
    groups: tuple[str, ...]
    show: str
    language: str


def read_shows(readers: Iterable[Reader], studio: str) -> tuple[ShowEntry, ...]:
    """What ``[[shows]]`` says; where there is none, one room with the name of the studio."""
    shows = []
    for reader in readers:
        name = reader.name("id")
        shows.append(ShowEntry(name, reader.text("label", name, most=64)))
        if name == ALL:
            reader.refuse("id", "config_reserved_name", value=name)
        reader.finish()
    return tuple(shows) or (ShowEntry(FIRST_SHOW, studio),)


def read_show(reader: Reader, shows: Sequence[ShowEntry]) -> str:
    """Which room something belongs to; the first where it does not say."""
    name = reader.name("show", shows[0].id) if reader.has("show") else shows[0].id
    if name and all(show.id != name for show in shows):
        reader.refuse("show", "config_unknown_show", value=name)
    return name


def read_language(reader: Reader) -> str:
    """What is spoken to a host."""
    return reader.text("language", DEFAULT_LANGUAGE, most=35) or DEFAULT_LANGUAGE


def read_phone(reader: Reader, shows: Sequence[ShowEntry]) -> Phone:
    """One of ``[[phones]]``."""
    phone = Phone(
        id=reader.name("id"),
        label=reader.text("label", most=32),
        groups=reader.names("groups"),
        show=read_show(reader, shows),
        language=read_language(reader),
    )
    if phone.id in (GATEWAY_NAME, ALL):
        reader.refuse("id", "config_reserved_name", value=phone.id)
    if ALL in phone.groups:
        reader.refuse("groups", "config_reserved_name", value=ALL)
    reader.finish()
    return phone


def check_names(config: Config, troubles: list[Trouble]) -> None:
    """Ids are there once, and every name means somebody in its own show."""
    first: dict[tuple[str, str], str] = {}
    rooms: tuple[tuple[str, str, Iterable[object]], ...] = (
        ("shows", "shows", config.shows),
        ("sources", "sources", config.sources),
        ("bodypacks", "hosts", config.bodypacks),
        ("phones", "hosts", config.phones),  # a phone and a bodypack are both hosts
    )
    for room, kind, items in rooms:
        for place, item in enumerate(items, 1):
            name = item.id  # type: ignore[attr-defined]
            here = f"{room}[{place}]"
            if name and first.setdefault((kind, name), here) != here:
                facts = {"key": f"{here}.id", "value": name, "other": first[kind, name]}
                troubles.append(WORDS.trouble("config_duplicate", **facts))
    ids = {show.id: {host.id for host in config.hosts() if host.show == show.id} for show in config.shows}
    groups = {
        show.id: {group for host in config.hosts() if host.show == show.id for group in host.groups}
        for show in config.shows
    }
    hosts: tuple[tuple[str, Sequence[Bodypack | Phone]], ...] = (
        ("bodypacks", config.bodypacks),
        ("phones", config.phones),
    )
    for room, people in hosts:
        for place, host in enumerate(people, 1):
            for group in sorted(ids.get(host.show, set()).intersection(host.groups)):
                key = f"{room}[{place}].groups"
                troubles.append(WORDS.trouble("config_group_is_bodypack", key=key, value=group))
    for place, source in enumerate(config.sources, 1):
        hosts_here = ids.get(source.show, set())
        known = hosts_here | groups.get(source.show, set()) | {ALL}
        for name in dict.fromkeys(source.to):
            if name not in known:
                troubles.append(WORDS.trouble("config_unknown_target", key=f"sources[{place}].to", value=name))
        if source.owner and source.owner not in hosts_here:
            troubles.append(WORDS.trouble("config_unknown_owner", key=f"sources[{place}].owner", value=source.owner))
