"""The real media process and a receiver that asks: answered between ticks, and no flood makes a tick late."""

import os
import signal
import socket
import statistics
import threading
import time
from typing import Any

import pytest
from support.listener import REPORT_SSRC, Listener, a_protected_stream
from support.media import running, wait_for_spare

from hushcue_gateway.core.commands import AddStream, RemoveStream
from hushcue_gateway.core.events import CommandRefused, MediaReport, StreamQuality
from hushcue_gateway.media.messages import TickReport
from hushcue_gateway.supervisor import Media, MediaRestarted, RingRack
from hushcue_wire import rtcp

FAST_S = 0.004
"""Less than half a tick: what waits for the next tick takes 5 ms in the mean."""
REQUESTS = 60
GIVEN_UP = 200
"""So many packets after a request: what it asked for was too old by the time it was read."""
LIMIT_S = 60.0
CALM_S = 2
"""So many reports, one a second."""


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
        took_s, requests = [], 0
        deadline = time.monotonic() + LIMIT_S
        while len(took_s) < REQUESTS:
            assert time.monotonic() < deadline, f"{len(took_s)} answers to {requests} requests"
            asked = max(heard) - 9
            begun = time.monotonic()
            receiver.sendto(listener.nack([asked]), ("127.0.0.1", media.port))
            requests += 1
            until = len(heard) + GIVEN_UP
            while len(heard) < until:
                data = receiver.recv(2000)
                if data == heard[asked]:
                    took_s.append(time.monotonic() - begun)
                    break
                packet = listener.take(data)
                if packet is not None:
                    heard[packet.sequence] = data
            time.sleep(0.0123)
        found = quality(events, lambda each: each.resent >= REQUESTS and each.nacks == requests)
        assert (found.resent, found.forged, found.malformed) == (REQUESTS, 0, 0)
        woken_s = statistics.median(each.lateness.p50_us for each in events.of(MediaReport)) / 1e6
        print(
            f"request to answer: median {statistics.median(took_s) * 1000:.2f} ms, woken {woken_s * 1000:.2f} ms late"
        )
        assert statistics.median(took_s) < FAST_S + 2 * woken_s  # both sides have to be woken


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
        wanted = {rtcp.SR, rtcp.SDES, rtcp.XR, rtcp.APP}
        deadline = time.monotonic() + LIMIT_S
        while (told := {packet.type for compound in listener.compounds for packet in compound}) < wanted:
            assert time.monotonic() < deadline, told
            hear(receiver, listener, 50)
        assert told == wanted


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
    processor allows (the flood takes one of its own). Where the machine had no time for the process, ticks are given up
    for another reason: seconds with such a hole are left out, and the flood goes on until enough came without one."""
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
            began = len(events.of(TickReport))
            deadline = time.monotonic() + LIMIT_S
            while sent <= 5000 or not (told := calm(events, began)):
                assert time.monotonic() < deadline, (sent, events.of(TickReport), events.of(MediaReport)[-3:])
                hear(receiver, listener, 50)
        finally:
            over.set()
            thread.join()
        sequences = sorted(set(listener.packets) - set(before))
        assert sequences == list(range(sequences[0], sequences[0] + len(sequences)))
        assert len(sequences) >= 200 and told[-1].feedback > told[0].feedback, "it reads what comes"
        assert not events.of(MediaRestarted)
        report = events.of(MediaReport)[-1]
        print(f"{kind}: {sent} sent, work p50 {report.work.p50_us:.0f} us, late p50 {report.lateness.p50_us:.0f} us, "
              f"{told[-1]}")  # fmt: skip


def calm(events: Any, began: int) -> list[TickReport]:
    """Reports since then, one after the other, between which no tick was given up and half of them came in time."""
    pairs = list(zip(events.of(TickReport), events.of(MediaReport), strict=False))[began:]
    for first in range(len(pairs) - CALM_S):
        found = pairs[first : first + CALM_S + 1]
        kept = found[0][0].skipped_ticks == found[-1][0].skipped_ticks
        if kept and all(media.lateness.p50_us < 5000 for _, media in found[1:]):
            return [ticks for ticks, _ in found]
    return []


def test_killed_it_sends_no_protected_stream_again_and_says_which_have_ended(
    rack: RingRack, receiver: socket.socket, events
) -> None:
    with running(rack, events, spare=True) as media:
        listener = begin(media, receiver)
        plain = AddStream("plain", "host-1", receiver.getsockname(), 0xCAFE, "PCMU", 97, 10, 172, 0, 0)
        assert media.send(plain)
        while len(receiver.recv(2000)) != 172:
            pass
        wait_for_spare(media)
        os.kill(media.pid, signal.SIGKILL)
        restarted = events.wait(MediaRestarted)
        assert restarted.streams_ended == ("host-1",)
        receiver.settimeout(0.0)
        try:
            while True:
                receiver.recv(2000)
        except BlockingIOError:
            receiver.settimeout(LIMIT_S)
        assert {len(receiver.recv(2000)) for _ in range(20)} == {172}
        assert media.send(RemoveStream("host-1"))
        fresh = a_protected_stream("host-1", address=receiver.getsockname(), key=bytes(30), ssrc=99)
        assert media.send(fresh)
        listener = Listener(fresh)
        while True:
            data = receiver.recv(2000)
            if len(data) > 172:
                packet = listener.take(data)
                if packet is not None:
                    assert packet.sequence == 0
                    break
        assert not events.of(CommandRefused), "what is said about a stream that has ended is no error"
