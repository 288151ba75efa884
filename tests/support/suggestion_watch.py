"""What the assistant of a show comes up with while it happens: every suggestion with its states, texts and sounds."""

from __future__ import annotations

import io
import queue
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray
from websockets.exceptions import ConnectionClosed

from .person import Live, Person

Sound = NDArray[np.float32]
OVER = ("done", "cut", "expired", "rejected", "failed")
ON_ITS_WAY = ("approved", "queued", "speaking")
QUIET_S = 0.2
"""So long nothing may come before somebody asks whether to go on."""


@dataclass
class Seen:
    """One suggestion as far as it has come. card: as the live document has it. states: each with the monotonic time at
    which it was told here, and the text of then."""

    id: str
    card: dict[str, Any]
    states: list[tuple[str, int, str]] = field(default_factory=list)

    @property
    def state(self) -> str:
        return str(self.card["state"])

    @property
    def rule(self) -> str:
        return str(self.card.get("rule") or "")

    @property
    def language(self) -> str:
        return str(self.card["language"])

    @property
    def text(self) -> str:
        return str(self.card["text"])

    @property
    def hosts(self) -> list[str]:
        return list(self.card["hosts"])

    def at_ns(self, state: str) -> int | None:
        """When it came to be so, None where it never was."""
        return next((at_ns for each, at_ns, _ in self.states if each == state), None)

    def age_s(self) -> float:
        """Since it was last told to be something new."""
        return (time.monotonic_ns() - self.states[-1][1]) / 1e9


@dataclass(frozen=True)
class Spoken:
    """A cue of the assistant, as the show's log has it. began_ns, ended_ns: monotonic, as the gateway's engine told."""

    id: str
    suggestion: str
    host: str
    text: str
    began_ns: int
    ended_ns: int


class Watch:
    """``with Watch(person, show) as watch``: a thread reads the live document. sounds: (language, text) -> 16 kHz, of
    every text that any suggestion ever had."""

    def __init__(self, person: Person, show: str):
        self.seen: dict[str, Seen] = {}
        self.cues: dict[str, dict[str, Any]] = {}
        self.sounds: dict[tuple[str, str], Sound] = {}
        self.airing: dict[str, Any] | None = None
        self.trouble: BaseException | None = None
        self._person = person
        self._live: Live = person.live(show)
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._wanted: queue.SimpleQueue[tuple[str, str, str] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._fetching = threading.Thread(target=self._fetch, name="watch sounds", daemon=True)

    def __enter__(self) -> Watch:
        self._old = set(self._live.state.get("suggestions", {}))
        self._take(self._live.state)
        self._thread.start()
        self._fetching.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._ended.set()
        self._wanted.put(None)
        self._thread.join()
        self._fetching.join()
        self._live.close()

    # -- what there is --------------------------------------------------------------------------------------------

    def all(self) -> list[Seen]:
        """Those that came since the beginning, oldest first. What is given does not change any more."""
        with self._lock:
            assert self.trouble is None, self.trouble
            fresh = [each for name, each in self.seen.items() if name not in self._old]
            return [Seen(each.id, dict(each.card), list(each.states)) for each in fresh]

    def of(self, name: str) -> Seen:
        """One of them."""
        return next(each for each in self.all() if each.id == name)

    def where(self, *states: str) -> list[Seen]:
        """Those that are so now."""
        return [each for each in self.all() if each.state in states]

    def busy(self) -> set[str]:
        """Hosts to whom something is on its way."""
        return {host for each in self.where(*ON_ITS_WAY) for host in each.hosts}

    def spoken(self) -> list[Spoken]:
        """What was said to each host and is over."""
        with self._lock:
            cues = dict(self.cues)
        found = []
        for each in self.all():
            for host, name in (each.card.get("cue") or {}).items():
                cue = cues.get(name, {})
                if cue.get("started") and cue.get("ended"):
                    began_ns, ended_ns = (_monotonic_ns(str(cue[moment])) for moment in ("started", "ended"))
                    found.append(Spoken(name, each.id, host, str(cue["text"]), began_ns, ended_ns))
        return sorted(found, key=lambda each: each.began_ns)

    # --- inside --------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while not self._ended.is_set():
                try:
                    self._live.read(QUIET_S)
                except TimeoutError:
                    continue
                self._take(self._live.state)
        except ConnectionClosed:
            pass
        except BaseException as error:
            self.trouble = error

    def _take(self, state: Mapping[str, Any]) -> None:
        now_ns = time.monotonic_ns()
        board = state.get("board") or {}
        with self._lock:
            self.airing = board.get("airing")
            self.cues.update({name: dict(cue) for name, cue in state.get("cues", {}).items()})
            for name, card in state.get("suggestions", {}).items():
                known = self.seen.setdefault(name, Seen(name, card))
                known.card = card
                text = str(card["text"])
                if not known.states or known.states[-1][0] != card["state"] or known.states[-1][2] != text:
                    known.states.append((str(card["state"]), now_ns, text))
                    if text and card["state"] not in ("making", "failed"):
                        self._wanted.put((name, str(card["language"]), text))

    def _fetch(self) -> None:
        """The sound of every text, while its suggestion still has it."""
        try:
            while (wanted := self._wanted.get()) is not None:
                self._keep(*wanted)
        except BaseException as error:
            self.trouble = error

    def _keep(self, name: str, language: str, text: str) -> None:
        if (language, text) in self.sounds or name in self._old:
            return
        answer = self._person.http.get(f"/api/v1/suggestions/{name}/sound.wav")
        if answer.status_code == 200 and self.seen[name].text == text:
            sound, rate_hz = soundfile.read(io.BytesIO(answer.content), dtype="float32")
            assert rate_hz == 16000
            self.sounds[language, text] = np.asarray(sound, np.float32)

    def complete(self) -> None:
        """The sounds of what was said, also where the fetching came while a text was being changed."""
        for each in self.where("done", "cut"):
            self._keep(each.id, each.language, each.text)


def _monotonic_ns(iso: str) -> int:
    """A moment of the wall clock on the clock of the recordings, while neither is set."""
    wall_ns = round(datetime.fromisoformat(iso).timestamp() * 1000) * 1_000_000
    return wall_ns - time.time_ns() + time.monotonic_ns()
