"""Who may sign in and how, and what was done. No secret is kept: of passwords an argon2 hash, of tokens a SHA-256."""

from __future__ import annotations

from typing import Annotated, Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..base import AtMs, Base, Id, KeyId

DIGEST_CHARS = 64
Digest = Annotated[str, mapped_column(String(DIGEST_CHARS))]
"""Hexadecimal SHA-256 of a random secret."""
Name = Annotated[str, mapped_column(String(64))]


class AccountRow(Base):
    """A person. name_key: the name as it is compared. password_hash: None for who comes by OIDC alone."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("name_key"), UniqueConstraint("oidc_issuer", "oidc_subject"))

    id: Mapped[KeyId]
    name: Mapped[Name]
    name_key: Mapped[str] = mapped_column(String(256))
    password_hash: Mapped[str | None] = mapped_column(String(256))
    owner: Mapped[bool]
    active: Mapped[bool]
    language: Mapped[str] = mapped_column(String(8))
    oidc_issuer: Mapped[str | None] = mapped_column(String(256))
    oidc_subject: Mapped[str | None] = mapped_column(String(256))
    made_at_ms: Mapped[AtMs]
    signed_in_at_ms: Mapped[AtMs | None]


class SignInRow(Base):
    """A browser that is signed in. id: no secret, and not the token."""

    __tablename__ = "sign_ins"
    __table_args__ = (UniqueConstraint("digest"), Index(None, "account"))

    id: Mapped[KeyId]
    digest: Mapped[Digest]
    account: Mapped[str] = mapped_column(String(64), ForeignKey("accounts.id", ondelete="CASCADE"))
    began_at_ms: Mapped[AtMs]
    seen_at_ms: Mapped[AtMs]
    address: Mapped[Name]


class InvitationRow(Base):
    """A link that lets somebody in once. kind: "invite", "welcome" (the first owner) or "reset" (of ``account``)."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("digest"),)

    id: Mapped[KeyId]
    digest: Mapped[Digest]
    kind: Mapped[str] = mapped_column(String(16))
    show: Mapped[Id | None]
    role: Mapped[Id | None]
    owner: Mapped[bool]
    account: Mapped[Id | None]
    made_by: Mapped[Name]
    made_at_ms: Mapped[AtMs]
    ends_at_ms: Mapped[AtMs]
    used_at_ms: Mapped[AtMs | None]
    used_by: Mapped[Id | None]


class TokenRow(Base):
    """A program's way in. Without show and role it may what an owner may; scopes confine it further."""

    __tablename__ = "tokens"
    __table_args__ = (UniqueConstraint("digest"),)

    id: Mapped[KeyId]
    digest: Mapped[Digest]
    name: Mapped[Name]
    show: Mapped[Id | None]
    role: Mapped[Id | None]
    scopes: Mapped[list[str] | None]
    made_by: Mapped[Name]
    made_at_ms: Mapped[AtMs]
    used_at_ms: Mapped[AtMs | None]


class AuditRow(Base):
    """Something that somebody did, or was kept from doing. result: "done" or "refused"; about: path parameters."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "at_ms"), Index(None, "show"))

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at_ms: Mapped[AtMs]
    kind: Mapped[str] = mapped_column(String(16))
    who: Mapped[Id]
    name: Mapped[Name]
    what: Mapped[Name]
    about: Mapped[dict[str, Any]] = mapped_column(JSON)
    show: Mapped[Id | None]
    address: Mapped[Name]
    result: Mapped[str] = mapped_column(String(16))
    status: Mapped[int]
