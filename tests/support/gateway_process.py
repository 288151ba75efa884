"""The real gateway as a program of its own, on ports the kernel chose, and how to talk to it."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import Empty, Queue
from typing import IO, Any

import httpx

from .programs import environment
from .warm import CAN, WarmProcess

PATIENT = Path(__file__).with_name("patient.py")
READY_S = 120.0
"""A small machine that does other work starts slowly."""
LIMIT_S = 60.0
"""Of everything that takes no time at all on a machine with nothing else to do."""
PASSWORD = "a-password-of-its-own"


def device_key(name: str) -> bytes:
    """The key that a bodypack of that name has in tests."""
    return hashlib.sha256(b"device key of " + name.encode()).digest()


CONFIG = """\
studio = "test"
[http]
port = 0
[https]
{https}
[broker]
{broker}
[media]
spares = {spares}
{media}
[cues]
folder = "cues"
{more}
"""
BODYPACK = """
[[bodypacks]]
id = "{name}"
password = "{password}"
groups = ["hosts"]
"""


def wait_for(what: str, test: Callable[[], Any], timeout_s: float = LIMIT_S, step_s: float = 0.05) -> Any:
    """The first true value of ``test``; AssertionError naming ``what`` when none comes in time."""
    deadline = time.monotonic() + timeout_s
    while True:
        value = test()
        if value:
            return value
        assert time.monotonic() < deadline, f"did not happen in {timeout_s} s: {what}"
        time.sleep(step_s)


def ends_with_us() -> list[str]:
    """What goes before a command so that Linux ends the program even when this process is killed."""
    return ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []


def _pass_on(stream: IO[str], take: Callable[[str], object]) -> None:
    """Every line as it comes; at the end an empty one."""
    for line in stream:
        take(line)
    take("")


class GatewayProcess:
    """``with GatewayProcess(folder) as gateway``: up when entered, gone when left. spares: they take a while to start,
    and only a test that kills processes wants them. patient: it neither kills nor gives up a process that is slow; by
    itself where there are no spares. constants: of a patient one, see patient.py. fresh: not forked, and patient only
    if told so."""

    def __init__(
        self,
        folder: Path,
        bodypacks: tuple[str, ...] = ("host-1", "host-2"),
        *,
        broker: str = "port = 0",
        media: str = "",
        https: str = "enabled = false",
        more: str = "",
        spares: bool = False,
        fresh: bool = False,
        patient: bool | None = None,
        constants: Mapping[str, object] | None = None,
        warnings: tuple[str, ...] = ("error",),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "cues").mkdir(exist_ok=True)
        self.folder = folder
        self.config = folder / "gateway.toml"
        tables = "".join(BODYPACK.format(name=name, password=PASSWORD) for name in bodypacks)
        self.config.write_text(
            CONFIG.format(broker=broker, media=media, spares=str(spares).lower(), https=https, more=more + tables),
            encoding="utf-8",
        )
        (folder / "state").mkdir(mode=0o700, exist_ok=True)
        (folder / "state" / "keys.json").write_text(json.dumps({name: device_key(name).hex() for name in bodypacks}))
        self._warnings = [part for each in warnings for part in ("-W", each)]
        self._fresh = fresh or not CAN or warnings != ("error",)
        self._constants: Mapping[str, object] | None = None
        if constants or (patient if patient is not None else not (fresh or spares)):
            self._constants = dict(constants or {})
        self.ready: dict[str, Any] = {}
        self.http = httpx.Client()
        self._process: subprocess.Popen[str] | WarmProcess | None = None
        self._lines: list[str] = []
        self._readers: list[threading.Thread] = []

    def __enter__(self) -> GatewayProcess:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.http.close()

    def start(self) -> None:
        """Start the program and wait for its line of readiness."""
        arguments = ["--config", str(self.config), "--json-ready", "--log-json", "--log-level", "debug"]
        if self._fresh:
            program = ["-m", "hushcue_gateway"]
            if self._constants is not None:
                program = [str(PATIENT), json.dumps(self._constants)]
            self._process = subprocess.Popen(
                [*ends_with_us(), sys.executable, *self._warnings, *program, *arguments],
                cwd=self.folder,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                start_new_session=True,
            )
        else:
            self._process = WarmProcess(arguments, self.folder, environment(), self._constants)
        said: Queue[str] = Queue()
        assert self._process.stdout is not None and self._process.stderr is not None
        stdout, stderr = self._process.stdout, self._process.stderr
        self._readers = [
            threading.Thread(target=_pass_on, args=(stdout, said.put), daemon=True),
            threading.Thread(target=_pass_on, args=(stderr, self._lines.append), daemon=True),
        ]
        for reader in self._readers:
            reader.start()
        try:
            line = said.get(timeout=READY_S)
        except Empty:
            line = ""
        if not line:
            self.kill()
            raise AssertionError("the gateway did not come up:\n" + "".join(self._lines))
        self.ready = json.loads(line)
        self.http.close()
        self.http = httpx.Client(
            base_url=self.ready["http"], headers={"Authorization": f"Bearer {self.ready['token']}"}, timeout=LIMIT_S
        )

    @property
    def broker_port(self) -> int:
        return int(self.ready["broker_port"])

    def state(self) -> dict[str, Any]:
        """``/api/v1/state``."""
        answer = self.http.get("/api/v1/state")
        assert answer.status_code == 200, answer.text
        state: dict[str, Any] = answer.json()
        return state

    def bodypack(self, name: str) -> dict[str, Any]:
        """The state of one bodypack."""
        found: dict[str, Any] = next(each for each in self.state()["bodypacks"] if each["id"] == name)
        return found

    def say(self, file: str, *to: str) -> str:
        """Begin a file cue; its id."""
        answer = self.http.post("/api/v1/shows/main/talks", json={"file": file, "to": list(to), "priority": "direct"})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["cue"])

    def cue(self, cue_id: str) -> dict[str, Any]:
        """The state of a cue."""
        cue: dict[str, Any] = next(each for each in self.state()["cues"] if each["id"] == cue_id)
        return cue

    def receipts(self, cue_id: str) -> dict[str, dict[str, Any]]:
        """The receipts of a cue by bodypack."""
        answer = self.http.get(f"/api/v1/cues/{cue_id}/receipts")
        assert answer.status_code == 200, answer.text
        return {receipt["bodypack"]: receipt for receipt in answer.json()["receipts"]}

    def wait_until_said(self, cue_id: str, timeout_s: float = LIMIT_S) -> dict[str, Any]:
        """The cue once it is over."""
        cue: dict[str, Any] = wait_for(
            f"cue {cue_id} is over",
            lambda: (cue := self.cue(cue_id))["state"] in ("ended", "refused") and cue,
            timeout_s,
        )
        return cue

    def log(self) -> list[dict[str, Any]]:
        """What it has logged; a line that is not JSON is a failure of its own."""
        return [json.loads(line) for line in list(self._lines) if line]

    def codes(self) -> list[str]:
        """The codes of what it has logged."""
        return [entry["code"] for entry in self.log()]

    def stop(self) -> int:
        """Ask it to end, as Ctrl-C or a service manager does; its exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> int:
        """End it without a word, as a power cut does."""
        return self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        process.send_signal(how)
        try:
            code = process.wait(LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError("the gateway does not end:\n" + "".join(self._lines)) from None
        for reader in self._readers:
            reader.join(LIMIT_S)
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
        return code
