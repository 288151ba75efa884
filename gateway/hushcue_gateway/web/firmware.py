"""The firmware for whoever makes a bodypack over a cable: which boards there are, and what belongs onto each."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel

from hushcue_wire import __version__, manifest

from ..core.rights import Action
from ..updates.bundle import LOADERS, Bundle
from ..updates.compiler import ask_tools
from ..updates.words import WORDS as UPDATE_WORDS
from ..words import WORDS
from .caller import needs

if TYPE_CHECKING:
    from ..updates.shelf import Shelf

TYPE = "application/octet-stream"
Board = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,32}$")]
Place = Annotated[str, Path(max_length=manifest.MAX_PATH_CHARS)]


class ImageAnswer(BaseModel):
    """A MicroPython file: where its maker has it, and its SHA-256 where that is known. needs: "", "psram" (beside the
    chip) or "octal" (8 MB or more inside it). offset: where on the flash it begins."""

    name: str
    url: str
    page: str
    sha256: str | None
    needs: str
    offset: int


class BoardAnswer(BaseModel):
    """machine: what its compiled files are for. image: what most of these boards take; images: that, and others."""

    board: str
    machine: str
    chip: str
    image: ImageAnswer
    images: list[ImageAnswer]


class FirmwareAnswer(BaseModel):
    """version: of the firmware. mpy: of its compiled files. oldest: the least MicroPython that runs it."""

    version: str
    mpy: int
    oldest: str
    boards: list[BoardAnswer]


class Offer:
    """What ``hushcue flash --offer`` says, asked once."""

    def __init__(self) -> None:
        self._found: Mapping[str, Any] | None = None
        self._asking = asyncio.Lock()

    async def all(self) -> Mapping[str, Any]:
        """Raises Trouble."""
        async with self._asking:
            if self._found is None:
                self._found = json.loads(await ask_tools("-", "-", "flash", "--offer"))
            return self._found

    async def kind(self, board: str) -> tuple[str, str, int]:
        """(board, machine, mpy) as the shelf wants it. Raises Trouble."""
        found = await self.all()
        for each in found["boards"]:
            if each["board"] == board:
                return board, str(each["machine"]), int(found["mpy"])
        names = ", ".join(str(each["board"]) for each in found["boards"])
        raise UPDATE_WORDS.trouble("unknown_board", board=board[:32], boards=names)


def firmware_routes(shelf: Shelf) -> APIRouter:
    """``/api/v1/firmware``. What a path may name stands in the manifest; no other path reaches the file system."""
    router = APIRouter(prefix="/api/v1/firmware", tags=["firmware"])
    offer = Offer()

    @router.get("", dependencies=[needs(Action.OWN)])
    async def get_firmware() -> FirmwareAnswer:
        found = await offer.all()
        boards = [BoardAnswer(**board, image=board["images"][0]) for board in found["boards"]]
        return FirmwareAnswer(version=__version__, mpy=found["mpy"], oldest=found["oldest"], boards=boards)

    @router.get(
        "/{board}/{path:path}",
        response_class=Response,
        responses={200: {"content": {TYPE: {}}}},
        dependencies=[needs(Action.OWN)],
    )
    async def get_firmware_file(board: Board, path: Place) -> Response:
        bundle = await shelf.wanted(*await offer.kind(board))
        data = await asyncio.to_thread(content, bundle, path)
        if data is None:
            raise WORDS.trouble("no_such_place")
        return Response(data, media_type=TYPE, headers={"Cache-Control": "no-store"})

    return router


def content(bundle: Bundle, path: str) -> bytes | None:
    """A file of the slot, its manifest, or one of the loaders; None for anything else."""
    if path == manifest.NAME:
        return bundle.sealed
    if path in bundle.files or path in LOADERS:
        return (bundle.folder / path).read_bytes()
    return None
