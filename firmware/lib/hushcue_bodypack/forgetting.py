"""Modules that are needed for a moment, given back to the collector. Whoever imports one again gets it anew."""

import sys

MOMENTARY = (
    "hushcue_bodypack.errands",
    "hushcue_bodypack.tracing",
    "hushcue_bodypack.ceilings",
    "hushcue_bodypack.updating",
    "hushcue_bodypack.update",
    "hushcue_bodypack.slots",
    "hushcue_wire.manifest",
    "hushcue_bodypack.forgetting",
)


def forget() -> None:
    """All of them that are loaded. What still runs in one goes on."""
    for name in MOMENTARY:
        if sys.modules.get(name) is None:
            continue
        home, short = name.split(".")
        # None first: MicroPython's dictionaries keep the value of an entry that is deleted, and so what it holds alive
        sys.modules[name] = None  # type: ignore[assignment]
        del sys.modules[name]
        holder = sys.modules[home]
        if hasattr(holder, short):
            setattr(holder, short, None)
            delattr(holder, short)
