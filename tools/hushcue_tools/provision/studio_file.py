"""The studio's TOML file, as far as a technician's tools read and change it: text in, text out. Pure.

What a person wrote stays as it stands, with its comments: tomlkit changes only what is named.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

HTTP_PORT = 8580
BROKER_PORT = 1883
TOKEN_FILE = "http-token"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = ("0.0.0.0", "::", "")


@dataclass(frozen=True)
class Member:
    """A bodypack as the file has it."""

    id: str
    label: str
    groups: tuple[str, ...]
    show: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Studio:
    """What is asked of the file. token: as it stands there, "" where the gateway keeps its own in ``state_dir``."""

    name: str
    state_dir: str
    broker_mode: str
    broker_listen: str
    broker_host: str
    broker_port: int
    http_host: str
    http_port: int
    token: str = field(repr=False)
    bodypacks: Mapping[str, Member] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Of the API on this machine."""
        host = "127.0.0.1" if self.http_host in EVERYWHERE else self.http_host
        return f"http://{'[' + host + ']' if ':' in host else host}:{self.http_port}"

    @property
    def is_heard(self) -> bool:
        """Whether bodypacks can reach its broker: the gateway's own may listen to this machine alone."""
        return self.broker_mode != "embedded" or self.broker_listen not in LOOPBACK

    def token_file(self, beside: Path) -> Path:
        """Where the gateway keeps its token; ``beside``: the folder of the file."""
        return beside / Path(self.state_dir).expanduser() / TOKEN_FILE


class NotAStudio(ValueError):
    """The text is no TOML, or its parts are of another kind. ``str()`` says what."""


def read(text: str) -> Studio:
    """Raises NotAStudio. Whether all of it is right is the gateway's to say."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NotAStudio(str(error)) from None
    broker, http = _table(document, "broker"), _table(document, "http")
    entries = document.get("bodypacks", [])
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise NotAStudio("bodypacks")
    members = [_member(each) for each in entries]
    return Studio(
        name=str(document.get("studio", "studio")),
        state_dir=str(document.get("state_dir", "state")),
        broker_mode=str(broker.get("mode", "embedded")),
        broker_listen=str(broker.get("listen", "127.0.0.1")),
        broker_host=str(broker.get("host", "")),
        broker_port=_whole(broker.get("port", BROKER_PORT)),
        http_host=str(http.get("host", "127.0.0.1")),
        http_port=_whole(http.get("port", HTTP_PORT)),
        token=str(http.get("token", "")),
        bodypacks={each.id: each for each in members},
    )


def _table(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = document.get(name, {})
    if not isinstance(found, dict):
        raise NotAStudio(name)
    return found


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotAStudio("port")
    return value


def _member(entry: Mapping[str, Any]) -> Member:
    groups = entry.get("groups", [])
    return Member(
        str(entry.get("id", "")),
        str(entry.get("label", "")),
        tuple(map(str, groups)) if isinstance(groups, list) else (),
        str(entry.get("show", "")),
        str(entry.get("password", "")),
    )


def with_bodypack(
    text: str,
    name: str,
    password: str,
    label: str | None = None,
    groups: Sequence[str] | None = None,
    show: str | None = None,
) -> str:
    """The text with a bodypack ``name``: a new one at the end, or the one that is there with what is given changed.
    What is None stays as it is. Raises NotAStudio."""
    try:
        document = tomlkit.parse(text)
    except tomlkit.exceptions.TOMLKitError as error:
        raise NotAStudio(str(error)) from None
    entries = document.get("bodypacks")
    wanted: dict[str, Any] = {"password": password}
    if label is not None:
        wanted["label"] = label
    if groups is not None:
        wanted["groups"] = list(groups)
    if show is not None:
        wanted["show"] = show
    if entries is None:
        entries = tomlkit.aot()
        document.append("bodypacks", entries)
    if not isinstance(entries, AoT):
        raise NotAStudio("bodypacks")
    found = next((each for each in entries if each.get("id") == name), None)
    if found is None:
        found = _new(name)
        entries.append(found)
    for key, value in wanted.items():
        if found.get(key) != value:
            found[key] = value
    made, head = tomlkit.dumps(document), f'[[bodypacks]]\nid = "{name}"'
    return made if "\n\n" + head in made else made.replace("\n" + head, "\n\n" + head)  # as a person would write it


def _new(name: str) -> Table:
    table = tomlkit.table()
    table.add("id", name)
    return table
