"""A ceiling that was lowered from afar, kept over a restart. The flash is injected (slots.Flash).

    /hushcue/ceiling     "-12.0 TAG CHECK": dBFS; whose it is, by the device key in config.json; SHA-256 of both

It counts where it is lower than the one in config.json, so nothing that is kept here can raise that. Who stands beside
the chip gives it another config.json, and with it another device key: then the ceiling begins anew.
A file that cannot be believed counts as the lowest ceiling that a command may ask for: whatever it said, it was no
lower than that.
"""

import binascii
import hashlib
import os

from . import slots

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any  # noqa: TID251 - for the type checker alone

PLACE = "/hushcue/ceiling"
LOWEST_DB = -30
"""A voice is still understood; what a command may ask for ends here (hushcue_wire.documents)."""
_BYTES = 64
_CHARS = 16


def _hash(text: str) -> str:
    return binascii.hexlify(hashlib.sha256(text.encode()).digest()).decode()[:_CHARS]


def _content(key: str, ceiling_db: float) -> bytes:
    text = "%s %s" % (ceiling_db, _hash("ceiling of " + key))
    return (text + " " + _hash(text)).encode()


def kept(flash, key: str, config_db: float, path: str = PLACE) -> float:  # type: ignore[no-untyped-def]
    """The ceiling in force, dBFS; ``key``: the device key in hex, ``config_db``: what config.json says."""
    if flash.size(path) < 0:
        return config_db
    try:
        data = flash.read(path, _BYTES + 1) or b""
        number, tag, check = data.decode().split(" ")
        ceiling_db = float(number)
        if _hash(number + " " + tag) != check or not LOWEST_DB <= ceiling_db <= 0:
            raise ValueError
    except ValueError:  # UnicodeError is one
        return min(config_db, LOWEST_DB)
    if tag != _hash("ceiling of " + key):
        return config_db
    return min(config_db, ceiling_db)


def lower(settings: "dict[str, Any]") -> None:
    """The ceiling in the settings of this start becomes the one in force."""
    config_db = settings["audio.ceiling_db"]
    settings["audio.ceiling_db"] = kept(slots.Flash(os, open), settings["key"], config_db)


def keep(flash, key: str, ceiling_db: float, path: str = PLACE) -> None:  # type: ignore[no-untyped-def]
    """From the next start on it is this one. Writes flash; OSError where that fails. What was kept before stays until
    the new one is whole."""
    data = _content(key, ceiling_db)
    if flash.read(path, _BYTES + 1) != data:
        flash.write(path, data)
