"""A language model may say a line in other words; where it does not, in time and in order, the line stays as it is.

Off until somebody names a server. Never asked about what a host must not miss (``NEVER_HELD``): those words are known.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

import httpx

from hushcue_words import Trouble

from ..rules.opportunity import NEVER_HELD, Opportunity
from .answers import MOST_MODEL_CHARS, address, answer, request
from .breaker import FAILURES, REST_S, Breaker
from .guard import check
from .limits import Limits
from .line import MOST_SPOKEN_S, Line
from .readers import READERS
from .readers.text import as_spoken
from .words import WORDS

DEADLINE_S = 1.5
"""From the question to the sound. Of the whole: a server that drips keeps every single read short."""
MOST_BYTES = 64 * 1024
Seconds = Callable[[str, str, str], Awaitable[float]]
"""(text, language, spoken): how long its sound really is. Raises Trouble where no voice can say it."""


@dataclass(frozen=True, slots=True)
class Rephrased:
    """line: what is to be said, the model's or the template's. why: why it is the template's, None where the model's.
    facts of ``why`` are safe to show."""

    line: Line
    why: Trouble | None = None

    @property
    def rephrased(self) -> bool:
        """Whether the words are the model's."""
        return self.why is None


class Rephraser:
    """One server, asked one thing at a time. Lives in one asyncio loop; ``close`` last."""

    def __init__(
        self,
        url: str,
        model: str,
        key: str = "",
        *,
        limits: Limits | None = None,
        deadline_s: float = DEADLINE_S,
        now_s: Callable[[], float] = time.monotonic,
    ):
        """Raises Trouble for an address or a name that cannot be one. key: sent as the bearer token, shown nowhere."""
        self._address = address(url)
        if not 0 < len(model) <= MOST_MODEL_CHARS:
            raise WORDS.trouble("model_bad_name", exit_code=0, most=MOST_MODEL_CHARS)
        self._model = model
        self._limits = limits or Limits()
        self._deadline_s = deadline_s
        self._now_s = now_s
        self._breaker = Breaker()
        self._busy = False
        self._headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {key}"} if key else {})
        self._client: httpx.AsyncClient | None = None

    async def close(self) -> None:
        """May be called twice."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def rephrase(
        self,
        line: Line,
        opportunity: Opportunity,
        seconds: Seconds,
        *,
        comments: Sequence[str] = (),
        max_s: float = MOST_SPOKEN_S,
    ) -> Rephrased:
        """``line`` in other words, or as it is; within the deadline either way, and never an exception of the server's
        making. comments: of viewers, for the model to see what they mean; they are not repeated."""
        try:
            return Rephrased(await self._asked(line, opportunity, seconds, comments, max_s))
        except Trouble as trouble:
            return Rephrased(line, trouble)

    async def _asked(
        self, line: Line, opportunity: Opportunity, seconds: Seconds, comments: Sequence[str], max_s: float
    ) -> Line:
        if opportunity.rule in NEVER_HELD or opportunity.to_operators or not line.fact_ids:
            raise WORDS.trouble("model_not_asked", exit_code=0)
        if self._busy:
            raise WORDS.trouble("model_busy", exit_code=0)
        if not self._breaker.allows(self._now_s()):
            raise WORDS.trouble("model_resting", exit_code=0, times=FAILURES, seconds=round(REST_S))
        self._busy = True
        try:
            async with asyncio.timeout(self._deadline_s):
                found = await self._answered(line, opportunity, seconds, comments, max_s)
        except (Trouble, TimeoutError, httpx.HTTPError) as error:
            self._breaker.failed(self._now_s())
            raise self._said(error) from None
        finally:
            self._busy = False
        self._breaker.good()
        return found

    async def _answered(
        self, line: Line, opportunity: Opportunity, seconds: Seconds, comments: Sequence[str], max_s: float
    ) -> Line:
        facts = opportunity.facts
        text, fact_ids = answer(await self._post(line, opportunity, comments), facts)
        cited = {name: facts[name] for name in fact_ids}

        def guard(spoken_s: float) -> None:
            refusal = check(
                text, cited, line.language, spoken_s, max_s, told=line.text, limits=self._limits, comments=comments
            )
            if refusal is not None:
                raise refusal.trouble()

        guard(0.0)
        spoken = as_spoken(text, READERS[line.language])
        guard(await seconds(text, line.voice_language, spoken))
        return replace(line, text=text, spoken=spoken, fact_ids=fact_ids)

    async def _post(self, line: Line, opportunity: Opportunity, comments: Sequence[str]) -> bytes:
        body = request(self._model, line, opportunity.facts, comments)
        client = await self._opened()
        async with client.stream("POST", self._address, json=body) as response:
            if response.status_code != httpx.codes.OK:
                raise WORDS.trouble("model_refused", exit_code=0, status=response.status_code)
            told = bytearray()
            async for piece in response.aiter_raw():  # never unpacked: a small answer may be a large one inside
                told += piece
                if len(told) > MOST_BYTES:
                    raise WORDS.trouble("model_answer_unreadable", exit_code=0)
            return bytes(told)

    async def _opened(self) -> httpx.AsyncClient:
        """Reading the certificates of the world takes a while: not in this loop, and not where nothing is encrypted."""
        if self._client is None:
            secure = self._address.startswith("https:")
            self._client = httpx.AsyncClient(
                headers=self._headers,
                verify=await asyncio.to_thread(httpx.create_ssl_context) if secure else False,
                timeout=None,
                follow_redirects=False,
                trust_env=False,
            )
        return self._client

    def _said(self, error: Exception) -> Trouble:
        if isinstance(error, Trouble):
            return error
        if isinstance(error, TimeoutError):
            return WORDS.trouble("model_too_slow", exit_code=0, seconds=self._deadline_s)
        return WORDS.trouble("model_unreachable", exit_code=0, reason=type(error).__name__)
