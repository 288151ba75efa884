"""OBS as obs-websocket 5 speaks: Hello with a challenge, Identified, two requests, and events as a test tells it to."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import json
import secrets
import socket
from collections.abc import AsyncIterator
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

PASSWORD = "supersecretpassword"
SALT = "lM1GncleQOaCu9lT1yeUZhFYnqhsLLP1G5lAGo3ixaI="
CHALLENGE = "+IxH4CnCiqpX1rM9scsNynZzbOe4KhDeYcTNS3PDaeY="
ANSWER = "1Ct943GAT+6YQUUX47Ia/ncufilbe6+oD6lY+5kaCu4="
"""To this salt and challenge of protocol.md; several clients of obs-websocket hold themselves against it."""


def url_of(door: socket.socket) -> str:
    """Of who listens there, or will."""
    host, port = door.getsockname()[:2]
    return f"ws://{host}:{port}"


class FakeObs:
    """``with``: ``url``. password: "" wants none. here: set while somebody is identified and has all their answers: an
    event before the last one of them would be told before how things stood."""

    def __init__(self, password: str = PASSWORD, streams: bool = False, scene: str = "Desk"):
        self.password = password
        self.streams = streams
        self.scene = scene
        self.scenes: list[str] = ["Desk", "Break", "Dress", "Shoes"]
        self.hello: dict[str, Any] | str = {
            "obsStudioVersion": "30.2.2",
            "obsWebSocketVersion": "5.5.2",
            "rpcVersion": 1,
        }
        self.identified: list[dict[str, Any]] = []
        self.subprotocols: list[str | None] = []
        self.url = ""
        self.here = asyncio.Event()
        self._there: ServerConnection | None = None

    @contextlib.asynccontextmanager
    async def up(self, door: socket.socket | None = None) -> AsyncIterator[FakeObs]:
        """Running while this lasts, at a port of the kernel's choice or at ``door``, which it closes."""
        where: Any = {"sock": door} if door is not None else {"host": "127.0.0.1", "port": 0}
        names: Any = ["obswebsocket.json"]
        async with serve(self._talk, subprotocols=names, compression=None, **where) as server:
            self.url = url_of(next(iter(server.sockets)))
            yield self
            server.close(close_connections=True)

    async def event(self, kind: str, **data: Any) -> None:
        """Something happened in OBS."""
        await self.send({"op": 5, "d": {"eventType": kind, "eventIntent": 4, "eventData": data}})

    async def go(self, state: str) -> None:
        """The stream output: STARTING, STARTED, RECONNECTING, STOPPED ..."""
        self.streams = state in ("STARTED", "RECONNECTED")
        await self.event("StreamStateChanged", outputActive=self.streams, outputState=f"OBS_WEBSOCKET_OUTPUT_{state}")

    async def show(self, scene: str) -> None:
        """Switch the program scene."""
        self.scene = scene
        await self.event("CurrentProgramSceneChanged", sceneName=scene, sceneUuid=secrets.token_hex(8))

    async def send(self, message: object) -> None:
        """Anything, as JSON or as it is."""
        assert self._there is not None
        await self._there.send(message if isinstance(message, str) else json.dumps(message))

    async def leave(self, code: int = 1001) -> None:
        """Close the connection from this end, once it has said all that was asked."""
        await self.here.wait()
        assert self._there is not None
        self.here.clear()
        await self._there.close(code)

    async def _talk(self, connection: ServerConnection) -> None:
        self.subprotocols.append(connection.subprotocol)
        if isinstance(self.hello, str):
            await connection.send(self.hello)
            return
        wants = {"authentication": {"challenge": CHALLENGE, "salt": SALT}} if self.password else {}
        await connection.send(json.dumps({"op": 0, "d": {**self.hello, **wants}}))
        with contextlib.suppress(ConnectionClosed):
            said = json.loads(await connection.recv())
            self.identified.append(said)
            if said["op"] != 1 or said["d"].get("authentication") != self._answer():
                await connection.close(4009, "Authentication failed.")
                return
            await connection.send(json.dumps({"op": 2, "d": {"negotiatedRpcVersion": 1}}))
            self._there = connection
            async for message in connection:
                await self._respond(connection, json.loads(message)["d"])

    async def _respond(self, connection: ServerConnection, asked: dict[str, Any]) -> None:
        found = {
            "GetStreamStatus": {"outputActive": self.streams, "outputReconnecting": False, "outputBytes": 0},
            "GetCurrentProgramScene": {"sceneName": self.scene, "currentProgramSceneName": self.scene},
            "GetSceneList": {"scenes": [{"sceneIndex": at, "sceneName": name} for at, name in enumerate(self.scenes)]},
        }
        done = {"result": True, "code": 100}
        answer = {**asked, "requestStatus": done, "responseData": found[asked["requestType"]]}
        await connection.send(json.dumps({"op": 7, "d": answer}))
        if asked["requestType"] == "GetSceneList":  # the last of what is asked
            self.here.set()

    def _answer(self) -> str | None:
        """Made here again, by the words of protocol.md."""
        if not self.password:
            return None
        secret = base64.b64encode(hashlib.sha256((self.password + SALT).encode()).digest()).decode()
        return base64.b64encode(hashlib.sha256((secret + CHALLENGE).encode()).digest()).decode()
