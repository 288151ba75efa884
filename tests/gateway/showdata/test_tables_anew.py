"""Tables that are read again: exports with the newest row on top, rotated logs, restarts, and rows that had to wait."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from support.show_data import Life, Wall, live

from hushcue_gateway.logs import Log
from hushcue_gateway.showdata.clock import WALL
from hushcue_gateway.showdata.csv_told import RowsTold
from hushcue_gateway.showdata.csv_watch import LATELY_S, STATE_FILE, CsvWatch
from hushcue_gateway.showdata.fact import Comment, Fact, Order
from hushcue_gateway.showdata.words import WORDS

HEADER = "text,user\n"


class Watcher:
    """A file, and whoever follows it."""

    def __init__(self, folder: Path, life: Life):
        self.folder, self.life = folder, life
        self.path = folder / "tables" / "live.csv"
        self.path.parent.mkdir(exist_ok=True)
        self.said = io.StringIO()
        self.heard: list[Fact] = []
        life.desk.on_fact(lambda show, fact, now_ms: self.heard.append(fact))
        self.watch = CsvWatch(self.path.parent, "main", life.desk, folder, Log((WORDS,), self.said))

    async def look(self, text: str | None = None) -> list[str]:
        """The comments that are told when that lies there."""
        if text is not None:
            self.path.write_text(text, encoding="utf-8")
        self.heard.clear()
        await self.watch.look()
        return [fact.text for fact in self.heard if isinstance(fact, Comment)]

    async def restart(self) -> None:
        self.watch = CsvWatch(self.path.parent, "main", self.life.desk, self.folder, Log((WORDS,), self.said))
        await self.watch.start()
        await self.watch.stop()
        self.heard.clear()


def test_of_an_export_with_the_newest_row_on_top_the_new_rows_alone_are_told(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        watcher = Watcher(tmp_path, life)
        rows = ["a,u\n"]
        assert await watcher.look(HEADER + "".join(rows)) == ["a"]
        rows[:0] = ["b,u\n", "b,v\n", "b,w\n"]
        assert await watcher.look(HEADER + "".join(rows)) == ["b", "b", "b"], "few of them are known, but all that were"
        rows[:0] = ["d,u\n", "c,u\n"]
        assert await watcher.look(HEADER + "".join(rows)) == ["c", "d"], "the newest is told last"
        rows[:0] = ["a,u\n"]
        assert await watcher.look(HEADER + "".join(rows)) == ["a"], "somebody writes the same again"
        assert await watcher.look() == []
        await watcher.restart()
        rows[:0] = ["e,u\n", "a,u\n"]
        assert sorted(await watcher.look(HEADER + "".join(rows))) == ["a", "e"], "it was written while nobody looked"

    live(tmp_path, Wall(), work)


def test_counters_of_such_an_export_count_what_is_more_than_before_and_its_top_row_is_what_holds(
    tmp_path: Path,
) -> None:
    async def work(life: Life) -> None:
        watcher = Watcher(tmp_path, life)
        rows = ["A,13,87\n", "A,10,90\n"]
        sold = 0
        for more in ([], ["A,16,84\n"], ["A,20,80\n", "A,17,83\n"]):
            rows[:0] = more
            await watcher.look("sku,orders,stock\n" + "".join(rows))
            sold += sum(isinstance(fact, Order) for fact in watcher.heard)
        board = life.desk.board("main")
        assert board is not None
        stock = board.reading("stock", "A")
        assert sold == 20 - 13 and stock is not None and stock.value == 80

    live(tmp_path, Wall(), work)


def test_a_log_that_is_rotated_may_say_again_what_was_said_before(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        watcher = Watcher(tmp_path, life)
        assert await watcher.look(HEADER + "hello,u\nprice?,u\nyes,u\n") == ["hello", "price?", "yes"]
        assert await watcher.look(HEADER + "good,u\nmorning,u\nprice?,u\n") == ["good", "morning", "price?"]

    live(tmp_path, Wall(), work)


def test_a_file_that_an_older_version_followed_tells_nothing_twice(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        watcher = Watcher(tmp_path, life)
        assert await watcher.look(HEADER + "b,u\na,u\n") == ["b", "a"]
        state = json.loads((tmp_path / STATE_FILE).read_text())
        for each in state.values():
            del each["age"]
        (tmp_path / STATE_FILE).write_text(json.dumps(state))
        life.desk._intake.seen._keys.clear()  # the rows had other names
        await watcher.restart()
        assert await watcher.look() == []
        with open(watcher.path, "a", encoding="utf-8") as file:
            file.write("c,u\n")
        assert await watcher.look() == ["c"]
        assert await watcher.look(HEADER + "d,u\nb,u\na,u\nc,u\n") == ["d"]

    live(tmp_path, Wall(), work)


def test_what_is_kept_between_restarts_is_no_row_of_the_table(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        await Watcher(tmp_path, life).look(HEADER + "a,u\n")
        (kept,) = json.loads((tmp_path / STATE_FILE).read_text()).values()
        assert set(kept) == {"offset", "line", "header", "totals", "encoding", "proof", "age"}

    live(tmp_path, Wall(), work)


def test_rows_that_come_while_a_demonstration_plays_are_told_after_it(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        watcher = Watcher(tmp_path, life)
        assert watcher.watch.state.shown()["state"] == "connecting"
        life.desk.begin("main", "demo", "", WALL, played=True)
        assert await watcher.look(HEADER + "a,u\n") == []
        shown = watcher.watch.state.shown()
        assert "when it is over" in shown["en"] and "结束后" in shown["zh"]
        with open(watcher.path, "a", encoding="utf-8") as file:
            file.write("b,u\n")
        old_s = os.stat(watcher.path).st_mtime - 2 * LATELY_S
        os.utime(watcher.path, (old_s, old_s))  # the demonstration was a long one
        assert await watcher.look() == []
        life.desk.end("main")
        assert await watcher.look() == ["a", "b"]
        assert watcher.watch.state.shown()["state"] == "connected" and "refused" not in watcher.said.getvalue()
        life.desk.end("main")
        life.desk.begin("main", "demo", "", WALL, played=True)
        await watcher.look()
        await watcher.restart()
        assert await watcher.look(HEADER + "a,u\nb,u\nc,u\n") == []
        life.desk.end("main")
        assert await watcher.look() == ["c"]

    live(tmp_path, Wall(), work)


def test_a_demonstration_that_begins_while_rows_are_read_costs_none_of_them(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        watcher = Watcher(tmp_path, life)
        assert await watcher.look("sku,orders\nA,10\n") == []
        takes = life.desk.take

        async def begin(*told: object, **more: object) -> object:
            life.desk.begin("main", "demo", "", WALL, played=True)
            return await takes(*told, **more)  # type: ignore[arg-type]

        life.desk.take = begin  # type: ignore[method-assign, assignment]
        assert await watcher.look("sku,orders\nA,10\nA,12\n") == []
        life.desk.take = takes  # type: ignore[method-assign]
        life.desk.end("main")
        await watcher.look()
        assert sum(isinstance(fact, Order) for fact in watcher.heard) == 2

    live(tmp_path, Wall(), work)


ROWS = st.lists(st.sampled_from(["a", "b", "c"]).map(lambda cell: [cell]), max_size=12)


@given(ROWS, ROWS)
def test_every_row_of_a_table_has_its_own_name_and_keeps_it_wherever_it_stands(
    first: list[list[str]], more: list[list[str]]
) -> None:
    def names(told: RowsTold, rows: list[list[str]]) -> list[str]:
        return [row.name for row in told.read("live.csv", 0, list(enumerate(rows)))]

    told = RowsTold()
    before = names(told, first)
    assert len(set(before)) == len(first)
    whole = names(RowsTold(), more + first)
    assert set(before) <= set(whole) and len(set(whole)) == len(more) + len(first)
    told = RowsTold()
    names(told, first)
    if told.begin(list(enumerate(first))):
        assert all(row.known for row in told.read("live.csv", 0, list(enumerate(first))))
