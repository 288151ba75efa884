"""The front desk: who comes in, and as whom. The one part that knows accounts, sign-ins, invitations and tokens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from ..config_people import SignIn as SignInSettings
from ..logs import Log
from ..part import BasePart
from ..store.database import Database
from ..store.models.people import InvitationRow
from ..web.caller import NOBODY, Caller
from ..web.gate import Gate
from . import WELCOME_HOURS, invitations
from .accounts import Account, Accounts
from .audit import Audit, Deed
from .clock import now_ms
from .invitations import HOUR_MS, Wanted
from .limits import Limits
from .passwords import Effort, Passwords, demand_good, demand_good_name
from .preferences import PreferenceShelf
from .sign_ins import SignIns
from .tokens import Tokens
from .words import WORDS

if TYPE_CHECKING:
    from fastapi import APIRouter

    from .oidc import Identity

SWEEP_NS = 600_000_000_000


@dataclass
class Places:
    """Where the gateway is reached; the server fills it in. https: "" where it is off. ca: PEM of our own authority."""

    http: str = ""
    https: str = ""
    ca: bytes = b""


class People(BasePart):
    """What raises, raises Trouble. Times are milliseconds of ``clock``; addresses are for limits and logs.

    ``phone_sessions``: the secret of a phone's cookie -> the host whose phone it is and that host's name, None where it
    is nobody's. Set by the part that knows phones.
    """

    def __init__(
        self,
        settings: SignInSettings,
        database: Database,
        log: Log,
        gate: Gate,
        *,
        effort: Effort | None = None,
        clock: Callable[[], int] = now_ms,
    ):
        self.settings = settings
        self.gate = gate
        self.places = Places()
        self.accounts = Accounts(database)
        self.sign_ins = SignIns(database, settings.idle_hours * HOUR_MS, settings.longest_days * 24 * HOUR_MS)
        self.tokens = Tokens(database)
        self.audit = Audit(database)
        self.preferences = PreferenceShelf(database)
        self.passwords = Passwords(effort)
        self.limits = Limits(settings.attempts, settings.requests_per_second)
        self.clock = clock
        self.phone_sessions: Callable[[str], tuple[str, str] | None] = lambda _: None
        self._routers: list[APIRouter] = []
        self._database = database
        self._log = log
        self._swept_ns = 0
        gate.fresh_of = self.fresh

    async def start(self) -> None:
        """See ``Part``. The database is open by now."""
        await asyncio.to_thread(self._load)

    def _load(self) -> None:
        self.accounts.load()
        self.tokens.load()
        self.sign_ins.load(self.clock())

    def tick(self, now_ns: int) -> None:
        """See ``Part``."""
        if now_ns - self._swept_ns >= SWEEP_NS:
            self._swept_ns = now_ns
            self.sign_ins.sweep(self.clock())
            self.audit.sweep(self.clock())

    def serves(self, *routers: APIRouter) -> None:
        """Its share of the HTTP interface, which knows it and is not known by it."""
        self._routers += routers

    def routers(self) -> Sequence[APIRouter]:
        """See ``Part``."""
        return self._routers

    # --- who asks ---------------------------------------------------------------------------------------------------

    def caller_of_cookie(self, secret: str) -> Caller:
        """The person whose browser this is; NOBODY where it is nobody's."""
        sign_in = self.sign_ins.find(secret, self.clock())
        return self._person(sign_in.account, sign_in.id) if sign_in is not None else NOBODY

    def caller_of_token(self, secret: str) -> Caller:
        """The program whose token this is; NOBODY where it is none."""
        token = self.tokens.find(secret, self.clock())
        if token is None:
            return NOBODY
        roles = {token.show: token.role} if token.show is not None and token.role is not None else {}
        return Caller("token", token.id, token.name, token.show is None, roles, token.scopes)

    def fresh(self, caller: Caller) -> Caller:
        """The same caller as of now; NOBODY when signed out since."""
        if caller.kind == "session":
            on = self.sign_ins.is_on(caller.session_id, self.clock())
            return self._person(caller.id, caller.session_id) if on else NOBODY
        if caller.kind == "token":
            return caller if self.tokens.with_id(caller.id) is not None else NOBODY
        return caller

    def _person(self, account: str, sign_in: str) -> Caller:
        person = self.accounts.find(account)
        if person is None or not person.active:
            return NOBODY
        roles = dict(self.gate.rights.roles_of(person.id))
        return Caller("session", person.id, person.name, person.owner, roles, None, person.language, sign_in)

    # --- coming in and going out ------------------------------------------------------------------------------------

    async def sign_in(self, name: str, password: str, address: str) -> tuple[Caller, str]:
        """The person, and the secret for their cookie. A wrong name and a wrong password look the same."""
        self.limits.demand_try(address)
        account = self.accounts.named(name)
        about = account.id if account is not None else ""
        kept = account.password_hash if account is not None else None
        good = await self.passwords.check(kept, password, partial(self.limits.demand_guess, address, about))
        if not good or account is None or not account.active:
            self._wrong(address, about)
            raise WORDS.trouble("wrong_password")
        if self.passwords.is_weak(kept or ""):
            fresh = await self.passwords.hash(password)
            account = await self.accounts.change(account.id, password_hash=fresh)
        return await self._enter(account, address)

    async def sign_in_by(self, identity: Identity, address: str) -> tuple[Caller, str]:
        """The same with what an OIDC provider says of somebody who is admitted. Their roles become at least these."""
        account = self.accounts.of_subject(identity.issuer, identity.subject)
        if account is None:
            account = await self.accounts.add(
                self._free_name(identity.name),
                self.clock(),
                owner=identity.owner,
                language=identity.language,
                oidc_issuer=identity.issuer,
                oidc_subject=identity.subject,
            )
        elif identity.owner and not account.owner:
            account = await self.accounts.change(account.id, owner=True)
        if not account.active:
            raise WORDS.trouble("oidc_not_admitted")
        has = self.gate.rights.roles_of(account.id)
        for show, role in identity.roles.items():
            if show not in has and self.gate.rights.role(show, role) is not None:
                await self.gate.rights.join(account.id, show, role)
        return await self._enter(account, address)

    async def change_password(self, caller: Caller, old: str, new: str, address: str) -> tuple[Caller, str]:
        """Another password; every browser of this person is signed out, and this one is signed in anew."""
        account = self.accounts.get(caller.id)
        kept = account.password_hash
        may = partial(self.limits.demand_guess, address, account.id)
        if kept is not None and not await self.passwords.check(kept, old, may):
            self._wrong(address, account.id)
            raise WORDS.trouble("wrong_password")
        return await self._enter(await self._set_password(account, new), address)

    async def _set_password(self, account: Account, password: str) -> Account:
        demand_good(password, account.name)
        self.sign_ins.end_of(account.id)
        changed = await self.accounts.change(account.id, password_hash=await self.passwords.hash(password))
        self.sign_ins.end_of(account.id)  # whoever came in with the old one meanwhile
        return changed

    async def _enter(self, account: Account, address: str) -> tuple[Caller, str]:
        entry, secret = await self.sign_ins.begin(account.id, self.clock(), address)
        await self.accounts.change(account.id, signed_in_at_ms=self.clock())
        self._log.info("signed_in", name=account.name, address=address)
        return self._person(account.id, entry.id), secret

    def _wrong(self, address: str, account: str) -> None:
        code = "brute_force" if self.limits.failed_guess(address, account) else "sign_in_refused"
        self._log.tell("warning", code, {"address": address}, about=address)

    def _free_name(self, wanted: str) -> str:
        name = "".join(char for char in wanted if char.isprintable()).strip()[:56] or "?"
        number, free = 1, name
        while self.accounts.named(free) is not None:
            number += 1
            free = f"{name} {number}"
        return free

    # --- accounts ---------------------------------------------------------------------------------------------------

    async def change_account(self, account: str, **fields: object) -> Account:
        """Name, owner, active, language. Who is switched off is signed out."""
        changed = await self.accounts.change(account, **fields)
        if not changed.active:
            self.sign_ins.end_of(account)
        return changed

    async def remove_account(self, account: str) -> None:
        """Signed out, out of every show, gone."""
        await self.accounts.remove(account)
        self.sign_ins.end_of(account)
        await self.gate.rights.leave(account)
        await self.preferences.forget(account)

    # --- invitations ------------------------------------------------------------------------------------------------

    async def invite(self, wanted: Wanted, made_by: str, lasts_ms: int) -> tuple[InvitationRow, str]:
        """A link that lets somebody in once."""
        if wanted.kind == "invite" and not wanted.owner and (wanted.show is None or wanted.role is None):
            raise WORDS.trouble("invite_for_what")
        if wanted.show is not None and self.gate.rights.role(wanted.show, wanted.role or "") is None:
            raise WORDS.trouble("invite_for_what")
        now = self.clock()
        waiting = await self._database.run(lambda session: len(invitations.open_ones(session, now)))
        if waiting >= invitations.MOST:
            raise WORDS.trouble("too_many_people", most=invitations.MOST, what="invitations")
        return await self._database.change(lambda session: invitations.make(session, wanted, made_by, now, lasts_ms))

    async def open_invitations(self) -> list[InvitationRow]:
        """Links that are still good."""
        return await self._database.run(lambda session: invitations.open_ones(session, self.clock()))

    async def withdraw(self, invitation: str) -> None:
        """Make a link worthless."""
        if not await self._database.change(lambda session: invitations.withdraw(session, invitation)):
            raise WORDS.trouble("unknown_invitation")

    async def look_at(self, secret: str, address: str) -> InvitationRow:
        """What a link is for."""
        self.limits.demand_try(address)
        self.limits.demand_guess(address)
        now = self.clock()
        try:
            row = await self._database.run(lambda session: invitations.find(session, secret, now))
        except Exception:
            self.limits.failed_guess(address)
            raise
        account = self.accounts.find(row.account) if row.account is not None else None
        if row.account is not None and (account is None or not account.active):
            raise WORDS.trouble("unknown_invitation")
        return row

    async def accept(self, secret: str, name: str, password: str, address: str) -> tuple[Caller, str]:
        """Use a link: a new account, or with a "reset" a new password. The person is signed in."""
        row = await self.look_at(secret, address)
        if row.kind == "reset":
            account = self.accounts.get(row.account or "")
            demand_good(password, account.name)
            await self._use(row.id, account.id)
            return await self._enter(await self._set_password(account, password), address)
        demand_good_name(name)
        demand_good(password, name)
        if self.accounts.named(name) is not None:
            raise WORDS.trouble("name_taken")
        if not row.owner and self.gate.rights.role(row.show or "", row.role or "") is None:
            raise WORDS.trouble("unknown_invitation")  # the show or the role is gone
        kept = await self.passwords.hash(password)
        await self._use(row.id, "")
        try:
            account = await self.accounts.add(name, self.clock(), owner=row.owner, language="", password_hash=kept)
        except Exception:
            await self._database.change(lambda session: invitations.give_back(session, row.id))
            raise
        if row.show is not None and row.role is not None:
            await self.gate.rights.join(account.id, row.show, row.role)
        return await self._enter(account, address)

    async def accept_as(self, caller: Caller, secret: str, address: str) -> tuple[Caller, InvitationRow]:
        """Use a link with an account one has: a role in a show, another role there, or owning the studio. A link that
        would change nothing is not used up, and neither is one for a new password."""
        row = await self.look_at(secret, address)
        if row.kind == "reset":
            raise WORDS.trouble("invitation_for_password")
        account = self.accounts.get(caller.id)
        show, role = row.show or "", row.role or ""
        if account.owner or (not row.owner and self.gate.rights.roles_of(account.id).get(show) == role):
            raise WORDS.trouble("already_in")
        if not row.owner and self.gate.rights.role(show, role) is None:
            raise WORDS.trouble("unknown_invitation")  # the show or the role is gone
        await self._use(row.id, account.id)
        try:
            if row.owner:
                await self.accounts.change(account.id, owner=True)
            if row.show is not None and row.role is not None:
                await self.gate.rights.join(account.id, row.show, row.role)
        except Exception:
            await self._database.change(lambda session: invitations.give_back(session, row.id))
            raise
        return self.fresh(caller), row

    async def _use(self, invitation: str, account: str) -> None:
        now = self.clock()
        await self._database.change(lambda session: invitations.use(session, invitation, now, account))

    @property
    def is_first_start(self) -> bool:
        """Whether there is nobody who owns the studio and can sign in."""
        return not any(each.owner and each.may_enter for each in self.accounts)

    async def welcome(self) -> str | None:
        """At the start: the secret of a new link for the first owner, None when there is one. The log never shows it;
        the link of the start before is worthless."""
        if not self.is_first_start:
            return None
        wanted = Wanted("welcome", owner=True)
        _, secret = await self.invite(wanted, "gateway", WELCOME_HOURS * HOUR_MS)
        self._log.hide(secret)
        return secret

    # --- audit ------------------------------------------------------------------------------------------------------

    def note(self, caller: Caller, deed: Deed) -> None:
        """Something was done over HTTP."""
        self.audit.write(replace(deed, kind=caller.kind, who=caller.id, name=caller.name))
