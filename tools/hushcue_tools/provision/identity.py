"""Who a bodypack is to be: everything that config.json holds but its secrets of its own. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

COUNTRY = "CN"
CEILING_DB = -6.0
BROKER_PORT = 1883


@dataclass(frozen=True)
class Identity:
    """label, groups, show None: as the studio's file has them, else none. board "": what the chip looks like."""

    id: str
    studio: str
    ssid: str
    gateway: str
    wifi_password: str = field(repr=False)
    broker_port: int = BROKER_PORT
    country: str = COUNTRY
    ceiling_db: float = CEILING_DB
    board: str = ""
    label: str | None = None
    groups: tuple[str, ...] | None = None
    show: str | None = None

    def document(self, broker_password: str, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """config.json but for its key. ``before``: what the chip holds now; what nobody asked about is kept from it
        (pins of a board of one's own, the audio port, the watchdog)."""
        old = before if before is not None else {}
        sound = old.get("audio")
        return {
            "id": self.id,
            "studio": self.studio,
            "label": self.label or "",
            "key": "",
            "board": self.board or str(old.get("board", "")),
            "wifi": {"ssid": self.ssid, "password": self.wifi_password, "country": self.country},
            "broker": {"host": self.gateway, "port": self.broker_port, "password": broker_password},
            "audio": {**(sound if isinstance(sound, dict) else {}), "ceiling_db": self.ceiling_db},
            **{name: old[name] for name in ("watchdog",) if isinstance(old.get(name), bool)},
        }


def text_of(document: Mapping[str, Any]) -> bytes:
    """As the file holds it."""
    return (json.dumps(document, ensure_ascii=False, indent=4) + "\n").encode()
