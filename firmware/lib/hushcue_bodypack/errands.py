"""What the app does seldom: fetch a firmware, confirm it, restart, trace the link, keep a lower ceiling.

Each is loaded for the time it takes, with all that it needs, and let go after it: the app that plays has no memory for
it. ``app``: see app.py. Each is a task of its own beside the sound.
"""

import asyncio
import gc
import os

from hushcue_wire import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any  # noqa: TID251 - for the type checker alone

    from .app import App

TRACE_MS = 200
HUSH_MS = 50
PATIENCE_MS = 10000
"""So long keeping a ceiling waits for a moment without sound. It is in force at once; only a restart would undo it."""


def _say(app: "App", text: str) -> None:
    """How far an update is, or what came of it."""
    app.control.tell_update(text)
    app.carry_out()


async def update(app: "App", order: "Any") -> None:
    """See update.py."""
    from . import safe, updating

    def say(text: str) -> None:
        _say(app, text)

    restart = False
    try:
        restart = await updating.run(order, __version__, app.board.name, safe, app.silent, say)
    except Exception:
        say("failed mistake")
        raise
    if restart:
        app.errand("restart")


async def confirm(app: "App", _order: "Any") -> None:
    """The firmware on trial has proved good."""
    from . import safe, updating

    updating.confirm(safe.slot or "")
    safe.on_trial = app.control.identity.on_trial = False
    _say(app, "confirmed " + safe.firmware[2])


async def restart(app: "App", _order: "Any") -> None:
    """What was said before is let out first, within a second."""
    from . import safe

    for _ in range(20):
        if not app.client.conversation.queued:
            break
        await asyncio.sleep_ms(50)
    will = app.control.will()
    app.client.publish(will.topic, will.payload, 1, True, True)
    await asyncio.sleep_ms(300)
    app.close()
    await asyncio.sleep_ms(300)
    safe.restart()


async def trace(app: "App", order: "Any") -> None:
    """See tracing.py. Where there is too little memory for it, that is said, and the sound is what matters."""
    from .app import clock_ms

    gc.collect()
    try:
        from . import tracing

        if gc.mem_free() < tracing.HEAP_BYTES:
            raise MemoryError
        work = tracing.Tracing(app.control, app.session, order, clock_ms())
    except MemoryError:
        from hushcue_wire import documents

        fields = {"boot": app.control.identity.boot, "at": 0, "state": "no_memory"}
        fields["session"], fields["trace"] = order["session"], order["trace"]
        app.control.tell("trace", documents.make("trace", fields))
        app.carry_out()
        return
    try:
        while work.step(clock_ms(), app.client.conversation.queued):
            app.carry_out()
            await asyncio.sleep_ms(TRACE_MS)
        app.carry_out()
    except Exception:
        app.session.trace = None
        raise


async def ceiling(app: "App", _order: "Any") -> None:
    """See ceilings.py. Whoever asks hears of it when it is kept."""
    from . import ceilings, safe, slots
    from .app import clock_ms

    waited_ms = 0
    while waited_ms < PATIENCE_MS and not app.silent() and app.session.level_peak:
        waited_ms += HUSH_MS
        await asyncio.sleep_ms(HUSH_MS)
    ceilings.keep(slots.Flash(os, open), safe.settings["key"], app.control.identity.ceiling_db)
    app.control.tell_hello(clock_ms())
    app.carry_out()
