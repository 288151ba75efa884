"""The configuration of who may come in: ``[https]``, ``[sign_in]``, ``[oidc]``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from hushcue_wire.errors import WireError
from hushcue_wire.topics import check_name

from .config_reader import Reader, brief

SECRET_VARIABLE = "HUSHCUE_OIDC_SECRET"


@dataclass(frozen=True)
class Https:
    """The HTTPS listener. Port 0 is the kernel's choice. Without a certificate, one of our own authority is used."""

    enabled: bool = True
    host: str = "0.0.0.0"
    port: int = 8543
    certificate: Path | None = None
    key: Path | None = None


@dataclass(frozen=True)
class SignIn:
    """How long a sign-in lasts, and how often one may be wrong. attempts: wrong passwords a minute from one address."""

    idle_hours: int = 12
    longest_days: int = 30
    invitation_days: int = 7
    attempts: int = 10
    requests_per_second: int = 100


@dataclass(frozen=True)
class RoleRule:
    """Whoever has ``group`` ("*": everybody) in the claim gets ``role`` in ``show``."""

    group: str
    show: str
    role: str


@dataclass(frozen=True)
class Oidc:
    """An OpenID Connect provider. issuer "" is none. name: what the button says.

    domains: of e-mail addresses, verified by the provider, that may come in; () is any. claim: that holds the groups of
    a person. roles: what groups get; owners: groups that own the studio.
    """

    issuer: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    name: str = "SSO"
    domains: tuple[str, ...] = ()
    claim: str = "groups"
    roles: tuple[RoleRule, ...] = ()
    owners: tuple[str, ...] = ()


def read_https(reader: Reader, base: Path) -> Https:
    """The table [https]."""
    certificate, key = reader.text("certificate"), reader.text("key")
    https = Https(
        enabled=reader.flag("enabled", Https.enabled),
        host=reader.text("host", Https.host, required=reader.has("host")),
        port=reader.whole("port", 0, 65535, Https.port),
        certificate=base / Path(certificate).expanduser() if certificate else None,
        key=base / Path(key).expanduser() if key else None,
    )
    if bool(certificate) != bool(key):
        reader.refuse("key" if certificate else "certificate", "config_needs_both")
    for name, path in (("certificate", https.certificate), ("key", https.key)):
        if path is not None and not path.is_file():
            reader.refuse(name, "config_no_such_file", path=path)
    reader.finish()
    return https


def read_sign_in(reader: Reader) -> SignIn:
    """The table [sign_in]."""
    sign_in = SignIn(
        idle_hours=reader.whole("idle_hours", 1, 24 * 30, SignIn.idle_hours),
        longest_days=reader.whole("longest_days", 1, 365, SignIn.longest_days),
        invitation_days=reader.whole("invitation_days", 1, 90, SignIn.invitation_days),
        attempts=reader.whole("attempts", 3, 1000, SignIn.attempts),
        requests_per_second=reader.whole("requests_per_second", 10, 100_000, SignIn.requests_per_second),
    )
    reader.finish()
    return sign_in


def read_oidc(reader: Reader, base: Path, environment: Mapping[str, str] | None = None) -> Oidc:
    """The table [oidc]. The client's secret: the key, else the file, else the variable HUSHCUE_OIDC_SECRET."""
    secret = reader.secret("client_secret", least=1)
    secret_file = reader.text("client_secret_file")
    if secret is None and secret_file:
        try:
            secret = (base / Path(secret_file).expanduser()).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or error
            reader.refuse("client_secret_file", "config_no_secret_file", path=secret_file, reason=reason)
    issuer = reader.text("issuer")
    oidc = Oidc(
        issuer=issuer.rstrip("/"),
        client_id=reader.text("client_id", required=bool(issuer)),
        client_secret=secret or (environment or os.environ).get(SECRET_VARIABLE, ""),
        name=reader.text("name", Oidc.name, most=32),
        domains=tuple(domain.lower().lstrip("@") for domain in reader.texts("domains")),
        claim=reader.text("claim", Oidc.claim, most=64),
        roles=_rules(reader, reader.texts("roles")),
        owners=reader.texts("owners"),
    )
    if issuer and not is_safe_url(issuer):
        reader.refuse("issuer", "config_not_url")
    if issuer and not (oidc.domains or oidc.roles or oidc.owners):
        reader.refuse("domains", "config_oidc_everybody")
    reader.finish()
    return oidc


def is_safe_url(url: str) -> bool:
    """https, or http to this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    on_loopback = host in ("localhost", "127.0.0.1", "::1")
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and on_loopback))


def _rules(reader: Reader, texts: tuple[str, ...]) -> tuple[RoleRule, ...]:
    rules: list[RoleRule] = []
    for text in texts:
        group, _, place = text.rpartition("=")
        show, _, role = place.partition("/")
        try:
            check_name(show, "show")
            check_name(role, "role")
        except WireError:
            group = ""
        if not group:
            reader.refuse("roles", "config_not_rule", value=brief(text))
            continue
        rules.append(RoleRule(group, show, role))
    return tuple(rules)
