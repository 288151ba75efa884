"""RTCP compounds of aiortc, GStreamer and ffmpeg, and some put together by hand from the RFCs, for rtcp.json."""

from __future__ import annotations

import socket
import struct
import subprocess
import time
from typing import Any

from recording import Vector, first_line

GATEWAY, BODYPACK = 0xCAFE0001, 0xB0D90002


def vector(name: str, origin: str, data: bytes, packets: list[dict[str, Any]], same: bool = True) -> Vector:
    """One datagram and what is in it. ``same``: what we write for it are the same octets."""
    return {"name": name, "origin": origin, "we_write_the_same": same, "packets": packets, "hex": data.hex()}


def block(**fields: int) -> dict[str, int]:
    """A report block, fields 0 where not given."""
    names = ("ssrc", "fraction", "lost", "highest", "jitter", "last_sr", "since_last_sr")
    return {name: fields.get(name, 0) for name in names}


def by_aiortc() -> list[Vector]:
    """Written by aiortc's packet classes."""
    import aiortc
    from aiortc import rtp

    origin = f"aiortc {aiortc.__version__}, bytes() of its packet classes"

    def info(each: dict[str, int]) -> rtp.RtcpReceiverInfo:
        return rtp.RtcpReceiverInfo(
            ssrc=each["ssrc"],
            fraction_lost=each["fraction"],
            packets_lost=each["lost"],
            highest_sequence=each["highest"],
            jitter=each["jitter"],
            lsr=each["last_sr"],
            dlsr=each["since_last_sr"],
        )

    calm = block(ssrc=GATEWAY, highest=0x1_0005)
    rough = block(ssrc=GATEWAY, fraction=128, lost=3000, highest=0xFFFFFFFF, jitter=0xFFFFFFFF,
                  last_sr=0xFFFFFFFF, since_last_sr=0x80000000)  # fmt: skip
    gained = block(ssrc=1, fraction=255, lost=-1, highest=65535, jitter=7, last_sr=1, since_last_sr=2)
    found = []
    for name, reports in (("RR without a block", []), ("RR with one block", [calm]),
                          ("RR with three blocks, one that gained packets", [rough, gained, calm])):  # fmt: skip
        data = bytes(rtp.RtcpRrPacket(ssrc=BODYPACK, reports=[info(each) for each in reports]))
        found.append(vector(name, origin, data, [{"type": 201, "ssrc": BODYPACK, "reports": reports}]))
    for name, seconds, fraction in (("SR", 5, 0x80000000), ("SR at the end of the era", 0xFFFFFFFF, 0xFFFFFFFF)):
        sender = rtp.RtcpSenderInfo(
            ntp_timestamp=seconds << 32 | fraction, rtp_timestamp=160, packet_count=100, octet_count=0xFFFFFFFF
        )
        data = bytes(rtp.RtcpSrPacket(ssrc=GATEWAY, sender_info=sender, reports=[]))
        want = {"type": 200, "ssrc": GATEWAY, "ntp": [seconds, fraction], "rtp_timestamp": 160, "packets": 100,
                "octets": 0xFFFFFFFF, "reports": []}  # fmt: skip
        found.append(vector(name, origin, data, [want]))
    for cname in (b"", b"a", b"hushcue", b"ab", b"x" * 255):
        chunk = rtp.RtcpSourceInfo(ssrc=GATEWAY, items=[(1, cname)])
        data = bytes(rtp.RtcpSdesPacket(chunks=[chunk]))
        want = {"type": 202, "ssrc": GATEWAY, "names": [[GATEWAY, cname.hex()]]}
        same = len(cname) % 4 != 1  # there it ends with four nulls more than it needs
        found.append(vector(f"SDES, CNAME of {len(cname)}", origin, data, [want], same))
    two = rtp.RtcpSdesPacket(
        chunks=[rtp.RtcpSourceInfo(ssrc=1, items=[(1, b"one"), (2, b"name")]), rtp.RtcpSourceInfo(ssrc=2, items=[])]
    )
    want = {"type": 202, "ssrc": 1, "names": [[1, b"one".hex()]]}
    found.append(vector("SDES of two sources, one without an item", origin, bytes(two), [want], same=False))
    data = bytes(rtp.RtcpByePacket(sources=[1, 0xFFFFFFFF]))
    found.append(vector("BYE", origin, data, [{"type": 203, "ssrc": 1, "sources": [1, 0xFFFFFFFF]}], same=False))
    for lost in ([5], [5, 6, 21], [65000, 65001, 65016, 65017, 65041], list(range(100, 372))):
        data = bytes(rtp.RtcpRtpfbPacket(fmt=1, ssrc=BODYPACK, media_ssrc=GATEWAY, lost=lost))
        want = {"type": 205, "ssrc": BODYPACK, "media_ssrc": GATEWAY, "sequences": lost}
        found.append(vector(f"generic NACK for {len(lost)}, from {lost[0]}", origin, data, [want]))
    twcc = rtp.RtcpPsfbPacket(fmt=1, ssrc=BODYPACK, media_ssrc=GATEWAY)
    found.append(vector("payload-specific feedback, which is not ours", origin, bytes(twcc), [], same=False))
    return found


