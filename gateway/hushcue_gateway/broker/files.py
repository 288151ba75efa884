"""What Mosquitto is told: its configuration, password file and access list, as text.

The formats are those of mosquitto.conf(5) and mosquitto_passwd(1). Pure: the salt is an argument.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from pathlib import Path

from hushcue_wire import topics

from ..config import GATEWAY_USER
from ..remote import topics as control_topics
from ..showdata import topics as data_topics

PBKDF2_ROUNDS = 1000
"""Each CONNECT costs the broker this much; the passwords are long and random, so more buys nothing."""
SALT_BYTES = 12
MAX_PACKET_BYTES = 8192
"""Topic and document together stay far below."""


def configuration(listen: str, port: int, passwords: Path, access: Path, run_as: str | None) -> str:
    """mosquitto.conf. run_as: account to run under, where Mosquitto would otherwise change to one of its own."""
    lines = [
        "per_listener_settings false",
        f"listener {port} {listen}",
        "allow_anonymous false",
        f"password_file {passwords.as_posix()}",
        f"acl_file {access.as_posix()}",
        "persistence false",  # every retained document is published again by whoever owns it
        "max_queued_messages 0",  # the default of 1000 drops what QoS 1 promised
        f"max_packet_size {MAX_PACKET_BYTES}",
        "set_tcp_nodelay true",
        "connection_messages true",  # who was turned away is read from them: doorbell.py
        "log_dest stderr",
        "log_type error",
        "log_type warning",
        "log_type notice",
        "log_timestamp false",
    ]
    if run_as is not None:
        lines.append(f"user {run_as}")
    return "\n".join(lines) + "\n"


def access_list(studio: str) -> str:
    """The ACL: the gateway may do everything below this studio, a remote control ask and read, a source of show data
    tell, a bodypack only speak for itself.

    A pattern's %u is the account that signed in; an account's name is the bodypack's id, and ids hold no wildcard.
    """
    lines = [f"user {GATEWAY_USER}", f"topic readwrite {topics.ROOT}/{studio}/#", ""]
    lines += [*control_topics.access_list(studio), ""]
    lines += [*data_topics.access_list(studio), ""]
    lines.append(f"pattern read {topics.gateway_status(studio)}")
    for rights, kinds in (("write", topics.FROM_BODYPACK), ("read", topics.TO_BODYPACK)):
        for kind in kinds:
            lines.append(f"pattern {rights} {topics.ROOT}/{studio}/bodypack/%u/{kind}")
    return "\n".join(lines) + "\n"


def password_hash(password: str, salt: bytes, rounds: int = PBKDF2_ROUNDS) -> str:
    """What is kept of a password: PBKDF2-HMAC-SHA512, type "$7$" of mosquitto_passwd. salt: SALT_BYTES at random."""
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, rounds)
    return f"$7${rounds}${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"


def is_of(password: str, kept: str) -> bool:
    """Whether ``kept`` was made of this password."""
    parts = kept.split("$")
    if len(parts) != 5 or parts[1] != "7" or not parts[2].isdecimal():
        return False
    return hmac.compare_digest(password_hash(password, base64.b64decode(parts[3]), int(parts[2])), kept)


def password_file(hashes: Mapping[str, str]) -> str:
    """The whole file. hashes: account -> ``password_hash`` of its password."""
    return "".join(f"{account}:{kept}\n" for account, kept in hashes.items())
