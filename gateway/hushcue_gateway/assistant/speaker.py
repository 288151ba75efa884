"""Saying what was approved: a queue for each host, and what is said as cues of the rung "assistant".

| what happens                        | what is done                                                                 |
|-------------------------------------|------------------------------------------------------------------------------|
| a suggestion is queued              | an item for each of its hosts                                                |
| a host's queue says ``Say``         | it is checked once more (``fresh``); then a cue begins, or the item is dropped |
| a person begins to talk to the host | the engine mutes the assistant within a frame or two; here its cue is stopped |
| its cue ends                        | the queue is told; the suggestion is over when no host's turn is left         |
| nobody tells of its end             | it is stopped LOST_MS after it must have come                                 |
| the host is gone                    | the turns of others go on                                                     |

Manners are the queue's (``manners/queue.py``). Lives in the asyncio loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from hushcue_words import Trouble

from ..capture.words import WORDS as CAPTURE_WORDS
from ..cue_desk import CueDesk, Wish
from ..cues import Cue
from ..logs import Log
from ..manners.queue import Cut, Drop, HostState, Say, SpeechQueue
from ..manners.settings import Manners
from ..notices import REFUSALS
from .book import SuggestionBook
from .suggestion import OURS, Suggestion
from .turn import Ear, Turn, item_id, item_of
from .view import trouble_json

LOOK_S = 0.1
"""Between two looks while something waits: a person's key does not wait for it."""
LOST_MS = 10_000
CHECKED_S = 5.0
"""A voice that takes longer than that keeps the host's ear from other cues: its own is not said."""
MOST_OF = 0.9
"""So much of its sound has to be over for a cue to count as said to its end."""


