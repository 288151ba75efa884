"""SRTP and RFC 2198 between us and people who never heard of us, both ways over UDP.

Ours out: GStreamer decrypts a stream of the engine and fills its gaps from our copies. Theirs in: what GStreamer and
ffmpeg encrypt is read by the code of the bodypack.
"""

import base64
import json
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from support import sounds
from support.desk import Desk
from support.gateway_process import LIMIT_S, wait_for
from support.listener import KEY, a_protected_stream
from support.ports import free_pair
from support.programs import needs

from hushcue_gateway.media.protect import protect
from hushcue_tools.pc_bodypack import crypto
from hushcue_wire import audio, red, rtcp, rtcp_write, rtp, srtp

SSRC = 0x5EED
AHEAD = 60
"""Datagrams that may be on the way: more than a jitter buffer of 200 ms keeps back."""
SUITE = "srtp-cipher=aes-128-icm,srtp-auth=hmac-sha1-80,srtcp-cipher=aes-128-icm,srtcp-auth=hmac-sha1-80"


def srtp_caps(key: bytes, ssrc: int, payload_type: int, name: str) -> str:
    """What udpsrc has to say for srtpdec to know the key."""
    media = f"media=audio,clock-rate=16000,encoding-name={name},payload={payload_type}"
    return f"application/x-srtp,{media},ssrc=(uint){ssrc},srtp-key=(buffer){key.hex()},{SUITE}"


@contextmanager
def gst(pipeline: str) -> Iterator[subprocess.Popen[str]]:
    """gst-launch, ended in order."""
    words = ["gst-launch-1.0", "-q", "-e", *pipeline.split()]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
            process.send_signal(signal.SIGINT)
            process.wait(LIMIT_S)
        finally:
            process.kill()


# -- ours out


def our_datagrams(sound: sounds.Sound, **changes: object) -> list[bytes]:
    """What the engine sends for ``sound``, reports left out: nobody here would read them."""
    desk = Desk(None, protect)
    desk.source("voice")
    command = a_protected_stream("host-1", ssrc=SSRC, first_sequence=16000, **changes)
    assert not desk.tell(command)
    desk.talk("cue", "voice", "host-1")
    found = []
    for start in range(0, len(sound) - 159, 160):
        frame = sound[start : start + 160].astype(np.float32)
        found += [outgoing.data for outgoing in desk.engine.tick({"voice": frame}, desk.now_ns)]
        desk.now_ns += desk.frame_ns
    return [data for data in found if not 192 <= data[1] <= 223]


def somebody_reads(sock: socket.socket) -> bool:
    """Whether the port that it is connected to is open: else the system refuses what comes (RFC 1122, 4.1.3.1)."""
    try:
        sock.send(b"?")  # no RTP, and dropped
        sock.send(b"?")
    except ConnectionRefusedError:
        return False
    return True


