"""What is played is an airing of its own kind, in its own time, at the speed that was asked for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.show_data import BEGAN_MS, Life, Wall, live

from hushcue_gateway.showdata.clock import ShowClock
from hushcue_gateway.showdata.fact import Comment, Fact, Gauge, Order, Sheet
from hushcue_gateway.showdata.generator import generate
from hushcue_words import Trouble

NOW = BEGAN_MS


async def until(life: Life, step_ms: int, done: Callable[[], bool]) -> None:
    """Turn the clock until it is so."""
    deadline = time.monotonic() + 60.0
    while not done():
        assert time.monotonic() < deadline, "it never was"
        life.wall.pass_ms(step_ms)
        await asyncio.sleep(0.001)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wall clock is the test's: nobody waits for a real one."""
    monkeypatch.setattr("hushcue_gateway.showdata.replay.LEAST_WAIT_S", 0.0)
    monkeypatch.setattr("hushcue_gateway.showdata.replay.MOST_WAIT_S", 0.0)


def test_show_time_runs_as_fast_as_it_was_told_to_and_back() -> None:
    clock = ShowClock(1_000_000_000, 5_000, 60.0)
    assert clock.now_ms(2_000_000_000) == 65_000
    assert clock.wall_ns(65_000) == 2_000_000_000
    assert ShowClock().now_ms(NOW * 1_000_000) == NOW
    with pytest.raises(ValueError):
        ShowClock(0, 0, 0.0)


def test_the_demonstration_is_played_fact_for_fact_and_ends(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        heard: list[Fact] = []
        life.desk.on_fact(lambda show, fact, now_ms: heard.append(fact))
        airing = life.desk.replays.demo("main", 3, 60.0, 6)
        assert airing.kind == "demo" and airing.speed == 60.0 and airing.began_ms == NOW
        with pytest.raises(Trouble) as second:
            life.desk.replays.demo("main", 3, 60.0, 6)
        assert second.value.code == "airing_running"
        await until(life, 500, lambda: life.desk.now_ms("main") >= NOW + 180_000)
        assert all(fact.at_ms <= life.desk.now_ms("main") for fact in heard)
        await until(life, 500, lambda: life.desk.airing("main") is None)
        assert heard == list(generate(3, 6, began_ms=NOW)) and life.desk.replays.of("main") is None
        await life.settle()
        (over,) = await life.desk.past.airings("main")
        assert over.ended_ms is not None and over.ended_ms >= NOW + 360_000

    live(tmp_path, Wall(), work)


def test_a_replay_that_is_stopped_has_ended_and_its_facts_are_kept(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        airing = life.desk.replays.demo("main", 3, 30.0, 5)
        await until(life, 100, lambda: life.desk.now_ms("main") >= NOW + 60_000)
        life.desk.replays.stop("main")
        assert life.desk.airing("main") is None
        await asyncio.sleep(0)
        await life.settle()
        facts = await life.desk.shelf.facts(airing.id)
        assert any(isinstance(fact, Comment) for fact in facts)
        with pytest.raises(Trouble) as nothing:
            life.desk.replays.stop("main")
        assert nothing.value.code == "nothing_plays"

    live(tmp_path, Wall(), work)


def test_a_demonstration_whose_facts_come_from_outside_is_stopped_too_and_a_live_airing_is_not(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        await life.desk.take("main", [Comment(NOW, "hi", "u", src="demo-file")], "api")
        life.desk.replays.stop("main")
        assert life.desk.airing("main") is None
        life.desk.open("main")
        with pytest.raises(Trouble) as nothing:
            life.desk.replays.stop("main")
        assert nothing.value.code == "nothing_plays" and life.desk.airing("main") is not None

    live(tmp_path, Wall(), work)


def test_an_airing_of_before_is_played_again_as_a_demonstration_of_itself(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        told: list[Fact] = [
            Comment(NOW, "how much?", "ann", src="chat"),
            Sheet(NOW, "A", "Cup", offer_ends_at_ms=NOW + 60_000),
            Order(NOW + 20_000, "A", 1, 500, "USD", src="shop"),
            Gauge(NOW + 30_000, "viewers", 12, src="chat"),
        ]
        await life.desk.take("main", told, "manual")
        before = life.desk.board("main")
        first = life.desk.airing("main")
        assert before is not None and first is not None
        life.desk.end("main")
        life.wall.pass_ms(3_600_000)
        await life.settle()
        heard: list[Fact] = []
        life.desk.on_fact(lambda show, fact, now_ms: heard.append(fact))
        again = await life.desk.replays.again("main", first.id, 10.0)
        assert again.kind == "replay" and again.began_ms == life.wall.now_ms
        await until(life, 100, lambda: len(heard) == 4)
        assert {fact.src for fact in heard} == {"demo-chat", "demo-shop", "demo-manual"}
        assert [fact.at_ms - again.began_ms for fact in heard] == [0, 0, 20_000, 30_000]
        sheet = next(fact for fact in heard if isinstance(fact, Sheet))
        assert sheet.offer_ends_at_ms == again.began_ms + 60_000
        with pytest.raises(Trouble) as unknown:
            await life.desk.replays.again("other", first.id, 1.0)
        assert unknown.value.code == "unknown_airing"

    live(tmp_path, Wall(), work, ("main", "other"))


def test_a_replay_does_not_outlive_a_restart(tmp_path: Path) -> None:
    wall = Wall()

    async def first(life: Life) -> None:
        life.desk.replays.demo("main", 3, 10.0, 5)
        await until(life, 100, lambda: life.desk.now_ms("main") >= NOW + 30_000)

    async def second(life: Life) -> None:
        assert life.desk.airing("main") is None
        await life.settle()
        (over,) = await life.desk.past.airings("main")
        assert over.ended_ms is not None

    live(tmp_path, wall, first)
    live(tmp_path, wall, second)
