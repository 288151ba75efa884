"""Frame geometry: rates, durations, payload types, sizes of one datagram."""

from .errors import WireError

RATE_HZ = 16000
"""The mix and every stream: 16 kHz mono."""
DAC_RATE_HZ = 48000
"""What the bodypack's I2S runs at: its DMA descriptors are 256 frames, so short ones need a high rate."""
FRAME_MS_CHOICES = (5, 10, 20)
RTP_HEADER_BYTES = 12
MAX_DATAGRAM_BYTES = 1472
"""1500 byte Ethernet MTU less IPv4 and UDP headers: never fragmented."""

L16 = "L16"
PCMU = "PCMU"
PAYLOAD_TYPES = {L16: 96, PCMU: 97}
"""Dynamic payload types (RFC 3551 section 6): the static ones mean other rates."""
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


def encoding_of(payload_type: int) -> str:
    """The encoding name of one of our payload types."""
    for name in PAYLOAD_TYPES:
        if PAYLOAD_TYPES[name] == payload_type:
            return name
    raise WireError("payload_type", "%s is not known" % payload_type)