def play_to(port: int, datagrams: list[bytes], lasting_s: float, lost: set[int], heard: Callable[[], int]) -> None:
    """At the pace of the stream, to whoever listens there; never far ahead of what was ``heard``, for what waits at the
    port of somebody who is held up is thrown away when it is too much."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(("127.0.0.1", port))
        wait_for("somebody reads", lambda: somebody_reads(sock))
        due = time.monotonic()
        for number, data in enumerate(datagrams):
            due += lasting_s / len(datagrams)
            time.sleep(max(0.0, due - time.monotonic()))
            if number > heard() + AHEAD:
                wait_for(f"what goes before {number} is heard", lambda at=number: at <= heard() + AHEAD)
            if number not in lost:
                sock.send(data)


@pytest.mark.parametrize(("depth", "primary", "loss"), [(3, "L16", 0.0), (6, "PCMU", 0.0), (6, "PCMU", 0.3)], ids=str)
def test_gstreamer_decrypts_our_stream_and_fills_its_gaps_from_our_copies(
    tmp_path: Path, depth: int, primary: str, loss: float
) -> None:
    needs("gst-launch-1.0")
    said = sounds.voice_like(1.5)
    quiet = np.zeros(16000)
    sound = np.concatenate([quiet, said, quiet])
    datagrams = our_datagrams(sound, redundancy=depth, datagram_bytes=audio.datagram_bytes(primary, 10, depth))
    port, wav = free_pair(), tmp_path / "heard.wav"
    payload_type = audio.PAYLOAD_TYPES[primary]
    decode = {"L16": "rtpL16depay", "PCMU": "rtppcmudepay ! mulawdec"}[primary]
    plain = f"application/x-rtp,media=audio,clock-rate=16000,encoding-name={primary},payload={payload_type}"
    random = np.random.default_rng(11)
    lost = {number for number in range(20, len(datagrams) - 20) if random.random() < loss}
    pipeline = (
        f"udpsrc port={port} address=127.0.0.1 caps={srtp_caps(KEY, SSRC, 98, 'RED')} ! srtpdec ! "
        f"rtpreddec pt=98 ! capssetter replace=true join=false caps={plain} ! "
        f"rtpjitterbuffer latency=200 ! {decode} ! audioconvert ! "
        f"audio/x-raw,format=S16LE ! wavenc ! filesink buffer-mode=2 location={wav}"
    )

    def heard() -> int:
        assert player.poll() is None, player.stderr and player.stderr.read()
        frames = wav.stat().st_size // 320 if wav.exists() else 0
        return frames * 160 * len(datagrams) // len(sound)

    with gst(pipeline) as player:
        play_to(port, datagrams, len(sound) / sounds.RATE_HZ, lost, heard)
        wait_for("all but some of the silence after it is heard", lambda: heard() > len(datagrams) - AHEAD)
    snr_db = sounds.snr_db(sounds.read(wav), said)
    print(f"{primary}, depth {depth}, {len(lost)} of {len(datagrams)} lost: {snr_db:.1f} dB")
    assert snr_db >= {"L16": 60.0, "PCMU": 30.0}[primary]


def test_the_engine_and_the_code_of_the_bodypack_understand_each_other_both_ways() -> None:
    """libsrtp here, the firmware's own SRTP there: sound, a request, its answer, reports."""
    desk = Desk(None, protect)
    command = a_protected_stream("host-1", first_sequence=0x3FFF)
    assert not desk.tell(command)
    receiver = srtp.RtpReceiver(command.key, crypto, 1500)
    reports = srtp.RtcpReceiver(command.key, crypto)
    asking = srtp.RtcpSender(command.report_key, crypto, command.report_ssrc)
    sent: dict[int, bytes] = {}
    heard = []
    for _ in range(150):
        for outgoing in desk.engine.tick({}, desk.now_ns):
            buf = bytearray(outgoing.data)
            sequence = int.from_bytes(buf[2:4], "big")
            if 192 <= buf[1] <= 223:
                compound = rtcp.read(bytes(buf[: reports.open(buf, len(buf))]))
                assert [packet.type for packet in compound] == [rtcp.SR, rtcp.SDES, rtcp.APP]
                heard.append(compound)
                continue
            sent[sequence] = outgoing.data
            assert receiver.open(buf, len(buf), sequence, 12) == srtp.OK
            payload = bytes(a ^ b for a, b in zip(buf[12:-10], receiver.mask, strict=False))
            blocks = red.parse(rtp.parse(bytes(buf[:12]) + payload).payload)
            assert [(block.payload_type, block.offset) for block in blocks] == [
                (97, 480),
                (97, 320),
                (97, 160),
                (96, 0),
            ]
        desk.now_ns += desk.frame_ns
    assert heard
    request = bytearray(100)
    size = rtcp_write.nack_into(request, 0, command.report_ssrc, command.ssrc, rtcp_write.nack_pairs([0x4005, 0x4007]))
    size = asking.protect(request, size)
    answers = desk.engine.feedback(bytes(request[:size]), ("127.0.0.1", 9), desk.now_ns)
    assert [outgoing.data for outgoing in answers] == [sent[0x4005], sent[0x4007]]


# -- theirs in


def read_by_the_bodypack(datagrams: list[bytes], key: bytes) -> list[rtp.Packet]:
    """Decrypted by the firmware's code; every tag has to be right."""
    receiver = srtp.RtpReceiver(key, crypto, 2048)
    packets = []
    for data in datagrams:
        buf = bytearray(data)
        sequence = int.from_bytes(data[2:4], "big")
        assert receiver.open(buf, len(buf), sequence, 12) == srtp.OK
        assert receiver.open(bytearray(data), len(data), sequence, 12) == srtp.REPLAYED
        payload = bytes(a ^ b for a, b in zip(buf[12:-10], receiver.mask, strict=False))
        packets.append(rtp.parse(bytes(buf[:12]) + payload))
    forged = bytearray(datagrams[-1])
    forged[3] += 1  # a sequence number that has not come
    forged[40] ^= 1
    assert receiver.open(forged, len(forged), int.from_bytes(forged[2:4], "big"), 12) == srtp.FORGED
    return packets


