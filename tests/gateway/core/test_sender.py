"""One stream on the wire: judged by ``hushcue_wire.rtp.parse`` and by other people's encoders."""

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.desk import a_stream

from hushcue_gateway.core.commands import Encoding
from hushcue_gateway.core.redundancy import Shape
from hushcue_gateway.core.sender import MU_LAW, EncodedMixes, Sender, encode, to_int16
from hushcue_wire import audio, red, rtp

SUN_MU_LAW_SHA256 = "617fa4850d68d3906597e949f7625fb2fc46db479e29707f33159b3d131721cb"
"""Of the 65536 octets for samples 0, 1, .. 32767, -32768, .. -1. Origin: audioop.lin2ulaw of CPython 3.11.7, which is
Sun's g711.c."""


def test_mu_law_is_suns_for_every_sample() -> None:
    assert hashlib.sha256(MU_LAW.tobytes()).hexdigest() == SUN_MU_LAW_SHA256


@pytest.mark.parametrize(
    ("sample", "octet"),
    # Origin: ffmpeg 5.1 pcm_mulaw, and the decision values of ITU-T G.711 table 2a
    [(0, 0xFF), (1000, 0xCE), (-1000, 0x4E), (10000, 0x9C), (-10000, 0x1C), (32767, 0x80), (-32768, 0x00)],
)
def test_mu_law_anchors(sample: int, octet: int) -> None:
    frame = np.array([[sample / 32768.0]], np.float32)
    assert bytes(encode(frame, "PCMU")) == bytes([octet])


def test_l16_is_network_order_rounded_and_saturated() -> None:
    # The octets: ffmpeg 5.1, s16le to s16be
    samples = [0, 1, -1, 255, 256, -256, 4660, -4660, 32767, -32768]
    octets = "00000001ffff00ff0100ff001234edcc7fff8000"
    assert bytes(encode(np.array([samples], np.float32) / 32768, "L16")).hex() == octets
    assert to_int16(np.float32([1.0, 2.0, -1.0, -2.0])).tolist() == [32767, 32767, -32768, -32768]
    assert to_int16(np.float32([0.6, 0.4, -0.6, 100.7]) / 32768).tolist() == [1, 0, -1, 101]


@given(
    sequence=st.sampled_from([0, 65533, 65534, 65535]),
    timestamp=st.sampled_from([0, 0xFFFFFFFF, 0xFFFFFFFF - 300, 0xFFFFFF60]),
    encoding=st.sampled_from(["L16", "PCMU"]),
    frame_ms=st.sampled_from([5, 10, 20]),
    padding=st.sampled_from([0, 1, 2, 255]),
    seed=st.integers(0, 2**32 - 1),
)
def test_every_datagram_parses_back_and_counters_wrap(
    sequence: int, timestamp: int, encoding: str, frame_ms: int, padding: int, seed: int
) -> None:
    size = audio.smallest_datagram_bytes(encoding, frame_ms) + padding
    payload_type = audio.PAYLOAD_TYPES[encoding]
    command = a_stream(
        "x",
        encoding=encoding,
        payload_type=payload_type,
        frame_ms=frame_ms,
        datagram_bytes=size,
        ssrc=0xFFFFFFFF,
        first_sequence=sequence,
        first_timestamp=timestamp,
    )
    sender = Sender(command, 1, None, size)
    samples = audio.frame_samples(frame_ms)
    random = np.random.default_rng(seed)
    for index in range(5):
        mixes = EncodedMixes(random.uniform(-1, 1, (2, samples)).astype(np.float32))
        payload = mixes.payload(1, command.encoding)
        data = sender.push(payload, None, talkspurt=index == 3)
        assert data is not None
        assert len(data) == sender.packet_bytes == size
        packet = rtp.parse(data)
        assert packet.sequence == (sequence + index) % 65536
        assert packet.timestamp == (timestamp + index * samples) % 2**32
        assert packet.ssrc == 0xFFFFFFFF
        assert packet.payload_type == payload_type
        assert packet.padding_bytes == padding
        assert packet.marker == (index in (0, 3))
        assert packet.payload == payload
        assert rtp.serialize(packet) == data
    assert (sender.packets, sender.octets) == (5, 5 * audio.payload_bytes(encoding, frame_ms))
    assert sender.sequence == (sequence + 5) % 65536
    assert sender.timestamp == (timestamp + 5 * samples) % 2**32


def test_several_engine_frames_fill_one_datagram() -> None:
    sender = Sender(a_stream("x", frame_ms=20, datagram_bytes=652), 4, None, 652)
    sound = np.linspace(-1, 1, 640, dtype=np.float32).reshape(8, 1, 80)
    sent = []
    for index, frame in enumerate(sound):
        data = sender.push(EncodedMixes(frame).payload(0, "L16"), None, talkspurt=index == 5)
        assert (data is not None) == (index % 4 == 3)
        if data is not None:
            sent.append(rtp.parse(data))
    assert b"".join(bytes(packet.payload) for packet in sent) == bytes(encode(sound.reshape(1, 640), "L16"))
    assert [packet.timestamp for packet in sent] == [0, 320]
    assert [packet.marker for packet in sent] == [True, True]


