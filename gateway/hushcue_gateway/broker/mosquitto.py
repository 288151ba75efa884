"""A Mosquitto of our own: started with generated files, watched, started again when it ends."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from hushcue_words import EXIT_MISSING, Trouble

from .. import ports
from ..config import Broker
from ..logs import Log
from ..state_dir import private_file, private_folder
from .doorbell import Doorbell, Refused
from .files import SALT_BYTES, access_list, configuration, password_file, password_hash
from .find import find
from .words import WORDS

READY_S = 10.0
POLL_S = 0.02
RACES = 5
FIRST_WAIT_S = 0.2
LONGEST_WAIT_S = 5.0
GOOD_LIFE_S = 10.0
"""Having lived this long, the next wait is the shortest again."""
AGAIN_S = (0.5, 2.0, 10.0)
"""After this long it is told again to read its files: while it reads them it takes no notice of being told to."""
KEEPER = Path(__file__).with_name("keeper.py")


class Mosquitto:
    """The supervised broker. ``port`` is the one it listens on, also when the configuration said 0."""

    def __init__(
        self,
        settings: Broker,
        studio: str,
        accounts: Mapping[str, str],
        state_dir: Path,
        log: Log,
        kept: Mapping[str, str] | None = None,
        turned_away: Callable[[Refused], None] = lambda _: None,
    ):
        """accounts: name -> password. kept: name -> ``password_hash``, which counts before a password. turned_away:
        told of everybody who was not let in."""
        self.port = settings.port
        self.pid = 0
        self.restarts = 0
        self.started_at = 0.0
        """When this process of it was started, by time.monotonic()."""
        self._settings = settings
        self._studio = studio
        hashes = {name: password_hash(text, secrets.token_bytes(SALT_BYTES)) for name, text in accounts.items()}
        self._hashes = hashes | dict(kept or {})
        self._turned_away = turned_away
        self._doorbell = Doorbell()
        self._answering = False
        self._told_in_vain = False
        self._repeats: tuple[asyncio.TimerHandle, ...] = ()
        self._folder = state_dir / "broker"
        self._log = log
        self._program = Path()
        self._keeper: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._last_line = ""
        self._stopping = False

    @property
    def address(self) -> tuple[str, int]:
        """Where the gateway itself connects to."""
        anywhere = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}
        return anywhere.get(self._settings.listen, self._settings.listen), self.port

    @property
    def running(self) -> bool:
        """Whether the program is up now."""
        return self._keeper is not None and self._keeper.returncode is None

    async def start(self) -> None:
        """Find it, write its files, start it, wait until it answers. Raises Trouble (exit code 3) where it does not."""
        self._program = await asyncio.to_thread(find, self._settings.program)
        private_folder(self._folder)
        private_file(self._folder / "passwords", password_file(self._hashes))
        private_file(self._folder / "access", access_list(self._studio))
        for race in range(RACES):
            self.port = self._choose_port()
            try:
                await self._launch()
                break
            except Trouble:
                # Only between choosing a free port and listening on it can somebody else have taken it.
                if self._settings.port != 0 or race == RACES - 1:
                    raise
        self._watcher = asyncio.create_task(self._watch(), name="broker watcher")

    def admit(self, account: str, kept: str) -> None:
        """From now on it may sign in with the password that ``kept`` was made of, and with no other: whoever is
        connected with another is cut off. Raises Trouble where the file cannot be written."""
        self._change({**self._hashes, account: kept})

    def dismiss(self, account: str) -> None:
        """It may no longer sign in, and its connection is cut. May be called twice. Raises Trouble as ``admit``."""
        if account in self._hashes:
            self._change({name: kept for name, kept in self._hashes.items() if name != account})

    def replace(self) -> None:
        """End a broker that runs and answers nobody; the watcher starts another. No error when none runs."""
        keeper = self._keeper
        if keeper is not None and keeper.stdin is not None and not keeper.stdin.is_closing():
            self._log.error("broker_hangs", pid=self.pid)
            keeper.stdin.close()

    async def stop(self) -> None:
        """End it. May be called twice, and without start."""
        self._stopping = True
        self._forget_repeats()
        if self._watcher is not None:
            self._watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watcher
            self._watcher = None
        await self._end()

    def _change(self, hashes: dict[str, str]) -> None:
        private_folder(self._folder)
        private_file(self._folder / "passwords", password_file(hashes))
        self._hashes = hashes
        self._reload()
        if hasattr(signal, "SIGHUP"):
            self._forget_repeats()
            loop = asyncio.get_running_loop()
            self._repeats = tuple(loop.call_later(after_s, self._reload) for after_s in AGAIN_S)

    def _forget_repeats(self) -> None:
        for repeat in self._repeats:
            repeat.cancel()
        self._repeats = ()

    def _reload(self) -> None:
        """Let it read its files again. Where there is no signal for that, another one takes its place within a second;
        sound does not pass through it."""
        if not self._answering:  # it may have read them already, and a signal that comes too early would end it
            self._told_in_vain = True
            return
        hangup = getattr(signal, "SIGHUP", None)
        if hangup is None:
            if self._keeper is not None and self._keeper.stdin is not None:
                self._keeper.stdin.close()
            return
        with contextlib.suppress(OSError):  # it has just ended: the next one reads them anyway
            os.kill(self.pid, hangup)

    def _choose_port(self) -> int:
        listen, port = self._settings.listen, self._settings.port
        try:
            return ports.free_port(listen, port)
        except ports.CannotListen as error:
            codes = {"taken": "broker_port_taken", "refused": "broker_port_refused", "no_address": "broker_no_address"}
            facts = {"listen": listen} if error.why == "no_address" else {"listen": listen, "port": port}
            raise Trouble(WORDS, codes[error.why], facts, EXIT_MISSING) from None

    async def _launch(self) -> None:
        """One life of the program, from spawn to answering."""
        # As root it would change to an account that may not read these files.
        run_as = "root" if hasattr(os, "geteuid") and os.geteuid() == 0 else None
        passwords, access = self._folder / "passwords", self._folder / "access"
        text = configuration(self._settings.listen, self.port, passwords, access, run_as)
        private_file(self._folder / "mosquitto.conf", text)
        self._keeper = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", str(KEEPER)),
            *(str(self._program), "-c", str(self._folder / "mosquitto.conf")),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # a Ctrl-C in the console is for the gateway alone
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        self._last_line = ""
        self.started_at = time.monotonic()
        self._reader = asyncio.create_task(self._read(self._keeper), name="broker reader")
        try:
            assert self._keeper.stdout is not None
            first_line = await asyncio.wait_for(self._keeper.stdout.readline(), READY_S)
            self.pid = int(first_line or 0)
            await asyncio.wait_for(self._answers(self._keeper), READY_S)
        except (TimeoutError, ConnectionError, ValueError):
            await self._end()
            reason = self._last_line or f"no answer on port {self.port}"
            raise WORDS.trouble("broker_no_start", exit_code=EXIT_MISSING, reason=reason) from None
        self._answering = True
        self._log.info("broker_started", listen=self._settings.listen, port=self.port, pid=self.pid)
        if self._told_in_vain:
            self._told_in_vain = False
            self._reload()

    async def _answers(self, keeper: asyncio.subprocess.Process) -> None:
        """Wait until it takes connections. ConnectionError when it ended instead."""
        while keeper.returncode is None:
            try:
                _, writer = await asyncio.open_connection(*self.address)
            except OSError:
                await asyncio.sleep(POLL_S)
                continue
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
            # Somebody else's listener would answer as well: ours must still be alive a moment later.
            await asyncio.sleep(POLL_S)
            if keeper.returncode is None:
                return
        raise ConnectionError

    async def _read(self, keeper: asyncio.subprocess.Process) -> None:
        assert keeper.stderr is not None
        while line := await keeper.stderr.readline():
            text = line.decode("utf-8", "replace").strip()
            if text:
                self._last_line = text
                self._log.debug("broker_says", text=text)
                refused = self._doorbell.said(text, time.monotonic())
                if refused is not None:
                    self._turned_away(refused)

    async def _watch(self) -> None:
        """Start it again, each time after a longer wait, for as long as the gateway lives."""
        clock = asyncio.get_running_loop().time
        wait_s = FIRST_WAIT_S
        while True:
            born = clock()
            if self._keeper is not None:
                exit_code = await self._keeper.wait()
                await self._end()
                if clock() - born > GOOD_LIFE_S:
                    wait_s = FIRST_WAIT_S
                self._log.warning("broker_died", exit_code=exit_code, wait_s=wait_s)
            await asyncio.sleep(wait_s)
            wait_s = min(wait_s * 2, LONGEST_WAIT_S)
            self.restarts += 1
            try:
                await self._launch()
            except Trouble as trouble:
                self._log.tell("error", trouble.code, trouble.facts)

    async def _end(self) -> None:
        keeper, self._keeper = self._keeper, None
        self._answering = False
        if keeper is not None:
            assert keeper.stdin is not None
            if not keeper.stdin.is_closing():
                keeper.stdin.close()
            with contextlib.suppress(OSError):
                await keeper.stdin.wait_closed()
            try:
                await asyncio.wait_for(keeper.wait(), 5.0)
            except TimeoutError:
                keeper.kill()
                await keeper.wait()
            if keeper.returncode is not None and keeper.returncode < 0 and self.pid:
                # The keeper itself was killed: nobody else ends the program.
                with contextlib.suppress(OSError):
                    os.kill(self.pid, signal.SIGTERM)
        self.pid = 0
        if self._reader is not None:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._reader, 1.0)
            self._reader = None
