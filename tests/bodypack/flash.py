"""A bodypack's flash in memory, whose power can go at any operation; and its boot loader. On both interpreters."""

import hashlib
import json

import hushcue_wire
from hushcue_bodypack import slots
from hushcue_wire import manifest

FOLDER_MODE = 0x4000
FILE_MODE = 0x8000


class Cut(BaseException):
    """The power went."""


class File:
    """As ``open`` gives it."""

    def __init__(self, flash, path, mode):
        self._flash = flash
        self._path = path
        self._writes = mode[0] in "wa"
        self._text = "b" not in mode
        self._data = bytearray() if mode[0] == "w" else bytearray(flash.files.get(path, b""))
        self._at = 0
        if self._writes:
            self._appear()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if self._writes and kind is not Cut:
            self.flush()

    def read(self, most=-1):
        """Bytes or text."""
        end = len(self._data) if most < 0 else min(len(self._data), self._at + most)
        found = bytes(self._data[self._at : end])
        self._at = end
        return found.decode() if self._text else found

    def readline(self):
        """To the end of the line."""
        end = bytes(self._data).find(b"\n", self._at) + 1
        return self.read((end or len(self._data)) - self._at)

    def seek(self, at, whence=0):
        """OSError before the beginning."""
        at += len(self._data) if whence == 2 else 0
        if at < 0:
            raise OSError(22)
        self._at = at

    def write(self, data):
        """Some of it may be there when the power goes."""
        data = data.encode() if self._text else bytes(data)
        half = len(data) // 2
        self._data += data[:half]
        self._appear()
        self._data += data[half:]
        self._appear()

    def flush(self):
        """From here on it is there for certain."""
        self._flash.step()
        self._flash.files[self._path] = bytes(self._data)

    def _appear(self):
        self._flash.step()
        if self._flash.torn:
            self._flash.files[self._path] = bytes(self._data)


class Memory:
    """``os`` and ``open`` of a chip. cut_at: the operation at which the power goes; torn: whether what was written
    before a flush is there then."""

    def __init__(self, torn=False, free_bytes=1 << 20):
        self.files = {}
        self.folders = {"", "/"}
        self.torn = torn
        self.free = free_bytes
        self.cut_at = 0
        self.steps = 0
        self.view = slots.Flash(self, self.open)

    def step(self):
        """An operation that changes something begins."""
        self.steps += 1
        if self.steps == self.cut_at:
            raise Cut

    def open(self, path, mode="r"):
        """As the builtin."""
        if mode[0] == "r" and path not in self.files:
            raise OSError(2)
        return File(self, path, mode)

    def stat(self, path):
        """As os.stat: mode first, size seventh."""
        if path in self.files:
            return (FILE_MODE, 0, 0, 0, 0, 0, len(self.files[path]), 0, 0, 0)
        if path in self.folders:
            return (FOLDER_MODE, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        raise OSError(2)

    def listdir(self, path):
        """Names."""
        if path not in self.folders:
            raise OSError(2)
        inside = [
            name[len(path) + 1 :] for name in list(self.files) + list(self.folders) if name.startswith(path + "/")
        ]
        return [name for name in inside if name and "/" not in name]

    def statvfs(self, _path):
        """Block size first, free blocks fourth."""
        used = sum([(len(data) // 4096 + 1) * 4096 for data in self.files.values()])
        return (4096, 4096, 0, (self.free - used) // 4096, 0, 0, 0, 0, 0, 255)

    def rename(self, old, new):
        """Wholly or not at all."""
        if old not in self.files:
            raise OSError(2)
        self.step()
        self.files[new] = self.files.pop(old)

    def remove(self, path):
        """A file."""
        if path not in self.files:
            raise OSError(2)
        self.step()
        del self.files[path]

    def mkdir(self, path):
        """A folder."""
        self.step()
        self.folders.add(path)

    def restart(self):
        """Power on again."""
        self.cut_at = self.steps = 0


def sha256(data):
    """In hex."""
    return "".join([f"{byte:02x}" for byte in hashlib.sha256(data).digest()])


class Firmware:
    """Files of a slot, as a bundle has them. sealed: their manifest."""

    def __init__(self, version, files, board="esp32_s3", machine="xtensawin", mpy=6):
        self.version = version
        self.files = files
        facts = {path: (len(data), sha256(data)) for path, data in files.items()}
        self.sealed = manifest.make(version, board, machine, mpy, facts)

    def order(self, **changes):
        """What the gateway announces."""
        fields = {
            "version": self.version,
            "manifest": sha256(self.sealed),
            "size": sum([len(data) for data in self.files.values()]),
            "place": "127.0.0.1:1/x",
            "older": None,
        }
        fields.update(changes)
        return fields

    def put(self, memory, slot):
        """As flashed over the cable."""
        for path, data in self.files.items():
            memory.view.write(slots.place(slot) + "/" + path, data)
        memory.view.write(slots.NEWS, self.sealed)
        slots.finish(memory.view, slot)
        slots.switch(memory.view, slot)

    def lies_in(self, memory, slot):
        """Every file of it, as it should be, and its manifest."""
        place = slots.place(slot)
        if memory.files.get(place + slots.MANIFEST) != self.sealed:
            return False
        return all([memory.files.get(place + "/" + path) == data for path, data in self.files.items()])


def boot(memory):
    """What boot.py chooses: (slot, whether it is on trial)."""
    with open(hushcue_wire.__file__.rsplit("/", 3)[0] + "/boot.py") as file:
        text = file.read()
    text = text[text.index("class Loader") : text.index("slot, on_trial =")]
    names = {"os": memory, "open": memory.open, "json": json, "__name__": "boot"}
    exec(text, names)
    return names["Loader"]().choose()
