"""A new firmware, fetched over the air into the spare slot: what is wanted, in which order, and what is refused. Pure.

    the order        signed by the gateway: version, SHA-256 of the manifest, bytes of all files
    1 manifest       fetched beside the slots, and believed only where its SHA-256 is the one of the order
    2 is it for us   board, processor, version of compiled files, not older than ours, room enough
    3 begin          the spare slot is none from now on; what the manifest does not name is removed from it
    4 file by file   what is there and right stays; the rest is fetched beside its place, checked, read back, renamed
    5 finish         the manifest comes to its place, so that the slot is tried at the next start

A power cut, or a link that breaks, costs what was not written: the same order again goes on where this one ended. Every
step waits while somebody listens, for a flash write stalls the sound. See slots.py for what is started when.

Nobody needs this module but for an update: updating.py loads it then, and lets it go.
"""

import binascii

from hushcue_wire import manifest
from hushcue_wire.errors import WireError

from . import slots

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any  # noqa: TID251 - for the type checker alone

BLOCK_BYTES = 1024
FLASH_BLOCK_BYTES = 4096
SPARE_BYTES = 16384
"""Left free: the file system needs some to work with."""
TRIES = 6
PAUSE_MS = 500
TENTHS = 10


class Refused(Exception):
    """This order is not carried out, nor the same one again. ``code``: one of the gateway's words for it; ``about``:
    what it is about."""

    def __init__(self, code: str, about: str = ""):
        super().__init__(code, about)
        self.code = code
        self.about = about


class Broken(Exception):
    """The link broke, or the other side is not ready: the same again may work."""


class Here:
    """What this bodypack is. loader: whether its boot.py knows of slots; on_trial: what runs has yet to prove good."""

    def __init__(self, version: str, board: str, machine: str, mpy: int, mpy_minor: int, loader: bool, on_trial: bool):
        self.version = version
        self.board = board
        self.machine = machine
        self.mpy = mpy
        self.mpy_minor = mpy_minor
        self.loader = loader
        self.on_trial = on_trial


