"""What is set at the same time is all set, and a mute waits for no disk."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from hushcue_gateway.assistant.tuning import Tuning
from hushcue_words import Trouble


class Store:
    """Of settings; takes what it is given when the test lets it."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.full = False
        self.kept: dict[str, Any] = {}

    async def keep_settings(self, show: str, value: Mapping[str, Any], by: str) -> None:
        await self.open.wait()
        if self.full:
            raise Trouble(None, "store_not_now", {}, 0)  # type: ignore[arg-type]
        self.keep_settings_soon(show, value, by)

    def keep_settings_soon(self, show: str, value: Mapping[str, Any], by: str) -> None:
        self.kept[show] = dict(value)


def test_two_who_set_at_once_lose_nothing_of_each_other() -> None:
    async def run() -> None:
        store = Store()
        tuning = Tuning(store)  # type: ignore[arg-type]
        changes = [tuning.change("main", each, "acc-1") for each in ({"delay_s": 9}, {"manners": {"gap_s": 7}})]
        together = asyncio.gather(*changes)
        await asyncio.sleep(0)
        store.open.set()
        await together
        assert (tuning.of("main").delay_s, tuning.of("main").manners.gap_s) == (9, 7)
        assert (store.kept["main"]["delay_s"], store.kept["main"]["manners"]["gap_s"]) == (9, 7)

    asyncio.run(run())


@pytest.mark.parametrize("full", [False, True])
def test_a_mute_counts_at_once_and_outlives_what_was_being_set(full: bool) -> None:
    async def run() -> None:
        store, heard = Store(), []
        tuning = Tuning(store)  # type: ignore[arg-type]
        tuning.on_change(heard.append)
        store.full = full
        setting = asyncio.ensure_future(tuning.change("main", {"delay_s": 9}, "acc-1"))
        await asyncio.sleep(0)
        tuning.change_now("main", {"manners": {"muted_until_ms": 5_000}}, "acc-2")
        assert tuning.of("main").manners.muted_until_ms == 5_000 and heard == ["main"]
        store.open.set()
        await asyncio.gather(setting, return_exceptions=True)
        assert tuning.of("main").manners.muted_until_ms == 5_000
        assert store.kept["main"]["manners"]["muted_until_ms"] == 5_000
        assert (tuning.of("main").delay_s == 9) is not full

    asyncio.run(run())
