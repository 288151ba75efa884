"""The bad network for real programs: real sockets, ports by the kernel, shares and orders but no wall times."""

import json
import re
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from hushcue_tools.bench import main as bench
from hushcue_tools.bench import proxy as proxies
from hushcue_tools.bench import proxy_bench
from hushcue_tools.bench.link_weather import Conditions
from hushcue_tools.bench.proxy import Lateness, Proxy
from hushcue_words import Trouble

LOOPBACK = "127.0.0.1"
PATIENCE_S = 60.0
AT_ONCE = 100
"""Datagrams under way: as many as any socket's queue has room for."""


def udp() -> socket.socket:
    plain = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    plain.bind((LOOPBACK, 0))
    plain.settimeout(PATIENCE_S)
    return plain


@contextmanager
def running(conditions: Conditions, seed: int = 1) -> Iterator[tuple[Proxy, socket.socket, socket.socket]]:
    """A proxy at work, who speaks to it, and who it passes on to."""
    with udp() as near, udp() as far:
        proxy = Proxy((LOOPBACK, 0), far.getsockname(), conditions, seed)
        thread = threading.Thread(target=proxy.run)
        thread.start()
        try:
            near.connect(proxy.address)
            yield proxy, near, far
        finally:
            proxy.stop()
            thread.join(PATIENCE_S)
            proxy.close()
        assert not thread.is_alive()


@contextmanager
def nobody() -> Iterator[tuple[str, int]]:
    """An address at which nobody listens, and nobody else will: its socket hears another one alone."""
    with udp() as other, udp() as deaf:
        deaf.connect(other.getsockname())
        yield deaf.getsockname()


def taken(proxy: Proxy) -> tuple[int, int]:
    """(datagrams that it was given, those that fly yet, of them and of their copies)."""
    links = [link for peer in list(proxy._peers.values()) for link in (peer.network.down, peer.network.up)]
    flights = sum(link._copies for link in links)
    return sum(link.sent for link in links), flights - int(proxy._lateness._counts.sum())


def waiting(receiver: socket.socket) -> list[bytes]:
    """What has come."""
    came = []
    while select.select([receiver], [], [], 0)[0]:
        came.append(receiver.recv(2000))
    return came


