"""The whole control plane of a bodypack on a real connection."""

from __future__ import annotations

import asyncio

from bodypack.broker_bench import Bench, Clock, Witness
from receiver import primitives
from support.mosquitto import Mosquitto

from hushcue_bodypack import mqtt
from hushcue_bodypack.control import SERVED, Control
from hushcue_bodypack.mqtt_conversation import Conversation, Message
from hushcue_bodypack.session import Session
from hushcue_bodypack.telemetry import Identity
from hushcue_bodypack.trust import Trust
from hushcue_wire import documents, keys, signed, topics

KEY = bytes(range(32))


def test_a_gateway_and_a_bodypack_find_each_other_through_the_broker(broker: Mosquitto, witness: Witness) -> None:
    """Status, hello, session, command, event: with the bodypack's whole control plane on a real connection."""
    clock = Clock()
    session = Session(primitives)
    identity = Identity("studio", "host-1", 77, "esp32_s3", 5004, -6.0)
    control = Control(identity, session, lambda: {}, Trust("host-1", KEY, primitives.hmac_sha256), clock(), "127.0.0.1")
    talk = Conversation("host-1", will=control.will())
    for topic, qos in control.subscriptions:
        talk.subscribe(topic, qos)

    def carry_out(client: mqtt.Client) -> None:
        action = control.take_action()
        while action is not None:
            client.publish(action.topic, action.payload, action.qos, action.retain, action.newest_only)
            action = control.take_action()

    def next_document() -> tuple[str, dict[str, object], bool]:
        while True:
            topic, payload, retained = witness.next()
            kind = topics.split(topic)[2]
            if kind in topics.FROM_BODYPACK and kind != "telemetry":
                return kind, documents.read(kind, payload), retained

    def say(kind: str, fields: dict[str, object], retain: bool = False) -> None:
        topic = topics.bodypack("studio", "host-1", kind)
        key = keys.command_key(primitives.hmac_sha256, KEY)
        payload = signed.sign(topic, documents.make(kind, fields), lambda data: primitives.hmac_sha256(key, data))
        witness.client.publish(topic, payload, 1, retain)

    async def play() -> None:
        bench = Bench(broker.port, talk, clock)

        def take(message: Message) -> None:
            control.message(message.topic, message.payload, message.retain, clock())
            carry_out(bench.client)

        def change(up: bool) -> None:
            (control.connected if up else control.disconnected)(clock())
            carry_out(bench.client)

        bench.client._on_message = take
        bench.client._on_change = change
        async with bench:
            await bench.up()
            kind, status, _ = await asyncio.to_thread(next_document)
            assert (kind, status["state"], status["session"]) == ("status", "online", None)
            kind, hello, retained = await asyncio.to_thread(next_document)
            assert (kind, hello["boot"], hello["ip"], retained) == ("hello", 77, "127.0.0.1", False)
            answer = {
                "session": 5,
                "revision": 0,
                "boot": hello["boot"],
                "ssrc": 1,
                "encoding": "PCMU",
                "payload_type": 97,
                "frame_ms": 10,
                "datagram_bytes": 502,
                "min_delay_ms": 10,
                "volume_db": 0,
                "muted": False,
                "nonce": "5a" * 16,
                "report_ssrc": 2,
                "red_payload_type": 98,
                "epoch": 1,
                "counter": 1,
            }
            say("session", answer, True)
            await bench.until(lambda: control.state == SERVED)
            assert (session.session_id, session.read_bytes) == (5, 502)
            say("command", {"id": 1, "session": 5, "do": "mute", "epoch": 1, "counter": 2})
            await bench.until(lambda: session.muted)
            found = [await asyncio.to_thread(next_document) for _ in range(3)]
            assert [(kind, d.get("session"), d.get("muted"), d.get("what")) for kind, d, _ in found] == [
                ("status", 5, False, None),
                ("event", None, None, "command_done"),
                ("status", 5, True, None),
            ]
        kind, status, _ = await asyncio.to_thread(next_document)
        assert (kind, status["state"]) == ("status", "offline")

    asyncio.run(play())
