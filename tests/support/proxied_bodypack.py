"""A PC bodypack in this process, behind an emulated network: its hello names the proxy's port."""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

from hushcue_bodypack import pump, telemetry
from hushcue_bodypack import session as firmware_session
from hushcue_tools.bench.link_weather import Conditions
from hushcue_tools.bench.proxy import Proxy
from hushcue_tools.pc_bodypack import audio, crypto
from hushcue_tools.pc_bodypack.controller import TURN_S, Controller
from hushcue_tools.pc_bodypack.dac import VirtualDac
from hushcue_tools.pc_bodypack.mailbox import Mailbox, RemoteSession
from hushcue_tools.pc_bodypack.settings import Settings

from .datagrams import dropped

LOOPBACK = "127.0.0.1"
Session: Any = firmware_session.Session
Pump: Any = pump.Pump


class ProxiedBodypack:
    """``with ProxiedBodypack(...) as bodypack``: on its way to the gateway's broker; gone when left."""

    def __init__(
        self, name: str, broker_port: int, password: str, key: bytes, folder: Path, conditions: Conditions, seed: int
    ):
        self._receiver = audio.listen(LOOPBACK, 0)
        self.proxy = Proxy((LOOPBACK, 0), self._receiver.getsockname(), conditions, seed)
        self.settings = Settings(name, "test", "", LOOPBACK, broker_port, password, key, wav=folder / f"{name}.wav")
        boot = int.from_bytes(os.urandom(4), "big")
        self._identity = telemetry.Identity("test", name, boot, "pc", self.proxy.address[1], self.settings.ceiling_db)
        self.session = Session(crypto)
        assert self.settings.wav is not None
        self._dac = VirtualDac(self.settings.wav, False, None, 4)
        mailbox = Mailbox()
        self._remote = RemoteSession(mailbox)
        self._audio = audio.AudioThread(
            self.session, Pump(self.session, self._dac.write), self._dac, self._receiver, mailbox
        )
        self._passing = threading.Thread(target=self.proxy.run, daemon=True)
        self._controlling = threading.Thread(target=lambda: asyncio.run(self._control()), daemon=True)
        self._stop = threading.Event()
        self.controller: Controller | None = None

    def __enter__(self) -> ProxiedBodypack:
        self._passing.start()
        self._audio.start()
        self._controlling.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._controlling.join(60)
        self._audio.halt()
        self._audio.join(60)
        self.proxy.stop()
        self._passing.join(60)
        self.proxy.close()
        self._receiver.close()
        self._dac.close({"id": self.settings.id})

    def dropped(self) -> int:
        """Datagrams on their way to it that the kernel had no room for, while nobody read them; 0 where it does not
        say."""
        return dropped(self.proxy._socket) + dropped(self._receiver)

    async def _control(self) -> None:
        self.controller = controller = Controller(self.settings, self._identity, self._remote, lambda _: None)
        client = asyncio.create_task(controller.run_client())
        while not self._stop.is_set():
            controller.turn()
            await asyncio.sleep(TURN_S)
        await controller.leave()
        client.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await client
