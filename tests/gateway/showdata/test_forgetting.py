"""What is deleted is nowhere any more, in the file or beside it; what tells viewers apart goes with an airing."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

from sqlalchemy import select
from support.show_data import BEGAN_MS as NOW
from support.show_data import Life, Wall, live

from hushcue_gateway.showdata.archive import archive
from hushcue_gateway.showdata.fact import Comment, Fact, Order
from hushcue_gateway.showdata.retention import MS_PER_DAY, DataRetention
from hushcue_gateway.store.models.showdata import AiringRow, CommentRow

NEEDLE = "a-needle-that-nobody-else-writes"


def holds(folder: Path, needle: bytes) -> list[str]:
    """The files in which it stands."""
    return [path.name for path in folder.rglob("*") if path.is_file() and needle in path.read_bytes()]


def said(number: int) -> Fact:
    return Comment(NOW, f"{NEEDLE} {number} {'x' * 200}", f"viewer-of-old-{number}", src="chat")


def test_of_an_airing_that_is_deleted_no_byte_of_its_viewers_is_left(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        await life.desk.take("main", [said(number) for number in range(300)], "chat")
        await life.settle()
        assert holds(tmp_path, NEEDLE.encode()) and not holds(tmp_path, b"viewer-of-old")
        salt = life.database.read(lambda session: session.scalars(select(AiringRow.salt)).one())
        hashed = life.database.read(lambda session: session.scalars(select(CommentRow.viewer)).first())
        assert salt and hashed and holds(tmp_path, salt.encode())
        over = life.desk.end("main")
        await life.settle()
        await life.desk.shelf.tidy()
        assert not holds(tmp_path, salt.encode()), "nobody can tell its viewers' names any more"
        await life.desk.past.delete(over)
        assert not holds(tmp_path, NEEDLE.encode()) and not holds(tmp_path, hashed.encode())

    live(tmp_path, Wall(), work)


def test_comments_whose_days_are_over_leave_no_byte_either(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        life.desk.keep("main", DataRetention(comment_days=1), "owner")
        await life.desk.take("main", [said(number) for number in range(300)], "chat")
        life.desk.end("main")
        await life.settle()
        life.wall.pass_ms(2 * MS_PER_DAY)
        life.desk.shelf.sweep(life.desk.retention, life.wall.now_ms)
        await life.settle()
        await life.desk.shelf.tidy()
        assert not holds(tmp_path, NEEDLE.encode())

    live(tmp_path, Wall(), work)


def test_no_cell_of_an_export_is_a_formula(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        texts = ["=1+1", "+1", "-1", "@cmd", "＝1+1", "＋1", "－1", "＠cmd", "1=1"]
        await life.desk.take("main", [Comment(NOW, text, "u", src="chat") for text in texts], "chat")
        await life.desk.take("main", [Order(NOW, '=cmd|"x"', id="@o", src="shop")], "shop")
        airing = life.desk.airing("main")
        await life.settle()
        assert airing is not None
        with zipfile.ZipFile(io.BytesIO(b"".join(archive(life.database, airing)))) as whole:
            comments, orders = (
                list(csv.DictReader(io.StringIO(whole.read(name).decode("utf-8-sig"))))
                for name in ("comments.csv", "orders.csv")
            )
        assert [each["text"] for each in comments] == [*(f"'{text}" for text in texts[:-1]), "1=1"]
        assert (orders[0]["name"], orders[0]["product"]) == ("'@o", '\'=cmd|"x"')

    live(tmp_path, Wall(), work)
