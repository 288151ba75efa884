"""Whatever strangers send, the sound and the state stay as they are. CPython only."""

from hypothesis import given, settings
from hypothesis import strategies as st
from receiver.stream import KEYS, REPORT_SSRC, SSRC, Sealer, datagram, document, new_session

from hushcue_wire import audio, rtcp_write

FRAMES = 14
DEPTH = 2
SIZE = audio.datagram_bytes(audio.L16, 10, DEPTH)
COUNTED = ("rejected", "forged", "replayed", "duplicate")


def sent(number: int) -> bytearray:
    return datagram(number, 3000 + 100 * number, depth=DEPTH)


GENUINE = [bytes(sent(number)) for number in range(FRAMES)]


def sender_report() -> bytes:
    buf = bytearray(200)
    at = rtcp_write.sr_into(buf, 0, SSRC, (1, 2), 3, 4, 5, [])
    at = rtcp_write.xr_into(buf, at, SSRC, None, [(REPORT_SSRC, 6, 7)], None)
    return bytes(Sealer().seal_rtcp(buf[:at]))


REPORT = sender_report()


@st.composite
def strange(draw: st.DrawFn) -> bytes:
    """A datagram that the gateway has not sent, or not now."""
    kind = draw(st.sampled_from(("noise", "header", "bent", "cut", "longer", "again", "empty", "report", "glued")))
    if kind == "noise":
        return draw(st.binary(max_size=1600))
    if kind == "header":
        head = bytes([0x80 | draw(st.integers(0, 63)), draw(st.sampled_from((96, 97, 98, 200, 207)))])
        return head + draw(st.binary(min_size=6, max_size=6)) + SSRC.to_bytes(4, "big") + draw(st.binary(max_size=900))
    genuine = GENUINE[draw(st.integers(0, FRAMES - 1))]
    if kind == "bent":
        data = bytearray(genuine)
        for _ in range(draw(st.integers(1, 3))):
            data[draw(st.integers(0, len(data) - 1))] ^= 1 << draw(st.integers(0, 7))
        return bytes(data) if bytes(data) != genuine else b""
    if kind == "cut":
        return genuine[: draw(st.integers(0, SIZE - 1))]
    if kind == "longer":
        return genuine + draw(st.binary(min_size=1, max_size=40))
    if kind == "glued":
        return draw(st.binary(max_size=30)) + genuine[: draw(st.integers(0, SIZE - 1))] + draw(st.binary(max_size=30))
    if kind == "report":
        data = bytearray(REPORT)
        data[draw(st.integers(0, len(data) - 1))] ^= 1 << draw(st.integers(0, 7))
        return bytes(data)
    return b"" if kind == "empty" else genuine


def played(strangers: dict[int, list[bytes]]) -> tuple[bytes, tuple[object, ...], int]:
    """(all that was heard, what the session is afterwards, datagrams that were counted as no good)."""
    session = new_session(slots=16)
    session.begin(document(datagram_bytes=SIZE), KEYS, 0)
    buf, out = bytearray(2048), bytearray(2 * 161)
    heard = bytearray()
    now = due = 0
    for number, genuine in enumerate(GENUINE):
        # strangers come right behind a packet: what they repeat was there before
        for data in [genuine, *strangers.get(number, [])]:
            if data != genuine and data in GENUINE[number + 1 :]:
                continue
            buf[: len(data)] = data
            session.datagram(buf, len(data), now)
        for _ in range(10):
            while due <= 16 * now:
                session.next_frame(out, now)
                heard += out[: 2 * session.frame_valid]
                due += session.frame_valid
            now += 1
    state = (session.state, session.received, session.lost, session.redundant, session.resent, session.rtt_ms)
    state += (session.target_ms, session.jitter_ms, session.buffer_ms, session.authentic, session.late)
    fates = session.take_played(480)
    return bytes(heard), (*state, fates), sum(getattr(session, name) for name in COUNTED)


UNTOUCHED = played({})


@settings(max_examples=150)
@given(st.dictionaries(st.integers(0, FRAMES - 2), st.lists(strange(), max_size=3), max_size=8))
def test_they_change_nothing_that_is_heard_or_told(strangers: dict[int, list[bytes]]) -> None:
    heard, state, _ = played(strangers)
    assert heard == UNTOUCHED[0]
    assert state == UNTOUCHED[1]


@settings(max_examples=100)
@given(st.lists(strange(), max_size=12))
def test_before_anything_came_nothing_is_believed(strangers: list[bytes]) -> None:
    session = new_session(slots=16)
    session.begin(document(datagram_bytes=SIZE), (KEYS[1], KEYS[0]), 0)  # other keys: nobody has them
    buf = bytearray(2048)
    for data in strangers:
        buf[: len(data)] = data
        session.datagram(buf, len(data), 5)
    assert (session.authentic, session.received, session.outgoing(1500)) == (0, 0, None)
