"""Runs after boot.py: the firmware that it has chosen. One on trial that fails gives way to the one before it."""

import sys

from hushcue_bodypack import safe

try:
    from hushcue_bodypack import begin

    pool = begin.load()
    begin.run(pool)
except Exception as error:
    if not safe.on_trial:
        raise
    sys.print_exception(error)
    import machine

    machine.reset()
