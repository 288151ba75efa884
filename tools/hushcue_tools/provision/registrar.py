"""The studio's file on disk, and the gateway's own programs that check it and keep the keys."""

import contextlib
import json
import os
import secrets
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hushcue_words import EXIT_MISSING, EXIT_USAGE, language

from ..demo.children import OUTPUT, hushcue, search_path
from . import studio_file
from .identity import Identity, text_of
from .studio_file import NotAStudio, Studio
from .words import WORDS

PASSWORD_BYTES = 18
PROGRAM_S = 60.0
CONFIG_JSON = "config.json"


class Registrar:
    """``path``: the studio's TOML file. Everything raises Trouble."""

    def __init__(self, path: Path):
        self.path = path.resolve()

    def text(self) -> str:
        """The file as it stands."""
        try:
            return self.path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            raise WORDS.trouble("studio_no_file", exit_code=EXIT_USAGE, path=self.path) from None
        except (OSError, UnicodeDecodeError) as error:
            raise WORDS.trouble("studio_unread", exit_code=EXIT_USAGE, path=self.path, reason=error) from None

    def studio(self) -> Studio:
        """What it says."""
        try:
            return studio_file.read(self.text())
        except NotAStudio as error:
            raise WORDS.trouble("studio_wrong", exit_code=EXIT_USAGE, path=self.path, reason=error) from None

    def token(self) -> str:
        """Of the gateway's API; "" where it has not made one yet."""
        studio = self.studio()
        if studio.token:
            return studio.token
        with contextlib.suppress(OSError, UnicodeDecodeError):
            return studio.token_file(self.path.parent).read_text(encoding="ascii").strip()
        return ""

    def register(self, identities: Sequence[Identity], new_passwords: bool = False) -> tuple[dict[str, str], bool]:
        """All of them in the file, each with a password of its own: (id -> broker password, whether a gateway that runs
        has to be started anew to know them). Nothing is changed where the gateway would not take the file."""
        studio, text = self.studio(), self.text()
        passwords = {}
        for each in identities:
            kept = studio.bodypacks[each.id].password if each.id in studio.bodypacks and not new_passwords else ""
            passwords[each.id] = kept or secrets.token_urlsafe(PASSWORD_BYTES)
            try:
                text = studio_file.with_bodypack(text, each.id, passwords[each.id], each.label, each.groups, each.show)
            except NotAStudio as error:
                raise WORDS.trouble("studio_wrong", exit_code=EXIT_USAGE, path=self.path, reason=error) from None
        fresh = any(
            studio.bodypacks.get(name) is None or studio.bodypacks[name].password != word
            for name, word in passwords.items()
        )
        if text != self.text():
            self._replace(text)
        return passwords, fresh

    def _replace(self, text: str) -> None:
        """Checked by the gateway's own program before it takes the file's place, with the permissions of before."""
        beside = self.path.with_name(self.path.name + ".new")
        try:
            with contextlib.suppress(FileNotFoundError):
                beside.unlink()
            mode = self.path.stat().st_mode & 0o777
            with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
            run("gateway", "--config", str(beside), "--check", shown=str(self.path))
            beside.chmod(mode)
            os.replace(beside, self.path)
        except OSError as error:
            reason = error.strerror or error
            raise WORDS.trouble("studio_unwritable", exit_code=EXIT_MISSING, path=self.path, reason=reason) from None
        finally:
            with contextlib.suppress(OSError):
                beside.unlink()

    def with_new_key(self, name: str, document: Mapping[str, Any]) -> tuple[bytes, str]:
        """(config.json with a new key of this bodypack, the key's public number); the gateway has the key from now on.

        The key goes through a file that only this account can read, and that is gone afterwards."""
        with tempfile.TemporaryDirectory(prefix="hushcue-") as folder:
            place = Path(folder, CONFIG_JSON)
            place.write_bytes(text_of(document))
            told = self._key(name, "--new", "--into", str(place))
            return place.read_bytes(), told

    def key_id(self, name: str) -> str:
        """The public number of the key that the gateway has for it."""
        return self._key(name)

    def _key(self, name: str, *more: str) -> str:
        said = run("key", name, "--config", str(self.path), "--json", *more, shown=str(self.path))
        return str(json.loads(said)["key"])


def run(*words: str, shown: str) -> str:
    """What one of our own programs says. Raises Trouble with its words where it refuses. ``shown``: the path that a
    person knows, where the program was given another."""
    command = hushcue("--language", language(), *words)
    environment = {**os.environ, **OUTPUT, "PYTHONPATH": search_path()}
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=environment,
            timeout=PROGRAM_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise WORDS.trouble("program_slow", exit_code=EXIT_MISSING, program=words[0]) from None
    if done.returncode == 0:
        return done.stdout
    lines = [line.removeprefix("hushcue: ").replace(shown + ".new", shown) for line in done.stderr.splitlines()]
    reason = "\n  ".join(lines) or str(done.returncode)
    raise WORDS.trouble("studio_refused", exit_code=done.returncode, path=shown, reason=reason)