class Speaker:
    """fresh: the suggestion with facts and sound of now, None where it is no longer true. state_of: what is known of a
    host beside what is said to it. told: (what, suggestion, host) for the show's log: said, cut.
    ``host_here``: show, host -> whether its earpiece is connected."""

    def __init__(
        self,
        book: SuggestionBook,
        cues: CueDesk,
        now_ms: Callable[[], int],
        fresh: Callable[[Suggestion], Awaitable[Suggestion | None]],
        state_of: Callable[[str, str], tuple[bool | None, bool, bool]],
        manners_of: Callable[[str], Manners],
        told: Callable[[str, Suggestion, str], None],
        log: Log,
    ):
        self.host_here: Callable[[str, str], bool] = lambda *_: True
        self._book = book
        self._cues = cues
        self._now_ms = now_ms
        self._fresh = fresh
        self._state_of = state_of
        self._manners_of = manners_of
        self._told = told
        self._log = log
        self._ears: dict[str, Ear] = {}
        self._of_cue: dict[str, tuple[str, Turn]] = {}
        self._whole: dict[str, bool] = {}
        """suggestions that are being said, and were to some host to the end -> whether one of those was connected"""
        self._stopped = False
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        cues.log.on_change(self._cue_changed)

    async def stop(self) -> None:
        """Say nothing more."""
        self._stopped = True
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- what the desk wants ----------------------------------------------------------------------------------------

    def put(self, suggestion: Suggestion) -> None:
        """It may be said, at once or when its turn comes."""
        if self._stopped:
            return
        now_ms = self._now_ms()
        for host in suggestion.hosts:
            ear = self._ear(suggestion.show, host)
            ear.waiting[item_id(suggestion.id, host)] = suggestion.id
            ear.queue.put(item_of(suggestion, host, now_ms), now_ms)
        for host in suggestion.hosts:
            self._look(host)
        self._again()

    def take_back(self, suggestion: Suggestion) -> None:
        """It is not to be said any more; what is being said of it stops."""
        for host in suggestion.hosts:
            ear = self._ears.get(host)
            if ear is None:
                continue
            ear.queue.drop(item_id(suggestion.id, host))
            ear.waiting.pop(item_id(suggestion.id, host), None)
            if ear.turn is not None and ear.turn.suggestion == suggestion.id:
                self._stop(ear, ear.turn, "stopped")
        self._settle(suggestion.id, "stopped")  # a host that still waited may have been the last

    def forgive(self, suggestion: Suggestion) -> None:
        """It was taken back before anybody heard of it, and may be put in line once more."""
        for host in suggestion.hosts:
            ear = self._ears.get(host)
            if ear is not None:
                ear.queue.forgive(item_id(suggestion.id, host))

    def changed(self, show: str) -> None:
        """Manners of a show, or what is known of its hosts: look at their queues."""
        for host, ear in list(self._ears.items()):
            if ear.show == show:
                ear.queue.behave(self._manners_of(show))
                self._look(host)

    def spoken_last_hour(self, show: str) -> int:
        """Cues said, of the host that heard most."""
        now_ms = self._now_ms()
        return max((ear.queue.spoken_last_hour(now_ms) for ear in self._ears.values() if ear.show == show), default=0)

    def forget(self, host: str) -> None:
        """The host is gone, or is another show's now."""
        ear = self._ears.pop(host, None)
        if ear is None:
            return
        if ear.turn is not None:
            self._stop(ear, ear.turn, "host_gone")
        for suggestion in ear.waiting.values():
            self._settle(suggestion, "host_gone")

    # --- inside -----------------------------------------------------------------------------------------------------

    def _ear(self, show: str, host: str) -> Ear:
        ear = self._ears.get(host)
        if ear is None or ear.show != show:
            ear = self._ears[host] = Ear(show, SpeechQueue(self._manners_of(show)))
        return ear

    def _look(self, host: str) -> None:
        ear = self._ears.get(host)
        if ear is None or self._stopped:
            return
        now_ms = self._now_ms()
        if ear.turn is not None and self._is_lost(ear.turn, now_ms):
            self._stop(ear, ear.turn, "stopped")
        host_speaking, on_air, quiet = self._state_of(ear.show, host)
        speaking = ear.turn.item if ear.turn else ""
        state = HostState(self._is_talked_to(host), speaking, host_speaking, on_air, quiet)
        for step in ear.queue.look(state, now_ms):
            if isinstance(step, Say):
                self._say(ear, host, step.id)
            elif isinstance(step, Drop):
                self._dropped(ear, step.id, step.why)
            elif isinstance(step, Cut) and ear.turn is not None:
                self._cut(ear, ear.turn)

    def _is_talked_to(self, host: str) -> bool:
        """By a person, or by a phrase or a file that a person chose. A microphone that is always open is a person only
        while somebody speaks into it: else the assistant would never have its turn."""
        return any(cue.priority != OURS and cue.mode != "text" for cue in self._cues.heard_by(host))

    def _is_lost(self, turn: Turn, now_ms: int) -> bool:
        """It is over, or must be, and nobody told us."""
        cue = self._cues.log.get(turn.cue) if turn.cue else None
        return bool(turn.cue) and (cue is None or cue.state in ("ended", "refused") or now_ms >= turn.until_ms)

    def _say(self, ear: Ear, host: str, item: str) -> None:
        suggestion = ear.waiting.pop(item, "")
        ear.turn = turn = Turn(suggestion, host)
        task = asyncio.get_running_loop().create_task(self._spoken(ear, turn))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _spoken(self, ear: Ear, turn: Turn) -> None:
        """Checked once more, and begun."""
        item = turn.item
        try:
            found = self._book.get(turn.suggestion)
            async with asyncio.timeout(CHECKED_S):
                fresh = await self._fresh(found) if found is not None and not found.over else None
            if turn.cut or ear.turn is not turn:
                return
            now = self._book.get(turn.suggestion)  # it may be over: its airing ended while its sound was made
            if fresh is None or now is None or now.over:
                self._gives_up(ear, turn, item, "no_longer_true")
                return
            if self._now_ms() >= now.expires_ms:
                self._gives_up(ear, turn, item, "too_old")
                return
            self._begin(turn, now)
        except TimeoutError:
            self._gives_up(ear, turn, item, "too_old")
        except Trouble as trouble:
            self._gives_up(ear, turn, item, "not_said", trouble)
        except Exception as error:
            self._gives_up(ear, turn, item, "not_said")
            self._log.error("our_mistake", where="assistant", reason=repr(error))

    def _begin(self, turn: Turn, suggestion: Suggestion) -> None:
        who = suggestion.decided_by or OURS
        wish = Wish(
            suggestion.show,
            (turn.host,),
            OURS,
            who=who,
            name=suggestion.decided_name or "Assistant 助手",
            text=suggestion.text,
        )
        cue = self._cues.say_sound(Path(suggestion.sound), wish, f"{suggestion.id}.wav")
        turn.cue = cue.id
        turn.here = self.host_here(suggestion.show, turn.host)
        turn.until_ms = self._now_ms() + round(suggestion.seconds * 1000) + LOST_MS
        self._of_cue[cue.id] = (turn.host, turn)
        self._book.change(suggestion.id, cues={**suggestion.cues, turn.host: cue.id})
        self._book.step(suggestion.id, "speaking", self._now_ms())
        self._told("assistant_said", suggestion, turn.host)

    def _gives_up(self, ear: Ear, turn: Turn, item: str, why: str, trouble: Trouble | None = None) -> None:
        ear.queue.drop(item)
        if ear.turn is turn:
            ear.turn = None
        if trouble is not None:
            self._book.change(turn.suggestion, trouble=trouble_json(trouble))
        self._settle(turn.suggestion, why)
        self._again()

    def _dropped(self, ear: Ear, item: str, why: str) -> None:
        suggestion = ear.waiting.pop(item, "")
        self._settle(suggestion, {"expired": "too_old"}.get(why, why))

    def _cut(self, ear: Ear, turn: Turn) -> None:
        """A person speaks: it stops, and does not come again."""
        suggestion = self._book.get(turn.suggestion)
        if suggestion is not None:
            self._told("assistant_cut", suggestion, turn.host)
        muted = self._now_ms() < self._manners_of(ear.show).muted_until_ms
        self._stop(ear, turn, "person_spoke" if self._is_talked_to(turn.host) else "muted" if muted else "stopped")

    def _stop(self, ear: Ear, turn: Turn, why: str) -> None:
        turn.cut = True
        if ear.turn is turn:
            ear.turn = None
        item = turn.item
        if turn.cue:
            ear.queue.cut(item, self._now_ms())
        else:
            ear.queue.drop(item)  # nothing of it was heard
        if turn.cue:
            self._of_cue.pop(turn.cue, None)
            cue = self._cues.log.get(turn.cue)
            if cue is not None and cue.state in ("asked", "talking"):
                try:
                    self._cues.stop_cue(turn.cue)
                except Trouble as trouble:  # the engine's queue is full: its ducking mutes it all the same
                    self._log.warning("cue_refused", cue=turn.cue, why=trouble)
        self._settle(turn.suggestion, why)
        self._again()

    def _cue_changed(self, cue: Cue) -> None:
        held = self._of_cue.get(cue.id)
        if held is None:
            if cue.priority != OURS:  # a person begins or ends
                for host in cue.to:
                    if host in self._ears:
                        self._look(host)
            return
        host, turn = held
        if cue.state not in ("ended", "refused"):
            return
        self._of_cue.pop(cue.id, None)
        ear = self._ears.get(host)
        if ear is not None and ear.turn is turn:
            ear.turn = None
            ear.queue.spoken(turn.item, self._now_ms())
        if cue.state == "ended" and self._is_whole(cue, turn):
            self._whole[turn.suggestion] = turn.here or self._whole.get(turn.suggestion, False)
        if cue.state == "refused":
            words = REFUSALS if cue.reason in REFUSALS else CAPTURE_WORDS
            if cue.reason is not None and cue.reason in words:
                self._book.change(turn.suggestion, trouble=trouble_json(Trouble(words, cue.reason, cue.facts, 0)))
        self._settle(turn.suggestion, cue.reason or "" if cue.state == "refused" else "")
        self._again()

    def _settle(self, suggestion: str, why: str) -> None:
        """Is any host's turn with it left?"""
        found = self._book.get(suggestion)
        if found is None or found.over:
            return
        for host in found.hosts:
            ear = self._ears.get(host)
            if ear is not None and ear.has(suggestion, host):
                return
        if found.state != "speaking":
            self._book.step(suggestion, _UNSAID.get(why, "over"), self._now_ms(), why)
        elif suggestion in self._whole:
            reached = self._whole.pop(suggestion)
            self._book.step(suggestion, "spoken", self._now_ms(), "" if reached else "nobody_there")
        else:
            self._book.step(suggestion, "cut", self._now_ms(), why or "stopped")

    def _is_whole(self, cue: Cue, turn: Turn) -> bool:
        """Nobody stopped it: neither by the key of this cue nor through us."""
        said = self._book.get(turn.suggestion)
        if turn.cut or said is None or cue.started_ns is None or cue.ended_ns is None:
            return False
        return (cue.ended_ns - cue.started_ns) / 1e9 >= MOST_OF * said.seconds

    def _again(self) -> None:
        """Look again soon, while anything waits."""
        waits = any(ear.waiting or ear.turn for ear in self._ears.values())
        if waits and self._timer is None and not self._stopped:
            self._timer = asyncio.get_running_loop().call_later(LOOK_S, self._fire)

    def _fire(self) -> None:
        self._timer = None
        for host in list(self._ears):
            self._look(host)
        self._again()


_UNSAID: Mapping[str, str] = {"person_spoke": "cut", "stopped": "cut", "not_said": "failed"}
"""Why no host heard any of it -> what has happened to it; anything else: it is over."""
