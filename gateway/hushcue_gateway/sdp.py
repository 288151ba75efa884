"""The session description of one stream (RFC 8866), for ffmpeg, GStreamer, VLC and whoever else listens in. Pure."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from hushcue_wire import audio
from hushcue_wire.errors import WireError


@dataclass(frozen=True)
class Description:
    """address: where the datagrams go. origin: the gateway's own address. session, version: numbers for the o= line,
    the version rising with each change. name: what a player shows."""

    name: str
    origin: str
    session: int
    version: int
    address: tuple[str, int]
    encoding: str
    payload_type: int
    frame_ms: int
    ssrc: int


def describe(stream: Description) -> str:
    """The description, lines ended by CR LF as RFC 8866 section 5 wants. Raises WireError on an unknown encoding.

    A frame is sent whole: a=ptime (section 6.4) is its length. One SSRC sends it: a=ssrc (RFC 5576) names it. The
    description is for whoever receives: a=recvonly (section 6.7.1).
    """
    if stream.encoding not in audio.BYTES_PER_SAMPLE:
        raise WireError("sdp.encoding", f"{stream.encoding} is not one of L16, PCMU")
    ip, port = stream.address
    family = _family(ip)
    # RFC 8866 section 5.3: a name must not be empty; and nothing a person typed may begin a line of its own.
    name = " ".join("".join(char if char.isprintable() else " " for char in stream.name).split()) or "-"
    lines = [
        "v=0",
        f"o=- {stream.session} {stream.version} IN {_family(stream.origin)} {stream.origin}",
        f"s={name}",
        f"c=IN {family} {ip}",
        "t=0 0",
        f"m=audio {port} RTP/AVP {stream.payload_type}",
        f"a=rtpmap:{stream.payload_type} {stream.encoding}/{audio.RATE_HZ}/1",
        f"a=ptime:{stream.frame_ms}",
        f"a=maxptime:{stream.frame_ms}",
        f"a=ssrc:{stream.ssrc} cname:hushcue",
        "a=recvonly",
    ]
    return "\r\n".join(lines) + "\r\n"


def _family(ip: str) -> str:
    return f"IP{ipaddress.ip_address(ip).version}"
