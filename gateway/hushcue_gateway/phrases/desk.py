"""The phrases of all shows: kept, made into sound, handed to whoever says them.

| what happens                        | state afterwards                                          |
|-------------------------------------|-----------------------------------------------------------|
| typed text saved, or changed        | making; then ready, or failed with the reason             |
| made for a recording                | failed, "nothing has been recorded": until one comes      |
| a recording comes                   | ready; one that cannot be used is refused, nothing changes |
| the gateway starts, its file is gone | typed: made again; recorded: failed                      |

A sound that is replaced is taken away only after KEEP_S: a cue may be about to read it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hushcue_wire.audio import RATE_HZ
from hushcue_words import Trouble

from ..logs import Log
from ..part import BasePart
from ..people.clock import now_ms
from ..people.secret import new_id
from ..store.database import Database
from ..store.models.phrases import PhraseRow
from ..voice import Voice
from .decode import Undecodable, decode
from .phrase import MAX_PHRASES, Phrase, PhraseKind
from .shelf import Shelf
from .sound import Samples, Silent, finished, from_pcm
from .words import WORDS

KEEP_S = 10.0
DECODING = 2
"""Recordings that are decoded at one time."""


class PhraseDesk(BasePart):
    """Raises Trouble for what people ask wrongly. shows: the ids of those there are. voice: shared with whoever stops
    it; without one the desk has its own."""

    def __init__(
        self,
        state_dir: Path,
        database: Database,
        shows: Callable[[], Iterable[str]],
        log: Log,
        voice: Voice | None = None,
    ):
        self._database = database
        self._shows = shows
        self._log = log
        self._shelf = Shelf(state_dir)
        self._voice = voice or Voice()
        self._voice_is_ours = voice is None
        self._phrases: dict[str, Phrase] = {}
        self._hearers: list[Callable[[str], None]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._decoding = asyncio.Semaphore(DECODING)
        self._old: list[tuple[float, str]] = []

    async def start(self) -> None:
        """Read them; what has lost its sound is made again, beside everything else."""
        for phrase in await self._database.run(_read):
            self._phrases[phrase.id] = phrase
        await asyncio.to_thread(self._shelf.sweep, {phrase.sound for phrase in self._phrases.values()})
        for phrase in list(self._phrases.values()):
            if phrase.state == "ready" and self._shelf.has(phrase.sound):
                continue
            if phrase.kind == "typed" and phrase.state != "failed":
                self._begin(phrase)
            elif phrase.state != "failed":
                self._keep(replace(phrase, state="failed", why="sound_lost", facts={}, sound="", seconds=0.0))

    async def stop(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._voice_is_ours:
            await self._voice.stop()

    def tick(self, now_ns: int) -> None:
        now_s = now_ns / 1e9
        while self._old and self._old[0][0] + KEEP_S <= now_s:
            self._shelf.drop(self._old.pop(0)[1])
        gone = [phrase for phrase in self._phrases.values() if phrase.show not in set(self._shows())]
        for phrase in gone:
            self._drop(phrase)

    def on_change(self, hear: Callable[[str], None]) -> None:
        """Called in the loop with the show whose phrases have changed."""
        self._hearers.append(hear)

    # --- what people ask --------------------------------------------------------------------------------------------

    def of_show(self, show: str) -> list[Phrase]:
        """In the order of their keys."""
        found = [phrase for phrase in self._phrases.values() if phrase.show == show]
        return sorted(found, key=lambda phrase: (phrase.place, phrase.label, phrase.id))

    def state(self, show: str) -> dict[str, dict[str, Any]]:
        """The same for screens, by id."""
        return {phrase.id: phrase.as_json() for phrase in self.of_show(show)}

    def get(self, phrase: str, show: str | None = None) -> Phrase:
        """One of them; one of another show is unknown."""
        found = self._phrases.get(phrase)
        if found is None or (show is not None and found.show != show):
            raise WORDS.trouble("unknown_phrase", exit_code=0, id=phrase)
        return found

    def show_of(self, phrase: str) -> str | None:
        """The show of a phrase, None where there is none."""
        found = self._phrases.get(phrase)
        return found.show if found else None

    def sound(self, phrase: str, show: str | None = None) -> Path:
        """The file to be played. Raises Trouble that says why there is none."""
        found = self.get(phrase, show)
        if found.state != "ready" or not self._shelf.has(found.sound):
            why = found.trouble() if found.state != "ready" else WORDS.trouble("sound_lost", exit_code=0)
            raise WORDS.trouble("phrase_not_ready", exit_code=0, label=found.label, why=why)
        return self._shelf.path(found.sound)

    async def add(
        self, show: str, by: str, kind: PhraseKind, label: str, language: str, text: str, colour: str, place: int | None
    ) -> Phrase:
        """A new key; a typed one has its sound, or its reason, when this returns."""
        here = self.of_show(show)
        if len(here) >= MAX_PHRASES:
            raise WORDS.trouble("too_many_phrases", exit_code=0, most=MAX_PHRASES)
        if kind == "typed" and not text:
            raise WORDS.trouble("phrase_needs_text", exit_code=0)
        last = max((phrase.place for phrase in here), default=-1)
        place = last + 1 if place is None else place
        phrase = Phrase(new_id("p"), show, kind, label, language, text, colour, place, **_now(by))
        if kind == "recorded":
            phrase = replace(phrase, state="failed", why="sound_missing")
        await self._database.change(lambda session: _write(session, phrase))
        self._show(phrase)
        return phrase if kind == "recorded" else await self._made(phrase)

    async def change(self, phrase: str, by: str, changes: Mapping[str, Any]) -> Phrase:
        """Other values of label, language, text, colour, place, kind; a typed one is spoken anew where that matters."""
        before = self.get(phrase)
        after = replace(before, **changes, **_now(by))
        if after.kind == "typed" and not after.text:
            raise WORDS.trouble("phrase_needs_text", exit_code=0)
        same = ("kind", "text", "language")
        spoken = after.kind == "typed" and any(getattr(before, name) != getattr(after, name) for name in same)
        again = after.kind == "typed" and after.state == "failed"
        self._keep(after)
        return await self._made(replace(after, state="making", why="", facts={})) if spoken or again else after

    async def record(self, phrase: str, by: str, data: bytes) -> Phrase:
        """Its sound is this recording from now on. Raises Trouble that says what is wrong with it."""
        self.get(phrase)
        try:
            async with self._decoding:
                samples = await asyncio.to_thread(lambda: finished(decode(data)))
        except Undecodable as error:
            raise Trouble(WORDS, error.code, error.facts, 0) from None
        except Silent:
            raise WORDS.trouble("sound_silent", exit_code=0) from None
        return await self._finish(replace(self.get(phrase), kind="recorded", **_now(by)), samples)

    async def remove(self, phrase: str) -> None:
        """Gone, with its sound."""
        self._drop(self.get(phrase))

    # --- inside -----------------------------------------------------------------------------------------------------

    async def _made(self, phrase: Phrase) -> Phrase:
        """Spoken; or failed, with the reason."""
        self._keep(phrase)
        try:
            spoken = await self._voice.say(phrase.text, phrase.language)
            samples = await asyncio.to_thread(lambda: finished(from_pcm(spoken.pcm, spoken.rate_hz)))
        except Trouble as trouble:
            return self._failed(phrase, trouble.code, trouble.facts)
        except Silent:
            return self._failed(phrase, "sound_silent", {})
        if self._phrases.get(phrase.id) != phrase:
            return self.get(phrase.id)  # changed meanwhile: what is made for that counts
        try:
            return await self._finish(phrase, samples)
        except Trouble as trouble:
            return self._failed(phrase, trouble.code, trouble.facts)

    async def _finish(self, phrase: Phrase, samples: Samples) -> Phrase:
        try:
            name = await asyncio.to_thread(self._shelf.put, phrase.id, samples)
        except OSError as error:
            raise WORDS.trouble("sound_unwritable", exit_code=0, reason=error.strerror or error) from None
        now = self.get(phrase.id)
        if now.sound not in ("", name):
            self._old.append((time.monotonic(), now.sound))
        seconds = samples.size / RATE_HZ
        done = replace(phrase, state="ready", why="", facts={}, sound=name, seconds=seconds)
        self._keep(done)
        return done

    def _failed(self, phrase: Phrase, why: str, facts: Mapping[str, Any]) -> Phrase:
        if self._phrases.get(phrase.id) != phrase:
            return self.get(phrase.id)
        self._old.append((time.monotonic(), phrase.sound))
        said = {name: fact if isinstance(fact, int | float) else str(fact) for name, fact in facts.items()}
        failed = replace(phrase, state="failed", why=why, facts=said, sound="", seconds=0.0)
        self._keep(failed)
        return failed

    def _begin(self, phrase: Phrase) -> None:
        making = replace(phrase, state="making", why="", facts={})
        self._show(making)
        task = asyncio.create_task(self._remade(making))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _remade(self, phrase: Phrase) -> None:
        try:
            await self._made(phrase)
        except Trouble:
            return  # removed meanwhile
        except Exception as error:
            self._log.error("our_mistake", where="phrases", reason=repr(error))

    def _drop(self, phrase: Phrase) -> None:
        del self._phrases[phrase.id]
        self._old.append((time.monotonic(), phrase.sound))
        self._database.change_soon(lambda session: session.execute(delete(PhraseRow).where(PhraseRow.id == phrase.id)))
        self._tell(phrase.show)

    def _keep(self, phrase: Phrase) -> None:
        self._database.change_soon(lambda session: _write(session, phrase))
        self._show(phrase)

    def _show(self, phrase: Phrase) -> None:
        self._phrases[phrase.id] = phrase
        self._tell(phrase.show)

    def _tell(self, show: str) -> None:
        for hear in self._hearers:
            hear(show)


def _now(by: str) -> dict[str, Any]:
    return {"changed_at_ms": now_ms(), "changed_by": by[:64]}


def _read(session: Session) -> list[Phrase]:
    names = Phrase.__slots__
    return [Phrase(**{name: getattr(row, name) for name in names}) for row in session.scalars(select(PhraseRow))]


def _write(session: Session, phrase: Phrase) -> None:
    session.merge(PhraseRow(**{**asdict(phrase), "facts": dict(phrase.facts)}))
