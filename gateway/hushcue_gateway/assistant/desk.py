"""The assistant of all shows: facts in, suggestions out.

| what happens                        | what is done                                                                 |
|-------------------------------------|------------------------------------------------------------------------------|
| a fact comes                        | the airing's mind takes it; once the batch is in, its rules look              |
| a rule finds something              | the opportunity is stored; then a coin decides whether anything is proposed   |
| "send", rule on "suggest"           | words and sound are made, a person decides                                    |
| "send", rule on "auto"              | the same; urgent ones say themselves at once, others after a countdown        |
| "hold"                              | shown as held, not said; a person may say it all the same ("forced")          |
| six minutes of show time later      | what was sold is counted and stored (``effect/watching.py``)                  |

Lives in the asyncio loop. What people decide is ``decisions.py``, what is said ``speaker.py``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter

from hushcue_words import Trouble

from ..cue_desk import CueDesk
from ..effect.moment import Moment, Outcome
from ..logs import Log
from ..part import BasePart
from ..people.clock import now_ms as wall_ms
from ..rules.opportunity import Opportunity
from ..show_desk import ShowDesk
from ..showdata.desk import ShowDataDesk
from ..showdata.fact import Fact
from ..store import Database
from ..talk_desk import TalkDesk
from ..voice.speaking import Speaking
from .book import SuggestionBook
from .decisions import Decisions
from .freshness import Freshness
from .maker import Maker
from .mind import Mind
from .opportunities import Note, Opportunities
from .proposing import Proposing
from .repository import Repository
from .speaker import Speaker
from .suggestion import OURS, Suggestion
from .telling import Telling
from .tongue import by_language
from .tuning import Tuning
from .words import WORDS

SWEEP_NS = 600_000_000_000
LOST_MS = 60_000
"""So long after its time a suggestion is over, whatever became of it: what waits for ever fills a screen."""


class AssistantDesk(BasePart):
    """secret: of the coin. note: a line of a show's log. changed: told of every suggestion that changed. host_speaks:
    show, host -> whether the host speaks just now, None where nobody can tell."""

    def __init__(
        self,
        data: ShowDataDesk,
        shows: ShowDesk,
        talks: TalkDesk,
        cues: CueDesk,
        speaking: Speaking,
        database: Database,
        secret: Callable[[], bytes],
        log: Log,
        routes: Callable[[AssistantDesk], Sequence[APIRouter]],
    ):
        self.note: Note = lambda *_: None
        self.host_speaks: Callable[[str, str], bool | None] = lambda *_: None
        self.repository = Repository(database)
        self.tuning = Tuning(self.repository)
        self.book = SuggestionBook(self.repository.suggestion)
        self._data = data
        self._shows = shows
        self._speaking = speaking
        self._log = log
        self._routes = routes
        self._minds: dict[str, Mind] = {}
        self._looking: set[str] = set()
        self._sweep_ns = 0
        self._ready = False
        """What was before this gateway is known: nothing is found, and no coin tossed, before that."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._maker = Maker(speaking, self._hosts_of)
        self._freshness = Freshness(self._minds, data.now_ms, self.book, self._maker)
        self._telling = Telling(self._told)
        self.speaker = Speaker(
            self.book,
            cues,
            wall_ms,
            self._freshness.fresh,
            self._state_of,
            lambda show: self.tuning.of(show).manners,
            self._telling.told,
            log,
        )
        self.decisions = Decisions(
            self.book, self._maker, self.speaker, shows, talks, self.repository, self.tuning.of, data.airing, wall_ms
        )
        self.decisions.holds = self._freshness.holds
        self._proposing = Proposing(self.book, self._maker, self.decisions, self.tuning, self._examples, log)
        self._opportunities = Opportunities(
            self.book,
            self.repository,
            self.tuning,
            self._maker,
            self._proposing,
            secret,
            lambda *line: self.note(*line),
            self._begin,
        )
        self.book.on_change(self._suggestion_changed)
        self.tuning.on_change(self._tuned)
        data.on_fact(self._fact)
        data.on_airing(self._airing)
        data.past.on_deleted(self._airing_deleted)
        shows.on_host_gone(self.speaker.forget)

    async def start(self) -> None:
        await self.tuning.load()
        self.book.restore(await self.repository.recent())
        for show in self._shows.shows():
            self._airing(show)
        for mind_of, mind in list(self._minds.items()):
            # an airing that went on has had its mind since show data started: of settings that were not read yet
            mind.rules.settings = self.tuning.of(mind_of).rules
            mind.learn(self.tuning.shop(mind_of))
            mind.recall(await self.repository.found(mind.airing))
        self._ready = True

    async def stop(self) -> None:
        await self.speaker.stop()
        self._telling.stop()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._proposing.stop()  # last: what was being made may have begun to count down

    def routers(self) -> Sequence[APIRouter]:
        return self._routes(self)

    def tick(self, now_ns: int) -> None:
        """Rules that wait for time, windows that close, suggestions that nobody answered."""
        for show, mind in list(self._minds.items()):
            show_ms = self._data.now_ms(show)
            self._look(show)
            self._followed(mind.watching.look(mind.board, show_ms))
        now_ms = wall_ms()
        if now_ns >= self._sweep_ns:
            self._sweep_ns = now_ns + SWEEP_NS
            for show in self._shows.shows():
                rules = self._data.retention(show)
                self.repository.forget_texts(show, rules.comments_before_ms(now_ms))
                self.repository.forget_old(show, rules.airings_before_ms(now_ms))
        for each in self.book.open():
            if each.state in ("proposed", "held") and now_ms >= each.expires_ms:
                self.book.step(each.id, "over", now_ms, "not_answered" if each.state == "proposed" else "held")
            elif each.state == "proposed" and not self._freshness.holds(each):
                self.book.step(each.id, "over", now_ms, "no_longer_true")
            elif each.state != "speaking" and now_ms >= each.expires_ms + LOST_MS:
                self._give_up(each, "too_old")

    def mind(self, show: str) -> Mind:
        """Of the airing that is on. Raises Trouble where there is none."""
        if show not in self._minds:
            raise WORDS.trouble("no_airing", exit_code=0)
        return self._minds[show]

    def minds(self) -> Mapping[str, Mind]:
        """show -> what it thinks of its airing."""
        return self._minds

    def learn(self, show: str) -> None:
        """The shop's words are others now: questions from now on are sorted by them."""
        mind = self._minds.get(show)
        if mind is not None:
            mind.learn(self.tuning.shop(show))

    def languages(self, show: str) -> list[str]:
        """In which the hosts of a show are spoken to."""
        return list(by_language(self._hosts_of(show, ("all",)), self.tuning.of(show).languages))

    def now_ms(self, show: str) -> int:
        """Show time."""
        return self._data.now_ms(show)

    def mute(self, show: str, minutes: float, by: str, name: str) -> None:
        """Say nothing for so long; 0: speak again."""
        until_ms = wall_ms() + round(minutes * 60_000) if minutes else 0
        self.tuning.change_now(show, {"manners": {"muted_until_ms": until_ms}}, by)
        if minutes:
            self.note(show, WORDS, "assistant_muted", {"minutes": round(minutes), "name": name}, "warning")
        else:
            self.note(show, WORDS, "assistant_unmuted", {}, "info")

    # --- facts and airings ------------------------------------------------------------------------------------------

    def _airing(self, show: str) -> None:
        """An airing began or ended."""
        airing, board = self._data.airing(show), self._data.board(show)
        mind = self._minds.get(show)
        if mind is not None and (airing is None or airing.id != mind.airing):
            self._followed(mind.watching.end(mind.board, self._data.now_ms(show)))
            del self._minds[show]
            for each in self.book.open(show):
                if each.airing == mind.airing and each.opportunity is not None and each.state != "speaking":
                    self._give_up(each, "airing_over")
        if airing is not None and board is not None and show not in self._minds:
            settings = self.tuning.of(show)
            self._minds[show] = Mind(airing.id, board, self.tuning.shop(show), settings.rules)
            self._begin(self._warm(show))

    async def _warm(self, show: str) -> None:
        """A voice that is awake before it is needed."""
        for language in self.languages(show):
            await self._speaking.warm(language, show)

    def _fact(self, show: str, fact: Fact, now_ms: int) -> None:
        mind = self._minds.get(show)
        if mind is None:
            return
        mind.take(fact, now_ms)
        if show not in self._looking:  # once for all that comes in one turn of the loop
            self._looking.add(show)
            asyncio.get_running_loop().call_soon(self._look_now, show)

    def _look_now(self, show: str) -> None:
        self._looking.discard(show)
        self._look(show)

    def _look(self, show: str) -> None:
        mind, airing = self._minds.get(show), self._data.airing(show)
        if mind is None or airing is None or not self._ready:
            return
        try:
            found = mind.look(self._data.now_ms(show))
        except Exception as error:
            self._log.error("our_mistake", where="rules", reason=repr(error))
            return
        for opportunity in found:
            self._opportunities.found(show, airing, mind, opportunity)

    async def ask(self, show: str, opportunity: Opportunity, by: str) -> list[Suggestion]:
        """A person wants a suggestion about this: no coin is tossed. Raises Trouble where there are no words."""
        mind, airing = self.mind(show), self._data.airing(show)
        if airing is None:
            raise WORDS.trouble("no_airing", exit_code=0)
        return await self._opportunities.ask(show, airing, mind, opportunity, by)

    # --- what the speaker asks --------------------------------------------------------------------------------------

    def _state_of(self, show: str, host: str) -> tuple[bool | None, bool, bool]:
        """(host speaks, on air, quiet)"""
        board = self._data.board(show)
        on_air = board.on_air if board is not None else True
        return self.host_speaks(show, host), on_air, board.quiet if board is not None else False

    def voices_changed(self, show: str) -> None:
        """A host began or ceased to speak."""
        self.speaker.changed(show)

    def _told(self, code: str, show: str, hosts: tuple[str, ...], text: str) -> None:
        self.note(show, WORDS, code, {"hosts": ", ".join(hosts), "text": text}, "info")

    # --- inside -----------------------------------------------------------------------------------------------------

    def _followed(self, closed: list[tuple[Moment, Outcome]]) -> None:
        for moment, outcome in closed:
            self.repository.decided(moment.opportunity_id, outcome=outcome.as_json())

    def _examples(self, show: str, group: str) -> list[str]:
        """What viewers wrote, masked, for a language model to see what they mean."""
        mind = self._minds.get(show)
        groups = mind.groups(self._data.now_ms(show)) if mind is not None else []
        return [each.example for each in groups if each.id == group]

    def _hosts_of(self, show: str, names: tuple[str, ...]) -> list[tuple[str, str]]:
        ids = self._shows.resolve(show, names).ids
        hosts = self._shows.hosts_of(show)
        return [(host, hosts[host].language) for host in ids if host in hosts]

    def _suggestion_changed(self, suggestion: Suggestion) -> None:
        mind, opportunity = self._minds.get(suggestion.show), suggestion.opportunity
        if mind is None or suggestion.airing not in (mind.airing, ""):
            return
        show_ms = self._data.now_ms(suggestion.show)
        if suggestion.state == "speaking" and opportunity is not None:  # people's own words flag nothing
            mind.watching.spoken(suggestion.opportunity_id, suggestion.product, show_ms)
        elif suggestion.state == "done" and not suggestion.why and suggestion.rule == "question" and opportunity:
            mind.questions.sent(opportunity.key, show_ms)  # now that every host of it has had their turn
        elif suggestion.state == "approved" and any(state == "held" for state, _ in suggestion.states):
            mind.watching.forced(suggestion.opportunity_id)

    def forget_show(self, show: str) -> None:
        """It is deleted. Nothing is stored of it any more."""
        self._minds.pop(show, None)
        self.book.forget(lambda each: each.show == show)
        self.tuning.forget(show)

    def _airing_deleted(self, airing: str) -> None:
        self.book.forget(lambda each: each.airing == airing)

    def _give_up(self, suggestion: Suggestion, why: str) -> None:
        """It is over, and out of every line."""
        if self.book.step(suggestion.id, "over", wall_ms(), why) is not None:
            self.speaker.take_back(suggestion)

    def _tuned(self, show: str) -> None:
        mind = self._minds.get(show)
        if mind is not None:
            mind.rules.settings = self.tuning.of(show).rules
        for each in self.book.open(show):  # what people have sent is theirs, whatever its rule may do
            unasked = each.state == "queued" and each.decided_by == OURS
            if unasked and self.tuning.of(show).rules.of(each.rule).mode != "auto":
                self._give_up(each, "no_longer_auto")
        self.speaker.changed(show)

    def _begin(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Any) -> None:
        try:
            await work
        except Trouble as trouble:
            self._log.tell("warning", "our_mistake", {"where": "assistant", "reason": str(trouble)})
        except Exception as error:
            self._log.error("our_mistake", where="assistant", reason=repr(error))
