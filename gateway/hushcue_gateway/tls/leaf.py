"""The certificate that this machine shows: for every address and name it has now, and never for long.

At most 397 days, because browsers refuse more of any authority but a hand-made one, and some of that too. It is made
anew at a start when an address or a name came, when little of its time is left, or when the authority is another.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ..state_dir import private_file
from .authority import BEFORE, Authority, key_usage

LEAF_FILE = "https.pem"
"""The key, then the certificate, then the authority's: one file, so that they are always those of each other."""
LASTS = timedelta(days=396)
RENEW_BEFORE = timedelta(days=60)


@dataclass(frozen=True)
class Leaf:
    """What is kept. made: whether just now."""

    path: Path
    names: tuple[str, ...]
    addresses: tuple[str, ...]
    until: datetime
    made: bool


def kept_leaf(
    folder: Path, authority: Authority, names: Sequence[str], addresses: Sequence[str], now: datetime
) -> Leaf:
    """The certificate of this state folder, good for all of these. Raises Trouble where it cannot be written."""
    path = folder / LEAF_FILE
    kept = _read(path, authority, now)
    if kept is not None and set(names) <= set(kept.names) and set(addresses) <= set(kept.addresses):
        return kept
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = sign(authority, key.public_key(), names, addresses, now)
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    text += certificate.public_bytes(serialization.Encoding.PEM) + authority.pem
    private_file(path, text.decode("ascii"))
    return Leaf(path, tuple(names), tuple(addresses), certificate.not_valid_after_utc, True)


def sign(
    authority: Authority,
    key: ec.EllipticCurvePublicKey,
    names: Sequence[str],
    addresses: Sequence[str],
    now: datetime,
) -> x509.Certificate:
    """A certificate of ``authority`` for these names and addresses, which are all in the subject alternative name."""
    every: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    every += [x509.IPAddress(ipaddress.ip_address(address)) for address in addresses]
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, (names or addresses)[0][:64])]))
        .issuer_name(authority.certificate.subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BEFORE)
        .not_valid_after(now - BEFORE + LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(key_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(every), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
        .sign(authority.key, hashes.SHA256())
    )


def _read(path: Path, authority: Authority, now: datetime) -> Leaf | None:
    """What is kept while it is good; None where it is not."""
    try:
        text = path.read_bytes()
        certificate = x509.load_pem_x509_certificates(text)[0]
        certificate.verify_directly_issued_by(authority.certificate)
        key = serialization.load_pem_private_key(text, None)
        every = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, TypeError, IndexError, x509.ExtensionNotFound, InvalidSignature):
        return None
    until = certificate.not_valid_after_utc
    if key.public_key() != certificate.public_key() or until - now < RENEW_BEFORE:
        return None
    names = tuple(every.get_values_for_type(x509.DNSName))
    addresses = tuple(str(address) for address in every.get_values_for_type(x509.IPAddress))
    return Leaf(path, names, addresses, until, False)
