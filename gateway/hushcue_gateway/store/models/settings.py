"""What people set once and want to find again: of the studio, of a source at a host, of an earpiece, of themselves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from ..base import AtMs, Base, Id, KeyId


class SourceGainRow(Base):
    """How loud one host hears one source, beside the source's own gain. source: an id of the configuration, or
    "person:" and an account, whichever microphone they use. No row: 0 dB."""

    __tablename__ = "source_gains"

    show: Mapped[KeyId]
    source: Mapped[KeyId]
    host: Mapped[KeyId]
    gain_db: Mapped[float]


class SettingRow(Base):
    """Of the whole studio. name: "ducking". No row: as the configuration file says. changed_by: an account."""

    __tablename__ = "settings"

    name: Mapped[KeyId]
    value: Mapped[Any] = mapped_column(JSON)
    changed_at_ms: Mapped[AtMs]
    changed_by: Mapped[Id]


class PreferenceRow(Base):
    """What one person's console remembers: hotkeys, language, theme. value: an object that only the console reads."""

    __tablename__ = "preferences"

    account: Mapped[KeyId]
    value: Mapped[Any] = mapped_column(JSON)
    changed_at_ms: Mapped[AtMs]


class EarVolumeRow(Base):
    """What an earpiece is turned to, a bodypack or a phone's page. No row: as the configuration says, not muted.

    declared_db: what the configuration said of it then, None where it says nothing.
    """

    __tablename__ = "ear_volumes"

    host: Mapped[KeyId]
    volume_db: Mapped[float]
    muted: Mapped[bool]
    declared_db: Mapped[float | None]