def captured(command: list[str], count: int) -> list[bytes]:
    """The first datagrams of a program that sends to PORT."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(LIMIT_S)
        words = [word.replace("PORT", str(sock.getsockname()[1])) for word in command]
        with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as program:
            try:
                found: list[bytes] = []
                while len(found) < count:
                    data = sock.recv(2048)
                    if not 192 <= data[1] <= 223:
                        found.append(data)
                return found
            finally:
                program.kill()
                program.communicate()


def raw_file(folder: Path) -> tuple[Path, np.ndarray]:
    """A second of sound as 16-bit samples."""
    samples = np.rint(sounds.voice_like(1.0) * 32767).astype("<i2")
    path = folder / "sound.raw"
    path.write_bytes(samples.tobytes())
    return path, samples


def snr_db(law: bytes, samples: np.ndarray) -> float:
    """How far the sound in mu-law octets lies above its difference from what it was made of."""
    table = json.loads((Path(__file__).parent.parent / "vectors" / "pcmu.json").read_text())["decoded"]
    heard, meant = np.array(table)[np.frombuffer(law, np.uint8)], samples[: len(law)].astype(float)
    return float(10 * np.log10(np.sum(meant**2) / np.sum((heard - meant) ** 2)))


@pytest.mark.parametrize("first", [100, 65500], ids=["from the start", "over the wrap"])
def test_what_gstreamer_encrypts_is_read_by_the_bodypack(tmp_path: Path, first: int) -> None:
    needs("gst-launch-1.0")
    path, samples = raw_file(tmp_path)
    pipeline = (
        f"filesrc location={path} blocksize=320 ! rawaudioparse sample-rate=16000 num-channels=1 pcm-format=s16le ! "
        "audioconvert ! rtpL16pay pt=96 ssrc=7 min-ptime=10000000 max-ptime=10000000 "
        f"seqnum-offset={first} ! srtpenc key={KEY.hex()} ! udpsink host=127.0.0.1 port=PORT sync=true"
    )
    packets = read_by_the_bodypack(captured(["gst-launch-1.0", "-q", *pipeline.split()], 80), KEY)
    assert [packet.sequence for packet in packets] == [(first + index) & 0xFFFF for index in range(80)]
    heard = np.frombuffer(b"".join(bytes(packet.payload) for packet in packets), ">i2")
    assert np.array_equal(heard, samples[: len(heard)])


def test_copies_that_gstreamer_adds_and_encrypts_are_read_by_the_bodypack(tmp_path: Path) -> None:
    needs("gst-launch-1.0")
    path, samples = raw_file(tmp_path)
    pipeline = (
        f"filesrc location={path} blocksize=320 ! rawaudioparse sample-rate=8000 num-channels=1 pcm-format=s16le ! "
        "audioconvert ! mulawenc ! rtppcmupay pt=97 ssrc=7 min-ptime=20000000 max-ptime=20000000 seqnum-offset=5 ! "
        f"rtpredenc pt=98 distance=2 ! srtpenc key={KEY.hex()} ! udpsink host=127.0.0.1 port=PORT sync=true"
    )
    packets = read_by_the_bodypack(captured(["gst-launch-1.0", "-q", *pipeline.split()], 40), KEY)
    primaries: list[bytes] = []
    for index, packet in enumerate(packets):
        assert packet.payload_type == 98
        payload = bytes(packet.payload)
        *copies, primary = red.parse(payload)
        assert [(block.payload_type, block.offset, block.size) for block in copies] == (
            [(97, 160 * min(index, 2), 160)] if index else []
        )
        for block in copies:
            assert payload[block.start : block.start + 160] == primaries[index - block.offset // 160]
        primaries.append(payload[primary.start :])
    assert snr_db(b"".join(primaries), samples) >= 30.0


@pytest.mark.parametrize("encoding", ["L16", "PCMU"])
def test_what_ffmpeg_encrypts_is_read_by_the_bodypack(tmp_path: Path, encoding: str) -> None:
    needs("ffmpeg")
    path, samples = raw_file(tmp_path)
    codec, payload_bytes = {"L16": ("pcm_s16be", 320), "PCMU": ("pcm_mulaw", 160)}[encoding]
    command = [
        *[
            "ffmpeg",
            "-nostdin",
            "-loglevel",
            "error",
            "-re",
            "-f",
            "s16le",
            "-ar",
            "16000",
            "-ac",
            "1",
            "-i",
            str(path),
        ],
        *["-c:a", codec, "-f", "rtp", "-payload_type", str(audio.PAYLOAD_TYPES[encoding]), "-ssrc", "77", "-seq", "9"],
        *["-srtp_out_suite", "AES_CM_128_HMAC_SHA1_80", "-srtp_out_params", base64.b64encode(KEY).decode()],
        f"srtp://127.0.0.1:PORT?pkt_size={12 + payload_bytes + 14}",
    ]
    packets = read_by_the_bodypack(captured(command, 60), KEY)
    assert [packet.sequence for packet in packets] == list(range(9, 69))
    octets = b"".join(bytes(packet.payload) for packet in packets)
    if encoding == "L16":
        assert octets == samples.astype(">i2").tobytes()[: len(octets)]
    else:
        assert snr_db(octets, samples) >= 30.0
