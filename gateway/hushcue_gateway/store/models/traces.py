"""Link traces, and ceilings that were asked for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ..base import AtMs, Base, Id, KeyId


class TraceRow(Base):
    """summary: as people see it. told: what the bodypack said (``traces/assembly.py``), compressed."""

    __tablename__ = "link_traces"

    id: Mapped[KeyId]
    host: Mapped[Id] = mapped_column(index=True)
    at_ms: Mapped[AtMs]
    taken_by: Mapped[Id]
    frame_ms: Mapped[int]
    summary: Mapped[dict[str, Any]] = mapped_column(JSON)
    told: Mapped[bytes] = mapped_column(LargeBinary)


class CeilingRow(Base):
    """The lowest ceiling that was asked of a bodypack as it is provisioned now."""

    __tablename__ = "ceilings"

    host: Mapped[KeyId]
    ceiling_db: Mapped[float]
    at_ms: Mapped[AtMs]
