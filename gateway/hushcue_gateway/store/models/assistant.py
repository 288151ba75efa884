"""What the assistant found, proposed and said, and what people set of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from ..base import AtMs, Base, Id, KeyId


class OpportunityRow(Base):
    """A moment in which a cue might have helped, written before it was decided whether one is said.

    at_ms: show time. arm: "send", "hold", "forced" (a person decided), "excluded". p_send: the chance of "send" when
    the coin was tossed. outcome: what was sold in its window, null until that is over.
    """

    __tablename__ = "opportunities"
    __table_args__ = (Index("ix_opportunities_show_at_ms", "show", "at_ms"),)

    id: Mapped[KeyId]
    show: Mapped[Id]
    airing: Mapped[Id] = mapped_column(index=True)
    rule: Mapped[str]
    product: Mapped[str]
    at_ms: Mapped[AtMs]
    key: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    arm: Mapped[str]
    p_send: Mapped[float]
    forced_by: Mapped[str]
    why: Mapped[str]
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class SuggestionRow(Base):
    """A cue of the assistant's, whatever became of it. opportunity: "" where a person wrote it. states: [state, wall
    time in ms] from its first to now. decided_by: account, "assistant", or "". cues: host -> id of the cue. trouble:
    {"code", "en", "zh"} of why it could not be said."""

    __tablename__ = "suggestions"
    __table_args__ = (Index("ix_suggestions_show_at_ms", "show", "at_ms"),)

    id: Mapped[KeyId]
    opportunity: Mapped[Id] = mapped_column(index=True)
    show: Mapped[Id]
    airing: Mapped[Id] = mapped_column(index=True)
    at_ms: Mapped[AtMs]
    rule: Mapped[str]
    product: Mapped[str]
    hosts: Mapped[list[Any]] = mapped_column(JSON)
    language: Mapped[str]
    text: Mapped[str]
    spoken: Mapped[str]
    engine: Mapped[str]
    voice: Mapped[str]
    seconds: Mapped[float]
    state: Mapped[str]
    why: Mapped[str]
    states: Mapped[list[Any]] = mapped_column(JSON)
    decided_by: Mapped[str]
    mode: Mapped[str]
    rephrased: Mapped[bool]
    cues: Mapped[dict[str, Any]] = mapped_column(JSON)
    trouble: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class AssistantSettingsRow(Base):
    """Of a show: manners, rules, languages, voices. No row: the defaults. changed_by: an account."""

    __tablename__ = "assistant_settings"

    show: Mapped[KeyId]
    value: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at_ms: Mapped[AtMs]
    changed_by: Mapped[Id]


class ShopWordsRow(Base):
    """Topics and examples of a show's shop (``questions/shop.py``). No row: those that come with the program."""

    __tablename__ = "shop_words"

    show: Mapped[KeyId]
    value: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at_ms: Mapped[AtMs]
    changed_by: Mapped[Id]
