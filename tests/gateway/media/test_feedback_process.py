"""The real media process and a receiver that asks: answered between ticks, and no flood makes a tick late."""

import os
import signal
import socket
import statistics
import threading
import time

import pytest
from support.listener import REPORT_SSRC, Listener, a_protected_stream
from support.media import running

from hushcue_gateway.core.commands import AddStream, RemoveStream
from hushcue_gateway.core.events import CommandRefused, MediaReport, StreamQuality
from hushcue_gateway.media.messages import TickReport
from hushcue_gateway.supervisor import Media, MediaRestarted, RingRack
from hushcue_wire import rtcp

FAST = 0.004
"""Less than half a tick: what waits for the next tick takes 5 ms in the mean."""


def begin(media: Media, receiver: socket.socket, **changes: object) -> Listener:
    command = a_protected_stream("host-1", address=receiver.getsockname(), **changes)
    assert media.send(command)
    return Listener(command)


def hear(receiver: socket.socket, listener: Listener, packets: int) -> dict[int, bytes]:
    """The next datagrams, by sequence number."""
    found: dict[int, bytes] = {}
    while len(found) < packets:
        data = receiver.recv(2000)
        packet = listener.take(data)
        if packet is not None:
            found[packet.sequence] = data
    return found


def quality(events: object, fits: object = lambda each: True) -> StreamQuality:
    """Of the first report that has one that fits."""

    def has(report: MediaReport) -> bool:
        streams = report.engine.streams
        return bool(streams and streams[0].quality is not None and fits(streams[0].quality))  # type: ignore[operator]

    found = events.wait(MediaReport, has).engine.streams[0].quality  # type: ignore[attr-defined]
    assert isinstance(found, StreamQuality)
    return found


def test_a_request_is_answered_between_ticks_with_the_same_bytes(
    rack: RingRack, receiver: socket.socket, events
) -> None:
    with running(rack, events, spare=False) as media:
        listener = begin(media, receiver)
        heard = hear(receiver, listener, 30)
        took_s = []
        for _ in range(60):
            newest = max(heard)
            asked = newest - 9
            begun = time.monotonic()
            receiver.sendto(listener.nack([asked]), ("127.0.0.1", media.port))
            while True:
                data = receiver.recv(2000)
                if data == heard[asked]:
                    took_s.append(time.monotonic() - begun)
                    break
                packet = listener.take(data)
                if packet is not None:
                    heard[packet.sequence] = data
            time.sleep(0.0123)
        print(f"request to answer: median {statistics.median(took_s) * 1000:.2f} ms")
        assert statistics.median(took_s) < FAST
        found = quality(events, lambda each: each.resent == 60)
        assert (found.nacks, found.forged, found.malformed) == (60, 0, 0)


def test_a_report_in_the_process_changes_what_is_sent(rack: RingRack, receiver: socket.socket, events) -> None:
    with running(rack, events, spare=False) as media:
        listener = begin(media, receiver)
        heard = hear(receiver, listener, 60)
        small = len(next(iter(heard.values())))
        receiver.sendto(listener.report(max(heard), 128, clock=5), ("127.0.0.1", media.port))
        while len(receiver.recv(2000)) == small:
            pass
        found = quality(events, lambda each: each.reports == 1)
        assert (found.depth, found.primary, found.repeats) == (6, "PCMU", True)
        hear(receiver, listener, 150)
        assert {packet.type for compound in listener.compounds for packet in compound} == {
            rtcp.SR, rtcp.SDES, rtcp.XR, rtcp.APP
        }  # fmt: skip


FLOODS = {
    "garbage": lambda listener: [os.urandom(size) for size in (0, 1, 30, 800, 1472, 5000)],
    "forged reports": lambda listener: [
        b"\x81\xcd\x00\x03" + REPORT_SSRC.to_bytes(4, "big") + os.urandom(size) for size in (30, 200, 1400)
    ],
    "requests": lambda listener: [listener.nack(range(start, start + 200)) for start in range(0, 20000, 10)],
}


@pytest.mark.parametrize("kind", FLOODS)
def test_a_flood_costs_no_tick(rack: RingRack, receiver: socket.socket, events, kind: str) -> None:
    """Somebody sends as fast as a processor can: every packet still leaves, in order, and ticks are as punctual as the
    processor allows (the flood takes one of its own)."""
    with running(rack, events, spare=False) as media:
        listener = begin(media, receiver)
        hear(receiver, listener, 20)
        over = threading.Event()
        sent = 0

        def flood() -> None:
            nonlocal sent
            asking = Listener(listener.command)  # a session of libsrtp belongs to one thread
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
                while not over.is_set():
                    for data in FLOODS[kind](asking):
                        sock.sendto(data, ("127.0.0.1", media.port))
                        sent += 1
                        if sent % 256 == 0:
                            time.sleep(0.001)  # or this process does nothing else

        thread = threading.Thread(target=flood)
        thread.start()
        try:
            before = listener.packets.copy()
            hear(receiver, listener, 300)
        finally:
            over.set()
            thread.join()
        sequences = sorted(set(listener.packets) - set(before))
        assert sequences == list(range(sequences[0], sequences[0] + len(sequences)))
        report = events.wait(MediaReport, lambda each: each.engine.ticks > 300)
        ticks = events.wait(TickReport, lambda each: each.feedback > 0)
        assert sent > 5000 and ticks.skipped_ticks == 0
        assert not events.of(MediaRestarted)
        print(f"{kind}: {sent} sent, work p50 {report.work.p50_us:.0f} us, late p50 {report.lateness.p50_us:.0f} us, "
              f"{events.of(TickReport)[-1]}")  # fmt: skip
        assert report.lateness.p50_us < 5000


def test_killed_it_sends_no_protected_stream_again_and_says_which_have_ended(
    rack: RingRack, receiver: socket.socket, events
) -> None:
    with running(rack, events, spare=True) as media:
        listener = begin(media, receiver)
        plain = AddStream("plain", "host-1", receiver.getsockname(), 0xCAFE, "PCMU", 97, 10, 172, 0, 0)
        assert media.send(plain)
        while len(receiver.recv(2000)) != 172:
            pass
        time.sleep(1.5)  # a spare is made ready a second after the start
        os.kill(media.pid, signal.SIGKILL)
        restarted = events.wait(MediaRestarted)
        assert restarted.streams_ended == ("host-1",)
        receiver.settimeout(0.0)
        try:
            while True:
                receiver.recv(2000)
        except BlockingIOError:
            receiver.settimeout(10.0)
        assert {len(receiver.recv(2000)) for _ in range(20)} == {172}
        assert media.send(RemoveStream("host-1"))
        fresh = a_protected_stream("host-1", address=receiver.getsockname(), key=bytes(30), ssrc=99)
        assert media.send(fresh)
        listener = Listener(fresh)
        while True:
            data = receiver.recv(2000)
            if len(data) > 172:
                packet = listener.take(data)
                assert packet is not None and packet.sequence == 0
                break
        assert not events.of(CommandRefused), "what is said about a stream that has ended is no error"