def exchange(
    proxy: Proxy, sender: socket.socket, receiver: socket.socket, count: int
) -> tuple[list[bytes], list[bytes]]:
    """(what was said, what came): read while it is said, until all of it was passed on or lost."""
    came: list[bytes] = []
    said = [b"%06d" % number + bytes(300) for number in range(count)]
    before = taken(proxy)[0]

    def read() -> None:
        came.extend(waiting(receiver))

    def wait(over: Callable[[int, int], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not over(*taken(proxy)):
            assert time.monotonic() < deadline, taken(proxy)
            read()
            time.sleep(0.0005)

    for number, each in enumerate(said):
        wait(lambda given, flying, number=number: number - (given - before) + flying < AT_ONCE)  # type: ignore[misc]
        read()
        sender.send(each)
    wait(lambda given, flying: given - before == count and not flying)
    read()
    return said, came


def test_everything_passes_in_both_directions_and_in_order() -> None:
    with running(Conditions(delay_ms=2.0)) as (proxy, near, far):
        near.send(b"hello")
        _, there = far.recvfrom(100)
        far.connect(there)
        for sender, receiver in ((near, far), (far, near)):
            said, came = exchange(proxy, sender, receiver, 300)
            assert came == said
        figures = proxy.figures()
    assert figures["there"] == {"datagrams": 301, "lost": 0, "lost_percent": 0.0, "bytes": 300 * 306 + 5}
    assert figures["back"] == {"datagrams": 300, "lost": 0, "lost_percent": 0.0, "bytes": 300 * 306}
    assert figures["peers"] == 1
    lateness = figures["lateness_ms"]
    assert isinstance(lateness, dict)
    assert 0 <= lateness["p50"] <= lateness["p95"] <= lateness["p99"] <= lateness["max"] + 0.05


def test_nothing_passes_before_its_time() -> None:
    with running(Conditions(delay_ms=60.0)) as (_, near, far):
        began = time.monotonic()
        near.send(b"late")
        assert far.recv(100) == b"late"
        assert time.monotonic() - began >= 0.06


def test_half_of_it_is_lost_when_half_is_to_be_lost_and_the_counters_say_so() -> None:
    with running(Conditions(loss=0.5, delay_ms=0.1)) as (proxy, near, far):
        said, came = exchange(proxy, near, far, 2000)
        there = proxy.figures()["there"]
    assert isinstance(there, dict)
    assert there["datagrams"] == 2000
    assert len(came) == 2000 - there["lost"]
    assert 0.45 <= len(came) / 2000 <= 0.55
    assert came == [each for each in said if each in set(came)]


def test_the_same_seed_loses_the_same_datagrams() -> None:
    runs = []
    for _ in range(2):
        with running(Conditions(loss=0.3, delay_ms=0.1), seed=9) as (proxy, near, far):
            runs.append(exchange(proxy, near, far, 300)[1])
    assert runs[0] == runs[1]
    assert 0 < len(runs[0]) < 300


def test_a_duplicate_comes_twice() -> None:
    with running(Conditions(duplicated=0.99, delay_ms=0.1)) as (proxy, near, far):
        assert len(exchange(proxy, near, far, 100)[1]) > 150


def test_two_senders_each_get_their_own_answers() -> None:
    with running(Conditions(delay_ms=0.5)) as (proxy, near, far), udp() as other:
        other.connect(proxy.address)
        for sock, word in ((near, b"one"), (other, b"two")):
            sock.send(word)
            data, source = far.recvfrom(100)
            assert data == word
            far.sendto(b"to " + word, source)
            assert sock.recv(100) == b"to " + word
        assert proxy.figures()["peers"] == 2


def test_strangers_beyond_the_bound_are_refused_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxies, "MOST_PEERS", 1)
    with running(Conditions(delay_ms=0.1)) as (proxy, near, far), udp() as stranger:
        near.send(b"first")
        assert far.recv(100) == b"first"
        stranger.sendto(b"second", proxy.address)
        near.send(b"third")
        assert far.recv(100) == b"third"
        assert (proxy.figures()["peers"], proxy.figures()["refused"]) == (1, 1)


def test_it_lives_on_when_nobody_listens_at_the_other_end() -> None:
    with nobody() as to, udp() as near:
        proxy = Proxy((LOOPBACK, 0), to, Conditions(delay_ms=0.1), 1)
        try:
            deadline = time.monotonic() + PATIENCE_S
            for number in range(5):
                near.sendto(b"hello", proxy.address)
                while taken(proxy) != (number + 1, 0):
                    assert time.monotonic() < deadline, taken(proxy)
                    proxy.run(0.01)
            there = proxy.figures()["there"]
            assert isinstance(there, dict)
            assert there["datagrams"] == 5
        finally:
            proxy.close()


def test_lateness_is_counted_where_it_is() -> None:
    lateness = Lateness()
    assert lateness.figures()["p50"] is None
    for late_ms in [*[1.0] * 98, 7.0, 5000.0]:
        lateness.add(round(late_ms * 1e6))
    figures = lateness.figures()
    assert figures["p50"] == pytest.approx(1.0, abs=0.06)
    assert figures["p99"] == pytest.approx(7.0, abs=0.06)
    assert figures["max"] == 5000.0


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--to", "nowhere"],
        ["--to", "127.0.0.1:0"],
        ["--to", "127.0.0.1:70000"],
        ["--to", "127.0.0.1:5004", "--loss", "100"],
        ["--to", "127.0.0.1:5004", "--loss", "-1"],
        ["--to", "127.0.0.1:5004", "--delay-ms", "nan"],
        ["--to", "127.0.0.1:5004", "--listen", "x"],
        ["--to", "127.0.0.1:5004", "--trace", "nothing.csv"],
    ],
)
def test_what_cannot_be_is_told(words: list[str]) -> None:
    with pytest.raises(Trouble):
        proxy_bench.measure(bench.parser_of("link").parse_args([*words, "--seconds", "0"]))


def test_a_port_that_is_taken_is_told() -> None:
    with udp() as taken, pytest.raises(Trouble) as caught:
        words = ["--listen", str(taken.getsockname()[1]), "--to", "127.0.0.1:5004", "--seconds", "0"]
        proxy_bench.measure(bench.parser_of("link").parse_args(words))
    assert caught.value.exit_code == 3


def test_the_command_passes_on_and_reports_in_json() -> None:
    with udp() as near, udp() as far:
        to = "{}:{}".format(*far.getsockname())
        command = [sys.executable, "-m", "hushcue_tools", "bench", "link", "--to", to, "--loss", "20", "--json"]
        started = subprocess.Popen(
            [*command, "--delay-ms", "1", "--seconds", "8"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        with started as process:
            assert process.stderr is not None and process.stdout is not None
            told = process.stderr.readline()
            port = re.search(r"127\.0\.0\.1:(\d+) ", told)
            assert port, told
            near.connect((LOOPBACK, int(port.group(1))))
            came = 0
            for number in range(400):
                near.send(b"%06d" % number + bytes(300))
                came += len(waiting(far))
                if number % 10 == 9:
                    time.sleep(0.003)
            while process.poll() is None:
                came += len(waiting(far))
                time.sleep(0.01)
            came += len(waiting(far))
            figures = json.loads(process.stdout.read())
            process.stderr.read()
        assert process.returncode == 0
    assert figures["there"]["datagrams"] == 400
    assert figures["there"]["datagrams"] - figures["there"]["lost"] == came
    assert 0.6 <= came / 400 <= 0.95
    assert figures["conditions"]["loss"] == 0.2
    assert set(figures["lateness_ms"]) == {"p50", "p95", "p99", "max"}
