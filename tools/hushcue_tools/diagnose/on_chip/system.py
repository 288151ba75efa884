"""What runs here, how much memory and flash there is, which slot was started, and whether starts have failed."""

import gc
import os
import sys


def probe(asked):
    import machine

    of = sys.implementation
    compiled = getattr(of, "_mpy", 0)
    yield {
        "micropython": [int(part) for part in of.version[:3]],
        "machine": getattr(of, "_machine", ""),
        "mpy": compiled & 0xFF,
        "architecture": compiled >> 10,
        "mhz": machine.freq() // 1000000,
        "reset_cause": machine.reset_cause(),
        "chip": "".join(["%02x" % byte for byte in machine.unique_id()]),
    }
    gc.collect()
    heap = {"heap_free_bytes": gc.mem_free(), "heap_used_bytes": gc.mem_alloc()}
    try:
        block, _, blocks, free = os.statvfs("/")[:4]
        heap["flash_bytes"] = block * blocks
        heap["flash_free_bytes"] = block * free
    except (OSError, AttributeError):
        pass
    try:
        import esp32

        heap["failed_starts"] = esp32.NVS("hushcue").get_i32("starts")
    except (ImportError, OSError):
        heap["failed_starts"] = 0
    yield heap
    found = {"firmware": None}
    try:
        import hushcue_wire

        found["firmware"] = hushcue_wire.__version__
        found["place"] = getattr(hushcue_wire, "__file__", "")
    except Exception as error:
        found["error"] = "%s: %s" % (type(error).__name__, error)
    yield found
