"""The assistant's voice: a text becomes a sound that is ready to be played, in the best voice that there is for it.

| tried, in this order               | where                                                                    |
|------------------------------------|--------------------------------------------------------------------------|
| what the show has chosen           | it is there and can say it                                               |
| a Piper voice of the language      | somebody put one into the folder "voices", and Piper is installed        |
| Open JTalk                         | Japanese, and it is installed                                            |
| eSpeak NG                          | it is intelligible in the language and reads every letter (languages.py) |
| a clip: a phrase that was recorded | the show has bound one to the rule and the language                      |
| a speech service                   | the show has one, and it answers in time                                 |
| none of these                      | Trouble, which says what can be done                                     |

What was made is kept (cache.py): the same words in the same voice are there at once. A sound is made before anybody
approves it, so that people see its true length; to fall silent nothing has to be stopped here.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
import wave
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from hushcue_words import Trouble

from ..logs import Log
from ..part import BasePart
from ..phrases.decode import decode
from ..phrases.sound import Samples, finished, from_pcm
from .cache import SpeechCache
from .choice import Asked, ClipOf, Way, ways
from .engine import EngineName
from .failing import in_words
from .http import SpeechService
from .kinds import MAX_TEXT_CHARS, Service, Speech, VoiceSettings
from .languages import Unreadable
from .setup import setup
from .shelf import PiperShelf
from .trial import Tried, try_service
from .view import view
from .voice import Voice
from .words import WORDS, nobody
from .worker import MOST_S, Worker

if TYPE_CHECKING:
    from fastapi import APIRouter

WARM_WORDS = "1"
MOST_SPOKEN_CHARS = 3 * MAX_TEXT_CHARS
"""Numbers are longer in words."""


class Speaking(BasePart):
    """Lives in the asyncio loop. settings_of, clip_of and languages_of are set by who wires the parts: what a show has
    chosen, the sound of a phrase, and in which languages the hosts of a show are spoken to. ``voice`` is for whoever
    else speaks."""

    def __init__(
        self, state_dir: Path, log: Log, routers: Callable[[Speaking], Sequence[APIRouter]] = lambda _: ()
    ) -> None:
        self.settings_of: Callable[[str], VoiceSettings] = lambda _: VoiceSettings()
        self.clip_of: ClipOf | None = None
        self.languages_of: Callable[[str], Iterable[str]] = lambda _: ()
        self.voice = Voice()
        self.shelf = PiperShelf(state_dir)
        self._log = log
        self._routers = routers
        self._cache = SpeechCache(state_dir, time.monotonic)
        self._service = SpeechService()
        self._workers: dict[EngineName, Worker] = {"espeak": self.voice.worker}
        self._making: dict[str, asyncio.Task[tuple[Path, float]]] = {}

    async def prepare(self) -> None:
        await asyncio.to_thread(self._cache.open)
        with contextlib.suppress(OSError):  # whoever is told of the folder finds it
            self.shelf.folder.mkdir(parents=True, exist_ok=True)
        await asyncio.to_thread(self.shelf.look)

    async def stop(self) -> None:
        tasks = list(self._making.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(worker.stop() for worker in self._workers.values()))
        await self._service.close()

    def routers(self) -> Sequence[APIRouter]:
        return self._routers(self)

    async def make(self, text: str, language: str, spoken: str = "", show: str = "", rule: str = "") -> Speech:
        """``text`` (at most MAX_TEXT_CHARS) in ``language`` (BCP 47). spoken: the same in words alone, where who wrote
        it knows them. rule: lets a clip stand for it; "" where it is another text than the rule's own. Raises Trouble
        that says why there is no sound."""
        began = time.monotonic()
        if not text:
            raise WORDS.trouble("nothing_to_say", exit_code=0)
        if len(text) > MAX_TEXT_CHARS or len(spoken) > MOST_SPOKEN_CHARS:
            raise WORDS.trouble("speech_too_long", exit_code=0, limit_s=MOST_S)
        settings = self.settings_of(show)
        first: Trouble | None = None
        for way in ways(Asked(text, language, spoken, show, rule), settings, self.shelf, self.clip_of):
            if isinstance(way, Trouble):
                first = first or way
                continue
            kept = self._cache.get(way.key)
            try:
                path, seconds = kept or await self._once(way, settings)
            except Trouble as trouble:
                self._log.tell("warning", trouble.code, trouble.facts, about=f"{way.engine} {way.voice}")
                first = first or trouble
                continue
            took_ms = 0.0 if kept else (time.monotonic() - began) * 1000.0
            return Speech(path, seconds, way.engine, way.voice, language, way.key, took_ms)
        raise first or nobody(language)

    async def trial(self, text: str, language: str, choice: str, show: str) -> Speech:
        """The same in the voice of a choice (``view.py``) and no other, so that it can be heard before it is chosen."""
        began = time.monotonic()
        settings = self.settings_of(show)
        settings = replace(settings, by_language={**settings.by_language, language: choice})
        way = next(ways(Asked(text, language, show=show), settings, self.shelf, None), None)
        if isinstance(way, Trouble):
            raise way
        engine, _, voice = choice.partition(":")
        if way is None or way.engine != engine or (voice and way.voice != voice):
            raise WORDS.trouble("voice_not_there", exit_code=0)
        kept = self._cache.get(way.key)
        path, seconds = kept or await self._once(way, settings)
        took_ms = 0.0 if kept else (time.monotonic() - began) * 1000.0
        return Speech(path, seconds, way.engine, way.voice, language, way.key, took_ms)

    async def try_service(self, service: Service, text: str, language: str, show: str) -> Tried:
        """A speech service that nobody has kept yet. Raises Trouble that says what is wrong with it."""
        self._log.hide(service.key)
        return await try_service(service, text, language, self.settings_of(show).pace)

    async def warm(self, language: str, show: str = "") -> bool:
        """Start what will speak this language, so that the first cue does not wait for it. False: nobody speaks it."""
        settings = self.settings_of(show)
        for way in ways(Asked(WARM_WORDS, language, show=show), settings, self.shelf, None):
            if isinstance(way, Trouble) or way.engine == "http":
                continue
            try:
                await self._spoken(way, settings)
            except Unreadable:
                continue
            return True
        return False

    async def voices(self, show: str) -> list[dict[str, Any]]:
        """For screens: see ``view.py``. A voice that was put into its folder meanwhile is found."""
        await asyncio.to_thread(self.shelf.look)
        return view(self.settings_of(show), self.shelf, self.languages_of(show))

    async def setup(self, show: str, *, administers: bool) -> dict[str, Any]:
        """For screens: see ``setup.py``."""
        await asyncio.to_thread(self.shelf.look)
        return setup(self.settings_of(show), self.shelf, administers=administers)

    # --- inside -----------------------------------------------------------------------------------------------------

    async def _once(self, way: Way, settings: VoiceSettings) -> tuple[Path, float]:
        """Made once, however many wait for it."""
        task = self._making.get(way.key)
        if task is None:
            task = asyncio.create_task(self._make(way, settings), name="speech")
            self._making[way.key] = task
            task.add_done_callback(lambda done: self._made(way.key, done))
        return await asyncio.shield(task)

    def _made(self, key: str, task: asyncio.Task[tuple[Path, float]]) -> None:
        self._making.pop(key, None)
        if not task.cancelled():
            task.exception()  # whoever waited was told; nobody may be waiting any more

    async def _make(self, way: Way, settings: VoiceSettings) -> tuple[Path, float]:
        with in_words():
            samples = await self._sound(way, settings)
            return await asyncio.to_thread(self._cache.put, way.key, samples)

    async def _sound(self, way: Way, settings: VoiceSettings) -> Samples:
        if way.engine == "clip":
            assert way.file is not None
            return await asyncio.to_thread(_clip, way.file)
        if way.engine == "http":
            assert settings.http is not None
            self._log.hide(settings.http.key)
            data = await self._service.speech(settings.http, way.words, settings.pace)
            return await asyncio.to_thread(lambda: finished(decode(data)))
        pcm, rate_hz = await self._spoken(way, settings)
        return await asyncio.to_thread(lambda: finished(from_pcm(pcm, rate_hz)))

    async def _spoken(self, way: Way, settings: VoiceSettings) -> tuple[bytes, int]:
        """By an engine in its process. Raises Unreadable."""
        assert way.engine in ("espeak", "openjtalk", "piper")
        worker = self._workers.get(way.engine)
        if worker is None:
            worker = self._workers[way.engine] = Worker(way.engine)
        spoken = await worker.ask(way.words, str(way.file) if way.file else way.voice, settings.pace)
        return spoken.pcm, spoken.rate_hz


def _clip(path: Path) -> Samples:
    """A phrase's sound: it was finished when it was recorded. Raises OSError."""
    try:
        with wave.open(str(path)) as file:
            pcm = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise OSError(str(error)) from None
    return np.asarray(np.frombuffer(pcm, "<i2").astype(np.float32) / 32767.0, np.float32)
