"""What requests about people may hold, and what they are answered."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from hushcue_wire.topics import MAX_NAME_CHARS

from ..core.rights import Action
from ..people.passwords import MOST_CHARS, NAME_CHARS

Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME_CHARS, pattern=r"^[a-z0-9][a-z0-9-]*$")]
PersonName = Annotated[str, Field(min_length=1, max_length=NAME_CHARS)]
Password = Annotated[str, Field(max_length=MOST_CHARS)]
Language = Literal["en", "zh"]
DAY_S = 86_400


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SignInRequest(_Request):
    """A name and a password."""

    name: PersonName
    password: Password


class PersonRequest(_Request):
    """What a person may change about themselves."""

    language: Language | None = None
    name: PersonName | None = None


class PasswordRequest(_Request):
    """The password as it was, and as it is to be."""

    old: Password
    new: Password


class AccountRequest(_Request):
    """What an owner may change about anybody. active false: nobody comes in with it."""

    name: PersonName | None = None
    owner: StrictBool | None = None
    active: StrictBool | None = None
    language: Language | None = None


class NewAccountRequest(_Request):
    """An account with a password that somebody has to hand over; a link (``/invites``) needs no such thing."""

    name: PersonName
    password: Password
    owner: StrictBool = False


class InviteRequest(_Request):
    """For a show and a role in it, or for an owner, or for a new password of an account."""

    show: Name | None = None
    role: Name | None = None
    owner: StrictBool = False
    account: Name | None = None
    expires_s: Annotated[int, Field(ge=60, le=90 * DAY_S, strict=True)] | None = None


class TokenRequest(_Request):
    """A program's way in; scopes: the actions it is confined to, None is all that the role may."""

    name: PersonName
    show: Name | None = None
    role: Name | None = None
    scopes: Annotated[list[Action], Field(max_length=16)] | None = None


class Person(BaseModel):
    """Who is signed in."""

    id: str
    name: str
    owner: bool
    language: str


class ShowOfPerson(BaseModel):
    """A show that somebody may see, and their role in it."""

    id: str
    label: str
    role: dict[str, Any]


class SessionAnswer(BaseModel):
    """csrf: to be sent as X-Hushcue-Csrf with every change."""

    person: Person
    shows: list[ShowOfPerson]
    csrf: str


class AccountAnswer(BaseModel):
    """signed_in: when last (UTC). oidc: whether they come by the house's own sign-in."""

    id: str
    name: str
    owner: bool
    active: bool
    language: str
    password: bool
    oidc: bool
    made: str
    signed_in: str | None
    roles: dict[str, str]


class InviteAnswer(BaseModel):
    """kind: invite, welcome or reset."""

    id: str
    kind: str
    show: str | None
    role: str | None
    owner: bool
    account: str | None
    made_by: str
    made: str
    expires: str


class NewInviteAnswer(InviteAnswer):
    """url, token: shown once."""

    url: str
    token: str


class InvitationAnswer(BaseModel):
    """What a link is for. name: of the account, where it is for a new password."""

    kind: str
    show: str | None
    show_label: str | None
    role: str | None
    role_label: str | None
    owner: bool
    name: str | None
    studio: str
    expires: str


class TokenAnswer(BaseModel):
    """A token without its secret."""

    id: str
    name: str
    show: str | None
    role: str | None
    scopes: list[str] | None
    made_by: str
    made: str
    used: str | None


class NewTokenAnswer(TokenAnswer):
    """secret: shown once."""

    secret: str


class Deed(BaseModel):
    """One entry of the audit log."""

    n: int
    at: str
    kind: str
    who: str
    name: str
    what: str
    about: dict[str, str]
    show: str | None
    address: str
    result: str
    status: int


class AuditAnswer(BaseModel):
    """Newest first. before: what to ask with for older ones; None at the end."""

    entries: list[Deed]
    before: int | None


class StudioAnswer(BaseModel):
    """What anybody may know."""

    studio: str
    version: str
    languages: list[str]
    oidc: bool
    oidc_name: str | None
    https: str | None
    ca: bool
    first_start: bool
