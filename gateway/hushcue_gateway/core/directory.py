"""Shows, their hosts, groups, roles and members: who belongs where. Pure; ``show_desk.py`` keeps it in the store.

A *show* is a room. Every host, role and membership belongs to exactly one, and no name means anything outside its own:
``resolve`` knows the hosts and groups of one show, all others are unknown to it. An id wins over a group of that name.

What stands in the configuration file is *declared*. ``declare`` adopts what changed in the file since it was last
declared; what did not change there stands as people changed it here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from hushcue_wire.errors import WireError
from hushcue_wire.topics import check_name

from .events import Fact
from .groups import ALL, Resolved, resolve
from .rights import Role
from .role_presets import PRESETS

HostKind = Literal["bodypack", "phone"]
MAX_SHOWS = 64
MAX_HOSTS = 1024
MAX_ROLES = 64
MAX_LABEL_CHARS = 64
MAX_GROUPS = 32
MAX_LANGUAGE_CHARS = 35
"""BCP 47 (RFC 5646 section 4.4.1)"""
RESERVED = (ALL, "gateway")


class DirectoryError(Exception):
    """Something people ask that cannot be. ``code`` is one of the gateway's sentences, ``facts`` fill it."""

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.facts: dict[str, Fact] = facts


@dataclass(frozen=True, slots=True)
class Show:
    """One room."""

    id: str
    label: str
    declared: Mapping[str, Any] | None = None
    """what the configuration file said of it last; None: made by people"""


@dataclass(frozen=True, slots=True)
class Host:
    """Somebody with a bodypack or a phone in the ear."""

    id: str
    show: str
    kind: HostKind = "bodypack"
    label: str = ""
    groups: tuple[str, ...] = ()
    language: str = "zh"
    """BCP 47: what is spoken to them"""
    colour: str = ""
    """for screens: "#rrggbb" or nothing"""
    programme_db: float | None = 0.0
    """beside the gain of the programme source; None: hears no programme"""
    ducking_db: float | None = None
    """how far speech dims the programme for this host: 0 is not at all; None is the studio's policy"""
    declared: Mapping[str, Any] | None = None


HOST_FIELDS = ("show", "label", "groups", "language", "colour", "programme_db", "ducking_db")
"""What ``change_host`` may change."""


