"""Which addresses of this machine are offered, and the servers that find a way through."""

import ipaddress

import aioice.ice
from aiortc import RTCConfiguration, RTCIceServer

from .settings import IceServer

_stock = aioice.ice.get_host_addresses


def offer_addresses(networks: tuple[str, ...]) -> None:
    """From now on candidates are those addresses of this machine that lie in ``networks`` (none: all but loopback).
    A machine that has no such address at all is alone with itself: then loopback, which aioice leaves out."""
    wanted = [ipaddress.ip_network(text, strict=False) for text in networks]

    def addresses(use_ipv4: bool, use_ipv6: bool) -> list[str]:
        found = [*_stock(use_ipv4, use_ipv6), *(["127.0.0.1"] if use_ipv4 and wanted else [])]
        if wanted:
            found = [each for each in found if any(ipaddress.ip_address(each) in network for network in wanted)]
        return found or ["127.0.0.1"]

    aioice.ice.get_host_addresses = addresses


def configuration(servers: tuple[IceServer, ...]) -> RTCConfiguration:
    """What a connection is made with."""
    return RTCConfiguration(
        iceServers=[
            RTCIceServer(urls=list(server.urls), username=server.username or None, credential=server.credential or None)
            for server in servers
        ]
    )
