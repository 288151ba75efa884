"""The viper header reader and the shared module agree on whatever can be thought of. CPython only."""

import array

from hypothesis import example, given
from hypothesis import strategies as st

from hushcue_bodypack import packet
from hushcue_wire import rtp
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


def read(data: bytes, ssrc: bytes) -> tuple[int, list[int]]:
    fields = array.array("H", bytes(2 * packet.HEADER_FIELDS))
    return packet.read_header(bytearray(data), len(data), ssrc, fields), list(fields)


@given(packets)
def test_a_packet_that_is_written_is_read(made: rtp.Packet) -> None:
    data = rtp.serialize(made)
    code, fields = read(data, made.ssrc.to_bytes(4, "big"))
    assert code == packet.OK
    at, count, payload_type, marker, sequence = fields
    assert data[at : at + count] == made.payload
    assert (payload_type, bool(marker), sequence) == (made.payload_type, made.marker, made.sequence)


@given(st.binary(max_size=100), st.integers(0, 255))
@example(b"\x90" + bytes(15), 0x90)
@example(b"\xbf" + bytes(80), 0xBF)
def test_any_bytes_are_judged_alike(body: bytes, first: int) -> None:
    data = bytes([first]) + body
    ssrc = data[8:12].ljust(4, b"\0")
    code, fields = read(data, ssrc)
    try:
        parsed = rtp.parse(data)
    except WireError as error:
        assert packet.FAULT_NAMES[code] == error.place.removeprefix("rtp.")
    else:
        assert code == packet.OK
        assert data[fields[0] : fields[0] + fields[1]] == bytes(parsed.payload)
