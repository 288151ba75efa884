"""Who may come in at all: accounts, invitations, tokens, and the log of what they did."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request

from hushcue_wire.topics import MAX_NAME_CHARS

from ..core.rights import Action
from ..people.accounts import Account
from ..people.audit import PAGE
from ..people.desk import People
from ..people.invitations import HOUR_MS, Wanted
from ..people.passwords import demand_good
from ..people.tokens import Token
from ..people.words import WORDS
from ..store.models.people import InvitationRow
from . import people_models as models
from .caller import Caller, needs
from .gate import unknown_show
from .times import utc

DAY_MS = 24 * HOUR_MS
Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
ShowName = Annotated[str, Query(min_length=1, max_length=MAX_NAME_CHARS, pattern=r"^[a-z0-9][a-z0-9-]*$")]
Owner = Annotated[Caller, needs(Action.OWN)]
Administrator = Annotated[Caller, needs(Action.ADMINISTER, show=None)]


def account_routes(people: People) -> APIRouter:
    """``/api/v1/accounts``, ``/invites``, ``/tokens``, ``/audit``."""
    router = APIRouter(prefix="/api/v1", tags=["people"])
    owners = [needs(Action.OWN)]

    def shown(account: Account) -> models.AccountAnswer:
        return models.AccountAnswer(
            id=account.id,
            name=account.name,
            owner=account.owner,
            active=account.active,
            language=account.language,
            password=account.password_hash is not None,
            oidc=account.oidc_subject is not None,
            made=utc(account.made_at_ms),
            signed_in=utc(account.signed_in_at_ms) if account.signed_in_at_ms is not None else None,
            roles=dict(people.gate.rights.roles_of(account.id)),
        )

    @router.get("/accounts", dependencies=owners)
    async def get_accounts() -> list[models.AccountAnswer]:
        return [shown(account) for account in people.accounts]

    @router.post("/accounts", status_code=201, dependencies=owners)
    async def post_account(body: models.NewAccountRequest) -> models.AccountAnswer:
        demand_good(body.password, body.name)
        kept = await people.passwords.hash(body.password)
        now = people.clock()
        return shown(await people.accounts.add(body.name, now, owner=body.owner, language="", password_hash=kept))

    @router.get("/accounts/{account}", dependencies=owners)
    async def get_account(account: Id) -> models.AccountAnswer:
        return shown(people.accounts.get(account))

    @router.patch("/accounts/{account}", dependencies=owners)
    async def patch_account(account: Id, body: models.AccountRequest) -> models.AccountAnswer:
        return shown(await people.change_account(account, **body.model_dump(exclude_none=True)))

    @router.delete("/accounts/{account}", status_code=204, dependencies=owners)
    async def delete_account(account: Id) -> None:
        await people.remove_account(account)

    # --- invitations ------------------------------------------------------------------------------------------------

    def demand_invites(caller: Caller, show: str | None) -> None:
        """Whoever administers a show invites to it; all other links are an owner's."""
        if show is None:
            people.gate.demand(caller, Action.OWN)
        else:
            people.gate.demand(caller, Action.ADMINISTER, show)

    @router.get("/invites")
    async def get_invites(caller: Administrator) -> list[models.InviteAnswer]:
        rows = await people.open_invitations()
        return [
            models.InviteAnswer(**_invite(row))
            for row in rows
            if people.gate.may(caller, Action.OWN)
            or (row.show is not None and people.gate.may(caller, Action.ADMINISTER, row.show))
        ]

    @router.post("/invites", status_code=201)
    async def post_invite(
        request: Request, body: models.InviteRequest, caller: Administrator
    ) -> models.NewInviteAnswer:
        demand_invites(caller, None if body.owner or body.account is not None else body.show)
        if body.account is not None:
            people.accounts.get(body.account)
            wanted = Wanted("reset", account=body.account)
        else:
            wanted = Wanted("invite", body.show, body.role, body.owner)
        lasts_ms = body.expires_s * 1000 if body.expires_s else people.settings.invitation_days * DAY_MS
        row, secret = await people.invite(wanted, caller.name, lasts_ms)
        base = str(request.base_url).rstrip("/")
        if request.url.scheme != "https" and people.places.https:
            base = people.places.https  # where whoever is invited can come, and may use a microphone
        return models.NewInviteAnswer(**_invite(row), url=invitation_url(base, secret), token=secret)

    @router.delete("/invites/{invite}", status_code=204)
    async def delete_invite(invite: Id, caller: Administrator) -> None:
        row = next((each for each in await people.open_invitations() if each.id == invite), None)
        if row is None:
            raise WORDS.trouble("unknown_invitation")
        if not people.gate.may(caller, Action.OWN) and not (
            row.show is not None and people.gate.may(caller, Action.ADMINISTER, row.show)
        ):
            raise WORDS.trouble("unknown_invitation")
        await people.withdraw(invite)

    # --- tokens -----------------------------------------------------------------------------------------------------

    @router.get("/tokens", dependencies=owners)
    async def get_tokens() -> list[models.TokenAnswer]:
        return [models.TokenAnswer(**_token(token)) for token in people.tokens]

    @router.post("/tokens", status_code=201)
    async def post_token(body: models.TokenRequest, caller: Owner) -> models.NewTokenAnswer:
        if body.show is not None and body.show not in people.gate.rights.shows():
            raise unknown_show(body.show)
        if body.show is not None and body.role and people.gate.rights.role(body.show, body.role) is None:
            raise WORDS.trouble("token_needs_both")
        scopes = None if body.scopes is None else frozenset(body.scopes)
        made = await people.tokens.add(body.name, body.show, body.role, scopes, caller.name, people.clock())
        return models.NewTokenAnswer(**_token(made[0]), secret=made[1])

    @router.delete("/tokens/{token_id}", status_code=204, dependencies=owners)
    async def delete_token(token_id: Id) -> None:
        await people.tokens.remove(token_id)

    # --- audit ------------------------------------------------------------------------------------------------------

    @router.get("/audit")
    async def get_audit(
        caller: Administrator,
        before: Annotated[int | None, Query(ge=1, le=2**53)] = None,
        limit: Annotated[int, Query(ge=1, le=500)] = PAGE,
        show: ShowName | None = None,
    ) -> models.AuditAnswer:
        demand_invites(caller, show)
        entries = await people.audit.page(before, limit, show)
        older = entries[-1]["n"] if len(entries) == limit else None
        return models.AuditAnswer(entries=[models.Deed(**entry) for entry in entries], before=older)

    return router


def invitation_url(base: str, secret: str) -> str:
    """Where a link leads. Behind "#", which no server and no log on the way is told."""
    return f"{base}/#/invitation/{secret}"


def _invite(row: InvitationRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "show": row.show,
        "role": row.role,
        "owner": row.owner,
        "account": row.account,
        "made_by": row.made_by,
        "made": utc(row.made_at_ms),
        "expires": utc(row.ends_at_ms),
    }


def _token(token: Token) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "show": token.show,
        "role": token.role,
        "scopes": None if token.scopes is None else sorted(token.scopes),
        "made_by": token.made_by,
        "made": utc(token.made_at_ms),
        "used": utc(token.used_at_ms) if token.used_at_ms is not None else None,
    }
