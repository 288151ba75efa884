"""The device keys: 256 random bits per bodypack, kept where nobody else looks, never shown.

By default they lie in ``keys.json`` of the state folder (0600); with ``keys = "keyring"`` in the operating system's
keyring (the library ``keyring``, an extra). The gateway makes a key for every bodypack that has none; ``hushcue key``
carries one to its bodypack, or replaces it. A gateway that runs sees by ``stamp`` that somebody did.
"""

from __future__ import annotations

import contextlib
import hmac
import importlib
import json
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from hushcue_wire import keys as wire_keys
from hushcue_words import EXIT_MISSING, Trouble

from .logs import Log
from .state_dir import private_file
from .words import WORDS

KEY_BYTES = 32
KEYS_FILE = "keys.json"
CHANGED_FILE = "keys.changed"
"""Written with every change of the keyring, which cannot be watched itself."""


def hmac_sha256(key: bytes, data: bytes) -> bytes:
    """RFC 2104 with SHA-256: what the contract wants injected."""
    return hmac.digest(key, data, "sha256")


def key_id(key: bytes) -> str:
    """The public name of a key: 8 hex digits."""
    return wire_keys.key_id(hmac_sha256, key)


class KeyStore(Protocol):
    """Where keys are kept. Every method raises Trouble where the place cannot be used."""

    def read(self, bodypacks: Iterable[str]) -> dict[str, bytes]:
        """The keys that these have; whoever has none is left out."""

    def write(self, keys: dict[str, bytes]) -> None:
        """Keep these, and those of others that are there already."""

    def remove(self, bodypack: str) -> None:
        """Keep its key no longer; nothing where there is none."""

    def stamp(self) -> object:
        """Something that is another after every change, whoever wrote."""


class FileStore:
    """``keys.json``: bodypack id -> 64 hex digits."""

    def __init__(self, folder: Path):
        self._path = folder / KEYS_FILE

    def read(self, bodypacks: Iterable[str]) -> dict[str, bytes]:
        everything = self._everything()
        return {name: everything[name] for name in bodypacks if name in everything}

    def write(self, keys: dict[str, bytes]) -> None:
        self._write({**self._everything(), **keys})

    def remove(self, bodypack: str) -> None:
        everything = self._everything()
        if everything.pop(bodypack, None) is not None:
            self._write(everything)

    def stamp(self) -> object:
        return _stamp(self._path)

    def _write(self, keys: dict[str, bytes]) -> None:
        document = {name: key.hex() for name, key in sorted(keys.items())}
        private_file(self._path, json.dumps(document, indent=1) + "\n")

    def _everything(self) -> dict[str, bytes]:
        try:
            document = json.loads(self._path.read_text(encoding="utf-8"))
            keys = {name: bytes.fromhex(text) for name, text in document.items()}
            if any(len(key) != KEY_BYTES for key in keys.values()):
                raise ValueError
        except FileNotFoundError:
            return {}
        except OSError as error:
            facts = {"path": self._path, "reason": error.strerror or error}
            raise WORDS.trouble("keys_unreadable", exit_code=EXIT_MISSING, **facts) from None
        except (ValueError, TypeError, AttributeError):
            # Never replaced by new ones in silence: every bodypack would have to be provisioned again.
            raise WORDS.trouble("keys_broken", exit_code=EXIT_MISSING, path=self._path) from None
        return keys


