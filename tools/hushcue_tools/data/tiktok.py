"""A TikTok LIVE by TikTokLive, which is imported here and nowhere else, and only when somebody asks for it.

It is no part of hushcue: a library of other people under a modified AGPL-3.0, which reads what TikTok's own page is
sent, and whose connections Euler Stream signs. So it runs as a program of its own and talks to the gateway as any other
source does.
"""

import asyncio
import importlib
from collections.abc import Awaitable, Callable
from typing import Any

from hushcue_words import EXIT_MISSING

from .feed import Backoff, Feed, Say
from .tiktok_map import EVENTS, TikTokMap
from .words import WORDS

LOOK_AGAIN_S = 30.0
MOST_WAIT_S = 300.0


def library() -> Any:
    """TikTokLive. Raises Trouble where it is not installed."""
    try:
        return importlib.import_module("TikTokLive")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "TikTokLive":
            raise
        raise WORDS.trouble("tiktok_absent", exit_code=EXIT_MISSING) from None


class TikTok:
    """name: of who streams, without @. sign_key: of Euler Stream, "" without one."""

    def __init__(
        self,
        name: str,
        sign_key: str,
        say: Say,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ):
        self._library = library()
        self._name = name
        self._say = say
        self._pause = pause
        if sign_key:
            settings = importlib.import_module("TikTokLive.client.web.web_settings")
            settings.WebDefaults.tiktok_sign_api_key = sign_key

    async def run(self, feed: Feed) -> None:
        """Tell ``feed`` what happens in every LIVE of theirs, one after the other, until it is cancelled."""
        errors = importlib.import_module("TikTokLive.client.errors")
        backoff = Backoff(LOOK_AGAIN_S, MOST_WAIT_S)
        while True:
            wait_s = LOOK_AGAIN_S
            try:
                await self._live(feed)
                backoff.good()
                self._say("tiktok_over", {"name": self._name})
            except errors.UserOfflineError:
                backoff.good()
                self._say("tiktok_offline", {"name": self._name, "seconds": round(wait_s)})
            except errors.UserNotFoundError:
                raise WORDS.trouble("tiktok_unknown", exit_code=EXIT_MISSING, name=self._name) from None
            except Exception as error:  # of a library that reads what nobody promised
                reason = " ".join(str(error).split())[:200] or type(error).__name__
                wait_s = backoff.next_s()
                self._say("tiktok_failed", {"reason": reason, "seconds": round(wait_s)})
            await self._pause(wait_s)

    async def _live(self, feed: Feed) -> None:
        client = self._library.TikTokLiveClient(unique_id=self._name)
        kinds = importlib.import_module("TikTokLive.events")
        seen = TikTokMap()

        def hear(event: object) -> None:
            name = type(event).__name__
            if name == "ConnectEvent":
                self._say("tiktok_on", {"name": self._name})
            for document in seen.documents(name, event):
                feed.tell(document)

        for name in EVENTS:
            client.add_listener(getattr(kinds, name), hear)
        try:
            # What TikTok sends at first is of before: comments that were there already would count as new.
            await (await client.start(process_connect_events=False))
        finally:
            await client.disconnect()
            await client.web.close()  # client.close() of 7.0 wants a loop that does not run
