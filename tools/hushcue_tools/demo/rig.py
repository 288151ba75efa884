"""The demo's studio: a gateway with its broker and bodypacks, as programs of their own in a folder that goes away."""

import json
import os
import secrets
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hushcue_words import EXIT_MISSING, language

from .children import Child, Children, hushcue
from .client import Client
from .show import CUES
from .words import WORDS

STUDIO = "demo"
MICROPHONE = "microphone"
PASSWORD_VARIABLE = "HUSHCUE_DEMO_PASSWORD"
KEY_VARIABLE = "HUSHCUE_DEMO_KEY"
MIN_DELAY_MS = 8
"""Within one machine a little less than the 10 ms that are kept ready against the air will do."""
READY_S = 60.0
ONLINE_S = 30.0
POLL_S = 0.1


class Rig:
    """Starts and restarts the programs. ``folder`` takes configuration, state and recordings. cues: folder of files."""

    def __init__(
        self,
        children: Children,
        folder: Path,
        hosts: Sequence[str],
        microphone: bool = False,
        keep_awake: bool = False,
        cues: Path = CUES,
    ):
        self._children = children
        self.folder = folder
        self.hosts = tuple(hosts)
        self._passwords = {host: secrets.token_urlsafe(18) for host in hosts}
        self._keys = {host: secrets.token_hex(32) for host in hosts}
        self._microphone = microphone
        self._keep_awake = keep_awake
        self._cues = cues
        self._ports = {"http": 0, "broker": 0}
        self._token = secrets.token_urlsafe(24)
        self.gateway: Child | None = None
        self.bodypacks: dict[str, Child] = {}
        self.recordings: dict[str, list[Path]] = {host: [] for host in hosts}

    # -- the gateway ------------------------------------------------------------------------------------------------

    def start_gateway(self) -> Client:
        """Start it, or start it again on the ports it had. Raises Trouble with what it said when it fails."""
        config = self.folder / "gateway.toml"
        config.write_text(self._config(), encoding="utf-8")
        self._keep_keys()
        command = hushcue("gateway", "--config", str(config), "--json-ready", "--language", language())
        self.gateway = self._children.start("gateway", [sys.executable, "-m", "hushcue_tools.demo.leash", *command])
        ready = self._ready(self.gateway)
        url = str(ready["http"])
        self._ports = {"http": int(url.rpartition(":")[2].strip("/")), "broker": int(ready["broker_port"])}
        return Client(url.rstrip("/"), str(ready["token"]))

    def kill_gateway(self) -> None:
        """End the gateway, its processes and its broker as a power cut does. POSIX only."""
        if sys.platform == "win32":
            raise NotImplementedError
        if self.gateway is not None:
            os.killpg(self.gateway.pid, signal.SIGKILL)
            self._children.forget(self.gateway)
            self.gateway = None

    def kill_bodypack(self, host: str) -> None:
        """End a bodypack as a power cut does."""
        child = self.bodypacks.pop(host)
        child.kill()
        self._children.forget(child)

    def _ready(self, gateway: Child) -> dict[str, Any]:
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            line = gateway.line(1.0)
            if line is not None:
                try:
                    ready = json.loads(line)
                except ValueError:
                    continue
                if isinstance(ready, dict) and ready.get("ready"):
                    return ready
            elif gateway.exit_code is not None:
                gateway.end()
                raise WORDS.trouble(
                    "gateway_ended", exit_code=gateway.exit_code or EXIT_MISSING, reason=last_words(gateway)
                )
        raise WORDS.trouble("gateway_not_ready", exit_code=EXIT_MISSING, seconds=int(READY_S))

    def _keep_keys(self) -> None:
        """Where the gateway finds the device keys; it need not make any."""
        state = self.folder / "state"
        state.mkdir(mode=0o700, exist_ok=True)
        path = state / "keys.json"
        if not path.exists():
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                json.dump(self._keys, file)

    def _config(self) -> str:
        quoted = json.dumps  # a JSON string is a TOML string
        lines = [
            f"studio = {quoted(STUDIO)}",
            f"language = {quoted(language())}",
            f"state_dir = {quoted(str(self.folder / 'state'))}",
            "[http]",
            f"port = {self._ports['http']}",
            f"token = {quoted(self._token)}",
            "[https]",
            'host = "127.0.0.1"',
            "port = 0",
            "[broker]",
            f"port = {self._ports['broker']}",
            "[media]",
            f"keep_awake = {str(self._keep_awake).lower()}",
            f"min_delay_ms = {MIN_DELAY_MS}",
            "[cues]",
            f"folder = {quoted(str(self._cues))}",
        ]
        if self._microphone:
            lines += ["[[sources]]", f"id = {quoted(MICROPHONE)}", 'kind = "microphone"', 'to = ["all"]']
        for host in self.hosts:
            lines += ["[[bodypacks]]", f"id = {quoted(host)}", f"password = {quoted(self._passwords[host])}"]
        return "\n".join(lines) + "\n"

    # -- bodypacks --------------------------------------------------------------------------------------------------

    def start_bodypack(self, host: str, audible: str | None = None) -> Child:
        """Start one, recording; ``audible`` names a sound card that listens along ("" is the default one)."""
        wav = self.folder / f"{host}-{len(self.recordings[host]) + 1}.wav"
        self.recordings[host].append(wav)
        words = ["bodypack", "--id", host, "--studio", STUDIO, "--broker", f"127.0.0.1:{self._ports['broker']}"]
        words += ["--password-env", PASSWORD_VARIABLE, "--key-env", KEY_VARIABLE]
        words += ["--wav", str(wav), "--until-stdin-closes"]
        words += ["--language", language()]
        if audible is not None:
            words += ["--device", audible]
        secret = {PASSWORD_VARIABLE: self._passwords[host], KEY_VARIABLE: self._keys[host]}
        child = self._children.start(host, hushcue(*words), secret)
        self.bodypacks[host] = child
        return child

    def wait_online(self, client: Client, hosts: Sequence[str] | None = None) -> dict[str, Any]:
        """Until each of ``hosts`` receives its stream. Returns the state then. Raises Trouble where one does not."""
        wanted = set(self.hosts if hosts is None else hosts)
        deadline = time.monotonic() + ONLINE_S
        while True:
            state = client.state()
            there = {each["id"] for each in state["bodypacks"] if is_receiving(each)}
            if wanted <= there:
                return state
            self.check()
            if time.monotonic() > deadline:
                missing = ", ".join(sorted(wanted - there))
                raise WORDS.trouble("bodypack_absent", exit_code=EXIT_MISSING, ids=missing, seconds=int(ONLINE_S))
            time.sleep(POLL_S)

    def check(self) -> None:
        """Raises Trouble when one of the programs has ended by itself."""
        child = self._children.ended()
        if child is not None:
            child.end()
            facts = {"name": child.name, "code": child.exit_code, "reason": last_words(child)}
            raise WORDS.trouble("child_ended", exit_code=EXIT_MISSING, **facts)

    def end_bodypacks(self) -> None:
        """All at once, so that every recording is complete."""
        for child in self.bodypacks.values():
            child.ask_to_end()
        for child in self.bodypacks.values():
            self._children.forget(child)
        self.bodypacks.clear()


def is_receiving(bodypack: dict[str, Any]) -> bool:
    """Whether a bodypack of the gateway's state has a session, and its sound is on the way."""
    return bodypack["session"] is not None and bodypack["playout"] in ("playing", "concealing", "silent")


def last_words(child: Child) -> str:
    """The end of what a program said on its standard error."""
    said = [line for line in child.errors if line.strip()]
    return " | ".join(said[-3:]) or WORDS.say("nothing_said")
