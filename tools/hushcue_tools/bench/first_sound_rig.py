"""What ``hushcue bench first-sound`` works with: a board whose cable is counted, a studio of its own with a real
gateway, and the commands that a technician types, run as programs."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hushcue_words import EXIT_MISSING, language

from ..demo import awake
from ..demo.children import OUTPUT, Child, Children, hushcue, search_path
from ..demo.client import Client
from ..demo.rig import last_words
from ..demo.show import CUES
from .first_sound_words import WORDS
from .vm_board import SerialBoard

HOST = "host-1"
STUDIO = "bench"
MIN_DELAY_MS = 60
"""What a bodypack buffers at least. The VM's packet loops are bytecode, and its machine has other things to do."""
READY_S = 120.0
COMMAND_S = 600.0


@dataclass
class Cable:
    """What has passed."""

    to_board: int = 0
    from_board: int = 0

    @property
    def bytes(self) -> int:
        """Both ways: the board answers each piece before it gets the next."""
        return self.to_board + self.from_board

    def since(self, before: "Cable") -> "Cable":
        """What has passed since then."""
        return Cable(self.to_board - before.to_board, self.from_board - before.from_board)

    def copy(self) -> "Cable":
        """As it is now."""
        return Cable(self.to_board, self.from_board)


class WatchedBoard(SerialBoard):
    """A bare board whose cable is counted; ``said_at_ns(text)`` tells when it said something first."""

    def __init__(self, folder: Path, capture: Path | None = None):
        super().__init__(folder, capture=capture)
        self.cable = Cable()
        self._heard = bytearray()
        self._ends: list[tuple[int, int]] = []  # (length of what was heard, when)
        self.toward = self._toward
        self.back = self._back

    def _toward(self, data: bytes) -> bytes:
        self.cable.to_board += len(data)
        return data

    def _back(self, data: bytes) -> bytes:
        self.cable.from_board += len(data)
        self._heard += data
        self._ends.append((len(self._heard), time.monotonic_ns()))
        return data

    def said_at_ns(self, text: bytes) -> int | None:
        """None: not yet."""
        at = self._heard.find(text)
        return None if at < 0 else next(when for length, when in self._ends if length >= at + len(text))

    def last_words(self) -> str:
        """The end of what it said."""
        return bytes(self._heard[-300:]).decode("utf-8", "replace").strip()


class Studio:
    """``folder`` takes configuration, state and the Wi-Fi's password. ``knows_it``: the bodypack stands in the file
    from the beginning, as in the one that ``hushcue gateway --new-config`` writes."""

    def __init__(self, children: Children, folder: Path, knows_it: bool):
        self._children = children
        self.config = folder / "studio.toml"
        self._wifi = folder / "wifi-password"
        self._gateway: Child | None = None
        lines = [f"studio = {json.dumps(STUDIO)}", f"state_dir = {json.dumps(str(folder / 'state'))}"]
        lines += ["[http]", "port = 0", f"token = {json.dumps(secrets.token_urlsafe(24))}"]
        lines += ["[https]", "enabled = false", "[broker]", 'listen = "127.0.0.1"', f"port = {free_port('tcp')}"]
        lines += ["[media]", f"keep_awake = {str(awake.is_useful()).lower()}", f"min_delay_ms = {MIN_DELAY_MS}"]
        lines += ["[cues]", f"folder = {json.dumps(str(CUES))}"]
        if knows_it:
            lines += [
                "[[bodypacks]]",
                f"id = {json.dumps(HOST)}",
                f"password = {json.dumps(secrets.token_urlsafe(18))}",
            ]
        write_secret(self.config, "\n".join(lines) + "\n")
        write_secret(self._wifi, secrets.token_urlsafe(12))

    def start(self) -> Client:
        """The gateway, again where it runs already: a technician's Ctrl-C and arrow up. Raises Trouble."""
        if self._gateway is not None:
            self._children.forget(self._gateway)
        words = ("gateway", "--config", str(self.config), "--json-ready", "--language", language())
        leash = [sys.executable, "-m", "hushcue_tools.demo.leash"]
        self._gateway = self._children.start("gateway", [*leash, *hushcue(*words)])
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            line = self._gateway.line(1.0)
            if line is not None and line.startswith("{"):
                ready = json.loads(line)
                return Client(str(ready["http"]).rstrip("/"), str(ready["token"]))
            if line is None and self._gateway.exit_code is not None:
                break
        raise WORDS.trouble("no_gateway", exit_code=EXIT_MISSING, reason=last_words(self._gateway))

    def provision(self, port: str, board: str) -> dict[str, Any]:
        """The bodypack's identity, over the cable. Raises Trouble."""
        words = ["--id", HOST, "--config", str(self.config), "--port", port, "--gateway", "127.0.0.1"]
        words += ["--wifi", STUDIO, "--wifi-password-file", str(self._wifi), "--board", board, "--json"]
        return command("provision", hushcue("provision", *words))


def flash(port: str, board: str, for_the_vm: bool) -> dict[str, Any]:
    """``hushcue flash``; ``for_the_vm``: see vm_firmware.py. Raises Trouble."""
    program = [sys.executable, "-m", "hushcue_tools.bench.vm_firmware"] if for_the_vm else hushcue("flash")
    return command("flash", [*program, "--port", port, "--board", board, "--keep-image", "--yes", "--json"])


def command(name: str, words: list[str]) -> dict[str, Any]:
    """What a program of ours says in JSON. Raises Trouble with its own words where it fails."""
    done = subprocess.run(
        words,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, **OUTPUT, "PYTHONPATH": search_path(), "HUSHCUE_LANGUAGE": language()},
        timeout=COMMAND_S,
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or ["?"]
        raise WORDS.trouble("step_failed", exit_code=done.returncode, step=name, reason=said[-1])
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def bare(folder: Path) -> Path:
    """The flash of a bare board, but for a UDP port: that of a bodypack may be taken on this machine."""
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({"audio": {"port": free_port("udp")}}), encoding="utf-8")
    return folder


def free_port(kind: str) -> int:
    """One that nobody used a moment ago."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_secret(path: Path, text: str) -> None:
    """For our own account alone."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
