"""An offer before WebRTC sees it, and the answer after (RFC 8829, 8866). Pure: text in, text out.

An offer becomes one audio section that stands alone: what a bundle or the session says for all is copied into it
(candidates, ICE and DTLS parameters). Every other section (video, data) is refused in the answer with port 0, which
every peer has to bear (RFC 3264 section 6). The answer asks for packets of 10 ms and, where the offer knows it, for RED
(RFC 2198) before plain Opus.
"""

import re
from dataclasses import dataclass

MOST_BYTES = 32 * 1024
MOST_LINES = 1000
MOST_LINE_CHARS = 2000
MOST_SECTIONS = 16
MOST_CANDIDATES = 40
TRANSPORT = ("candidate", "end-of-candidates", "fingerprint", "ice-options", "ice-pwd", "ice-ufrag", "setup")
PTIME_MS = 10

_MEDIA = re.compile(r"m=([a-z]+) (\d{1,5})(?:/\d+)? (\S+) (.+)")
_RTPMAP = re.compile(r"a=rtpmap:(\d{1,3}) ([A-Za-z0-9-]+)/(\d{1,6})(?:/(\d))?")
_CODE = re.compile(r"[a-z]=")


class OfferRefused(ValueError):
    """code: of webrtc/words.py."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Offer:
    """sdp: what WebRTC is given. opus, red: payload types (None: not offered). ptime_ms: of packets that the peer wants
    to receive, None where it does not say. sections: the first line and the mid of every section as offered; audio:
    the place of ours among them. sends, receives: what the peer wants to do."""

    sdp: str
    opus: int
    red: int | None
    ptime_ms: int | None
    sections: tuple[tuple[str, str], ...]
    audio: int
    sends: bool
    receives: bool


def read(text: str) -> Offer:
    """Raises OfferRefused: offer_too_large, offer_bad, offer_no_audio, offer_no_opus, offer_not_bundled."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise OfferRefused("offer_too_large")
    session, sections = _split(text)
    audio = next((place for place, lines in enumerate(sections) if lines[0].startswith("m=audio ")), None)
    if audio is None:
        raise OfferRefused("offer_no_audio")
    lines = _alone(session, sections, audio)
    opus, red = _payload_types(lines)
    mid = _attribute(lines, "mid") or str(audio)
    if not _attribute(lines, "mid"):
        lines.append(f"a=mid:{mid}")
    wanted = [payload_type for payload_type in (opus, red) if payload_type is not None]
    head = [line for line in session if not line.startswith(_SESSION_LEFT_OUT)]
    sdp = "\r\n".join([*head, f"a=group:BUNDLE {mid}", *_only(lines, wanted)]) + "\r\n"
    ptime = _attribute(lines, "ptime")
    return Offer(
        sdp=sdp,
        opus=opus,
        red=red,
        ptime_ms=int(ptime) if ptime.isdecimal() and len(ptime) < 4 else None,
        sections=tuple((each[0], _attribute(each, "mid")) for each in sections),
        audio=audio,
        sends=not {"a=recvonly", "a=inactive"} & set(lines),
        receives=not {"a=sendonly", "a=inactive"} & set(lines),
    )


def answer(sdp: str, offer: Offer) -> str:
    """The answer of WebRTC to ``offer.sdp`` as the peer gets it."""
    session, sections = _split(sdp)
    lines = [line for line in sections[0] if not line.startswith(("a=ptime:", "a=maxptime:"))]
    ptime = offer.ptime_ms if offer.ptime_ms in (10, 20, 40, 60) else PTIME_MS
    if offer.red is not None:
        lines.append(f"a=fmtp:{offer.red} {offer.opus}/{offer.opus}")
    lines += [
        f"a=fmtp:{offer.opus} minptime={PTIME_MS};useinbandfec=1;stereo=0;sprop-stereo=0",
        f"a=ptime:{PTIME_MS if offer.sends else ptime}",
        f"a=maxptime:{PTIME_MS if offer.sends else ptime}",
    ]
    out = list(session)
    for place, (media, mid) in enumerate(offer.sections):
        out += lines if place == offer.audio else _refused(media, mid)
    return "\r\n".join(out) + "\r\n"


