"""One stream with all it has: packets, protection, what was sent lately, reports, redundancy."""

from __future__ import annotations

from hushcue_wire import audio, seq

from .commands import AddStream
from .events import StreamQuality, StreamReport
from .feedback import NS_PER_MS, Feedback, Heard
from .history import History, ResendPolicy
from .protection import ProtectFactory, Protector
from .redundancy import Redundancy, RedundancyPolicy, Shape, ladder_of
from .sender import EncodedMixes, Outgoing, Sender


class Stream:
    """``command`` has been checked. ``row``: of its mix. ``report_tick``: which tick of a second its SR goes with."""

    def __init__(
        self,
        command: AddStream,
        row: int,
        frames_per_packet: int,
        report_tick: int,
        redundancy: RedundancyPolicy,
        resends: ResendPolicy,
        protect: ProtectFactory | None,
    ) -> None:
        self.command = command
        self.row = row
        self.report_tick = report_tick
        self.address = command.address
        self._id = command.id
        self._protector: Protector | None = None
        self._tag_bytes = 0
        self._history: History | None = None
        self._feedback: Feedback | None = None
        self._redundancy: Redundancy | None = None
        begun = ladder_of(redundancy, command) if command.redundancy else None
        if command.key:
            if protect is None:
                raise RuntimeError("this engine was made without a way to protect streams")
            self._protector = protect(command.key, command.ssrc, command.report_key, command.report_ssrc)
            self._tag_bytes = audio.TAG_BYTES
        if command.report_key and self._protector is not None:
            self._history = History(resends, command.frame_ms)
            self._feedback = Feedback(command.ssrc, command.report_ssrc, self._protector, command.first_sequence)
        if begun is not None:
            self._redundancy = Redundancy(redundancy, *begun)
        self._repeats = begun is not None and begun[0][begun[1]].repeats
        shape = self._redundancy.shape if self._redundancy is not None else None
        self.sender = Sender(command, frames_per_packet, shape, command.datagram_bytes - self._tag_bytes)
        self._before = b""
        self._loss: float | None = None
        self._repeated_since_report = False
        self._asked: set[int] = set()  # sequence numbers asked for since the report before
        self._bytes = 0
        self._repeated = 0

    @property
    def reporter(self) -> int | None:
        """SSRC of the receiver's reports, None when it sends none."""
        return self.command.report_ssrc if self._feedback is not None else None

    def push(self, mixes: EncodedMixes, bus: int, talkspurt: bool, out: list[Outgoing]) -> None:
        """One frame; what is to be sent goes to ``out``."""
        sender = self.sender
        copy = mixes.payload(bus, "PCMU") if sender.copies else None
        packet = sender.push(mixes.payload(bus, sender.primary), copy, talkspurt)
        if packet is None:
            return
        if self._protector is not None:
            packet = self._protector.protect(packet)
        self._bytes += len(packet)
        out.append(Outgoing(self._id, self.address, packet))
        if self._history is not None:
            self._history.add(sender.sequence - 1 & 0xFFFF, packet)
        if self._repeats:
            if self._before:
                out.append(Outgoing(self._id, self.address, self._before))
                self._repeated += 1
            self._before = packet

    def report_due(self, now_ns: int, out: list[Outgoing]) -> None:
        """The SR of this second."""
        if self._feedback is not None and self.sender.packets:
            out.append(Outgoing(self._id, self.address, self._sender_report(self._feedback, now_ns)))

    def feedback(self, datagram: bytes, now_ns: int) -> list[Outgoing]:
        """A datagram with the SSRC of this stream's receiver; what is to be sent at once."""
        feedback, history = self._feedback, self._history
        if feedback is None or history is None:
            return []
        heard = feedback.take(datagram, seq.add(self.sender.sequence, -1), now_ns)
        answer = history.again(heard.missing, now_ns, feedback.rtt_ns) if heard.missing else []
        if heard.curious and self.sender.packets:
            answer.append(self._sender_report(feedback, now_ns))
        self._adapt(heard, feedback, now_ns)
        return [Outgoing(self._id, self.address, data) for data in answer]

    def report(self, now_ns: int) -> StreamReport:
        """Counts since the stream began."""
        sender = self.sender
        return StreamReport(
            id=self._id,
            mix_of=self.command.mix_of,
            packets=sender.packets,
            bytes=self._bytes,
            last_sequence=seq.add(sender.sequence, -1),
            last_timestamp=(sender.timestamp - audio.frame_samples(sender.stream.frame_ms)) & 0xFFFFFFFF,
            quality=self._quality(now_ns),
        )

    def _sender_report(self, feedback: Feedback, now_ns: int) -> bytes:
        sender = self.sender
        size = sender.packet_bytes + self._tag_bytes
        return feedback.sender_report(size, sender.timestamp, sender.packets, sender.octets, now_ns)

    def _adapt(self, heard: Heard, feedback: Feedback, now_ns: int) -> None:
        if heard.loss is not None:
            self._loss = channel_loss(heard.loss, self._repeated_since_report)
            self._asked.clear()
            if self._redundancy is not None:
                self._reshape(self._redundancy, self._redundancy.reported(self._loss, heard.packets, now_ns))
            self._repeated_since_report = self._repeats
        elif heard.missing and self._redundancy is not None:
            due = seq.distance(self.sender.sequence, feedback.highest) - 1
            self._asked.update(each for each in heard.missing if seq.is_newer(each, feedback.highest))
            loss = min(1.0, len(self._asked) / due) if due > 0 else 0.0
            self._reshape(self._redundancy, self._redundancy.asked(loss, due, now_ns))

    def _reshape(self, redundancy: Redundancy, shape: Shape) -> None:
        if shape.repeats != self._repeats:
            self._repeats, self._before = shape.repeats, b""
        self.sender.reshape(shape)

    def _quality(self, now_ns: int) -> StreamQuality | None:
        feedback, history, redundancy = self._feedback, self._history, self._redundancy
        if feedback is None or history is None:
            return None
        age_ns = None if feedback.reported_ns is None else now_ns - feedback.reported_ns
        return StreamQuality(
            depth=redundancy.shape.depth if redundancy is not None else 0,
            primary=self.sender.primary,
            repeats=self._repeats,
            changes=redundancy.changes if redundancy is not None else 0,
            reports=feedback.reports,
            report_age_ms=None if age_ns is None else age_ns // NS_PER_MS,
            loss=self._loss,
            lost=feedback.lost,
            jitter_ms=feedback.jitter_ms,
            buffer_ms=feedback.buffer_ms,
            discarded=feedback.discarded,
            rtt_ms=None if feedback.rtt_ns is None else feedback.rtt_ns / NS_PER_MS,
            nacks=feedback.nacks,
            resent=history.resent,
            refused_resends=history.refused,
            repeated=self._repeated,
            forged=feedback.forged,
            replayed=feedback.replayed,
            malformed=feedback.malformed,
        )


def channel_loss(fraction: float, repeated: bool) -> float:
    """What the network loses, from the ``fraction`` of sequence numbers that did not come by themselves.

    Where each datagram was sent twice, a number is lost only when both were: p squared, if they were lost
    independently; if not, this says too much, and the repeats go on.
    """
    return float(fraction**0.5) if repeated else fraction
