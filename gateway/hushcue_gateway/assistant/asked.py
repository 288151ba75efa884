"""What people do with questions: mark them, sort them, have a cue made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..questions.group import Group
from ..questions.questions import Mark
from ..questions.shop import Shop
from ..rules.opportunity import FactValue, Opportunity
from . import view
from .desk import AssistantDesk
from .mind import Mind
from .words import WORDS

TTL_MS = 120_000
"""Of a suggestion that a person asked for: they are looking at it."""


class Asked:
    """Raises Trouble for what people ask wrongly. changed: told of a show whose questions changed."""

    def __init__(self, desk: AssistantDesk):
        self._desk = desk

    def topics(self, show: str) -> dict[str, Any]:
        """The shop's words, as JSON."""
        return dict(self._desk.tuning.shop(show).as_json())

    async def replace_topics(self, show: str, document: Mapping[str, Any], by: str) -> dict[str, Any]:
        """Other ones; what was learnt for topics that stay is kept where it is not given."""
        before = self._desk.tuning.shop(show).as_json()
        ids = {each.get("id") for each in document["topics"] if isinstance(each, dict)}
        kept = [each for each in before["exemplars"] if each["topic"] in ids]
        shop = Shop.of_json({"exemplars": kept, **document})
        await self._keep(show, shop, by)
        self._desk.learn(show)
        return self.topics(show)

    def mark(self, show: str, group: str, what: Mark, *, on: bool) -> None:
        """answered, sent, hide; or not any more."""
        mind, now_ms = self._desk.mind(show), self._desk.now_ms(show)
        if not on:
            mind.questions.undo(group, what)
        elif what == "hide":
            mind.questions.hide(group)
        elif what == "answered":
            mind.questions.answered(group, now_ms)
        else:
            mind.questions.sent(group, now_ms)
        mind.groups(now_ms, fresh=True)

    async def merge(self, show: str, group: str, topic: str, by: str) -> None:
        """It is about that topic, and so are questions like it from now on."""
        mind = self._desk.mind(show)
        await self._keep(show, mind.questions.merge(group, topic), by)
        mind.groups(self._desk.now_ms(show), fresh=True)

    async def unmerge(self, show: str, group: str, by: str) -> None:
        """It is not; what was learnt by it is forgotten."""
        mind = self._desk.mind(show)
        shop = mind.questions.undo(group, "merge")
        if shop is not None:
            await self._keep(show, shop, by)
        mind.groups(self._desk.now_ms(show), fresh=True)

    async def _keep(self, show: str, shop: Shop, by: str) -> None:
        await self._desk.tuning.change_shop(show, shop, by)

    async def cue(self, show: str, group: str, by: str) -> list[dict[str, Any]]:
        """A suggestion about it, now."""
        mind, found = self._group(show, group)
        product = mind.board.products.get(found.product)
        facts: dict[str, FactValue] = {
            "topic": found.topic,
            "topic_zh": found.label.get("zh", found.topic),
            "topic_en": found.label.get("en", found.topic),
            "users": max(found.users_2min, 1),
            "example": found.example,
        }
        if product is not None:
            facts |= {"product": product.id, "label": product.label, "slot": product.slot}
        opportunity = Opportunity("question", self._desk.now_ms(show), group, found.product, facts, ttl_ms=TTL_MS)
        made = await self._desk.ask(show, opportunity, by)
        return [{"id": each.id, **view.suggestion(each)} for each in made]

    def _group(self, show: str, group: str) -> tuple[Mind, Group]:
        mind = self._desk.mind(show)
        found = next((each for each in mind.groups(self._desk.now_ms(show), fresh=True) if each.id == group), None)
        if found is None:
            raise WORDS.trouble("unknown_question", exit_code=0)
        return mind, found
