"""A gateway with the patience of tests: ``python patient.py CONSTANTS ARGUMENT...`` is ``python -m hushcue_gateway``.

A process that this machine has no time for is neither killed nor given up, where no test is about that; and CONSTANTS
(JSON: "talk_desk.LOST_MS" -> value, and so on) are other ones. nursery.py does the same to the gateways that it forks.
"""

from __future__ import annotations

import importlib
import json
import runpy
import sys
from collections.abc import Mapping
from typing import Any

MODULE = "hushcue_gateway"
NEVER_HUNG_S = 60.0
START_S = 60.0
LASTING_KEYS = {f"{name}.LOST_MS": 60_000 for name in ("core.press", "talk_desk", "live.connection")}
"""Constants with which a talk key that nobody keeps is lost after a minute instead of a second."""


def be_patient(constants: Mapping[str, object]) -> None:
    """From now on."""
    child = importlib.import_module(f"{MODULE}.supervisor.child")
    make = child.Child.__init__

    def make_patient(self: object, *arguments: Any, hang_s: float, **more: Any) -> None:
        make(self, *arguments, hang_s=max(hang_s, NEVER_HUNG_S), **more)

    child.Child.__init__ = make_patient
    change({"broker.mosquitto.READY_S": START_S, **constants})


def change(constants: Mapping[str, object]) -> None:
    """Only what is there already."""
    for name, value in constants.items():
        place, _, constant = name.rpartition(".")
        module = importlib.import_module(f"{MODULE}.{place}")
        getattr(module, constant)
        setattr(module, constant, value)


if __name__ == "__main__":
    del sys.path[0]  # modules of ours have names that others may have
    be_patient(json.loads(sys.argv.pop(1)))
    runpy.run_module(MODULE, run_name="__main__", alter_sys=True)
