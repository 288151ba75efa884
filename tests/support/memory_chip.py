"""A chip in memory: what Device asks for, on a dict, with a cable that can be pulled before any single operation.

The operations are those of the flash: a file made, a kilobyte written, a rename, a removal, a folder made. ``Cut``
stands for whatever ends a run; what is on the flash then is what was there before that operation.
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable, Iterable

from hushcue_tools.device import DeviceGone, DeviceRefused, Entry, Facts, Stamp

CHUNK = 1024


class MemoryChip:
    """``files``: absolute path -> what it holds. ``cut_at``: the cable is pulled in place of this operation."""

    name = "memory"

    def __init__(self, files: dict[str, bytes] | None = None):
        self.files = dict(files or {})
        self.folders = {"/"} | {folder for path in self.files for folder in above(path)}
        self.cut_at: int | None = None
        self.operations = 0
        self.sent_bytes = 0

    def _operation(self) -> None:
        if self.cut_at is not None and self.operations >= self.cut_at:
            raise DeviceGone("pulled")
        self.operations += 1

    def exec(self, code: str, timeout_s: float = 10.0, heard: Callable[[bytes], None] | None = None) -> str:
        raise NotImplementedError("this chip runs no code")

    def facts(self) -> Facts:
        return Facts((1, 29, 0), "memory", "memory", 6, "", 1 << 20, 1 << 21, 1 << 17)

    def listdir(self, folder: str) -> list[Entry]:
        start = folder.rstrip("/") + "/"
        names = {
            path[len(start) :].partition("/")[0] for path in {*self.files, *self.folders} if path.startswith(start)
        }
        found = [name for name in names if name]
        return sorted(
            Entry(name, start + name in self.folders, len(self.files.get(start + name, b""))) for name in found
        )

    def hash(self, paths: Iterable[str], progress: Callable[[int], None] | None = None) -> dict[str, Stamp]:
        found = {path: self.files[path] for path in paths if path in self.files}
        return {path: Stamp(len(data), hashlib.sha256(data).hexdigest()) for path, data in found.items()}

    def get(self, path: str) -> bytes | None:
        return self.files.get(path)

    def put(self, path: str, data: bytes, progress: Callable[[int], None] | None = None) -> None:
        self.make_folder(path.rpartition("/")[0])
        self._operation()
        self.files[path + ".new"] = b""
        for at in range(0, len(data), CHUNK):
            self._operation()
            self.files[path + ".new"] += data[at : at + CHUNK]
            self.sent_bytes += len(data[at : at + CHUNK])
        self.rename(path + ".new", path)

    def copy(self, source: str, target: str) -> None:
        sent = self.sent_bytes
        self.put(target, self.files[source])
        self.sent_bytes = sent

    def rename(self, old: str, new: str) -> None:
        if old not in self.files:
            raise DeviceRefused(f"OSError: [Errno {errno.ENOENT}] ENOENT")
        self._operation()
        self.files[new] = self.files.pop(old)

    def remove(self, path: str) -> None:
        for each in sorted(other for other in self.files if other == path or other.startswith(path + "/")):
            self._operation()
            del self.files[each]
        inside = {folder for folder in self.folders if folder == path or folder.startswith(path + "/")}
        if inside:
            self._operation()
            self.folders -= inside

    def make_folder(self, path: str) -> None:
        for folder in above(path + "/x"):
            if folder not in self.folders:
                self._operation()
                self.folders.add(folder)

    def soft_reset(self) -> None: ...

    def reset(self) -> None: ...

    def wake(self, wait_s: float = 15.0) -> None: ...

    def close(self) -> None: ...


def above(path: str) -> list[str]:
    """The folders that a path lies in, the outermost first."""
    parts = path.split("/")[1:-1]
    return ["/" + "/".join(parts[: count + 1]) for count in range(len(parts))]
