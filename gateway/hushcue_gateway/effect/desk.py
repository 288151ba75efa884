"""Effect at work: what the store and the boards know, put together for those who ask. Lives in the asyncio loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from ..part import BasePart
from ..report.build import around, build_in_steps, rule_lines
from ..report.format import names_apart
from ..report.report import About, Both, CueLine, Heard, QuestionLine, Report
from ..report.words import WORDS as REPORT_WORDS
from ..rules.opportunity import NEVER_HELD
from ..store.database import Database
from .log import Asked, EffectLog, Said
from .sentence import rates, sentences
from .words import WORDS

if TYPE_CHECKING:
    from fastapi import APIRouter

    from ..report.report import RuleLine
    from ..showdata.airing import Airing
    from ..showdata.board import Board

ITS_OWN_TOPIC = "*"


class Past(Protocol):
    """What is asked of ``showdata/past.py``."""

    async def get(self, airing: str, show: str | None = None) -> Airing: ...

    async def board(self, airing: Airing) -> Board: ...


class EffectDesk(BasePart):
    """label_of: show -> what people call it. hosts_of: show -> {host: what people call it}. text_since_ms: show ->
    since when (wall time) what viewers wrote is kept; 0: all of it."""

    def __init__(
        self,
        database: Database,
        past: Past,
        label_of: Callable[[str], str],
        hosts_of: Callable[[str], Mapping[str, str]],
        text_since_ms: Callable[[str], int],
        routes: Callable[[EffectDesk], Sequence[APIRouter]],
    ):
        self.log = EffectLog(database)
        self._past = past
        self._label_of = label_of
        self._hosts_of = hosts_of
        self._text_since_ms = text_since_ms
        self._routes = routes

    def routers(self) -> Sequence[APIRouter]:
        """See ``Part``."""
        return self._routes(self)

    async def effect(self, show: str, since_ms: int = 0, airing: str = "") -> dict[str, Any]:
        """As the interface shows it. Raises Trouble where there is no such airing."""
        caveat = WORDS.both("caveat")
        if not airing:
            pool = await asyncio.to_thread(self.log.moments, show, "", since_ms)
            lines = await asyncio.to_thread(rule_lines, None, pool, pool)
            return {"rules": [_rule(line, line.pool) for line in lines], "manual": [], "caveat": caveat}
        found = await self._past.get(airing, show)
        board = await self._past.board(found)
        about = self._about(found, board)
        moments = await asyncio.to_thread(self.log.moments, show, airing, since_ms)
        said = await asyncio.to_thread(self.log.said, found, about.until_ms)
        lines = await asyncio.to_thread(rule_lines, about, moments, moments)
        rules = [_rule(line, line.here) for line in lines]
        manual = [_around(board, cue_line(each)) for each in said if not each.assistant]
        return {"rules": rules, "manual": manual, "caveat": caveat}

    async def report(self, show: str, airing: str) -> Report:
        """Of an airing that is over, or so far. Raises Trouble where there is no such airing."""
        found = await self._past.get(airing, show)
        board = await self._past.board(found)
        about = self._about(found, board)
        moments = await asyncio.to_thread(self.log.moments, show, airing)
        pool = moments
        if not about.demo:
            pool = await asyncio.to_thread(self.log.moments, show, "", 0, about.until_ms)
        said = await asyncio.to_thread(self.log.said, found, about.until_ms)
        asked = await asyncio.to_thread(self.log.asked, airing)
        text_since_ms = self._text_since_ms(show)
        missing: list[Both] = []
        if about.demo:
            missing.append(REPORT_WORDS.both("missing_people"))
        if any(each.at_ms < text_since_ms for each in asked):
            missing.append(REPORT_WORDS.both("missing_comments"))
        rules = await asyncio.to_thread(rule_lines, about, moments, pool)
        hosts = names_apart(self._hosts_of(show))
        cues = [cue_line(each, hosts) for each in said]
        steps = build_in_steps(about, board, cues, rules, question_lines(asked, text_since_ms), missing)
        while True:
            try:
                next(steps)
            except StopIteration as done:
                report: Report = done.value
                return report
            await asyncio.sleep(0)

    def _about(self, airing: Airing, board: Board) -> About:
        until_ms = airing.ended_ms if airing.ended_ms is not None else max(board.newest_ms, airing.began_ms)
        label = self._label_of(airing.show)
        return About(
            airing.show, label, airing.id, airing.title, airing.kind, airing.began_ms, until_ms, airing.ended_ms
        )


def cue_line(said: Said, hosts: Mapping[str, str] | None = None) -> CueLine:
    """As a report shows it. hosts: what people call them."""
    heard = tuple(Heard(*receipt, label=(hosts or {}).get(receipt[0], "")) for receipt in said.receipts)
    return CueLine(
        said.at_ms,
        said.id,
        said.assistant,
        said.who,
        said.rule,
        said.text,
        said.product,
        said.state,
        said.private,
        heard,
    )


def question_lines(asked: Sequence[Asked], text_since_ms: int) -> list[QuestionLine]:
    """One for each topic and product: the most viewers who asked at a time, the example of then."""
    found: dict[tuple[str, str], QuestionLine] = {}
    for each in asked:
        facts = each.facts
        topic = str(facts.get("topic") or ITS_OWN_TOPIC)
        example = str(facts.get("example", "")) if each.at_ms >= text_since_ms else ""
        label = {tongue: str(facts.get(f"topic_{tongue}") or facts.get("topic") or "–") for tongue in ("en", "zh")}
        key = (topic if topic != ITS_OWN_TOPIC else str(facts.get("example", "")), each.product)
        users = int(facts.get("users", 0))
        before = found.get(key)
        line = QuestionLine(label, each.product, users, example, each.at_ms, each.told)
        if before is not None:
            most = line if users > before.users else before
            first_ms, told = min(before.first_ms, each.at_ms), before.told or each.told
            line = QuestionLine(most.label, most.product, most.users, most.example, first_ms, told)
        found[key] = line
    return list(found.values())


def _rule(line: RuleLine, found: Any) -> dict[str, Any]:
    sent, held = rates(found)
    always = line.rule in NEVER_HELD
    return {
        "rule": line.rule,
        "found": line.found,
        "airings": line.airings,
        **found.as_json(),
        "rate_sent": sent,
        "rate_held": held,
        "always": always,
        "sentence": REPORT_WORDS.both("never_held") if always else sentences(found),
    }


def _around(board: Board, cue: CueLine) -> dict[str, Any]:
    counts = around(board, cue)
    return {
        "cue": cue.id,
        "at_ms": cue.at_ms,
        "who": cue.who,
        "text": cue.text,
        "before": {"orders": counts.orders_before, "clicks": counts.clicks_before},
        "after": {"orders": counts.orders_after, "clicks": counts.clicks_after},
        "indicative": True,
    }
