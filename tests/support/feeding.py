"""A gateway's way in for show data, over loopback TCP: its own routes, guard and desk, and accidents on the way."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from support.house import TOKEN, House
from support.served import served

from hushcue_gateway.showdata.desk import ShowDataDesk
from hushcue_gateway.web.caller import marks
from hushcue_gateway.web.guard import Guard
from hushcue_gateway.web.ingest import ingest_routes
from hushcue_tools.data.place import Place


class Studio:
    """``async with studio.up() as place``. cuts: connections that end before the answer to their first message;
    busy: requests that are sent away."""

    def __init__(self, house: House):
        self.house = house
        self.data = ShowDataDesk(house.database, house.log, lambda: ("main",))
        self.cuts = self.busy = 0
        self.connections = self.requests = 0
        self.said: list[tuple[str, Mapping[str, object]]] = []
        house.app.include_router(ingest_routes(self.data))
        house.guard = Guard(house.app, house.people, TOKEN, (), marks(house.app))

    @contextlib.asynccontextmanager
    async def up(self) -> AsyncIterator[Place]:
        """The place of the show "main", while this lasts."""
        await self.data.start()
        async with served(self._road(self.house.guard)) as address:
            yield Place(f"http://{address}", TOKEN, "main")

    def say(self, code: str, facts: Mapping[str, object]) -> None:
        """What people were told."""
        self.said.append((code, facts))

    def codes(self) -> list[str]:
        return [code for code, _ in self.said]

    def count(self, what: str) -> int:
        board = self.data.board("main")
        return board.count(what, "", 0, 2**45) if board is not None else 0

    def _road(self, app: ASGIApp) -> ASGIApp:
        async def road(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                self.requests += 1
                if self.busy:
                    self.busy -= 1
                    await send({"type": "http.response.start", "status": 503, "headers": []})
                    await send({"type": "http.response.body", "body": b"{}"})
                    return
            elif scope["type"] == "websocket":
                self.connections += 1
                if self.cuts:
                    self.cuts -= 1
                    await app(scope, receive, _cutting(send))
                    return
            await app(scope, receive, send)

        return road


def _cutting(send: Send) -> Send:
    async def cut(message: Message) -> None:
        if message["type"] == "websocket.send":
            message = {"type": "websocket.close", "code": 1011}
        await send(message)

    return cut


def config_of(folder: Path, place: Place) -> Path:
    """A configuration that names this gateway and its token."""
    path = folder / "studio.toml"
    port = place.url.rpartition(":")[2]
    path.write_text(f'[http]\nport = {port}\ntoken = "{TOKEN}"\n', encoding="utf-8")
    return path
