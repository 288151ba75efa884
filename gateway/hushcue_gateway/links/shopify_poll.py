"""A shop is asked what has become of its orders and stock: for a studio that no webhook reaches, and beside webhooks,
which may get lost."""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hushcue_words import Trouble

from ..logs import Log
from ..showdata.fact import Fact
from .reading import Unreadable, text
from .settings import Shopify
from .shelf import MAX_VARIANTS, Shelf
from .shopify_graph import (
    ORDERS,
    PATH,
    VARIANTS,
    Reply,
    order_of,
    page_of,
    question,
    reply_of,
    updated_since,
    variant_of,
)
from .state import Backoff, LinkState
from .words import WORDS

if TYPE_CHECKING:
    import httpx

TIMEOUT_S = 20.0
MAX_ANSWER_BYTES = 4 << 20
ORDERS_AT_ONCE = 10
VARIANTS_AT_ONCE = 50
MAX_PAGES = 50
"""Of one round: the next one goes on behind them. It does not begin anew: more orders may have been changed within
OVERLAP_MS than one round asks for."""
OVERLAP_MS = 60_000
"""Shopify's search finds an order a little after it was changed."""
MAX_TOLD = 20_000
MAX_TRIES = 8
"""Of one page: with patience, or smaller."""
DEADLINE_S = 40.0
LONG_S = 5.0
"""So much patience is shown to people."""
IDLE_S = 60.0
"""While the show has no airing."""
LEAST_S = 1.0
"""Between two rounds."""

Tell = Callable[[Sequence[Fact]], Awaitable[None]]


