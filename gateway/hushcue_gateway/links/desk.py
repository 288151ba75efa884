"""The links at work: a shop's webhooks and questions, OBS; what they tell goes to the show's board.

For screens, ``shown(show)``: name -> {"state", "code", "en", "zh", "last"}, and ``on_change(fn)``: fn(show) when that
is another.

A shop sells around the clock: what it tells opens no airing and keeps none going, and while something is played it is
not told at all; names, prices and stock are told again when a live airing begins. OBS does open one: that it
streams is what an airing is.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from hushcue_words import Trouble

from ..logs import Log
from ..part import BasePart
from ..people.clock import now_ms
from ..showdata.fact import Fact
from . import shopify
from .obs import ObsLink
from .obs_map import SRC as OBS_SRC
from .orders import SRC as SHOPIFY_SRC
from .reading import Unreadable
from .settings import Obs, Shopify
from .shelf import Shelf
from .shopify_poll import ShopifyPoll
from .state import LinkState
from .words import WORDS

if TYPE_CHECKING:
    from fastapi import APIRouter

LIVE = "live"
MAX_WAITING = 256
"""Webhooks that were answered and not yet worked on."""
MAX_REMEMBERED = 8192
AGAIN_S = 10.0
SIGNATURE, TOPIC, SHOP, DELIVERY, TEST = (
    "x-shopify-hmac-sha256",
    "x-shopify-topic",
    "x-shopify-shop-domain",
    "x-shopify-webhook-id",
    "x-shopify-test",
)


class AiringLike(Protocol):
    """What a link needs to know of an airing (``showdata/airing.py``)."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def began_ms(self) -> int: ...


class Feed(Protocol):
    """Where facts go: the desk of show data."""

    def take(self, show: str, facts: Sequence[Fact], src: str, *, opens: bool = True) -> Awaitable[object]: ...
    def airing(self, show: str) -> AiringLike | None: ...


