"""One socket for all streams: what the network does wrong is counted, for the stream it belongs to."""

import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from hushcue_gateway.media.udp import DatagramSocket, open_socket
from hushcue_gateway.media.wake import wait, wait_in_slices


@contextmanager
def nobody() -> Iterator[tuple[str, int]]:
    """An address that refuses, and that nobody else is given meanwhile: its socket hears another one alone."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other, socket.socket(type=socket.SOCK_DGRAM) as deaf:
        other.bind(("127.0.0.1", 0))
        deaf.bind(("127.0.0.1", 0))
        deaf.connect(other.getsockname())
        yield deaf.getsockname()


def test_datagrams_arrive_marked_and_the_socket_never_blocks(receiver: socket.socket) -> None:
    with open_socket("127.0.0.1", 0, 46) as sock:
        assert sock.getblocking() is False
        assert sock.getsockopt(socket.IPPROTO_IP, socket.IP_TOS) >> 2 == 46
        sender = DatagramSocket(sock)
        assert sender.send("s", receiver.getsockname(), bytearray(b"hello"))
        assert receiver.recv(100) == b"hello"
        assert (sender.errors, sender.refused) == ({}, {})


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which address refused")
def test_a_receiver_that_is_gone_costs_no_other_a_datagram(receiver: socket.socket) -> None:
    with nobody() as gone, open_socket("127.0.0.1", 0, 0) as sock:
        sender = DatagramSocket(sock)
        for number in range(50):
            sender.send("gone", gone, b"x")
            assert sender.send("here", receiver.getsockname(), bytes([number]))
        assert [receiver.recv(10) for _ in range(50)] == [bytes([number]) for number in range(50)]
        assert sender.refused["gone"] >= 25
        assert "here" not in sender.refused
        assert sender.errors == {}
        sender.forget("gone")
        assert sender.refused == {}


def test_what_the_system_does_not_take_is_counted_for_its_stream(receiver: socket.socket) -> None:
    with open_socket("127.0.0.1", 0, 0) as sock:
        sender = DatagramSocket(sock)
        assert not sender.send("large", receiver.getsockname(), bytes(70000))
        assert sender.errors == {"large": 1}
        assert sender.send("small", receiver.getsockname(), b"fine")


def test_what_comes_is_received_with_where_it_came_from(receiver: socket.socket) -> None:
    with open_socket("127.0.0.1", 0, 0) as sock:
        udp = DatagramSocket(sock)
        assert udp.receive() is None
        receiver.sendto(b"report", sock.getsockname())
        receiver.sendto(b"", sock.getsockname())
        receiver.sendto(bytes(5000), sock.getsockname())
        assert wait(sock, 60.0)
        assert udp.receive() == (b"report", receiver.getsockname())
        assert udp.receive() == (b"", receiver.getsockname())
        assert wait(sock, 60.0)
        received = udp.receive()
        assert received is None or len(received[0]) > 1472  # Windows refuses what is cut, others cut it
        assert udp.receive() is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which address refused")
def test_an_error_that_wakes_is_counted_and_wakes_once(receiver: socket.socket) -> None:
    with nobody() as gone, open_socket("127.0.0.1", 0, 0) as sock:
        udp = DatagramSocket(sock)
        for _ in range(3):
            udp.send("gone", gone, b"x")
            assert wait(sock, 60.0)
            wakes = 0
            while wait(sock, 0.0):
                assert udp.receive() is None
                wakes += 1
            assert wakes <= 2
        assert udp.refused == {"gone": 3}
        receiver.sendto(b"report", sock.getsockname())
        assert wait(sock, 60.0)
        assert udp.receive() == (b"report", receiver.getsockname())


@pytest.mark.parametrize("waiting", [wait, wait_in_slices])
def test_waiting_ends_when_something_comes_or_the_time_is_over(
    receiver: socket.socket, waiting: Callable[[socket.socket, float], bool]
) -> None:
    with open_socket("127.0.0.1", 0, 0) as sock:
        begun = time.monotonic()
        assert not waiting(sock, 0.05)
        assert time.monotonic() - begun >= 0.05
        timer = threading.Timer(0.05, receiver.sendto, (b"report", sock.getsockname()))
        timer.start()
        begun = time.monotonic()
        assert waiting(sock, 120.0)
        assert time.monotonic() - begun < 60.0
        timer.join()


def test_a_port_that_is_taken_is_an_error_at_once(receiver: socket.socket) -> None:
    with pytest.raises(OSError):
        open_socket("127.0.0.1", receiver.getsockname()[1], 46)
