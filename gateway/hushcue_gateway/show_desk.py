"""The directory at work: read from the store, made to agree with the configuration file, kept whenever it changes.

It answers what the gate of the HTTP interface asks about people (``web/gate.py`` Rights). Whoever has to know that
something changed gives ``on_change`` a callback.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hushcue_words import EXIT_USAGE, Trouble

from .config import Config
from .core.directory import Directory, DirectoryError, Host, Show
from .core.groups import Resolved
from .core.rights import Role
from .logs import Log
from .part import BasePart
from .store.database import Database
from .store.models.directory import HostRow, MemberRow, RoleRow, ShowRow
from .talk_words import WORDS

Result = TypeVar("Result")


class ShowDesk(BasePart):
    """Raises Trouble for what people ask wrongly. Changes count at once and are stored in a moment: what the disk does
    not take is told by the store and tried again, and the show goes on meanwhile. registered: bodypacks that people
    made here, asked once the store is open."""

    def __init__(
        self, config: Config, database: Database, log: Log, registered: Callable[[], Collection[str]] = frozenset
    ):
        self.directory = Directory()
        self._config = config
        self._database = database
        self._log = log
        self._registered = registered
        self._hearers: list[Callable[[], None]] = []
        self._leaving: list[Callable[[str], None]] = []
        self._closing: list[Callable[[str], None]] = []
        declared_shows, declared_hosts = declared(config)
        self.directory.declare(declared_shows, declared_hosts)  # until the store is read

    async def start(self) -> None:
        self.directory = await self._database.run(read)
        self.directory.declare(*declared(self._config))
        registered = self._registered()
        for host in list(self.directory.hosts.values()):
            if host.kind == "bodypack" and host.declared is None and host.id not in registered:
                del self.directory.hosts[host.id]  # nothing else is known of it
        self._changed()

    def on_change(self, hear: Callable[[], None]) -> None:
        """Called after every change, in the loop."""
        self._hearers.append(hear)

    def on_host_gone(self, hear: Callable[[str], None]) -> None:
        """Called with the id of a host that was removed or moved to another show, before anybody hears of a change."""
        self._leaving.append(hear)

    def on_show_gone(self, hear: Callable[[str], None]) -> None:
        """Called with the id of a show that people have deleted, before anybody hears of a change. One that the file
        declares no more is not deleted: it may come back."""
        self._closing.append(hear)

    # --- what it knows ----------------------------------------------------------------------------------------------

    def shows(self) -> Mapping[str, str]:
        """Every show -> its label."""
        return {show.id: show.label for show in self.directory.shows.values()}

    def show(self, show: str) -> Show:
        """One of them."""
        return self._do(lambda: self.directory.show(show))

    def host(self, host: str, show: str | None = None) -> Host:
        """One of them; a host of another show is unknown."""
        return self._do(lambda: self.directory.host(host, show))

    def hosts_of(self, show: str) -> dict[str, Host]:
        """The hosts of a show."""
        return self.directory.hosts_of(show)

    def show_of_host(self, host: str) -> str | None:
        """The show of a host, None where there is no such host."""
        found = self.directory.hosts.get(host)
        return found.show if found else None

    def resolve(self, show: str, names: Iterable[str]) -> Resolved:
        """Host ids behind names of one show."""
        return self.directory.resolve(show, names)

    def roles_of(self, account: str) -> Mapping[str, str]:
        """Show -> role of this account."""
        return self.directory.roles_of(account)

    def role(self, show: str, role: str) -> Role | None:
        """A role of a show."""
        return self.directory.roles.get((show, role))

    def roles(self, show: str) -> list[Role]:
        """All roles of a show."""
        self.show(show)
        return [role for (each, _), role in self.directory.roles.items() if each == show]

    def members(self, show: str) -> dict[str, str]:
        """Account -> role, of everybody who belongs to a show."""
        self.show(show)
        return {account: role for (each, account), role in self.directory.members.items() if each == show}

    # --- what people want -------------------------------------------------------------------------------------------

    def add_show(self, show: str, label: str) -> Show:
        """A new room with the roles that every room begins with."""
        self._change(lambda: self.directory.add_show(Show(show, label)))
        return self.show(show)

    def rename_show(self, show: str, label: str) -> Show:
        """Another label."""
        return self._change(lambda: self.directory.rename_show(show, label))

    def remove_show(self, show: str) -> None:
        """A room without hosts. Not one that the file declares, and not the last."""
        if len(self.directory.shows) == 1:
            raise WORDS.trouble("last_show")
        if any(source.show == show for source in self._config.sources):
            raise WORDS.trouble("show_declared", id=show)

        def remove() -> None:
            self.directory.remove_show(show)
            for hear in self._closing:
                hear(show)

        self._change(remove)

    def check_new(self, host: Host) -> None:
        """Raise what ``add_host`` would."""
        self._do(lambda: self.directory.check_new(host))

    def add_host(self, host: Host) -> Host:
        """Somebody with a bodypack that was registered."""
        self._change(lambda: self.directory.add_host(host))
        return host

    def add_phone(self, host: Host) -> Host:
        """Somebody whose phone is to be the earpiece."""
        self._change(lambda: self.directory.add_host(host))
        return host

    def change_host(self, host: str, **changes: Any) -> Host:
        """Other values; one that moves leaves its show first."""
        before = self.host(host)
        moves = changes.get("show", before.show) != before.show

        def change() -> Host:
            after = self.directory.change_host(host, **changes)
            if moves:
                self._leave(host)
            return after

        return self._change(change)

    def remove_host(self, host: str) -> None:
        """Gone. One that the file declares stays."""

        def remove() -> None:
            self.directory.remove_host(host)
            self._leave(host)

        self._change(remove)

    def put_role(self, show: str, role: Role) -> None:
        """A new role, or another content of one that is there."""
        self._change(lambda: self.directory.put_role(show, role))

    def remove_role(self, show: str, role: str) -> None:
        """A role that nobody has."""
        self._change(lambda: self.directory.remove_role(show, role))

    def put_member(self, show: str, account: str, role: str) -> None:
        """Somebody belongs to a show, as this."""
        self._change(lambda: self.directory.put_member(show, account, role))

    def remove_member(self, show: str, account: str) -> None:
        """Not any more."""
        self._change(lambda: self.directory.remove_member(show, account))

    async def join(self, account: str, show: str, role: str) -> None:
        """The same as ``put_member``, for the gate."""
        self.put_member(show, account, role)

    async def leave(self, account: str) -> None:
        """The account is gone: so are its roles."""
        self._change(lambda: self.directory.remove_account(account))

    # --- inside -----------------------------------------------------------------------------------------------------

    def _leave(self, host: str) -> None:
        for hear in self._leaving:
            hear(host)

    def _do(self, ask: Callable[[], Result]) -> Result:
        try:
            return ask()
        except DirectoryError as error:
            raise Trouble(WORDS, error.code, error.facts, EXIT_USAGE) from None

    def _change(self, change: Callable[[], Result]) -> Result:
        result = self._do(change)
        self._changed()
        return result

    def _changed(self) -> None:
        snapshot = rows(self.directory)
        self._database.change_soon(lambda session: write(session, snapshot))
        for hear in self._hearers:
            hear()


def declared(config: Config) -> tuple[list[Show], list[Host]]:
    """What the file says of shows and hosts."""
    shows = [Show(show.id, show.label, {"label": show.label}) for show in config.shows]
    hosts = []
    for kind, people in (("bodypack", config.bodypacks), ("phone", config.phones)):
        for each in people:
            said: dict[str, Any] = {
                "show": each.show,
                "label": each.label,
                "groups": list(each.groups),
                "language": each.language,
            }
            said["kind"] = kind
            values = {**said, "groups": each.groups}
            hosts.append(Host(id=each.id, **values, declared=said))
    return shows, hosts


Rows = list[tuple[type[Any], dict[str, Any]]]


def rows(directory: Directory) -> Rows:
    """The whole directory as rows: it is small, and seldom changes."""
    found: Rows = []
    for place, show in enumerate(directory.shows.values()):
        declared = dict(show.declared) if show.declared is not None else None
        found.append((ShowRow, {"id": show.id, "label": show.label, "place": place, "declared": declared}))
    for place, host in enumerate(directory.hosts.values()):
        values = {name: getattr(host, name) for name in HostRow.__table__.columns.keys() if name != "place"}  # noqa: SIM118
        values.update(place=place, groups=list(host.groups), declared=dict(host.declared) if host.declared else None)
        found.append((HostRow, values))
    for place, ((show_id, _), role) in enumerate(directory.roles.items()):
        found.append((RoleRow, {"show": show_id, "id": role.id, "place": place, "role": role.as_json()}))
    for (show_id, account), role_id in directory.members.items():
        found.append((MemberRow, {"show": show_id, "account": account, "role": role_id}))
    return found


def write(session: Session, snapshot: Rows) -> None:
    """Make the tables hold exactly this."""
    for table in (MemberRow, RoleRow, HostRow, ShowRow):
        session.execute(delete(table))
    for row, values in snapshot:
        session.add(row(**values))
        if row is ShowRow:
            session.flush()


def read(session: Session) -> Directory:
    """What the tables hold."""
    directory = Directory()
    for show in session.scalars(select(ShowRow).order_by(ShowRow.place)):
        directory.shows[show.id] = Show(show.id, show.label, show.declared)
    for host in session.scalars(select(HostRow).order_by(HostRow.place)):
        directory.hosts[host.id] = Host(
            id=host.id,
            show=host.show,
            kind="phone" if host.kind == "phone" else "bodypack",
            label=host.label,
            groups=tuple(host.groups),
            language=host.language,
            colour=host.colour,
            programme_db=host.programme_db,
            ducking_db=host.ducking_db,
            declared=host.declared,
        )
    for role in session.scalars(select(RoleRow).order_by(RoleRow.place)):
        directory.roles[(role.show, role.id)] = Role.of_json(role.role)
    for member in session.scalars(select(MemberRow)):
        directory.members[(member.show, member.account)] = member.role
    return directory
