"""Documents told over a WebSocket, which is made again whenever it breaks; none is lost, none counts twice."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from hushcue_words import language

from ..gateway_http import Answer
from .outbox import Outbox
from .place import Place, refusal

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

OPEN_S = 10.0
PING_S = 10.0
FIRST_WAIT_S = 1.0
MOST_WAIT_S = 30.0
FINAL = (400, 401, 403, 404, 405, 421)
"""A handshake that is refused so is refused tomorrow too."""
NOT_ALLOWED = 1008

Say = Callable[[str, Mapping[str, object]], None]


class Backoff:
    """Seconds between attempts: ``first_s``, twice that each time, up to ``most_s``."""

    def __init__(self, first_s: float, most_s: float):
        self._first_s, self._most_s, self._next_s = first_s, most_s, first_s

    def next_s(self) -> float:
        """Wait so long now."""
        wait_s, self._next_s = self._next_s, min(self._next_s * 2, self._most_s)
        return wait_s

    def good(self) -> None:
        """It worked: begin small again."""
        self._next_s = self._first_s


class Feed:
    """say: (code, facts) of what people should know. pause: sleeps so many seconds."""

    def __init__(
        self,
        place: Place,
        outbox: Outbox,
        say: Say,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ):
        self.accepted = self.doubled = self.refused = 0
        self._place = place
        self._outbox = outbox
        self._say = say
        self._pause = pause
        self._news = asyncio.Event()
        self._ended = False
        self._backoff = Backoff(FIRST_WAIT_S, MOST_WAIT_S)

    def tell(self, document: Mapping[str, object]) -> None:
        """One more; from the loop's own thread."""
        self._outbox.put(document)
        self._news.set()

    def end(self) -> None:
        """Nothing more comes: ``run`` returns when all was answered."""
        self._ended = True
        self._news.set()

    async def run(self) -> None:
        """Until ``end``, or cancelled. Raises Trouble where the gateway will not."""
        while not self._done:
            reason = await self._once()
            if self._done:
                return
            left_out, self._outbox.left_out = self._outbox.left_out, 0
            if left_out:
                self._say("left_out", {"count": left_out})
            wait_s = self._backoff.next_s()
            self._say("waiting", {"reason": reason, "seconds": round(wait_s), "count": len(self._outbox)})
            # A little chance, so that all feeds of a studio do not come back in one moment.
            await self._pause(wait_s * random.uniform(0.8, 1.2))

    async def all_of(self, documents: AsyncIterator[Mapping[str, object]]) -> None:
        """Tell them as they come, to the last answer. Raises Trouble, and what ``documents`` raises."""

        async def read() -> None:
            async for document in documents:
                self.tell(document)
            self.end()

        tasks = (asyncio.create_task(read()), asyncio.create_task(self.run()))
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
            for task in tasks:
                if task.done():
                    task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def _done(self) -> bool:
        return self._ended and not len(self._outbox)

    async def _once(self) -> str:
        """One connection; why it ended."""
        from websockets.asyncio.client import connect
        from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

        try:
            async with connect(
                self._place.feed,
                additional_headers=self._place.headers,
                ssl=self._place.context,
                open_timeout=OPEN_S,
                ping_interval=PING_S,
                ping_timeout=PING_S,
                proxy=None,
            ) as connection:
                self._say("connected", {"url": self._place.url})
                telling = asyncio.create_task(self._tell(connection))
                try:
                    await self._listen(connection)
                finally:
                    telling.cancel()
                    await asyncio.gather(telling, return_exceptions=True)
                return "closed"
        except InvalidStatus as error:
            response = error.response
            if response.status_code in FINAL:
                raise refusal(Answer(response.status_code, bytes(response.body or b""))) from None
            return f"HTTP {response.status_code}"
        except ConnectionClosed as error:
            code = error.rcvd.code if error.rcvd is not None else 0
            if code == NOT_ALLOWED:
                raise refusal(Answer(403, b"")) from None
            return f"WebSocket {code}" if code else "closed"
        except (OSError, WebSocketException, TimeoutError) as error:
            return str(error)[:200] or type(error).__name__
        finally:
            self._outbox.broke()

    async def _tell(self, connection: "ClientConnection") -> None:
        while True:
            while (message := self._outbox.message()) is not None:
                await connection.send(message)
            if self._done:
                await connection.close()
                return
            self._news.clear()
            await self._news.wait()

    async def _listen(self, connection: "ClientConnection") -> None:
        async for message in connection:
            self._answered(json.loads(message))
            self._backoff.good()
            self._news.set()

    def _answered(self, answer: Mapping[str, Any]) -> None:
        count = self._outbox.answered()
        if answer.get("t") != "taken":
            self.refused += count
            self._say("not_taken", {"count": count, "said": answer.get(language(), "?")})
            return
        self.accepted += int(answer.get("accepted", answer.get("n", 0)))
        self.doubled += int(answer.get("doubled", 0))
        for row in answer.get("refused", ()):
            self.refused += 1
            field = row.get("field", "")
            about = {"field": field, "said": row.get(language(), "?")}
            self._say("refused_field" if field else "refused_document", about)
        self.refused += int(answer.get("more_refused", 0))
