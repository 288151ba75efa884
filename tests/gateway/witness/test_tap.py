"""Taps: what was sent is what is heard, with silence where something is missing and nothing from strangers."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pylibsrtp import Policy, Session

from hushcue_gateway.witness.tap import MOST_GAP_S, SLACK_SAMPLES, Tap
from hushcue_wire import rtp

KEY = bytes(range(30))
OTHER_KEY = bytes(range(1, 31))
MS = 1_000_000


class Sender:
    """Frames of 10 ms that count their samples."""

    def __init__(self, ssrc: int = 0x1234, key: bytes = KEY, first: int = 0x3FF0, timestamp: int = 0xFFFFFF00):
        self._session = Session(Policy(key, Policy.SSRC_SPECIFIC, ssrc)) if key else None
        self.ssrc, self.key, self.first, self.timestamp = ssrc, key, first, timestamp

    def datagram(self, number: int, payload_type: int = 96, octets: int = 320) -> bytes:
        data = bytearray(12 + octets)
        sequence, timestamp = (self.first + number) & 0xFFFF, (self.timestamp + 160 * number) & 0xFFFFFFFF
        rtp.pack_header_into(data, payload_type, False, sequence, timestamp, self.ssrc)
        data[12 : 12 + octets] = frame(number).astype(">i2").tobytes()[:octets]
        return self._session.protect(bytes(data)) if self._session else bytes(data)


def frame(number: int) -> np.ndarray:
    return np.asarray((np.arange(160) + 160 * number) % 30000 + 1, np.int16)


def hear(tap: Tap, sender: Sender, numbers: list[int]) -> np.ndarray:
    pieces = [tap.take(sender.datagram(number), number * 10 * MS) for number in numbers]
    return np.concatenate([np.zeros(0, np.int16), *(piece for piece in pieces if piece is not None)])


def a_tap(sender: Sender) -> Tap:
    tap = Tap()
    tap.add(sender.ssrc, sender.key)
    return tap


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.sampled_from([b"", KEY]))
@settings(max_examples=40)
def test_what_is_missing_is_silence_of_its_length(there: list[bool], key: bytes) -> None:
    there[0] = True
    sender = Sender(key=key)
    tap = a_tap(sender)
    heard = hear(tap, sender, [number for number, came in enumerate(there) if came])
    last = max(number for number, came in enumerate(there) if came)
    wanted = [frame(number) if there[number] else np.zeros(160, np.int16) for number in range(last + 1)]
    assert np.array_equal(heard, np.concatenate(wanted))
    assert tap.lost == 160 * there[: last + 1].count(False)


def test_what_comes_late_or_twice_or_from_strangers_is_left_out() -> None:
    sender = Sender()
    tap = a_tap(sender)
    datagrams = [sender.datagram(number) for number in range(4)]
    assert tap.take(datagrams[0], 0) is not None
    assert tap.take(datagrams[2], 0) is not None
    wrong_key = Sender(key=OTHER_KEY)
    strange = [
        datagrams[1],
        datagrams[2],
        b"",
        b"x" * 11,
        datagrams[3][:-1],
        wrong_key.datagram(5),
        Sender(ssrc=9).datagram(5),
        sender.datagram(6, payload_type=97),
        sender.datagram(7, octets=319),
        sender.datagram(8, octets=0),
    ]
    assert [tap.take(each, 0) for each in strange] == [None] * len(strange)
    assert tap.strange == len(strange)
    assert tap.take(sender.datagram(9), 0) is not None


def test_another_stream_goes_on_where_the_clock_says() -> None:
    first, second = Sender(), Sender(ssrc=0x77, key=OTHER_KEY, first=5, timestamp=99)
    tap = a_tap(first)
    hear(tap, first, list(range(100)))
    tap.add(second.ssrc, second.key)
    came = tap.take(second.datagram(0), 1500 * MS)
    assert came is not None and abs(len(came) - 160 - 8000) < SLACK_SAMPLES and not came[:-160].any()
    after = tap.take(second.datagram(1), 1510 * MS)
    assert after is not None and np.array_equal(after, frame(1))


def test_a_very_long_gap_is_cut_short() -> None:
    sender = Sender()
    tap = a_tap(sender)
    tap.take(sender.datagram(0), 0)
    number = 100 * (MOST_GAP_S + 60)
    came = tap.take(sender.datagram(number), 0)
    assert came is not None and len(came) == MOST_GAP_S * 16000 + 160
    after = tap.take(sender.datagram(number + 1), 0)
    assert after is not None and len(after) == 160
