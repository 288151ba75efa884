"""The two places of the flash where a firmware can lie, and which of them is started. Pure: the flash is injected.

    /hushcue/a/, /hushcue/b/   a slot: lib/, and manifest.json, which is put there last. Without it a slot is none
    /hushcue/slot              the letter of the slot that is started
    /hushcue/trial             {"slot": "b", "boots": 3}: boot.py takes one boot off and starts that slot; where none is
                               left it forgets the trial and starts the other one, as before

What is written is written beside its place, as NAME.new, and then renamed, which littlefs does wholly or not at all. So
whenever the power goes, either the old firmware starts or the new one. Steps of an update, in this order:

    begin(slot)       the slot is none from now on. Its files are written
    attempt(slot)     once it is one it is to be tried. Over the cable instead: switch(slot), after finish()
    finish(slot)      its manifest comes to its place: now it is one
    confirm(slot)     it has proved good. Where it has not, boot.py takes its manifest away
"""

import json

FOLDER = "/hushcue"
SLOT = FOLDER + "/slot"
TRIAL = FOLDER + "/trial"
MANIFEST = "/manifest.json"
NEWS = FOLDER + "/manifest.new"
"""The manifest of a slot that is being written."""
NEW = ".new"
NAMES = ("a", "b")
BOOTS = 3
_END = b"}}\n"


class Flash:
    """A file system, seen through ``os`` and ``open`` as MicroPython has them; ``root`` stands before every path."""

    def __init__(self, os, open, root: str = ""):  # type: ignore[no-untyped-def]
        self._os = os
        self._open = open
        self._root = root

    def read(self, path: str, most: int = 256) -> "bytes | None":
        """The first ``most`` bytes of a file; None where there is none."""
        try:
            with self._open(self._root + path, "rb") as file:
                return file.read(most)  # type: ignore[no-any-return]
        except OSError:
            return None

    def size(self, path: str) -> int:
        """Bytes; -1 where there is no such file."""
        try:
            found = self._os.stat(self._root + path)
        except OSError:
            return -1
        return -1 if found[0] & 0x4000 else int(found[6])

    def names(self, path: str) -> "list[str]":
        """What a folder holds, sorted; nothing where there is none."""
        try:
            return sorted(self._os.listdir(self._root + path))
        except OSError:
            return []

    def open(self, path: str, mode: str):  # type: ignore[no-untyped-def]
        """A binary file."""
        return self._open(self._root + path, mode)

    def write(self, path: str, data: bytes) -> None:
        """The file holds ``data``, or what it held before."""
        self.folder(path[: path.rfind("/")])
        with self._open(self._root + path + NEW, "wb") as file:
            file.write(data)
            file.flush()
        self.rename(path + NEW, path)

    def rename(self, old: str, new: str) -> None:
        """Takes the place of what is there."""
        self._os.rename(self._root + old, self._root + new)

    def remove(self, path: str) -> None:
        """A file, if there is one."""
        if self.size(path) >= 0:
            self._os.remove(self._root + path)

    def folder(self, path: str) -> None:
        """There is such a folder, and all above it."""
        made = ""
        for part in path.split("/")[1:]:
            made += "/" + part
            try:
                self._os.stat(self._root + made)
            except OSError:
                self._os.mkdir(self._root + made)

    def free_bytes(self) -> int:
        """What can still be written."""
        found = self._os.statvfs(self._root + "/")
        return int(found[0]) * int(found[3])


def place(slot: str) -> str:
    """The folder of a slot."""
    return FOLDER + "/" + slot


def running(path: "list[str]") -> str:
    """The slot that this start runs, by sys.path; "" for none: lib/ or a frozen image."""
    for slot in NAMES:
        if place(slot) + "/lib" in path:
            return slot
    return ""


def whole(flash: Flash, slot: str) -> bool:
    """Whether its manifest is in its place, to the last byte."""
    size = flash.size(place(slot) + MANIFEST)
    if size < len(_END):
        return False
    with flash.open(place(slot) + MANIFEST, "rb") as file:
        file.seek(size - len(_END))
        return bool(file.read() == _END)


def named(flash: Flash) -> str:
    """The slot that the file says; "" for none."""
    text = (flash.read(SLOT) or b"").strip()
    for slot in NAMES:
        if text == slot.encode():
            return slot
    return ""


def kept(flash: Flash) -> str:
    """The slot that is started while none is tried; "" where there is none."""
    for slot in (named(flash), "a", "b"):
        if slot and whole(flash, slot):
            return slot
    return ""


def spare(flash: Flash) -> str:
    """The slot that may be written."""
    return "b" if kept(flash) == "a" else "a"


def trial(flash: Flash) -> "tuple[str, int] | None":
    """(slot, boots that are left), None while none is tried."""
    try:
        found = json.loads(flash.read(TRIAL) or b"")
        slot, boots = found["slot"], found["boots"]
    except (ValueError, KeyError, TypeError):
        return None
    return (slot, boots) if slot in NAMES and isinstance(boots, int) else None


def begin(flash: Flash, slot: str) -> None:
    """From now on ``slot``, a spare one, is none and may be written."""
    if slot != spare(flash):
        raise ValueError("not a spare slot: " + slot)
    other = kept(flash)
    if other and named(flash) != other:
        flash.write(SLOT, other.encode())
    flash.remove(TRIAL)
    flash.remove(TRIAL + NEW)
    flash.remove(place(slot) + MANIFEST)


def finish(flash: Flash, slot: str) -> None:
    """All files of ``slot`` are there; so its manifest, which was written to NEWS, comes to its place."""
    flash.folder(place(slot))
    flash.rename(NEWS, place(slot) + MANIFEST)


def attempt(flash: Flash, slot: str, boots: int = BOOTS) -> None:
    """``slot`` is tried from the next start on where it is one by then."""
    flash.write(TRIAL, json.dumps({"slot": slot, "boots": boots}).encode())


def confirm(flash: Flash, slot: str) -> None:
    """``slot`` has proved good: it is the one that is started."""
    flash.write(SLOT, slot.encode())
    flash.remove(TRIAL)


switch = confirm
"""The same, without a trial before: for who stands beside the chip."""
