"""The viper readers and the shared modules agree on whatever can be thought of. CPython only."""

import array

from hypothesis import example, given
from hypothesis import strategies as st

from hushcue_bodypack import packet
from hushcue_wire import red, rtp
from hushcue_wire.errors import WireError

packets = st.builds(
    rtp.Packet,
    payload_type=st.integers(0, 127),
    sequence=st.integers(0, 65535),
    timestamp=st.integers(0, 2**32 - 1),
    ssrc=st.integers(0, 2**32 - 1),
    payload=st.binary(max_size=200),
    marker=st.booleans(),
    csrc=st.lists(st.integers(0, 2**32 - 1), max_size=15).map(tuple),
    padding_bytes=st.integers(0, 255),
)
SAMPLES = 80


def read(data: bytes, ssrc: bytes) -> tuple[str, list[int]]:
    """(which rule is broken, or "ok"; the fields), the padding taken off as it is where nothing is encrypted."""
    fields = array.array("H", bytes(2 * packet.FIELDS))
    code = packet.read_header(bytearray(data), len(data), ssrc, fields)
    found = list(fields)
    if code == packet.OK and found[packet.PADDED]:
        padding = data[-1] if found[packet.PAYLOAD_BYTES] else 0
        if not 0 < padding <= found[packet.PAYLOAD_BYTES]:
            return "padding", found
        found[packet.PAYLOAD_BYTES] -= padding
    return packet.FAULT_NAMES[code], found


@given(packets)
def test_a_packet_that_is_written_is_read(made: rtp.Packet) -> None:
    data = rtp.serialize(made)
    fault, fields = read(data, made.ssrc.to_bytes(4, "big"))
    assert fault == "ok"
    at, count, payload_type, marker, sequence = fields[:5]
    assert data[at : at + count] == made.payload
    assert (payload_type, bool(marker), sequence) == (made.payload_type, made.marker, made.sequence)


@given(st.binary(max_size=100), st.integers(0, 255))
@example(b"\x90" + bytes(15), 0x90)
@example(b"\xbf" + bytes(80), 0xBF)
def test_any_bytes_are_judged_alike(body: bytes, first: int) -> None:
    data = bytes([first]) + body
    ssrc = data[8:12].ljust(4, b"\0")
    fault, fields = read(data, ssrc)
    try:
        parsed = rtp.parse(data)
    except WireError as error:
        assert fault == error.place.removeprefix("rtp.")
    else:
        assert fault == "ok"
        assert data[fields[0] : fields[0] + fields[1]] == bytes(parsed.payload)


def as_the_contract_has_it(payload: bytes) -> list[tuple[int, int]] | None:
    """(start, size) of each block by the shared reader, copies first; None where the contract is broken."""
    try:
        blocks = red.parse(payload)
    except WireError:
        return None
    for place, block in enumerate(blocks[:-1]):
        back = len(blocks) - 1 - place
        if (block.payload_type, block.offset, block.size) != (97, back * SAMPLES, SAMPLES):
            return None
    primary = blocks[-1]
    if (primary.payload_type, primary.size) not in ((96, 2 * SAMPLES), (97, SAMPLES)):
        return None
    return [(block.start, block.size) for block in blocks]


@st.composite
def payloads(draw: st.DrawFn) -> bytes:
    """Nearly what a gateway sends: a byte of the headers changed, an end cut off or put on."""
    depth = draw(st.integers(0, 7))
    kind, size = draw(st.sampled_from([(96, 2 * SAMPLES), (97, SAMPLES), (97, 2 * SAMPLES)]))
    headers = b"".join(
        bytes([0x80 | 97, SAMPLES * back >> 6, (SAMPLES * back & 63) << 2 | SAMPLES >> 8, SAMPLES & 255])
        for back in range(depth, 0, -1)
    )
    data = bytearray(headers + bytes([kind]) + draw(st.binary(min_size=1, max_size=1)) * (depth * SAMPLES + size))
    if draw(st.booleans()):
        data[draw(st.integers(0, min(len(data) - 1, 4 * depth)))] = draw(st.integers(0, 255))
    cut = draw(st.integers(-3, 40))
    return bytes(data[:-cut]) if cut > 3 else bytes(data) + bytes(max(0, -cut))


@given(st.one_of(payloads(), st.binary(max_size=60)), st.binary(min_size=16, max_size=16))
def test_any_blocks_are_judged_alike_through_the_key_stream(payload: bytes, key: bytes) -> None:
    mask = bytearray((key * (len(payload) // 16 + 1))[: max(1, len(payload))])
    buf = bytearray(12) + bytearray(a ^ b for a, b in zip(payload, mask, strict=False))
    fields = array.array("H", [12, len(payload), 98, 0, 0, 0, 0, 0, 0])
    code = packet.read_blocks(buf, mask, fields, array.array("H", [96, 97, 98, SAMPLES, 2 * SAMPLES]))
    wanted = as_the_contract_has_it(payload)
    if wanted is None:
        assert code == packet.BAD_BLOCKS
        return
    assert code == packet.OK
    copies, at, primary = fields[packet.COPIES], fields[packet.COPIES_AT], fields[packet.PRIMARY_BYTES]
    places = [(at + index * SAMPLES, SAMPLES) for index in range(copies)]
    assert [*places, (at + copies * SAMPLES, primary)] == wanted
