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
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from hushcue_words import Trouble

from .capture.messages import PlayEnded, PlayRefused, PlayStarted
from .capture.words import WORDS as CAPTURE_WORDS
from .config import Config
from .core.commands import AddSource, KeepTalk, RemoveSource, SayAgain, StartTalk, StopTalk
from .core.ducking import Priority
from .core.events import CommandRefused, OpenTalk, TalkEnded, TalkStarted
from .core.groups import Resolved
from .core.recording import MOST_S
from .core.rights import TalkMode
from .cue_folder import CueFolder
from .cues import Cue
from .logs import Log
from .missed import Range, shifted, with_context
from .notices import REFUSALS
from .part import BasePart, Observers
from .receipt_desk import ReceiptDesk
from .supervisor import MediaRestarted
from .words import WORDS

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


class Shows(Protocol):
    """What the desk needs of the directory."""

    def resolve(self, show: str, names: tuple[str, ...], /) -> Resolved: ...
    def shows(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Wish:
    """What is to be said, to whom, by whom; whether they may is asked elsewhere (``talk_desk.py``).

    names: hosts, groups or "all" of ``show``. who, name, role, text, phrase: as in ``Cue``. heartbeat_ms: the talk ends
    by itself when nobody keeps it for so long; None: it goes on until it is stopped. open: nobody holds a key, the
    microphone is always open.
    """

    show: str
    names: tuple[str, ...]
    priority: str = "direct"
    mode: TalkMode = "latch"
    private: bool = False
    who: str = ""
    name: str = ""
    role: str = ""
    text: str = ""
    phrase: str = ""
    heartbeat_ms: int | None = None
    open: bool = False


class CueDesk(BasePart):
    """See the module. Lives in the asyncio loop; raises Trouble for what people ask wrongly."""

    def __init__(
        self,
        config: Config,
        media: MediaSide,
        capture: CaptureSide,
        shows: Shows,
        receipts: ReceiptDesk,
        log: Log,
        prefix: str,
    ):
        self.log = receipts.cues
        self.folder = CueFolder(config.cue_folder, shows.shows)
        self._receipts = receipts
        self._config = config
        self._media = media
        self._capture = capture
        self._shows = shows
        self._say = log
        self._prefix = prefix
        self._numbers = itertools.count(1)
        self._files: dict[str, str] = {}  # source of a file cue that is still with the engine -> cue
        self._timers: set[asyncio.TimerHandle] = set()
        self._recorders: list[Callable[[Cue], str]] = []
        self._open: dict[str, bool] = {}  # cue of a microphone that is always open -> whether anybody speaks into it

    def record_with(self, recorder: Callable[[Cue], str]) -> None:
        """``recorder`` is asked before every cue which row of the mix records it; "" is none."""
        self._recorders.append(recorder)

    async def start(self) -> None:
        """The microphones that are open from the start."""
        for source in self._config.sources:
            if source.open and source.kind == "microphone":
                self.talk(source.id, Wish(source.show, source.to, source.priority, open=True))

    async def stop(self) -> None:
        """No more timers."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()

    def observers(self) -> Observers:
        return {
            TalkStarted: self.talk_started,
            TalkEnded: self.talk_ended,
            OpenTalk: self.open_talk,
            CommandRefused: self._command_refused,
            PlayStarted: self.play_started,
            PlayEnded: self.play_ended,
            PlayRefused: self.play_refused,
            MediaRestarted: self.media_restarted,
        }

    # --- what people want -------------------------------------------------------------------------------------------

    def talk(self, source_id: str, wish: Wish) -> Cue:
        """Let a source that the engine has be heard until it is stopped."""
        cue = self._begin(source_id, None, wish)
        rung, tone_to = Priority[wish.priority.upper()], self._tone_to(cue)
        if wish.open:
            self._open[cue.id] = False
        self._tell_media(
            StartTalk(cue.id, source_id, _rows(cue), rung, wish.heartbeat_ms, wish.private, tone_to, wish.open), cue
        )
        return cue

    def keep(self, cue_id: str) -> None:
        """The key of this talk is still down."""
        cue = self.log.get(cue_id)
        if cue is None or cue.state not in ("asked", "talking"):
            raise WORDS.trouble("unknown_cue", id=cue_id)
        self._media.send(KeepTalk(cue_id))

    def say_file(self, name: str, wish: Wish) -> Cue:
        """Say a sound file of the cue folder."""
        return self.say_sound(self.folder.path(name, wish.show), wish, name)

    def say_sound(self, path: Path, wish: Wish, name: str | None = None) -> Cue:
        """Say a sound file from anywhere; with the priority "assistant" people cut it off. name: what the log calls
        it."""
        if len(self._files) >= MAX_PLAYING:
            raise WORDS.trouble("too_many", most=MAX_PLAYING, what="cues")
        cue = self._begin(None, name or path.name, wish)
        self._files[cue.source] = cue.id
        rung = Priority[wish.priority.upper()]
        kind: Literal["talk", "assistant"] = "assistant" if rung == Priority.ASSISTANT else "talk"
        ok = self._tell_media(AddSource(cue.source, kind, 0.0), cue)
        talk = StartTalk(cue.id, cue.source, _rows(cue), rung, private=wish.private, tone_to=self._tone_to(cue))
        ok = ok and self._tell_media(talk, cue)
        if ok and not self._capture.play_file(cue.source, str(path), cue.id):
            self._refuse(cue, WORDS.trouble("queue_full", child="capture"))
            raise WORDS.trouble("gateway_busy")
        return cue

    def say_again(self, host: str, cue_id: str | None, missed_only: bool, wish: Wish) -> Cue:
        """Repeat a cue that is over to one host: the newest one it was for, or a named one; all of it, or what was
        missed. Of a repetition that is what it repeated. wish: whose, and in which show; what is private stays so."""
        of = self._last_to(host) if cue_id is None else self.log.get(cue_id)
        if of is not None and of.again_of is not None:
            of = self.log.get(of.again_of)
        if of is None or host not in of.to or of.show != wish.show:
            raise WORDS.trouble("nothing_said", id=host)
        if of.state != "ended" or of.started_ns is None:
            raise WORDS.trouble("cue_not_over", cue=of.id)
        ranges = self._missed(of, host) if missed_only else ()
        wish = Wish(wish.show, (host,), of.priority, "latch", of.private, wish.who, wish.name, wish.role, of.text)
        cue = self._begin(None, of.file, wish, of.id)
        rung = Priority[of.priority.upper()]
        self._tell_media(SayAgain(cue.id, of.id, cue.source, _rows(cue), rung, ranges, of.private), cue)
        return cue

    def media_restarted(self, event: MediaRestarted) -> None:
        """Another engine: it has been told of talks, and remembers nothing of what was said."""
        self._open = dict.fromkeys(self._open, False)
        for cue in self.log.going_on():
            if cue.again_of is not None:
                self.talk_ended(TalkEnded(cue.id, event.at_ns, 0, "source_removed"))

    def stop_cue(self, cue_id: str) -> Cue:
        """End a cue now."""
        cue = self.log.get(cue_id)
        if cue is None or cue.state not in ("asked", "talking"):
            raise WORDS.trouble("unknown_cue", id=cue_id)
        if not self._media.send(StopTalk(cue_id)):
            raise WORDS.trouble("gateway_busy")
        if cue.source in self._files:
            self._capture.stop_source(cue.source)
        return cue

    def heard_by(self, host: str) -> list[Cue]:
        """What goes on for a host, but for their own microphone, and for open ones into which nobody speaks."""
        own = {source.id for source in self._config.sources if source.owner == host}
        return [cue for cue in self.log.going_on_for(host) if cue.source not in own and self._open.get(cue.id, True)]

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

    def open_talk(self, event: OpenTalk) -> None:
        if event.cue in self._open:
            self._open[event.cue] = event.speaking

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

    def _command_refused(self, event: CommandRefused) -> None:
        if not self.command_refused(event):
            self._say.tell("error", event.code, event.facts)

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

    def _begin(self, source: str | None, file: str | None, wish: Wish, again_of: str | None = None) -> Cue:
        named = tuple(dict.fromkeys(wish.names))
        resolved = self._shows.resolve(wish.show, named)
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
            priority=wish.priority,
            asked_at=time.time(),
            asked_ns=time.monotonic_ns(),
            again_of=again_of,
            show=wish.show,
            who=wish.who,
            name=wish.name,
            role=wish.role,
            mode=wish.mode,
            private=wish.private,
            text=wish.text,
            phrase=wish.phrase,
        )
        cue.recorder = next((row for recorder in self._recorders if (row := recorder(cue))), "")
        self.log.add(cue)
        return cue

    def _tone_to(self, cue: Cue) -> tuple[str, ...]:
        """Who is told by two soft pips that they are spoken to privately: its hosts, and nothing that records."""
        return cue.to if cue.private and self._config.private_tone else ()

    def _tell_media(self, command: object, cue: Cue) -> bool:
        if self._media.send(command):
            return True
        self._refuse(cue, WORDS.trouble("queue_full", child="media"))
        raise WORDS.trouble("gateway_busy")

    def _refuse(self, cue: Cue, why: Trouble) -> None:
        if self.log.refused(cue.id, time.monotonic_ns(), why.code, why.facts) is None:
            return
        self._open.pop(cue.id, None)
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
        self._open.pop(cue_id, None)
        cue = self.log.ended(cue_id, at_ns, reason)
        if cue is not None:
            self._say.info("cue_ended", cue=cue.id, reason=reason)

    def _cue_of_source(self, source: str) -> Cue | None:
        return self.log.get(self._files.get(source, ""))


def _rows(cue: Cue) -> tuple[str, ...]:
    """Who hears it: its hosts, and what records it."""
    return (*cue.to, cue.recorder) if cue.recorder else cue.to
