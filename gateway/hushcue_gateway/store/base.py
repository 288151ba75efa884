"""What all tables have in common.

Times are whole milliseconds since the epoch (columns named ``*_at_ms``); ids are text that their makers choose; what
is a list or an object in the API is JSON here too. Rows stay readable after their session has ended.
"""

from __future__ import annotations

from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, Float, MetaData, String
from sqlalchemy.orm import DeclarativeBase, mapped_column

ID_CHARS = 64

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""A migration can only change what has a name."""

Id = Annotated[str, mapped_column(String(ID_CHARS))]
KeyId = Annotated[str, mapped_column(String(ID_CHARS), primary_key=True)]
AtMs = Annotated[int, mapped_column(BigInteger)]
"""Milliseconds since the epoch, UTC."""


class Base(DeclarativeBase):
    """Of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own way
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[Any]: JSON,
        float: Float,
    }
