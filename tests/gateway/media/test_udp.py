"""One socket for all streams: what the network does wrong is counted, for the stream it belongs to."""

import socket
import sys

import pytest

from hushcue_gateway.media.udp import DatagramSender, open_socket


def test_datagrams_arrive_marked_and_the_socket_never_blocks(receiver: socket.socket) -> None:
    with open_socket("127.0.0.1", 0, 46) as sock:
        assert sock.getblocking() is False
        assert sock.getsockopt(socket.IPPROTO_IP, socket.IP_TOS) >> 2 == 46
        sender = DatagramSender(sock)
        assert sender.send("s", receiver.getsockname(), bytearray(b"hello"))
        assert receiver.recv(100) == b"hello"
        assert (sender.errors, sender.refused) == ({}, {})


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which address refused")
def test_a_receiver_that_is_gone_costs_no_other_a_datagram(receiver: socket.socket) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as closed:
        closed.bind(("127.0.0.1", 0))
        gone = closed.getsockname()
    with open_socket("127.0.0.1", 0, 0) as sock:
        sender = DatagramSender(sock)
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
        sender = DatagramSender(sock)
        assert not sender.send("large", receiver.getsockname(), bytes(70000))
        assert sender.errors == {"large": 1}
        assert sender.send("small", receiver.getsockname(), b"fine")


def test_a_port_that_is_taken_is_an_error_at_once(receiver: socket.socket) -> None:
    with pytest.raises(OSError):
        open_socket("127.0.0.1", receiver.getsockname()[1], 46)
