"""Shows, hosts, roles and members: what ``core/directory.py`` holds in memory."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ..base import Base, Id, KeyId


class ShowRow(Base):
    """A room. declared: what the configuration file said of it last; null: made by people. place: order of lists."""

    __tablename__ = "shows"

    id: Mapped[KeyId]
    label: Mapped[str]
    place: Mapped[int]
    declared: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class HostRow(Base):
    """Somebody with a bodypack or a phone in the ear. programme_db: null hears no programme. ducking_db: null is the
    studio's policy."""

    __tablename__ = "hosts"

    id: Mapped[KeyId]
    show: Mapped[str] = mapped_column(ForeignKey("shows.id"), index=True)
    kind: Mapped[str]
    label: Mapped[str]
    groups: Mapped[list[str]]
    language: Mapped[str]
    colour: Mapped[str]
    programme_db: Mapped[float | None]
    ducking_db: Mapped[float | None]
    place: Mapped[int]
    declared: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class RoleRow(Base):
    """What somebody may do in one show. role: as ``core/rights.py`` writes it."""

    __tablename__ = "roles"

    show: Mapped[str] = mapped_column(ForeignKey("shows.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[KeyId]
    place: Mapped[int]
    role: Mapped[dict[str, Any]]


class MemberRow(Base):
    """Who belongs to which show, as what. account: an id of the accounts, whose row may be gone before this one."""

    __tablename__ = "members"

    show: Mapped[str] = mapped_column(ForeignKey("shows.id", ondelete="CASCADE"), primary_key=True)
    account: Mapped[KeyId]
    role: Mapped[Id]
