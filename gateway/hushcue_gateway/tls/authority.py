"""The studio's own certificate authority: made once, kept in the state folder, trusted once by each device.

ECDSA P-256, ten years, and by its name constraints (RFC 5280 section 4.2.1.10) good for nothing but private addresses
and the names this machine goes by: whoever steals its key cannot pretend to be a bank to those who trust it.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ..state_dir import private_file

CA_FILE = "ca.crt"
CA_KEY_FILE = "ca.key"
LASTS = timedelta(days=3652)
BEFORE = timedelta(days=1)
"""A device whose clock is a little slow trusts it at once."""
LAST_MONTHS = timedelta(days=400)
"""An authority that outlives no leaf any more is made anew."""
PRIVATE = (
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "::1/128",
    "fc00::/7",
    "fe80::/10",
)
LOCAL_NAMES = ("localhost", "local", "lan", "internal", "home.arpa", "test")
"""A name constraint permits the name and all below it."""


@dataclass(frozen=True)
class Authority:
    """Its certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        """The certificate, which everybody may have."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def vouches_for(self, names: Iterable[str], addresses: Iterable[str], now: datetime) -> bool:
        """Whether it may sign for these, and will be there as long as what it signs."""
        if self.certificate.not_valid_after_utc - now < LAST_MONTHS:
            return False
        try:
            constraints = self.certificate.extensions.get_extension_for_class(x509.NameConstraints).value
        except x509.ExtensionNotFound:
            return True
        permitted = constraints.permitted_subtrees or []
        ends = [each.value for each in permitted if isinstance(each, x509.DNSName)]
        nets = [each.value for each in permitted if isinstance(each, x509.IPAddress)]
        named = all(any(name == end or name.endswith("." + end) for end in ends) for name in names)
        ips = [ipaddress.ip_address(address) for address in addresses]
        return named and all(
            any(ip in net for net in nets if isinstance(net, ipaddress.IPv4Network | ipaddress.IPv6Network))
            for ip in ips
        )


def kept_authority(
    folder: Path, studio: str, names: Sequence[str], addresses: Sequence[str], now: datetime
) -> tuple[Authority, bool]:
    """The authority of this state folder, and whether it is new: made on the first call, and again only when it cannot
    vouch for what this machine is called now. Raises Trouble where the folder cannot be written."""
    kept = _read(folder)
    if kept is not None and kept.vouches_for(names, addresses, now):
        return kept, False
    fresh = make_authority(studio, names, addresses, now)
    key = fresh.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    private_file(folder / CA_KEY_FILE, key.decode("ascii"))
    private_file(folder / CA_FILE, fresh.pem.decode("ascii"))
    return fresh, True


def make_authority(studio: str, names: Iterable[str], addresses: Iterable[str], now: datetime) -> Authority:
    """A new one. names and addresses: what it may vouch for beside what is private anyway."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "hushcue"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"hushcue {studio}"[:64]),
        ]
    )
    ends = [*LOCAL_NAMES, *(name for name in dict.fromkeys(names) if not _is_below(name, LOCAL_NAMES))]
    nets = [ipaddress.ip_network(net) for net in PRIVATE]
    for address in dict.fromkeys(addresses):
        ip = ipaddress.ip_address(address)
        if not any(ip in net for net in nets):
            nets.append(ipaddress.ip_network(ip))
    permitted: list[x509.GeneralName] = [x509.DNSName(end) for end in ends]
    permitted += [x509.IPAddress(net) for net in nets]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BEFORE)
        .not_valid_after(now + LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(key_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Authority(certificate, key)


def key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _is_below(name: str, ends: Iterable[str]) -> bool:
    return any(name == end or name.endswith("." + end) for end in ends)


def _read(folder: Path) -> Authority | None:
    """What is kept; None where there is none, or one that is damaged."""
    try:
        certificate = x509.load_pem_x509_certificate((folder / CA_FILE).read_bytes())
        key = serialization.load_pem_private_key((folder / CA_KEY_FILE).read_bytes(), None)
    except (OSError, ValueError, TypeError):
        return None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        return None
    return Authority(certificate, key)
