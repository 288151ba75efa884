"""Documents in texts and over MQTT: good lines count, wrong ones are told apart, the same again counts once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

from support.show_data import Life, Wall, live

from hushcue_gateway.broker.files import access_list
from hushcue_gateway.mqtt import MAX_KEPT_BYTES, Arrival, Document
from hushcue_gateway.showdata.ingest import MOST_REFUSED, take_text
from hushcue_gateway.showdata.mqtt_way import MqttWay
from hushcue_gateway.showdata.topics import show_data, show_of


def test_lines_that_are_wrong_are_told_by_number_and_the_others_count(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        text = '{"type":"gauge","viewers":5}\n\n{"type":"gauge"}\nnothing\n[{"type":"pin","product":"A"},3]\n'
        answer = await take_text(life.desk, "main", text, "api")
        assert (answer["accepted"], answer["doubled"]) == (2, 0)
        assert [(each["line"], each["field"]) for each in answer["refused"]] == [(3, "viewers"), (4, ""), (5, "")]
        assert all(each["en"] != each["zh"] for each in answer["refused"])

    live(tmp_path, Wall(), work)


def test_the_same_request_again_counts_once_by_its_key_and_another_counts(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        text = '{"type":"order"}\n{"type":"order"}\n'
        first = await take_text(life.desk, "main", text, "api", "k1")
        again = await take_text(life.desk, "main", text, "api", "k1")
        other = await take_text(life.desk, "main", text, "api", "k2")
        assert [each["accepted"] for each in (first, again, other)] == [2, 0, 2]

    live(tmp_path, Wall(), work)


def test_a_text_of_nothing_but_mistakes_has_a_short_answer(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        answer = await take_text(life.desk, "main", "[" * 50_000 + "\n" + "x\n" * 500, "api")
        assert len(answer["refused"]) == MOST_REFUSED and answer["more_refused"] == 501 - MOST_REFUSED

    live(tmp_path, Wall(), work)


class Broker:
    """Takes whoever wants to hear."""

    def __init__(self) -> None:
        self.topics: tuple[str, ...] = ()

    def hear(self, hearer: Callable[[Arrival], None], *topics: str) -> None:
        self.topics = topics


def test_payloads_are_taken_for_the_show_of_their_topic_and_retained_ones_are_not(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        broker = Broker()
        way = MqttWay(True, "studio", broker, life.desk, life.desk._log)
        assert broker.topics == ("hushcue/1/studio/data/+",)
        await way.start()

        def arrive(payload: str, show: str = "main", retained: bool = False) -> None:
            way.arrived(Document(show_data("studio", show), payload.encode(), retained, 0))

        viewers = json.dumps({"type": "gauge", "viewers": 5})
        arrive(viewers, retained=True)
        arrive("x" * MAX_KEPT_BYTES)
        arrive("no json")
        arrive(viewers, show="nowhere")
        for _ in range(200):
            await asyncio.sleep(0)
        assert life.desk.airing("main") is None
        arrive(f"{viewers}\n{viewers}")
        for _ in range(200):
            await asyncio.sleep(0)
        board = life.desk.board("main")
        assert board is not None and board.sources()["mqtt"].facts == 2
        said = life.said.getvalue()
        assert "at most" in said and "no JSON" in said and "nowhere" in said
        await way.stop()

    live(tmp_path, Wall(), work)


def test_the_feeder_may_tell_and_nothing_else() -> None:
    lines = access_list("studio").split("\n\n")
    own = next(block.splitlines() for block in lines if block.startswith("user feeder"))
    assert own == ["user feeder", "topic write hushcue/1/studio/data/+"]
    assert show_of("studio", "hushcue/1/studio/data/a") == "a"
    assert (
        show_of("studio", "hushcue/1/studio/data/a/b") is None and show_of("studio", "hushcue/1/other/data/a") is None
    )