VOIP = (9, 3, 200, 1, 120, 880, 31, 45, -20, -60, 127, 16, 93, 127, 44, 43, 0xE2, 40, 90, 1200)


def by_hand() -> list[Vector]:
    """Put together octet by octet."""
    app = struct.pack("!BBHI4s", 0x80, 204, 4, GATEWAY, b"fill") + bytes(8)
    rrtr = struct.pack("!BBHII", 4, 0, 2, 0x12345678, 0x9ABCDEF0)
    dlrr = struct.pack("!BBHIII", 5, 0, 3, BODYPACK, 0x56789ABC, 0x00010000)
    # RFC 3611 section 4.7, line by line of the figure
    voip = struct.pack("!BBHI", 7, 0, 8, GATEWAY) + struct.pack("!BBBBHHHHbbBB", *VOIP[:12])
    voip += struct.pack("!BBBBBBHHH", *VOIP[12:17], 0, *VOIP[17:])
    head = struct.pack("!BBHI", 0x80, 207, 1 + 3 + 9, BODYPACK)
    answer = struct.pack("!BBHI", 0x80, 207, 1 + 4, GATEWAY) + dlrr
    foreign = struct.pack("!BBHI", 0x80, 207, 1 + 2 + 3, BODYPACK) + struct.pack("!BBHI", 6, 0, 1, 1) + rrtr
    metrics = [[GATEWAY, list(VOIP)]]
    xr = {"type": 207, "ssrc": BODYPACK, "received": [0x12345678, 0x9ABCDEF0], "voip": metrics}
    fill = {"type": 204, "ssrc": GATEWAY, "name": b"fill".hex(), "data": bytes(8).hex()}
    dlrr_want = {"type": 207, "ssrc": GATEWAY, "answers": [[BODYPACK, 0x56789ABC, 0x00010000]]}
    report = block(ssrc=GATEWAY, fraction=26, lost=77, highest=1234, jitter=31, last_sr=0x00050000, since_last_sr=655)
    rr = struct.pack("!BBHI", 0x81, 201, 7, BODYPACK)
    rr += struct.pack("!IIIIII", GATEWAY, 26 << 24 | 77, 1234, 31, 0x00050000, 655)
    sdes = struct.pack("!BBHIBB", 0x81, 202, 4, BODYPACK, 1, 6) + b"host-1" + bytes(4)
    sr = struct.pack("!BBHIIIIII", 0x80, 200, 6, GATEWAY, 5, 0x80000000, 4800, 30, 4800)
    cname = struct.pack("!BBHIBB", 0x81, 202, 4, GATEWAY, 1, 7) + b"hushcue" + bytes(3)
    sr_want = {"type": 200, "ssrc": GATEWAY, "ntp": [5, 0x80000000], "rtp_timestamp": 4800, "packets": 30,
               "octets": 4800, "reports": []}  # fmt: skip
    rr_want = {"type": 201, "ssrc": BODYPACK, "reports": [report]}
    nack = struct.pack("!BBHIIHH", 0x81, 205, 3, BODYPACK, GATEWAY, 0xFFFE, 0b101)
    nack_want = {"type": 205, "ssrc": BODYPACK, "media_ssrc": GATEWAY, "sequences": [0xFFFE, 0xFFFF, 1]}
    tail = struct.pack("!BBHI", 0xA0, 201, 2, BODYPACK) + b"\0\0\0\4"
    rfc = "put together by hand from"
    return [
        vector("APP", f"{rfc} RFC 3550 section 6.7", app, [fill]),
        vector("XR with RRTR and VoIP metrics", f"{rfc} RFC 3611 sections 2, 4.4, 4.7", head + rrtr + voip, [xr]),
        vector("XR with DLRR", f"{rfc} RFC 3611 section 4.5", answer, [dlrr_want]),
        vector(
            "XR with a block nobody here reads before the one that is",
            f"{rfc} RFC 3611 sections 4.4, 4.6",
            foreign,
            [{"type": 207, "ssrc": BODYPACK, "received": [0x12345678, 0x9ABCDEF0]}],
            same=False,
        ),
        vector(
            "a bodypack's report: RR, SDES, XR",
            f"{rfc} RFC 3550 section 6.1 and RFC 3611",
            rr + sdes + head + rrtr + voip,
            [rr_want, {"type": 202, "ssrc": BODYPACK, "names": [[BODYPACK, b"host-1".hex()]]}, xr],
        ),
        vector(
            "a gateway's report: SR, SDES, XR, APP",
            f"{rfc} RFC 3550 section 6.1 and RFC 3611",
            sr + cname + answer + app,
            [sr_want, {"type": 202, "ssrc": GATEWAY, "names": [[GATEWAY, b"hushcue".hex()]]}, dlrr_want, fill],
        ),
        vector("generic NACK over the wrap", f"{rfc} RFC 4585 section 6.2.1", nack, [nack_want]),
        vector("reduced size, RR behind the NACK", f"{rfc} RFC 5506", nack + rr, [nack_want, rr_want]),
        vector(
            "RR with padding", f"{rfc} RFC 3550 section 6.4.1", tail, [{"type": 201, "ssrc": BODYPACK, "reports": []}],
            same=False,
        ),
    ]  # fmt: skip


