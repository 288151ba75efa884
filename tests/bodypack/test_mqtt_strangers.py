"""The MQTT client among others: rivals, wrong passwords, floods, servers that are no brokers, TLS."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import ipaddress
import ssl
import subprocess
from pathlib import Path

import pytest
from bodypack.broker_bench import LIMIT_S, Bench, Clock, Witness
from support.mosquitto import Mosquitto, free_port

from hushcue_bodypack.mqtt_conversation import Conversation


def test_a_rival_of_the_same_name_takes_over_and_the_wait_grows(broker: Mosquitto) -> None:
    async def play() -> None:
        clock = Clock(0.05)  # one that holds for some seconds is no steady connection yet: this machine may be held up
        async with (
            Bench(broker.port, Conversation("host-1", keepalive_s=600), clock) as first,
            Bench(broker.port, Conversation("host-1", keepalive_s=600), clock) as second,
        ):
            await first.until(lambda: first.talk.connections + second.talk.connections >= 6)
            waits = [bench.client._backoff._next_ms for bench in (first, second)]
            assert max(waits) >= 800, waits
        async with Bench(broker.port, Conversation("host-1")) as alone:
            await alone.up()

    asyncio.run(play())


def test_a_wrong_password_is_named_and_tried_again(tmp_path: Path) -> None:
    passwords = tmp_path / "passwords"
    subprocess.run(["mosquitto_passwd", "-c", "-b", passwords, "host-1", "right"], check=True)

    async def play(port: int) -> None:
        async with Bench(port, Conversation("host-1", "host-1", "wrong")) as bench:
            await bench.until(lambda: "not authorized" in bench.talk.trouble and bench.client.attempts >= 2)
            assert bench.changes == []
        async with Bench(port, Conversation("host-1", "host-1", "right")) as bench:
            await bench.up()

    with Mosquitto(tmp_path, ("allow_anonymous false", f"password_file {passwords}")) as broker:
        asyncio.run(play(broker.port))


def test_a_large_retained_message_of_a_stranger_does_not_keep_us_from_the_rest(
    broker: Mosquitto, witness: Witness
) -> None:
    witness.client.publish("to/large", bytes(300_000), 1, True).wait_for_publish(LIMIT_S)
    witness.client.publish("to/small", b"small", 1, True).wait_for_publish(LIMIT_S)

    async def play() -> None:
        talk = Conversation("host-1")
        talk.subscribe("to/#", 1)
        async with Bench(broker.port, talk) as bench:
            await bench.until(lambda: len(bench.heard) == 2)
            assert dict(bench.heard) == {"to/large": None, "to/small": b"small"}
            assert (talk.oversize, talk.malformed, bench.changes) == (1, 0, [True])

    asyncio.run(play())


@pytest.mark.parametrize(
    "answer",
    [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x20\x02\x00\x00\x20\x02\x00\x00", b"\x20\x02\x00\x00\x30\xff\xff\xff\xff"],
)
def test_something_that_is_no_broker_is_counted_and_left(answer: bytes) -> None:
    async def play() -> None:
        served: set[asyncio.Task[None] | None] = set()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            served.add(asyncio.current_task())
            with contextlib.suppress(OSError):  # who was answered so may be gone already
                await reader.read(100)
                writer.write(answer)
                await writer.drain()
                await reader.read(100)
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            async with Bench(server.sockets[0].getsockname()[1], Conversation("host-1")) as bench:
                await bench.until(lambda: bench.talk.malformed >= 2)
                assert "broker sent" in bench.talk.trouble
            server.close()
            await asyncio.wait_for(asyncio.gather(*filter(None, served)), LIMIT_S)

    asyncio.run(play())


def test_a_port_where_nobody_listens_is_named() -> None:
    async def play() -> None:
        async with Bench(free_port(), Conversation("host-1")) as bench:
            await bench.until(lambda: "cannot be reached" in bench.talk.trouble)

    asyncio.run(play())


def make_certificate(folder: Path) -> None:
    """A certificate authority of its own, and a server of it called localhost."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    now = datetime.datetime.now(datetime.UTC)
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "studio")])

    def builder(name: x509.Name, public: ec.EllipticCurvePublicKey, is_ca: bool) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(ca_name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.BasicConstraints(is_ca, None), critical=True)
        )

    ca = builder(ca_name, ca_key.public_key(), True).sign(ca_key, hashes.SHA256())
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    server_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    server = builder(server_name, key.public_key(), False).add_extension(names, False).sign(ca_key, hashes.SHA256())
    (folder / "ca.pem").write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    (folder / "server.pem").write_bytes(server.public_bytes(serialization.Encoding.PEM))
    (folder / "server.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def test_a_broker_behind_tls_is_checked_by_name(tmp_path: Path) -> None:
    make_certificate(tmp_path)
    lines = ("allow_anonymous true", f"certfile {tmp_path / 'server.pem'}", f"keyfile {tmp_path / 'server.key'}")

    async def play(port: int) -> None:
        trusting = ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))
        talk = Conversation("host-1")
        talk.subscribe("t", 1)
        async with Bench(port, talk, host="localhost", tls=trusting) as bench:
            await bench.up()
            bench.client.publish("t", b"secret", 1)
            await bench.until(lambda: bench.heard == [("t", b"secret")])
        async with Bench(port, Conversation("host-1"), host="localhost", tls=ssl.create_default_context()) as bench:
            await bench.until(lambda: "certificate" in bench.talk.trouble.lower() and bench.client.attempts >= 2)
            assert bench.changes == []

    with Mosquitto(tmp_path, lines) as broker:
        asyncio.run(play(broker.port))