class LinkDesk(BasePart):
    """Raises Trouble for webhooks that are not taken. clock: ms since the epoch. shop_at: where the Admin API answers,
    "" is the shop's own address. others: ways in that somebody else keeps open: name -> show, and how it is."""

    def __init__(
        self,
        shop: Shopify,
        obs: Obs,
        feed: Feed,
        log: Log,
        routes: Callable[[LinkDesk], Sequence[APIRouter]],
        clock: Callable[[], int] = now_ms,
        shop_at: str = "",
        others: Mapping[str, tuple[str, LinkState]] = MappingProxyType({}),
    ):
        self._shop = shop
        self._feed = feed
        self._log = log
        self._routes = routes
        self._clock = clock
        self._hearers: list[Callable[[str], None]] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._shelf = Shelf(confined=bool(shop.products) and shop.asks)
        self._webhooks: asyncio.Queue[tuple[str, str, bytes]] = asyncio.Queue(MAX_WAITING)
        self._delivered: OrderedDict[str, None] = OrderedDict()
        self._airing = ""
        self._states: dict[str, tuple[str, LinkState]] = {**others}
        self._turns: dict[str, tuple[int, int | None]] = {}
        self._poll: ShopifyPoll | None = None
        self._obs: ObsLink | None = None
        if shop.hears or shop.asks:
            word = "link_connecting" if shop.asks else "link_waiting"
            state = self._state(SHOPIFY_SRC, shop.show, word)
            if shop.asks:
                self._poll = ShopifyPoll(shop, self._shelf, state, self._sold, self._began, clock, log, shop_at)
        if obs.url:
            state = self._state(OBS_SRC, obs.show)
            self._obs = ObsLink(obs, state, lambda facts: self._told(obs.show, facts, OBS_SRC), clock, log)
        for secret in (shop.secret, shop.token, obs.password):
            log.hide(secret)

    async def start(self) -> None:
        if self._shop.hears:
            self._begin("shopify webhooks", self._work)
        if self._poll is not None:
            self._begin("shopify", self._poll.run)
        if self._obs is not None:
            self._begin("obs", self._obs.run)

    async def stop(self) -> None:
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def routers(self) -> Sequence[APIRouter]:
        return self._routes(self)

    def tick(self, now_ns: int) -> None:
        airing = self._live_airing()
        if (airing.id if airing is not None else "") != self._airing:
            self._airing = airing.id if airing is not None else ""
            if airing is not None:
                self._begin("shopify shelf", self._lay_out, once=True)
                if self._poll is not None:
                    self._poll.wake()
        self._tell_screens()

    # --- for screens ------------------------------------------------------------------------------------------------

    def shown(self, show: str) -> dict[str, dict[str, Any]]:
        """How the links of a show are; one that is not set up is not there."""
        return {name: state.shown() for name, (of, state) in self._states.items() if of == show}

    def on_change(self, hear: Callable[[str], None]) -> None:
        """``hear`` is told of which show; at most twice a second."""
        self._hearers.append(hear)

    # --- webhooks ---------------------------------------------------------------------------------------------------

    def webhook(self, show: str, headers: Mapping[str, str], body: bytes) -> None:
        """One POST of Shopify, checked and put by; what it says is read afterwards. Raises Trouble.

        headers: by their names in small letters.
        """
        if not self._shop.hears or show != self._shop.show:
            raise WORDS.trouble("shopify_off")
        if not shopify.signed(self._shop.secret or "", body, headers.get(SIGNATURE, "")):
            raise WORDS.trouble("shopify_not_signed")
        if self._shop.shop and headers.get(SHOP, self._shop.shop).lower() != self._shop.shop:
            raise WORDS.trouble("shopify_other_shop")
        state = self._states[SHOPIFY_SRC][1]
        delivery = headers.get(DELIVERY, "")[:64]
        if self._webhooks.full():
            raise WORDS.trouble("shopify_busy")
        if self._poll is None or state.state != "trouble":
            state.heard(self._clock())
        if headers.get(TEST, "").lower() == "true" or (delivery and delivery in self._delivered):
            return  # Shopify's own example, or one that is sent again
        if delivery:
            self._delivered[delivery] = None
        if len(self._delivered) > MAX_REMEMBERED:
            self._delivered.popitem(last=False)
        self._webhooks.put_nowait((headers.get(TOPIC, ""), delivery, body))

    async def _work(self) -> None:
        while True:
            topic, _, body = await self._webhooks.get()
            try:
                heard = shopify.hear(topic, json.loads(body), self._shelf, self._clock())
            except (Unreadable, ValueError, RecursionError) as error:
                field = error.field if isinstance(error, Unreadable) else "JSON"
                self._log.warning("shopify_unreadable", topic=topic[:64], field=field)
                continue
            if heard.look and self._poll is not None:
                self._poll.wake()
            await self._sold(heard.facts)

    # --- inside -----------------------------------------------------------------------------------------------------

    async def _sold(self, facts: Sequence[Fact]) -> None:
        airing = self._feed.airing(self._shop.show)
        if facts and (airing is None or airing.kind == LIVE):
            await self._told(self._shop.show, facts, SHOPIFY_SRC, opens=False)

    async def _told(self, show: str, facts: Sequence[Fact], src: str, opens: bool = True) -> None:
        now_ms = self._clock()  # the shop's own may be ahead of it: then nothing newer would count for as long
        facts = [fact if fact.at_ms <= now_ms else replace(fact, at_ms=now_ms) for fact in facts]
        try:
            await self._feed.take(show, facts, src, opens=opens)
        except Trouble as trouble:  # something is played just now, or the show is no more
            self._log.info("link_not_taken", name=src, reason=trouble)

    async def _lay_out(self) -> None:
        await self._sold(self._shelf.everything(self._clock()))

    def _live_airing(self) -> AiringLike | None:
        if SHOPIFY_SRC not in self._states:
            return None
        airing = self._feed.airing(self._shop.show)
        return airing if airing is not None and airing.kind == LIVE else None

    def _began(self) -> int | None:
        airing = self._live_airing()
        return airing.began_ms if airing is not None else None

    def _state(self, name: str, show: str, word: str = "link_connecting") -> LinkState:
        state = LinkState("connecting", word)
        self._states[name] = (show, state)
        return state

    def _tell_screens(self) -> None:
        shows = set()
        for name, (show, state) in self._states.items():
            mark = (state.turns, state.last_at_ms)
            if self._turns.get(name) != mark:
                self._turns[name] = mark
                shows.add(show)
        for show in shows:
            for hear in self._hearers:
                hear(show)

    def _begin(self, name: str, run: Callable[[], Coroutine[Any, Any, None]], once: bool = False) -> None:
        self._tasks = [task for task in self._tasks if not task.done()]
        self._tasks.append(asyncio.create_task(self._guarded(name, run, once), name=name))

    async def _guarded(self, name: str, run: Callable[[], Coroutine[Any, Any, None]], once: bool) -> None:
        """A mistake in a link ends neither the gateway nor the link."""
        while True:
            try:
                return await run()
            except Exception as error:
                self._log.error("link_mistake", name=name, reason=repr(error)[:200])
                if once:
                    return
            await asyncio.sleep(AGAIN_S)
