"""Runs after boot.py: the bodypack, unless this start must be a safe one.

A chip without PSRAM has little memory, and in several pieces. So the one large buffer is made while there is room for
it in one piece, and what loading leaves behind is collected before the next module is loaded.
"""

import gc

from hushcue_bodypack import jitter, safe

pool = None if safe.why else bytearray(safe.jitter_blocks * jitter.LARGEST_PAYLOAD_BYTES)
for name in ("session", "pump", "control", "mqtt_conversation", "mqtt", "app"):
    gc.collect()
    __import__("hushcue_bodypack." + name)
gc.collect()

from hushcue_bodypack import app  # noqa: E402 - it is the last of them

app.main(pool)
