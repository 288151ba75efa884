"""Show data: airings, what was told of them, and the products of a show. All times of facts are show time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ..base import ID_CHARS, AtMs, Base, Id, KeyId

TEXT_CHARS = 500


class AiringRow(Base):
    """One live stream. salt: hexadecimal, of its viewers' names; null once it has ended. last_ms: of its last fact."""

    __tablename__ = "airings"
    __table_args__ = (Index("ix_airings_show_began_ms", "show", "began_ms"),)

    id: Mapped[KeyId]
    show: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(100))
    speed: Mapped[float]
    began_ms: Mapped[AtMs]
    last_ms: Mapped[AtMs]
    ended_ms: Mapped[int | None] = mapped_column(BigInteger)
    salt: Mapped[str | None] = mapped_column(String(64))


class ProductRow(Base):
    """What a show knows of a product from one airing to the next: fields of ``Product`` (``showdata/board.py``)."""

    __tablename__ = "products"

    show: Mapped[KeyId]
    product: Mapped[str] = mapped_column(String(ID_CHARS), primary_key=True)
    sheet: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at_ms: Mapped[AtMs]


class MetricRow(Base):
    """Of one source, in one bucket of ten seconds. value: how many more of what is counted, the last value of what is
    measured. mark: where the source's own counter stood at the end; the highest of what is measured."""

    __tablename__ = "metrics"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own way

    airing: Mapped[KeyId]
    bucket: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    what: Mapped[str] = mapped_column(String(16), primary_key=True)
    product: Mapped[str] = mapped_column(String(ID_CHARS), primary_key=True)
    src: Mapped[str] = mapped_column(String(ID_CHARS), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
    mark: Mapped[int | None] = mapped_column(BigInteger)
    at_ms: Mapped[AtMs]


class CommentRow(Base):
    """viewer: HMAC of the viewer's name with the salt of the airing, "" where the source does not say who."""

    __tablename__ = "comments"
    __table_args__ = (Index("ix_comments_airing_at_ms", "airing", "at_ms"), Index("ix_comments_at_ms", "at_ms"))

    id: Mapped[int] = mapped_column(primary_key=True)
    airing: Mapped[Id]
    at_ms: Mapped[AtMs]
    text: Mapped[str] = mapped_column(String(TEXT_CHARS))
    viewer: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(35))
    src: Mapped[Id]


class OrderRow(Base):
    """name: the source's own of the order, "" where it has none."""

    __tablename__ = "orders"
    __table_args__ = (Index("ix_orders_airing_at_ms", "airing", "at_ms"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    airing: Mapped[Id]
    at_ms: Mapped[AtMs]
    product: Mapped[Id]
    units: Mapped[int]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(16))
    src: Mapped[Id]
    name: Mapped[Id]


class MomentRow(Base):
    """What happened once: pins, scenes, what became known of products, and all that was entered by hand, as documents
    (``showdata/documents.py``). who: account or token of who entered it, "" of what a source told."""

    __tablename__ = "moments"
    __table_args__ = (Index("ix_moments_airing_at_ms", "airing", "at_ms"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    airing: Mapped[Id]
    at_ms: Mapped[AtMs]
    src: Mapped[Id]
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    who: Mapped[Id] = mapped_column(default="", server_default="")


class SeenRow(Base):
    """A fact that has come (``showdata/dedupe.py``). at_ms: wall clock."""

    __tablename__ = "ingest_seen"

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at_ms: Mapped[AtMs] = mapped_column(index=True)


class DataRetentionRow(Base):
    """How long a show keeps its data; 0 days is for ever."""

    __tablename__ = "data_retention"

    show: Mapped[KeyId]
    comment_days: Mapped[int]
    metric_days: Mapped[int]
    changed_at_ms: Mapped[AtMs]
    changed_by: Mapped[Id]
