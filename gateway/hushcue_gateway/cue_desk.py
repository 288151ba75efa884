"""Talks and files on their way: from a request to StartTalk, from the last sample to RemoveSource.

| what happens      | file cue                                              | microphone cue          |
|-------------------|-------------------------------------------------------|-------------------------|
| asked             | AddSource, StartTalk, play_file                       | StartTalk               |
| PlayEnded         | after TAIL_S: StopTalk, RemoveSource                  | -                  |
| stopped by people | StopTalk at once, stop_source; PlayEnded removes the source | StopTalk          |
| PlayRefused       | StopTalk, RemoveSource; the cue is refused            | -                       |
| CommandRefused    | the cue is refused, what it had is taken back         | the cue is refused      |

A repetition ("say again") is a cue of its own that the engine plays from what it remembers: SayAgain, and StopTalk
where people stop it. It is gone with the engine.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from hushcue_words import Trouble

from .capture.messages import PlayEnded, PlayRefused, PlayStarted
from .capture.words import WORDS as CAPTURE_WORDS
from .config import Config, Source
from .core.commands import AddSource, RemoveSource, SayAgain, StartTalk, StopTalk
from .core.ducking import Priority
from .core.events import CommandRefused, TalkEnded, TalkStarted
from .core.recording import MOST_S
from .cues import Cue
from .logs import Log
from .missed import Range, shifted, with_context
from .notices import REFUSALS
from .receipt_desk import ReceiptDesk
from .words import WORDS

SOUND_SUFFIXES = (".wav", ".flac", ".ogg")
TAIL_S = 0.04
"""The last sample is in a mix; this is for the limiter's look-ahead and an unhurried fade."""
MAX_PLAYING = 24
MAX_TALKING = 256
NS_PER_MS = 1_000_000


class MediaSide(Protocol):
    """What the desk needs of the media supervisor."""

    def send(self, command: object, /) -> bool: ...


class CaptureSide(Protocol):
    """What the desk needs of the capture supervisor."""

    def play_file(self, source: str, path: str, cue: str) -> bool: ...
    def stop_source(self, source: str) -> bool: ...


