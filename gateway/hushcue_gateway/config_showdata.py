"""``[showdata]``: ways in beside HTTP, a folder of tables and MQTT."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .config_reader import Reader
from .config_shows import ShowEntry, read_show


@dataclass(frozen=True)
class ShowData:
    """show: whose tables those of ``watch`` are. watch: a folder or one file, None: none. password: of the account
    "feeder" at our own broker, which may do nothing but tell show data; None: there is no such account."""

    show: str = ""
    watch: Path | None = None
    mqtt: bool = False
    password: str | None = field(default=None, repr=False)


def read_showdata(reader: Reader, shows: Sequence[ShowEntry], base: Path, embedded: bool) -> ShowData:
    """The table [showdata]. base: what a relative path starts from."""
    watch = reader.text("watch", "")
    entry = ShowData(
        show=read_show(reader, shows),
        watch=base / Path(watch).expanduser() if watch else None,
        mqtt=reader.flag("mqtt"),
        password=reader.secret("mqtt_password", least=8),
    )
    if entry.mqtt and embedded and entry.password is None:
        reader.refuse("mqtt_password", "config_missing")
    reader.finish()
    return entry
