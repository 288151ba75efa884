"""What a sender of plain RTP has to know, as a session description (RFC 8866, 4568) and as commands. Pure."""

import base64
import ipaddress

SUITE = "AES_CM_128_HMAC_SHA1_80"
PAYLOAD_TYPE = 97


def ingest_sdp(ip: str, port: int, key: bytes) -> str:
    """The description of the stream as the gateway wants to receive it."""
    family = f"IP{ipaddress.ip_address(ip).version}"
    lines = [
        "v=0",
        f"o=- 1 1 IN {family} {ip}",
        "s=hushcue",
        f"c=IN {family} {ip}",
        "t=0 0",
        f"m=audio {port} RTP/SAVP {PAYLOAD_TYPE}",
        f"a=rtpmap:{PAYLOAD_TYPE} opus/48000/2",
        "a=ptime:10",
        "a=recvonly",
        f"a=crypto:1 {SUITE} inline:{base64.b64encode(key).decode('ascii')}",
    ]
    return "\r\n".join(lines) + "\r\n"


def ffmpeg_line(ip: str, port: int, key: bytes) -> str:
    """What talks in with ffmpeg; INPUT is a file or a device."""
    secret = base64.b64encode(key).decode("ascii")
    return (
        "ffmpeg -re -i INPUT -vn -ac 1 -ar 48000 -c:a libopus -application voip -frame_duration 10 -b:a 48k -f rtp "
        f"-srtp_out_suite {SUITE} -srtp_out_params {secret} srtp://{ip}:{port}"
    )


def gstreamer_line(ip: str, port: int, key: bytes) -> str:
    """The same with GStreamer, from the default microphone."""
    return (
        "gst-launch-1.0 autoaudiosrc ! audioconvert ! audioresample ! audio/x-raw,rate=48000,channels=1 ! "
        "opusenc audio-type=voice frame-size=10 inband-fec=true packet-loss-percentage=15 ! rtpopuspay ! "
        f"srtpenc key={key.hex()} ! udpsink host={ip} port={port} sync=false"
    )