def test_bodypacks_on_one_bus_get_the_same_octets_encoded_once() -> None:
    mixes = EncodedMixes(np.random.default_rng(1).uniform(-1, 1, (3, 160)).astype(np.float32))
    one, other = mixes.payload(2, "PCMU"), mixes.payload(2, "PCMU")
    assert one.obj is other.obj
    assert mixes.payload(0, "PCMU") != one
    assert len(mixes.payload(0, "L16")) == 320


@pytest.mark.parametrize("datagram_bytes", [331, 332 + 256])
def test_a_size_that_padding_can_not_make_raises(datagram_bytes: int) -> None:
    with pytest.raises(ValueError, match="padding"):
        Sender(a_stream("x"), 1, None, datagram_bytes)


L16, PCMU = audio.PAYLOAD_TYPES["L16"], audio.PAYLOAD_TYPES["PCMU"]


def shaped(depth: int, primary: Encoding, frame_ms: int = 10) -> Shape:
    return Shape(depth, primary, False, audio.datagram_bytes(primary, frame_ms, depth))


def blocks_of(packet: rtp.Packet) -> list[tuple[int, int, bytes]]:
    """(payload type, offset, octets) of every block."""
    payload = bytes(packet.payload)
    return [
        (each.payload_type, each.offset, payload[each.start : each.start + each.size]) for each in red.parse(payload)
    ]


@given(
    changes=st.lists(st.tuples(st.integers(1, 6), st.sampled_from(["L16", "PCMU"])), min_size=1, max_size=12),
    frame_ms=st.sampled_from([5, 10, 20]),
    sequence=st.sampled_from([0, 65530]),
)
def test_copies_are_the_frames_before_whatever_the_shape_was(
    changes: list[tuple[int, Encoding]], frame_ms: int, sequence: int
) -> None:
    """A change of shape costs no copy: the frames before are there at once, as deep as the new shape goes."""
    command = a_stream("x", frame_ms=frame_ms, first_sequence=sequence)
    shapes = [shaped(min(depth, audio.most_depth(primary, frame_ms)), primary, frame_ms) for depth, primary in changes]
    sender = Sender(command, 1, shapes[0], shapes[0].datagram_bytes - audio.TAG_BYTES)
    samples = audio.frame_samples(frame_ms)
    earlier = [b"\xff" * samples] * 6
    random = np.random.default_rng(len(changes))
    for index, shape in enumerate(shapes):
        sender.reshape(shape)
        mixes = EncodedMixes(random.uniform(-1, 1, (1, samples)).astype(np.float32))
        data = sender.push(mixes.payload(0, sender.primary), mixes.payload(0, "PCMU"), talkspurt=False)
        assert data is not None
        assert len(data) == sender.packet_bytes == shape.datagram_bytes - audio.TAG_BYTES
        packet = rtp.parse(data)
        assert (packet.payload_type, packet.sequence, packet.padding_bytes) == (98, (sequence + index) % 65536, 3)
        *copies, primary = blocks_of(packet)
        assert primary == (audio.PAYLOAD_TYPES[shape.primary], 0, bytes(mixes.payload(0, shape.primary)))
        wanted = [(PCMU, samples * back, earlier[-back]) for back in range(shape.depth, 0, -1)]
        assert copies == wanted
        earlier.append(bytes(mixes.payload(0, "PCMU")))


def test_a_packet_that_is_half_full_is_finished_in_the_shape_it_was_begun() -> None:
    first, then = shaped(1, "L16", 20), shaped(3, "PCMU", 20)
    sender = Sender(a_stream("x", frame_ms=20), 2, first, first.datagram_bytes - audio.TAG_BYTES)
    sound = np.random.default_rng(3).uniform(-1, 1, (6, 1, 160)).astype(np.float32)
    sent = []
    for index, frame in enumerate(sound):
        mixes = EncodedMixes(frame)
        assert sender.sequence_after(0) == index // 2
        assert sender.sequence_after(1) == (index + 1) // 2
        data = sender.push(mixes.payload(0, sender.primary), mixes.payload(0, "PCMU"), talkspurt=False)
        if index == 2:
            sender.reshape(then)
        if data is not None:
            sent.append(blocks_of(rtp.parse(data)))
    law = bytes(encode(sound.reshape(1, 960), "PCMU"))
    assert [len(blocks) for blocks in sent] == [2, 2, 4]
    assert sent[1] == [(PCMU, 320, law[:320]), (L16, 0, bytes(encode(sound[2:4].reshape(1, 320), "L16")))]
    assert sent[2][1:] == [(PCMU, 640, law[:320]), (PCMU, 320, law[320:640]), (PCMU, 0, law[640:])]
