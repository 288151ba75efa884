"""RTP packets of aiortc, ffmpeg and GStreamer, for rtp.json."""

from __future__ import annotations

import socket
import struct
import subprocess
from unittest import mock

from recording import Vector, first_line


def aiortc_vectors() -> tuple[list[Vector], list[Vector]]:
    """Good packets written by aiortc's RtpPacket.serialize; bad ones cut from them and refused by its parse."""
    import aiortc
    from aiortc import rtp
    from aiortc.rtcrtpparameters import RTCRtpHeaderExtensionParameters, RTCRtpParameters

    version = f"aiortc {aiortc.__version__} RtpPacket.serialize"
    audio = bytes(range(16))
    good: list[Vector] = []

    def extension_map(identifier: int) -> rtp.HeaderExtensionsMap:
        extensions = rtp.HeaderExtensionsMap()
        parameters = RTCRtpParameters(
            headerExtensions=[
                RTCRtpHeaderExtensionParameters(id=identifier, uri="urn:ietf:params:rtp-hdrext:sdes:mid"),
                RTCRtpHeaderExtensionParameters(id=identifier + 1, uri="urn:ietf:params:rtp-hdrext:ssrc-audio-level"),
            ]
        )
        extensions.configure(parameters)
        return extensions

    def add(
        name: str,
        payload: bytes = audio,
        csrc: tuple[int, ...] = (),
        padding: int = 0,
        random_padding: bool = False,
        mid: str = "",
        extension_id: int = 1,
        **fields: int,
    ) -> bytes:
        packet = rtp.RtpPacket(
            payload_type=fields.get("payload_type", 96),
            marker=fields.get("marker", 0),
            sequence_number=fields.get("sequence", 1),
            timestamp=fields.get("timestamp", 160),
            ssrc=fields.get("ssrc", 0x11223344),
            payload=payload,
        )
        packet.csrc = list(csrc)
        packet.padding_size = padding
        origin = version
        if mid:
            packet.extensions.mid = mid
            packet.extensions.audio_level = (True, 30)
        if random_padding or not padding:
            data = packet.serialize(extension_map(extension_id)) if mid else packet.serialize()
        else:
            origin += ", its random padding octets replaced by zeros (os.urandom patched)"
            with mock.patch("aiortc.rtp.os.urandom", lambda count: bytes(count)):
                data = packet.serialize()
        good.append(
            {
                "name": name,
                "origin": origin,
                # RFC 3550 lets padding hold anything and an extension is read over: these are compared one way only
                "we_write_the_same": not mid and not random_padding,
                "payload_type": packet.payload_type,
                "marker": bool(packet.marker),
                "sequence": packet.sequence_number,
                "timestamp": packet.timestamp,
                "ssrc": packet.ssrc,
                "csrc": list(csrc),
                "padding_bytes": padding,
                "payload": payload.hex(),
                "hex": data.hex(),
            }
        )
        return data

    plain = add("plain")
    add("marker", marker=1, payload_type=97)
    add("all fields at their lowest", payload_type=0, sequence=0, timestamp=0, ssrc=0)
    add(
        "all fields at their highest",
        payload_type=127,
        marker=1,
        sequence=0xFFFF,
        timestamp=0xFFFFFFFF,
        ssrc=0xFFFFFFFF,
    )
    add("timestamp and SSRC above the largest small integer of a 32-bit chip", timestamp=0x80000001, ssrc=0x7FFFFFFF)
    add("no payload", payload=b"")
    one_csrc = add("one CSRC", csrc=(0xDEADBEEF,))
    add("fifteen CSRC", csrc=tuple(0x01000000 * n + n for n in range(15)))
    padded = add("four padding octets", padding=4)
    add("one padding octet, the smallest padding", padding=1)
    add("255 padding octets, the largest padding", padding=255)
    add("padding octets that are not zero", padding=32, random_padding=True)
    add("padding and no payload", payload=b"", padding=8)
    add("CSRC and padding", csrc=(1, 2), padding=3)
    add("a frame of 10 ms PCMU padded to the size of L16", payload=bytes([0xFF]) * 160, padding=160, payload_type=97)
    extended = add("one-byte header extension (RFC 8285)", mid="0")
    add("two-byte header extension (RFC 8285)", mid="host-1-microphone", extension_id=20)
    add("header extension and two CSRC", csrc=(3, 4), mid="abc")

    rfc = "put together by hand after RFC 3550 section 5.3.1, read back by aiortc"
    for name, where, middle in (
        ("header extension of length zero, which is valid", "length zero is valid", bytes.fromhex("abcd0000")),
        ("header extension and padding", "with padding", bytes.fromhex("abcd000100000000")),
    ):
        padding = 2 if "padding" in name else 0
        data = bytes([plain[0] | 0x10 | (0x20 if padding else 0)]) + plain[1:12] + middle + audio
        data += bytes(padding - 1) + bytes([padding]) if padding else b""
        read = rtp.RtpPacket.parse(data)
        assert read.payload == audio and read.padding_size == padding
        good.append({**good[0], "name": name, "origin": f"{rfc} ({where})", "we_write_the_same": False,
                     "padding_bytes": padding, "hex": data.hex()})  # fmt: skip

    bad: list[Vector] = []

    def refuse(name: str, place: str, data: bytes) -> None:
        try:
            rtp.RtpPacket.parse(data)
        except ValueError as error:
            origin = f"cut or changed from a packet of {version}; its parse refuses: {error}"
        else:
            raise SystemExit(f"aiortc accepts what we call bad: {name}")
        bad.append({"name": name, "origin": origin, "place": place, "hex": data.hex()})

    refuse("nothing at all", "rtp.header", b"")
    refuse("one octet", "rtp.header", plain[:1])
    refuse("eleven octets", "rtp.header", plain[:11])
    for number in (0, 1, 3):
        refuse(f"version {number}", "rtp.version", bytes([number << 6]) + plain[1:])
    refuse("CSRC announced and absent", "rtp.csrc", one_csrc[:12])
    refuse("CSRC cut in its last octet", "rtp.csrc", one_csrc[:15])
    refuse("fifteen CSRC announced, sixteen octets there", "rtp.csrc", bytes([0x8F]) + plain[1:28])
    refuse("extension announced and absent", "rtp.extension", extended[:12])
    refuse("extension header cut", "rtp.extension", extended[:15])
    refuse("extension value absent", "rtp.extension", extended[:16])
    refuse("extension value cut in its last octet", "rtp.extension", extended[:19])
    refuse("extension of 65535 words", "rtp.extension", extended[:14] + b"\xff\xff" + extended[16:])
    refuse("padding count zero", "rtp.padding", padded[:-1] + b"\0")
    refuse("padding longer than the packet", "rtp.padding", padded[:-1] + b"\xff")
    refuse("padding one octet longer than what follows the header", "rtp.padding", padded[:-1] + b"\x15")
    refuse("padding that would reach into the CSRC", "rtp.padding",
           bytes([0xA1]) + plain[1:12] + b"\0\0\0\1" + b"\0\0\0\5")  # fmt: skip
    try:
        # with no octet after the header the count would be the last octet of the SSRC
        refuse("padding bit and nothing after the header", "rtp.padding", bytes([0xA0]) + plain[1:12])
    except IndexError:
        raise SystemExit("aiortc cannot read an empty padded packet") from None
    return good, bad


