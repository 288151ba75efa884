"""The sources of sound that people know by name, and the programme: which host hears it, how loud, how far dimmed.

Sources of the configuration are opened here; others come and go (``add``, ``remove``): an operator's browser
microphone, an encoder. The sources of single cues (files, phrases, repetitions) are the cue desk's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from .config import Config
from .core.commands import MAX_GAIN_DB, MIN_GAIN_DB, AddSource, RemoveSource, SetDim, SetProgramme, SetSourceGain
from .core.directory import Host
from .logs import Log
from .part import BasePart
from .show_desk import ShowDesk
from .sound_desk import SoundDesk
from .words import WORDS

SourceKind = Literal["microphone", "webrtc", "programme", "phrase", "assistant"]
ENGINE_KINDS: dict[SourceKind, Literal["talk", "programme", "assistant"]] = {
    "microphone": "talk",
    "webrtc": "talk",
    "programme": "programme",
    "phrase": "talk",
    "assistant": "assistant",
}


@dataclass(frozen=True)
class SourceEntry:
    """One source. who: account whose microphone it is, None for what belongs to the studio. to: of a programme, who
    hears it (names of its show). state: for people, as the source's own part reports it; what is configured is reported
    by the capture process instead."""

    id: str
    show: str
    kind: SourceKind
    label: str = ""
    gain_db: float = 0.0
    who: str | None = None
    owner: str = ""
    to: tuple[str, ...] = ()
    state: str = "open"
    configured: bool = False


class SourceDesk(BasePart):
    """Raises Trouble for what people ask wrongly."""

    def __init__(self, config: Config, shows: ShowDesk, sound: SoundDesk, log: Log):
        self._config = config
        self._shows = shows
        self._sound = sound
        self._log = log
        self._entries: dict[str, SourceEntry] = {}
        self._heard: dict[tuple[str, str], float] = {}  # (source, host) -> gain the engine was told
        self._dims: dict[str, float] = {}
        self._hearers: list[Callable[[], None]] = []
        shows.on_change(self._route)

    async def start(self) -> None:
        for source in self._config.sources:
            kind: SourceKind = "programme" if source.kind == "programme" else "microphone"
            self.add(
                SourceEntry(
                    source.id,
                    source.show,
                    kind,
                    source.id,
                    source.gain_db,
                    None,
                    source.owner,
                    source.to,
                    "opening",
                    True,
                )
            )
            channel = None if source.channel is None else source.channel - 1
            if not self._sound.capture.open_microphone(source.id, source.device, channel):
                self._log.error("queue_full", child="capture")

    def on_change(self, hear: Callable[[], None]) -> None:
        """Called after every change, in the loop."""
        self._hearers.append(hear)

    # --- what it knows ----------------------------------------------------------------------------------------------

    def get(self, source: str, show: str) -> SourceEntry:
        """One source of a show."""
        entry = self._entries.get(source)
        if entry is None or entry.show != show:
            raise WORDS.trouble("unknown_source", id=source)
        return entry

    def of_show(self, show: str) -> list[SourceEntry]:
        """All of them."""
        return [entry for entry in self._entries.values() if entry.show == show]

    def __contains__(self, source: str) -> bool:
        return source in self._entries

    # --- what happens -----------------------------------------------------------------------------------------------

    def add(self, entry: SourceEntry) -> None:
        """Another source; its ring is on the rack under its id. ValueError where the id is taken (ours to see to)."""
        if entry.id in self._entries:
            raise ValueError(f"source {entry.id} is there already")
        self._entries[entry.id] = entry
        self._sound.tell(AddSource(entry.id, ENGINE_KINDS[entry.kind], entry.gain_db, entry.owner))
        self._route()

    def change(self, source: str, *, state: str | None = None, label: str | None = None) -> None:
        """What people see of it; nothing where it is gone."""
        entry = self._entries.get(source)
        if entry is not None:
            self._entries[source] = replace(entry, state=state or entry.state, label=label or entry.label)
            self._changed()

    def remove(self, source: str) -> None:
        """It is gone; its talks end."""
        if self._entries.pop(source, None) is None:
            return
        for key in [key for key in self._heard if key[0] == source]:
            del self._heard[key]
        self._sound.tell(RemoveSource(source))
        self._changed()

    def touch(self) -> None:
        """Something that people see of sources changed elsewhere."""
        self._changed()

    def set_gain(self, source: str, show: str, gain_db: float) -> None:
        """How loud it is in every mix, MIN_GAIN_DB..MAX_GAIN_DB."""
        entry = self.get(source, show)
        gain_db = min(max(gain_db, MIN_GAIN_DB), MAX_GAIN_DB)
        self._entries[source] = replace(entry, gain_db=gain_db)
        self._sound.tell(SetSourceGain(source, gain_db))
        self._changed()

    # --- the programme ----------------------------------------------------------------------------------------------

    def _route(self) -> None:
        """Tell the engine what differs from what it was told: who hears which programme, and how far it is dimmed."""
        wanted: dict[tuple[str, str], float] = {}
        for entry in self._entries.values():
            if entry.kind == "programme":
                for host in self._shows.resolve(entry.show, entry.to).ids:
                    gain_db = self._shows.host(host).programme_db
                    if gain_db is not None:
                        wanted[entry.id, host] = gain_db
        for source, host in self._heard.keys() - wanted.keys():
            self._sound.tell(SetProgramme(source, (host,), None))
        for (source, host), gain_db in wanted.items():
            if self._heard.get((source, host)) != gain_db:
                self._sound.tell(SetProgramme(source, (host,), gain_db))
        self._heard = wanted
        dims = {host.id: host.ducking_db for host in self._hosts() if host.ducking_db is not None}
        for name in self._dims.keys() - dims.keys():
            self._sound.tell(SetDim((name,), None))
        for name, depth_db in dims.items():
            if self._dims.get(name) != depth_db:
                self._sound.tell(SetDim((name,), depth_db))
        self._dims = dims
        self._changed()

    def _hosts(self) -> Iterable[Host]:
        return self._shows.directory.hosts.values()

    def _changed(self) -> None:
        for hear in self._hearers:
            hear()
