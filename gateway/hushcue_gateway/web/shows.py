"""The routes of shows: what they are, who belongs to them, as what; and their live documents."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, WebSocket
from pydantic import Field, StrictBool

from ..bodypacks.words import WORDS as BODYPACK_WORDS
from ..core.directory import Host
from ..core.groups import ALL
from ..core.rights import Action, Role
from ..live.hub import LiveHub
from ..people.desk import People
from ..show_desk import ShowDesk
from ..talk_desk import Asker
from ..talk_words import WORDS
from .asker import asker_of
from .caller import Caller, caller_now, needs
from .errors import invalid
from .models import Name, Request

Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
Label = Annotated[str, Field(min_length=1, max_length=64)]
Language = Annotated[str, Field(min_length=1, max_length=35, pattern=r"^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$")]
Groups = Annotated[list[Name], Field(max_length=32)]
Colour = Annotated[str, Field(pattern=r"^(#[0-9a-f]{6})?$")]


class ShowRequest(Request):
    """A new room."""

    id: Name
    label: Label


class ShowChange(Request):
    """Another label."""

    label: Label


class RoleRequest(Request):
    """What somebody with this role may do. talk_to: "all", groups, host ids."""

    label: Label
    talk_to: Annotated[list[Name], Field(max_length=256, default_factory=list)]
    priority: Annotated[str, Field(pattern=r"^(direct|announcement|emergency)$")] = "direct"
    may_latch: StrictBool = False
    may_page_all: StrictBool = False
    may_speak_as_assistant: StrictBool = False
    may_feed: StrictBool = False
    may_listen: StrictBool = False
    may_adjust: StrictBool = False
    may_phrases: StrictBool = False
    may_review: StrictBool = False
    may_administer: StrictBool = False
    talk_one_at_a_time: StrictBool = False


class MemberRequest(Request):
    """As what they belong to the show."""

    role: Name


class HostRequest(Request):
    """A new host whose phone is to be the earpiece."""

    id: Name
    label: Label
    groups: Annotated[Groups, Field(default_factory=list)]
    language: Language = "zh"
    kind: Annotated[str, Field(pattern=r"^phone$")] = "phone"


class HostChange(Request):
    """What is left out stays as it is. show: for owners alone."""

    label: Label | None = None
    groups: Groups | None = None
    language: Language | None = None
    colour: Colour | None = None
    show: Name | None = None


def show_routes(
    shows: ShowDesk, live: LiveHub, people: People, forgotten: Callable[[str], Awaitable[None]]
) -> APIRouter:
    """``/api/v1/shows``, but for what other files know of a show. forgotten: waits until nothing of a show of that name
    that was deleted is stored."""
    router = APIRouter(prefix="/api/v1", tags=["shows"])
    seers = [needs(Action.SEE)]
    owners = [needs(Action.OWN)]
    administrators = [needs(Action.ADMINISTER)]
    gate = people.gate

    @router.get("/shows")
    async def get_shows(caller: Annotated[Caller, needs(Action.SELF)]) -> list[dict[str, Any]]:
        found = []
        for show, label in shows.shows().items():
            role = gate.role_in(caller, show)
            if role is not None:
                found.append({"id": show, "label": label, "role": role.as_json()})
        return found

    @router.post("/shows", status_code=201, dependencies=owners)
    async def post_show(body: ShowRequest) -> dict[str, str]:
        await forgotten(body.id)
        show = shows.add_show(body.id, body.label)
        return {"id": show.id, "label": show.label}

    @router.patch("/shows/{show}", dependencies=administrators)
    async def patch_show(show: Id, body: ShowChange) -> dict[str, str]:
        return {"id": show, "label": shows.rename_show(show, body.label).label}

    @router.delete("/shows/{show}", status_code=204, dependencies=owners)
    async def delete_show(show: Id) -> None:
        shows.remove_show(show)

    @router.get("/shows/{show}/state", dependencies=seers)
    async def get_show_state(show: Id) -> dict[str, Any]:
        return live.document(show)

    @router.get("/shows/{show}/roles", dependencies=seers)
    async def get_roles(show: Id) -> list[dict[str, Any]]:
        return [role.as_json() for role in shows.roles(show)]

    @router.get("/shows/{show}/roles/{role}", dependencies=seers)
    async def get_role(show: Id, role: Id) -> dict[str, Any]:
        return _role(shows, show, role).as_json()

    @router.put("/shows/{show}/roles/{role}", dependencies=administrators)
    async def put_role(show: Id, role: Id, body: RoleRequest) -> dict[str, Any]:
        made = Role.of_json({"id": role, **body.model_dump()})
        unknown = shows.resolve(show, [name for name in made.talk_to if name != ALL]).unknown
        if unknown:
            raise WORDS.trouble("unknown_target_here", id=unknown[0])
        shows.put_role(show, made)
        return made.as_json()

    @router.delete("/shows/{show}/roles/{role}", status_code=204, dependencies=administrators)
    async def delete_role(show: Id, role: Id) -> None:
        shows.remove_role(show, role)

    @router.get("/shows/{show}/members", dependencies=administrators)
    async def get_members(show: Id) -> list[dict[str, Any]]:
        found = []
        for account, role in shows.members(show).items():
            person = people.accounts.find(account)
            found.append({"id": account, "name": person.name if person else account, "role": role})
        return found

    @router.put("/shows/{show}/members/{account}", dependencies=administrators)
    async def put_member(show: Id, account: Id, body: MemberRequest) -> dict[str, str]:
        person = people.accounts.get(account)
        shows.put_member(show, person.id, body.role)
        return {"id": person.id, "name": person.name, "role": body.role}

    @router.delete("/shows/{show}/members/{account}", status_code=204, dependencies=administrators)
    async def delete_member(show: Id, account: Id) -> None:
        shows.remove_member(show, account)

    @router.post("/shows/{show}/hosts", status_code=201, dependencies=administrators)
    async def post_host(show: Id, body: HostRequest) -> dict[str, Any]:
        host = Host(body.id, show, "phone", body.label, tuple(body.groups), body.language)
        return host_json(shows.add_phone(host))

    @router.patch("/shows/{show}/hosts/{host}")
    async def patch_host(
        show: Id, host: Id, body: HostChange, caller: Annotated[Caller, needs(Action.ADMINISTER)]
    ) -> dict[str, Any]:
        shows.host(host, show)
        changes = {name: value for name, value in body.model_dump().items() if value is not None}
        if changes.get("show", show) != show:
            gate.demand(caller, Action.OWN)
        if "groups" in changes:
            changes["groups"] = tuple(dict.fromkeys(changes["groups"]))
        return host_json(shows.change_host(host, **changes))

    @router.delete("/shows/{show}/hosts/{host}", status_code=204, dependencies=administrators)
    async def delete_host(show: Id, host: Id) -> None:
        if shows.host(host, show).kind == "bodypack" and shows.host(host).declared is None:
            raise BODYPACK_WORDS.trouble("retire_instead", id=host)
        shows.remove_host(host)

    @router.websocket("/shows/{show}/live")
    async def watch(websocket: WebSocket, show: Id, caller: Annotated[Caller, needs(Action.SEE)]) -> None:
        def fresh() -> tuple[Asker, bool] | None:
            now = caller_now(websocket)
            if not gate.may(now, Action.SEE, show):
                return None
            return asker_of(gate, now, show), now.owner

        await live.serve(websocket, show, fresh, invalid)

    return router


def host_json(host: Host) -> dict[str, Any]:
    """A host as the directory has it; what it does now stands in the live document."""
    return {
        "id": host.id,
        "show": host.show,
        "kind": host.kind,
        "label": host.label,
        "groups": list(host.groups),
        "language": host.language,
        "colour": host.colour,
        "declared": host.declared is not None,
    }


def _role(shows: ShowDesk, show: str, role: str) -> Role:
    found = shows.role(show, role)
    if found is None:
        raise WORDS.trouble("unknown_role", id=role)
    return found
