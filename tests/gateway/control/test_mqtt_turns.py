"""Reading documents leaves others their turn, however many wait."""

import asyncio
import itertools

import pytest

from hushcue_gateway import mqtt
from hushcue_gateway.logs import Log
from hushcue_gateway.mqtt import BrokerAddress, Document, Link

DOCUMENTS = 500


def test_a_heap_of_documents_is_read_in_order_and_others_have_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.count()
    monkeypatch.setattr(mqtt.time, "monotonic", lambda: next(clock) / 1000)  # a millisecond for each look

    async def scene() -> list[int]:
        link = Link(BrokerAddress("127.0.0.1", 1), "studio", 1, Log(()))
        heard: list[object] = []
        turns: list[int] = []

        async def read() -> None:
            async for arrival in link.arrivals():
                heard.append(arrival)
                if len(heard) == DOCUMENTS:
                    return

        async def others() -> None:
            while True:
                turns.append(len(heard))
                await asyncio.sleep(0)

        sent = [Document(f"t/{number}", b"{}", False, number) for number in range(DOCUMENTS)]
        for arrival in sent:
            link._waiting.put_nowait(arrival)
        link._wake.set()
        pressing = asyncio.create_task(others())
        await read()
        pressing.cancel()
        assert heard == sent
        return turns

    turns = asyncio.run(scene())
    longest = max(after - before for before, after in itertools.pairwise([*turns, DOCUMENTS]))
    assert longest <= 1 + mqtt.BREATH_S * 1000
