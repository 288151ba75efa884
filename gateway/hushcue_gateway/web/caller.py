"""Who asks, and what a route needs of them. Every route carries exactly one ``needs...``::

    @router.put("/hosts/{host}/volume")
    async def put_volume(host: Id, request: VolumeRequest, caller: Annotated[Caller, needs_of_host(Action.ADJUST)]):

    @router.get("/shows", dependencies=[needs(Action.SELF)])

| written                                  | who passes                                                              |
|------------------------------------------|-------------------------------------------------------------------------|
| needs(Action.OPEN)                       | everybody                                                               |
| needs(Action.SELF)                       | whoever is signed in, by session or token                               |
| needs(Action.OWN)                        | owners                                                                  |
| needs(action)                            | who may do it in the show that the path parameter ``show`` names        |
| needs(action, show=None)                 | who may do it in some show; the route asks ``gate.demand`` about which  |
| needs_of_host(action), needs_of_cue(...) | who may do it in the show of that host, that cue                        |
| needs_of(kind, action, parameter)        | the same of any kind of object that is ``known`` to the gate            |
| needs_phone()                            | a phone that is a host's earpiece                                       |

Refused: 401 to whoever is not signed in, 403 to whoever may not; an object of a show that one may not even see is
answered as one that does not exist. The marks can be read back: ``marks(app)``.
"""

# No "from __future__ import annotations": FastAPI reads the annotations of ``Needs.__call__``.

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from fastapi import FastAPI, params, routing
from starlette.requests import HTTPConnection

from ..core.rights import Action
from ..words import WORDS as GATEWAY_WORDS

if TYPE_CHECKING:
    from .gate import Gate

CALLER = "hushcue.caller"
GATE = "hushcue.gate"
SHOW = "hushcue.show"
Kind = Literal["nobody", "session", "token", "gateway", "phone"]


@dataclass(frozen=True)
class Caller:
    """Who asks. id: of the account, the token or the host; "gateway" with the gateway's own token; "" is nobody.

    roles: show -> role. scopes: what a token is confined to; None is no restriction. language: "en", "zh", or "" where
    it is not known. session_id: of a signed-in person, and no secret.
    """

    kind: Kind = "nobody"
    id: str = ""
    name: str = ""
    owner: bool = False
    roles: Mapping[str, str] = field(default_factory=dict)
    scopes: frozenset[Action] | None = None
    language: str = ""
    session_id: str = ""

    @property
    def signed_in(self) -> bool:
        """A person or a program; not nobody, and not a phone."""
        return self.kind in ("session", "token", "gateway")


NOBODY = Caller()


def caller_of(connection: HTTPConnection) -> Caller:
    """Who asks, as the guard found when the request came."""
    caller: Caller = connection.scope.get(CALLER, NOBODY)
    return caller


def caller_now(connection: HTTPConnection) -> Caller:
    """The same person with the rights they have now; NOBODY when they have been signed out. For long WebSockets."""
    return gate_of(connection).fresh(caller_of(connection))


def gate_of(connection: HTTPConnection) -> "Gate":
    """What decides."""
    gate: Gate = connection.scope[GATE]
    return gate


@dataclass(frozen=True)
class Needs:
    """What a route needs. kind: of the object that ``parameter`` names; "" where it is about none.

    audited: an unsafe request is written to the audit log. open_on_loopback: no need at all on this machine.
    """

    action: Action
    kind: str = ""
    parameter: str = ""
    phone: bool = False
    anywhere: bool = False
    audited: bool = True
    open_on_loopback: bool = False

    async def __call__(self, connection: HTTPConnection) -> Caller:
        """Let pass, or raise Trouble."""
        caller, gate = caller_of(connection), gate_of(connection)
        if self.is_open_to(connection.scope):
            return caller
        if self.phone:
            if caller.kind != "phone":
                raise GATEWAY_WORDS.trouble("unauthorized")
            return caller
        if not caller.signed_in:
            raise GATEWAY_WORDS.trouble("unauthorized")
        if self.kind:
            name = str(connection.path_params.get(self.parameter, ""))
            connection.scope[SHOW] = await gate.show_of(caller, self.kind, name)
            gate.demand(caller, self.action, connection.scope[SHOW])
        elif self.anywhere:
            gate.demand_somewhere(caller, self.action)
        else:
            gate.demand(caller, self.action)
        return caller

    def is_open_to(self, scope: Mapping[str, Any]) -> bool:
        """Whether this request needs nobody to be signed in."""
        return self.action is Action.OPEN or (self.open_on_loopback and from_loopback(scope))


def needs(
    action: Action, *, show: str | None = "show", audited: bool = True, open_on_loopback: bool = False
) -> params.Depends:
    """A dependency, whose value is the Caller. show: the path parameter that names the show; None: any one."""
    about_no_show = action in (Action.OPEN, Action.SELF, Action.OWN)
    kind, parameter = ("", "") if about_no_show or show is None else ("show", show)
    anywhere = show is None and not about_no_show
    mark = Needs(action, kind, parameter, anywhere=anywhere, audited=audited, open_on_loopback=open_on_loopback)
    return params.Depends(mark)


def needs_of(kind: str, action: Action, parameter: str, *, audited: bool = True) -> params.Depends:
    """A dependency: ``action`` in the show of the ``kind`` of object that the path parameter names."""
    return params.Depends(Needs(action, kind, parameter, audited=audited))


def needs_of_host(action: Action, host: str = "host", *, audited: bool = True) -> params.Depends:
    """A dependency: ``action`` in the show of that host."""
    return needs_of("host", action, host, audited=audited)


def needs_of_cue(action: Action, cue: str = "cue_id", *, audited: bool = True) -> params.Depends:
    """A dependency: ``action`` in the show of that cue."""
    return needs_of("cue", action, cue, audited=audited)


def needs_phone(*, audited: bool = False) -> params.Depends:
    """A dependency: a phone that is a host's earpiece. The Caller's ``id`` is that host."""
    return params.Depends(Needs(Action.SELF, phone=True, audited=audited))


def from_loopback(scope: Mapping[str, Any]) -> bool:
    """Whether this machine asks."""
    client = scope.get("client")
    return client is not None and (str(client[0]).startswith("127.") or client[0] == "::1")


@dataclass(frozen=True)
class Place:
    """One route: ``needs`` holds every mark it carries, of which there should be one. methods: empty for WebSockets."""

    path: str
    methods: frozenset[str]
    name: str
    pattern: Any
    needs: tuple[Needs, ...]
    is_websocket: bool = False


def marks(app: FastAPI) -> Iterator[Place]:
    """Every route of ``app`` that FastAPI made, with the marks it carries."""
    every: Any = getattr(routing, "iter_route_contexts", iter)  # FastAPI 0.165 keeps routers whole
    for route in every(app.routes):
        dependant = getattr(route, "dependant", None)
        if dependant is None:
            continue
        found = tuple(each.call for each in dependant.dependencies if isinstance(each.call, Needs))
        methods = getattr(route, "methods", None)
        path, name, pattern = route.path, route.name or "", route.path_regex
        yield Place(path, frozenset(methods or ()), name, pattern, found, is_websocket=methods is None)
