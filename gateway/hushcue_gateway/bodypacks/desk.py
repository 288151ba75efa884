"""Bodypacks come and go while the gateway runs: registered, given a config.json, changed, retired.

Everything that a change is made of happens in one step of the loop (device key, broker account, roster, directory,
store), so nobody ever sees half of it. The directory says who belongs to the studio: a bodypack that was registered
here and is no longer in it, for whatever reason, is retired.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from hushcue_wire import documents, topics
from hushcue_wire.errors import WireError
from hushcue_words import Trouble

from ..broker import Refused
from ..broker.files import SALT_BYTES, password_hash
from ..ceilings import Ceilings
from ..config import Config, is_loopback
from ..core.actions import Notice
from ..core.directory import Host
from ..core.groups import ALL
from ..keys import key_id
from ..logs import Log
from ..mqtt import Arrival, Document
from ..mqtt_desk import MqttDesk
from ..part import BasePart, Observers
from ..people.clock import now_ms
from ..remote.topics import CONTROLLER_USER
from ..roster_desk import RosterDesk
from ..show_desk import ShowDesk
from ..showdata.topics import FEEDER_USER
from ..store.database import Database
from ..talk_words import WORDS as TALK_WORDS
from .battery import BatteryHistory
from .document import Wish, config_json
from .knocking import Knocks
from .registry import Registry
from .view import Eye, seen_at_ms
from .words import WORDS

if TYPE_CHECKING:
    from fastapi import APIRouter

PASSWORD_BYTES = 24
STORED_S = 2.0
"""So long an answer waits for the disk; what it does not take by then is told by the store, and tried again."""
KEEP_SEEN_NS = 600 * 1_000_000_000
MOST_A_SECOND = 50
SAID_LAST = ("bodypack_lost", "bodypack_offline", "bodypack_expired")


class BodypackDesk(BasePart):
    """Raises Trouble for what people ask wrongly. enter: told whose id is new here. leave: told who is retired, before
    it is out of the directory.
    on_change: told when something of the list may be another. routes: made when the application is."""

    def __init__(
        self,
        config: Config,
        registry: Registry,
        shows: ShowDesk,
        bodypacks: RosterDesk,
        mqtt: MqttDesk,
        ceilings: Ceilings,
        database: Database,
        eye: Eye,
        log: Log,
        routes: Callable[[BodypackDesk], Sequence[APIRouter]],
    ):
        self.on_change: Callable[[], None] = lambda: None
        self.enter: list[Callable[[str], None]] = []
        self.leave: list[Callable[[str], None]] = []
        self.battery = BatteryHistory(database, bodypacks.roster.views)
        self._config = config
        self._registry = registry
        self._shows = shows
        self._bodypacks = bodypacks
        self._mqtt = mqtt
        self._ceilings = ceilings
        self._database = database
        self._eye = eye
        self._log = log
        self._routes = routes
        self._knocks = Knocks()
        self._knocks.changed = lambda: self.on_change()
        self._kept_ns = 0
        self._rung = (0, 0)
        registry.on_found(bodypacks.admit)
        shows.on_change(self._directory_changed)
        mqtt.kept_accounts = registry.accounts
        mqtt.turned_away = self._turned_away
        mqtt.hear(self._arrived)

    async def stop(self) -> None:
        self._keep_seen()

    def actions(self) -> Observers:
        return {Notice: self._noticed}

    def tick(self, now_ns: int) -> None:
        self.battery.measure(now_ns, now_ms())
        if now_ns - self._kept_ns > KEEP_SEEN_NS:
            self._kept_ns = now_ns
            self._keep_seen()

    def routers(self) -> Sequence[APIRouter]:
        return self._routes(self)

    # --- what people see --------------------------------------------------------------------------------------------

    @property
    def broker(self) -> Literal["embedded", "external"]:
        """Whose accounts they are."""
        return "external" if self._config.broker.mode == "external" else "embedded"

    def ids(self) -> list[str]:
        """All of them: those of the file, then as they were registered."""
        return [view.id for view in self._bodypacks.roster.views() if view.id in self._shows.directory.hosts]

    def sight(self, bodypack: str) -> dict[str, Any]:
        """One of them."""
        return self._eye.sight(bodypack)

    def sights(self) -> list[dict[str, Any]]:
        """All of them."""
        return [self._eye.sight(bodypack) for bodypack in self.ids()]

    def knocks(self) -> dict[str, dict[str, Any]]:
        """Who was not let in lately, by name or address."""
        return self._knocks.told(now_ms())

    async def battery_points(self, bodypack: str, hours: int) -> list[tuple[int, int | None, float | None]]:
        """How its battery went."""
        self._bodypacks.view(bodypack)
        return await self.battery.points(bodypack, hours, now_ms())

    # --- what people want -------------------------------------------------------------------------------------------

    async def register(
        self, bodypack: str, label: str, show: str | None, groups: tuple[str, ...], language: str, by: str
    ) -> None:
        """One more. It has a device key and no password yet: ``configure`` gives it both."""
        if bodypack in (CONTROLLER_USER, FEEDER_USER):
            raise TALK_WORDS.trouble("reserved_name", value=bodypack)
        host = Host(bodypack, show or next(iter(self._shows.shows())), "bodypack", label, groups, language)
        self._shows.check_new(host)
        self._bodypacks.admit(bodypack, label, groups)
        self._registry.add(bodypack, by, now_ms())
        for hear in self.enter:
            hear(bodypack)
        self._shows.add_host(host)
        self._knocks.forget(bodypack)
        self._log.info("bodypack_registered", id=bodypack)
        await self._stored()

    async def configure(self, bodypack: str, wish: Wish) -> dict[str, Any]:
        """Its config.json, with a new device key and a new password; those before are worth nothing from now on."""
        self._bodypacks.view(bodypack)
        label = self._shows.host(bodypack).label
        wish.check()
        password = self._password(bodypack, wish)
        self._log.hide(password)
        key = self._bodypacks.replace_key(bodypack)
        if self.broker == "embedded":
            kept, instead_of = _hashed(password), self._registry.password_of_file(bodypack)
            self._mqtt.admit(bodypack, kept)
            changes = {"account": kept, "instead_of": _hashed(instead_of) if instead_of else None}
        else:
            changes = {"account": _hashed(password), "instead_of": None}
        self._registry.change(bodypack, configured_at_ms=now_ms(), **changes)
        self._ceilings.forget(bodypack)
        self._knocks.forget(bodypack, self._registry[bodypack].ip)
        self._log.info("bodypack_configured", id=bodypack, key=key_id(key))
        self.on_change()
        await self._stored()
        return config_json(wish, bodypack, self._config.studio, label, self._mqtt.port, password, key)

    def change(self, bodypack: str, ceiling_db: float | None = None, **changes: Any) -> None:
        """Other names, groups, another show; a lower ceiling."""
        self._bodypacks.view(bodypack)
        if "groups" in changes:
            changes["groups"] = tuple(dict.fromkeys(changes["groups"]))
        if changes:
            self._shows.change_host(bodypack, **changes)
        if ceiling_db is not None:  # last: nobody raises it again
            self._ceilings.lower(bodypack, ceiling_db)
        self.on_change()

    async def retire(self, bodypack: str) -> None:
        """It belongs to the studio no longer, and what it holds is worth nothing."""
        self._bodypacks.view(bodypack)
        if self._registry.is_declared(bodypack):
            raise WORDS.trouble("declared_in_file", id=bodypack)
        self._end(bodypack)
        await self._stored()

    def _password(self, bodypack: str, wish: Wish) -> str:
        """Of its account at the broker."""
        if self.broker == "external":
            given = wish.broker_password or self._registry.password_of_file(bodypack)
            if not given:
                raise WORDS.trouble("broker_password_needed", id=bodypack)
            return given
        if wish.broker_password is not None:
            raise WORDS.trouble("broker_password_ours")
        if is_loopback(self._config.broker.listen) and not is_loopback(wish.gateway):
            raise WORDS.trouble("broker_not_heard")
        return secrets.token_urlsafe(PASSWORD_BYTES)

    def _end(self, bodypack: str) -> None:
        """May be called again where something of it failed."""
        self._bodypacks.dismiss_key(bodypack)
        self._mqtt.dismiss(bodypack)
        for hear in self.leave:
            hear(bodypack)
        ip = self._registry[bodypack].ip
        self._registry.remove(bodypack)
        if bodypack in self._shows.directory.hosts:
            self._shows.remove_host(bodypack)
        self._bodypacks.dismiss(bodypack)
        self._ceilings.forget(bodypack)
        self.battery.forget(bodypack)
        self._knocks.forget(bodypack, ip)
        self._log.info("bodypack_retired", id=bodypack)
        self.on_change()

    async def _stored(self) -> None:
        await asyncio.to_thread(self._database.settle, STORED_S)

    # --- what happens -----------------------------------------------------------------------------------------------

    def _directory_changed(self) -> None:
        hosts = self._shows.directory.hosts
        for bodypack in self._registry.registered():
            host = hosts.get(bodypack)
            if host is None:
                try:
                    self._end(bodypack)
                except Trouble as trouble:  # its keys cannot be written now: it is tried again with the next change
                    self._log.tell("error", trouble.code, trouble.facts)
            else:
                self._bodypacks.rename(bodypack, host.label, host.groups)
        self.on_change()

    def _noticed(self, notice: Notice) -> None:
        if notice.bodypack not in self._bodypacks.roster:
            return
        if notice.code == "bodypack_online":
            hello = self._bodypacks.view(notice.bodypack).hello
            self._knocks.forget(notice.bodypack, hello.ip if hello else None)
            self._keep_seen(notice.bodypack)
        elif notice.code in SAID_LAST:
            self._keep_seen(notice.bodypack)
        self.on_change()

    def _keep_seen(self, only: str | None = None) -> None:
        """When and where each was heard last, for the next start."""
        for view in self._bodypacks.roster.views():
            at_ms, entry = seen_at_ms(view), self._registry[view.id]
            ip = view.hello.ip if view.hello else entry.ip
            if only in (None, view.id) and at_ms is not None and (at_ms, ip) != (entry.seen_at_ms, entry.ip):
                self._registry.change(view.id, seen_at_ms=at_ms, ip=ip)

    def _turned_away(self, refused: Refused) -> None:
        """Our own broker did not let somebody in. Where it does not tell whom, the address may. Of a flood only some
        are looked at."""
        second = now_ms() // 1000
        self._rung = (second, self._rung[1] + 1 if self._rung[0] == second else 1)
        if self._rung[1] > MOST_A_SECOND:
            return
        known = {view.id: view for view in self._bodypacks.roster.views()}
        name = refused.name
        if name is None and refused.ip is not None:
            away = [id for id, view in known.items() if view.state != "online" and self._ip_of(id) == refused.ip]
            name = away[0] if len(away) == 1 else None
        elif name is not None and not _is_name(name):
            name = None
        self._knocks.note(name, "password" if name in known else "unknown", refused.ip, now_ms())

    def _arrived(self, arrival: Arrival) -> None:
        """A hello that the broker let through, of somebody we do not know: where accounts are another broker's."""
        if not isinstance(arrival, Document) or arrival.retained or not arrival.payload:
            return
        try:
            studio, name, kind = topics.split(arrival.topic)
            if studio != self._config.studio or kind != "hello" or not name or name in self._bodypacks.roster:
                return
            ip = documents.read(kind, arrival.payload)["ip"]
        except WireError:
            return
        self._knocks.note(name, "unknown", str(ip), now_ms())

    def _ip_of(self, bodypack: str) -> str | None:
        hello = self._bodypacks.view(bodypack).hello
        return hello.ip if hello is not None else self._registry[bodypack].ip


def _is_name(name: str) -> bool:
    try:
        topics.check_name(name, "id")
    except WireError:
        return False
    return name != ALL


def _hashed(password: str) -> str:
    return password_hash(password, secrets.token_bytes(SALT_BYTES))
