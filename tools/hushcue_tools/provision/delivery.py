"""config.json to where it belongs: a board at a cable, or a file."""

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hushcue_words import EXIT_MISSING, EXIT_USAGE

from ..device import Device, DeviceError
from ..device.serial_device import trouble_of
from .words import WORDS

CONFIG_JSON = "/config.json"
MAX_BYTES = 4096
"""What the chip reads of it."""


class Board:
    """A chip at its prompt. Everything raises Trouble."""

    def __init__(self, device: Device):
        self._device = device

    @property
    def place(self) -> str:
        """For people."""
        return self._device.name

    def before(self) -> dict[str, Any]:
        """The config.json that is there now; {} where there is none that can be read."""
        try:
            return parsed(self._device.get(CONFIG_JSON))
        except DeviceError as error:
            raise trouble_of(error, self.place) from None

    def has_firmware(self) -> bool:
        """Whether something would start."""
        try:
            return any(entry.name == "main.py" for entry in self._device.listdir("/"))
        except DeviceError as error:
            raise trouble_of(error, self.place) from None

    def machine(self) -> str:
        """What the chip says of itself."""
        try:
            return self._device.facts().machine
        except DeviceError as error:
            raise trouble_of(error, self.place) from None

    def write(self, data: bytes) -> None:
        """In one step, and looked at afterwards."""
        try:
            self._device.put(CONFIG_JSON, data)
            stamp = self._device.hash([CONFIG_JSON]).get(CONFIG_JSON)
        except DeviceError as error:
            raise WORDS.trouble("board_lost", exit_code=EXIT_MISSING, port=self.place, reason=error) from None
        if stamp is None or stamp.sha256 != hashlib.sha256(data).hexdigest():
            raise WORDS.trouble("board_lost", exit_code=EXIT_MISSING, port=self.place, reason=CONFIG_JSON)

    def restart(self) -> None:
        """With its new identity."""
        with contextlib.suppress(DeviceError):
            self._device.reset()


class FileOut:
    """A file of this machine, for its owner alone. Everything raises Trouble."""

    def __init__(self, path: Path):
        self._path = path

    @property
    def place(self) -> str:
        """For people."""
        return str(self._path)

    def before(self) -> dict[str, Any]:
        """The document that is there now, {} where there is none."""
        try:
            return parsed(self._path.read_bytes()[:MAX_BYTES])
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise WORDS.trouble("out_unread", exit_code=EXIT_USAGE, path=self._path, reason=error) from None

    def has_firmware(self) -> bool:
        """Not of a file's business."""
        return True

    def machine(self) -> str:
        """Nobody knows which chip it will be."""
        return ""

    def write(self, data: bytes) -> None:
        """In one step."""
        beside = self._path.with_name(self._path.name + ".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                beside.unlink()
            with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
            os.replace(beside, self._path)
        except OSError as error:
            reason = error.strerror or error
            raise WORDS.trouble("out_unwritable", exit_code=EXIT_MISSING, path=self._path, reason=reason) from None

    def restart(self) -> None:
        """Nothing runs there."""


def parsed(data: bytes | None) -> dict[str, Any]:
    """A document, {} where it is none."""
    try:
        document = json.loads(data or b"")
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def section(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A part of a document, {} where it has none."""
    found = document.get(name)
    return found if isinstance(found, dict) else {}
