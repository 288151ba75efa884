"""Offers of browsers and of strangers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.webrtc.offer import MOST_BYTES, OfferRefused, answer, read

TRANSPORT = [
    "a=ice-ufrag:abcd",
    "a=ice-pwd:0123456789012345678901",
    "a=fingerprint:sha-256 " + ":".join(["AB"] * 32),
    "a=setup:actpass",
    "a=candidate:1 1 udp 2113937151 192.0.2.1 50000 typ host generation 0",
]
AUDIO = [
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9",
    "c=IN IP4 0.0.0.0",
    "a=mid:0",
    "a=sendonly",
    "a=rtcp-mux",
    "a=rtpmap:111 opus/48000/2",
    "a=fmtp:111 minptime=10;useinbandfec=1",
    "a=rtpmap:63 red/48000/2",
    "a=fmtp:63 111/111",
    "a=rtpmap:9 G722/8000",
]
VIDEO = ["m=video 9 UDP/TLS/RTP/SAVPF 96", "c=IN IP4 0.0.0.0", "a=mid:1", "a=sendonly", "a=rtpmap:96 VP8/90000"]
SESSION = ["v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0 1"]


def text(*sections: list[str]) -> str:
    return "\r\n".join(line for section in sections for line in section) + "\r\n"


def test_of_a_browser_s_offer_opus_and_red_are_left() -> None:
    offer = read(text(SESSION, AUDIO + TRANSPORT))
    assert (offer.opus, offer.red, offer.sends, offer.receives) == (111, 63, True, False)
    assert "m=audio 9 UDP/TLS/RTP/SAVPF 111 63\r\n" in offer.sdp
    assert "G722" not in offer.sdp and "a=candidate:1" in offer.sdp


def test_video_is_refused_and_audio_answered() -> None:
    offer = read(text(SESSION, AUDIO + TRANSPORT, VIDEO))
    assert "video" not in offer.sdp and "a=group:BUNDLE 0\r\n" in offer.sdp
    made = answer(text(["v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0"], [*AUDIO[:2], "a=mid:0"]), offer)
    lines = made.split("\r\n")
    assert "m=video 0 UDP/TLS/RTP/SAVPF 96" in lines
    assert lines.index("a=ptime:10") < lines.index("m=video 0 UDP/TLS/RTP/SAVPF 96")
    assert "a=fmtp:63 111/111" in lines


def test_audio_that_is_bundled_takes_its_transport_from_the_section_before() -> None:
    session = [*SESSION[:-1], "a=group:BUNDLE 1 0"]
    bundled = ["m=audio 0 UDP/TLS/RTP/SAVPF 111", *AUDIO[1:7], "a=bundle-only"]
    offer = read(text(session, VIDEO + TRANSPORT, bundled))
    assert "m=audio 9 " in offer.sdp and "a=ice-ufrag:abcd" in offer.sdp and "bundle-only" not in offer.sdp
    assert offer.audio == 1


def test_what_is_said_for_the_whole_session_counts() -> None:
    offer = read(text(SESSION + TRANSPORT, AUDIO))
    audio = offer.sdp[offer.sdp.index("m=audio") :]
    assert "a=ice-ufrag:abcd" in audio and "a=fingerprint" in audio


def test_copies_of_something_else_are_no_red() -> None:
    other = [line if line != "a=fmtp:63 111/111" else "a=fmtp:63 9/9" for line in AUDIO]
    assert read(text(SESSION, other + TRANSPORT)).red is None


@pytest.mark.parametrize(
    ("offer", "code"),
    [
        ("", "offer_bad"),
        ("hello", "offer_bad"),
        ("v=0\r\n" * 2000, "offer_bad"),
        ("v=0\r\ns=" + "x" * 5000, "offer_bad"),
        ("v=0\r\n" + "a=x\r\n" * (MOST_BYTES // 4), "offer_too_large"),
        (text(SESSION), "offer_no_audio"),
        (text(SESSION, VIDEO + TRANSPORT), "offer_no_audio"),
        (text(SESSION, ["m=audio 9 UDP/TLS/RTP/SAVPF 0", "a=mid:0", *TRANSPORT]), "offer_no_opus"),
        (text(SESSION, AUDIO), "offer_bad"),
        (text(SESSION, AUDIO + TRANSPORT[:3] + [TRANSPORT[4]] * 50), "offer_bad"),
        (text(SESSION, ["m=audio x"]), "offer_bad"),
        (text(SESSION, *[["m=video 9 X 1"]] * 30), "offer_bad"),
    ],
)
def test_what_cannot_be_answered_is_refused_by_name(offer: str, code: str) -> None:
    with pytest.raises(OfferRefused) as refused:
        read(offer)
    assert refused.value.code == code


LINES = st.sampled_from([*SESSION, *AUDIO, *TRANSPORT, *VIDEO, "a=mid:", "m=audio", "a=rtpmap:111 opus/48000/2/9", "x"])


@given(st.lists(LINES, max_size=30))
def test_a_stranger_s_lines_are_read_or_refused(lines: list[str]) -> None:
    try:
        offer = read("\r\n".join(["v=0", *lines]))
    except OfferRefused:
        return
    assert offer.sdp.count("m=") == 1
