"""What a fresh capture process has to be told: the microphones wanted, and the rest of the files that play. Pure."""

from dataclasses import dataclass, replace

from ..capture.messages import OpenMicrophone, PlayEnded, PlayFile, PlayRefused, PlayStarted, StopSource


@dataclass
class File:
    """A file asked for, and since when it plays (None: not yet)."""

    order: PlayFile
    mouth_ns: int | None = None


class CaptureState:
    """``remember`` every command, ``observe`` every event; ``replay`` for a fresh process."""

    def __init__(self) -> None:
        self._microphones: dict[str, OpenMicrophone] = {}
        self._files: dict[str, File] = {}

    def remember(self, command: object) -> None:
        """One source is a microphone or a file; the newest order counts."""
        match command:
            case OpenMicrophone():
                self._files.pop(command.source, None)
                self._microphones[command.source] = command
            case PlayFile():
                self._microphones.pop(command.source, None)
                self._files[command.source] = File(command)
            case StopSource():
                self._microphones.pop(command.source, None)
                # a file is forgotten when its PlayEnded comes

    def observe(self, event: object) -> bool:
        """Whether the control plane is to hear ``event``: not the second start of a file after a restart."""
        match event:
            case PlayStarted():
                file = self._files.get(event.source)
                if file is not None and file.order.cue == event.cue:
                    again = file.mouth_ns is not None
                    file.mouth_ns = event.mouth_ns
                    return not again
            case PlayEnded() | PlayRefused():
                file = self._files.get(event.source)
                if file is not None and file.order.cue == event.cue:
                    del self._files[event.source]
        return True

    def replay(self, heard_ns: int) -> list[object]:
        """heard_ns: when the old process was last heard; its files go on from there, so that no word is left out."""
        return [*self._microphones.values(), *(self._rest(file, heard_ns) for file in self._files.values())]

    @staticmethod
    def _rest(file: File, heard_ns: int) -> PlayFile:
        if file.mouth_ns is None:
            return file.order
        return replace(file.order, offset_ms=max(0.0, (heard_ns - file.mouth_ns) / 1e6))
