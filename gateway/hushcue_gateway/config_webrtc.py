"""``[webrtc]`` in the configuration: browsers and encoders that talk in and listen."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from .config_reader import Reader, brief
from .webrtc.settings import IceServer

_STUN = re.compile(r"stuns?:[A-Za-z0-9.-]{1,253}(?::\d{1,5})?")
_TURN = re.compile(r"turns?:[A-Za-z0-9.-]{1,253}(?::\d{1,5})?(?:\?transport=(?:udp|tcp))?")


@dataclass(frozen=True)
class WebrtcEntry:
    """stun, turn: URLs; username, credential: of TURN. most_sessions: in all; most_per_person: of one caller.

    target_ms: the de-jitter buffer never waits less. networks: of the addresses that are offered; () is any.
    """

    enabled: bool = True
    stun: tuple[str, ...] = ()
    turn: tuple[str, ...] = ()
    username: str = ""
    credential: str = ""
    most_sessions: int = 128
    most_per_person: int = 8
    target_ms: float = 3.0
    networks: tuple[str, ...] = ()

    def ice_servers(self) -> tuple[IceServer, ...]:
        """As WebRTC wants them."""
        stun = (IceServer(self.stun),) if self.stun else ()
        turn = (IceServer(self.turn, self.username, self.credential),) if self.turn else ()
        return stun + turn


def read_webrtc(reader: Reader) -> WebrtcEntry:
    """What the table says."""
    default = WebrtcEntry()
    entry = WebrtcEntry(
        enabled=reader.flag("enabled", default.enabled),
        stun=_urls(reader, "stun", _STUN),
        turn=_urls(reader, "turn", _TURN),
        username=reader.text("username", "", most=128),
        credential=reader.text("credential", "", most=256),
        most_sessions=reader.whole("most_sessions", 1, 500, default.most_sessions),
        most_per_person=reader.whole("most_per_person", 1, 64, default.most_per_person),
        target_ms=reader.number("target_ms", 0.0, 200.0, default.target_ms),
        networks=_networks(reader),
    )
    if entry.turn and not (entry.username and entry.credential):
        reader.refuse("turn", "config_turn_account")
    reader.finish()
    return entry


def _urls(reader: Reader, name: str, form: re.Pattern[str]) -> tuple[str, ...]:
    urls = reader.texts(name)
    for url in urls:
        if not form.fullmatch(url):
            reader.refuse(name, "config_not_ice_url", value=brief(url))
    return urls


def _networks(reader: Reader) -> tuple[str, ...]:
    networks = reader.texts("networks")
    for network in networks:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError:
            reader.refuse("networks", "config_not_network", value=brief(network))
    return networks