def captured() -> list[Vector]:
    """As they left the sockets of GStreamer and ffmpeg: fields are read off with struct, at the RFC's places."""
    caps = "audio/x-raw,format=S16BE,rate=16000,channels=1"
    send = f"audiotestsrc is-live=true ! {caps} ! rtpL16pay pt=96 ssrc=4242 ! b.send_rtp_sink_0 rtpbin name=b "
    send += "b.send_rtp_src_0 ! fakesink b.send_rtcp_src_0 ! udpsink host=127.0.0.1 port=PORT sync=false async=false"
    tone = ["-re", "-f", "lavfi", "-i", "sine=frequency=1000:sample_rate=16000", "-ac", "1"]
    ffmpeg = ["ffmpeg", "-hide_banner", "-loglevel", "error", *tone, "-c:a", "pcm_s16be", "-f", "rtp", "-ssrc", "77"]
    ffmpeg += ["-cname", "someone", "rtp://127.0.0.1:9?rtcpport=PORT"]
    found = []
    for program, command, ssrc in (
        (first_line("gst-launch-1.0", "--version"), ["gst-launch-1.0", "-q", *send.split()], 4242),
        (first_line("ffmpeg", "-version"), ffmpeg, 77),
    ):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.bind(("127.0.0.1", 0))
            sock.settimeout(20)
            words = [word.replace("PORT", str(sock.getsockname()[1])) for word in command]
            with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
                try:
                    data = sock.recv(2048)
                finally:
                    process.terminate()
        assert data[1] == 200 and data[29] == 202, data.hex()
        words_ = struct.unpack_from("!IIIIII", data, 4)
        size = data[37]
        sr = {"type": 200, "ssrc": ssrc, "ntp": list(words_[1:3]), "rtp_timestamp": words_[3], "packets": words_[4],
              "octets": words_[5], "reports": []}  # fmt: skip
        sdes = {"type": 202, "ssrc": ssrc, "names": [[ssrc, data[38 : 38 + size].hex()]]}
        origin = f"captured from {program}: {' '.join(command)}"
        found.append(vector(f"SR and SDES of {program.split()[0]}", origin, data, [sr, sdes], same=program[0] == "f"))
    return [*found, nack_of_gstreamer()]


def nack_of_gstreamer() -> Vector:
    """What rtpbin asks for when packets 3, 4 and 9 of a stream are missing."""
    caps = "application/x-rtp,media=audio,clock-rate=16000,encoding-name=L16,payload=96,rtcp-fb-nack=(boolean)true"
    text = "rtpbin name=b do-retransmission=true rtp-profile=avpf latency=2000 udpsrc address=127.0.0.1 port=IN "
    text += f"caps={caps} ! b.recv_rtp_sink_0 b.recv_rtp_src_0_4242_96 ! fakesink sync=false b.send_rtcp_src_0 ! "
    text += "udpsink host=127.0.0.1 port=PORT sync=false async=false"
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe,
    ):
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(0.0)
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        words = text.replace("PORT", str(sock.getsockname()[1])).replace("IN ", f"{port} ").split()
        with subprocess.Popen(["gst-launch-1.0", "-q", *words]) as process:
            try:
                time.sleep(2)
                for number in range(400):
                    if number % 40 not in (3, 4, 9):
                        packet = struct.pack("!BBHII", 0x80, 96, number, number * 160, 4242) + bytes(320)
                        sock.sendto(packet, ("127.0.0.1", port))
                    time.sleep(0.01)
                    try:
                        data = sock.recv(2048)
                    except BlockingIOError:
                        continue
                    at = 0
                    while at < len(data):
                        if data[at + 1] == 205:
                            end = at + 4 * (1 + struct.unpack_from("!H", data, at + 2)[0])
                            nack = data[at:end]
                            sender, media, pid, blp = struct.unpack_from("!IIHH", nack, 4)
                            asked = [pid] + [pid + 1 + bit for bit in range(16) if blp >> bit & 1]
                            assert media == 4242 and len(nack) == 16 and {each % 40 for each in asked} <= {3, 4, 9}
                            want = {"type": 205, "ssrc": sender, "media_ssrc": media, "sequences": asked}
                            origin = f"captured from {first_line('gst-launch-1.0', '--version')}: gst-launch-1.0 {text}"
                            return vector("generic NACK of GStreamer, cut from its compound", origin, nack, [want])
                        at += 4 * (1 + struct.unpack_from("!H", data, at + 2)[0])
            finally:
                process.terminate()
    raise SystemExit("rtpbin asked for nothing")