class Update:
    """One order on its way.

    order: version, manifest (64 hex digits), size, older. sha256() gives what has update() and digest(). source: open
    (name, at) -> bytes from there to the end, read(most) -> bytes, close(); the first two raise Broken, and Refused for
    what is not there. quiet() returns when nobody listens; pause(ms) waits; tell(text) says how far it is.
    """

    def __init__(
        self,
        flash: slots.Flash,
        here: Here,
        order: "dict[str, Any]",
        sha256: "Callable[[], Any]",
        source: "Any",
        quiet: "Callable[[], Awaitable[None]]",
        pause: "Callable[[int], Awaitable[None]]",
        tell: "Callable[[str], None]",
    ):
        self._flash = flash
        self._here = here
        self._order = order
        self._sha256 = sha256
        self._source = source
        self._quiet = quiet
        self._pause = pause
        self._tell = tell
        self._total = 1
        self._done = 0
        self._tenth = -1
        self.fetched_bytes = 0
        self.slot = ""

    async def run(self) -> None:
        """To the end: the slot is tried at the next start. Raises Refused, and Broken where it was tried often
        enough."""
        self._before()
        await self._manifest()
        wanted = self._look()
        self.slot = slots.spare(self._flash)
        await self._quiet()
        slots.begin(self._flash, self.slot)
        await self._tidy()
        self._room(wanted)
        self._total = max(1, wanted)
        self._progress(0)
        for path, size, digest in self._entries():
            place = slots.place(self.slot) + "/" + path
            if not self._right(place, size, digest):
                await self._fetch(path, place + slots.NEW, size, digest)
                self._compiled(place + slots.NEW, path)
                self._flash.rename(place + slots.NEW, place)
        await self._quiet()
        slots.attempt(self._flash, self.slot)
        slots.finish(self._flash, self.slot)

    # -- is it for us --------------------------------------------------------------------------------------------

    def _before(self) -> None:
        """What can be refused before anything is fetched."""
        if not self._here.loader:
            raise Refused("no_loader")
        if self._here.on_trial:
            raise Refused("on_trial")
        if not self._order.get("older"):
            self._not_older(str(self._order["version"]))
        if self._order["size"] + SPARE_BYTES > 8 * 1024 * 1024:
            raise Refused("no_room", str(self._order["size"]))

    def _not_older(self, version: str) -> None:
        if manifest.order(version) < manifest.order(self._here.version):
            raise Refused("older", version + " < " + self._here.version)

    async def _manifest(self) -> None:
        """It lies at slots.NEWS, and is the one of the order."""
        wanted = self._order["manifest"]
        await self._quiet()
        self._flash.folder(slots.FOLDER)
        if self._digest(slots.NEWS) != wanted:
            self._flash.remove(slots.NEWS)
            await self._fetch(manifest.NAME, slots.NEWS, -1, wanted)

    def _look(self) -> int:
        """Whether the manifest is for us. Bytes that have to be fetched, were the slot empty."""
        size = self._flash.size(slots.NEWS)
        try:
            if size > manifest.MAX_BYTES or not self._ends(size):
                raise WireError("manifest", "has no end")
            with self._flash.open(slots.NEWS, "rb") as file:
                head = manifest.read_head(file.readline())
            total = count = 0
            for _, bytes_, _ in self._entries():
                total += bytes_
                count += 1
        except WireError:
            raise Refused("damaged", manifest.NAME)
        if head["version"] != self._order["version"] or not 0 < count <= manifest.MAX_FILES:
            raise Refused("damaged", manifest.NAME)
        for name, ours in (("board", self._here.board), ("machine", self._here.machine), ("mpy", self._here.mpy)):
            if head[name] != ours:
                raise Refused("wrong_" + name, "%s, %s" % (head[name], ours))
        if total != self._order["size"]:
            raise Refused("damaged", manifest.NAME)
        return total

    def _ends(self, size: int) -> bool:
        with self._flash.open(slots.NEWS, "rb") as file:
            file.seek(max(0, size - len(manifest.END)))
            return bool(file.read() == manifest.END)

    def _entries(self):  # type: ignore[no-untyped-def]
        """(path, bytes, SHA-256) of every file, read as they are asked for: the whole would be much memory."""
        with self._flash.open(slots.NEWS, "rb") as file:
            file.readline()
            while True:
                entry = manifest.read_entry(file.readline())
                if entry is None:
                    return
                yield entry

    # -- the slot ------------------------------------------------------------------------------------------------

    async def _tidy(self) -> None:
        """What the manifest does not name is removed; the beginnings of files that it does stay."""
        named = [slots.place(self.slot) + "/" + path for path, _, _ in self._entries()]
        folders = [slots.place(self.slot)]
        while folders:
            folder = folders.pop()
            for name in self._flash.names(folder):
                path = folder + "/" + name
                if self._flash.size(path) < 0:
                    folders.append(path)
                elif path not in named and not (path[-4:] == slots.NEW and path[:-4] in named):
                    await self._quiet()
                    self._flash.remove(path)

    def _room(self, wanted: int) -> None:
        """What is still to be written fits, whole flash blocks for each file."""
        needed = 0
        for path, size, _ in self._entries():
            if self._flash.size(slots.place(self.slot) + "/" + path) != size:
                needed += (size // FLASH_BLOCK_BYTES + 1) * FLASH_BLOCK_BYTES
        free = self._flash.free_bytes()
        if needed + SPARE_BYTES > free:
            raise Refused("no_room", "%d > %d" % (needed + SPARE_BYTES, free))

    def _right(self, place: str, size: int, digest: str) -> bool:
        if self._flash.size(place) != size or self._digest(place) != digest:
            return False
        self._progress(size)
        return True

    def _digest(self, path: str) -> str:
        """SHA-256 of a file in hex, "" where there is none."""
        if self._flash.size(path) < 0:
            return ""
        return _hex(self._hashed(path).digest())

    def _hashed(self, path: str) -> "Any":
        sha = self._sha256()
        if self._flash.size(path) > 0:
            with self._flash.open(path, "rb") as file:
                while True:
                    data = file.read(BLOCK_BYTES)
                    if not data:
                        break
                    sha.update(data)
        return sha

    def _compiled(self, new: str, path: str) -> None:
        """Machine code of a compiled file is for this processor and this MicroPython."""
        if path[-4:] != ".mpy":
            return
        head = self._flash.read(new, 3) or b""
        native = len(head) == 3 and head[2] >> 2 & 15
        if len(head) < 3 or head[0] != 0x4D or head[1] != self._here.mpy:
            raise Refused("wrong_mpy", path)
        if native and head[2] & 3 != self._here.mpy_minor:
            raise Refused("wrong_mpy", path)

    # -- fetching ------------------------------------------------------------------------------------------------

    async def _fetch(self, name: str, new: str, size: int, digest: str) -> None:
        """The file ``name`` comes to ``new``, the part of it that is there already being kept. size -1: any."""
        self._flash.folder(new[: new.rfind("/")])
        tries = TRIES
        while True:
            before = self._flash.size(new)
            try:
                received = await self._receive(name, new, size)
                break
            except Broken:
                tries = TRIES if self._flash.size(new) > before else tries - 1
                if tries <= 0:
                    raise
            finally:
                await self._source.close()
            await self._pause(PAUSE_MS)
        if _hex(received.digest()) != digest:
            self._flash.remove(new)
            raise Refused("changed", name)
        if self._digest(new) != digest:
            self._flash.remove(new)
            raise Refused("flash", name)

    async def _receive(self, name: str, new: str, size: int) -> "Any":
        """One connection. The hash of all that is there then."""
        at = max(0, self._flash.size(new))
        if at > size >= 0:
            self._flash.remove(new)
            at = 0
        sha = self._hashed(new)
        if at == size:
            return sha
        left = await self._source.open(name, at)
        if size < 0:
            size = at + left
            if size > manifest.MAX_BYTES:
                raise Refused("damaged", name)
        if left != size - at:
            raise Refused("truncated", name)
        with self._flash.open(new, "ab") as file:
            while at < size:
                data = await self._source.read(min(BLOCK_BYTES, size - at))
                if not data:
                    raise Broken("ended early")
                await self._quiet()
                file.write(data)
                sha.update(data)
                at += len(data)
                self.fetched_bytes += len(data)
                self._progress(len(data) if name != manifest.NAME else 0)
        return sha

    def _progress(self, count: int) -> None:
        """Told in tenths of all: every document on its way costs memory."""
        self._done += count
        tenth = min(TENTHS, self._done * TENTHS // self._total) if self._total > 1 else 0
        if tenth > self._tenth:
            self._tenth = tenth
            self._tell("fetch %d" % (tenth * 100 // TENTHS))


def _hex(data: bytes) -> str:
    return binascii.hexlify(data).decode()
