"""Listening, and saying plainly why not."""

import socket

import pytest
from support.ports import free_port

from hushcue_gateway import ports


def test_port_0_is_the_choice_of_the_kernel() -> None:
    with ports.listen("127.0.0.1", 0) as first, ports.listen("127.0.0.1", 0) as second:
        numbers = {sock.getsockname()[1] for sock in (first, second)}
    assert len(numbers) == 2 and 0 not in numbers


def test_a_port_that_is_taken_is_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        with pytest.raises(ports.CannotListen) as caught:
            ports.listen("127.0.0.1", other.getsockname()[1])
        with pytest.raises(ports.CannotListen):
            ports.free_port("127.0.0.1", other.getsockname()[1])
    assert caught.value.why == "taken"


def test_a_port_just_given_back_can_be_had_again() -> None:
    port = free_port()
    with ports.listen("127.0.0.1", port) as sock, socket.create_connection(("127.0.0.1", port)) as client:
        server, _ = sock.accept()
        server.close()
        client.recv(1)
    assert ports.free_port("127.0.0.1", port) == port


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid", "not an address"])
def test_an_address_that_is_not_ours_is_said_so(host: str) -> None:
    with pytest.raises(ports.CannotListen) as caught:
        ports.listen(host, 0)
    assert caught.value.why == "no_address"