_SESSION_LEFT_OUT = (
    "a=group:",
    "a=msid-semantic",
    *(f"a={name}" for name in TRANSPORT),
)


def _split(text: str) -> tuple[list[str], list[list[str]]]:
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    if len(lines) > MOST_LINES or lines[0] != "v=0":
        raise OfferRefused("offer_bad")
    if any(len(line) > MOST_LINE_CHARS or not line.isprintable() or not _CODE.match(line) for line in lines):
        raise OfferRefused("offer_bad")
    session: list[str] = []
    sections: list[list[str]] = []
    for line in lines:
        if line.startswith("m="):
            if not _MEDIA.fullmatch(line) or len(sections) == MOST_SECTIONS:
                raise OfferRefused("offer_bad")
            sections.append([])
        (sections[-1] if sections else session).append(line)
    return session, sections


def _alone(session: list[str], sections: list[list[str]], audio: int) -> list[str]:
    """The audio section with whatever its transport lacks: from the section it is bundled with, then the session."""
    lines = list(sections[audio])
    if sum(line.startswith("a=candidate:") for line in lines) > MOST_CANDIDATES:
        raise OfferRefused("offer_bad")
    bundle = _attribute(session, "group").split()
    mid = _attribute(lines, "mid")
    others = [each for each in sections if mid in bundle[1:] and _attribute(each, "mid") == bundle[1]]
    for source in (*others, session):
        for name in TRANSPORT:
            if not any(_is(line, name) for line in lines):
                lines += [line for line in source if _is(line, name)][:MOST_CANDIDATES]
    if not all(any(_is(line, name) for line in lines) for name in ("ice-ufrag", "ice-pwd", "fingerprint")):
        raise OfferRefused("offer_bad")
    lines = [line for line in lines if line != "a=bundle-only"]
    media = _MEDIA.fullmatch(lines[0])
    assert media is not None
    if media[2] == "0":
        lines[0] = f"m=audio 9 {media[3]} {media[4]}"
    if not any(line.startswith("c=") for line in lines):
        lines.insert(1, "c=IN IP4 0.0.0.0")
    return lines


def _payload_types(lines: list[str]) -> tuple[int, int | None]:
    media = _MEDIA.fullmatch(lines[0])
    assert media is not None
    listed = media[4].split()
    opus: int | None = None
    red: int | None = None
    for line in lines:
        found = _RTPMAP.match(line)
        if found is None or found[1] not in listed or int(found[1]) > 127 or found[3] != "48000":
            continue
        if found[2].lower() == "opus" and opus is None:
            opus = int(found[1])
        elif found[2].lower() == "red" and red is None:
            red = int(found[1])
    if opus is None:
        raise OfferRefused("offer_no_opus")
    if red is not None and f"a=fmtp:{red} {opus}/{opus}" not in lines:
        red = None  # copies of something else
    return opus, red


def _only(lines: list[str], wanted: list[int]) -> list[str]:
    """The section with these payload types alone."""
    media = _MEDIA.fullmatch(lines[0])
    assert media is not None
    out = [f"m=audio {media[2]} {media[3]} {' '.join(str(each) for each in wanted)}"]
    for line in lines[1:]:
        numbered = re.match(r"a=(?:rtpmap|fmtp|rtcp-fb):(\d{1,3}) ", line)
        if numbered is None or (int(numbered[1]) in wanted and not line.startswith("a=fmtp:")):
            out.append(line)
    return out


def _refused(media: str, mid: str) -> list[str]:
    found = _MEDIA.fullmatch(media)
    assert found is not None
    lines = [f"m={found[1]} 0 {found[3]} {found[4]}", "c=IN IP4 0.0.0.0", "a=inactive"]
    return [*lines, f"a=mid:{mid}"] if mid else lines


def _attribute(lines: list[str], name: str) -> str:
    """The value of the first ``a=name:value``, "" where there is none."""
    start = f"a={name}:"
    return next((line[len(start) :] for line in lines if line.startswith(start)), "")


def _is(line: str, name: str) -> bool:
    return line == f"a={name}" or line.startswith(f"a={name}:")
