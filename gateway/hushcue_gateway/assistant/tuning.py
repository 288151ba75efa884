"""What people set of the assistant, of every show: read at the start, stored with every change."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from typing import Any

from hushcue_words import Trouble

from ..questions.shop import Shop
from .repository import Repository
from .settings import AssistantSettings, BadSetting
from .words import WORDS


class Tuning:
    """Raises Trouble for what people set wrongly; then nothing has changed."""

    def __init__(self, repository: Repository):
        self._repository = repository
        self._settings: dict[str, AssistantSettings] = {}
        self._shops: dict[str, Shop] = {}
        self._hearers: list[Callable[[str], None]] = []
        self._changing = asyncio.Lock()

    async def load(self) -> None:
        """Read them all."""
        kept = await self._repository.settings()
        self._settings = {show: AssistantSettings.of_store(value) for show, value in kept.items()}
        for show, value in (await self._repository.shops()).items():
            with contextlib.suppress(Trouble):  # of a version that wrote it otherwise: kept until somebody changes it
                self._shops[show] = Shop.of_json(value)

    def forget(self, show: str) -> None:
        """The show is gone: one of the same name begins anew. Its rows go with those of all tables."""
        self._settings.pop(show, None)
        self._shops.pop(show, None)

    def on_change(self, hear: Callable[[str], None]) -> None:
        """Called with the show whose settings changed."""
        self._hearers.append(hear)

    def of(self, show: str) -> AssistantSettings:
        """Its settings."""
        return self._settings.get(show) or AssistantSettings()

    def shop(self, show: str) -> Shop:
        """Its topics, and what was learnt."""
        return self._shops.get(show) or Shop()

    async def change(self, show: str, change: Mapping[str, Any], by: str) -> AssistantSettings:
        """With what ``change`` gives; stored before it counts."""
        async with self._changing:  # two at once would each forget what the other changed
            before = self.of(show)
            changed = _changed(before, change)
            await self._repository.keep_settings(show, changed.as_json(), by)
            if self.of(show) is not before:  # ``change_now`` came meanwhile
                changed = _changed(self.of(show), change)
                self._repository.keep_settings_soon(show, changed.as_json(), by)
            self._settings[show] = changed
        self._tell(show)
        return changed

    def change_now(self, show: str, change: Mapping[str, Any], by: str) -> AssistantSettings:
        """The same for what must not wait for a disk, nor fail with it: it counts at once and is stored soon."""
        changed = self._settings[show] = _changed(self.of(show), change)
        self._repository.keep_settings_soon(show, changed.as_json(), by)
        self._tell(show)
        return changed

    async def change_shop(self, show: str, shop: Shop, by: str) -> None:
        """Other topics, or something was learnt; stored before it counts."""
        await self._repository.keep_shop(show, shop.as_json(), by)
        self._shops[show] = shop

    def _tell(self, show: str) -> None:
        for hear in self._hearers:
            hear(show)


def _changed(before: AssistantSettings, change: Mapping[str, Any]) -> AssistantSettings:
    try:
        return before.changed(change)
    except BadSetting as wrong:
        raise WORDS.trouble("bad_setting", exit_code=0, field=wrong.field) from None
