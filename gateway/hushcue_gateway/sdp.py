"""The session description of one stream (RFC 8866), for ffmpeg, GStreamer, VLC and whoever else listens in. Pure."""

from __future__ import annotations

import base64
import ipaddress
from dataclasses import dataclass, field

from hushcue_wire import audio
from hushcue_wire.errors import WireError

SUITE = "AES_CM_128_HMAC_SHA1_80"


@dataclass(frozen=True)
class Description:
    """address: where the datagrams go. origin: the gateway's own address. session, version: numbers for the o= line,
    the version rising with each change. name: what a player shows. key: SRTP master key and salt in a row, for whoever
    may have them; b"" leaves them out. red_payload_type: with copies of earlier frames (RFC 2198), and answered by
    reports and requests on the same port; None without."""

    name: str
    origin: str
    session: int
    version: int
    address: tuple[str, int]
    encoding: str
    payload_type: int
    frame_ms: int
    ssrc: int
    key: bytes = field(default=b"", repr=False)
    red_payload_type: int | None = None


def describe(stream: Description) -> str:
    """The description, lines ended by CR LF as RFC 8866 section 5 wants. Raises WireError on an unknown encoding.

    Every stream is SRTP (RTP/SAVP, RFC 3711): its key is in a=crypto (RFC 4568), or i= says that it is not told here.
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
        *([] if stream.key else [f"i=protected by SRTP ({SUITE}); its keys are not told here"]),
        f"c=IN {family} {ip}",
        "t=0 0",
        *(_plain(stream, port) if stream.red_payload_type is None else _with_copies(stream, port)),
        f"a=ptime:{stream.frame_ms}",
        f"a=maxptime:{stream.frame_ms}",
        f"a=ssrc:{stream.ssrc} cname:hushcue",
        "a=recvonly",
    ]
    if stream.key:
        lines.append(f"a=crypto:1 {SUITE} inline:{base64.b64encode(stream.key).decode('ascii')}")
    return "\r\n".join(lines) + "\r\n"


def _plain(stream: Description, port: int) -> list[str]:
    payload_type = stream.payload_type
    return [
        f"m=audio {port} RTP/SAVP {payload_type}",
        f"a=rtpmap:{payload_type} {stream.encoding}/{audio.RATE_HZ}/1",
    ]


def _with_copies(stream: Description, port: int) -> list[str]:
    """Any packet may be any of the three: RFC 2198, and both encodings plain. Reports: RFC 5761, 5506 and 4585."""
    types = audio.PAYLOAD_TYPES
    red, listed = stream.red_payload_type, " ".join(str(number) for number in types.values())
    return [
        f"m=audio {port} RTP/SAVPF {red} {listed}",
        f"a=rtpmap:{red} red/{audio.RATE_HZ}/1",
        f"a=fmtp:{red} {stream.payload_type}/{types[audio.PCMU]}",
        *(f"a=rtpmap:{number} {name}/{audio.RATE_HZ}/1" for name, number in types.items()),
        "a=rtcp-mux",
        "a=rtcp-rsize",
        "a=rtcp-fb:* nack",
    ]


def _family(ip: str) -> str:
    return f"IP{ipaddress.ip_address(ip).version}"
