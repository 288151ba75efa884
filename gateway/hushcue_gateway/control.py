"""The control plane: a list of parts (``parts.py``), and nothing that decides.

Everything here runs in one asyncio loop; the supervisors' threads hand their events over to it.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hushcue_wire import __version__

from .config import Config
from .core.actions import Action
from .logs import Log
from .state_dir import kept_token, private_folder

if TYPE_CHECKING:
    from .parts import Parts

TICK_S = 0.5


class Control:
    """The gateway of one studio. ``unlock``, ``start``, then ``stop`` whatever happened between."""

    def __init__(self, config: Config, log: Log):
        self.config = config
        self.log = log
        self.version = __version__
        self.boot = secrets.randbits(32)
        self.began_ns = time.monotonic_ns()
        self.token = config.http.token or ""
        self.folder = Path()  # of secrets, from ``unlock`` on
        self._parts: Parts | None = None
        self._loop = asyncio.get_running_loop()
        self._observers: Mapping[type, list[Callable[[Any], None]]] = {}
        self._reactions: Mapping[type, list[Callable[[Any], None]]] = {}
        self._ticking: asyncio.Task[None] | None = None

    def unlock(self) -> None:
        """First of all: the folder of secrets, the interface's token, the parts. Raises Trouble."""
        from .parts import make_parts

        self.folder = private_folder(self.config.state_dir)
        self.token = self.token or kept_token(self.folder)
        self.log.hide(self.token)
        for bodypack in self.config.bodypacks:
            self.log.hide(bodypack.password)
        self.log.hide(self.config.broker.password)
        self._parts = make_parts(self)
        self._observers = _merged(part.observers() for part in self.parts)
        self._reactions = _merged(part.actions() for part in self.parts)

    @property
    def parts(self) -> Parts:
        """What it is made of. RuntimeError before ``unlock``."""
        if self._parts is None:
            raise RuntimeError("not unlocked")
        return self._parts

    async def start(self) -> None:
        """Bring everything up: what is slow all at once, then part by part. Raises Trouble naming what is missing;
        ``stop`` is still to be called."""
        # every one is waited for: nothing may still be starting when ``stop`` is called
        for result in await asyncio.gather(*(part.prepare() for part in self.parts), return_exceptions=True):
            if isinstance(result, BaseException):
                raise result
        for part in self.parts:
            await part.start()
        self._ticking = asyncio.create_task(self._tick(), name="tick")

    async def stop(self) -> None:
        """Take everything down, in the opposite order. May be called twice."""
        if self._ticking is not None:
            self._ticking.cancel()
            await asyncio.gather(self._ticking, return_exceptions=True)
        for part in reversed(tuple(self._parts or ())):
            try:
                await part.stop()
            except Exception as error:
                self.log.error("our_mistake", where=f"{type(part).__name__}.stop", reason=repr(error))

    def readiness(self) -> dict[str, object]:
        """What ``--json-ready`` prints, but for the interface's address."""
        return {
            "ready": True,
            "broker_port": self.parts.mqtt.port,
            "token": self.token,
            "media_port": self.parts.sound.media.port,
            "boot": self.boot,
            "processes": self.processes(),
        }

    def processes(self) -> dict[str, int]:
        """Name -> process id of the children at work now, 0 where there is none."""
        parts = self.parts
        return {
            "media": parts.sound.media.pid,
            "capture": parts.sound.capture.pid,
            "webrtc": parts.webrtc.pid,
            "witness": parts.witness.pid,
        }

    # --- what parts are told ----------------------------------------------------------------------------------------

    def from_thread(self, event: object) -> None:
        """An event of a child process, from a thread of its supervisor."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: we have stopped
            self._loop.call_soon_threadsafe(self.observe, event)

    def observe(self, event: object) -> None:
        """Tell whoever observes events of this type."""
        self._tell(self._observers, event)

    def react(self, action: Action) -> None:
        """The same for what the roster wants done."""
        self._tell(self._reactions, action)

    def _tell(self, table: Mapping[type, list[Callable[[Any], None]]], what: object) -> None:
        """A mistake of ours in one part must not keep the others from hearing of it."""
        for hear in table.get(type(what), ()):
            try:
                hear(what)
            except Exception as error:
                self.log.error("our_mistake", where=type(what).__name__, reason=repr(error))

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            now_ns = time.monotonic_ns()
            for part in self.parts:
                try:
                    part.tick(now_ns)
                except Exception as error:
                    self.log.error("our_mistake", where=f"{type(part).__name__}.tick", reason=repr(error))


def _merged(tables: Any) -> dict[type, list[Callable[[Any], None]]]:
    merged: dict[type, list[Callable[[Any], None]]] = {}
    for table in tables:
        for kind, hear in table.items():
            merged.setdefault(kind, []).append(hear)
    return merged
