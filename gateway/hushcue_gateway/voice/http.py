"""A speech service on some machine, spoken to as OpenAI's is: POST .../v1/audio/speech, a WAV file comes back.

Whatever it does, a cue waits no longer than its deadline, from the first octet sent to the last one read; a service
that failed BREAK_AFTER times in a row within BREAK_S is left alone for as long.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable

import httpx

from ..phrases.decode import MOST_BYTES
from .kinds import Service
from .languages import Unreadable

BREAK_AFTER = 3
BREAK_S = 60.0


class SpeechService:
    """Lives in one asyncio loop; one request at a time. clock: seconds, monotonic."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._client: httpx.AsyncClient | None = None
        self._one = asyncio.Lock()
        self._failed: deque[float] = deque(maxlen=BREAK_AFTER)

    async def speech(self, service: Service, words: str, pace: float) -> bytes:
        """A sound file that a stranger sent: to be decoded with care. Raises Unreadable("speech_service_failed")."""
        now_s = self._clock()
        if len(self._failed) == BREAK_AFTER and now_s - self._failed[0] < BREAK_S:
            raise Unreadable("speech_service_failed", reason="failed too often, left alone for a while")
        try:
            async with asyncio.timeout(service.deadline_s):
                async with self._one:
                    data = await self._post(service, words, pace)
        except TimeoutError:
            raise self._failure(f"no answer within {service.deadline_s:g} s") from None
        except httpx.HTTPError as error:
            raise self._failure(type(error).__name__) from None
        except (ValueError, httpx.InvalidURL) as error:
            raise self._failure(str(error)[:100]) from None
        self._failed.clear()
        return data

    async def close(self) -> None:
        """May be called twice."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _post(self, service: Service, words: str, pace: float) -> bytes:
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=None, follow_redirects=False)
        body = {
            "model": service.model,
            "voice": service.voice,
            "input": words,
            "response_format": "wav",
            "speed": round(pace, 2),
        }
        headers = {"Authorization": f"Bearer {service.key}"} if service.key else {}
        async with self._client.stream("POST", service.url, json=body, headers=headers) as answer:
            if answer.status_code != 200:
                raise ValueError(f"HTTP {answer.status_code}")
            data = bytearray()
            async for piece in answer.aiter_bytes():
                data += piece
                if len(data) > MOST_BYTES:
                    raise ValueError(f"more than {MOST_BYTES} bytes")
        return bytes(data)

    def _failure(self, reason: str) -> Unreadable:
        self._failed.append(self._clock())
        return Unreadable("speech_service_failed", reason=reason)
