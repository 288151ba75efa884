"""A ceiling that was lowered from afar, kept beside the configuration of a PC bodypack as on a chip's flash."""

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ..firmware import use

use()

from hushcue_bodypack import ceilings, slots  # noqa: E402 - importable only now

ENDING = ".ceiling"


def flash_of(config: Path) -> tuple[Any, str]:
    """(what the firmware takes for its flash, the path in it) of the file beside ``config``."""
    as_on_a_chip = SimpleNamespace(stat=os.stat, rename=os.replace, mkdir=os.mkdir)
    return slots.Flash(as_on_a_chip, open, str(config.resolve().parent)), f"/{config.name}{ENDING}"


def kept(config: Path, key: str, config_db: float) -> float:
    """The ceiling in force, dBFS."""
    flash, path = flash_of(config)
    return float(ceilings.kept(flash, key, config_db, path))


def keep(config: Path, key: str, ceiling_db: float) -> None:
    """From the next start on it is this one. Raises OSError."""
    flash, path = flash_of(config)
    ceilings.keep(flash, key, ceiling_db, path)
