"""What the firmware itself thinks of a config.json and of a cell's voltage, for tools that do not run it."""

import json
from collections.abc import Mapping
from typing import Any

from ..firmware import use


def fault_in(document: Mapping[str, Any]) -> tuple[str, str] | None:
    """(key, what is wrong in both languages on one line), or None where a chip would take this config.json."""
    use()
    from hushcue_bodypack import config

    try:
        config.read(json.dumps(document, ensure_ascii=False).encode())
    except config.ConfigError as error:
        return error.key, str(error).removeprefix("config.json: ")
    return None


def settings_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """Every setting with its default, by dotted name, of a document in which nothing is wrong."""
    use()
    from hushcue_bodypack import config

    return dict(config.read(json.dumps(document, ensure_ascii=False).encode()))


def charge_percent(cell_mv: int) -> int:
    """0..100."""
    use()
    from hushcue_bodypack import battery

    return int(battery.percent(cell_mv))


def is_cell(cell_mv: int) -> bool:
    """Whether a reading is that of a cell, and not of an open pin or of USB."""
    use()
    from hushcue_bodypack import battery

    return cell_mv >= int(battery.NOT_THERE_MV)


def board_named(machine: str) -> str:
    """The board's file for what a chip says of itself, such as "ESP32S3 module with ESP32S3"."""
    name = machine.upper().replace("-", "")
    return "esp32_s3" if "ESP32S3" in name else "esp32_c3" if "ESP32C3" in name else "esp32_generic"


def amplitude(db: float) -> int:
    """0..32767 of a peak in dBFS."""
    use()
    from hushcue_bodypack import levels

    return int(levels.amplitude(db))
