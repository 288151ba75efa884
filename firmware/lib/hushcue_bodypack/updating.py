"""Updates over the air, as they meet the chip: its file system, a TCP stream, its SHA-256. See update.py.

This module is loaded for a moment: at every start, to say which firmware runs; while an update is on its way; and when
a new firmware has proved good. After that it is let go, with all that it needs: see forgetting.py.
"""

import asyncio
import binascii
import hashlib
import os
import sys

from . import slots

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any  # noqa: TID251 - for the type checker alone

MACHINES = {0: "none", 10: "xtensawin", 11: "rv32imc"}
"""Of sys.implementation._mpy -> what mpy-cross calls the processor."""
BUILD_CHARS = 16
OPEN_MS = 5000
READ_MS = 10000
TURN_MS = 5
POLL_MS = 50
HEADER_BYTES = 512
PATIENCE_MS = 120000
"""So long somebody may listen before the update is given up. What was fetched stays."""
ON_AIR = "on_air"


def compiled() -> "tuple[str, int, int]":
    """(processor, version, sub-version) of the compiled files that this MicroPython takes."""
    mpy = int(getattr(sys.implementation, "_mpy", 0))
    return MACHINES.get(mpy >> 10 & 15, "?"), mpy & 255, mpy >> 8 & 3


def build(slot: str) -> str:
    """Which firmware is in a slot: the beginning of its manifest's SHA-256 in hex, "" where there is none."""
    sha = hashlib.sha256()
    try:
        with open(slots.place(slot) + slots.MANIFEST, "rb") as file:
            data = file.read(256)
            while data:
                sha.update(data)
                data = file.read(256)
    except OSError:
        return ""
    return binascii.hexlify(sha.digest()).decode()[:BUILD_CHARS]


def confirm(slot: str) -> None:
    """The firmware of ``slot`` has proved good. Writes flash."""
    slots.confirm(slots.Flash(os, open), slot)


class Source:
    """The gateway's files, by HTTP/1.0. place: "192.168.1.10:8590/NAME"."""

    def __init__(self, place: str):
        address, self._folder = place.split("/", 1)
        self._host, port = address.split(":")
        self._port = int(port)
        self._streams = None  # type: Any

    async def open(self, name: str, at: int) -> int:
        """See update.Update."""
        from . import update

        self._streams = None
        try:
            self._streams = await _within(OPEN_MS, asyncio.open_connection(self._host, self._port))
            writer = self._streams[1]
            wanted = "GET /%s/%s HTTP/1.0\r\nRange: bytes=%d-\r\n\r\n" % (self._folder, name, at)
            writer.write(wanted.encode())
            await writer.drain()
            status, left = await _within(READ_MS, self._head())
        except (OSError, EOFError, ValueError, IndexError) as error:
            raise update.Broken(str(error)) from None
        if status == 404 or status == 403 or status == 416:
            raise update.Refused("truncated" if status == 416 else "gone", name)
        if status not in (200, 206) or (status == 200 and at) or left < 0:
            raise update.Broken("answer %d" % status)
        return int(left)

    async def _head(self) -> "tuple[int, int]":
        status, left, size = 0, -1, 0
        while True:
            line = await self._streams[0].readline()
            size += len(line)
            if not line or size > HEADER_BYTES:
                raise ValueError("no answer")
            if not status:
                status = int(line.split()[1])
            elif line == b"\r\n":
                return status, left
            elif line.lower().startswith(b"content-length:"):
                left = int(line[15:])

    async def read(self, most: int) -> bytes:
        """See update.Update."""
        from . import update

        try:
            return bytes(await _within(READ_MS, self._streams[0].read(most)))
        except (OSError, EOFError, ValueError) as error:
            raise update.Broken(str(error)) from None

    async def close(self) -> None:
        """See update.Update."""
        streams, self._streams = self._streams, None
        if streams is not None:
            try:
                streams[1].close()
                await streams[1].wait_closed()
            except OSError:
                pass


async def _within(limit_ms: int, work: "Any") -> "Any":
    """What ``work`` gives or raises, within so long. A task of its own is asked whether it is done: see mqtt.py."""
    found = []  # type: list[Any]
    task = asyncio.create_task(_into(found, work))
    turns = limit_ms // TURN_MS
    while not found:
        await asyncio.sleep_ms(TURN_MS)
        turns -= 1
        if not turns:
            task.cancel()
            raise OSError("no answer")
    if isinstance(found[0], Exception):
        raise found[0]
    return found[0]


async def _into(found: "list[Any]", work: "Any") -> None:
    try:
        found.append(await work)
    except Exception as error:
        found.append(error)


async def run(
    order: "dict[str, Any]",
    version: str,
    board: str,
    safe: "Any",
    silent: "Callable[[], bool]",
    tell: "Callable[[str], None]",
) -> bool:
    """Carry an order out, and say how far it is: True where the new firmware is to be started now. Never raises what
    the gateway, the link or the flash may do wrong."""
    from . import update

    waited = [0]

    async def quiet() -> None:
        while not silent():
            if not waited[0]:
                tell("wait")
            if waited[0] >= PATIENCE_MS:
                raise update.Broken(ON_AIR)
            waited[0] += POLL_MS
            await asyncio.sleep_ms(POLL_MS)
        waited[0] = 0

    machine, mpy, sub = compiled()
    here = update.Here(version, board, machine, mpy, sub, safe.slot is not None, safe.on_trial)
    flash = slots.Flash(os, open)
    source = Source(str(order["place"]))
    try:
        await update.Update(flash, here, order, hashlib.sha256, source, quiet, asyncio.sleep_ms, tell).run()
        tell("restart")
        return True
    except update.Refused as refusal:
        tell(("refused %s %s" % (refusal.code, refusal.about)).strip())
    except update.Broken as error:
        tell("failed on_air" if str(error) == ON_AIR else "failed link")
    except OSError as error:
        tell("failed flash %s" % error)
    return False
