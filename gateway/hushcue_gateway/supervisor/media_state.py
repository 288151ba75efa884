"""What a fresh media process has to be told: everything in force. Pure.

But for streams with a key: nobody knows how far the old process got, and an SRTP index must never be used twice under
one key (RFC 3711 section 9.1). They end with their process; whoever wants them again begins new ones with new keys.
"""

from dataclasses import replace

from hushcue_wire.audio import RATE_HZ

from ..core.commands import (
    AddMonitor,
    AddSource,
    AddStream,
    MoveStream,
    RemoveMonitor,
    RemoveSource,
    RemoveStream,
    SetDim,
    SetMixGain,
    SetPolicy,
    SetProgramme,
    SetSourceGain,
    StartTalk,
    StopTalk,
)
from ..core.events import MediaReport, StreamReport, TalkEnded


class MediaState:
    """``remember`` every command that is sent, ``observe`` every event; ``replay`` is the shortest way to the same
    state."""

    def __init__(self) -> None:
        self._policy: SetPolicy | None = None
        self._sources: dict[str, AddSource] = {}
        self._streams: dict[str, tuple[AddStream, int | None]] = {}
        """with the time at which its first sequence was the next to send, None before a process knew it"""
        self._programme: dict[tuple[str, str], SetProgramme] = {}
        self._mix_gains: dict[tuple[str, str], SetMixGain] = {}
        self._monitors: dict[str, AddMonitor] = {}
        self._dims: dict[str, SetDim] = {}
        self._talks: dict[str, StartTalk] = {}
        self._ended: set[str] = set()
        self._untold: tuple[str, ...] = ()

    def ended(self, command: object) -> bool:
        """Whether ``command`` is about a stream that ended with its process: there is nobody to tell."""
        return isinstance(command, MoveStream | RemoveStream) and command.id in self._ended

    def remember(self, command: object, told_ns: int | None) -> None:
        """told_ns: now, or None when there is no process to tell yet. A second AddSource, AddStream or StartTalk of the
        same id is refused by the engine and ignored here."""
        match command:
            case AddSource():
                self._sources.setdefault(command.id, command)
            case SetSourceGain():
                if command.id in self._sources:
                    self._sources[command.id] = replace(self._sources[command.id], gain_db=command.gain_db)
            case RemoveSource():
                self._remove_source(command.id)
            case AddStream():
                self._streams.setdefault(command.id, (command, told_ns))
                self._ended.discard(command.id)
            case MoveStream():
                if command.id in self._streams:
                    stream, since_ns = self._streams[command.id]
                    self._streams[command.id] = replace(stream, address=command.address), since_ns
            case RemoveStream():
                self._streams.pop(command.id, None)
                self._ended.discard(command.id)
            case StartTalk():
                self._talks.setdefault(command.cue, command if told_ns is None else _begun(command))
            case StopTalk():
                self._talks.pop(command.cue, None)
            case SetProgramme():
                self._set_programme(command)
            case SetMixGain():
                self._set_mix_gain(command)
            case AddMonitor():
                self._monitors.setdefault(command.id, command)
            case RemoveMonitor():
                self._monitors.pop(command.id, None)
            case SetDim():
                self._set_dim(command)
            case SetPolicy():
                self._policy = command

    def observe(self, event: object) -> None:
        """A talk may end by itself (stuck key, source gone); reports say where the streams have got to."""
        match event:
            case TalkEnded():
                self._talks.pop(event.cue, None)
            case MediaReport():
                for report in event.engine.streams:
                    if report.id in self._streams and report.packets:
                        self._streams[report.id] = after(self._streams[report.id][0], report), event.at_ns

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of all sources in force."""
        return tuple(self._sources)

    def take_ended(self) -> tuple[str, ...]:
        """Ids of the streams that ended with their process since the last call."""
        untold, self._untold = self._untold, ()
        return untold

    def replay(self, now_ns: int) -> list[object]:
        """Commands for an engine that knows nothing. A stream goes on at the sequence and timestamp that its time has
        got to, so that its receiver sees a gap in one stream and not another stream; one with a key that some process
        was told of has ended with it."""
        ended = tuple(key for key, (stream, told_ns) in self._streams.items() if stream.key and told_ns is not None)
        for key in ended:
            del self._streams[key]
        self._ended.update(ended)
        self._untold += ended
        for key, (stream, since_ns) in self._streams.items():
            moved = stream if since_ns is None else moved_on(stream, now_ns - since_ns)
            self._streams[key] = moved, now_ns
        talks = tuple(self._talks.values())
        self._talks = {cue: _begun(talk) for cue, talk in self._talks.items()}
        return [
            *([self._policy] if self._policy else []),
            *self._sources.values(),
            *self._programme.values(),
            *self._mix_gains.values(),
            *self._dims.values(),
            *self._monitors.values(),
            *talks,
            *(stream for stream, _ in self._streams.values()),
        ]

    def _remove_source(self, source: str) -> None:
        self._sources.pop(source, None)
        self._talks = {cue: talk for cue, talk in self._talks.items() if talk.source != source}
        self._programme = {key: each for key, each in self._programme.items() if key[0] != source}
        self._mix_gains = {key: each for key, each in self._mix_gains.items() if key[0] != source}

    def _set_mix_gain(self, command: SetMixGain) -> None:
        for bodypack in command.to:
            key = (command.source, bodypack)
            if command.gain_db == 0.0:
                self._mix_gains.pop(key, None)
            else:
                self._mix_gains[key] = replace(command, to=(bodypack,))

    def _set_dim(self, command: SetDim) -> None:
        for bodypack in command.to:
            if command.depth_db is None:
                self._dims.pop(bodypack, None)
            else:
                self._dims[bodypack] = replace(command, to=(bodypack,))

    def _set_programme(self, command: SetProgramme) -> None:
        for bodypack in command.to:
            key = (command.source, bodypack)
            if command.gain_db is None:
                self._programme.pop(key, None)
            else:
                self._programme[key] = replace(command, to=(bodypack,))


def _begun(talk: StartTalk) -> StartTalk:
    """``talk`` as it goes on: its hosts know that it is private, and hear no second tone."""
    return replace(talk, tone_to=())


def moved_on(stream: AddStream, elapsed_ns: int) -> AddStream:
    """``stream`` as it has to go on ``elapsed_ns`` after its first sequence was the next to send: past all it sent."""
    frames = elapsed_ns // (stream.frame_ms * 1_000_000) + 1
    return replace(
        stream,
        first_sequence=(stream.first_sequence + frames) & 0xFFFF,
        first_timestamp=(stream.first_timestamp + frames * stream.frame_ms * (RATE_HZ // 1000)) & 0xFFFFFFFF,
    )


def after(stream: AddStream, report: StreamReport) -> AddStream:
    """``stream`` as it would begin right after the newest datagram of ``report``."""
    return replace(
        stream,
        first_sequence=(report.last_sequence + 1) & 0xFFFF,
        first_timestamp=(report.last_timestamp + stream.frame_ms * (RATE_HZ // 1000)) & 0xFFFFFFFF,
    )
