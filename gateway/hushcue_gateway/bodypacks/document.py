"""``config.json`` of a bodypack: made of what a person in front of the board says, and of its new secrets. Pure.

The format is that of the firmware (``hushcue_bodypack/config.py``); what it would refuse is refused here, in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from .words import WORDS

MAX_LABEL_CHARS = 32
MAX_SSID_BYTES = 32
_PLACE = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:_-]*[A-Za-z0-9])?")
_BOARD = re.compile(r"[a-z0-9_]*")
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True)
class Wish:
    """What only the person in front of the board knows. gateway: name or address of this machine for bodypacks.
    broker_password: of an external broker, which keeps its own accounts. ValueError never; Trouble by ``check``."""

    ssid: str
    wifi_password: str = field(repr=False)
    gateway: str = ""
    country: str = "CN"
    ceiling_db: float = -6.0
    board: str = ""
    broker_password: str | None = field(default=None, repr=False)

    def check(self) -> None:
        """Raise Trouble where a bodypack would refuse it."""
        if not self.ssid.isprintable() or not 1 <= len(self.ssid.encode("utf-8", "replace")) <= MAX_SSID_BYTES:
            raise WORDS.trouble("bad_ssid", most=MAX_SSID_BYTES)
        password = self.wifi_password
        if not password.isprintable() or not password.isascii() or 0 < len(password) < 8 or len(password) > 63:
            raise WORDS.trouble("bad_wifi_password")
        if not _PLACE.fullmatch(self.gateway):
            raise WORDS.trouble("bad_gateway_place")
        if not _COUNTRY.fullmatch(self.country):
            raise WORDS.trouble("bad_country")
        if not _BOARD.fullmatch(self.board):
            raise WORDS.trouble("bad_board")


def config_json(
    wish: Wish, bodypack: str, studio: str, label: str, broker_port: int, password: str, key: bytes
) -> dict[str, Any]:
    """All of it."""
    return {
        "id": bodypack,
        "studio": studio,
        "label": label[:MAX_LABEL_CHARS],
        "board": wish.board,
        "wifi": {"ssid": wish.ssid, "password": wish.wifi_password, "country": wish.country},
        "broker": {"host": wish.gateway, "port": broker_port, "password": password},
        "audio": {"ceiling_db": wish.ceiling_db},
        "key": key.hex(),
    }
