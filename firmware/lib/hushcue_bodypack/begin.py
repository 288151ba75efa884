"""How the firmware is loaded, for main.py: in an order that a chip without PSRAM has the memory for.

Such a chip has little memory, and in several pieces. So the one large buffer is made while there is room for it in one
piece, and what loading leaves behind is collected before the next module is loaded.
"""

import gc

from . import jitter, safe


def load() -> "bytearray | None":
    """Everything but the app itself is made; the jitter buffer's memory, None where this start is a safe one."""
    pool = None if safe.why else bytearray(safe.jitter_blocks * jitter.LARGEST_PAYLOAD_BYTES)
    for name in ("session", "pump", "control", "mqtt_conversation", "mqtt", "app"):
        gc.collect()
        __import__("hushcue_bodypack." + name)
    gc.collect()
    return pool


def run(pool: "bytearray | None") -> None:
    """The bodypack, unless this start must be a safe one."""
    from . import app

    app.main(pool)
