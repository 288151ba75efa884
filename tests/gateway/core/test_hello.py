"""What a bodypack announces becomes the format of its stream."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.core.hello import Format, Hello, choose_format
from hushcue_wire import audio

HELLO = Hello(
    "host-1", 1, "1", "fake", "127.0.0.1", 5004, ("L16", "PCMU"), (5, 10, 20), 1472, -6.0, "00000000", 6, None
)


@pytest.mark.parametrize(
    ("changes", "chosen"),
    [
        ({}, Format("L16", 10, 838, 3)),
        ({"encodings": ("PCMU",)}, Format("PCMU", 10, 678, 3)),
        ({"encodings": ("L16",)}, Format("L16", 10, 342, 0)),  # copies are PCMU
        ({"depth": 0}, Format("L16", 10, 342, 0)),
        ({"depth": 2}, Format("L16", 10, 674, 2)),
        ({"max_datagram_bytes": 700}, Format("L16", 10, 678, 3)),  # L16 with three copies would not fit
        ({"max_datagram_bytes": 350}, Format("L16", 10, 350, 1)),
        ({"max_datagram_bytes": 341}, Format("PCMU", 10, 182, 0)),
        ({"max_datagram_bytes": 200}, Format("PCMU", 10, 182, 0)),
        ({"max_datagram_bytes": 181}, None),
        ({"frame_ms": (20,)}, Format("L16", 20, 1318, 3)),  # the primary is PCMU: 20 ms of L16 would not fit
        ({"frame_ms": (5,)}, None),
    ],
)
def test_the_format_of_a_stream(changes: dict[str, object], chosen: Format | None) -> None:
    assert choose_format(replace(HELLO, **changes), ("L16",), 10) == chosen  # type: ignore[arg-type]


def test_another_limit_is_another_format() -> None:
    assert HELLO.same_format(replace(HELLO, ip="10.0.0.1", port=7))
    for change in ({"depth": 5}, {"max_datagram_bytes": 1000}, {"frame_ms": (10,)}, {"encodings": ("L16",)}):
        assert not HELLO.same_format(replace(HELLO, **change))  # type: ignore[arg-type]


@given(
    encodings=st.lists(st.sampled_from(["L16", "PCMU"]), min_size=1, max_size=2, unique=True),
    frame_ms=st.lists(st.sampled_from([5, 10, 20]), min_size=1, max_size=3, unique=True),
    most=st.integers(92, 1472),
    depth=st.integers(0, 6),
    engine_ms=st.sampled_from([5, 10, 20]),
)
def test_whatever_is_chosen_the_bodypack_takes(
    encodings: list[str], frame_ms: list[int], most: int, depth: int, engine_ms: int
) -> None:
    hello = replace(HELLO, encodings=tuple(encodings), frame_ms=tuple(frame_ms), max_datagram_bytes=most, depth=depth)
    chosen = choose_format(hello, (), engine_ms)
    if chosen is None:
        return
    assert chosen.encoding in encodings and chosen.frame_ms in frame_ms and chosen.frame_ms % engine_ms == 0
    assert chosen.datagram_bytes <= most and chosen.depth <= depth
    sizes = {audio.datagram_bytes(primary, chosen.frame_ms, chosen.depth) for primary in ("L16", "PCMU")}
    assert chosen.datagram_bytes in sizes
