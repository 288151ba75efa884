"""From the configuration to what a TLS listener needs: somebody's certificate, or one of our own authority."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hushcue_words import EXIT_MISSING

from ..config_people import Https
from ..logs import Log
from ..words import WORDS
from .addresses import own_addresses, own_names
from .authority import CA_FILE, kept_authority
from .leaf import kept_leaf


@dataclass(frozen=True)
class Secured:
    """context: for the listener. names: what this machine answers to. ca: PEM of our own authority; b"" without."""

    context: ssl.SSLContext
    names: tuple[str, ...]
    ca: bytes


def secure(
    https: Https, folder: Path, studio: str, more_names: tuple[str, ...], log: Log, now: datetime | None = None
) -> Secured:
    """Everything for HTTPS. Raises Trouble where a certificate cannot be used or kept."""
    names = own_names(more_names)
    if https.certificate is not None:
        return Secured(_context(https.certificate, https.key), tuple(names), b"")
    now = now or datetime.now(UTC)
    addresses = own_addresses()
    authority, _ = kept_authority(folder, studio, names, addresses, now)
    leaf = kept_leaf(folder, authority, names, addresses, now)
    if leaf.made:
        shown = ", ".join([*names, *addresses])
        log.info("https_certificate_made", names=shown, until=f"{leaf.until:%Y-%m-%d}", ca=folder / CA_FILE)
    return Secured(_context(leaf.path, None), tuple(names), authority.pem)


def _context(certificate: Path, key: Path | None) -> ssl.SSLContext:
    """TLS 1.2 and later, HTTP/1.1."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_cert_chain(certificate, key, lambda: "")  # a key with a password cannot ask for it here
    except (OSError, ssl.SSLError, ValueError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
        raise WORDS.trouble("https_bad_certificate", exit_code=EXIT_MISSING, path=certificate, reason=reason) from None
    return context
