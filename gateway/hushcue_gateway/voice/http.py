"""A speech service on some machine, spoken to as OpenAI's is: POST .../v1/audio/speech, a WAV file comes back.

Whatever it does, a cue waits no longer than its deadline, from the first octet sent to the last one read; a service
that failed BREAK_AFTER times in a row within BREAK_S is left alone for as long. One that was set otherwise meanwhile is
another one: who mended its address or key need not wait.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from hushcue_words import Trouble

from ..phrases.decode import MOST_BYTES
from .kinds import Service
from .languages import Unreadable
from .words import WORDS

BREAK_AFTER = 3
BREAK_S = 60.0
MOST_KNOWN = 64
"""Services; one for each show would be many."""
REFUSED = {
    400: "service_knows_not",
    401: "service_no_key",
    403: "service_no_key",
    404: "service_knows_not",
    422: "service_knows_not",
    429: "service_too_often",
}
"""HTTP status -> what it means for who set it up."""


class ServiceFailed(Unreadable):
    """why: the reason, as people read it."""

    def __init__(self, why: Trouble):
        super().__init__("speech_service_failed", reason=why.in_language("en"))
        self.why = why


@dataclass(slots=True)
class _Line:
    """To one service: one request at a time, and when the last ones failed."""

    one: asyncio.Lock = field(default_factory=asyncio.Lock)
    failed: deque[float] = field(default_factory=lambda: deque(maxlen=BREAK_AFTER))


class SpeechService:
    """Lives in one asyncio loop. clock: seconds, monotonic."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._client: httpx.AsyncClient | None = None
        self._lines: OrderedDict[Service, _Line] = OrderedDict()

    async def speech(self, service: Service, words: str, pace: float) -> bytes:
        """A sound file that a stranger sent: to be decoded with care. Raises ServiceFailed."""
        line = self._line(service)
        now_s = self._clock()
        if len(line.failed) == BREAK_AFTER and now_s - line.failed[0] < BREAK_S:
            raise ServiceFailed(WORDS.trouble("service_left_alone", exit_code=0))
        try:
            async with asyncio.timeout(service.deadline_s), line.one:
                data = await self._post(service, words, pace)
        except TimeoutError:
            trouble = WORDS.trouble("service_late", exit_code=0, seconds=f"{service.deadline_s:g}")
        except httpx.HTTPError as error:
            trouble = _of_network(error)
        except Trouble as answered:
            trouble = answered
        except (ValueError, httpx.InvalidURL):
            trouble = WORDS.trouble("service_away", exit_code=0)
        else:
            line.failed.clear()
            return data
        line.failed.append(self._clock())
        raise ServiceFailed(trouble)

    async def close(self) -> None:
        """May be called twice."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    def _line(self, service: Service) -> _Line:
        line = self._lines.pop(service, None) or _Line()
        self._lines[service] = line
        if len(self._lines) > MOST_KNOWN:
            self._lines.popitem(last=False)
        return line

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
                code = REFUSED.get(answer.status_code, "service_error")
                raise WORDS.trouble(code, exit_code=0, status=answer.status_code)
            data = bytearray()
            async for piece in answer.aiter_bytes():
                data += piece
                if len(data) > MOST_BYTES:
                    raise WORDS.trouble("service_too_much", exit_code=0, most=MOST_BYTES)
        return bytes(data)


def _of_network(error: httpx.HTTPError) -> Trouble:
    """What went wrong on the way. The library's own text is told to nobody: it may hold what was sent."""
    if isinstance(error, httpx.ConnectError):
        code = "service_certificate" if "CERTIFICATE" in str(error) else "service_away"
        return WORDS.trouble(code, exit_code=0)
    return WORDS.trouble("service_broke", exit_code=0, reason=type(error).__name__)
