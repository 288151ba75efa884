"""What an Opus packet says about itself without being decoded (RFC 6716 section 3). Pure."""

TIMESTAMP_HZ = 48_000
"""Of Opus in RTP, whatever is inside (RFC 7587 section 4.1)."""
MAX_PACKET_TICKS = TIMESTAMP_HZ * 120 // 1000
DTX_BYTES = 2
"""A packet this short holds no sound: the sender is silent, and may send nothing more for a while."""

_SILK_TICKS = (480, 960, 1920, 2880)
_HYBRID_TICKS = (480, 960)
_CELT_TICKS = (120, 240, 480, 960)


def frame_ticks(toc: int) -> int:
    """Length of one frame of a packet that begins with ``toc`` (section 3.1, table 2), in units of 1/48000 s."""
    config = toc >> 3
    if config < 12:
        return _SILK_TICKS[config & 3]
    if config < 16:
        return _HYBRID_TICKS[config & 1]
    return _CELT_TICKS[config & 3]


def ticks(packet: bytes) -> int:
    """Length of a packet in units of 1/48000 s; 0 where it is no Opus packet."""
    if not packet:
        return 0
    code = packet[0] & 3
    if code == 3:
        if len(packet) < 2:
            return 0
        count = packet[1] & 0x3F
    else:
        count = 1 if code == 0 else 2
    length = count * frame_ticks(packet[0])
    return length if length <= MAX_PACKET_TICKS else 0


def has_copy(packet: bytes) -> bool:
    """Whether it holds a coarse copy of the frame before it (in-band FEC): the LBRR flag of the first frame, which
    follows one VAD flag per 20 ms (section 4.2.3). Only packets with one frame in them are looked into."""
    if len(packet) < 2 or packet[0] & 3 or packet[0] >> 3 >= 16:
        return False
    silk_frames = max(1, frame_ticks(packet[0]) // 960)
    return bool(packet[1] >> (7 - silk_frames) & 1)
