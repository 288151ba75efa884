"""The connection to OBS: made again whenever it breaks. What is said over it: ``obs_map.py``."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from hushcue_words import Trouble

from ..logs import Log
from ..showdata.fact import Fact
from . import obs_map
from .obs_map import NotObs, ObsView
from .reading import text
from .settings import Obs
from .state import Backoff, LinkState
from .words import WORDS

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

SUBPROTOCOL = "obswebsocket.json"
MAX_MESSAGE_BYTES = 1 << 20
OPEN_S = 10.0
PING_S = 10.0
"""A cable that was pulled out is noticed after twice that."""
MOST_WAIT_S = 30.0
MOST_SAID = 5
"""Of scenes that are missing."""

Tell = Callable[[Sequence[Fact]], Awaitable[None]]


class ObsLink:
    """``run`` until it is cancelled, or OBS sends us away. tell: gets what is news. clock: ms since the epoch.
    pause: sleeps so many seconds."""

    def __init__(
        self,
        settings: Obs,
        state: LinkState,
        tell: Tell,
        clock: Callable[[], int],
        log: Log,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ):
        self._settings = settings
        self._state = state
        self._tell = tell
        self._clock = clock
        self._log = log
        self._pause = pause
        self._view = ObsView(settings.scenes)
        self._backoff = Backoff(1.0, MOST_WAIT_S)

    async def run(self) -> None:
        """Connect, listen, and again."""
        while True:
            self._state.connecting()
            trouble = await self._once()
            if self._state.failed(trouble):
                self._log.warning(trouble.code, **trouble.facts)
            if trouble.code == "obs_sent_away":
                return
            await self._pause(self._backoff.next_s())

    async def _once(self) -> Trouble:
        """One connection, to its end; why it ended."""
        from websockets.asyncio.client import connect
        from websockets.exceptions import ConnectionClosed, WebSocketException
        from websockets.typing import Subprotocol

        url = self._settings.url
        try:
            async with connect(
                url,
                subprotocols=[Subprotocol(SUBPROTOCOL)],
                max_size=MAX_MESSAGE_BYTES,
                open_timeout=OPEN_S,
                ping_interval=PING_S,
                ping_timeout=PING_S,
                compression=None,
                proxy=None,
            ) as connection:
                try:
                    await self._talk(connection)
                except ConnectionClosed as closed:
                    return self._closed(closed.rcvd.code if closed.rcvd is not None else 0)
                return self._away("closed")
        except NotObs:
            return WORDS.trouble("obs_version", url=url)
        except (OSError, WebSocketException, TimeoutError, ValueError) as error:
            return self._away(text(str(error)) or type(error).__name__)

    async def _talk(self, connection: ClientConnection) -> None:
        async with asyncio.timeout(OPEN_S):
            await self._send(connection, obs_map.identify(await self._next(connection), self._settings.password))
            obs_map.check_identified(await self._next(connection))
        self._view.connected()
        for question in obs_map.questions():
            await self._send(connection, question)
        self._backoff.good()
        self._state.heard(self._clock())
        async for message in connection:
            now_ms = self._clock()
            news = self._view.take(_parsed(message), now_ms)
            self._heard(now_ms)
            if news:
                await self._tell(news)

    def _heard(self, now_ms: int) -> None:
        missing = self._view.missing
        if not missing:
            self._state.heard(now_ms)
            return
        trouble = WORDS.trouble("obs_scenes", scenes=" / ".join(missing[:MOST_SAID]))
        if self._state.lacks(now_ms, trouble):
            self._log.warning(trouble.code, **trouble.facts)

    async def _next(self, connection: ClientConnection) -> object:
        return _parsed(await connection.recv())

    async def _send(self, connection: ClientConnection, message: object) -> None:
        await connection.send(json.dumps(message))

    def _closed(self, code: int) -> Trouble:
        codes = {
            obs_map.WRONG_PASSWORD: "obs_password",
            obs_map.OTHER_VERSION: "obs_version",
            obs_map.SENT_AWAY: "obs_sent_away",
        }
        if code in codes:
            return WORDS.trouble(codes[code], url=self._settings.url)
        return self._away(f"WebSocket {code}" if code else "closed")

    def _away(self, reason: str) -> Trouble:
        return WORDS.trouble("obs_away", url=self._settings.url, reason=reason)


def _parsed(message: str | bytes) -> object:
    try:
        return json.loads(message)
    except (ValueError, RecursionError):
        return None
