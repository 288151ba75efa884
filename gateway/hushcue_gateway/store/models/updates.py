"""Roll-outs of firmware."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from ..base import AtMs, Base, Id, KeyId


class RolloutRow(Base):
    """kept: all of it, as ``updates/rollout.py`` writes it. state: of the whole, for who looks from outside."""

    __tablename__ = "rollouts"

    id: Mapped[KeyId]
    began_at_ms: Mapped[AtMs] = mapped_column(index=True)
    began_by: Mapped[Id]
    version: Mapped[str]
    state: Mapped[str]
    kept: Mapped[dict[str, Any]] = mapped_column(JSON)
