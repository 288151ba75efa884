"""What this machine is called and where it can be reached."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable

import ifaddr

MOST_ADDRESSES = 64
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def own_addresses() -> list[str]:
    """Every address of every interface, loopback among them; IPv4 first. Link-local IPv6 cannot stand in a URL."""
    found: set[ipaddress.IPv4Address | ipaddress.IPv6Address] = {
        ipaddress.ip_address("127.0.0.1"),
        ipaddress.ip_address("::1"),
    }
    for adapter in ifaddr.get_adapters():
        for entry in adapter.ips:
            text = entry.ip if isinstance(entry.ip, str) else entry.ip[0]
            ip = ipaddress.ip_address(text.partition("%")[0])
            if not (ip.version == 6 and ip.is_link_local) and not ip.is_unspecified:
                found.add(ip)
    return [str(ip) for ip in sorted(found, key=lambda ip: (ip.version, int(ip)))][:MOST_ADDRESSES]


def own_names(more: Iterable[str] = ()) -> list[str]:
    """ "localhost", the host name, the name it has by mDNS, and ``more`` where they are names."""
    host = socket.gethostname().lower().rstrip(".")
    names = ["localhost", host, host.partition(".")[0] + ".local", *(name.lower().rstrip(".") for name in more)]
    return [name for name in dict.fromkeys(names) if is_name(name)]


def main_address() -> str:
    """The address that others most likely reach this machine at; loopback where there is no network. Sends nothing."""
    for family, elsewhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as sock:
                sock.connect((elsewhere, 9))
                return str(sock.getsockname()[0])
        except OSError:
            continue
    return "127.0.0.1"


def is_name(name: str) -> bool:
    """Whether it can stand in a certificate as a DNS name (RFC 1123 section 2.1)."""
    return 0 < len(name) <= 253 and all(_LABEL.fullmatch(label) for label in name.split(".")) and not _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
