"""Random secrets that are shown once; what is kept is their SHA-256, which is enough for what nobody can guess."""

from __future__ import annotations

import hashlib
import hmac
import secrets

SECRET_BYTES = 32
CHARS_MOST = 128
_CSRF = b"hushcue csrf 1"


def new_secret() -> str:
    """256 random bits, in letters that a URL, a cookie and a header take."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest(secret: str) -> str:
    """What is kept of it (hexadecimal)."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def new_id(prefix: str = "") -> str:
    """A short name nobody else has: fit for a topic, a path, a source's id. The caller checks that it is new."""
    return prefix + secrets.token_hex(4)


def csrf_of(secret: str) -> str:
    """The token that a page of this session sends with every change: another site cannot read it, and it dies with the
    session."""
    return hmac.new(secret.encode("utf-8", "surrogatepass"), _CSRF, hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))
