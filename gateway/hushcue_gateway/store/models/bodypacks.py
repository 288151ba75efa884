"""Bodypacks beside what the directory holds of them as hosts, and how their batteries went."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from ..base import AtMs, Base, Id, KeyId


class BodypackRow(Base):
    """registered: people made it here; else it stands in the configuration file. account: hash of its password at our
    broker, as Mosquitto keeps it; None before it has one from here. instead_of: hash of the file's password that it
    counts instead of. seen_at_ms, ip: when and where it was heard last."""

    __tablename__ = "bodypacks"

    id: Mapped[KeyId]
    registered: Mapped[bool]
    registered_at_ms: Mapped[AtMs | None]
    registered_by: Mapped[Id]
    account: Mapped[str | None]
    instead_of: Mapped[str | None]
    configured_at_ms: Mapped[AtMs | None]
    seen_at_ms: Mapped[AtMs | None]
    ip: Mapped[str | None]


class BatteryRow(Base):
    """One measurement. percent, millivolts: None where the board does not tell."""

    __tablename__ = "battery_points"
    __table_args__ = (Index(None, "at_ms"),)

    host: Mapped[KeyId]
    at_ms: Mapped[AtMs] = mapped_column(primary_key=True)
    percent: Mapped[int | None]
    millivolts: Mapped[int | None]
