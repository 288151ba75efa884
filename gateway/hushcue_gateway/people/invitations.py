"""Links that let somebody in once: to a show with a role, as an owner, as the first owner, or with a new password.

Not kept in memory: ``hushcue account`` makes them while the gateway runs.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ..store.models.people import InvitationRow
from .secret import digest, new_id, new_secret
from .words import WORDS

HOUR_MS = 3_600_000
MOST = 1000
KEPT_MS = 30 * 24 * HOUR_MS
"""How long a link that is over can still be seen in the list."""


@dataclass(frozen=True)
class Wanted:
    """What a link is for. kind "invite": show and role, or owner. "welcome": the first owner. "reset": account."""

    kind: str = "invite"
    show: str | None = None
    role: str | None = None
    owner: bool = False
    account: str | None = None


def make(session: Session, wanted: Wanted, made_by: str, now_ms: int, lasts_ms: int) -> tuple[InvitationRow, str]:
    """A new link: its row, and its secret. In a transaction that writes."""
    if wanted.kind == "welcome":
        session.execute(delete(InvitationRow).where(InvitationRow.kind == "welcome"))
    session.execute(delete(InvitationRow).where(InvitationRow.ends_at_ms < now_ms - KEPT_MS))
    secret = new_secret()
    row = InvitationRow(
        id=new_id("i") + new_id(),
        digest=digest(secret),
        kind=wanted.kind,
        show=wanted.show,
        role=wanted.role,
        owner=wanted.owner,
        account=wanted.account,
        made_by=made_by[:64],
        made_at_ms=now_ms,
        ends_at_ms=now_ms + lasts_ms,
        used_at_ms=None,
        used_by=None,
    )
    session.add(row)
    session.flush()
    return row, secret


def find(session: Session, secret: str, now_ms: int) -> InvitationRow:
    """The link with this secret, while it is good. Raises Trouble."""
    row = session.scalar(select(InvitationRow).where(InvitationRow.digest == digest(secret)))
    if row is None or row.used_at_ms is not None or now_ms >= row.ends_at_ms:
        raise WORDS.trouble("unknown_invitation")
    return row


def use(session: Session, invitation: str, now_ms: int, account: str) -> None:
    """Use it up, once: raises Trouble when somebody was faster. In a transaction that writes."""
    order = update(InvitationRow).where(InvitationRow.id == invitation, InvitationRow.used_at_ms.is_(None))
    done = session.execute(order.values(used_at_ms=now_ms, used_by=account))
    if getattr(done, "rowcount", 0) != 1:
        raise WORDS.trouble("unknown_invitation")


def give_back(session: Session, invitation: str) -> None:
    """It was used up, and what it was for could not be done."""
    order = update(InvitationRow).where(InvitationRow.id == invitation)
    session.execute(order.values(used_at_ms=None, used_by=None))


def open_ones(session: Session, now_ms: int) -> list[InvitationRow]:
    """Links that are still good, newest first."""
    good = select(InvitationRow).where(InvitationRow.used_at_ms.is_(None), InvitationRow.ends_at_ms > now_ms)
    return list(session.scalars(good.order_by(InvitationRow.made_at_ms.desc())))


def withdraw(session: Session, invitation: str) -> bool:
    """Make it worthless; False when there is none."""
    done = session.execute(delete(InvitationRow).where(InvitationRow.id == invitation))
    return bool(getattr(done, "rowcount", 0))
