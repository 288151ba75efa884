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


def private_file(path: Path, text: str) -> None:
    """Write a file that is 0600 from its first byte on, in one step. Raises Trouble where that cannot be done."""
    beside = path.with_name(path.name + ".new")
    try:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(beside, path)
    except OSError as error:
        reason = error.strerror or error
        raise WORDS.trouble("state_dir_unwritable", exit_code=EXIT_MISSING, path=path, reason=reason) from None


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
