"""The folder of sound files that people say as cues, and whose show each of them is for."""

from __future__ import annotations

from collections.abc import Callable, Container
from pathlib import Path

from .words import WORDS

SOUND_SUFFIXES = (".wav", ".flac", ".ogg")


class CueFolder:
    """shows: the ids of all shows. A folder in it with the id of a show is that show's alone."""

    def __init__(self, folder: Path, shows: Callable[[], Container[str]]):
        self._folder = folder
        self._shows = shows

    def path(self, name: str, show: str) -> Path:
        """The sound file of that name inside the folder, nowhere else, and not in another show's. Raises Trouble."""
        folder = self._folder.resolve()
        try:
            path = (folder / name).resolve()
            inside = path.is_relative_to(folder) and path.suffix.lower() in SOUND_SUFFIXES and path.is_file()
        except (OSError, ValueError):  # a name no file system takes
            inside = False
        if not inside or self._is_of_another(path.relative_to(folder), show):
            raise WORDS.trouble("unknown_file", file=name)
        return path

    def names(self, show: str) -> list[str]:
        """The names ``path`` takes, sorted."""
        paths = self._folder.rglob("*") if self._folder.is_dir() else ()
        inside = (path.relative_to(self._folder) for path in paths if path.suffix.lower() in SOUND_SUFFIXES)
        return sorted(path.as_posix() for path in inside if not self._is_of_another(path, show))

    def _is_of_another(self, path: Path, show: str) -> bool:
        top = path.parts[0] if len(path.parts) > 1 else ""
        return top != show and top in self._shows()
