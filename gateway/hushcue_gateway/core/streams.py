"""All streams of an engine: added, moved, removed, fed, answered. Time is ``now_ns``, as everywhere in the core."""

from __future__ import annotations

from collections.abc import Collection

from hushcue_wire import audio, rtcp

from . import checks
from .checks import Refusal
from .commands import MAX_ID_CHARS, AddStream, MoveStream
from .events import Places, StreamReport
from .history import ResendPolicy
from .protection import ProtectFactory
from .redundancy import RedundancyPolicy
from .sender import EncodedMixes, Outgoing
from .stream import Stream

LEAST_SRTCP_BYTES = 8 + audio.RTCP_TRAILER_BYTES
MOST_USED_KEYS = 65536


class Streams:
    """``most``: how many there may be."""

    def __init__(
        self,
        frame_ms: int,
        most: int,
        redundancy: RedundancyPolicy,
        resends: ResendPolicy,
        protect: ProtectFactory | None,
    ) -> None:
        self._frame_ms = frame_ms
        self._most = most
        self._redundancy = redundancy
        self._resends = resends
        self._protect = protect
        self._streams: dict[str, Stream] = {}
        self._of_reporter: dict[int, Stream] = {}  # by the SSRC of the receiver
        self._used: dict[tuple[int, int], None] = {}  # (SSRC, hash of key) that a stream was sent with, oldest first
        self._ticks_per_s = 1000 // frame_ms
        self._report_tick = 0
        self.unknown_feedback = 0
        """datagrams that belong to no stream"""

    def __len__(self) -> int:
        return len(self._streams)

    def check(self, command: AddStream) -> None:
        """Raises Refusal where ``add`` would."""
        checks.check_stream(command, self._frame_ms, self._redundancy)
        if command.id in self._streams:
            raise Refusal("stream_exists", id=command.id)
        if len(self._streams) >= self._most:
            raise Refusal("too_many", what="streams", limit=self._most)
        if command.key and self._used_as(command) in self._used:  # the same key stream for other sound: RFC 3711 9.1
            raise Refusal("stream_invalid", id=command.id, field="key", value="used")
        if command.report_key and command.report_ssrc in self._of_reporter:
            raise Refusal("stream_invalid", id=command.id, field="report_ssrc", value=command.report_ssrc)

    def add(self, command: AddStream, row: int) -> None:
        """``command`` has passed ``check``; ``row``: of its mix."""
        self._report_tick = (self._report_tick + 37) % self._ticks_per_s  # spread: 37 divides none of the choices
        stream = Stream(
            command,
            row,
            command.frame_ms // self._frame_ms,
            self._report_tick,
            self._redundancy,
            self._resends,
            self._protect,
        )
        self._streams[command.id] = stream
        if command.key:
            self._used[self._used_as(command)] = None
            if len(self._used) > MOST_USED_KEYS:
                del self._used[next(iter(self._used))]
        if stream.reporter is not None:
            self._of_reporter[stream.reporter] = stream

    def move(self, command: MoveStream) -> None:
        """Another address from the next datagram on."""
        stream = self._known(command.id)
        checks.check_address(command.id, command.address)
        stream.address = command.address

    def remove(self, stream_id: object) -> tuple[str, int, bool]:
        """(bodypack whose mix it was, row, whether no stream of that row is left)."""
        stream = self._known(stream_id)
        del self._streams[stream.command.id]
        if stream.reporter is not None:
            del self._of_reporter[stream.reporter]
        last = all(other.row != stream.row for other in self._streams.values())
        return stream.command.mix_of, stream.row, last

    def row_removed(self, row: int) -> None:
        """The rows behind it move up."""
        for stream in self._streams.values():
            stream.row -= stream.row > row

    def row_of(self, bodypack: str) -> int | None:
        """Of the mix that some stream has already."""
        return next((each.row for each in self._streams.values() if each.command.mix_of == bodypack), None)

    def send(self, mixes: EncodedMixes, bus_of: list[int], begun: list[bool], tick: int, now_ns: int) -> list[Outgoing]:
        """One frame of every stream. ``begun``: rows in which a talkspurt begins."""
        out: list[Outgoing] = []
        report_tick = tick % self._ticks_per_s
        for stream in self._streams.values():
            row = stream.row
            stream.push(mixes, bus_of[row], begun[row], out)
            if stream.report_tick == report_tick:
                stream.report_due(now_ns, out)
        return out

    def feedback(self, datagram: bytes, now_ns: int) -> list[Outgoing]:
        """A datagram from wherever; what is to be sent at once."""
        stream = None
        whole = LEAST_SRTCP_BYTES <= len(datagram) <= audio.MAX_DATAGRAM_BYTES
        if whole and datagram[0] >> 6 == 2 and rtcp.SR <= datagram[1] <= rtcp.XR:
            stream = self._of_reporter.get(int.from_bytes(datagram[4:8], "big"))
        if stream is None:
            self.unknown_feedback += 1
            return []
        return stream.feedback(datagram, now_ns)

    def places(self, bodypacks: Collection[str], frames: int) -> Places:
        """Where the frame ``frames`` after the next one will be, in every stream with a mix of ``bodypacks``."""
        return tuple(
            (stream.command.id, stream.sender.sequence_after(frames))
            for stream in self._streams.values()
            if stream.command.mix_of in bodypacks
        )

    def reports(self, now_ns: int) -> tuple[StreamReport, ...]:
        """One each."""
        return tuple(stream.report(now_ns) for stream in self._streams.values())

    def _known(self, stream_id: object) -> Stream:
        stream = self._streams.get(stream_id) if isinstance(stream_id, str) else None
        if stream is None:
            raise Refusal("stream_unknown", id=str(stream_id)[:MAX_ID_CHARS])
        return stream

    @staticmethod
    def _used_as(command: AddStream) -> tuple[int, int]:
        return command.ssrc, hash(command.key)
