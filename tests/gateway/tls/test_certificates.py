"""The authority and what it vouches for: made once, made anew when it must be, and good for nothing else."""

from __future__ import annotations

import io
import ipaddress
import os
import ssl
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from hushcue_gateway.config_people import Https
from hushcue_gateway.logs import Log
from hushcue_gateway.tls.addresses import is_name, main_address, own_addresses, own_names
from hushcue_gateway.tls.authority import Authority, kept_authority, make_authority
from hushcue_gateway.tls.https import secure
from hushcue_gateway.tls.leaf import kept_leaf, sign
from hushcue_gateway.words import WORDS
from hushcue_words import Trouble

NOW = datetime(2026, 7, 1, tzinfo=UTC)
NAMES = ["localhost", "studio-pc", "studio-pc.local"]
ADDRESSES = ["127.0.0.1", "192.168.1.5", "::1"]


@pytest.fixture
def authority() -> Authority:
    return make_authority("test", NAMES, ADDRESSES, NOW)


def verifies(authority: Authority, leaf: x509.Certificate, name: str, at: datetime = NOW) -> bool:
    """What an independent verifier (webpki, RFC 5280) says."""
    try:
        subject: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        subject = x509.DNSName(name)
    builder = PolicyBuilder().store(Store([authority.certificate])).time(at)
    try:
        builder.build_server_verifier(subject).verify(leaf, [])  # type: ignore[arg-type]
    except VerificationError:
        return False
    return True


def leaf_for(authority: Authority, names: list[str], addresses: list[str], now: datetime = NOW) -> x509.Certificate:
    return sign(authority, ec.generate_private_key(ec.SECP256R1()).public_key(), names, addresses, now)


def openssl_verifies(authority: Authority, leaf: x509.Certificate, folder: Path) -> bool:
    """What OpenSSL says, name constraints included."""
    from cryptography.hazmat.primitives.serialization import Encoding

    (folder / "ca.pem").write_bytes(authority.pem)
    (folder / "leaf.pem").write_bytes(leaf.public_bytes(Encoding.PEM))
    command = ["openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-attime", str(int(NOW.timestamp()))]
    done = subprocess.run(
        [*command, "-CAfile", folder / "ca.pem", folder / "leaf.pem"], capture_output=True, text=True, check=False
    )
    return done.returncode == 0


def test_the_authority_is_what_the_documentation_says(authority: Authority) -> None:
    certificate = authority.certificate
    assert isinstance(certificate.public_key(), ec.EllipticCurvePublicKey)
    assert timedelta(days=3650) < certificate.not_valid_after_utc - NOW < timedelta(days=3654)
    basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    assert basic.critical and basic.value.ca and basic.value.path_length == 0
    assert certificate.extensions.get_extension_for_class(x509.NameConstraints).critical


def test_a_leaf_is_good_for_every_name_and_address_and_never_for_long(authority: Authority, tmp_path: Path) -> None:
    leaf = leaf_for(authority, NAMES, ADDRESSES)
    for name in ("localhost", "studio-pc.local", *ADDRESSES):
        assert verifies(authority, leaf, name), name
    assert not verifies(authority, leaf, "192.168.1.6") and not verifies(authority, leaf, "other.local")
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc <= timedelta(days=397)
    assert openssl_verifies(authority, leaf, tmp_path)
    assert verifies(authority, leaf, "localhost", NOW - timedelta(hours=12)), "a clock may be a little slow"


@pytest.mark.parametrize(
    ("names", "addresses"), [(["bank.example"], []), (["localhost", "bank.example"], []), ([], ["8.8.8.8"])]
)
def test_who_steals_the_key_cannot_pretend_to_be_somebody_else(
    authority: Authority, tmp_path: Path, names: list[str], addresses: list[str]
) -> None:
    assert not openssl_verifies(authority, leaf_for(authority, names, addresses), tmp_path)


def test_both_are_made_once_and_readable_by_their_owner_alone(tmp_path: Path) -> None:
    authority, new = kept_authority(tmp_path, "test", NAMES, ADDRESSES, NOW)
    leaf = kept_leaf(tmp_path, authority, NAMES, ADDRESSES, NOW)
    assert new and leaf.made
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(files) == {"ca.crt", "ca.key", "https.pem"}
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    again, new = kept_authority(tmp_path, "test", NAMES, ADDRESSES, NOW + timedelta(days=30))
    assert not new and not kept_leaf(tmp_path, again, NAMES, ADDRESSES, NOW + timedelta(days=30)).made
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == files


