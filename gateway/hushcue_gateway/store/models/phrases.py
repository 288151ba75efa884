"""Phrases that are said with one key, and the phones that are hosts' earpieces."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from ..base import AtMs, Base, Id, KeyId


class PhraseRow(Base):
    """kind: "typed" or "recorded". state: "making", "ready" or "failed"; why and facts say why it failed. sound: name
    of the WAV below the folder of phrases, empty while there is none. place: order of lists."""

    __tablename__ = "phrases"

    id: Mapped[KeyId]
    show: Mapped[Id] = mapped_column(index=True)
    kind: Mapped[str]
    label: Mapped[str]
    language: Mapped[str]
    text: Mapped[str]
    colour: Mapped[str]
    place: Mapped[int]
    state: Mapped[str]
    why: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    sound: Mapped[str]
    seconds: Mapped[float]
    changed_at_ms: Mapped[AtMs]
    changed_by: Mapped[Id]


class PhoneRow(Base):
    """What a host's phone shows to be that phone: digests of an invitation (once, until its end) and of a session."""

    __tablename__ = "phones"

    host: Mapped[KeyId]
    invite: Mapped[str | None] = mapped_column(index=True)
    invite_ends_at_ms: Mapped[AtMs | None]
    session: Mapped[str | None] = mapped_column(index=True)
    session_at_ms: Mapped[AtMs | None]
