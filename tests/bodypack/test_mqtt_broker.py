"""The MQTT client against a real Mosquitto that dies, freezes and comes back; paho-mqtt is the other side."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from bodypack.broker_bench import Bench, Clock, Witness
from support.mosquitto import Mosquitto, free_port

from hushcue_bodypack import mqtt
from hushcue_bodypack.mqtt_conversation import Conversation, Message
from hushcue_bodypack.mqtt_packets import Will


async def in_thread(call: Callable[[], object]) -> None:
    await asyncio.get_running_loop().run_in_executor(None, call)


def test_messages_of_both_qualities_reach_others_and_come_back(broker: Mosquitto, witness: Witness) -> None:
    async def play() -> None:
        talk = Conversation("host-1")
        talk.subscribe("to/host-1", 1)
        async with Bench(broker.port, talk) as bench:
            await bench.up()
            bench.client.publish("from/host-1", b"zero")
            bench.client.publish("from/host-1", "一".encode(), 1, True)
            await bench.until(lambda: talk.queued == 0)
            witness.client.publish("to/host-1", b"0", 0)
            witness.client.publish("to/host-1", b"1", 1)
            await bench.until(lambda: len(bench.heard) == 2)
            assert bench.heard == [("to/host-1", b"0"), ("to/host-1", b"1")]

    asyncio.run(play())
    assert {witness.next()[:2] for _ in range(4)} == {
        ("from/host-1", b"zero"),
        ("from/host-1", "一".encode()),
        ("to/host-1", b"0"),
        ("to/host-1", b"1"),
    }


def test_a_retained_message_is_there_for_a_late_subscriber(broker: Mosquitto) -> None:
    async def play() -> None:
        async with Bench(broker.port, Conversation("host-1")) as bench:
            await bench.up()
            bench.client.publish("status", b"online", 1, True)
            await bench.until(lambda: bench.talk.queued == 0)
        late = Witness(broker.port)
        try:
            assert late.next() == ("status", b"online", True)
        finally:
            late.close()

    asyncio.run(play())


def test_the_last_will_is_published_when_the_client_dies_and_not_when_it_leaves(
    broker: Mosquitto, witness: Witness
) -> None:
    async def play() -> None:
        talk = Conversation("host-1", will=Will("status", b"offline"))
        async with Bench(broker.port, talk) as bench:
            await bench.up()
            bench.client.leave()
            await bench.until(bench.task.done)
            bench.task.result()
        assert talk.trouble == ""
        talk = Conversation("host-2", will=Will("status", b"died"))
        async with Bench(broker.port, talk) as bench:
            await bench.up()

    asyncio.run(play())
    assert witness.next()[:2] == ("status", b"died")


def test_a_broker_that_dies_and_comes_back_loses_nothing_of_quality_one(broker: Mosquitto) -> None:
    async def play() -> None:
        talk = Conversation("host-1")
        talk.subscribe("loop/#", 1)
        async with Bench(broker.port, talk) as bench:
            await bench.up()
            for number in range(3):
                bench.client.publish("loop/a", bytes((number,)), 1)
            # what was acknowledged is not sent again: its echo may come before that
            await bench.until(lambda: len(bench.heard) == 3 and talk.queued == 0)
            broker.kill()
            await bench.until(lambda: bench.changes == [True, False])
            for number in range(3, 6):
                bench.client.publish("loop/a", bytes((number,)), 1)
            assert not bench.client.publish("loop/a", b"lost", 0)
            await bench.until(lambda: "cannot be reached" in talk.trouble)
            await in_thread(broker.start)
            await bench.until(lambda: len(bench.heard) >= 6 and talk.queued == 0)
            assert [payload for _, payload in bench.heard] == [bytes((number,)) for number in range(6)]
            assert bench.changes == [True, False, True]
            assert (talk.trouble, talk.unsent, talk.malformed) == ("", 1, 0)

    asyncio.run(play())


def test_a_broker_that_is_not_there_at_the_start_is_found_later(tmp_path: Path) -> None:
    async def play() -> None:
        broker = Mosquitto(tmp_path)
        async with Bench(broker.port, Conversation("host-1")) as bench:
            await bench.until(lambda: bench.client.attempts >= 3)
            assert bench.changes == []
            await in_thread(broker.start)
            try:
                await bench.up()
            finally:
                broker.kill()

    asyncio.run(play())


def test_a_frozen_broker_is_given_up_and_found_again(broker: Mosquitto) -> None:
    async def play() -> None:
        talk = Conversation("host-1", keepalive_s=10)
        async with Bench(broker.port, talk, Clock(20)) as bench:
            await bench.up()
            broker.freeze(True)
            try:
                await bench.until(lambda: "PINGRESP" in talk.trouble)
                await bench.until(lambda: "CONNACK" in talk.trouble)
                assert bench.changes == [True, False]
            finally:
                broker.freeze(False)
            await bench.up()

    asyncio.run(play())


def test_a_calm_connection_is_kept_by_pings_alone(broker: Mosquitto) -> None:
    async def play() -> None:
        talk = Conversation("host-1", keepalive_s=6)
        # pings come every 5 s, and their answers may take as long; the broker cuts who is silent for 9 s
        async with Bench(broker.port, talk, Clock(0.6)) as bench:
            await bench.up()
            await asyncio.sleep(10)
            assert bench.changes == [True]

    asyncio.run(play())


def test_names_are_resolved_once_and_again_only_in_silence(monkeypatch: pytest.MonkeyPatch, broker: Mosquitto) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo

    def count(host: str, *rest: object, **more: object) -> object:
        if host == "localhost":
            asked.append(host)
        return real(host, *rest, **more)  # type: ignore[arg-type]

    async def play() -> None:
        silent = False
        talk = Conversation("host-1")
        async with Bench(broker.port, talk, host="localhost", may_resolve=lambda: silent) as bench:
            await bench.up()
            broker.kill()
            started = bench.client.attempts
            await bench.until(lambda: bench.client.attempts > started + mqtt.FORGET_ADDRESS_TRIES + 1)
            assert len(asked) == 1
            silent = True
            await bench.until(lambda: len(asked) == 2)

    monkeypatch.setattr(socket, "getaddrinfo", count)
    asyncio.run(play())


def test_what_a_callback_raises_is_ours_and_loud(broker: Mosquitto) -> None:
    async def play() -> None:
        talk = Conversation("host-1")
        talk.subscribe("t", 0)
        async with Bench(broker.port, talk) as bench:

            def take(_message: Message) -> None:
                raise KeyError("a mistake of ours")

            bench.client._on_message = take
            await bench.up()
            bench.client.publish("t", b"x")
            with pytest.raises(KeyError, match="a mistake of ours"):
                await bench.task
            bench.task = asyncio.create_task(bench.client.run())
            await bench.until(lambda: talk.connections == 2)

    asyncio.run(play())


@pytest.mark.parametrize("there", [True, False])
def test_cancelling_ends_it_at_any_moment_and_leaves_no_socket(broker: Mosquitto, there: bool) -> None:
    """At every step of the event loop, also at those where something else comes to its end."""

    async def play() -> None:
        for steps in range(80):
            talk = Conversation(f"host-{steps}")
            async with Bench(broker.port if there else free_port(), talk) as bench:
                for _ in range(steps):
                    await asyncio.sleep(0 if steps % 2 else 0.001)
            assert bench.task.cancelled()
        for _ in range(3):
            await asyncio.sleep(0)
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(play())