class CueDesk:
    """See the module. Lives in the asyncio loop; raises Trouble for what people ask wrongly."""

    def __init__(
        self, config: Config, media: MediaSide, capture: CaptureSide, receipts: ReceiptDesk, log: Log, prefix: str
    ):
        self.log = receipts.cues
        self._receipts = receipts
        self._config = config
        self._media = media
        self._capture = capture
        self._say = log
        self._prefix = prefix
        self._numbers = itertools.count(1)
        self._files: dict[str, str] = {}  # source of a file cue that is still with the engine -> cue
        self._timers: set[asyncio.TimerHandle] = set()

    # --- what people want -------------------------------------------------------------------------------------------

    def talk(self, source_id: str, names: Iterable[str], priority: str) -> Cue:
        """Open a microphone to ``names`` until it is stopped."""
        if not any(source.id == source_id and source.kind == "microphone" for source in self._config.sources):
            raise WORDS.trouble("unknown_source", id=source_id)
        cue = self._begin(source_id, None, names, priority)
        self._tell_media(StartTalk(cue.id, source_id, cue.to, Priority[priority.upper()]), cue)
        return cue

    def open_microphone(self, source: Source) -> Cue:
        """The talk of a microphone that is open from the start."""
        return self.talk(source.id, source.to, source.priority)

    def say_file(self, name: str, names: Iterable[str], priority: str) -> Cue:
        """Say a sound file of the cue folder to ``names``."""
        path = self.file_path(name)
        if len(self._files) >= MAX_PLAYING:
            raise WORDS.trouble("too_many", most=MAX_PLAYING, what="cues")
        cue = self._begin(None, name, names, priority)
        self._files[cue.source] = cue.id
        ok = self._tell_media(AddSource(cue.source, "talk", 0.0), cue)
        ok = ok and self._tell_media(StartTalk(cue.id, cue.source, cue.to, Priority[priority.upper()]), cue)
        if ok and not self._capture.play_file(cue.source, str(path), cue.id):
            self._refuse(cue, WORDS.trouble("queue_full", child="capture"))
            raise WORDS.trouble("gateway_busy")
        return cue

    def say_again(self, bodypack: str, cue_id: str | None, missed_only: bool) -> Cue:
        """Repeat a cue that is over to one bodypack: the newest one it was for, or a named one; all of it, or what was
        missed. Of a repetition that is what it repeated."""
        of = self._last_to(bodypack) if cue_id is None else self.log.get(cue_id)
        if of is not None and of.again_of is not None:
            of = self.log.get(of.again_of)
        if of is None or bodypack not in of.to:
            raise WORDS.trouble("nothing_said", id=bodypack)
        if of.state != "ended" or of.started_ns is None:
            raise WORDS.trouble("cue_not_over", cue=of.id)
        ranges = self._missed(of, bodypack) if missed_only else ()
        cue = self._begin(None, of.file, [bodypack], of.priority, of.id)
        priority = Priority[of.priority.upper()]
        self._tell_media(SayAgain(cue.id, of.id, cue.source, cue.to, priority, ranges), cue)
        return cue

    def media_restarted(self, at_ns: int) -> None:
        """Another engine: it has been told of talks, and remembers nothing of what was said."""
        for cue in self.log.going_on():
            if cue.again_of is not None:
                self.talk_ended(TalkEnded(cue.id, at_ns, 0, "source_removed"))

    def stop(self, cue_id: str) -> Cue:
        """End a cue now."""
        cue = self.log.get(cue_id)
        if cue is None or cue.state not in ("asked", "talking"):
            raise WORDS.trouble("unknown_cue", id=cue_id)
        if not self._media.send(StopTalk(cue_id)):
            raise WORDS.trouble("gateway_busy")
        if cue.source in self._files:
            self._capture.stop_source(cue.source)
        return cue

    def file_path(self, name: str) -> Path:
        """The sound file of that name inside the cue folder, nowhere else."""
        folder = self._config.cue_folder.resolve()
        try:
            path = (folder / name).resolve()
            inside = path.is_relative_to(folder) and path.suffix.lower() in SOUND_SUFFIXES and path.is_file()
        except (OSError, ValueError):  # a name no file system takes
            inside = False
        if not inside:
            raise WORDS.trouble("unknown_file", file=name)
        return path

    def files(self) -> list[str]:
        """The names ``say_file`` takes, sorted."""
        folder = self._config.cue_folder
        paths = folder.rglob("*") if folder.is_dir() else ()
        return sorted(path.relative_to(folder).as_posix() for path in paths if path.suffix.lower() in SOUND_SUFFIXES)

    def close(self) -> None:
        """No more timers."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()

    # --- what happens -----------------------------------------------------------------------------------------------

    def talk_started(self, event: TalkStarted) -> None:
        begun = self.log.get(event.cue)
        if begun is not None:
            owner = next((each.owner for each in self._config.sources if each.id == begun.source), "")
            self._receipts.talk_started(event, [each for each in begun.to if each != owner])
        cue = self.log.started(event.cue, event.at_ns)
        if cue is not None:
            self._say.info("cue_started", cue=cue.id, source=cue.file or cue.source, to=", ".join(cue.to))

    def talk_ended(self, event: TalkEnded) -> None:
        self._ended(event.cue, event.at_ns, event.reason)
        self._receipts.talk_ended(event)

    def play_started(self, event: PlayStarted) -> None:
        self.log.at_mouth(event.cue, event.mouth_ns, event.duration_ms)

    def play_ended(self, event: PlayEnded) -> None:
        def fire() -> None:
            self._timers.discard(timer)
            self._take_back(event.source)

        timer = asyncio.get_running_loop().call_later(TAIL_S, fire)
        self._timers.add(timer)

    def play_refused(self, event: PlayRefused) -> None:
        cue = self.log.get(event.cue)
        if cue is not None:
            self._refuse(cue, Trouble(CAPTURE_WORDS, event.code, event.facts, 0))

    def command_refused(self, event: CommandRefused) -> bool:
        """The engine refused something; True when it concerned a cue."""
        cue = self.log.get(str(event.facts.get("cue", ""))) or self._cue_of_source(str(event.facts.get("id", "")))
        if cue is None or event.code == "talk_unknown":
            return event.code == "talk_unknown"
        self._refuse(cue, Trouble(REFUSALS, event.code, event.facts, 0))
        return True

    # --- inside -----------------------------------------------------------------------------------------------------

    def _last_to(self, bodypack: str) -> Cue | None:
        """The newest cue that was for it and is over."""
        cues = (cue for cue in reversed(self.log.newest(self.log.most)) if bodypack in cue.to and cue.again_of is None)
        return next((cue for cue in cues if cue.state == "ended" and cue.started_ns is not None), None)

    def _missed(self, cue: Cue, bodypack: str) -> tuple[Range, ...]:
        """What is to be said again, in ms of what the engine remembers."""
        missed = self._receipts.book.missed_ms(cue.id, bodypack, MOST_S * 1000)
        if missed is None or cue.started_ns is None or cue.ended_ns is None:
            raise WORDS.trouble("nothing_known", cue=cue.id, id=bodypack)
        if not missed:
            raise WORDS.trouble("nothing_missed", cue=cue.id, id=bodypack)
        pieces = with_context(missed, (cue.ended_ns - cue.started_ns) // NS_PER_MS)
        return shifted(pieces, ((cue.recorded_ns or cue.started_ns) - cue.started_ns) // NS_PER_MS)

    def _begin(
        self, source: str | None, file: str | None, names: Iterable[str], priority: str, again_of: str | None = None
    ) -> Cue:
        named = tuple(dict.fromkeys(names))
        resolved = self._config.resolve(named)
        if resolved.unknown:
            raise WORDS.trouble("unknown_target", id=resolved.unknown[0])
        if len(self.log.going_on()) >= MAX_TALKING:
            raise WORDS.trouble("too_many", most=MAX_TALKING, what="cues")
        cue_id = f"{self._prefix}-{next(self._numbers)}"
        cue = Cue(
            id=cue_id,
            source=source or f"{'again' if again_of else 'file'}-{cue_id}",
            file=file,
            to=resolved.ids,
            named=named,
            priority=priority,
            asked_at=time.time(),
            asked_ns=time.monotonic_ns(),
            again_of=again_of,
        )
        self.log.add(cue)
        return cue

    def _tell_media(self, command: object, cue: Cue) -> bool:
        if self._media.send(command):
            return True
        self._refuse(cue, WORDS.trouble("queue_full", child="media"))
        raise WORDS.trouble("gateway_busy")

    def _refuse(self, cue: Cue, why: Trouble) -> None:
        if self.log.refused(cue.id, time.monotonic_ns(), why.code, why.facts) is None:
            return
        self._say.warning("cue_refused", cue=cue.id, why=why)
        if cue.source in self._files:
            self._capture.stop_source(cue.source)
            self._take_back(cue.source)

    def _take_back(self, source: str) -> None:
        """Nothing more comes from this file: its talk and its source end."""
        cue_id = self._files.pop(source, None)
        if cue_id is None:
            return
        cue = self.log.get(cue_id)
        if cue is not None and cue.state in ("asked", "talking"):
            self._media.send(StopTalk(cue_id))
        self._media.send(RemoveSource(source))

    def _ended(self, cue_id: str, at_ns: int, reason: str) -> None:
        cue = self.log.ended(cue_id, at_ns, reason)
        if cue is not None:
            self._say.info("cue_ended", cue=cue.id, reason=reason)

    def _cue_of_source(self, source: str) -> Cue | None:
        return self.log.get(self._files.get(source, ""))
