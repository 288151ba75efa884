"""An auto rule's countdown: what it says by itself, and what stops it."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

from hushcue_gateway.assistant.book import SuggestionBook
from hushcue_gateway.assistant.proposing import Proposing
from hushcue_gateway.assistant.settings import AssistantSettings
from hushcue_gateway.assistant.suggestion import Suggestion
from hushcue_gateway.logs import Log
from hushcue_gateway.people.clock import now_ms
from hushcue_gateway.rules.opportunity import Opportunity
from hushcue_gateway.wording.line import Line

RULE = "viewers_peak"
DRAFT = Suggestion(
    "one",
    "main",
    0,
    0,
    ("host-1",),
    "en",
    airing="air-1",
    opportunity=Opportunity(RULE, 0, "room", "", {"viewers": 900, "was": 800}),
    mode="auto",
)


class Words:
    """A maker that has words and a sound at once. seconds: of the sound, made by that engine."""

    seconds, engine = 1.0, "http"

    def worded(self, suggestion: Suggestion, *_: Any) -> tuple[Suggestion, Line | None]:
        return replace(suggestion, text="a peak"), None

    async def sound(self, suggestion: Suggestion) -> Suggestion:
        return replace(suggestion, sound="a.wav", seconds=self.seconds, engine=self.engine)


@dataclass
class Rig:
    """Proposing with a clock that the test turns. mode: of the rule, as it is set now."""

    mode: str = "auto"
    said: list[str] = field(default_factory=list)
    timers: list[tuple[float, Callable[[], None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.book = SuggestionBook()
        self.words = Words()
        self.proposing = Proposing(self.book, self.words, self, self, lambda *_: (), Log((), io.StringIO()))  # type: ignore[arg-type]
        loop = asyncio.get_running_loop()
        later = loop.call_later

        def call_later(delay_s: float, call: Callable[..., None], *args: Any, **_: Any) -> asyncio.TimerHandle:
            self.timers.append((delay_s, lambda: call(*args)))
            return later(3600, lambda: None)

        loop.call_later = call_later  # type: ignore[method-assign, assignment]

    def by_itself(self, name: str) -> None:
        self.said.append(name)

    def of(self, show: str) -> AssistantSettings:
        return AssistantSettings().changed({"rules": {"rules": {RULE: {"mode": self.mode}}}})

    async def proposed(self) -> Suggestion:
        draft = replace(DRAFT, at_ms=now_ms(), expires_ms=now_ms() + 30_000)
        assert self.proposing.add(draft)
        await self.proposing.make(draft, 0, held=False)
        return self.now()

    def now(self) -> Suggestion:
        found = self.book.get("one")
        assert found is not None
        return found


def with_rig(work: Callable[[Rig], Awaitable[None]]) -> None:
    async def run() -> None:
        rig = Rig()
        try:
            await work(rig)
        finally:
            await rig.proposing.stop()

    asyncio.run(run())


def test_it_counts_down_and_then_says_it() -> None:
    async def work(rig: Rig) -> None:
        made = await rig.proposed()
        ((delay_s, fire),) = rig.timers
        assert made.state == "proposed" and made.says_at_ms and delay_s == 5 and rig.said == []
        fire()
        assert rig.said == ["one"]

    with_rig(work)


def test_a_rule_that_is_taken_out_of_auto_meanwhile_leaves_it_to_a_person() -> None:
    async def work(rig: Rig) -> None:
        await rig.proposed()
        rig.mode = "suggest"
        rig.timers[0][1]()
        left = rig.now()
        assert rig.said == [] and (left.state, left.says_at_ms, left.mode) == ("proposed", 0, "suggest")
        assert left.expires_ms > now_ms()

    with_rig(work)


def test_what_is_over_while_its_sound_is_made_becomes_no_card() -> None:
    async def work(rig: Rig) -> None:
        draft = replace(DRAFT, at_ms=now_ms(), expires_ms=now_ms() + 30_000)
        rig.proposing.add(draft)
        rig.book.step("one", "over", now_ms(), "airing_over")
        await rig.proposing.make(draft, 0, held=False)
        assert (rig.now().state, rig.now().text, rig.timers) == ("expired", "", [])

    with_rig(work)


def test_a_voice_that_goes_on_and_on_says_nothing_by_itself() -> None:
    async def work(rig: Rig) -> None:
        rig.words.seconds = 12.1
        made = await rig.proposed()
        assert (made.state, made.trouble["code"], rig.timers) == ("failed", "too_long_to_say", [])

    with_rig(work)


def test_what_somebody_has_recorded_may_be_as_long_as_it_is() -> None:
    async def work(rig: Rig) -> None:
        rig.words.seconds, rig.words.engine = 12.1, "clip"
        assert (await rig.proposed()).state == "proposed"

    with_rig(work)