def capture(command: list[str], packets: int) -> list[bytes]:
    """Run ``command`` with the words PORT replaced by a port of ours, and give the first datagrams it sends."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(20)
        words = [word.replace("PORT", str(sock.getsockname()[1])) for word in command]
        with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                return [sock.recv(2048) for _ in range(packets)]
            finally:
                process.terminate()


def captured_vectors() -> list[Vector]:
    """Packets of ffmpeg and GStreamer as they left their sockets; fields are what was asked for on the command line."""
    tone = ["-f", "lavfi", "-i", "sine=frequency=1000:sample_rate=16000:duration=0.1", "-ac", "1"]
    ffmpeg = ["ffmpeg", "-hide_banner", "-fflags", "+bitexact", *tone]
    gst = ["gst-launch-1.0", "-q", "audiotestsrc", "num-buffers=8", "samplesperbuffer=80", "!"]
    runs: list[tuple[str, str, list[str], int, dict[str, int]]] = [
        (
            "ffmpeg L16, 5 ms",
            first_line("ffmpeg", "-version"),
            [*ffmpeg, "-c:a", "pcm_s16be", "-f", "rtp", "-payload_type", "96", "-ssrc", "305419896", "-seq", "65534",
             "-rtpflags", "skip_rtcp", "rtp://127.0.0.1:PORT?pkt_size=172"],
            160,
            {"payload_type": 96, "ssrc": 305419896, "sequence": 65534, "step": 80},
        ),
        (
            "ffmpeg PCMU at 16 kHz, 10 ms",
            first_line("ffmpeg", "-version"),
            [*ffmpeg, "-c:a", "pcm_mulaw", "-f", "rtp", "-payload_type", "97", "-ssrc", "19088743", "-seq", "0",
             "-rtpflags", "skip_rtcp", "rtp://127.0.0.1:PORT?pkt_size=172"],
            160,
            {"payload_type": 97, "ssrc": 19088743, "sequence": 0, "step": 160},
        ),
        (
            "GStreamer rtpL16pay, 5 ms, over both wraps",
            first_line("gst-launch-1.0", "--version"),
            [*gst, "audio/x-raw,format=S16BE,rate=16000,channels=1", "!", "rtpL16pay", "pt=96", "ssrc=4294967295",
             "seqnum-offset=65535", "timestamp-offset=4294967256", "min-ptime=5000000", "max-ptime=5000000", "!",
             "udpsink", "host=127.0.0.1", "port=PORT"],
            160,
            {"payload_type": 96, "ssrc": 0xFFFFFFFF, "sequence": 65535, "timestamp": 4294967256, "step": 80},
        ),
        (
            "GStreamer rtppcmupay, static payload type, 10 ms at 8 kHz",
            first_line("gst-launch-1.0", "--version"),
            [*gst, "audio/x-raw,format=S16LE,rate=8000,channels=1", "!", "mulawenc", "!", "rtppcmupay",
             "ssrc=2147483648", "seqnum-offset=32767", "timestamp-offset=2147483647", "min-ptime=10000000",
             "max-ptime=10000000", "!", "udpsink", "host=127.0.0.1", "port=PORT"],
            80,
            {"payload_type": 0, "ssrc": 1 << 31, "sequence": 32767, "timestamp": (1 << 31) - 1, "step": 80},
        ),
    ]  # fmt: skip
    vectors: list[Vector] = []
    for name, program, command, payload_bytes, want in runs:
        for number, data in enumerate(capture(command, 3)):
            assert len(data) == 12 + payload_bytes, (name, len(data))
            start = want.get("timestamp")
            if start is None:  # ffmpeg begins where it likes: what it wrote is what counts, from the first packet on
                start = struct.unpack_from("!I", data, 4)[0] - number * want["step"]
            vectors.append(
                {
                    "name": f"{name}, packet {number + 1}",
                    "origin": f"captured from {program}: {' '.join(command)}",
                    "we_write_the_same": True,
                    "payload_type": want["payload_type"],
                    "marker": bool(data[1] & 0x80),
                    "sequence": (want["sequence"] + number) & 0xFFFF,
                    "timestamp": (start + number * want["step"]) & 0xFFFFFFFF,
                    "ssrc": want["ssrc"],
                    "csrc": [],
                    "padding_bytes": 0,
                    "payload": data[12:].hex(),
                    "hex": data.hex(),
                }
            )
    return vectors
