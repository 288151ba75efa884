"""Frame geometry: rates, durations, payload types, sizes of one datagram.

A datagram is RTP header + payload + RTP padding + SRTP tag. The payload is one frame (depth 0), or an RFC 2198 packet
of one frame and ``depth`` PCMU copies of the frames before it. Padding fills the RTP packet to whole words: 3 octets
where there are copies (the RED header has 4 depth + 1), none else. So an RTCP compound, which consists of words, can
be made exactly as large as the stream's datagrams, and who reads by size reads both.
"""

from .errors import WireError

RATE_HZ = 16000
"""The mix and every stream: 16 kHz mono."""
DAC_RATE_HZ = 48000
"""What the bodypack's I2S runs at: its DMA descriptors are 256 frames, so short ones need a high rate."""
FRAME_MS_CHOICES = (5, 10, 20)
RTP_HEADER_BYTES = 12
TAG_BYTES = 10
"""The authentication tag of AES_CM_128_HMAC_SHA1_80 at the end of every datagram (RFC 3711 section 5.2)."""
RTCP_TRAILER_BYTES = 14
"""What SRTCP adds: E flag and index, and the tag (RFC 3711 section 3.4)."""
MAX_DATAGRAM_BYTES = 1472
"""1500 byte Ethernet MTU less IPv4 and UDP headers: never fragmented."""
MAX_DEPTH = 6

L16 = "L16"
PCMU = "PCMU"
PAYLOAD_TYPES = {L16: 96, PCMU: 97}
"""Dynamic payload types (RFC 3551 section 6): the static ones mean other rates."""
RED_PAYLOAD_TYPE = 98
BYTES_PER_SAMPLE = {L16: 2, PCMU: 1}


def frame_samples(frame_ms: int) -> int:
    """Samples of one mono frame at RATE_HZ."""
    if frame_ms not in FRAME_MS_CHOICES:
        raise WireError("frame_ms", "%s is not one of 5, 10, 20" % frame_ms)
    return RATE_HZ // 1000 * frame_ms


def payload_bytes(encoding: str, frame_ms: int) -> int:
    """Bytes of one encoded frame without header and padding."""
    if encoding not in BYTES_PER_SAMPLE:
        raise WireError("encoding", "%s is not one of L16, PCMU" % encoding)
    return frame_samples(frame_ms) * BYTES_PER_SAMPLE[encoding]


def smallest_datagram_bytes(encoding: str, frame_ms: int) -> int:
    """RTP header and one frame, nothing else."""
    return RTP_HEADER_BYTES + payload_bytes(encoding, frame_ms)


def datagram_bytes(encoding: str, frame_ms: int, depth: int) -> int:
    """A protected datagram whose primary frame has ``encoding`` and that carries ``depth`` copies; 0..MAX_DEPTH.

    It may be more than MAX_DATAGRAM_BYTES: see ``most_depth``.
    """
    size = RTP_HEADER_BYTES + payload_bytes(encoding, frame_ms) + TAG_BYTES
    if depth:  # 4 octets per block header, 1 for the primary's, 3 of padding
        size += 4 * depth + 4 + depth * frame_samples(frame_ms)
    return size


def most_depth(encoding: str, frame_ms: int, most_bytes: int = MAX_DATAGRAM_BYTES) -> int:
    """The most copies of which ``datagram_bytes`` fits ``most_bytes``: 0..MAX_DEPTH; 0 too when not even a plain
    datagram fits."""
    depth = MAX_DEPTH
    while depth and datagram_bytes(encoding, frame_ms, depth) > most_bytes:
        depth -= 1
    return depth


def candidate_sizes(frame_ms: int) -> "tuple[int, ...]":
    """Every size a protected datagram of a stream can have, falling: what a reader who lost the size has to try."""
    sizes = set()
    for encoding in PAYLOAD_TYPES:
        for depth in range(most_depth(encoding, frame_ms) + 1):
            sizes.add(datagram_bytes(encoding, frame_ms, depth))
    return tuple(sorted(sizes, reverse=True))


def encoding_of(payload_type: int) -> str:
    """The encoding name of one of our payload types."""
    for name in PAYLOAD_TYPES:
        if PAYLOAD_TYPES[name] == payload_type:
            return name
    raise WireError("payload_type", "%s is not known" % payload_type)
