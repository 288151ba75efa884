"""A broker that somebody else runs: started, stopped and killed by the test."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import subprocess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hushcue_gateway.broker.files import password_file, password_hash
from hushcue_gateway.broker.find import find

from .gateway_process import wait_for
from .ports import free_port


class ForeignBroker:
    """A plain Mosquitto with accounts, without ACL; with ``tls``, speaking TLS under a CA of its own (``ca``)."""

    def __init__(self, folder: Path, accounts: dict[str, str], tls: bool = False):
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.ca = folder / "ca.pem"
        passwords = folder / "passwords"
        hashes = {name: password_hash(text, b"saltsaltsalt") for name, text in accounts.items()}
        passwords.write_text(password_file(hashes), encoding="utf-8")
        lines = [f"listener {self.port} 127.0.0.1", "allow_anonymous false", f"password_file {passwords}", "user root"]
        if tls:
            self._make_certificates(folder)
            lines += [f"certfile {folder / 'server.pem'}", f"keyfile {folder / 'server.key'}"]
        self._conf = folder / "mosquitto.conf"
        self._conf.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Until it listens."""
        command = [str(find()), "-c", str(self._conf)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for("the foreign broker listens", self._listens)
        except AssertionError:
            self.stop()
            raise

    def stop(self) -> None:
        """As a crash would."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def __enter__(self) -> ForeignBroker:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1.0).close()
        except OSError:
            return False
        return True

    def _make_certificates(self, folder: Path) -> None:
        now = datetime.datetime.now(datetime.UTC)
        keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
        names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("a ca", "a broker")]
        for index, name in enumerate(("ca", "server")):
            builder = (
                x509.CertificateBuilder()
                .subject_name(names[index])
                .issuer_name(names[0])
                .public_key(keys[index].public_key())
                .serial_number(x509.random_serial_number())
                .not_valid_before(now - datetime.timedelta(days=1))
                .not_valid_after(now + datetime.timedelta(days=1))
                .add_extension(x509.BasicConstraints(index == 0, None), critical=True)
                .add_extension(x509.SubjectKeyIdentifier.from_public_key(keys[index].public_key()), critical=False)
                .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(keys[0].public_key()), critical=False)
            )
            if index:
                address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
                builder = builder.add_extension(x509.SubjectAlternativeName([address]), critical=False)
            else:
                usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
                builder = builder.add_extension(usage, critical=True)
            certificate = builder.sign(keys[0], hashes.SHA256())
            (folder / f"{name}.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        (folder / "server.key").write_bytes(
            keys[1].private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
