"""Coming in and going out: the sign-in of a browser, invitations, the account of the house, what anybody may know."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from hushcue_wire import __version__
from hushcue_words import LANGUAGES, Trouble

from ..core.rights import Action
from ..people.audit import Deed
from ..people.desk import People
from ..people.oidc import Oidc
from ..people.secret import CHARS_MOST, csrf_of
from ..people.words import WORDS
from . import people_models as models
from .caller import CALLER, SHOW, Caller, caller_of, needs
from .guard import SESSION_COOKIE, address_of
from .times import utc

OIDC_COOKIE = "hushcue_oidc"
OIDC_PATH = "/api/v1/oidc"
OIDC_COOKIE_S = 600
SECONDS_PER_DAY = 86_400
PEM_TYPE = "application/x-x509-ca-cert"
Secret = Annotated[str, Path(min_length=1, max_length=CHARS_MOST)]
Self = Annotated[Caller, needs(Action.SELF)]


def auth_routes(people: People, studio: str, oidc: Oidc | None, oidc_name: str) -> APIRouter:
    """``/api/v1/session``, ``/invitation``, ``/oidc``, ``/studio``, and ``/ca.crt``."""
    router = APIRouter(tags=["signing in"])
    longest_s = people.settings.longest_days * SECONDS_PER_DAY
    open_to_all = [needs(Action.OPEN)]

    def entered(request: Request, response: Response, came: tuple[Caller, str]) -> models.SessionAnswer:
        """A new secret in the cookie, whatever was in it before."""
        caller, secret = came
        request.scope[CALLER] = caller
        response.set_cookie(
            SESSION_COOKIE,
            secret,
            max_age=longest_s,
            path="/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return answer(caller, csrf_of(secret))

    def answer(caller: Caller, csrf: str) -> models.SessionAnswer:
        person = models.Person(id=caller.id, name=caller.name, owner=caller.owner, language=caller.language)
        shows = [
            models.ShowOfPerson(id=show, label=label, role=role.as_json())
            for show, label in people.gate.rights.shows().items()
            if (role := people.gate.role_in(caller, show)) is not None
        ]
        return models.SessionAnswer(person=person, shows=shows, csrf=csrf)

    @router.get("/api/v1/studio", dependencies=open_to_all)
    async def get_studio() -> models.StudioAnswer:
        return models.StudioAnswer(
            studio=studio,
            version=__version__,
            languages=list(LANGUAGES),
            oidc=oidc is not None,
            oidc_name=oidc_name if oidc is not None else None,
            https=people.places.https or None,
            ca=bool(people.places.ca),
            first_start=people.is_first_start,
        )

    @router.get(
        "/ca.crt", dependencies=open_to_all, response_class=Response, responses={200: {"content": {PEM_TYPE: {}}}}
    )
    async def get_ca() -> Response:
        if not people.places.ca:
            raise WORDS.trouble("no_ca")
        name = f'attachment; filename="hushcue-{studio}-ca.crt"'
        return Response(people.places.ca, media_type=PEM_TYPE, headers={"Content-Disposition": name})

    @router.get("/api/v1/session")
    async def get_session(request: Request, caller: Self) -> models.SessionAnswer:
        secret = request.cookies.get(SESSION_COOKIE, "") if caller.kind == "session" else ""
        return answer(caller, csrf_of(secret) if secret else "")

    @router.post("/api/v1/session", dependencies=open_to_all)
    async def post_session(request: Request, response: Response, body: models.SignInRequest) -> models.SessionAnswer:
        came = await people.sign_in(body.name, body.password, address_of(request.scope))
        before = caller_of(request)
        if before.kind == "session":
            people.sign_ins.end(before.session_id)
        return entered(request, response, came)

    @router.patch("/api/v1/session")
    async def patch_session(request: Request, body: models.PersonRequest, caller: Self) -> models.SessionAnswer:
        _demand_person(caller)
        await people.accounts.change(caller.id, **body.model_dump(exclude_none=True))
        return answer(people.fresh(caller), csrf_of(request.cookies.get(SESSION_COOKIE, "")))

    @router.delete("/api/v1/session", status_code=204)
    async def delete_session(response: Response, caller: Self) -> None:
        _demand_person(caller)
        people.sign_ins.end(caller.session_id)
        response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="strict")

    @router.put("/api/v1/session/password")
    async def put_password(
        request: Request, response: Response, body: models.PasswordRequest, caller: Self
    ) -> models.SessionAnswer:
        _demand_person(caller)
        came = await people.change_password(caller, body.old, body.new, address_of(request.scope))
        return entered(request, response, came)

    @router.post("/api/v1/session/everywhere-else", status_code=204)
    async def post_everywhere_else(caller: Self) -> None:
        _sign_out_elsewhere(caller)

    @router.delete("/api/v1/session/everywhere-else", status_code=204)
    async def delete_everywhere_else(caller: Self) -> None:
        _sign_out_elsewhere(caller)

    def _sign_out_elsewhere(caller: Caller) -> None:
        _demand_person(caller)
        people.sign_ins.end_of(caller.id, but=caller.session_id)

    @router.get("/api/v1/invitation/{secret}", dependencies=open_to_all)
    async def get_invitation(request: Request, secret: Secret) -> models.InvitationAnswer:
        row = await people.look_at(secret, address_of(request.scope))
        role = people.gate.rights.role(row.show or "", row.role or "")
        account = people.accounts.find(row.account) if row.account is not None else None
        return models.InvitationAnswer(
            kind=row.kind,
            show=row.show,
            show_label=people.gate.rights.shows().get(row.show or ""),
            role=row.role,
            role_label=role.label if role is not None else None,
            owner=row.owner,
            name=account.name if account is not None else None,
            studio=studio,
            expires=utc(row.ends_at_ms),
        )

    @router.post("/api/v1/invitation/{secret}", status_code=201, dependencies=open_to_all)
    async def post_invitation(
        request: Request, response: Response, secret: Secret, body: models.SignInRequest
    ) -> models.SessionAnswer:
        return entered(
            request, response, await people.accept(secret, body.name, body.password, address_of(request.scope))
        )

    @router.post("/api/v1/invitation/{secret}/accept")
    async def post_invitation_accepted(request: Request, secret: Secret, caller: Self) -> models.SessionAnswer:
        _demand_person(caller)
        now, link = await people.accept_as(caller, secret, address_of(request.scope))
        request.scope[SHOW] = link.show  # so that who administers it finds it in the audit log
        return answer(now, csrf_of(request.cookies.get(SESSION_COOKIE, "")))

    @router.get("/api/v1/oidc/login", status_code=303, response_class=RedirectResponse, dependencies=open_to_all)
    async def get_oidc_login(request: Request) -> Response:
        provider = _configured(oidc)
        try:
            people.limits.demand_try(address_of(request.scope))
            url, browser = await provider.begin(f"{_base(request)}{OIDC_PATH}/callback")
        except Trouble as trouble:
            return _told_in_the_console(trouble)
        response = RedirectResponse(url, 303)
        # Lax: the browser comes back from another site, and Strict would not be sent then.
        response.set_cookie(
            OIDC_COOKIE,
            browser,
            max_age=OIDC_COOKIE_S,
            path=OIDC_PATH,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )
        return response

    @router.get("/api/v1/oidc/callback", status_code=303, response_class=RedirectResponse, dependencies=open_to_all)
    async def get_oidc_callback(request: Request) -> Response:
        provider = _configured(oidc)
        address = address_of(request.scope)
        try:
            people.limits.demand_try(address)
            identity = await provider.end(request.query_params, request.cookies.get(OIDC_COOKIE, ""))
            came = await people.sign_in_by(identity, address)
        except Trouble as trouble:
            response = _told_in_the_console(trouble)
        else:
            response = RedirectResponse("/", 303)
            entered(request, response, came)
            # a GET, which the guard does not note
            people.note(came[0], Deed(people.clock(), "", "", "", "oidc_sign_in", 303, address))
        response.delete_cookie(OIDC_COOKIE, path=OIDC_PATH, httponly=True, samesite="lax")
        return response

    return router


def _demand_person(caller: Caller) -> None:
    if caller.kind != "session":
        raise WORDS.trouble("people_only")


def _configured(oidc: Oidc | None) -> Oidc:
    if oidc is None:
        raise WORDS.trouble("oidc_off")
    return oidc


def _told_in_the_console(trouble: Trouble) -> RedirectResponse:
    """A browser that went to the provider shows a page, and the console has the sentence in both languages. Where
    something has a reason, the reason is told: why signing in failed, not that it did."""
    reason = trouble.facts.get("reason")
    code = reason.code if isinstance(reason, Trouble) else trouble.code
    return RedirectResponse(f"/#/sign-in/{code}", 303)


def _base(request: Request) -> str:
    """Our own address as this browser knows it; the guard has checked the host."""
    parts = urlsplit(str(request.url))
    return f"{parts.scheme}://{parts.netloc}"
