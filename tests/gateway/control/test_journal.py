"""The journal: what was written is read again, whatever cut it off; it never grows beyond its bound."""

import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hushcue_gateway.cues import CUT_OFF, Cue, CueLog
from hushcue_gateway.journal import Journal
from hushcue_gateway.logs import Log
from hushcue_gateway.words import WORDS


def a_journal(folder: Path, said: io.StringIO | None = None, most_bytes: int = 1000, begin: int = 0) -> Journal:
    log = Log((WORDS,), said or io.StringIO())
    return Journal(folder, "j", log, lambda: [{"k": "going on", "n": number} for number in range(begin)], most_bytes)


def test_what_was_written_is_read_again_in_order(tmp_path: Path) -> None:
    journal = a_journal(tmp_path, most_bytes=1 << 20)
    assert list(journal.read()) == []
    written = [{"n": number, "text": '提词\n"x"'} for number in range(100)]
    for record in written:
        journal.write(record)
    assert list(a_journal(tmp_path).read()) == written, "at once: nothing waits to be written"
    journal.close()
    again = a_journal(tmp_path, most_bytes=1 << 20)
    again.write({"n": 100})
    assert [record["n"] for record in again.read()] == list(range(101))
    again.close()
    assert os.name != "posix" or (tmp_path / "j.jsonl").stat().st_mode & 0o777 == 0o600


def test_it_is_bounded_and_a_new_one_begins_with_what_goes_on(tmp_path: Path) -> None:
    journal = a_journal(tmp_path, begin=3)
    for number in range(1000):
        journal.write({"n": number})
    journal.close()
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 2 and max(sizes) <= 1000
    numbers = [record["n"] for record in journal.read() if "k" not in record]
    assert numbers == list(range(numbers[0], 1000)), "the newest, without a hole"
    lines = (tmp_path / "j.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["k"] for line in lines[:3]] == ["going on"] * 3


def test_what_goes_on_may_be_longer_than_the_bound(tmp_path: Path) -> None:
    journal = a_journal(tmp_path, most_bytes=100, begin=50)
    for number in range(20):
        journal.write({"n": number})
    journal.close()
    assert [record["n"] for record in journal.read() if "k" not in record][-1] == 19


@settings(max_examples=60)
@given(cut=st.integers(1, 400), rubbish=st.binary(max_size=30))
def test_a_line_that_a_crash_cut_off_costs_itself_alone(
    tmp_path_factory: pytest.TempPathFactory, cut: int, rubbish: bytes
) -> None:
    folder = tmp_path_factory.mktemp("journal")
    journal = a_journal(folder, most_bytes=1 << 20)
    for number in range(20):
        journal.write({"n": number})
    journal.close()
    path = folder / "j.jsonl"
    data = path.read_bytes()[:-cut]
    path.write_bytes(data + rubbish)
    whole = data.count(b"\n")
    again = a_journal(folder, most_bytes=1 << 20)
    again.write({"n": "after"})
    again.close()
    read = [record.get("n") for record in again.read()]
    assert read[:whole] == list(range(whole))
    assert read[-1] == "after"


def test_a_disk_that_cannot_be_written_is_said_and_nothing_raises(tmp_path: Path) -> None:
    said = io.StringIO()
    journal = a_journal(tmp_path / "gone", said)
    journal.write({"n": 1})
    assert "cannot be written" in said.getvalue() and "gone" in said.getvalue()
    (tmp_path / "gone").mkdir()
    journal.write({"n": 2})
    journal.close()
    assert [record["n"] for record in journal.read()] == [2], "it is tried again"


def a_cue(name: str) -> Cue:
    return Cue(name, "desk", None, ("host-1",), ("all",), "direct", 0.0, 0)


def test_cues_come_back_and_what_went_on_was_cut_off() -> None:
    kept: list[Cue] = []
    log = CueLog(keep=lambda cue: kept.append(Cue.of_record(json.loads(json.dumps(cue.as_record())))))
    for name in ("1", "2", "3"):
        log.add(a_cue(name))
    log.started("1", 10)
    log.at_mouth("1", 9, 100.0)
    log.ended("1", 20, "released")
    log.started("2", 30)
    log.refused("3", 40, "late", {"why": 3})
    other = CueLog()
    other.restore(kept)
    assert other.get("1") == log.get("1")
    second, third = other.get("2"), other.get("3")
    assert second is not None and (second.state, second.reason, second.started_ns) == ("ended", CUT_OFF, 30)
    assert third is not None and (third.state, third.facts) == ("refused", {"why": "3"})
    assert [cue.id for cue in other.newest(9)] == ["1", "2", "3"]


@pytest.mark.parametrize("record", [{}, {"id": 3}, {**a_cue("x").as_record(), "state": "odd"}, {"to": 3, "named": 1}])
def test_a_record_that_is_no_cue_is_refused(record: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        Cue.of_record(record)