def test_a_leaf_is_made_anew_for_a_new_address_and_near_its_end_by_the_same_authority(tmp_path: Path) -> None:
    authority, _ = kept_authority(tmp_path, "test", NAMES, ADDRESSES, NOW)
    kept_leaf(tmp_path, authority, NAMES, ADDRESSES, NOW)
    ca = (tmp_path / "ca.crt").read_bytes()
    assert kept_leaf(tmp_path, authority, NAMES, [*ADDRESSES, "10.0.0.7"], NOW).made
    assert not kept_leaf(tmp_path, authority, NAMES, ADDRESSES, NOW).made, "an address that went away may come back"
    late = NOW + timedelta(days=340)
    assert kept_leaf(tmp_path, authority, NAMES, ADDRESSES, late).made
    assert kept_authority(tmp_path, "test", NAMES, ADDRESSES, late)[1] is False
    assert (tmp_path / "ca.crt").read_bytes() == ca


@pytest.mark.parametrize("name", ["ca.crt", "ca.key", "https.pem"])
@pytest.mark.parametrize("content", [b"", b"nonsense", None])
def test_a_file_that_is_damaged_or_gone_is_made_anew(tmp_path: Path, name: str, content: bytes | None) -> None:
    first, _ = kept_authority(tmp_path, "test", NAMES, ADDRESSES, NOW)
    kept_leaf(tmp_path, first, NAMES, ADDRESSES, NOW)
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(content)
    authority, new = kept_authority(tmp_path, "test", NAMES, ADDRESSES, NOW)
    assert new is (name != "https.pem")
    assert kept_leaf(tmp_path, authority, NAMES, ADDRESSES, NOW).made, "one of another authority is worth nothing"


def test_an_authority_that_may_not_vouch_for_this_machine_is_made_anew(tmp_path: Path) -> None:
    kept_authority(tmp_path, "test", NAMES, ADDRESSES, NOW)
    assert kept_authority(tmp_path, "test", [*NAMES, "talk.example.com"], ADDRESSES, NOW)[1] is True
    assert kept_authority(tmp_path, "test", NAMES, ADDRESSES, NOW)[1] is False
    assert kept_authority(tmp_path, "test", NAMES, [*ADDRESSES, "203.0.113.9"], NOW)[1] is True
    assert kept_authority(tmp_path, "test", NAMES, ADDRESSES, NOW + timedelta(days=3400))[1] is True


def test_ones_own_certificate_is_used_as_it_is(tmp_path: Path) -> None:
    authority, _ = kept_authority(tmp_path, "test", NAMES, ADDRESSES, NOW)
    own = kept_leaf(tmp_path, authority, NAMES, ADDRESSES, NOW).path
    log = Log((WORDS,), stream=io.StringIO())
    state = tmp_path / "state"
    secured = secure(Https(certificate=own, key=own), state, "test", ("talk.example.com",), log)
    assert secured.ca == b"" and "talk.example.com" in secured.names and not state.exists()
    assert secured.context.minimum_version is ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize("content", [b"", b"nonsense"])
def test_a_certificate_that_cannot_be_used_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "own.pem"
    path.write_bytes(content)
    with pytest.raises(Trouble) as caught:
        secure(Https(certificate=path, key=path), tmp_path, "test", (), Log((WORDS,), stream=io.StringIO()))
    assert caught.value.code == "https_bad_certificate" and str(path) in caught.value.in_language("zh")
    assert caught.value.exit_code == 3


def test_this_machine_is_known_by_its_names_and_addresses() -> None:
    addresses = own_addresses()
    assert {"127.0.0.1", "::1"} <= set(addresses) and main_address() in addresses
    assert all(ipaddress.ip_address(address) for address in addresses)
    names = own_names(("Talk.Example.com", "10.0.0.1", "not a name"))
    assert names[0] == "localhost" and "talk.example.com" in names and "10.0.0.1" not in names
    assert any(name.endswith(".local") for name in names) and all(is_name(name) for name in names)
