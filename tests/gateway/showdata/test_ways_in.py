"""Documents in texts and over MQTT: good lines count, wrong ones are told apart, the same again counts once."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.show_data import Life, Wall, live

from hushcue_gateway.broker.files import access_list
from hushcue_gateway.logs import Log
from hushcue_gateway.mqtt import MAX_KEPT_BYTES, Arrival, Document
from hushcue_gateway.showdata.fact import Comment, Fact
from hushcue_gateway.showdata.ingest import MOST_REFUSED, take_text
from hushcue_gateway.showdata.mqtt_way import MqttWay
from hushcue_gateway.showdata.topics import show_data, show_of
from hushcue_gateway.showdata.words import WORDS
from hushcue_words import Trouble


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


def test_a_request_whose_wrong_lines_were_put_right_counts_its_other_lines_once(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        wrong = b'{"type":"order"}\n{"type":"order"\n{"type":"order","id":""}\n'
        first = await take_text(life.desk, "main", wrong, "api", "k1")
        assert (first["accepted"], [each["line"] for each in first["refused"]]) == (2, [2])
        right = await take_text(life.desk, "main", wrong.replace(b'r"\n', b'r"}\n'), "api", "k1")
        assert (right["accepted"], right["doubled"], right["refused"]) == (1, 2, [])

    live(tmp_path, Wall(), work)


def test_two_sources_that_number_their_requests_alike_do_not_hide_each_other(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        text = b'{"type":"order"}'
        told = [await take_text(life.desk, "main", text, "api", "1", who) for who in ("tok-1", "tok-2", "tok-1")]
        assert [each["accepted"] for each in told] == [1, 1, 0]

    live(tmp_path, Wall(), work)


def test_bytes_are_read_as_utf_8_with_or_without_a_mark_and_other_lines_are_refused(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        heard: list[Fact] = []
        life.desk.on_fact(lambda show, fact, now_ms: heard.append(fact))
        lines = [
            b"\xef\xbb\xbf" + '{"type":"comment","text":"你好\u2028吗"}'.encode(),
            '{"type":"comment","text":"多少钱"}'.encode("gb18030"),
            b'{"type":"comment","text":"\\ud800\\ud800 hi"}\r',
        ]
        answer = await take_text(life.desk, "main", b"\n".join(lines), "api")
        assert [(each["line"], each["en"]) for each in answer["refused"]] == [(2, "this line is not in UTF-8")]
        assert [fact.text for fact in heard if isinstance(fact, Comment)] == ["你好 吗", "hi"]

    live(tmp_path, Wall(), work)


def test_a_text_that_would_mix_live_and_made_up_facts_counts_for_nothing_as_a_whole(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        text = '{"type":"order"}\n{"type":"order","src":"demo"}\n'
        for _ in range(2):
            with pytest.raises(Trouble) as mixed:
                await take_text(life.desk, "main", text, "api")
            assert mixed.value.code == "demo_in_live" and life.desk.airing("main") is None
        life.desk.replays.demo("main", 1, 1.0, 5)
        on_air = '{"type":"on_air","on":true}\n'
        with pytest.raises(Trouble):
            await take_text(life.desk, "main", '{"type":"order"}\n' + on_air, "api")
        assert (await take_text(life.desk, "main", on_air + '{"type":"order"}\n', "api"))["accepted"] == 2
        airing = life.desk.airing("main")
        assert airing is not None and airing.kind == "live"

    live(tmp_path, Wall(), work)


async def until(done: Callable[[], bool]) -> None:
    """Others go on until it is so."""
    deadline = time.monotonic() + 60.0
    while not done():
        assert time.monotonic() < deadline, "it never was"
        await asyncio.sleep(0.001)


class Broker:
    """Takes whoever wants to hear."""

    def __init__(self) -> None:
        self.topics: tuple[str, ...] = ()

    def hear(self, hearer: Callable[[Arrival], None], *topics: str) -> None:
        self.topics = topics


def test_payloads_are_taken_for_the_show_of_their_topic_and_retained_ones_are_not(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        broker = Broker()
        way = MqttWay(True, "studio", broker, life.desk, Log((WORDS,), life.said))
        assert broker.topics == ("hushcue/1/studio/data/+",)
        await way.start()

        def arrive(payload: str, show: str = "main", retained: bool = False) -> None:
            way.arrived(Document(show_data("studio", show), payload.encode(), retained, 0))

        viewers = json.dumps({"type": "gauge", "viewers": 5})
        arrive(viewers, retained=True)
        arrive("x" * MAX_KEPT_BYTES)
        arrive("no json")
        arrive(viewers, show="nowhere")
        await until(lambda: "nowhere" in life.said.getvalue())  # they are taken one after the other
        assert life.desk.airing("main") is None
        arrive(f"{viewers}\n{viewers}")
        await until(lambda: (board := life.desk.board("main")) is not None and board.sources()["mqtt"].facts == 2)
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
