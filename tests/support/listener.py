"""The other end of one protected stream, by libsrtp: what a bodypack would read, and reports as it would write them."""

from __future__ import annotations

from collections.abc import Iterable

from pylibsrtp import Error, Policy, Session

from hushcue_gateway.core.commands import AddStream
from hushcue_wire import audio, red, rtcp, rtcp_write, rtp

from .desk import a_stream

KEY = bytes(range(30))
REPORT_KEY = bytes(range(100, 130))
REPORT_SSRC = 0xB0D9


def a_protected_stream(name: str, **changes: object) -> AddStream:
    """A valid stream of 10 ms L16 frames with three copies, protected, with reports; ``changes`` replace fields."""
    fields: dict[str, object] = {
        "datagram_bytes": audio.datagram_bytes("L16", 10, 3),
        "redundancy": 3,
        "key": KEY,
        "report_key": REPORT_KEY,
        "report_ssrc": REPORT_SSRC,
    }
    fields.update(changes)
    return a_stream(name, **fields)


class Listener:
    """Of the stream that ``command`` asks for."""

    def __init__(self, command: AddStream) -> None:
        self.command = command
        self._session = Session(Policy(command.key, Policy.SSRC_SPECIFIC, command.ssrc))
        if command.report_key:
            self._session.add_stream(Policy(command.report_key, Policy.SSRC_SPECIFIC, command.report_ssrc))
        self.packets: dict[int, rtp.Packet] = {}
        self.compounds: list[list[rtcp.Packet]] = []
        self.replayed = 0

    def take(self, datagram: bytes | memoryview) -> rtp.Packet | None:
        """A datagram as it came; None when it was RTCP, or came before."""
        data = bytes(datagram)
        if 192 <= data[1] <= 223:  # RFC 5761 section 4
            self.compounds.append(rtcp.read(self._session.unprotect_rtcp(data)))
            return None
        try:
            packet = rtp.parse(self._session.unprotect(data))
        except Error as error:
            assert "replay" in str(error), error
            self.replayed += 1
            return None
        self.packets[packet.sequence] = packet
        return packet

    def report(self, highest: int, fraction: int = 0, **fields: int) -> bytes:
        """A protected RR about everything up to ``highest``, with an RRTR."""
        command = self.command
        block = rtcp.Report(
            command.ssrc,
            fraction,
            fields.get("lost", 0),
            highest,
            fields.get("jitter", 0),
            fields.get("last_sr", 0),
            fields.get("since_last_sr", 0),
        )
        buf = bytearray(200)
        at = rtcp_write.rr_into(buf, 0, command.report_ssrc, [block])
        if "clock" in fields:
            at = rtcp_write.xr_into(buf, at, command.report_ssrc, (fields["clock"], 0), [], None)
        return self.protect(buf[:at])

    def nack(self, sequences: Iterable[int]) -> bytes:
        """A protected request for ``sequences``, oldest first."""
        command = self.command
        pairs = rtcp_write.nack_pairs(list(sequences))
        buf = bytearray(12 + 4 * len(pairs))
        rtcp_write.nack_into(buf, 0, command.report_ssrc, command.ssrc, pairs)
        return self.protect(buf)

    def protect(self, compound: bytes | bytearray) -> bytes:
        """A compound of the receiver's own."""
        return self._session.protect_rtcp(bytes(compound))


def frames(packet: rtp.Packet) -> dict[int, tuple[int, bytes]]:
    """Sequence number -> (payload type, octets) of every frame in a packet, its copies among them."""
    payload = bytes(packet.payload)
    if packet.payload_type != audio.RED_PAYLOAD_TYPE:
        return {packet.sequence: (packet.payload_type, payload)}
    blocks = red.parse(payload)
    samples = blocks[-2].offset
    found = {}
    for block in blocks:
        assert block.offset % samples == 0
        sequence = (packet.sequence - block.offset // samples) & 0xFFFF
        found[sequence] = (block.payload_type, payload[block.start : block.start + block.size])
    return found