def refused() -> list[Vector]:
    """Changed from the good ones above, at the place that is named; aiortc refuses those that it can read."""
    rr = struct.pack("!BBHI", 0x81, 201, 7, BODYPACK) + bytes(24)
    sdes = struct.pack("!BBHIBB", 0x81, 202, 4, BODYPACK, 1, 6) + b"host-1" + bytes(4)
    nack = struct.pack("!BBHII", 0x81, 205, 2, BODYPACK, GATEWAY)
    xr = struct.pack("!BBHI", 0x80, 207, 4, BODYPACK)
    empty = struct.pack("!BBHI", 0x80, 201, 1, BODYPACK)
    cases = [
        ("nothing at all", "rtcp.length", b""),
        ("no whole words", "rtcp.length", rr + b"\0"),
        ("four octets that say two words", "rtcp.length", rr[:4]),
        ("length beyond the end", "rtcp.length", b"\x81\xc9\x00\x08" + rr[4:]),
        ("version 1", "rtcp.version", b"\x41" + rr[1:]),
        ("version 0 in the second packet", "rtcp.version", rr + bytes(4)),
        ("two blocks announced, one there", "rtcp.report", b"\x82" + rr[1:]),
        ("SR without its sender information", "rtcp.sr", struct.pack("!BBHI", 0x80, 200, 1, 1)),
        ("RR without an SSRC", "rtcp.rr", struct.pack("!BBH", 0x80, 201, 0)),
        ("padding of nothing", "rtcp.padding", b"\xa1" + rr[1:]),
        ("padding that is no whole word", "rtcp.padding", b"\xa1" + rr[1:-1] + b"\x03"),
        ("padding longer than the packet", "rtcp.padding", b"\xa1" + rr[1:-1] + b"\x20"),
        ("padding before the last packet", "rtcp.padding", b"\xa1" + rr[1:-1] + b"\x04" + empty),
        ("SDES item beyond the end", "rtcp.sdes", sdes[:9] + b"\x0b" + sdes[10:]),
        ("SDES without the null that ends it", "rtcp.sdes", sdes[:9] + b"\x0a" + sdes[10:-4] + b"xxxx"),
        ("SDES of two sources, one there", "rtcp.sdes", b"\x82" + sdes[1:]),
        ("BYE of two sources, one there", "rtcp.bye", struct.pack("!BBHI", 0x82, 203, 1, 1)),
        ("APP without a name", "rtcp.app", struct.pack("!BBHI", 0x80, 204, 1, 1)),
        ("feedback without the media source", "rtcp.rtpfb", struct.pack("!BBHI", 0x81, 205, 1, 1)),
        ("NACK that asks for nothing", "rtcp.nack", nack),
        ("NACK of more than sixteen entries", "rtcp.nack", struct.pack("!BBH", 0x81, 205, 19) + bytes(8 + 4 * 17)),
        ("XR without an SSRC", "rtcp.xr", struct.pack("!BBH", 0x80, 207, 0)),
        ("XR block beyond the end", "rtcp.xr", xr + struct.pack("!BBHII", 4, 0, 3, 1, 2)),
        ("RRTR of a wrong length", "rtcp.xr", struct.pack("!BBHI", 0x80, 207, 3, 1) + struct.pack("!BBHI", 4, 0, 1, 1)),
        ("DLRR of a wrong length", "rtcp.xr", struct.pack("!BBHI", 0x80, 207, 3, 1) + struct.pack("!BBHI", 5, 0, 1, 1)),
        ("VoIP metrics of a wrong length", "rtcp.xr", xr + struct.pack("!BBHII", 7, 0, 2, 1, 1)),
        ("more than sixteen packets", "rtcp.packets", empty * 17),
    ]
    origin = "put together by hand, one thing wrong"
    return [{"name": name, "origin": origin, "place": place, "hex": data.hex()} for name, place, data in cases]