class KeyringStore:
    """The operating system's keyring: one entry per bodypack, under the name of the studio."""

    def __init__(self, folder: Path, studio: str):
        try:
            self._keyring = importlib.import_module("keyring")
            library_error = importlib.import_module("keyring.errors").KeyringError
        except ImportError:
            raise WORDS.trouble("keyring_absent", exit_code=EXIT_MISSING) from None
        self._errors: tuple[type[Exception], ...] = (library_error, OSError, RuntimeError)
        self._service = f"hushcue {studio}"
        self._changed = folder / CHANGED_FILE

    def read(self, bodypacks: Iterable[str]) -> dict[str, bytes]:
        found = {}
        for name in bodypacks:
            try:
                text = self._keyring.get_password(self._service, name)
            except self._errors as error:
                raise self._trouble(error) from None
            if text is None:
                continue
            try:
                found[name] = bytes.fromhex(text)
            except ValueError:
                found[name] = b""
            if len(found[name]) != KEY_BYTES:
                raise WORDS.trouble("keys_broken", exit_code=EXIT_MISSING, path=f"{self._service}/{name}")
        return found

    def write(self, keys: dict[str, bytes]) -> None:
        for name, key in keys.items():
            try:
                self._keyring.set_password(self._service, name, key.hex())
            except self._errors as error:
                raise self._trouble(error) from None
        private_file(self._changed, secrets.token_hex(8) + "\n")

    def remove(self, bodypack: str) -> None:
        try:
            if self._keyring.get_password(self._service, bodypack) is not None:
                self._keyring.delete_password(self._service, bodypack)
        except self._errors as error:
            raise self._trouble(error) from None
        private_file(self._changed, secrets.token_hex(8) + "\n")

    def stamp(self) -> object:
        return _stamp(self._changed)

    def _trouble(self, error: Exception) -> Exception:
        return WORDS.trouble("keyring_unusable", exit_code=EXIT_MISSING, reason=type(error).__name__)


def open_store(kind: str, folder: Path, studio: str) -> KeyStore:
    """The store that the configuration names: "file" or "keyring". Raises Trouble."""
    return KeyringStore(folder, studio) if kind == "keyring" else FileStore(folder)


def kept_keys(store: KeyStore, bodypacks: Iterable[str]) -> dict[str, bytes]:
    """A key for each of them: the one it has, or one made now. Raises Trouble."""
    names = list(bodypacks)
    keys = store.read(names)
    made = {name: new_key() for name in names if name not in keys}
    if made:
        store.write(made)
    return {**keys, **made}


class KeyRing:
    """The keys of a gateway that runs: every one it ever reads is hidden from its log."""

    def __init__(self, store: KeyStore, bodypacks: Iterable[str], log: Log):
        self._store = store
        self._ids = list(bodypacks)
        self._log = log
        self._stamp: object = None

    def read(self) -> dict[str, bytes]:
        """The key of every bodypack. Raises Trouble."""
        self._stamp = self._store.stamp()
        keys = kept_keys(self._store, self._ids)
        for key in keys.values():
            self._log.hide(key.hex())
        return keys

    def admit(self, bodypack: str) -> bytes:
        """The key of one more: the one it has, or one made now. Raises Trouble."""
        key = kept_keys(self._store, [bodypack])[bodypack]
        self._log.hide(key.hex())
        if bodypack not in self._ids:
            self._ids.append(bodypack)
        return key

    def replace(self, bodypack: str) -> bytes:
        """A new key instead of the one it has. Raises Trouble."""
        key = new_key()
        self._log.hide(key.hex())
        self._store.write({bodypack: key})
        return key

    def dismiss(self, bodypack: str) -> None:
        """Keep its key no longer. May be called twice. Raises Trouble."""
        if bodypack in self._ids:
            self._ids.remove(bodypack)
        self._store.remove(bodypack)

    def news(self) -> dict[str, bytes]:
        """All of them when somebody has changed one since they were read, else none. What is wrong is logged."""
        if self._store.stamp() == self._stamp:
            return {}
        try:
            return self.read()
        except Trouble as trouble:
            self._log.error(trouble.code, **trouble.facts)
            return {}


def new_key() -> bytes:
    """256 bits from the operating system."""
    return secrets.token_bytes(KEY_BYTES)


def _stamp(path: Path) -> object:
    with contextlib.suppress(OSError):
        told = path.stat()
        return told.st_mtime_ns, told.st_ino, told.st_size
    return None
