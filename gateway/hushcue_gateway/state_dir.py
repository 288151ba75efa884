"""The folder the gateway keeps its own things in: readable by its owner alone."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from hushcue_words import EXIT_MISSING

from .words import WORDS

TOKEN_FILE = "http-token"
TOKEN_BYTES = 24
COIN_FILE = "coin-key"
COIN_BYTES = 32
EPOCH_FILE = "epoch"
LAST_EPOCH = 0xFFFFFFFF


def private_folder(path: Path) -> Path:
    """Make the folder (0700). Raises Trouble where that cannot be done."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(13, os.strerror(13))
    except OSError as error:
        reason = error.strerror or error
        raise WORDS.trouble("state_dir_unwritable", exit_code=EXIT_MISSING, path=path, reason=reason) from None
    return path


def private_file(path: Path, text: str, refusal: str = "state_dir_unwritable") -> None:
    """Write a file that is 0600 from its first byte on, in one step. Raises Trouble ``refusal`` where that cannot be
    done."""
    beside = path.with_name(path.name + ".new")
    try:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(beside, path)
    except OSError as error:
        reason = error.strerror or error
        raise WORDS.trouble(refusal, exit_code=EXIT_MISSING, path=path, reason=reason) from None


def kept_token(folder: Path) -> str:
    """The API token of this state folder: made on the first call, the same ever after."""
    path = folder / TOKEN_FILE
    with contextlib.suppress(OSError, UnicodeDecodeError):
        token = path.read_text(encoding="ascii").strip()
        if len(token) >= 16 and token.isprintable():
            return token
    token = secrets.token_urlsafe(TOKEN_BYTES)
    private_file(path, token + "\n")
    return token


def kept_coin_key(folder: Path) -> bytes:
    """What decides which moments are held back for comparison: made on the first call, the same ever after."""
    path = folder / COIN_FILE
    with contextlib.suppress(OSError, ValueError):
        key = bytes.fromhex(path.read_text(encoding="ascii"))
        if len(key) == COIN_BYTES:
            return key
    key = secrets.token_bytes(COIN_BYTES)
    private_file(path, key.hex() + "\n")
    return key


def next_epoch(folder: Path, now_s: float) -> int:
    """The number of this start: above that of every start before, and at least the Unix time ``now_s``.

    A clock that was set back does not lower it; a folder that was lost costs nothing while the clock is right.
    """
    path = folder / EPOCH_FILE
    before = 0
    with contextlib.suppress(OSError, ValueError):
        before = int(path.read_text(encoding="ascii"))
    epoch = min(max(before + 1, int(now_s)), LAST_EPOCH)
    private_file(path, f"{epoch}\n")
    return epoch
