"""Cues and receipts in the store: what was kept is found again, whoever is killed; old files are taken over."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from support.receipt_book import FRAME_MS, HEARD, MS, documents_of, restored, said
from support.tree import ROOT

from hushcue_gateway.core.ledger import Record
from hushcue_gateway.core.receipts import Receipts
from hushcue_gateway.cues import CUT_OFF, Cue, CueLog
from hushcue_gateway.logs import Log
from hushcue_gateway.store import Database, cue_store
from hushcue_gateway.store.cue_store import CueStore, cue_of, row_of
from hushcue_gateway.store.models.cues import CueRow, ReceiptRow, ReceiptStepRow
from hushcue_gateway.store.old_files import take_over

S = 1_000_000_000


def a_cue(name: str, at: float = 1000.0, to: tuple[str, ...] = ("host-1", "host-2")) -> Cue:
    return Cue(name, "desk", None, to, ("all",), "direct", at, round(at * S), show="main", who="li", name="李")


def settle(database: Database) -> None:
    assert database.settle()


def test_cues_come_back_as_they_were_and_what_went_on_was_cut_off(database: Database) -> None:
    store = CueStore(database)
    log = CueLog(keep=store.keep_cue)
    for number, name in enumerate(("1", "2", "3")):
        log.add(a_cue(name, 1000.0 + number))
    log.started("1", 1001 * S)
    log.at_mouth("1", 1000 * S + 5, 100.0)
    log.ended("1", 1003 * S, "released")
    log.acknowledged("1", "host-2", 1004.5)
    log.started("2", 1002 * S)
    log.refused("3", 1005 * S, "late", {"why": 3})
    settle(database)
    cues, records = store.restore()
    other = CueLog()
    other.restore(cues)
    assert records == []
    assert other.get("1") == log.get("1")
    second, third = other.get("2"), other.get("3")
    assert second is not None and (second.state, second.reason, second.started_ns) == ("ended", CUT_OFF, 1002 * S)
    assert third is not None and (third.state, third.facts) == ("refused", {"why": "3"})
    assert [cue.id for cue in other.newest(9)] == ["1", "2", "3"]
    settle(database)
    assert database.read(lambda session: session.get(CueRow, "2").reason) == CUT_OFF  # type: ignore[union-attr]


def test_a_cue_has_its_moments_on_the_clock_of_the_wall(database: Database) -> None:
    cue = a_cue("1", 1_700_000_000.25)
    cue.started_ns, cue.ended_ns = cue.asked_ns + 40_000_000, cue.asked_ns + 2 * S
    row = row_of(cue)
    assert row["asked_at_ms"] == 1_700_000_000_250
    assert (row["started_at_ms"], row["ended_at_ms"]) == (1_700_000_000_290, 1_700_000_002_250)


@given(
    st.builds(
        Cue,
        id=st.text("abc-0", min_size=1, max_size=9),
        source=st.text(max_size=9),
        file=st.none() | st.text(max_size=20),
        to=st.lists(st.text("ab1", min_size=1, max_size=4), unique=True).map(tuple),
        named=st.lists(st.text(max_size=4)).map(tuple),
        priority=st.sampled_from(("direct", "emergency")),
        asked_at=st.integers(0, 2**40).map(lambda ms: ms / 1000),
        asked_ns=st.integers(0, 2**60),
        state=st.sampled_from(("asked", "talking", "ended", "refused")),
        started_ns=st.none() | st.integers(0, 2**60),
        ended_ns=st.none() | st.integers(0, 2**60),
        facts=st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
        private=st.booleans(),
        text=st.text(max_size=30),
        mode=st.sampled_from(("hold", "latch", "tap", "timed")),
    )
)
@settings(max_examples=60)
def test_every_cue_comes_back_from_its_row(cue: Cue) -> None:
    assert cue_of(CueRow(**row_of(cue)), {}) == cue


def kept(database: Database, records: list[Record]) -> CueStore:
    store = CueStore(database)
    for cue in {str(record["cue"]) for record in records if "cue" in record}:
        store.keep_cue(a_cue(cue, to=("h",)))
    for record in records:
        store.keep_record(record)
    settle(database)
    return store


def test_receipts_go_on_where_they_were(database: Database) -> None:
    book, at = said(frames=300)
    octets = bytes([HEARD]) * 300
    documents = documents_of(book, "h", at, octets)
    book.hear(*documents[:2])
    assert book.receipt().state == "pending"
    store = kept(database, book.records)
    _, records = store.restore()
    other = restored(records, book.now_ns)
    other.began = book.began
    other.hear(documents[2])
    assert (other.receipt().state, other.receipt().heard_percent) == ("complete", 100.0)


def test_a_receipt_that_is_settled_stands_in_its_row_and_outlives_its_steps(database: Database) -> None:
    book, at = said(frames=100)
    book.hear(*documents_of(book, "h", at, bytes([HEARD]) * 100))
    store = kept(database, book.records)
    store.unfinished = book.book.unfinished_records
    store.compact()
    settle(database)
    row = database.read(lambda session: session.get(ReceiptRow, ("c", "h")))
    assert row is not None and (row.state, row.heard_percent) == ("complete", 100.0)
    assert database.read(lambda session: session.scalar(select(func.count()).select_from(ReceiptStepRow))) == 0
    _, records = store.restore()
    again = restored(records, book.now_ns)
    assert again.receipt() == book.receipt() and again.told == []


def test_steps_are_bounded(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cue_store, "MOST_STEPS", 50)
    store = CueStore(database)
    book = Receipts(store.keep_record, FRAME_MS)
    store.unfinished = book.unfinished_records
    for number in range(100):
        name = f"c{number}"
        store.keep_cue(a_cue(name, to=("h",)))
        book.talk_started(name, ["h"], (), number * MS)
        book.talk_ended(name, (), number * MS)
    settle(database)
    count = database.read(lambda session: session.scalar(select(func.count()).select_from(ReceiptStepRow)))
    assert count is not None and count <= 60
    receipts = database.read(lambda session: session.scalar(select(func.count()).select_from(ReceiptRow)))
    assert receipts == 100


OLD = """\
{"k":"cue","cue":{"id":"a-1","source":"file-a-1","file":"voice.wav","to":["h"],"named":["all"],"priority":"direct",\
"asked_at":1000.5,"asked_ns":5,"state":"asked","started_ns":null,"ended_ns":null,"mouth_ns":null,"duration_ms":null,\
"reason":null,"facts":{},"recorded_ns":null,"again_of":null}}
{"k":"cue","cue":{"id":"a-1","source":"file-a-1","file":"voice.wav","to":["h"],"named":["all"],"priority":"direct",\
"asked_at":1000.5,"asked_ns":5,"state":"ended","started_ns":6,"ended_ns":9,"mouth_ns":null,"duration_ms":null,\
"reason":"released","facts":{},"recorded_ns":6,"again_of":null}}
{"k":"cue","cue":{"id":3}}
"""


def test_the_files_of_earlier_versions_are_taken_over_once_and_kept(
    database: Database, tmp_path: Path, log: Log
) -> None:
    book, at = said(frames=100)
    for record in book.records:
        record.update({"cue": "a-1"} if "cue" in record else {})
    documents = documents_of(book, "h", at, bytes([HEARD]) * 100, 50)
    lines = "".join(json.dumps(record) + "\n" for record in book.records)
    (tmp_path / "cues.jsonl").write_text(OLD + lines + '{"k":"cut o', encoding="utf-8")
    (tmp_path / "played.jsonl").write_text("[]\nnonsense\n")
    assert take_over(database, tmp_path, "main", log) == 1
    assert take_over(database, tmp_path, "main", log) == 0
    assert sorted(path.name for path in tmp_path.glob("*.imported")) == ["cues.jsonl.imported", "played.jsonl.imported"]
    cues, records = CueStore(database).restore()
    assert [(cue.id, cue.show, cue.state, cue.started_ns) for cue in cues] == [("a-1", "main", "ended", 6)]
    other = restored(records, book.now_ns)
    other.began = book.began
    other.hear(*documents)
    assert other.receipt("a-1").heard_percent == 100.0


KEEPER = """
import sys, time
from pathlib import Path
from hushcue_gateway.cues import Cue, CueLog
from hushcue_gateway.logs import Log
from hushcue_gateway.store import Database
from hushcue_gateway.store.cue_store import CueStore
database = Database(Path(sys.argv[1]), Log(()))
database.open()
log = CueLog(keep=CueStore(database).keep_cue)
for number in range(1000000):
    log.add(Cue(f"c-{number}", "desk", None, ("h",), ("all",), "direct", 1000.0 + number, number))
    database.settle()
    print(number, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_what_was_kept_up_to_a_kill_is_there(tmp_path: Path, log: Log) -> None:
    roots = os.pathsep.join(str(ROOT / root) for root in ("gateway", "firmware/lib"))
    process = subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(tmp_path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": roots},
        text=True,
    )
    with process:
        assert process.stdout is not None
        for _ in range(20):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        last = [int(line) for line in process.stdout.read().split() if line] or [19]
    database = Database(tmp_path, log)
    database.open()
    cues, _ = CueStore(database).restore()
    database.close()
    assert len(cues) >= last[-1] + 1, "each was on the disk before it was said to be"
    assert [cue.id for cue in cues] == [f"c-{number}" for number in range(len(cues))]
