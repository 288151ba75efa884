"""A studio in which people work: the real gateway with two shows, bodypacks that record what left their DAC, accounts.

Everything is a program of its own, on ports that the kernel chose. What a host heard is read from the recordings while
they grow; ``Ear`` reads them by the clock of this machine.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
import numpy as np
from numpy.typing import NDArray

from hushcue_tools.demo.children import Children, hushcue
from hushcue_tools.pc_bodypack import recorder

from .gateway_process import PASSWORD, GatewayProcess, device_key, wait_for
from .person import Person

STUDIO = "test"
"""As ``GatewayProcess`` writes it."""
WRITES_S = 0.3
"""A recording is written a few times a second; with what a buffer still holds."""


@dataclass(frozen=True)
class Pack:
    """A bodypack of the studio: its show and groups. ``runs`` False: it stands in the file and nobody wears it."""

    id: str
    show: str
    groups: tuple[str, ...] = ()
    label: str = ""
    runs: bool = True


@dataclass(frozen=True)
class Ear:
    """What left the DAC of one bodypack, as far as it is written. Float32 at 48 kHz."""

    wav: Path

    def between(self, begin_ns: int, end_ns: int, timeout_s: float = 60.0) -> NDArray[np.float32]:
        """The samples of a stretch of monotonic time, once they are there."""
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                recording, _ = recorder.load(self.wav)
            except (OSError, ValueError):  # while it is being written
                recording = None
            if recording is not None:
                first, last = (int(recording.position(at_ns)) for at_ns in (begin_ns, end_ns))
                if last <= len(recording.samples):
                    return recording.samples[max(0, first) : last]
            assert time.monotonic() < deadline, f"{self.wav.name} does not reach that far"
            time.sleep(WRITES_S / 3)


class Studio:
    """``with Studio(folder, shows, packs) as studio``: up when entered, gone when left.

    shows: id -> label, the first being the default. more: further TOML. constants: see patient.py.
    """

    def __init__(
        self,
        folder: Path,
        shows: Mapping[str, str],
        packs: Sequence[Pack],
        *,
        more: str = "",
        media: str = "",
        http: str = "",
        warnings: tuple[str, ...] = ("error",),
        constants: Mapping[str, object] | None = None,
    ):
        self.folder = folder
        self.shows = dict(shows)
        self.packs = {pack.id: pack for pack in packs}
        self.gateway = GatewayProcess(
            folder, (), media=media, more=http + self._tables() + more, warnings=warnings, constants=constants
        )
        keys = {pack.id: device_key(pack.id).hex() for pack in packs}
        (folder / "state" / "keys.json").write_text(json.dumps(keys))
        self._children = Children()
        self._people: list[Person] = []
        self._owner: Person | None = None

    def __enter__(self) -> Studio:
        self._children.__enter__()
        try:
            self.gateway.start()
            for pack in self.packs.values():
                if pack.runs:
                    self._wear(pack)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for person in self._people:
            person.close()
        self._children.__exit__()
        self.gateway.stop()
        self.gateway.http.close()

    # -- where it is ----------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """Of its plain HTTP listener, without a slash at the end."""
        return str(self.gateway.ready["http"]).rstrip("/")

    @property
    def welcome(self) -> str:
        """The one-time link of the first start."""
        return str(self.gateway.ready["welcome"])

    @property
    def api(self) -> httpx.Client:
        """With the gateway's own token: an owner."""
        return self.gateway.http

    # -- hosts ----------------------------------------------------------------------------------------------------

    def ear(self, pack: str) -> Ear:
        """What it hears."""
        return Ear(self.folder / f"{pack}.wav")

    def host(self, pack: str) -> dict[str, Any]:
        """It as the live document of its show tells."""
        hosts: dict[str, Any] = self.state(self.packs[pack].show)["hosts"]
        found: dict[str, Any] = hosts[pack]
        return found

    def state(self, show: str) -> dict[str, Any]:
        """The live document of a show."""
        answer = self.api.get(f"/api/v1/shows/{show}/state")
        assert answer.status_code == 200, answer.text
        state: dict[str, Any] = answer.json()
        return state.get("state", state)

    def wait_until_worn(self, timeout_s: float = 60.0) -> None:
        """Until every bodypack that runs is online and sound leaves its DAC."""
        for pack in self.packs.values():
            if pack.runs:
                wait_for(f"{pack.id} is online", lambda name=pack.id: self.host(name)["state"] == "online", timeout_s)
        begin_ns = time.monotonic_ns()
        for pack in self.packs.values():
            if pack.runs:
                self.ear(pack.id).between(begin_ns, begin_ns + 100_000_000, timeout_s)

    # -- people ---------------------------------------------------------------------------------------------------

    def owner(self) -> Person:
        """One who owns the studio, made once. The link of the first start is left for who tests it."""
        if self._owner is None:
            answer = self.api.post("/api/v1/invites", json={"owner": True})
            assert answer.status_code == 201, answer.text
            self._owner = self._join(str(answer.json()["token"]), "olga")
        return self._owner

    def person(self, name: str, show: str, role: str) -> Person:
        """A new account with a role in a show, signed in."""
        answer = self.api.post("/api/v1/invites", json={"show": show, "role": role})
        assert answer.status_code == 201, answer.text
        return self._join(str(answer.json()["token"]), name)

    def invitation(self, show: str, role: str) -> str:
        """The link that a person would be sent, on the plain listener."""
        answer = self.api.post("/api/v1/invites", json={"show": show, "role": role})
        assert answer.status_code == 201, answer.text
        link: str = answer.json()["url"]
        return self.url + link[link.index("/", len("https://")) :] if "://" in link else self.url + link

    def _join(self, token: str, name: str) -> Person:
        person = Person.join(self.url, token, name)
        self._people.append(person)
        return person

    # -- parts ----------------------------------------------------------------------------------------------------

    def _tables(self) -> str:
        quoted = json.dumps  # a JSON string is a TOML string
        lines = []
        for name, label in self.shows.items():
            lines += ["[[shows]]", f"id = {quoted(name)}", f"label = {quoted(label)}"]
        for pack in self.packs.values():
            lines += ["[[bodypacks]]", f"id = {quoted(pack.id)}", f"password = {quoted(PASSWORD)}"]
            lines += [f"show = {quoted(pack.show)}", f"groups = {json.dumps(list(pack.groups))}"]
            lines += [f"label = {quoted(pack.label or pack.id)}"]
        return "\n".join(lines) + "\n"

    def _wear(self, pack: Pack) -> None:
        words = ["bodypack", "--id", pack.id, "--studio", STUDIO, "--broker", f"127.0.0.1:{self.gateway.broker_port}"]
        words += ["--password-env", "TEST_PASSWORD", "--key-env", "TEST_KEY", "--until-stdin-closes"]
        words += ["--wav", str(self.folder / f"{pack.id}.wav")]
        secret = {"TEST_PASSWORD": PASSWORD, "TEST_KEY": device_key(pack.id).hex()}
        self._children.start(pack.id, hushcue(*words), secret)