class Directory:
    """All of it, in memory. Every method that changes something raises DirectoryError where that cannot be, and then
    has changed nothing."""

    def __init__(self) -> None:
        self.shows: dict[str, Show] = {}
        self.hosts: dict[str, Host] = {}
        self.roles: dict[tuple[str, str], Role] = {}
        """(show, role id)"""
        self.members: dict[tuple[str, str], str] = {}
        """(show, account id) -> role id"""

    # --- what it knows ----------------------------------------------------------------------------------------------

    def show(self, show: str) -> Show:
        """One of them."""
        if show not in self.shows:
            raise DirectoryError("unknown_show", id=show)
        return self.shows[show]

    def host(self, host: str, show: str | None = None) -> Host:
        """One of them; a host of another show than ``show`` is unknown."""
        found = self.hosts.get(host)
        if found is None or (show is not None and found.show != show):
            raise DirectoryError("unknown_host", id=host)
        return found

    def role(self, show: str, role: str) -> Role:
        """One of a show."""
        found = self.roles.get((show, role))
        if found is None:
            raise DirectoryError("unknown_role", id=role)
        return found

    def role_of(self, show: str, account: str) -> Role | None:
        """What somebody is in a show, None where they do not belong to it."""
        return self.roles.get((show, self.members.get((show, account), "")))

    def roles_of(self, account: str) -> dict[str, str]:
        """show -> role id, of everything somebody belongs to."""
        return {show: role for (show, member), role in self.members.items() if member == account}

    def hosts_of(self, show: str) -> dict[str, Host]:
        """The hosts of a show, in the order they came."""
        return {host.id: host for host in self.hosts.values() if host.show == show}

    def groups_of(self, show: str) -> dict[str, tuple[str, ...]]:
        """Every host of a show -> its groups."""
        return {host.id: host.groups for host in self.hosts.values() if host.show == show}

    def groups(self, show: str) -> dict[str, list[str]]:
        """Every group of a show -> its hosts."""
        found: dict[str, list[str]] = {}
        for host in self.hosts_of(show).values():
            for group in host.groups:
                found.setdefault(group, []).append(host.id)
        return found

    def resolve(self, show: str, names: Iterable[str]) -> Resolved:
        """Host ids behind ids, groups and "all" of one show, and the names nobody there knows."""
        return resolve(names, self.groups_of(show))

    # --- shows ------------------------------------------------------------------------------------------------------

    def add_show(self, show: Show, roles: Iterable[Role] = PRESETS) -> None:
        """A new room with the roles that every room begins with."""
        _check_id(show.id)
        _check_label(show.label)
        if show.id in self.shows:
            raise DirectoryError("show_exists", id=show.id)
        if len(self.shows) >= MAX_SHOWS:
            raise DirectoryError("directory_full", most=MAX_SHOWS)
        self.shows[show.id] = show
        for role in roles:
            self.roles[(show.id, role.id)] = role

    def rename_show(self, show: str, label: str) -> Show:
        """Another label."""
        _check_label(label)
        self.shows[show] = replace(self.show(show), label=label)
        return self.shows[show]

    def remove_show(self, show: str) -> None:
        """A room that nobody is in any more, with its roles and members. One that the file declares stays."""
        found = self.show(show)
        if found.declared is not None:
            raise DirectoryError("show_declared", id=show)
        if self.hosts_of(show):
            raise DirectoryError("show_has_hosts", id=show)
        del self.shows[show]
        for key in [key for key in self.roles if key[0] == show]:
            del self.roles[key]
        for key in [key for key in self.members if key[0] == show]:
            del self.members[key]

    # --- hosts ------------------------------------------------------------------------------------------------------

    def add_host(self, host: Host) -> None:
        """Somebody new."""
        self.check_new(host)
        self.hosts[host.id] = host

    def check_new(self, host: Host) -> None:
        """Raise what ``add_host`` would."""
        self.show(host.show)
        _check_id(host.id)
        if host.id in self.hosts:
            raise DirectoryError("host_exists", id=host.id)
        if len(self.hosts) >= MAX_HOSTS:
            raise DirectoryError("directory_full", most=MAX_HOSTS)
        self._check_host(host)

    def change_host(self, host: str, **changes: Any) -> Host:
        """Other values of HOST_FIELDS."""
        after = replace(self.host(host), **{name: value for name, value in changes.items() if name in HOST_FIELDS})
        self.show(after.show)
        self._check_host(after)
        self.hosts[host] = after
        return after

    def remove_host(self, host: str) -> None:
        """Gone. One that the file declares stays."""
        if self.host(host).declared is not None:
            raise DirectoryError("host_declared", id=host)
        del self.hosts[host]

    def _check_host(self, host: Host) -> None:
        if host.label:
            _check_label(host.label)
        if len(host.groups) > MAX_GROUPS:
            raise DirectoryError("directory_full", most=MAX_GROUPS)
        beside = self.hosts_of(host.show)
        names = {group for other in beside.values() if other.id != host.id for group in other.groups}
        if host.id in names:
            raise DirectoryError("group_is_host", id=host.id)
        for group in host.groups:
            _check_id(group)
            if group in beside or group == host.id:
                raise DirectoryError("group_is_host", id=group)
        if not _is_language(host.language):
            raise DirectoryError("bad_language", value=host.language[:MAX_LANGUAGE_CHARS])

    # --- roles and members ------------------------------------------------------------------------------------------

    def put_role(self, show: str, role: Role) -> None:
        """A new role, or another content of one that is there; it counts at once for everybody who has it."""
        self.show(show)
        _check_id(role.id, reserved=("owner",))
        if (show, role.id) not in self.roles and sum(each == show for each, _ in self.roles) >= MAX_ROLES:
            raise DirectoryError("directory_full", most=MAX_ROLES)
        self.roles[(show, role.id)] = role

    def remove_role(self, show: str, role: str) -> None:
        """A role that nobody has."""
        self.role(show, role)
        if any(each == show and had == role for (each, _), had in self.members.items()):
            raise DirectoryError("role_in_use", id=role)
        del self.roles[(show, role)]

    def put_member(self, show: str, account: str, role: str) -> None:
        """Somebody belongs to a show, as this."""
        self.show(show)
        self.role(show, role)
        self.members[(show, account)] = role

    def remove_member(self, show: str, account: str) -> None:
        """Not any more."""
        if (show, account) not in self.members:
            raise DirectoryError("unknown_member", id=account)
        del self.members[(show, account)]

    def remove_account(self, account: str) -> list[str]:
        """Somebody is gone altogether; the shows they were in."""
        shows = list(self.roles_of(account))
        for show in shows:
            del self.members[(show, account)]
        return shows

    # --- the configuration file ---------------------------------------------------------------------------------------

    def declare(self, shows: Iterable[Show], hosts: Iterable[Host]) -> None:
        """What the file says now, each with ``declared``. Hosts that it no longer names are gone; a show that it no
        longer names becomes people's own, so that nobody's roles are lost by editing a file."""
        shows, hosts = list(shows), list(hosts)
        named = {show.id for show in shows}
        for show in list(self.shows.values()):
            if show.declared is not None and show.id not in named:
                self.shows[show.id] = replace(show, declared=None)
        for show in shows:
            before = self.shows.get(show.id)
            if before is None:
                self.add_show(show)
            else:
                self.shows[show.id] = _adopted(before, show)
        named = {host.id for host in hosts}
        for host in list(self.hosts.values()):
            if host.declared is not None and host.id not in named:
                del self.hosts[host.id]
        for host in hosts:
            known = self.hosts.get(host.id)
            after = host if known is None else _adopted(known, host)
            if after.show not in self.shows:
                after = replace(after, show=host.show)
            self.hosts[host.id] = after


def _adopted(before: Any, said: Any) -> Any:
    """``before`` with every field that the file says otherwise than when it was last read."""
    last = before.declared or {}
    news = {name: getattr(said, name) for name, value in said.declared.items() if last.get(name, _NEVER) != value}
    return replace(before, **news, declared=said.declared)


_NEVER = object()


def _check_id(name: str, reserved: Iterable[str] = RESERVED) -> None:
    try:
        check_name(name, "id")
    except WireError:
        raise DirectoryError("bad_name", value=str(name)[:MAX_LABEL_CHARS]) from None
    if name in reserved:
        raise DirectoryError("reserved_name", value=name)


def _check_label(label: str) -> None:
    if not 1 <= len(label) <= MAX_LABEL_CHARS or not label.isprintable():
        raise DirectoryError("bad_label", most=MAX_LABEL_CHARS)


def _is_language(tag: str) -> bool:
    parts = tag.split("-")
    return len(tag) <= MAX_LANGUAGE_CHARS and all(
        part.isascii() and part.isalnum() and len(part) <= 8 for part in parts
    )
