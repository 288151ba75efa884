"""Documents on their way to a real gateway's routes and desk: each counts once, whatever happens on the way."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.feeding import Studio, config_of
from support.house import House

from hushcue_tools import cli
from hushcue_tools.data import main as command
from hushcue_tools.data.feed import Feed
from hushcue_tools.data.outbox import Outbox
from hushcue_tools.data.place import Place
from hushcue_tools.data.sending import MOST_LINES, WAITS_S, Sending
from hushcue_words import Trouble, choose_language

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with House(tmp_path) as house:
        yield Studio(house)


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    choose_language("en")
    yield
    choose_language(None)


def play(studio: Studio, script: Callable[[Place], Awaitable[None]]) -> None:
    """The gateway is there while the script runs."""

    async def run() -> None:
        async with studio.up() as place, asyncio.timeout(60):
            await script(place)

    studio.house.run(run())


async def soon(_: float) -> None:
    await asyncio.sleep(0)


async def comments(count: int) -> AsyncIterator[dict[str, Any]]:
    for number in range(count):
        yield {"type": "comment", "user": f"u{number % 50}", "text": f"how much is number {number}?"}


async def fed(studio: Studio, place: Place, documents: AsyncIterator[dict[str, Any]]) -> Feed:
    feed = Feed(place, Outbox("run"), studio.say, soon)
    await feed.all_of(documents)
    return feed


def test_what_is_told_is_on_the_board(studio: Studio) -> None:
    async def script(place: Place) -> None:
        feed = await fed(studio, place, comments(2_000))
        assert (feed.accepted, feed.doubled, feed.refused) == (2_000, 0, 0)

    play(studio, script)
    assert studio.count("comments") == 2_000
    assert studio.codes() == ["connected"]


@pytest.mark.parametrize("cuts", [1, 3])
def test_what_had_no_answer_when_the_connection_broke_is_told_again_and_counts_once(studio: Studio, cuts: int) -> None:
    studio.cuts = cuts

    async def script(place: Place) -> None:
        feed = await fed(studio, place, comments(700))
        assert feed.doubled > 0 and feed.refused == 0

    play(studio, script)
    assert studio.count("comments") == 700
    assert studio.connections == cuts + 1 and studio.codes().count("waiting") == cuts


def test_a_gateway_that_is_away_is_waited_for_ever_longer(studio: Studio) -> None:
    waits: list[float] = []

    async def script(place: Place) -> None:
        nobody = Place("http://127.0.0.1:9", "x" * 20, "main")
        feed = Feed(nobody, Outbox("run"), studio.say, pause)
        feed.tell({"type": "gauge", "viewers": 1})
        task = asyncio.create_task(feed.run())
        while len(waits) < 8:
            await asyncio.sleep(0.001)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def pause(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(0)

    play(studio, script)
    for wait, about in zip(waits, (1, 2, 4, 8, 16, 30, 30, 30), strict=False):
        assert about * 0.8 <= wait <= about * 1.2
    assert studio.said[0][1]["count"] == 1


def test_lines_that_are_refused_are_said_and_the_others_count(studio: Studio) -> None:
    async def documents() -> AsyncIterator[dict[str, Any]]:
        yield {"type": "gauge", "viewers": -1}
        yield {"type": "gauge", "viewers": 5}
        yield {"type": "gauge", "viewers": 5, "colour": "red"}

    async def script(place: Place) -> None:
        feed = await fed(studio, place, documents())
        assert (feed.accepted, feed.refused) == (1, 2)

    play(studio, script)
    assert [facts["field"] for code, facts in studio.said if code == "refused_field"] == ["viewers", "colour"]


def test_a_recorded_show_is_not_taken_while_a_live_one_is_on(studio: Studio) -> None:
    async def documents() -> AsyncIterator[dict[str, Any]]:
        yield {"type": "order", "src": "demo-file"}

    async def script(place: Place) -> None:
        studio.data.open("main")
        feed = await fed(studio, place, documents())
        assert (feed.accepted, feed.refused) == (0, 1)

    play(studio, script)
    assert "not_taken" in studio.codes() and studio.count("orders") == 0


@pytest.mark.parametrize("what", ["token", "show"])
def test_who_may_not_is_told_at_once(studio: Studio, what: str) -> None:
    async def script(place: Place) -> None:
        other = Place(place.url, "y" * 20, "main") if what == "token" else Place(place.url, "y" * 20, "nowhere")
        with pytest.raises(Trouble) as caught:
            await fed(studio, other, comments(1))
        assert caught.value.code == "no_token"

    play(studio, script)
    assert "waiting" not in studio.codes()


def test_a_source_that_fails_ends_the_feed(studio: Studio) -> None:
    async def documents() -> AsyncIterator[dict[str, Any]]:
        yield {"type": "gauge", "viewers": 1}
        raise OSError("the file is gone")

    async def script(place: Place) -> None:
        with pytest.raises(OSError, match="the file is gone"):
            await fed(studio, place, documents())

    play(studio, script)


def test_a_file_is_played_at_its_pace_as_a_recorded_show(studio: Studio, tmp_path: Path, capsys: Captured) -> None:
    lines = [
        {"type": "order", "id": str(number), "t": 1_767_323_045_000 + number * 30_000, "src": "shopify"}
        for number in range(5)
    ]
    path = tmp_path / "recorded.ndjson"
    path.write_text("\n".join([*map(json.dumps, lines), "{no", ""]), encoding="utf-8")
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    def now_s() -> float:
        return sum(waited)  # no other time passes

    async def script(place: Place) -> None:
        code = await command.replay(place, str(path), 10.0, command.DEMO, pause, now_s)
        assert code == 1, "a line of it was none"
        airing = studio.data.airing("main")
        assert airing is not None and airing.kind == "demo"

    play(studio, script)
    assert studio.count("orders") == 5
    assert waited == pytest.approx([3.0] * 4)
    told = capsys.readouterr().out
    assert "recorded.ndjson, line 6" in told and "5 taken, 0 known before, 1 refused" in told


def test_a_folder_is_watched_as_it_fills(studio: Studio, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "a.csv").write_text("type,viewers\ngauge,5\n", encoding="utf-8")

    async def script(place: Place) -> None:
        for _ in range(2):  # begun anew, nothing counts twice
            task = asyncio.create_task(command.watch(place, folder))
            with (folder / "b.ndjson").open("a", encoding="utf-8") as file:
                file.write('{"type":"order"}\n')
            wanted = studio.count("orders") + 1
            while studio.count("orders") < wanted:
                assert not task.done()
                await asyncio.sleep(0.005)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        board = studio.data.board("main")
        assert board is not None and board.reading("viewers") is not None

    play(studio, script)
    assert studio.count("orders") == 2


# --- a file at once -------------------------------------------------------------------------------------------------


def sent(studio: Studio, place: Place, lines: list[bytes]) -> Sending:
    sending = Sending(place, studio.say, lambda _: None)
    for line in lines:
        sending.put(line)
    sending.finish()
    return sending


def test_a_file_counts_once_however_often_it_is_sent(studio: Studio) -> None:
    every = range(MOST_LINES + 5)
    lines = [json.dumps({"type": "comment", "text": f"is {n} left?", "user": "u"}).encode() for n in every]

    async def script(place: Place) -> None:
        first = await asyncio.to_thread(sent, studio, place, lines)
        again = await asyncio.to_thread(sent, studio, place, lines)
        assert (first.accepted, first.doubled) == (len(lines), 0)
        assert (again.accepted, again.doubled) == (0, len(lines))

    play(studio, script)
    assert studio.requests == 4


def test_a_line_that_is_refused_is_named_by_its_number_in_the_file(studio: Studio) -> None:
    lines = [b'{"type":"gauge","viewers":1}\n'] * MOST_LINES
    lines += [b'{"type":"gauge"}\n', b"no JSON\n", '{"type":"comment","text":"多少\u2028钱"}\n'.encode()]
    lines += ['{"type":"comment","text":"多少钱"}\r\n'.encode("gb18030")]

    async def script(place: Place) -> None:
        sending = await asyncio.to_thread(sent, studio, place, lines)
        assert (sending.accepted, sending.refused) == (MOST_LINES + 1, 3)

    play(studio, script)
    told = [(code, facts["line"], facts["field"]) for code, facts in studio.said]
    assert told == [
        ("refused", MOST_LINES + 1, "viewers"),
        ("refused_line", MOST_LINES + 2, ""),
        ("refused_line", MOST_LINES + 4, ""),
    ]


def test_a_gateway_without_time_is_asked_again(studio: Studio) -> None:
    studio.busy = 2

    async def script(place: Place) -> None:
        sending = await asyncio.to_thread(sent, studio, place, [b'{"type":"order"}'])
        assert sending.accepted == 1

    play(studio, script)
    assert studio.requests == 3 and studio.codes() == ["waiting", "waiting"]


def test_a_gateway_that_never_has_time_is_given_up(studio: Studio) -> None:
    studio.busy = 100

    async def script(place: Place) -> None:
        with pytest.raises(Trouble) as caught:
            await asyncio.to_thread(sent, studio, place, [b'{"type":"order"}'])
        assert caught.value.code == "gateway_away"

    play(studio, script)
    assert studio.requests == len(WAITS_S) + 1


def test_the_command_sends_a_file_and_its_exit_code_says_whether_all_was_taken(
    studio: Studio, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = tmp_path / "good.ndjson", tmp_path / "bad.ndjson"
    good.write_text('{"type":"order","id":"1"}\n', encoding="utf-8")
    bad.write_text('{"type":"order","id":"1"}\n{"type":"ordr"}\n', encoding="utf-8")

    async def script(place: Place) -> None:
        config = str(config_of(tmp_path, place))
        for words, code in (([str(good)], 0), ([str(bad)], 1), (["-"], 0)):
            stdin = io.TextIOWrapper(io.BytesIO(b'{"type":"order","id":"2"}'))
            monkeypatch.setattr("sys.stdin", stdin)
            assert await asyncio.to_thread(cli.main, ["data", "send", *words, "--config", config]) == code

    play(studio, script)
    told = capsys.readouterr().out
    assert "1 taken, 0 known before, 0 refused" in told
    assert "refused: line 2, type: " in told and "0 taken, 1 known before, 1 refused" in told
    assert studio.count("orders") == 2


def test_a_file_that_is_replayed_says_by_its_exit_code_that_a_line_was_none(
    studio: Studio, tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "show.ndjson"
    path.write_text('{"type":"order","id":"1"}\nno JSON\n{"type":"order","id":"2"}\n', encoding="utf-8")

    async def script(place: Place) -> None:
        words = ["data", "replay", str(path), "--config", str(config_of(tmp_path, place))]
        assert await asyncio.to_thread(cli.main, words) == 1

    play(studio, script)
    told = capsys.readouterr().out
    assert "show.ndjson, line 2: " in told and "2 taken, 0 known before, 1 refused" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["data"], "what"),
        (["data", "send"], "send needs to know what: FILE"),
        (["data", "tiktok"], "tiktok needs to know what: @NAME"),
        (["data", "demo", "x"], "demo takes nothing more"),
        (["data", "demo", "--speed", "500"], "--speed: from 1 to 120"),
        (["data", "demo"], "the gateway wants a token"),
        (["data", "demo", "--config", "/no/such.toml"], "/no/such.toml cannot be used"),
        (["data", "send", "/no/such", "--token", "x"], "/no/such cannot be read"),
        (["data", "watch", "/no/such", "--token", "x"], "there is no folder /no/such"),
        (["data", "demo", "--token", "x", "--gateway", "http://127.0.0.1:9"], "no gateway at http://127.0.0.1:9"),
    ],
)
def test_a_mistake_is_one_line(words: list[str], told: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUSHCUE_TOKEN", raising=False)
    assert cli.main(["--language", "en", *words]) in (2, 3)
    shown = capsys.readouterr().err
    assert told in shown and shown.count("\n") == 1
