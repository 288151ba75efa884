"""What there is to see of a show at this moment: the value of every entry of its live document, and how loud it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import Any

from ..cues import CueLog
from ..picture import Picture
from ..show_desk import ShowDesk
from ..source_desk import SourceDesk
from ..talk_desk import TalkDesk
from .connection import Connection
from .sights import SILENT_DB, Sights

OVER = ("ended", "refused")


class Entries:
    """connections: of all who look. name_of: account -> what people call them. microphone_state: account, show -> none,
    connecting, ready, lost."""

    def __init__(
        self,
        sights: Sights,
        shows: ShowDesk,
        sources: SourceDesk,
        cues: CueLog,
        talks: TalkDesk,
        picture: Picture,
        connections: Collection[Connection],
    ):
        self.name_of: Callable[[str], str] = lambda account: account
        self.microphone_state: Callable[[str, str], str] = lambda *_: "none"
        self._sights = sights
        self._shows = shows
        self._sources = sources
        self._cues = cues
        self._talks = talks
        self._picture = picture
        self._connections = connections

    def make(self, show: str, section: str, entry: str) -> Any:
        """Its value, None where it is gone."""
        if section == "show":
            return self._sights.show(show)
        if section == "gateway":
            return self._sights.gateway(time.monotonic_ns())
        if section == "hosts":
            host = self._shows.directory.hosts.get(entry)
            return self._sights.host(host) if host is not None and host.show == show else None
        if section == "groups":
            return self._sights.groups(show).get(entry)
        if section == "sources":
            source = next((each for each in self._sources.of_show(show) if each.id == entry), None)
            return self._sights.source(source) if source is not None else None
        if section == "people":
            return self._person(show, entry)
        cue = self._cues.get(entry)
        if cue is None or cue.show != show:
            return None
        if section == "talks":
            return self._sights.talk(cue, self._talks.ends_at(cue.id)) if cue.state not in OVER else None
        return self._sights.cue(cue)

    def levels(self, show: str) -> dict[str, dict[str, float]]:
        """{"sources": {id: dB}, "hosts": {id: dB}}, of those that are heard of."""
        sources: dict[str, float] = {}
        for entry in self._sources.of_show(show):
            peak_db = self._picture.peaks_db.get(entry.id)
            if peak_db is not None:
                sources[entry.id] = round(max(SILENT_DB, peak_db), 1)
        hosts: dict[str, float] = {}
        for host in self._shows.hosts_of(show).values():
            level_db = self._sights.level_db(host)
            if level_db is not None:
                hosts[host.id] = round(level_db, 1)
        return {"sources": sources, "hosts": hosts}

    def _person(self, show: str, account: str) -> dict[str, Any] | None:
        """Who belongs to the show; an owner while they look."""
        role = self._shows.members(show).get(account)
        here = [each for each in self._connections if each.show == show and each.asker.id == account]
        if role is None and not here:
            return None
        return {
            "name": here[0].asker.name if here else self.name_of(account),
            "role": role or here[0].asker.role.id,
            "online": bool(here),
            "mic": self.microphone_state(account, show),
        }