class ShopifyPoll:
    """``run`` until it is cancelled; ``look`` is one round of it.

    tell: gets what is news. began: when the show's airing began (ms), None while there is none. clock: ms since the
    epoch. base: where the shop answers, its own https address where it is "". pause: sleeps so many seconds.
    """

    def __init__(
        self,
        settings: Shopify,
        shelf: Shelf,
        state: LinkState,
        tell: Tell,
        began: Callable[[], int | None],
        clock: Callable[[], int],
        log: Log,
        base: str = "",
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ):
        self._settings = settings
        self._shelf = shelf
        self._state = state
        self._tell = tell
        self._began = began
        self._clock = clock
        self._log = log
        self._base = base or f"https://{settings.shop}"
        self._pause = pause
        self._awake = asyncio.Event()
        self._backoff = Backoff(max(LEAST_S, settings.poll_s / 4), 300.0)
        self._airing_ms: int | None = None
        self._newest_ms = 0
        self._rest_of: tuple[str, str | None] | None = None
        """search and cursor, where a round did not come to the end"""
        self._told: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._sizes = {ORDERS: ORDERS_AT_ONCE, VARIANTS: VARIANTS_AT_ONCE}

    def wake(self) -> None:
        """Ask at once: stock has changed, or an airing began."""
        self._awake.set()

    async def run(self) -> None:
        """Round after round."""
        import httpx

        headers = {"X-Shopify-Access-Token": self._settings.token or ""}
        async with httpx.AsyncClient(
            base_url=self._base, headers=headers, timeout=TIMEOUT_S, follow_redirects=False
        ) as client:
            while True:
                self._awake.clear()
                if await self.look(client):
                    self._backoff.good()
                    await self._rest(self._settings.poll_s if self._airing_ms is not None else IDLE_S)
                else:
                    await self._rest(self._backoff.next_s())

    async def look(self, client: httpx.AsyncClient) -> bool:
        """One round: variants, then orders since the airing began. Whether all went well."""
        self._state.connecting()
        try:
            await self._variants(client)
            await self._orders(client)
        except _Failed as failed:
            return self._failed(failed.trouble)
        except Unreadable as error:
            return self._failed(WORDS.trouble("shopify_refuses", shop=self._settings.shop, reason=f"{error.field}?"))
        self._state.heard(self._clock())
        return True

    async def _variants(self, client: httpx.AsyncClient) -> None:
        left, after = MAX_VARIANTS, None
        while left > 0:
            data = await self._ask(client, VARIANTS, after, self._settings.products, left)
            shop = data.get("shop")
            if isinstance(shop, Mapping):
                self._shelf.currency = text(shop.get("currencyCode"), 3) or self._shelf.currency
            found, after = page_of(data, "productVariants")
            news: list[Fact] = []
            for node in found:
                variant, item = variant_of(node, self._clock())
                news += self._shelf.put(variant, item, listed=True)
            await self._tell(news)
            left -= len(found)
            if after is None:
                break
        self._shelf.complete = True  # as far as it goes: what is beyond MAX_VARIANTS is none of the board's

    async def _orders(self, client: httpx.AsyncClient) -> None:
        began_ms = self._began()
        if began_ms != self._airing_ms:
            self._airing_ms = began_ms
            self._newest_ms = began_ms or 0
            self._rest_of = None
        if began_ms is None:
            return
        search, after = updated_since(max(began_ms, self._newest_ms - OVERLAP_MS)), None
        if self._rest_of is not None:
            (search, after), self._rest_of = self._rest_of, None
        for _ in range(MAX_PAGES):
            found, after = page_of(await self._ask(client, ORDERS, after, search, ORDERS_AT_ONCE), "orders")
            news: list[Fact] = []
            for node in found:
                told, updated_ms = order_of(node, self._shelf, began_ms)
                news += [fact for fact in told if self._is_new(fact)]
                self._newest_ms = max(self._newest_ms, updated_ms)
            await self._tell(news)
            if after is None:
                return
        self._rest_of = (search, after)
        self.wake()

    async def _ask(
        self, client: httpx.AsyncClient, query: str, after: str | None, search: str, most: int
    ) -> Mapping[str, Any]:
        """The data of one page, with the patience that the shop asks for. Raises _Failed."""
        reply = Reply()
        for _ in range(MAX_TRIES):
            first = min(self._sizes[query], most)
            reply = await self._post(client, question(query, first, after, search))
            if reply.smaller and first > 1:
                self._sizes[query] = first // 2
            elif reply.wait_s:
                if reply.wait_s >= LONG_S:
                    self._state.failed(self._slow(reply))
                await self._pause(reply.wait_s)
            elif reply.trouble is not None or reply.smaller:
                break
            else:
                return reply.data
        raise _Failed(reply.trouble or self._slow(reply))

    async def _post(self, client: httpx.AsyncClient, body: Mapping[str, object]) -> Reply:
        import httpx

        answer = bytearray()
        try:
            async with asyncio.timeout(DEADLINE_S), client.stream("POST", PATH, json=body) as response:
                async for chunk in response.aiter_bytes():
                    answer += chunk
                    if len(answer) > MAX_ANSWER_BYTES:
                        return Reply(trouble=self._away(f"> {MAX_ANSWER_BYTES >> 20} MiB"))
                retry_after = response.headers.get("retry-after", "")
                return reply_of(self._settings.shop, response.status_code, retry_after, bytes(answer))
        except (httpx.HTTPError, TimeoutError) as error:
            return Reply(trouble=self._away(text(str(error)) or type(error).__name__))

    def _away(self, reason: str) -> Trouble:
        return WORDS.trouble("shopify_away", shop=self._settings.shop, reason=reason)

    def _slow(self, reply: Reply) -> Trouble:
        return WORDS.trouble("shopify_slow", shop=self._settings.shop, seconds=max(1, round(reply.wait_s)))

    def _is_new(self, fact: Fact) -> bool:
        key = (fact.id, getattr(fact, "state", ""))
        if key in self._told:
            return False
        self._told[key] = None
        if len(self._told) > MAX_TOLD:
            self._told.popitem(last=False)
        return True

    def _failed(self, trouble: Trouble) -> bool:
        if self._state.failed(trouble):
            self._log.warning(trouble.code, **trouble.facts)
        return False

    async def _rest(self, seconds: float) -> None:
        """Until it is time again, or somebody wakes us; never less than LEAST_S, however often."""
        await self._pause(LEAST_S)
        # Not wait_for: that of Python 3.11 loses a cancellation that comes together with what was waited for.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, seconds - LEAST_S)):
                await self._awake.wait()


class _Failed(Exception):
    def __init__(self, trouble: Trouble):
        super().__init__(trouble)
        self.trouble = trouble
