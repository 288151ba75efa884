"""The cue log: what was said, what each host heard of it, and what receipts are still made from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..base import AtMs, Base, Id, KeyId


class CueRow(Base):
    """One press of a talk key, one file, phrase or repetition.

    who, name, role: the person who asked (account id, name and role id of then); empty where nobody signed in did.
    named: what was addressed, groups as such; hosts: the ids behind that. text: of a phrase or a typed cue. state and
    reason as in ``cues.py``, facts fill the reason's sentence. clock_ns: the same moments on the monotonic clock of the
    machine (asked, started, ended, mouth, recorded).
    """

    __tablename__ = "cues"
    __table_args__ = (Index("ix_cues_show_asked_at_ms_id", "show", "asked_at_ms", "id"),)

    id: Mapped[KeyId]
    show: Mapped[Id]
    who: Mapped[Id] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    role: Mapped[Id] = mapped_column(default="")
    source: Mapped[Id]
    file: Mapped[str | None]
    named: Mapped[list[str]]
    hosts: Mapped[list[str]]
    priority: Mapped[str]
    mode: Mapped[str] = mapped_column(default="latch")
    private: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str]
    reason: Mapped[str | None]
    facts: Mapped[dict[str, Any]]
    again_of: Mapped[str | None]
    asked_at_ms: Mapped[AtMs] = mapped_column(index=True)
    started_at_ms: Mapped[AtMs | None]
    ended_at_ms: Mapped[AtMs | None]
    duration_ms: Mapped[float | None]
    clock_ns: Mapped[dict[str, Any]]

    receipts: Mapped[list[ReceiptRow]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    recording: Mapped[RecordingRow | None] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class ReceiptRow(Base):
    """What one host heard of one cue. There is one from the beginning of the cue on, ``state`` "pending".

    receipt: all of it, as ``core/receipt.py`` writes it; None while nothing is known.
    """

    __tablename__ = "receipts"

    cue: Mapped[str] = mapped_column(ForeignKey("cues.id", ondelete="CASCADE"), primary_key=True)
    host: Mapped[KeyId] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(default="pending")
    heard_percent: Mapped[float | None]
    delay_ms: Mapped[float | None]
    acknowledged_at_ms: Mapped[AtMs | None]
    receipt: Mapped[dict[str, Any] | None]


class ReceiptStepRow(Base):
    """A record of ``core/ledger.py``, in order: what a receipt that is not settled yet is made of."""

    __tablename__ = "receipt_steps"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    record: Mapped[dict[str, Any]]


class RecordingRow(Base):
    """The sound of a cue. file: below the folder of recordings, with "/"; empty once it was deleted.

    state: "recording", "complete", "cut" (the writer ended before the cue did), "deleted". deleted_by: account id,
    "retention" or "quota".
    """

    __tablename__ = "recordings"

    cue: Mapped[str] = mapped_column(ForeignKey("cues.id", ondelete="CASCADE"), primary_key=True)
    show: Mapped[Id] = mapped_column(index=True)
    file: Mapped[str]
    state: Mapped[str]
    bytes: Mapped[int] = mapped_column(default=0)
    duration_ms: Mapped[int] = mapped_column(default=0)
    began_at_ms: Mapped[AtMs]
    deleted_at_ms: Mapped[AtMs | None]
    deleted_by: Mapped[str | None]


class RetentionRow(Base):
    """What a show keeps and for how long; no row: the defaults of ``core/retention.py``. 0 days: for ever."""

    __tablename__ = "retention"

    show: Mapped[KeyId]
    record: Mapped[bool]
    recordings_days: Mapped[int]
    cues_days: Mapped[int]
    notice_zh: Mapped[str] = mapped_column(Text)
    notice_en: Mapped[str] = mapped_column(Text)
    changed_at_ms: Mapped[AtMs]
    changed_by: Mapped[Id] = mapped_column(default="")
