"""Whatever comes as RTCP or RFC 2198: a result or a WireError, never anything else, and never more than the limits."""

from __future__ import annotations

import json
from pathlib import Path

from fuzz.targets import red_payload, rtcp_compound
from hypothesis import example, given
from hypothesis import strategies as st

from hushcue_wire import ntp, rtcp, rtcp_write, seq

VECTORS = Path(__file__).parent.parent / "vectors"
COMPOUNDS = [bytes.fromhex(case["hex"]) for case in json.loads((VECTORS / "rtcp.json").read_text())["compounds"]]
PAYLOADS = [bytes.fromhex(case["hex"]) for case in json.loads((VECTORS / "red.json").read_text())["payloads"]]
UINT32 = st.integers(0, 0xFFFFFFFF)


@st.composite
def damaged(draw: st.DrawFn, samples: list[bytes]) -> bytes:
    """A good one with some octets changed, cut or repeated."""
    data = bytearray(draw(st.sampled_from(samples)))
    for _ in range(draw(st.integers(0, 6))):
        if data:
            data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    cut = draw(st.integers(0, len(data)))
    return bytes(data[:cut]) if draw(st.booleans()) else bytes(data) * draw(st.integers(1, 3))


@given(st.one_of(st.binary(max_size=1500), damaged(COMPOUNDS)))
@example(b"\x81\xca\xff\xff" + bytes(1000))
def test_reading_a_compound_never_raises_anything_else(data: bytes) -> None:
    rtcp_compound(data)


@given(st.one_of(st.binary(max_size=1500), damaged(PAYLOADS)))
def test_reading_redundancy_never_raises_anything_else(data: bytes) -> None:
    red_payload(data)


@given(st.integers(0, 0xFFFF), st.lists(st.integers(1, 60), max_size=300))
def test_requests_name_what_they_were_given_from_the_oldest_on(first: int, steps: list[int]) -> None:
    sequences = [first]
    for step in steps:
        sequences.append(seq.add(sequences[-1], step))
    sequences = [each for index, each in enumerate(sequences) if each not in sequences[:index]]
    pairs = rtcp_write.nack_pairs(sequences)
    assert 1 <= len(pairs) <= rtcp.MAX_NACK_FCI
    buf = bytearray(12 + 4 * len(pairs))
    assert rtcp_write.nack_into(buf, 0, 1, 2, pairs) == len(buf)
    (packet,) = rtcp.read(buf)
    assert packet.sequences == sequences[: len(packet.sequences)]
    assert len(packet.sequences) == len(sequences) or len(pairs) == rtcp.MAX_NACK_FCI


@given(UINT32, UINT32, st.lists(st.tuples(UINT32, st.integers(0, 255), st.integers(-(2**23), 2**23 - 1), UINT32, UINT32,
                                          UINT32, UINT32), max_size=31))  # fmt: skip
def test_reports_come_back_as_they_were_written(ssrc: int, media: int, rows: list[tuple[int, ...]]) -> None:
    buf = bytearray(8 + 24 * len(rows))
    assert rtcp_write.rr_into(buf, 0, ssrc, [rtcp.Report(*row) for row in rows]) == len(buf)
    (packet,) = rtcp.read(buf)
    assert packet.ssrc == ssrc
    assert [tuple(getattr(each, name) for name in rtcp.Report.__slots__) for each in packet.reports] == rows


@given(st.integers(0, 2**62), st.integers(0, 30_000_000_000), st.integers(0, 30_000_000_000))
def test_the_round_trip_is_what_passed_less_what_the_other_side_took(sent: int, travel: int, held: int) -> None:
    arrival = ntp.short(ntp.of_ns(sent + travel + held))
    rtt = ntp.round_trip(arrival, ntp.short(ntp.of_ns(sent)), ntp.short_of_ns(held))
    assert abs(ntp.ms(rtt) - travel / 1e6) <= 0.05
