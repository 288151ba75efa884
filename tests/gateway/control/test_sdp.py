"""Session descriptions keep RFC 8866, line by line."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.sdp import Description, describe
from hushcue_wire.errors import WireError


def a_description(**changes: object) -> Description:
    fields: dict[str, object] = {
        "name": "hushcue host-1",
        "origin": "192.0.2.1",
        "session": 4711,
        "version": 3,
        "address": ("192.0.2.7", 5004),
        "encoding": "L16",
        "payload_type": 96,
        "frame_ms": 10,
        "ssrc": 0xCAFE0001,
        "key": bytes(range(30)),
    }
    return Description(**{**fields, **changes})  # type: ignore[arg-type]


def test_a_description_is_what_the_rfc_asks_for() -> None:
    assert describe(a_description()).split("\r\n") == [
        "v=0",
        "o=- 4711 3 IN IP4 192.0.2.1",
        "s=hushcue host-1",
        "c=IN IP4 192.0.2.7",
        "t=0 0",
        "m=audio 5004 RTP/SAVP 96",
        "a=rtpmap:96 L16/16000/1",
        "a=ptime:10",
        "a=maxptime:10",
        "a=ssrc:3405643777 cname:hushcue",
        "a=recvonly",
        "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd",
        "",
    ]


def test_without_its_key_a_description_says_that_there_is_one_and_which_packets_may_come() -> None:
    assert describe(a_description(key=b"", red_payload_type=98)).split("\r\n") == [
        "v=0",
        "o=- 4711 3 IN IP4 192.0.2.1",
        "s=hushcue host-1",
        "i=protected by SRTP (AES_CM_128_HMAC_SHA1_80); its keys are not told here",
        "c=IN IP4 192.0.2.7",
        "t=0 0",
        "m=audio 5004 RTP/SAVPF 98 96 97",
        "a=rtpmap:98 red/16000/1",
        "a=fmtp:98 96/97",
        "a=rtpmap:96 L16/16000/1",
        "a=rtpmap:97 PCMU/16000/1",
        "a=rtcp-mux",
        "a=rtcp-rsize",
        "a=rtcp-fb:* nack",
        "a=ptime:10",
        "a=maxptime:10",
        "a=ssrc:3405643777 cname:hushcue",
        "a=recvonly",
        "",
    ]


def test_a_key_is_in_no_repr() -> None:
    assert "key" not in repr(a_description())


def test_pcmu_at_16_khz_is_named_with_its_rate() -> None:
    assert "a=rtpmap:97 PCMU/16000/1\r\n" in describe(a_description(encoding="PCMU", payload_type=97))


def test_an_encoding_nobody_knows_is_refused() -> None:
    with pytest.raises(WireError, match=r"sdp\.encoding"):
        describe(a_description(encoding="DVI4"))


@given(name=st.text())
def test_no_name_adds_a_line(name: str) -> None:
    lines = describe(a_description(name=name)).split("\r\n")
    assert len(lines) == 13 and lines[-1] == ""
    assert all(re.fullmatch(r"[a-z]=[^\r\n]+", line) for line in lines[:-1])
