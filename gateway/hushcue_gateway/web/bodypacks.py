"""The routes of bodypacks: all of them, who knocks, a new one, its config.json, other names, retired."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response, WebSocket
from pydantic import BaseModel, Field

from ..bodypacks.battery import MOST_HOURS
from ..bodypacks.document import Wish
from ..bodypacks.words import WORDS
from ..core.rights import Action
from .caller import Caller, caller_now, from_loopback, gate_of, needs
from .models import Name
from .models import Request as Body

if TYPE_CHECKING:
    from ..bodypacks.desk import BodypackDesk
    from ..bodypacks.live import OwnersRoom

Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
Owner = Annotated[Caller, needs(Action.OWN)]
Label = Annotated[str, Field(min_length=1, max_length=32)]
Language = Annotated[str, Field(min_length=1, max_length=35, pattern=r"^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$")]
Groups = Annotated[list[Name], Field(max_length=32)]
CeilingDb = Annotated[float, Field(ge=-60, le=0, allow_inf_nan=False)]


class BatteryAnswer(BaseModel):
    """As it told last. minutes: left, where that can be known."""

    percent: int | None
    volts: float | None
    minutes: int | None


class BodypackAnswer(BaseModel):
    """One bodypack. declared: it stands in the configuration file. key: public name of the device key that it is to
    hold, None before it has a config.json. ceiling_db: as it says itself. ceiling_wanted_db: a lower one that it has
    not confirmed. trouble: what keeps it from hearing. update: as ``GET /api/v1/updates`` tells."""

    id: str
    label: str
    show: str
    groups: list[str]
    language: str
    declared: bool
    state: Literal["pending", "online", "offline"]
    last_seen_ms: int | None
    on_air: bool
    version: str | None
    board: str | None
    ip: str | None
    rssi_dbm: int | None
    key: str | None
    ceiling_db: float | None
    ceiling_wanted_db: float | None
    battery: BatteryAnswer | None
    trace: dict[str, Any] | None
    tracing: bool
    update: dict[str, Any] | None
    trouble: dict[str, str] | None


class KnockAnswer(BaseModel):
    """Somebody whom the broker, or the gateway, turned away. id: None where the broker does not tell the name."""

    id: str | None
    reason: Literal["unknown", "password"]
    ip: str | None
    count: int
    seen_ms: int


class BodypacksAnswer(BaseModel):
    """All of them. broker: "external" keeps its own accounts, so it does not tell of wrong passwords."""

    broker: Literal["embedded", "external"]
    bodypacks: list[BodypackAnswer]
    knocking: list[KnockAnswer]


class RegisterRequest(Body):
    """A new bodypack. show: the first where it does not say."""

    id: Name
    label: Label | None = None
    show: Name | None = None
    groups: Annotated[Groups, Field(default_factory=list)]
    language: Language = "zh"


class ChangeRequest(Body):
    """What is left out stays as it is. ceiling_db: lower than before."""

    label: Label | None = None
    groups: Groups | None = None
    language: Language | None = None
    show: Name | None = None
    ceiling_db: CeilingDb | None = None


class ConfigRequest(Body):
    """What only the person in front of the board knows. gateway: name or address under which bodypacks reach this
    machine. board: a file of boards/ in the firmware; "": what the chip looks like. broker_password: of an account that
    was made at an external broker, and for no other."""

    ssid: Annotated[str, Field(min_length=1, max_length=32)]
    wifi_password: Annotated[str, Field(max_length=63)]
    gateway: Annotated[str, Field(min_length=1, max_length=64)]
    country: Annotated[str, Field(min_length=2, max_length=2)] = "CN"
    ceiling_db: CeilingDb = -6.0
    board: Annotated[str, Field(max_length=32)] = ""
    broker_password: Annotated[str, Field(min_length=1, max_length=64)] | None = None


class BatteryPointsAnswer(BaseModel):
    """points: [milliseconds since the epoch, percent, volts], the oldest first; of a long stretch the means of equal
    parts."""

    points: list[tuple[int, int | None, float | None]]


def bodypack_routes(desk: BodypackDesk, room: OwnersRoom) -> APIRouter:
    """``/api/v1/bodypacks``."""
    router = APIRouter(prefix="/api/v1/bodypacks", tags=["bodypacks"])
    owners = [needs(Action.OWN)]

    @router.get("", dependencies=owners)
    async def get_bodypacks() -> BodypacksAnswer:
        return BodypacksAnswer(
            broker=desk.broker,
            bodypacks=[BodypackAnswer(**each) for each in desk.sights()],
            knocking=[KnockAnswer(**each) for each in desk.knocks().values()],
        )

    @router.post("", status_code=201)
    async def post_bodypack(body: RegisterRequest, caller: Owner) -> BodypackAnswer:
        await desk.register(body.id, body.label or body.id, body.show, tuple(body.groups), body.language, caller.id)
        return BodypackAnswer(**desk.sight(body.id))

    @router.post("/{bodypack}/config", dependencies=owners, response_model=dict[str, Any])
    async def post_config(bodypack: Id, body: ConfigRequest, request: Request, response: Response) -> dict[str, Any]:
        if request.scope["scheme"] != "https" and not from_loopback(request.scope):
            raise WORDS.trouble("secret_in_the_clear")
        response.headers["Cache-Control"] = "no-store"
        return await desk.configure(bodypack, Wish(**body.model_dump()))

    @router.patch("/{bodypack}", dependencies=owners)
    async def patch_bodypack(bodypack: Id, body: ChangeRequest) -> BodypackAnswer:
        desk.change(bodypack, **body.model_dump(exclude_none=True))
        return BodypackAnswer(**desk.sight(bodypack))

    @router.delete("/{bodypack}", status_code=204, dependencies=owners)
    async def delete_bodypack(bodypack: Id) -> None:
        await desk.retire(bodypack)

    @router.get("/{bodypack}/battery", dependencies=owners)
    async def get_battery(bodypack: Id, hours: Annotated[int, Query(ge=1, le=MOST_HOURS)] = 24) -> BatteryPointsAnswer:
        return BatteryPointsAnswer(points=await desk.battery_points(bodypack, hours))

    @router.websocket("/live")
    async def watch_bodypacks(websocket: WebSocket, caller: Owner) -> None:
        gate = gate_of(websocket)

        def fresh() -> Caller | None:
            now = caller_now(websocket)
            return now if gate.may(now, Action.OWN) else None

        await room.serve(websocket, caller, fresh)

    return router
